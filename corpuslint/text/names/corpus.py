"""The records of a corpus by document: which documents there are, of which source, and what stands where."""

from __future__ import annotations

from collections import Counter
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpuslint.model import DocKey, Span
from corpuslint.text.names.copies import copies, sketch
from corpuslint.text.names.index import build
from corpuslint.text.names.record import Record, said_of, unpack
from corpuslint.text.names.runs import LINKED, PART
from corpuslint.text.names.source import source_of
from corpuslint.text.names.tongues import Judged, judged, likely, main
from corpuslint.text.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.recalled import RecalledIndex

JUDGED = ("en", "pt", "es", "fr", "it", "de", "nl")
"""Languages whose names keep their form in every sentence."""


class Noted(NamedTuple):
    """The packed record of one document, and what its record says of it."""

    value: bytes
    meta: Mapping[str, str]


class Keys(Protocol):
    """The key of each document by its number."""

    def __getitem__(self, doc: int, /) -> DocKey:
        """The key of one."""
        ...


class Firsts(Protocol):
    """The number of another document for each document."""

    def __getitem__(self, doc: int, /) -> int:
        """The number for one."""
        ...


class Near(NamedTuple):
    """What matters where findings are wanted at few documents: those, and their tokens."""

    found: RecalledIndex
    docs: Sequence[int]
    tokens: AbstractSet[int]


class Names:
    """All records of a corpus, in order of their documents; a document is its rank in that order."""

    def __init__(self, keys: Keys) -> None:
        """Name documents."""
        self.keys = keys
        self.near: Near | None = None
        """What to confine oneself to; None: nothing less than the corpus."""
        self.told: dict[str, dict[int, set[int]]] = {}
        """What rules have reported: the code points in each document, by the code of the rule."""
        self.record = lru_cache(64)(self._record)

    @property
    def index(self) -> NameIndex:
        """Counts and neighbours over all documents."""
        raise NotImplementedError

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Which tokens are names."""
        return Vocabulary(self.index)

    @property
    def first(self) -> Firsts:
        """For each document the first one whose text it copies, or itself."""
        raise NotImplementedError

    def source(self, doc: int) -> str:
        """Where a document came from; empty where it does not say."""
        raise NotImplementedError

    def language(self, doc: int) -> str:
        """The language of a document, a likely one where it is too short to be sure; empty where it does not tell."""
        raise NotImplementedError

    @property
    def main(self) -> str:
        """The language of most documents, if any tells its own."""
        raise NotImplementedError

    def _value(self, doc: int) -> bytes:
        """The packed record of a document."""
        raise NotImplementedError

    def look_at(self, wanted: Container[DocKey]) -> None:
        """Find no more than what matters for some documents, where that can be told apart."""

    def _record(self, doc: int) -> Record:
        return unpack(self._value(doc))

    def mentions(self, doc: int, name: str) -> list[int]:
        """The ranks of all mentions of a token in a document's record."""
        record = self.record(doc)
        token = record.table.index(name) if name in record.table else -1
        ranks, at = [], 0
        for _ in range(record.tokens.count(token)):
            at = record.tokens.index(token, at) + 1
            ranks.append(at - 1)
        return ranks

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


class WholeNames(Names):
    """All records of a corpus in memory."""

    def __init__(self, noted: Mapping[DocKey, tuple[bytes, str]], tongues: Judged[DocKey]) -> None:
        """Order documents, each given as its packed record and its source."""
        ordered = sorted(noted)
        super().__init__(ordered)
        self.ordered: Sequence[DocKey] = ordered
        self.tongues = tongues
        self._noted = [noted[key] for key in ordered]

    @cached_property
    def index(self) -> NameIndex:
        """Counts and neighbours over all documents."""
        return build(self.records(), self.tongues.lower())

    @cached_property
    def first(self) -> list[int]:
        """For each document the first one whose text it copies, or itself."""
        return copies(self.sketches, lambda doc: self.record(doc).table)

    @cached_property
    def sketches(self) -> list[bytes]:
        """What documents must have in common to be compared, see `copies`."""
        return [sketch(record.table) for record in self.records()]

    def source(self, doc: int) -> str:
        """Where a document came from; empty where it does not say."""
        return self._noted[doc][1]

    def language(self, doc: int) -> str:
        """The language of a document, a likely one where it is too short to be sure; empty where it does not tell."""
        return self._languages[doc]

    @cached_property
    def _languages(self) -> list[str]:
        known = self.tongues.tongues.languages
        return [likely(said_of(value), known) for value, _ in self._noted]

    @cached_property
    def main(self) -> str:
        """The language of most documents, if any tells its own."""
        return main(Counter(said_of(value) for value, _ in self._noted), self.tongues.tongues.languages)

    def _value(self, doc: int) -> bytes:
        return self._noted[doc][0]

    def records(self) -> Iterator[Record]:
        """Every record, in order."""
        return (unpack(value) for value, _ in self._noted)


class Part:
    """Some documents of a corpus; parts of one corpus merge by union."""

    def __init__(self, noted: dict[DocKey, Noted]) -> None:
        """Take the records of some documents."""
        self.noted = noted
        self.asked: dict[tuple[tuple[str, ...], str], Names] = {}

    def merge(self, other: Part) -> Part:
        """The documents of both; this part takes in the other."""
        self.noted.update(other.noted)
        self.asked.clear()
        return self

    def names(self, languages: Iterable[str] = JUDGED, source: str = "source") -> Names:
        """The documents that are, or may be, in some languages, with their sources (see `source_of`).

        Made once: several rules ask for the same.
        """
        asked = tuple(languages), source
        if asked not in self.asked:
            self.asked[asked] = self._made(*asked)
        return self.asked[asked]

    def _made(self, languages: tuple[str, ...], source: str) -> Names:
        of, noted = source_of(source), self.noted
        found = judged({key: noted[key].value for key in sorted(noted)}, languages)
        return WholeNames({key: (noted[key].value, of(key, noted[key].meta)) for key in found.keys}, found)


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
