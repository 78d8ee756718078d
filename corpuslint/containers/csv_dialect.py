"""How a table in text separates and quotes its fields, and where the fields of a row lie in its bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

DELIMITERS = (b",", b"\t", b";", b"|")
MOST = 1 << 14
"""Fields of a row beyond which it is no row of a table."""
ONE_COLUMN = b"\0"
"""Stands for the delimiter of a table that has none."""


class Cell(NamedTuple):
    """Where the content of a field lies in the bytes of its row, inside of its quotation marks if it has any."""

    start: int
    end: int
    quoted: bool


class Row(NamedTuple):
    """The fields of a row, where the row ends (its line end not counted) and where the next one begins."""

    cells: tuple[Cell, ...]
    end: int
    after: int


class BrokenRow(NamedTuple):
    """A row that cannot be told into fields: the offset of the mistake, why, and where the next row may begin."""

    at: int
    message: str
    after: int


class Dialect:
    """Delimiter and quoting of a table; quotation marks inside of quotation marks are doubled."""

    def __init__(self, delimiter: bytes = b",", *, quoting: bool = True) -> None:
        self.delimiter = delimiter
        self.quoting = quoting

    def __repr__(self) -> str:
        """As a person would put it."""
        names = {b",": "commas", b"\t": "tabs", b";": "semicolons", b"|": "bars", ONE_COLUMN: "one column"}
        return f"{names[self.delimiter]}, {'quoted' if self.quoting else 'not quoted'}"

    @cached_property
    def _field(self) -> re.Pattern[bytes]:
        plain = rb"([^%b\r\n]*)" % re.escape(self.delimiter)
        quoted = rb'"([^"]*(?:""[^"]*)*)("?)|' if self.quoting else rb"(?!)()()|"
        return re.compile(rb"(?:%b%b)(%b|\r\n|\n|\r|\Z)?" % (quoted, plain, re.escape(self.delimiter)))

    def row(self, data: bytes, at: int, *, final: bool) -> Row | BrokenRow | None:
        """The row that begins at an offset; None where it is not all there (and `final` is false)."""
        cells: list[Cell] = []
        start = at
        while True:
            match = self._field.match(data, at)
            assert match is not None  # noqa: S101 - an empty field matches anywhere
            if match.end() == len(data) and not (final or (match[4] or b"").endswith(b"\n")):
                return None
            quoted = match[1] is not None
            if quoted and not match[2]:
                return BrokenRow(at, "a quoted field that begins here has no end", _next_line(data, start))
            if match[4] is None:
                message = "the quoted field that begins here has a quotation mark in it that is not doubled"
                return BrokenRow(at, message, _next_line(data, match.end()))
            if len(cells) == MOST:
                return BrokenRow(start, f"a row of more than {MOST:,} fields was not read", _next_line(data, at))
            cells.append(Cell(*match.span(1 if quoted else 3), quoted))
            if match[4] != self.delimiter:
                return Row(
                    tuple(Cell(c.start - start, c.end - start, c.quoted) for c in cells), match.start(4), match.end()
                )
            at = match.end()

    def value(self, raw: bytes, cell: Cell) -> bytes:
        """What a field of a row says."""
        content = raw[cell.start : cell.end]
        return content.replace(b'""', b'"') if cell.quoted else content


def sniffed(head: bytes, delimiters: Sequence[bytes] = DELIMITERS, *, final: bool) -> Dialect:
    """The dialect in which the first rows of a table have as many fields as its first one; of equals the first."""
    dialects = [Dialect(delimiter, quoting=quoting) for delimiter in delimiters for quoting in (True, False)]
    scores = [_score(head, dialect, final=final) for dialect in dialects]
    return dialects[scores.index(max(scores))] if max(scores) else Dialect(ONE_COLUMN)


def _score(head: bytes, dialect: Dialect, *, final: bool) -> float:
    """The share of rows that fit the first one, and a little for each further column; 0 for one column.

    Without quoting, a row with a field that looks quoted does not fit, nor one that can be read with quoting.
    """
    widths: list[int] = []
    quoting = dialect if dialect.quoting else Dialect(dialect.delimiter)
    broken = at = 0
    while at < len(head) and len(widths) < 100:
        row = dialect.row(head, at, final=final)
        if row is None:
            break
        begin, at = at, row.after
        if isinstance(row, BrokenRow) or (not dialect.quoting and _looks_quoted(head, begin, row, quoting)):
            broken += 1
        elif len(row.cells) > 1 or row.cells[0].end:
            widths.append(len(row.cells))
    if not widths or widths[0] < 2:
        return 0.0
    fitting = sum(width == widths[0] for width in widths)
    return fitting / (len(widths) + broken) + min(widths[0], 100) / 1e6


def _looks_quoted(head: bytes, begin: int, row: Row, quoting: Dialect) -> bool:
    fields = [head[begin + cell.start : begin + cell.end] for cell in row.cells]
    if any(len(field) > 1 and field.startswith(b'"') and field.endswith(b'"') for field in fields):
        return True
    if not any(field.startswith(b'"') for field in fields):
        return False
    other = quoting.row(head, begin, final=True)
    return isinstance(other, Row) and any(cell.quoted for cell in other.cells)


def _next_line(data: bytes, at: int) -> int:
    end = data.find(b"\n", at)
    return len(data) if end < 0 else end + 1
