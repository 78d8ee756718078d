"""The rows of a table in text, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from corpuslint.containers.csv_dialect import BrokenRow, Dialect, Row
from corpuslint.containers.detection import HEAD
from corpuslint.errors import ReadError

CHUNK = 256 << 10
"""Bytes that are read at once."""
MARK = b"\xef\xbb\xbf"
"""What may stand before the first row."""


class Rows:
    """The rows of a stream; no more of it is held than the longest row."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self._stream = stream
        self._longest = longest
        self.data = b""
        self.at = self._offset = 0
        self.ended = False
        with suppress(ReadError):  # what comes before the damage is read
            while len(self.data) < HEAD and not self.ended:
                self._more()
        self.at = len(MARK) if self.data.startswith(MARK) else 0
        self._line = 1

    def through(self, dialect: Dialect) -> Iterator[tuple[int, int, Row | BrokenRow, bytes]]:
        """Each row: its line, its offset in the file, its fields, and its bytes without the line end."""
        while self.at < len(self.data) or not self.ended:
            long = not self.ended and len(self.data) - self.at > self._longest
            row = dialect.row(self.data, self.at, final=self.ended or long)
            if row is None:
                self._more()
                continue
            if self.at == len(self.data):
                return
            end = row.end if isinstance(row, Row) else row.after
            raw = self.data[self.at : end]
            if isinstance(row, BrokenRow):
                within = f" within {self._longest:,} bytes" if long else ""
                row = row._replace(at=row.at - self.at, message=row.message + within)
            yield self._line, self._offset + self.at, row, raw
            self._pass(row.after)
            if long and self.at == len(self.data):
                self._pass_line()

    def _pass(self, end: int) -> None:
        self._line += self.data.count(b"\n", self.at, end)
        self.at = end

    def _pass_line(self) -> None:
        """Pass the rest of a row that is too long to be held, up to the end of its line."""
        while not self.ended:
            end = self.data.find(b"\n", self.at)
            if end >= 0:
                self._pass(end + 1)
                return
            self._pass(len(self.data))
            self._more()

    def _more(self) -> None:
        rest = self.data[self.at :]
        self._offset += self.at
        fresh = self._stream.read(max(CHUNK, len(rest)))
        self.ended = not fresh
        self.data, self.at = rest + fresh, 0
