"""The text of an open document: places as editors count them, and what editors change in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from lsprotocol import types

from corpuslint.containers.splicing import ByteOffsets

_ENDS = re.compile(r"\r\n|\n|\r")
_LONE = re.compile("[\ud800-\udfff]")
_UNITS = {
    types.PositionEncodingKind.Utf8: ("utf-8", 1),
    types.PositionEncodingKind.Utf16: ("utf-16-le", 2),
    types.PositionEncodingKind.Utf32: ("utf-32-le", 4),
}
"""Codec and bytes of a unit by what the client counts in."""


_Replacement = tuple[int, int, str]
"""Start and end of what goes, in code points, and what comes in its place."""


class Text:
    """A text with its lines, which LF, CR LF and CR end; it never changes.

    A lone surrogate, which no file of UTF-8 can hold, is U+FFFD: as many units long.
    """

    def __init__(self, text: str, units: types.PositionEncodingKind = types.PositionEncodingKind.Utf16) -> None:
        """`text` as it comes from an editor."""
        self.text = sound(text)
        self._codec, self._width = _UNITS[units]
        self._kind = units

    @cached_property
    def _ends(self) -> list[tuple[int, int]]:
        return [match.span() for match in _ENDS.finditer(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(end for _, end in self._ends)]

    @cached_property
    def _offsets(self) -> ByteOffsets | None:
        return None if self.text.isascii() else ByteOffsets(self.text, self._codec)

    def position(self, offset: int) -> types.Position:
        """Line and character (0-based, in units of the client) of an offset in code points."""
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self._offsets is None:
            return types.Position(line, offset - start)
        return types.Position(line, (self._offsets.at(offset) - self._offsets.at(start)) // self._width)

    def range(self, start: int, end: int) -> types.Range:
        """The range between two offsets."""
        return types.Range(self.position(start), self.position(end))

    def offset(self, position: types.Position) -> int:
        """The offset of a position; one behind the end of a line or of the text is that end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[max(position.line, 0)]
        end = self._ends[position.line][0] if position.line < len(self._ends) else len(self.text)
        if self._offsets is None:
            return min(start + max(position.character, 0), end)
        units = self.text[start:end].encode(self._codec)[: max(position.character, 0) * self._width]
        return start + len(units.decode(self._codec, "ignore"))

    def at(self, line: int, column: int) -> int:
        """The offset of a line and column as findings have them: 1-based, only LF ends a line; no mark has a column."""
        if line > len(self._fed):
            return len(self.text)
        start = self._fed[line - 1]
        if line == 1 and self.text.startswith("\ufeff"):
            start += 1
        return min(start + column - 1, len(self.text))

    @cached_property
    def _fed(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def changed(self, changes: Iterable[types.TextDocumentContentChangeEvent]) -> Text:
        """The text after changes, each of a part of it or of all, and each of what the ones before have made.

        Those that come line by line from the end to the start, as editors send many, are made together.
        """
        base, later, above = self, list[_Replacement](), 0
        for change in changes:
            if isinstance(change, types.TextDocumentContentChangeWholeDocument):
                base, later = Text(change.text, self._kind), []
                continue
            lines = change.range.start.line, change.range.end.line
            if later and max(lines) >= above:
                base, later = _replaced(base, later), []
            start, end = base.offset(change.range.start), base.offset(change.range.end)
            later.append((start, max(start, end), sound(change.text)))
            above = min(lines)
        return _replaced(base, later) if later else base

    def like(self, text: str) -> Text:
        """Another text for the same editor."""
        return Text(text, self._kind)


def _replaced(base: Text, later: Sequence[_Replacement]) -> Text:
    """A text after replacements that come from its end to its start."""
    parts: list[str] = []
    at = len(base.text)
    for start, end, put in later:
        parts += (base.text[end:at], put)
        at = start
    return base.like(base.text[:at] + "".join(reversed(parts)))


def sound(text: str) -> str:
    """A text without lone surrogates."""
    return text if text.isascii() else _LONE.sub("\ufffd", text)
