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
    ReadError,
    Safety,
    Span,
    Spread,
    duplicates,
)

if TYPE_CHECKING:
    from array import array

LISTED = 50
"""Documents of a group listed in the data of a finding."""
RELATED = 10
"""Documents of a group pointed at."""
SHOWN = 1_000
"""Pairs of documents whose texts a rule lists side by side."""
TOGETHER = 50_000
"""Words of the documents that are compared together for what is told of them."""
Details = tuple[list[tuple[str, str]], dict[str, object]]
"""Facts that differ, with their place in both texts, and what else is listed of two documents."""


class _Duplicates(CorpusRule["duplicates.Part"]):
    """What all rules on duplicates note of a document, and how they bring notes together."""

    facts = "duplicates"
    version = 2

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
                if same_words(corpus, copy, kept):
                    yield self._at(corpus, judgement, copy, kept, kept)
            elif kept in corpus.wanted:
                elsewhere.setdefault(kept, copy)
        for kept, copy in sorted(elsewhere.items()):
            if copy != kept and same_words(corpus, copy, kept):
                yield self._at(corpus, judgement, kept, copy, kept)

    def _at(self, corpus: Corpus, judgement: duplicates.Judgement, key: DocKey, other: DocKey, kept: DocKey) -> Finding:
        place = Place(other, first_line(corpus, other), "kept" if other == kept else "the copy")
        places = place, *others(corpus, judgement, key, other)
        message = f"same words as {other}; nothing but case, punctuation and blanks may differ"
        data = group_data(judgement, key) | {"covered": 1.0}
        fix = moved(kept) if other == kept else None
        return self.found(key, first_line(corpus, key), message, places=places, data=data, fix=fix)


class _Related(_Duplicates):
    """Rules that report relations: at the copy if it is checked, else at the document it is a copy of."""

    beside = "kept", "the copy"
    """What to call the other document where it is the one that is kept, and where it is not."""
    shown = 0
    """Pairs whose texts were shown side by side in this report."""

    def relations(self, judgement: duplicates.Judgement) -> Iterable[duplicates.Relation]:
        """The relations to report."""
        raise NotImplementedError

    def message(self, relation: duplicates.Relation) -> str:
        """What to say at the relation's own document."""
        raise NotImplementedError

    def report(self, total: duplicates.Part, corpus: Corpus) -> Iterator[Finding]:
        """One finding for each document that is checked."""
        judgement = self.judged(total, corpus)
        self.shown = 0
        for some in batches(self._told(corpus, judgement)):
            details = self.compared(corpus, [relation for relation, _ in some])
            for (relation, kept), detail in zip(some, details, strict=True):
                yield self._at(corpus, judgement, relation, kept, detail)

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
        compared: Details,
    ) -> Finding:
        here, there = self.spans(relation) or (
            first_line(corpus, relation.doc),
            first_line(corpus, relation.other),
        )
        place = Place(relation.other, there, self.beside[relation.other != kept])
        places = place, *others(corpus, judgement, relation.doc, relation.other)
        facts, details = compared
        data = group_data(judgement, relation.doc) | duplicates.relation_data(relation, facts) | details
        message = self.message(relation)
        if not relation.estimated:
            message = f"{message}; {duplicates.facts(relation, facts)}"
        fix = self.fix(corpus, judgement, relation) if relation.other == kept else None
        return self.found(relation.doc, here, message, places=places, data=data, fix=fix)

    def compared(self, corpus: Corpus, relations: Sequence[duplicates.Relation]) -> list[Details]:
        """Of each relation the facts that differ, every difference with the option `diff`, and with `sides` both texts.

        Texts are aligned together, which costs a tenth of what it does one pair after the other.
        """
        shown = [self._is_shown() for _ in relations]
        texts: dict[int, tuple[str, str]] = {}
        for at, relation in enumerate(relations):
            if self.options.get("diff") or shown[at] or relation.differ:
                try:
                    texts[at] = corpus.document(relation.doc).text, corpus.document(relation.other).text
                except ReadError:
                    continue
        found = dict(zip(texts, duplicates.differences_of(list(texts.values())), strict=True)) if texts else {}
        return [
            self._details(*texts[at], found[at], relation.stretches if shown[at] else None) if at in found else ([], {})
            for at, relation in enumerate(relations)
        ]

    def _details(
        self,
        here: str,
        there: str,
        found: list[duplicates.Difference],
        stretches: Sequence[duplicates.Stretch] | None,
    ) -> Details:
        """The facts that differ in two texts, and what is to be shown of them; with stretches side by side."""
        details: dict[str, object] = {}
        if self.options.get("diff"):
            details["differences"] = duplicates.listed(here, there, found)
        if stretches is not None:
            rows, whole = duplicates.sides(here, there, stretches, found)
            details["sides"] = {"rows": rows, "more": not whole}
        return duplicates.differing_facts(here, there, found), details

    def _is_shown(self) -> bool:
        """Whether the two texts are to be shown side by side; of very many pairs the first are."""
        self.shown += bool(self.options.get("sides"))
        return bool(self.options.get("sides")) and self.shown <= SHOWN

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
        return moved(relation.other) if able and not says_otherwise(corpus, relation) else None


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
                    where = first_line(corpus, key)
                    yield self.finding(Document(key, ""), where, LIMITS[limit], identity=limit, data={"limit": limit})


def batches(
    told: Iterable[tuple[duplicates.Relation, DocKey]],
) -> Iterator[list[tuple[duplicates.Relation, DocKey]]]:
    """Relations whose texts are compared together, of TOGETHER words about."""
    some, words = [], 0
    for relation, kept in told:
        some.append((relation, kept))
        words += relation.words + relation.words_other
        if words >= TOGETHER:
            yield some
            some, words = [], 0
    if some:
        yield some


def moved(kept: DocKey) -> Fix:
    """Take the copy of a document out of the corpus."""
    return Fix((), Safety.UNSAFE, f"move to quarantine; {kept} stays", Span(0, 0), copy_of=kept)


def says_otherwise(corpus: Corpus, relation: duplicates.Relation) -> bool:
    """Whether a word of the document may be a number or a name in place of another, though it looks like neither."""
    if not relation.replaced:
        return False
    try:
        return duplicates.says_otherwise(*(corpus.document(key).text for key in (relation.doc, relation.other)))
    except ReadError:
        return True


def others(corpus: Corpus, judgement: duplicates.Judgement, *told: DocKey) -> Iterator[Place]:
    """The other documents of the group, as far as there is room to point at them."""
    members = judgement.groups.get(judgement.kept.get(told[0], told[0]), ())
    for member in [member for member in members[: RELATED + 2] if member not in told][:RELATED]:
        yield Place(member, first_line(corpus, member), "another copy" if member != members[0] else "kept")


def same_words(corpus: Corpus, *keys: DocKey) -> bool:
    """Whether documents whose digests are equal are so too, for texts can be made up with one digest; where read."""
    try:
        return duplicates.same_words(*(corpus.document(key).text for key in keys))
    except ReadError:
        return True


def first_line(corpus: Corpus, key: DocKey) -> Span:
    """Where the first line of a document stands; its beginning if it cannot be read again."""
    try:
        return duplicates.first_line(corpus.document(key).text)
    except ReadError:
        return Span(0, 0)


def group_data(judgement: duplicates.Judgement, key: DocKey) -> dict[str, object]:
    """The group of copies that a document belongs to; of itself alone if it is no copy."""
    kept = judgement.kept.get(key, key)
    size = len(judgement.groups.get(kept, (kept,)))
    return {"kept": str(kept), "copies": judgement.copies(kept, LISTED), "size": size}
