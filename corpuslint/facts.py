"""Facts: what rules that compare documents note of each, and how facts lie in memory, on the disk, and in an index."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from corpuslint.model import NOTHING, DocKey, Document

Extent = tuple[int, int, int]
"""Where a record lies in its file: byte offset, size in bytes, first line (from 1)."""


class Facts(NamedTuple):
    """What a corpus rule noted of one document: nothing but what `collect` needs, and no running text."""

    key: DocKey
    value: bytes
    meta: Mapping[str, str] = NOTHING


class Lookup(Protocol):
    """Facts that an index keeps, document by document; a document is a number."""

    def __len__(self) -> int:
        """How many documents there are."""
        ...

    def holding(self, key: int) -> Sequence[int]:
        """The documents that have a key (see `CorpusRule.postings`), in ascending order."""
        ...

    def value(self, number: int) -> bytes:
        """What was noted of a document; b"" where nothing was."""
        ...

    def facts(self, number: int) -> Facts:
        """The same with the key of the document, and what its record says of it."""
        ...


class Addresses(Protocol):
    """Where records lie in their files."""

    def get(self, key: DocKey, /) -> Extent | None:
        """Byte offset, size in bytes and first line of a record; None of a document that is a whole file."""
        ...


Numbered = tuple[int, bytes]
"""Bytes on their way to one of many places, by its number."""
Values = Callable[[Sequence[Facts]], Sequence[bytes]]
First = Callable[[int, Sequence[Facts]], Iterable[Numbered]]
Step = Callable[[int, Sequence[bytes]], Iterable[Numbered]]


class Spread(Protocol):
    """Facts that are too many for one place, in blocks on the disk or on many machines.

    A block keeps its number, its facts and their order however often it is asked for. Functions that are handed over
    may be sent elsewhere: they are functions of a module, or `functools.partial` of one.
    """

    def __iter__(self) -> Iterator[Facts]:
        """All facts, in any order."""
        ...

    def mapped(self, function: Values) -> Iterator[tuple[int, Sequence[Facts]]]:
        """The number of each block and its facts, with the values that `function` gives for them."""
        ...

    def exchanged(self, first: First, *steps: Step) -> Iterator[Numbered]:
        """What the last step gives: `first` sees each block with its number.

        Each further step sees a number and everything that the step before gave for it, in any order.
        """
        ...


class CorpusFacts:
    """Facts of documents by rule group, and where each document lies.

    An address is the byte offset, the length in bytes and the first line of a record in a file of many.
    `waiting` are the documents of a small corpus whose facts nobody has asked for yet.
    """

    def __init__(self) -> None:
        self.groups: dict[str, list[Facts]] = {}
        self.addresses: dict[DocKey, Extent] = {}
        self.waiting: list[Document] = []

    def located(self) -> Iterator[bytes]:
        """Where records lie, packed."""
        raise NotImplementedError

    def packed(self, block: int) -> Iterator[tuple[str, bytes]]:
        """All facts in blocks of about so many bytes, each with its group."""
        raise NotImplementedError

    def addressed(self) -> Addresses:
        """Where records lie in their files."""
        return self.addresses

    def many(self, group: str) -> Spread | None:  # noqa: ARG002 - for subclasses
        """The facts of a group where they are not in memory; None where they are in `groups`."""
        return None

    @property
    def taken(self) -> bool:
        """Whether any facts were taken."""
        return bool(self.groups)

    def drop(self, paths: Container[str]) -> None:
        """Forget the facts of the documents of some files, and where they lie."""
        for rows in self.groups.values():
            rows[:] = [row for row in rows if row.key.path not in paths]
        self.addresses = {key: place for key, place in self.addresses.items() if key.path not in paths}

    def add(self, other: CorpusFacts) -> None:
        """Take in the facts of other documents."""
        for group, facts in other.groups.items():
            self.groups.setdefault(group, []).extend(facts)
        self.addresses |= other.addresses
        self.waiting += other.waiting


class Kept(Protocol):
    """What a rule has kept of a whole corpus (`CorpusRule.keep`), and what has changed in it since.

    The documents that were there are numbered from 0, in ascending order of their keys.
    """

    @property
    def keys(self) -> Sequence[DocKey]:
        """The documents that were there."""
        ...

    @property
    def gone(self) -> Sequence[int]:
        """Those of them that are gone or have changed."""
        ...

    @property
    def come(self) -> Sequence[Facts]:
        """What was noted of documents that are new or have changed."""
        ...

    def facts(self, number: int) -> Facts:
        """What was noted of a document that was there, of one that is gone too."""
        ...

    def read(self, name: str) -> bytes:
        """One of the columns that were kept; b"" where there is none of this name."""
        ...
