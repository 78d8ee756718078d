"""Paragraphs that stand twice in one text: what a paste too many or a resent line leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corpuslint.model import Span

EDGE = b"\x1e"
_BLANK = " \t\r\f\v"
LETTERS = 0.5
"""Share of a line that letters and digits make up at the least; rules and table frames have fewer."""
BETWEEN = 2
"""Lines between two repeated ones that still belong to one repeated stretch (blank or short ones)."""


class Repeat(NamedTuple):
    """Lines that stood before: where they stand again, where they stood first, and how many there are."""

    again: Span
    first: Span
    lines: int


def none_repeated(data: bytes, shortest: int) -> bool:
    """Whether no line of `shortest` bytes or more occurs twice in UTF-8 texts joined by U+001E."""
    long = [line for line in data.replace(EDGE, b"\n").split(b"\n") if len(line) >= shortest]
    return len(long) == len(set(map(bytes.strip, long)))


def repeats(text: str, shortest: int) -> Iterator[Repeat]:
    """Stretches of lines of at least `shortest` code points that stood in the text before.

    Lines are equal if they are without the blanks around them. Linear in the length of the text.
    """
    seen: dict[str, tuple[int, Span]] = {}
    open_: Repeat | None = None
    last = origin = -BETWEEN
    at = 0
    for number, line in enumerate(text.split("\n")):
        bare = line.strip(_BLANK)
        if len(bare) >= shortest and _is_prose(bare):
            start = at + line.index(bare)
            span = Span(start, start + len(bare))
            if bare not in seen:
                seen[bare] = number, span
            else:
                source, first = seen[bare]
                if open_ and 0 < number - last == source - origin <= BETWEEN + 1:
                    open_ = Repeat(
                        Span(open_.again.start, span.end), Span(open_.first.start, first.end), open_.lines + 1
                    )
                else:
                    if open_:
                        yield open_
                    open_ = Repeat(span, first, 1)
                last, origin = number, source
        at += len(line) + 1
    if open_:
        yield open_


def _is_prose(line: str) -> bool:
    return sum(map(str.isalnum, line)) >= LETTERS * len(line)
