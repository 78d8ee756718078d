"""Offsets of code points as lines and columns. Only a line feed ends a line, so that every file adds up."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

MARK = "\ufeff"


class Lines:
    """The lines of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], self._text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self._text.find("\n", at + 1)
        return starts

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of a 0-based offset; a byte order mark takes no column."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        if line == 1 and column > 1 and self._text.startswith(MARK):
            column -= 1
        return line, column

    def around(self, offset: int) -> tuple[int, int, int]:
        """The 1-based line of an offset, and its bounds."""
        line = bisect_right(self._starts, offset)
        return line, *self.bounds(line)

    def bounds(self, line: int) -> tuple[int, int]:
        """The offsets between which a 1-based line stands, its line end (LF or CR LF) left out."""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        if end > start and self._text[end - 1] == "\r":
            end -= 1
        return start, end
