"""Which documents of a corpus that an index kept are judged, now that some have come and gone."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.text.names.kept import STEP
from corpuslint.text.names.recalled import Numbered, words
from corpuslint.text.names.record import language_of, lower_of, said_of
from corpuslint.text.names.tongues import JOINED, KNOWN, LEFT, Tongues, likely, main, may_be

if TYPE_CHECKING:
    from corpuslint.facts import Facts, Kept


class Change(NamedTuple):
    """A document whose record is taken in (1) or out (-1)."""

    doc: int
    value: bytes
    sign: int


class RecalledTongues:
    """The judged documents and their lower-case words, and what of both is not as it was kept."""

    def __init__(self, kept: Kept, places: Mapping[int, Facts], languages: Collection[str]) -> None:
        """`places` are the documents that have come, by the numbers that they have."""
        self._kept, self._places = kept, places
        self._told = kept.read("told")
        self._saying = Numbered(kept.read, "language")
        self.languages = languages
        self._gone = {STEP * (number + 1) for number in kept.gone}
        self._known: set[int] = set()
        tongues = Tongues(languages)
        tongues.known = int.from_bytes(kept.read("known"), "little")
        counts = array("I", kept.read("lower/counts"))
        tongues.lower = Counter(dict(zip(words(kept.read("lower")), counts, strict=True)))
        unknown = dict(self._unknown())
        joined = (unknown[doc] for doc in unknown if self._was(doc, JOINED))
        before = tongues.lower.keys() | {word for said in joined for word in said.split()}
        self._take_out(tongues, unknown)
        self._take_in(tongues, unknown)
        self._joined = set(tongues.joined(sorted(unknown), lambda doc: unknown[doc].split()))
        self._unsettled = unknown
        self.lower = tongues.lower
        """In how many judged documents each lower-case word occurs."""
        for doc in self._joined:
            self.lower.update(unknown[doc].split())
        self.new = Counter(dict.fromkeys(self.lower.keys() - before, 1))
        """Lower-case words that no document had (1), and that none has any more (-1)."""
        self.new.update(dict.fromkeys(before - self.lower.keys(), -1))

    def _was(self, doc: int, *told: int) -> bool:
        """What a document was when it was kept."""
        return self._told[doc // STEP - 1] in told

    def _unknown(self) -> Iterator[tuple[int, str]]:
        """The words of the documents that did not tell their language, each as one text."""
        docs = [STEP * (number + 1) for number, told in enumerate(self._told) if told in (JOINED, LEFT)]
        lines = self._kept.read("unknown").decode("utf-8", "surrogatepass").split("\n")
        return zip(docs, lines, strict=False)  # one empty line where there are none

    def _take_out(self, tongues: Tongues, unknown: dict[int, str]) -> None:
        for doc in self._gone:
            unknown.pop(doc, None)
            if self._was(doc, KNOWN):
                tongues.add(lower_of(self.value(doc)), -1)

    def _take_in(self, tongues: Tongues, unknown: dict[int, str]) -> None:
        for doc, fact in self._places.items():
            language = language_of(fact.value)
            if language in tongues.languages:
                self._known.add(doc)
                tongues.add(lower_of(fact.value))
            elif not language and may_be(said := lower_of(fact.value)):
                unknown[doc] = " ".join(said)

    def value(self, doc: int) -> bytes:
        """The record of a document as it was kept."""
        return self._kept.facts(doc // STEP - 1).value

    def language(self, doc: int) -> str:
        """The language of a judged document, sure or likely."""
        return likely(self._said(doc), self.languages)

    def _said(self, doc: int) -> str:
        return said_of(self._places[doc].value) if doc in self._places else self._saying[doc]

    @cached_property
    def main(self) -> str:
        """The language of most documents."""
        counts = self._saying.counts()
        counts.subtract(self._saying[doc] for doc in self._gone)
        counts.update(map(self._said, self._places.keys() & (self._known | self._unsettled.keys())))
        return main(counts, self.languages)

    def judges(self, doc: int) -> bool:
        """Whether a document is judged now."""
        if doc in self._places:
            return doc in self._known or doc in self._joined
        return doc in self._joined or (doc not in self._gone and self._was(doc, KNOWN))

    def changes(self) -> Iterator[Change]:
        """The records that are taken out, and those that are taken in."""
        for doc in self._gone:
            if self._was(doc, KNOWN, JOINED):
                yield Change(doc, self.value(doc), -1)
        for doc, fact in self._places.items():
            if self.judges(doc):
                yield Change(doc, fact.value, 1)
        for doc in self._unsettled:
            if doc not in self._places and self.judges(doc) != self._was(doc, JOINED):
                yield Change(doc, self.value(doc), 1 if self.judges(doc) else -1)
