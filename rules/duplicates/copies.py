"""Documents that copy one another, wholly or in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corpuslint.api import (
    PAIR,
    Corpus,
    CorpusRule,
    DocKey,
    Document,
    Facts,
    Finding,
    Fix,
    Lookup,
    Place,
    Safety,
    Span,
    Spread,
    duplicates,
)

if TYPE_CHECKING:
    from array import array

RELATED = 10
"""Documents of a group pointed at."""


class _Duplicates(CorpusRule["duplicates.Part"]):
    """What all rules on duplicates note of a document, and how they bring notes together."""

    facts = "duplicates"
    version = 3

    def map(self, doc: Document) -> bytes:
        """Digest and fingerprints of the words."""
        return duplicates.note(doc)

    def map_many(self, docs: Sequence[Document]) -> list[bytes]:
        """The same of many documents at once."""
        return duplicates.notes(docs)

    def collect(self, facts: Iterable[Facts]) -> duplicates.Part:
        """Notes by document."""
        return duplicates.collect(facts)

    def merge(self, a: duplicates.Part, b: duplicates.Part) -> duplicates.Part:
        """Notes of both."""
        return duplicates.merge(a, b)

    def gather(self, spread: Spread) -> duplicates.Part:
        """Keys and headers of notes here; fingerprints are brought together where they are."""
        return duplicates.gather(spread)

    def postings(self, facts: Sequence[Facts]) -> array[int]:
        """Fingerprints, and what the words are told from."""
        return duplicates.postings([fact.value for fact in facts])

    def related(self, wanted: Sequence[int], index: Lookup) -> Iterable[int] | None:
        """The documents that share words with the wanted ones, and those that say how rare these are."""
        return duplicates.related(wanted, index)

    def judged(self, total: duplicates.Part, corpus: Corpus) -> duplicates.Judgement:
        """All duplicates, with the documents kept that the rule's options prefer."""
        return total.judgement(corpus, str(self.options.get("keep", "words")))

    def number(self, option: str) -> int:
        """The value of an option that is a whole number."""
        return int(str(self.options[option]))

    def found(  # noqa: PLR0913 - the fields of a finding
        self, key: DocKey, span: Span, message: str, *, places: tuple[Place, ...], data: object, fix: Fix | None = None
    ) -> Finding:
        """A finding on two documents, the other of which is that of the first place; known by the two alone."""
        return self.finding(
            Document(key, ""), span, message, fix=fix, related=places, identity=PAIR, data={"duplicate": data}
        )


class IdenticalDocument(_Duplicates):
    """A document with the same words as another one that is kept."""

    def report(self, total: duplicates.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each copy; at the kept document where none of its copies is checked."""
        judgement = self.judged(total, corpus)
        pairs = sorted(pair for pair in judgement.identical.items() if total.words(pair[0]) >= self.number("words"))
        elsewhere: dict[DocKey, DocKey] = {}
        for copy, kept in pairs:
            if copy in corpus.wanted:
                elsewhere[kept] = kept
                if duplicates.same_words(corpus, copy, kept):
                    yield self._at(corpus, judgement, copy, kept, kept)
            elif kept in corpus.wanted:
                elsewhere.setdefault(kept, copy)
        for kept, copy in sorted(elsewhere.items()):
            if copy != kept and duplicates.same_words(corpus, copy, kept):
                yield self._at(corpus, judgement, kept, copy, kept)

    def _at(self, corpus: Corpus, judgement: duplicates.Judgement, key: DocKey, other: DocKey, kept: DocKey) -> Finding:
        place = Place(other, duplicates.first_line(corpus, other), "kept" if other == kept else "the copy")
        places = place, *others(corpus, judgement, key, other)
        message = f"same words as {other}; nothing but case, punctuation and blanks may differ"
        data = duplicates.group_data(judgement, key) | {"covered": 1.0}
        fix = moved(kept) if other == kept else None
        return self.found(key, duplicates.first_line(corpus, key), message, places=places, data=data, fix=fix)


class _Related(_Duplicates):
    """Rules that report relations: at the copy if it is checked, else at the document it is a copy of."""

    beside = "kept", "the copy"
    """What to call the other document where it is the one that is kept, and where it is not."""

    def relations(self, judgement: duplicates.Judgement) -> Iterable[duplicates.Relation]:
        """The relations to report."""
        raise NotImplementedError

    def message(self, relation: duplicates.Relation) -> str:
        """What to say at the relation's own document."""
        raise NotImplementedError

    def report(self, total: duplicates.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each document that is checked."""
        judgement = self.judged(total, corpus)
        diff, beside = bool(self.options.get("diff")), bool(self.options.get("sides"))
        told = self._told(corpus, judgement)
        for relation, kept, details in duplicates.detailed(corpus, told, diff=diff, beside=beside):
            yield self._at(corpus, judgement, relation, kept, details)

    def _told(self, corpus: Corpus, judgement: duplicates.Judgement) -> Iterator[tuple[duplicates.Relation, DocKey]]:
        """The relations of documents that are checked, each with the document that is kept."""
        turned: dict[DocKey, duplicates.Relation] = {}
        for relation in self.relations(judgement):
            if relation.doc in corpus.wanted:
                yield relation, relation.other
            elif relation.other in corpus.wanted:
                best = turned.setdefault(relation.other, relation)
                if (-relation.covered, relation.doc) < (-best.covered, best.doc):
                    turned[relation.other] = relation
        for kept, relation in sorted(turned.items()):
            yield relation.turned(), kept

    def _at(
        self,
        corpus: Corpus,
        judgement: duplicates.Judgement,
        relation: duplicates.Relation,
        kept: DocKey,
        details: duplicates.Details,
    ) -> Finding:
        here, there = self.spans(relation) or (
            duplicates.first_line(corpus, relation.doc),
            duplicates.first_line(corpus, relation.other),
        )
        place = Place(relation.other, there, self.beside[relation.other != kept])
        places = place, *others(corpus, judgement, relation.doc, relation.other)
        relation_data = duplicates.relation_data(relation, details.facts)
        data = duplicates.group_data(judgement, relation.doc) | relation_data | details.shown
        message = self.message(relation)
        if not relation.estimated:
            message = f"{message}; {duplicates.facts(relation, details.facts)}"
        fix = self.fix(corpus, judgement, relation) if relation.other == kept else None
        return self.found(relation.doc, here, message, places=places, data=data, fix=fix)

    def fix(self, corpus: Corpus, judgement: duplicates.Judgement, relation: duplicates.Relation) -> Fix | None:  # noqa: ARG002 - for subclasses
        """What may be done about a relation told at the copy."""
        return None

    def spans(self, relation: duplicates.Relation) -> tuple[Span, Span] | None:  # noqa: ARG002 - for subclasses
        """Where to report, and what to show of the other document; None for the first lines of both."""
        return None


class NearDuplicate(_Related):
    """A document most of which another one has too, word for word."""

    def relations(self, judgement: duplicates.Judgement) -> Iterable[duplicates.Relation]:
        """Copies that are long enough and close enough."""
        least, words = self.number("coverage") / 100, self.number("words")
        for relation in judgement.near:
            near = min(relation.covered, relation.covered_other) >= least
            if near and min(relation.words, relation.words_other) >= words:
                yield relation

    def message(self, relation: duplicates.Relation) -> str:
        """How much is the same, and where."""
        return f"near-duplicate of {relation.other}: {duplicates.share(relation)}; {duplicates.lines(relation)}"

    def fix(self, corpus: Corpus, judgement: duplicates.Judgement, relation: duplicates.Relation) -> Fix | None:
        """Move the copy, where the document that is kept of its group has nearly all of it and says nothing else."""
        kept = judgement.kept.get(relation.doc) == relation.other
        much = relation.covered * 100 >= self.number("move")
        able = kept and much and not relation.estimated and not relation.differ
        return moved(relation.other) if able and not duplicates.says_otherwise(corpus, relation) else None


class PartialReuse(_Related):
    """A document that lies in another one, or shares a long passage with it."""

    beside = "stands here too", "stands here too"

    def relations(self, judgement: duplicates.Judgement) -> Iterable[duplicates.Relation]:
        """Those with enough words in common."""
        least = self.number("words")
        for relation in judgement.partial:
            contained = relation.covered >= 0.8 and relation.words >= least // 2
            if contained or max(stretch.words for stretch in relation.stretches) >= least:
                yield relation

    def message(self, relation: duplicates.Relation) -> str:
        """What is contained where."""
        if relation.covered >= 0.8:
            return f"contained in {relation.other}: {duplicates.share(relation)}; {duplicates.lines(relation)}"
        return f"shares text with {relation.other}: {duplicates.share(relation)}; {duplicates.lines(relation)}"

    def spans(self, relation: duplicates.Relation) -> tuple[Span, Span]:
        """The longest passage, here and there."""
        longest = max(relation.stretches, key=lambda stretch: stretch.words)
        return longest.here, longest.there


class SameTemplate(_Related):
    """A document with the words of another one around other facts."""

    beside = "other facts", "other facts"

    def relations(self, judgement: duplicates.Judgement) -> Iterable[duplicates.Relation]:
        """All fillings of templates."""
        return judgement.templates

    def message(self, relation: duplicates.Relation) -> str:
        """How much is the same, and how much differs."""
        return f"same template as {relation.other}: {duplicates.share(relation)}"


class BoilerplatePassage(_Duplicates):
    """A passage that many documents share."""

    def report(self, total: duplicates.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each such passage of each document that is kept."""
        copies = {key for members in self.judged(total, corpus).groups.values() for key in members[1:]}
        for passage in total.shared_passages(corpus, self.number("documents"), self.number("words")):
            if passage.doc in copies:
                continue
            message = f"passage of at least {passage.words} words that {passage.documents} documents share"
            data = {"words": passage.words, "documents": passage.documents}
            yield self.finding(Document(passage.doc, ""), passage.span, message, data={"passage": data})


LIMITS = {
    "size": "only the first 8 MiB of the text are compared with other documents",
    "crowd": (
        "nearly all of the text stands in more than 32 documents: it was compared with its neighbours alone, and "
        "there may be more copies of it"
    ),
}
"""What to say of a document that came up against a limit."""


class ComparedInPart(_Duplicates):
    """A document that was not compared with all others, or not as a whole."""

    def report(self, total: duplicates.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each limit and document; the engine tells those of one limit together."""
        for limit, keys in (("size", total.cut()), ("crowd", self.judged(total, corpus).crowded)):
            for key in keys:
                if key in corpus.wanted:
                    where = duplicates.first_line(corpus, key)
                    yield self.finding(Document(key, ""), where, LIMITS[limit], identity=limit, data={"limit": limit})


def moved(kept: DocKey) -> Fix:
    """Take the copy of a document out of the corpus."""
    return Fix((), Safety.UNSAFE, f"move to quarantine; {kept} stays", Span(0, 0), copy_of=kept)


def others(corpus: Corpus, judgement: duplicates.Judgement, *told: DocKey) -> Iterator[Place]:
    """The other documents of the group, as far as there is room to point at them."""
    members = judgement.groups.get(judgement.kept.get(told[0], told[0]), ())
    for member in [member for member in members[: RELATED + 2] if member not in told][:RELATED]:
        yield Place(member, duplicates.first_line(corpus, member), "another copy" if member != members[0] else "kept")
