"""A JSON text as a stream of bytes: where its values begin and end, without holding more of it than one record."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import BinaryIO

from corpuslint.errors import ReadError

CHUNK = 256 << 10
_BLANK = 32
"""The greatest byte that is white space."""
_BACKSLASH = 92
_SIGN = re.compile(rb'["\[\]{}]')
_DEPTHS = {b"{": 1, b"[": 1, b"}": -1, b"]": -1}
_SPACE = re.compile(rb"[ \t\r\n]*")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{}]', re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*("?)', re.DOTALL)
_SCALAR = re.compile(rb"[^ \t\r\n,:\[\]{}]*")
_NEXT = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*(?=\{)")


def _string_end(data: bytes, at: int) -> int | None:
    """Behind the quotation mark that ends the string whose inside begins there; None where it is not in sight."""
    while (end := data.find(b'"', at)) >= 0:
        slash = end
        while slash > at and data[slash - 1] == _BACKSLASH:
            slash -= 1
        if (end - slash) % 2 == 0:
            return end + 1
        at = end + 1
    return None


class CutError(Exception):
    """The file ends inside a value."""


class Window:
    """A piece of a file from where we stand; `offset`, `line` and `column` say where that is (bytes; 1-based).

    Values are told apart by brackets and strings alone: whether they are JSON is for others to see.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._data = b""
        self._at = 0
        self._ended = False
        self.offset = 0
        self.line = 1
        self.column = 1

    def next(self) -> bytes:
        """The next byte that is no white space, b"" at the end of the file; we stand before it then."""
        at = self._at
        if at < len(self._data) and self._data[at] > _BLANK:
            return self._data[at : at + 1]
        while True:
            match = _SPACE.match(self._data, self._at)
            self._pass(match.end() if match else self._at)
            if self._at < len(self._data) or not self._more():
                return self._data[self._at : self._at + 1]

    def step(self) -> None:
        """Pass the next byte."""
        self._pass(self._at + 1)

    def starts_with(self, prefix: bytes) -> bool:
        """Whether these bytes come next."""
        while len(self._data) - self._at < len(prefix) and self._more():
            pass
        return self._data.startswith(prefix, self._at)

    def head(self, size: int) -> bytes:
        """As much of what comes next, or all there is; we stay where we are."""
        with suppress(ReadError):  # what comes before the damage is read
            while len(self._data) - self._at < size and self._more():
                pass
        return self._data[self._at : self._at + size]

    def value(self, longest: int) -> bytes | None:
        """The value that begins here, and we stand behind it; None, and we stay, where it is longer.

        Raises CutError where the file ends before the value does.
        """
        size = self._size(longest)
        return None if size is None else self.take(size)

    def skip(self) -> None:
        """Pass the value that begins here, however long it is. Raises CutError as `value`."""
        depth = 0
        while True:
            match = _TOKEN.search(self._data, self._at)
            if match is None:
                self._pass(len(self._data))
                self._need()
                continue
            if match[1] == b"":
                self._pass(match.end())
                self._skip_string()
            else:
                depth += _DEPTHS.get(match[0], 0)
                self._pass(match.end())
            if depth <= 0:
                return

    def scalar(self) -> None:
        """Pass a number, true, false or null, or whatever stands in its place."""
        while True:
            match = _SCALAR.match(self._data, self._at)
            self._pass(match.end() if match else self._at)
            if self._at < len(self._data) or not self._more():
                return

    def take(self, size: int) -> bytes:
        """The next bytes, and we stand behind them."""
        data = self._data[self._at : self._at + size]
        self._pass(self._at + len(data))
        return data

    def to_next_object(self, longest: int) -> bytes | None:
        """What stands before the next object of a list, and we stand at that; None, and we stay, where none is seen."""
        while len(self._data) - self._at < longest and self._more():
            pass
        match = _NEXT.search(self._data, self._at + 1)
        return None if match is None else self.take(match.end() - self._at)

    def _size(self, longest: int) -> int | None:
        depth = done = 0
        while True:
            data, start = self._data, self._at
            at: int | None = start + done
            while at is not None and (match := _SIGN.search(data, at)):
                done = match.start() - start
                depth += _DEPTHS.get(match[0], 0)
                at = _string_end(data, match.end()) if match[0] == b'"' else match.end()
                if at is not None and depth <= 0:
                    return at - start if at - start <= longest else None
            if at is not None:  # else a string is looked at anew, whose end is not in sight
                done = len(data) - start
            if len(data) - start > longest:
                return None
            self._need()

    def _skip_string(self) -> None:
        """Pass the rest of a string whose end is not in sight."""
        while True:
            self._need()
            match = _REST_OF_STRING.match(self._data, self._at)
            end = match.end() if match else self._at
            self._pass(end)
            if match is not None and match[1]:
                return

    def _need(self) -> None:
        if not self._more():
            raise CutError

    def _more(self) -> bool:
        """Read on; what we have passed is forgotten."""
        if self._ended:
            return False
        rest = self._data[self._at :]
        data = self._stream.read(max(CHUNK, len(rest)))
        self._ended = not data
        self._data, self._at = rest + data, 0
        return not self._ended

    def _pass(self, end: int) -> None:
        passed = self._data[self._at : end]
        lines = passed.count(b"\n")
        if lines:
            self.line += lines
            self.column = 1
            passed = passed[passed.rfind(b"\n") + 1 :]
        self.column += len(passed) if passed.isascii() else len(passed.decode("utf-8", "replace"))
        self.offset += end - self._at
        self._at = end
