"""The records of a corpus by document: which documents there are, of which source, and what stands where."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.model import DocKey, Span
from corpuslint.text.names import index
from corpuslint.text.names.copies import copies
from corpuslint.text.names.extract import LINKED, PART
from corpuslint.text.names.record import Record, unpack
from corpuslint.text.names.source import source_of
from corpuslint.text.names.tongues import judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

JUDGED = ("en", "pt", "es", "fr", "it", "de", "nl")
"""Languages whose names keep their form in every sentence."""


class Noted(NamedTuple):
    """The packed record of one document, and what its record says of it."""

    value: bytes
    meta: Mapping[str, str]


class Part:
    """Some documents of a corpus; parts of one corpus merge by union."""

    def __init__(self, noted: dict[DocKey, Noted]) -> None:
        """Take the records of some documents."""
        self._noted = noted
        self._names: dict[tuple[tuple[str, ...], str], Names] = {}

    def merge(self, other: Part) -> Part:
        """The documents of both; this part takes in the other."""
        self._noted.update(other._noted)
        self._names.clear()
        return self

    def names(self, languages: Iterable[str] = JUDGED, source: str = "source") -> Names:
        """The documents that are, or may be, in some languages, with their sources (see `source_of`).

        Made once: several rules ask for the same.
        """
        asked = tuple(languages), source
        if asked not in self._names:
            of, noted = source_of(source), self._noted
            kept = judged({key: noted[key].value for key in sorted(noted)}, asked[0])
            self._names[asked] = Names({key: (noted[key].value, of(key, noted[key].meta)) for key in kept})
        return self._names[asked]


class Names:
    """All records of a corpus, in order of their documents; a document is its rank in that order."""

    def __init__(self, noted: Mapping[DocKey, tuple[bytes, str]]) -> None:
        """Order documents, each given as its packed record and its source."""
        self.keys = sorted(noted)
        self._noted = [noted[key] for key in self.keys]
        self.told: dict[str, dict[int, set[int]]] = {}
        """What rules have reported: the code points in each document, by the code of the rule."""
        self.record = lru_cache(64)(self._record)
        self._ranks = lru_cache(64)(self._ranks_of)

    @cached_property
    def index(self) -> index.NameIndex:
        """Counts and neighbours over all documents."""
        return index.build(unpack(value) for value, _ in self._noted)

    @cached_property
    def first(self) -> list[int]:
        """For each document the first one whose text it copies, or itself."""
        return copies(self.records())

    def source(self, doc: int) -> str:
        """Where a document came from; empty where it does not say."""
        return self._noted[doc][1]

    def records(self, *, lower: bool = False) -> Iterator[Record]:
        """Every record, in order; lower-case words only where they are asked for."""
        for value, _ in self._noted:
            yield unpack(value, lower=lower)

    def _record(self, doc: int) -> Record:
        return unpack(self._noted[doc][0], lower=False)

    def mentions(self, doc: int, name: str) -> list[int]:
        """The ranks of all mentions of a token in a document's record."""
        return self._ranks(doc).get(name, [])

    def _ranks_of(self, doc: int) -> dict[str, list[int]]:
        record = self.record(doc)
        ranks: list[list[int]] = [[] for _ in record.table]
        for rank, token in enumerate(record.tokens):
            ranks[token].append(rank)
        return dict(zip(record.table, ranks, strict=True))

    def span(self, doc: int, rank: int) -> Span:
        """The place of one mention."""
        return self.stretch(doc, rank, 1)

    def stretch(self, doc: int, rank: int, count: int) -> Span:
        """The place of so many linked mentions in a row, parts of compounds not counted."""
        record = self.record(doc)
        last = rank
        while count > 1:
            last += 1
            count -= not record.flags[last] & PART
        return Span(record.starts[rank], record.starts[last] + len(record.table[record.tokens[last]]))


def beside(record: Record, rank: int) -> tuple[str, str]:
    """The tokens linked before and after a mention, particles passed over; empty where there are none."""
    before = after = ""
    at = rank
    while record.flags[at] & LINKED and at and not before:
        at -= 1
        name = record.table[record.tokens[at]]
        before = "" if record.flags[at] & PART or name[0].islower() else name
    at = rank + 1
    while at < len(record.tokens) and not after:
        name = record.table[record.tokens[at]]
        if not record.flags[at] & (LINKED | PART):
            break
        after = "" if record.flags[at] & PART or name[0].islower() else name
        at += 1
    return before, after
