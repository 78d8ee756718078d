"""Names that a corpus writes in several ways: what every rule of the family notes, and what each reports."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.api import (
    Corpus,
    CorpusRule,
    Document,
    Edit,
    Facts,
    Finding,
    Fix,
    Kept,
    Place,
    ReadError,
    Safety,
    Span,
    language,
    names,
    replace,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PACKS = os.path.join(os.path.dirname(__file__), "data")
SURE, OFTEN, NEAR = 0.98, 10, 0.7
"""From here a rename may be a fix: probability, documents against one, and cost of the change at most."""
MOST_LISTED = 1_000
"""Places of one form in one document that a finding lists."""


class NamesRule(CorpusRule[names.Part]):
    """One map for the family, the name mentions of a document; subclasses say which names are in doubt."""

    facts = "names"
    version = 4

    def map(self, doc: Document) -> bytes:
        """The names of one text, and its language: declared, or else detected."""
        return names.note(doc.text, doc.language, language.detect, language.likely) if doc.text else b""

    def collect(self, facts: Iterable[Facts]) -> names.Part:
        """The records of some documents; options come in only when a rule reports."""
        return names.Part({fact.key: names.Noted(fact.value, fact.meta) for fact in facts if fact.value})

    def merge(self, a: names.Part, b: names.Part) -> names.Part:
        """The documents of both parts."""
        return a.merge(b)

    @cached_property
    def decisions(self) -> names.Decisions:
        """The shipped packs, and what configuration and lock decide; read when a name is in doubt."""
        return names.load_decisions(PACKS, self.name_lists, self.read_yaml, self.names)

    def keep(self, total: names.Part) -> Mapping[str, bytes] | None:
        """Counts, neighbours and keys of all names."""
        return names.columns(total)

    def recall(self, kept: Kept) -> names.Part | None:
        """The names that were kept, with the documents that have changed."""
        return names.recall(kept)

    def judged(self, total: names.Part) -> names.Names:
        """The documents in the languages that the rule judges."""
        languages = self.names.get("languages", self.options["languages"])
        assert isinstance(languages, list)  # noqa: S101 - the type of the option
        return total.names(languages, str(self.names.get("source", self.options["source"])))

    def judged_for(self, total: names.Part, corpus: Corpus) -> names.Names:
        """The same, confined to what matters for the wanted documents."""
        known = self.judged(total)
        known.look_at(corpus.wanted)
        return known

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """The names that stand in several forms."""
        raise NotImplementedError

    def report(self, total: names.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each wanted document and wrong form; none where a rule before has one at the same place."""
        known = self.judged_for(total, corpus)
        before = [told for code, told in known.told.items() if code < self.meta.code]
        reported = known.told[self.meta.code] = {}
        for ways in self.ways(known):
            house = self.decisions.house
            spoken = house.speaking(ways.language)
            for deviation in names.deviations_of(known, ways, lambda doc: known.keys[doc] in corpus.wanted, house):
                if spoken.settles(deviation.form, deviation.other):
                    continue
                doc, spans = self._own(known, deviation, corpus)
                places = {offset for span in spans for offset in range(span.start, span.end)}
                taken = (told.get(deviation.doc, ()) for told in (*before, reported))
                if places and all(places.isdisjoint(offsets) for offsets in taken):
                    reported.setdefault(deviation.doc, set()).update(places)
                    yield self._finding(known, deviation, doc, spans)

    def _own(self, known: names.Names, deviation: names.Deviation, corpus: Corpus) -> tuple[Document, tuple[Span, ...]]:
        """The document, its text only where it is needed, and the places that are not to be left alone."""
        key, spans = known.keys[deviation.doc], deviation.spans[:MOST_LISTED]
        if not deviation.unless and not self._may_fix(deviation):
            return Document(key, ""), spans
        try:
            doc = corpus.document(key)
        except ReadError:
            return Document(key, ""), spans
        return doc, tuple(span for span in spans if not names.in_phrase(doc.text, span, deviation.unless))

    def _finding(
        self, known: names.Names, deviation: names.Deviation, doc: Document, spans: tuple[Span, ...]
    ) -> Finding:
        return self.finding(
            doc,
            spans[0],
            _message(deviation),
            fix=self._fix(doc, deviation, spans),
            related=(
                *(Place(known.keys[n], span, f"`{deviation.other}`") for n, span in deviation.places),
                *(Place(known.keys[n], span, f"`{deviation.form}`") for n, span in deviation.again),
            ),
            identity=f"{deviation.other}|{deviation.form}",
            data=_data(deviation, spans),
        )

    def _may_fix(self, deviation: names.Deviation) -> bool:
        few, many = deviation.counts
        ground = deviation.ground
        return not deviation.tie and ground.probability >= SURE and many >= OFTEN * few and ground.cost <= NEAR

    def _fix(self, doc: Document, deviation: names.Deviation, spans: tuple[Span, ...]) -> Fix | None:
        """A rename where the evidence is strong and the text is the author's own; else one to look at."""
        if deviation.tie:
            return None
        title = f"Write {deviation.other}"
        free = names.edits(doc.text, spans, deviation.form, deviation.other) if doc.text else ()
        if free and self._may_fix(deviation):
            return Fix(free, Safety.UNSAFE, title, free[0].span)
        shown = tuple(Edit(span, deviation.other) for span in spans)
        return Fix(shown, Safety.MANUAL, title, shown[0].span)


def _message(deviation: names.Deviation) -> str:
    few, many = deviation.counts
    where = f"elsewhere in this {deviation.by}"
    if deviation.by not in {"source", "corpus"}:
        where = f"in the house style ({deviation.by})"
    counts = f"{few:,} {_documents(few)} against {many:,}"
    counts += ", no majority: `corpuslint names prefer` decides" if deviation.tie else ""
    sure = f"; probability {deviation.ground.probability:.2f}" if deviation.ground.probability < 1 else ""
    return f"`{deviation.form}` is `{deviation.other}` {where} ({counts}); {deviation.ground.reason}{sure}"


def _documents(count: int) -> str:
    return "document" if count == 1 else "documents"


def _data(deviation: names.Deviation, spans: tuple[Span, ...]) -> dict[str, object]:
    few, many = deviation.counts
    return {
        "form": deviation.form,
        "other": deviation.other,
        "majority": not deviation.tie,
        "decided_by": "nobody" if deviation.tie else deviation.by,
        "documents": {deviation.form: few, deviation.other: many},
        "sources": deviation.sources,
        "probability": round(deviation.ground.probability, 3),
        "evidence": deviation.ground.reason,
        "mentions": [[span.start, span.end] for span in spans],
        "mentions_total": max(len(spans), len(deviation.spans)),
        **({"beside": [list(pair) for pair in deviation.beside]} if deviation.beside else {}),
        **({"language": deviation.told_of} if deviation.told_of else {}),
    }


class InconsistentName(NamesRule):
    """NAM001: by the model from a probability up, and by the packs."""

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """Stars and restricted pairs of the model first, then the groups of the packs."""
        yield from names.spelled_ways(corpus, self.pairs(corpus))
        if self.options["packs"]:
            yield from names.known_ways(corpus, self.decisions.pack)

    def pairs(self, corpus: names.Names) -> list[names.ScoredPair]:
        """The pairs of the model from the option's probability up."""
        distinct = self.options["distinct"]
        assert isinstance(distinct, list)  # noqa: S101 - the type of the option
        own = names.House((), map(names.two, distinct))

        def is_distinct(a: str, b: str) -> bool:
            return own.is_distinct(a, b) or self.decisions.is_distinct(a, b)

        least = float(str(self.options["probability"]))
        return names.scored_pairs(corpus, least, is_distinct)


class SimilarName(InconsistentName):
    """NAM007: the pairs that the model holds likely, below the level of NAM001."""

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """Pairs between the two levels."""
        below = float(str(self.options["below"]))
        yield from names.spelled_ways(corpus, [pair for pair in self.pairs(corpus) if pair.probability < below])


class InconsistentJoiner(NamesRule):
    """NAM002: hyphen, space or nothing between the parts of one name."""

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """Names that are joined in several ways."""
        return names.joiner_ways(corpus)


class InconsistentFold(NamesRule):
    """NAM005: accents, capitals inside a name, apostrophes."""

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """Names whose forms differ in the chosen kinds."""
        kinds = self.options["kinds"]
        assert isinstance(kinds, list)  # noqa: S101 - the type of the option
        return names.fold_ways(corpus, frozenset(kinds))


class AbbreviationDots(NamesRule):
    """NAM006: U.S. and US."""

    def ways(self, corpus: names.Names) -> Iterator[names.Ways]:
        """Abbreviations that stand with and without dots."""
        return names.abbreviation_ways(corpus)


class NameDrift(InconsistentName):
    """NAM008: names in several forms of which the lock says nothing."""

    def report(self, total: names.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each name, at its first wanted document."""
        if "lock" not in self.names:
            return
        known, path = self.judged_for(total, corpus), str(self.names["lock"][0])
        least = float(str(self.options["probability"]))
        found = names.undecided(known, self.decisions, names.survey(known, self.decisions, least))
        for ways, entry in found:
            place = self._place(known, ways, corpus)
            if place:
                doc, form, span = place
                forms = " and ".join(f"`{form}`" for form in entry.forms)
                yield self.finding(
                    Document(known.keys[doc], ""),
                    span,
                    f"{path} does not say how to write {forms}; `corpuslint names lock` adds them ({entry.note})",
                    identity="|".join(sorted(entry.forms)),
                    data={"form": form, "forms": list(entry.forms), "evidence": entry.note},
                )

    def _place(self, known: names.Names, ways: names.Ways, corpus: Corpus) -> tuple[int, str, Span] | None:
        """The first place of the rarest form in a wanted document, else of another one."""
        forms = sorted(ways.docs, key=lambda form: (len(ways.docs[form]), form))
        for form, other in zip(forms, [*forms[1:], forms[0]], strict=True):
            for doc in ways.docs[form]:
                spans = ways.spans(doc, form, other) if known.keys[doc] in corpus.wanted else ()
                if spans:
                    return doc, form, spans[0]
        return None


class GluedName(NamesRule):
    """NAM004: a name and the word after it with the space between them lost."""

    def report(self, total: names.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each place."""
        known = self.judged_for(total, corpus)
        for place in names.glued_names(known):
            key = known.keys[place.doc]
            if key in corpus.wanted:
                yield self._glued(Document(key, ""), place)

    def _glued(self, doc: Document, place: names.Glued) -> Finding:
        at = Span(place.span.start + len(place.name), place.span.start + len(place.name))
        return self.finding(
            doc,
            place.span,
            f"`{place.name}{place.rest}` is `{place.name}` and `{place.rest}` with the space lost",
            fix=replace(at, " ", Safety.UNSAFE, "Insert the space", place.span),
            data={"name": place.name, "rest": place.rest, "documents": {place.name: place.frequency}},
        )
