"""How a file holds documents: the interface of every container, and what it yields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple, Protocol

from corpuslint.model import NOTHING, Decoding, Edit, Span


class Fields(NamedTuple):
    """Which fields of a record hold what; a name may be a path into nested objects ("content/text")."""

    text: str = "text"
    id: str = "id"
    title: str = "title"
    date: str = "date"
    source: str = "source"
    language: str = "language"


class Record(NamedTuple):
    """One document as it lies in its file.

    `number` is 1-based, 0 where the file is the document. `raw` are the record's own bytes, `offset` their place
    in the file (bytes), `line` the 1-based physical line on which they begin.
    """

    number: int
    text: str
    raw: bytes
    offset: int
    line: int
    meta: Mapping[str, str] = NOTHING
    decoding: Decoding | None = None


class BadRecord(NamedTuple):
    """A record that holds no document: why, and where (1-based physical line, 1-based column in code points)."""

    number: int
    line: int
    column: int
    message: str
    raw: bytes
    """The record's own bytes (at most the first 1,000)."""
    fatal: bool = True
    """Whether something that should have been checked was not (an empty line is not fatal)."""


class Container(Protocol):
    """A file format: where its documents are, and how to change one without touching any other byte."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings in lower case, the dot included."""
    writable: bool

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents of a file in order, read as a stream: memory does not grow with the file."""
        ...

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Where a span of the record's text lies in `record.raw`, as byte offsets."""
        ...

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The record's bytes after these edits (sorted, disjoint); all bytes outside them as they were.

        Raises FixError where that cannot be had without loss.
        """
        ...
