"""Paragraphs that stand twice in one text: what a paste too many or a resent line leaves behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslint.model import Span

EDGE = b"\x1e"
_BLANK = " \t\r\f\v"
_BLANK_BYTES = _BLANK.encode()
LETTERS = 0.5
"""Share of a line that letters and digits make up at the least; rules and table frames have fewer."""
COUNTED = 0.15
"""Share of a line's words that hold a digit at the most; lists of ingredients and rows of tables have more."""
CAPITAL = 0.5
"""Share of a line's words that begin with a capital at the most; links and headings have more."""
BETWEEN = 2
"""Lines between two repeated ones that still belong to one repeated stretch (blank or short ones)."""
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"://|\bwww\.")


class Repeat(NamedTuple):
    """Lines that stood before: where they stand for the second time and where for the first, how many lines there
    are, and how often the first of them stands in the text.
    """

    again: Span
    first: Span
    lines: int
    times: int


def none_repeated(data: bytes, shortest: int) -> bool:
    """Whether no line of `shortest` bytes or more occurs twice in UTF-8 texts joined by U+001E."""
    lines = data.replace(EDGE, b"\n").split(b"\n")
    long = [line.strip(_BLANK_BYTES) for line in lines if len(line) >= shortest]
    return len(long) == len(set(long))


class _Line(NamedTuple):
    """A line of prose: its number (from 0), its text without blanks around it, and where that stands."""

    number: int
    text: str
    span: Span


def repeats(text: str, shortest: int) -> list[Repeat]:
    """Stretches of lines of prose of at least `shortest` code points, where they stand for the second time.

    Lines are equal if they are without the blanks around them. Linear in the length of the text.
    """
    places: dict[str, list[_Line]] = {}
    second: list[tuple[_Line, _Line]] = []
    for line in _lines(text, shortest):
        known = places.setdefault(line.text, [])
        known.append(line)
        if len(known) == 2:
            second.append((line, known[0]))
    stretches: list[list[tuple[_Line, _Line]]] = []
    for line, first in second:
        if stretches and 0 < line.number - stretches[-1][-1][0].number <= BETWEEN + 1:
            last, source = stretches[-1][-1]
            if line.number - last.number == first.number - source.number:
                stretches[-1].append((line, first))
                continue
        stretches.append([(line, first)])
    return [_repeat(stretch, len(places[stretch[0][0].text])) for stretch in stretches]


def _repeat(stretch: list[tuple[_Line, _Line]], times: int) -> Repeat:
    (again, first), (again_end, first_end) = stretch[0], stretch[-1]
    spans = Span(again.span.start, again_end.span.end), Span(first.span.start, first_end.span.end)
    return Repeat(*spans, len(stretch), times)


def _lines(text: str, shortest: int) -> Iterator[_Line]:
    at = 0
    for number, line in enumerate(text.split("\n")):
        bare = line.strip(_BLANK)
        if len(bare) >= shortest and _is_prose(bare):
            start = at + line.index(bare)
            yield _Line(number, bare, Span(start, start + len(bare)))
        at += len(line) + 1


def _is_prose(line: str) -> bool:
    """Whether a line is running text, not a rule, a row of a table, a list of things to buy, a link or a heading."""
    if sum(map(str.isalnum, line)) < LETTERS * len(line) or _ADDRESS.search(line):
        return False
    words = _WORD.findall(line)
    counted = sum(not word.isalpha() and any(map(str.isdecimal, word)) for word in words)
    capital = sum(word[0].isupper() for word in words)
    return counted <= COUNTED * len(words) and capital <= CAPITAL * len(words)
