"""How a file holds documents: the interface of every container, and what it yields."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, Protocol

from corpuslint.containers.splicing import spliced, whole_line, with_line_end
from corpuslint.errors import FixError, ReadError
from corpuslint.model import NOTHING, Decoding, Edit, Span

LONGEST = 64 << 20
"""Bytes of the longest record that is read unless the caller says otherwise."""


class Unfit(ReadError):  # noqa: N818 - what the file is, not what went wrong
    """A file of records in which no field holds a text, as far as anybody can tell: it may be no corpus at all."""


class Lacking(ReadError):  # noqa: N818 - as above
    """A file of columns, none of which has the name of the text."""


class Fields(NamedTuple):
    """Which fields of a record hold what; a name may be a path into nested objects ("content/text").

    What is "" is found out by the container from the names that there are.
    """

    text: str = ""
    id: str = ""
    title: str = ""
    date: str = ""
    source: str = ""
    language: str = ""
    records: str = ""
    """Where the records lie in a file that is one value: the path to their list ("response/articles"), or to the
    elements that are documents."""
    skip: str = ""
    """Elements of markup in which nothing is text."""
    html: str = ""
    """Elements of markup whose text is HTML once more: escaped, or in CDATA."""


class Record(NamedTuple):
    """One document as it lies in its file.

    `number` is 1-based, 0 where the file is the document. `raw` are the record's own bytes, `offset` their place
    in the file (bytes), `line` the 1-based physical line on which they begin; where a format has neither (Parquet),
    the bytes of the text as UTF-8, the number of its row less one, and 1.
    `column` is the 1-based column (code points) in that line; `field` the name of the field that holds the text;
    `context` what else the container needs to find its way in `raw`, and nobody else looks at.
    """

    number: int
    text: str
    raw: bytes
    offset: int
    line: int
    meta: Mapping[str, str] = NOTHING
    decoding: Decoding | None = None
    field: str = ""
    context: Any = None
    column: int = 1


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
    code: str = "DOC002"
    """The rule that speaks for it."""
    lacking: bool = False
    """Whether the reason is that the record has no field of the name that the text should have."""


class Address(NamedTuple):
    """Where a record lies in its file, as in `Record`; `size` are its bytes, -1 for all of the file."""

    number: int = 0
    offset: int = 0
    size: int = -1
    line: int = 1


class Share(NamedTuple):
    """A stretch of the records of a file, for one of several readers.

    `start` and `end` are places as in `Record.offset`; before it are `number` records and `line` - 1 lines.
    """

    start: int = 0
    end: int = 1 << 62
    number: int = 0
    line: int = 1


WHOLE = Share()


class Container(Protocol):
    """A file format: where its documents are, and how to change one without touching any other byte.

    Derive from it: what has a body here suits formats whose records lie side by side as bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    """File name endings in lower case, the dot included."""
    writable: bool = False
    """Whether files are fixed; then `splice` is needed."""
    lines: bool = False
    """Whether every record is one whole line, so that it can be cut out of its file."""
    batched: bool = False
    """Whether the bytes of a file are its text, in UTF-8 unless they say otherwise: several may be screened at once."""
    meta: Mapping[str, str] = NOTHING
    """What a table beside the file says of its one document."""
    bytewise: bool = True
    """Whether `Record.offset` counts bytes, so that it moves where a record before it becomes longer."""
    decodes: float = 0.0
    """What a record that lies before a share costs its reader, of what one in it does. Where it is not 0, offsets count
    records, and a share that `shares` gives may be cut at any of them, though not for nothing."""
    read_only: str = ""
    """Why files are not written, and what to do instead, where `writable` is false."""

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents of a file in order, read as a stream: memory does not grow with the file.

        Raises Unfit where no field for the text is named and none can be found.
        """
        ...

    def shares(self, stream: BinaryIO, size: int, within: Share = WHOLE) -> Iterator[Share]:  # noqa: ARG002 - see below
        """Stretches of about so many bytes that the file, or one of its shares, falls into; none where it cannot.

        Worth defining where the place of a record tells all that its reader needs.
        """
        return iter(())

    def share(self, stream: BinaryIO, fields: Fields, share: Share) -> Iterator[Record | BadRecord]:
        """The records of a share as `records` yields them of the whole; the stream can be sought."""
        del share
        return self.records(stream, fields)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Where a span of the record's text lies in `record.raw`, as byte offsets."""
        ...

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The record's bytes after these edits (sorted, disjoint); all bytes outside them as they were.

        Raises FixError where that cannot be had without loss, and where files are only read.
        """
        del record, fields, edits
        raise FixError(self.read_only)

    def fitted(self, record: Record, edits: Sequence[Edit]) -> Sequence[Edit]:
        """These edits (sorted, disjoint), each with the borders of the paragraphs that it takes out, if any."""
        del record
        return edits

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of this file, those that are "" found out where the format has any. Raises Unfit as `records`."""
        del stream
        return fields

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The record as it would be read if these were its bytes; number, offset and line may be any."""
        del record
        return next(self.records(BytesIO(raw), fields), None)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """One record once more; `stream` can be sought, and number, offset and line of the answer may be any."""
        stream.seek(address.offset)
        return next(self.records(BytesIO(stream.read(address.size)), fields), None)

    def without(self, data: bytes, records: Sequence[Record], *, copy: bool) -> bytes:
        """The file `data` without these records (in order), and all others in it; `copy` as for `assemble`.

        Whoever calls it sees to it that all others are as they were. Raises FixError where that cannot be had.
        """
        del copy
        return spliced(data, ((begin, end, b"") for begin, end in self.cuts(data, records)))

    def cuts(self, data: bytes, records: Sequence[Record]) -> Sequence[tuple[int, int]]:
        """The stretches of the file `data` (begin, end; in order) without which these records are not in it any more.

        Each record with the line end behind it, or its whole line where records are `lines`. Raises FixError where
        there is nothing to take out.
        """
        if not (self.writable and self.bytewise):
            raise FixError(f"records cannot be cut out of {self.name} files; take them out where it is made")
        places = ((record.offset, record.offset + len(record.raw)) for record in records)
        return [whole_line(data, *place) if self.lines else with_line_end(data, *place) for place in places]

    def assemble(self, data: bytes, changes: Sequence[tuple[Record, Record]], *, copy: bool) -> bytes:
        """The file `data` with records in place of others (in order), and everything between them as it is.

        `copy`: the file as it was is kept, so that a format may give up what is no content.
        Raises FixError where that cannot be had without loss.
        """
        del copy
        return spliced(data, ((old.offset, old.offset + len(old.raw), new.raw) for old, new in changes))
