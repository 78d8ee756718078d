"""One line of text fitted into a number of terminal columns, with what matters in sight."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.report import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.report.style import Style


class Cell(NamedTuple):
    """What one code point shows, and how many columns that takes; combining marks take none."""

    shown: str
    width: int


_SHOWN, _WIDTH = itemgetter(0), itemgetter(1)


class Line(NamedTuple):
    """One line in three parts, `core` being what matters; the flags say that the text was cut already."""

    left: Sequence[Cell]
    core: Sequence[Cell]
    right: Sequence[Cell]
    cut_left: bool = False
    cut_right: bool = False


class Fitted(NamedTuple):
    """What is shown of the three parts of a line, and the columns of the first two."""

    left: str
    core: str
    right: str
    left_width: int
    core_width: int


def cells(text: str, style: Style) -> list[Cell]:
    """One cell for each code point of the text, escaped for a terminal."""
    return list(map(_cell, escape.pieces(text, unicode=style.unicode)))


def width(row: Sequence[Cell]) -> int:
    """Columns of all cells."""
    return sum(map(_WIDTH, row))


def text_of(row: Sequence[Cell]) -> str:
    """What all cells show."""
    return "".join(map(_SHOWN, row))


@lru_cache(maxsize=4096)
def _cell(shown: str) -> Cell:
    return Cell(shown, _columns(shown))


def _columns(shown: str) -> int:
    if shown.isascii() or len(shown) > 1:
        return len(shown)
    from wcwidth import wcwidth

    return max(wcwidth(shown), 0)


def head(row: Sequence[Cell], room: int, *, goes_on: bool, style: Style) -> list[Cell]:
    """As much of the beginning as fits into `room` columns, dots included where something follows."""
    if width(row) + len(style.dots) * goes_on <= room:
        return [*row, *_dots(style) * goes_on]
    if room < len(style.dots):
        return []
    fits = _fitting(row, room - len(style.dots))
    return [*row[:fits], *_dots(style)]


def tail(row: Sequence[Cell], room: int, *, goes_on: bool, style: Style) -> list[Cell]:
    """As much of the end as fits into `room` columns, dots included where something precedes."""
    if width(row) + len(style.dots) * goes_on <= room:
        return [*_dots(style) * goes_on, *row]
    first = len(row) - _fitting(row[::-1], room - len(style.dots))
    while first < len(row) and not row[first].width:
        first += 1  # a mark must not combine with the dots
    return [*_dots(style), *row[first:]]


def middle(row: Sequence[Cell], room: int, style: Style) -> list[Cell]:
    """The beginning and the end of the row with dots between them, if it does not fit."""
    if width(row) <= room:
        return list(row)
    dots = len(style.dots)
    half = (room - dots) // 2
    first = head(row, half + dots, goes_on=False, style=style)
    return [*first, *tail(row, half + dots, goes_on=False, style=style)[1:]]


def fit(line: Line, room: int, style: Style) -> Fitted:
    """Cut a line on both sides of its core so that it fits into `room` columns.

    A core that is wider than the room loses its end, and what follows it.
    """
    dots = len(style.dots)
    core = head(line.core, max(room - 2 * dots, dots), goes_on=False, style=style)
    if width(core) < width(line.core):
        line = line._replace(right=(), cut_right=False)
    spare = room - width(core)
    left_wish = width(line.left) + dots * line.cut_left
    right_wish = width(line.right) + dots * line.cut_right
    left_room = min(left_wish, max(spare // 2, spare - right_wish))
    left = tail(line.left, left_room, goes_on=line.cut_left, style=style)
    right = head(line.right, spare - width(left), goes_on=line.cut_right, style=style)
    return Fitted(text_of(left), text_of(core), text_of(right), width(left), width(core))


def _dots(style: Style) -> list[Cell]:
    return [Cell(style.dots, len(style.dots))]


def _fitting(row: Sequence[Cell], room: int) -> int:
    """How many cells from the first fit into the room."""
    return bisect_right(list(accumulate(map(_WIDTH, row))), room) if room > 0 else 0
