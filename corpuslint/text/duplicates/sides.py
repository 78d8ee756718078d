"""Two texts side by side: what they share in one row, and what only one of them has beside a blank."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpuslint.model import Span
from corpuslint.text.duplicates.differing import Difference
from corpuslint.text.duplicates.judgement import Stretch

MOST = 24_000
"""Code points of both texts that are shown."""
LONGEST = 800
"""Code points of what only one text has; of more the beginning and the end are shown."""

_WORDS = re.compile(r"\w")
_CLOSING = re.compile(r"[^\w\s]*")
_OPENING = re.compile(r"[^\w\s]*\Z")


class Piece(NamedTuple):
    """A bit of a text, and whether the other text has other words in its place."""

    text: str
    differs: bool


class Row(NamedTuple):
    """One row: lines count from 1; a side that has nothing there is None, and its line 0."""

    kind: str
    """`both` has a passage of both texts; `here` and `there` what only one has, `apart` what each has for itself."""
    line: int
    here: list[Piece] | None
    line_there: int
    there: list[Piece] | None


class _Pair(NamedTuple):
    """A piece of both texts."""

    here: Span
    there: Span
    differs: bool


def sides(
    here: str, there: str, stretches: Sequence[Stretch], differences: Sequence[Difference]
) -> tuple[list[Row], bool]:
    """The rows, in order of the first text, and whether they are all.

    What only the second text has stands after the passage that it follows there.
    """
    rows: list[Row] = []
    room = MOST
    for row in _Sides(here, there, stretches, differences).rows():
        size = sum(len(piece.text) for side in (row.here, row.there) for piece in side or ())
        if size > room:
            return [*rows, row._replace(here=_begun(row.here, room), there=_begun(row.there, room))], False
        rows.append(row)
        room -= size
    return rows, True


def _begun(side: list[Piece] | None, room: int) -> list[Piece] | None:
    """The beginning of a side, which gets half of the room that is left."""
    if side is None:
        return None
    left, kept = room // 2, []
    for piece in side:
        kept.append(piece._replace(text=piece.text[:left]))
        left -= len(piece.text)
        if left <= 0:
            break
    return kept


class _Sides:
    def __init__(self, here: str, there: str, stretches: Sequence[Stretch], differences: Sequence[Difference]) -> None:
        self._here, self._there = here, there
        self._differences = differences
        self._stretches = sorted(stretches, key=lambda one: one.here)
        self._lines = _Counter(here), _Counter(there)

    def rows(self) -> Iterator[Row]:
        """Shared passages in order of the first text, and before each what either has for itself there."""
        after = self._gaps_there()
        at = 0
        for number, stretch in enumerate(self._stretches):
            yield from self._apart(Span(at, stretch.here.start), after.get(number - 1))
            yield from self._shared(stretch)
            at = max(at, stretch.here.end)
        yield from self._apart(Span(at, len(self._here)), after.get(len(self._stretches) - 1))

    def _gaps_there(self) -> dict[int, Span]:
        """What of the second text no passage covers, by the number of the passage before it; -1: at its beginning."""
        order = sorted(range(len(self._stretches)), key=lambda number: self._stretches[number].there)
        gaps: dict[int, Span] = {}
        at, before = 0, -1
        for number in order:
            start, end = self._stretches[number].there
            gaps[before] = Span(at, start)
            at, before = max(at, end), number
        gaps[before] = Span(at, len(self._there))
        return gaps

    def _apart(self, here: Span, there: Span | None) -> Iterator[Row]:
        """What each text has for itself; nothing where that holds no word."""
        line, mine = self._own(0, self._here, here)
        line_there, other = self._own(1, self._there, there or Span(0, 0))
        if mine or other:
            yield Row("apart" if mine and other else "here" if mine else "there", line, mine, line_there, other)

    def _own(self, side: int, text: str, span: Span) -> tuple[int, list[Piece] | None]:
        """The line and the piece of a span, without the blanks around it."""
        first = _WORDS.search(text, span.start, max(span.start, span.end))
        if first is None:
            return 0, None
        cut = text[slice(*span)].strip()
        if len(cut) > LONGEST:
            cut = f"{cut[: LONGEST - 200]} … {cut[-200:]}"
        return self._lines[side].line(first.start()), [Piece(cut, False)]

    def _shared(self, stretch: Stretch) -> Iterator[Row]:
        """A passage, in rows of a line each where the lines of both end at the same place."""
        here: list[Piece] = []
        there: list[Piece] = []
        first = stretch.here.start, stretch.there.start
        for pair in self._pieces(stretch):
            a, b = self._here[slice(*pair.here)], self._there[slice(*pair.there)]
            halves = list(zip(a.split("\n"), b.split("\n"), strict=False))
            if pair.differs or a.count("\n") != b.count("\n"):
                halves = [(a, b)]
            at = pair.here.start, pair.there.start
            for number, (one, two) in enumerate(halves):
                if number:
                    yield from self._both(first, here, there)
                    here, there, first = [], [], at
                here += [Piece(one, pair.differs)] if one else []
                there += [Piece(two, pair.differs)] if two else []
                at = at[0] + len(one) + 1, at[1] + len(two) + 1
        yield from self._both(first, here, there)

    def _both(self, first: tuple[int, int], here: list[Piece], there: list[Piece]) -> Iterator[Row]:
        if here or there:
            yield Row("both", self._lines[0].line(first[0]), here, self._lines[1].line(first[1]), there)

    def _pieces(self, stretch: Stretch) -> Iterator[_Pair]:
        """The passage cut at its differences, with the marks on either side of it."""
        a, b = _widened(self._here, stretch.here), _widened(self._there, stretch.there)
        inside = [
            one
            for one in self._differences
            if a.start <= one.here.start <= one.here.end <= a.end
            and b.start <= one.there.start <= one.there.end <= b.end
        ]
        edges = [_Pair(Span(a.start, a.start), Span(b.start, b.start), False)]
        edges += [_Pair(one.here, one.there, True) for one in inside]
        edges += [_Pair(Span(a.end, a.end), Span(b.end, b.end), False)]
        for one, two in pairwise(edges):
            if one.differs:
                yield one
            yield _Pair(Span(one.here.end, two.here.start), Span(one.there.end, two.there.start), False)


def _widened(text: str, span: Span) -> Span:
    """The span with the punctuation that touches it."""
    opening = _OPENING.search(text, max(0, span.start - 8), span.start)
    closing = _CLOSING.match(text, span.end, span.end + 8)
    return Span(opening.start() if opening else span.start, closing.end() if closing else span.end)


class _Counter:
    """Lines of a text at ascending offsets, each stretch of it counted once."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._line = text, 0, 1

    def line(self, offset: int) -> int:
        """The line of an offset, from 1."""
        if offset < self._at:
            self._at, self._line = 0, 1
        self._line += self._text.count("\n", self._at, offset)
        self._at = offset
        return self._line
