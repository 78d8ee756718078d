"""Tables in text: a row is a record, a column holds its text; a row may go over several lines inside of quotes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record
from corpuslint.containers.csv_dialect import DELIMITERS, BrokenRow, Cell, Dialect, Row, sniffed
from corpuslint.containers.csv_rows import MARK, Rows
from corpuslint.containers.detection import HEAD, NAMES, SAMPLES, Remembered, found, listed, named_text
from corpuslint.containers.json_records import SHOWN
from corpuslint.containers.splicing import ByteOffsets, edited, spliced
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Span

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = 'say which column holds it, by name or number: --text-field body, or documents = {csv = {text = "body"}}'


class Layout(NamedTuple):
    """What holds for all rows of a file."""

    dialect: Dialect
    columns: Mapping[str, int]
    """Where each field is, from 0."""
    width: int
    """How many fields a row has."""
    header: bool
    """Whether the first row is names."""
    fields: Fields
    text: int
    twice: bool
    """Whether another column has the name of the text."""


class Context(NamedTuple):
    """What the container keeps of a record."""

    layout: Layout
    row: Row
    codec: str


class Csv(Container):
    """A table: fields are separated by commas, tabs, semicolons or bars, and may stand in quotation marks.

    The first row names the columns, unless it holds a number or a long text; columns without a name go by their
    number, from 1. `codec` is one that the configuration names; without it rows must be UTF-8.
    """

    name = "csv"
    suffixes: tuple[str, ...] = (".csv",)
    writable = True
    _delimiters: Sequence[bytes] = DELIMITERS

    def __init__(self, codec: str | None = None, longest: int = LONGEST) -> None:
        self._codec = (codec or "utf-8").partition(",")[0]
        self._longest = longest
        self._measured: tuple[Record, _Content] | None = None
        self._known = Remembered[Layout]()
        if b'",;|\t\r\n'.decode("ascii").encode(self._codec) != b'",;|\t\r\n':
            raise ReadError(f"a table cannot be read in {self._codec}; convert it to UTF-8 (iconv)")

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The rows in order; what is wrong with one is said, and the rest goes on."""
        rows = Rows(stream, self._longest)
        if rows.data.startswith(_WIDE):
            yield BadRecord(1, 1, 1, "the table is UTF-16; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)", b"")
            return
        if not rows.data.strip():
            return
        layout = self._layout(rows.data[rows.at : HEAD], fields, final=rows.ended)
        number = 0
        for line, offset, row, raw in rows.through(layout.dialect):
            if isinstance(row, Row) and not raw:
                continue
            number += 1
            if number == 1 and layout.header:
                number = 0
                layout = layout._replace(header=False)
                if layout.twice:
                    message = f"two columns are called `{layout.fields.text}`; only the first is checked: rename one"
                    yield BadRecord(0, line, 1, message, raw[:SHOWN], fatal=False)
                continue
            if isinstance(row, BrokenRow):
                yield _broken(number, line, row, raw)
            else:
                yield from self._record(number, line, offset, row, raw, layout)

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of a file, those that are not named found out."""
        return self._of(stream, fields).fields

    def _of(self, stream: BinaryIO, fields: Fields) -> Layout:
        head = stream.read(HEAD)
        return self._layout(head.removeprefix(MARK), fields, final=len(head) < HEAD)

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The row as a record, if it is one row of as many fields as before."""
        del fields
        layout, row, _ = record.context
        new = layout.dialect.row(raw, 0, final=True)
        if not isinstance(new, Row) or new.after != len(raw) or len(new.cells) != len(row.cells):
            return None
        return self._read(1, 1, 0, new, raw, layout)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The row of that address as a record."""
        layout = self._known.of(stream, fields, lambda: self._of(stream, fields))
        stream.seek(address.offset)
        raw = stream.read(address.size)
        row = layout.dialect.row(raw, 0, final=True)
        return self._read(1, 1, 0, row, raw, layout) if isinstance(row, Row) else None

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the row of the characters, or doubled quotation marks, that a span is made of."""
        del fields
        content = self._content(record)
        return content.at(span.start), content.at(span.end)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The row with its text changed by these edits.

        Raises FixError where the codec lacks a character, or where a field without quotation marks would need them.
        """
        layout, row, _ = record.context
        cell = row.cells[layout.text]
        places = [(*self.locate(record, fields, edit.span), self._spelled(edit.text, cell)) for edit in edits]
        result = spliced(record.raw, places)
        new = self.again(record, result, fields)
        if not isinstance(new, Record) or new.text != edited(record.text, edits):
            raise FixError("the field stands without quotation marks, and would need them after these edits")
        return result

    def _spelled(self, text: str, cell: Cell) -> bytes:
        if not cell.quoted and '"' in text:
            raise FixError("the field stands without quotation marks, and would need them after these edits")
        try:
            new = text.encode(self._codec)
        except UnicodeEncodeError as error:
            code = ord(text[error.start])
            raise FixError(f"{self._codec} has no U+{code:04X}; convert the file to UTF-8 first") from error
        return new.replace(b'"', b'""') if cell.quoted else new

    def _content(self, record: Record) -> _Content:
        if self._measured is None or self._measured[0] is not record:
            layout, row, _ = record.context
            self._measured = (record, _Content(record.text, row.cells[layout.text], self._codec))
        return self._measured[1]

    def _layout(self, head: bytes, fields: Fields, *, final: bool) -> Layout:
        dialect = sniffed(head, self._delimiters, final=final)
        values = list(self._first_rows(head, dialect, final=final))
        first = values[0] if values else []
        numbers = [str(at + 1) for at in range(len(first))]
        header = not _is_data(first) and (not fields.text.isdecimal() or fields.text in first)
        if len(first) == 1 and header and not named_text(fields, [{first[0]: "text"}]):
            header = fields.text == first[0]
        names = first if header else numbers
        samples: list[dict[str, object]] = [
            dict(zip(names, row, strict=False)) for row in (values[1:] if header else values)
        ]
        chosen = found(fields, samples or [dict.fromkeys(names, "")], _REMEDY)
        columns: dict[str, int] = {}
        for at, name in enumerate(names):
            columns.setdefault(name, at)
        return Layout(
            dialect, columns, len(first), header, chosen, columns.get(chosen.text, -1), names.count(chosen.text) > 1
        )

    def _first_rows(self, head: bytes, dialect: Dialect, *, final: bool) -> Iterator[list[str]]:
        at = count = 0
        while at < len(head) and count <= SAMPLES:
            row = dialect.row(head, at, final=final or count == 0)
            if row is None:
                return
            if isinstance(row, Row) and row.end > at:
                raw = head[at : row.end]
                count += 1
                yield [dialect.value(raw, cell).decode(self._codec, "replace") for cell in row.cells]
            at = row.after

    def _record(  # noqa: PLR0913 - where a row lies, and what it is
        self, number: int, line: int, offset: int, row: Row, raw: bytes, layout: Layout
    ) -> Iterator[Record | BadRecord]:
        if len(raw) > self._longest:
            yield BadRecord(number, line, 1, f"a row longer than {self._longest:,} bytes was not read", raw[:SHOWN])
            return
        wanted, width = layout.width, len(row.cells)
        record = self._read(number, line, offset, row, raw, layout)
        beyond = row.cells[wanted:]
        unread = isinstance(record, BadRecord) or any(cell.start < cell.end for cell in beyond)  # or the text is cut
        if width != wanted:
            remedy = "fields with a delimiter in them" if beyond else "a field with a line end in it, or add what lacks"
            message = f"the row has {width} fields and the first row {wanted}; quote {remedy}"
            yield BadRecord(number, line, 1, message, raw[:SHOWN], fatal=unread)
        if width == wanted or not unread:
            yield record

    def _read(  # noqa: PLR0913 - as above
        self, number: int, line: int, offset: int, row: Row, raw: bytes, layout: Layout
    ) -> Record | BadRecord:
        if not 0 <= layout.text < len(row.cells):
            message = f"no column `{layout.fields.text}`{listed(layout.columns)}; {_REMEDY}"
            return BadRecord(number, line, 1, message, raw[:SHOWN], lacking=True)
        try:
            text = layout.dialect.value(raw, row.cells[layout.text]).decode(self._codec)
        except UnicodeDecodeError as error:
            return self._undecodable(number, line, raw, row.cells[layout.text], error)
        meta = {}
        for name in NAMES:
            at = layout.columns.get(getattr(layout.fields, name))
            if name != "text" and at is not None and at < len(row.cells):
                meta[name] = layout.dialect.value(raw, row.cells[at]).decode(self._codec, "replace")
        return Record(
            number, text, raw, offset, line, {name: value for name, value in meta.items() if value},
            field=layout.fields.text, context=Context(layout, row, self._codec),
        )  # fmt: skip

    def _undecodable(self, number: int, line: int, raw: bytes, cell: Cell, error: UnicodeDecodeError) -> BadRecord:
        at = raw.find(error.object[error.start : error.start + 1], cell.start)
        before = raw[:at]
        column = len(before[before.rfind(b"\n") + 1 :].decode(self._codec, "replace")) + 1
        message = (
            f'byte 0x{raw[at]:02X} is not {self._codec}; name the codec, such as encoding = {{"*.csv" = "cp1252"}}'
        )
        return BadRecord(number, line + before.count(b"\n"), column, message, raw[:SHOWN])


class Tsv(Csv):
    """A table whose fields are separated by tabs, unless it looks otherwise."""

    name = "tsv"
    suffixes = (".tab", ".tsv")
    _delimiters = (b"\t", b",", b";", b"|")


class _Content:
    """Code points of a field's text to bytes of its row."""

    def __init__(self, text: str, cell: Cell, codec: str) -> None:
        self._start = cell.start
        self._offsets = ByteOffsets(text, codec)
        self._marks = [at for at, char in enumerate(text) if char == '"'] if cell.quoted and '"' in text else []

    def at(self, index: int) -> int:
        """The byte offset of a code point, or of the end."""
        return self._start + self._offsets.at(index) + bisect_left(self._marks, index)


def _broken(number: int, line: int, row: BrokenRow, raw: bytes) -> BadRecord:
    before = raw[: row.at]
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return BadRecord(number, line + before.count(b"\n"), column, row.message, raw[:SHOWN])


def _is_data(first: Sequence[str]) -> bool:
    """Whether a first row cannot be names of columns: there is a number in it, or a long text."""
    return any(len(name) > 80 or _is_number(name) for name in first)


def _is_number(name: str) -> bool:
    return name.strip().lstrip("-").replace(".", "", 1).isdecimal()
