"""One string inside a JSON text: where it lies, which bytes each of its code points is, how to change it.

JSON is never written anew: escapes, white space, number formats, key order and duplicate keys stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from json import JSONDecoder
from typing import Any

from corpuslint.model import Span


class Number(str):
    """A number of a JSON text as it is spelled there: 1.10 stays 1.10, and no number is too long."""

    __slots__ = ()


_DECODER = JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number)
_scan: Callable[[str, int], tuple[object, int]] = _DECODER.scan_once  # type: ignore[attr-defined] # it has no name in the types
"""What the decoder does between its looks for white space."""
_SPACE = re.compile(r"[ \t\n\r]*")
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(_PAIR + r"|\\u[0-9a-fA-F]{4}|\\[^u]")
_PIECE = re.compile(rf"(?:[^\\]+|{_PAIR}|(\\u[dD][89abAB][0-9a-fA-F]{{2}})|\\u[0-9a-fA-F]{{4}}|\\[^u])+")
_ESCAPED_BEYOND_ASCII = re.compile(r"(?<!\\)(?:\\\\)*\\u(?!00[0-7])")
_STEP = 512
"""Code points of a literal between two remembered places."""
_SHORT = {'"': r"\"", "\\": r"\\", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
_MUST = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_MUST_IN_ASCII = re.compile('["\\\\\x00-\x1f]|[^\x00-\x7f]')


def parse(text: str) -> object:
    """The value of a JSON text, numbers as `Number`; of duplicate keys the last one counts.

    Raises json.JSONDecodeError, and RecursionError for deep nesting.
    """
    try:
        value, end = _scan(text, 0)
    except StopIteration:  # white space before it, or a mistake
        end = -1
    if end != len(text):
        value = _DECODER.decode(text)
    return value


def parse_at(text: str, at: int) -> tuple[object, int]:
    """The value that begins at an offset, and where it ends. Raises as `parse`."""
    return _DECODER.raw_decode(text, at)


def steps(name: str) -> tuple[str, ...]:
    """The keys that lead to a field: "content/text" is a path, `~1` a slash and `~0` a tilde in a key."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in name.split("/"))


def value_span(text: str, path: tuple[str, ...]) -> Span | None:
    """Where the value at a path stands in a valid JSON text, in code points; None where there is none."""
    found: Span | None = Span(after_space(text, 0), len(text))
    for key in path:
        values = _members(text, found.start, key) if found and text.startswith("{", found.start) else []
        found = values[-1] if values else None
    return found


def hidden(text: str, path: tuple[str, ...]) -> Span | None:
    """The value at a path that no reader sees, because its name, or that of an object around it, stands there again."""
    start = after_space(text, 0)
    for key in path:
        values = _members(text, start, key) if text.startswith("{", start) else []
        if len(values) != 1:
            return values[0] if values else None
        start = values[0].start
    return None


def _members(text: str, start: int, key: str) -> list[Span]:
    """The values of all members of this name in the object that begins at `start`."""
    found = []
    at = after_space(text, start + 1)
    while text[at] == '"':
        name, at = _DECODER.raw_decode(text, at)
        begin = after_space(text, after_space(text, at) + 1)
        _, end = _DECODER.raw_decode(text, begin)
        if name == key:
            found.append(Span(begin, end))
        at = _after_comma(text, end)
    return found


def elements(text: str, start: int) -> list[tuple[Any, Span]]:
    """The elements of the list that begins at `start` in a valid JSON text: their values, and where they stand."""
    found = []
    at = after_space(text, start + 1)
    while text[at] != "]":
        value, end = _DECODER.raw_decode(text, at)
        found.append((value, Span(at, end)))
        at = _after_comma(text, end)
    return found


def _after_comma(text: str, at: int) -> int:
    """Where the next member or element begins behind one that ends at an offset; its bracket where it is the last."""
    at = after_space(text, at)
    return after_space(text, at + 1) if text[at] == "," else at


def after_space(text: str, at: int) -> int:
    """Where the white space that stands at an offset ends."""
    match = _SPACE.match(text, at)
    return match.end() if match else at


def escaped(text: str, ascii_only: bool) -> str:
    """The text as the inside of a JSON string, with no escape that is not needed."""
    return (_MUST_IN_ASCII if ascii_only else _MUST).sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    short = _SHORT.get(char)
    if short:
        return short
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


class Literal:
    """A string literal inside a JSON text, measured once: code points of its value to bytes of the text.

    `span` is the literal with its quotes, in code points, and `offset` the byte that its value begins with; a lookup
    looks at one short piece of it.
    """

    def __init__(self, text: str, span: Span, offset: int) -> None:
        self._body = text[span.start + 1 : span.end - 1]
        self._at: list[int] = []
        self._values: list[int] = []
        self._bytes: list[int] = []
        self._last = (-1, 0, 0)
        """What was asked last, where that lies in the literal, and its byte: what is asked next lies little further."""
        self._measure(offset)

    @property
    def ascii_only(self) -> bool:
        """Whether it writes what is not ASCII as escapes."""
        return self._body.isascii() and _ESCAPED_BEYOND_ASCII.search(self._body) is not None

    def at(self, index: int) -> int:
        """The byte offset in the JSON text of a code point of the value, or of its end."""
        piece = bisect_right(self._values, index) - 1
        value, begin, byte = self._values[piece], self._at[piece], self._bytes[piece]
        if value <= self._last[0] <= index:
            value, begin, byte = self._last
        rest, end = index - value, begin
        for match in _ESCAPE.finditer(self._body, begin, begin + 12 * rest):
            if match.start() - end >= rest:
                break
            rest -= match.start() - end + 1
            end = match.end()
        byte += len(self._body[begin : end + rest].encode())
        self._last = index, end + rest, byte
        return byte

    def _measure(self, offset: int) -> None:
        at = value = 0
        while True:
            self._at.append(at)
            self._values.append(value)
            self._bytes.append(offset)
            end = self._cut(at)
            if end == at:
                return
            piece = self._body[at:end]
            value += len(_DECODER.raw_decode(f'"{piece}"')[0])
            offset += len(piece.encode())
            at = end

    def _cut(self, at: int) -> int:
        """The end of a piece: about a step further, never inside an escape or between two surrogates."""
        match = _PIECE.match(self._body, at, min(at + _STEP, len(self._body)))
        if match is None:
            return at
        half = match.end(1) == match.end() and match.start(1) > at
        return match.start(1) if half else match.end()
