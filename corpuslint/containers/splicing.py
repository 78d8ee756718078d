"""Code points to bytes, and bytes replaced in bytes: what every container that writes needs."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from corpuslint.model import Edit, Span

PARAGRAPH = "\n\n"
"""What stands in a text between two paragraphs that the file keeps apart; it has no bytes of its own."""
STEP = 1024
"""Code points between two remembered places: what one lookup may have to encode."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after these edits (sorted, disjoint, in code points)."""
    parts: list[str] = []
    last = 0
    for edit in edits:
        parts += (text[last : edit.span.start], edit.text)
        last = edit.span.end
    parts.append(text[last:])
    return "".join(parts)


def spliced(raw: bytes, replacements: Iterable[tuple[int, int, bytes]]) -> bytes:
    """The bytes after these replacements (start, end, new bytes; sorted, disjoint)."""
    parts: list[bytes] = []
    last = 0
    for start, end, new in replacements:
        parts += (raw[last:start], new)
        last = end
    parts.append(raw[last:])
    return b"".join(parts)


def whole_line(data: bytes, begin: int, end: int) -> tuple[int, int]:
    """A stretch of a file with all else in its lines, the last line end too."""
    return data.rfind(b"\n", 0, begin) + 1 or begin, data.find(b"\n", end) + 1 or len(data)


def with_line_end(data: bytes, begin: int, end: int) -> tuple[int, int]:
    """A stretch of a file with the line end right behind it, if there is one."""
    return begin, end + next((len(one) for one in (b"\r\n", b"\n", b"\r") if data.startswith(one, end)), 0)


class ByteOffsets:
    """Where the code points of a text lie in its bytes.

    The text is encoded once, in pieces; a lookup encodes at most one piece again, so that many
    lookups in one long text stay linear. Codecs with shift states resume in the state they had.
    What the codec cannot encode counts as its replacement character: asking never fails.
    """

    def __init__(self, text: str, codec: str, islands: Sequence[Span] = (), island_codec: str = "") -> None:
        self._text = text
        self._encoders = [codecs.getincrementalencoder(codec)("replace")]
        if island_codec:
            self._encoders.append(codecs.getincrementalencoder(island_codec)("replace"))
        self._starts: list[int] = []
        self._bytes: list[int] = []
        self._states: list[tuple[int, int | str]] = []
        self._total = 0
        self._measure(islands if island_codec else ())

    def at(self, index: int) -> int:
        """The byte offset of a code point; of the end of the bytes for the length of the text."""
        piece = bisect_right(self._starts, index) - 1
        if piece < 0:
            return 0
        which, state = self._states[piece]
        encoder = self._encoders[which]
        encoder.setstate(state)
        return self._bytes[piece] + len(encoder.encode(self._text[self._starts[piece] : index]))

    def _measure(self, islands: Sequence[Span]) -> None:
        last = 0
        for island in islands:
            self._run(last, island.start, 0)
            self._run(island.start, island.end, 1)
            last = island.end
        self._run(last, len(self._text), 0)

    def _run(self, start: int, end: int, which: int) -> None:
        encoder = self._encoders[which]
        for at in range(start, end, STEP):
            self._starts.append(at)
            self._bytes.append(self._total)
            self._states.append((which, encoder.getstate()))
            self._total += len(encoder.encode(self._text[at : min(at + STEP, end)]))
