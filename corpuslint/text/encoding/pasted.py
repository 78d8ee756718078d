"""Lines of UTF-8 among lines in another codec: articles of two sources in one file, or a file that was added to."""

from __future__ import annotations

from typing import NamedTuple

from corpuslint.model import Span
from corpuslint.text.encoding import utf8
from corpuslint.text.encoding.high import high, runs
from corpuslint.text.encoding.mixture import mixture
from corpuslint.text.encoding.plausible import plausibility, scripts
from corpuslint.text.encoding.resolve import SURE, resolve

_FEWEST = 3
"""Characters above ASCII in the lines of UTF-8: fewer may be well-formed by chance."""
_FITTING = 1.0
"""The mean fitness from which on they are meant."""


class Pasted(NamedTuple):
    """The text, where the characters of the other codec stand in it, the codec, and how sure that is."""

    text: str
    islands: tuple[Span, ...]
    codec: str
    margin: float


def pasted(raw: bytes) -> Pasted | None:
    """Bytes of which some lines are all UTF-8 and the others all in one other codec; None for any other bytes."""
    lines = raw.split(b"\n")
    read = [utf8.strict(line) for line in lines]
    own = "\n".join(text for text in read if text is not None and not text.isascii())
    other = b"\n".join(line for line, text in zip(lines, read, strict=True) if text is None)
    if not other or len(high(own)) < _FEWEST or plausibility(own) < _FITTING or mixture(other) is not None:
        return None
    found = resolve(other)
    if found.margin < SURE:
        return None
    codec = found.candidates[0].codec
    if not scripts(high(own)) <= scripts(high(other.decode(codec))):
        return None
    return _joined(
        [(line.decode(codec), True) if text is None else (text, False) for line, text in zip(lines, read, strict=True)],
        codec,
        found.margin,
    )


def _joined(lines: list[tuple[str, bool]], codec: str, margin: float) -> Pasted:
    """The lines as one text; of each it is known whether it is in the other codec."""
    islands: list[Span] = []
    at = 0
    for text, foreign in lines:
        if foreign:
            islands += (Span(at + start, at + end) for start, end in runs(text))
        at += len(text) + 1
    return Pasted("\n".join(text for text, _ in lines), tuple(islands), codec, margin)
