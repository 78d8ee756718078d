"""A JSON text as a stream of bytes: where its values begin and end, without holding more of it than one record."""

from __future__ import annotations

import re
from typing import BinaryIO

CHUNK = 256 << 10
_SPACE = re.compile(rb"[ \t\r\n]*")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{}]', re.DOTALL)
_REST_OF_STRING = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*("?)', re.DOTALL)
_SCALAR = re.compile(rb"[^ \t\r\n,:\[\]{}]*")
_NEXT = re.compile(rb"\}[ \t\r\n]*,[ \t\r\n]*(?=\{)")


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
                depth += {123: 1, 91: 1, 125: -1, 93: -1}.get(match[0][0], 0)
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
            match = _TOKEN.search(self._data, self._at + done)
            whole = match is not None and match[1] != b""
            if match is not None and whole:
                depth += {123: 1, 91: 1, 125: -1, 93: -1}.get(match[0][0], 0)
                done = match.end() - self._at
                if depth <= 0:
                    return done if done <= longest else None
                continue
            done = (match.start() if match else len(self._data)) - self._at
            if len(self._data) - self._at > longest:
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
