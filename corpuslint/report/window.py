"""One line of text fitted into a number of terminal columns, with what matters in sight."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.report import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.report.style import Style

    Row = Sequence[str]
    """What each code point of a text shows: a plain text as it is, else a list. Combining marks take no columns."""


_NARROW = re.compile("[ -~\xa0-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e]*")
"""Text of which every code point takes one column: most of what is written in Latin, Greek and Cyrillic."""


class Line(NamedTuple):
    """One line in three parts, `core` being what matters; the flags say that the text was cut already."""

    left: Row
    core: Row
    right: Row
    cut_left: bool = False
    cut_right: bool = False


class Fitted(NamedTuple):
    """What is shown of the three parts of a line, and the columns of the first two."""

    left: str
    core: str
    right: str
    left_width: int
    core_width: int


def cells(text: str, style: Style) -> Row:
    """What each code point of the text shows, escaped for a terminal."""
    return escape.pieces(text, unicode=style.unicode)


def width(row: Row) -> int:
    """Columns of a row."""
    shown = text_of(row)
    return len(shown) if shown.isascii() or _NARROW.fullmatch(shown) else sum(map(_columns, row))


def text_of(row: Row) -> str:
    """What a row shows."""
    return row if isinstance(row, str) else "".join(row)


@lru_cache(maxsize=4096)
def _columns(shown: str) -> int:
    if shown.isascii() or len(shown) > 1:
        return len(shown)
    from wcwidth import wcwidth

    return max(wcwidth(shown), 0)


def head(row: Row, room: int, *, goes_on: bool, style: Style) -> Row:
    """As much of the beginning as fits into `room` columns, dots included where something follows."""
    if width(row) + len(style.dots) * goes_on <= room:
        return [*row, style.dots] if goes_on else row
    if room < len(style.dots):
        return []
    fits = _fitting(row, room - len(style.dots))
    return [*row[:fits], style.dots]


def tail(row: Row, room: int, *, goes_on: bool, style: Style) -> Row:
    """As much of the end as fits into `room` columns, dots included where something precedes."""
    if width(row) + len(style.dots) * goes_on <= room:
        return [style.dots, *row] if goes_on else row
    first = len(row) - _fitting(row[::-1], room - len(style.dots))
    while first < len(row) and not _columns(row[first]):
        first += 1  # a mark must not combine with the dots
    return [style.dots, *row[first:]]


def middle(row: Row, room: int, style: Style) -> Row:
    """The beginning and the end of the row with dots between them, if it does not fit."""
    if width(row) <= room:
        return row
    dots = len(style.dots)
    half = (room - dots) // 2
    first = head(row, half + dots, goes_on=False, style=style)
    return [*first, *tail(row, half + dots, goes_on=False, style=style)[1:]]


def fit(line: Line, room: int, style: Style) -> Fitted:
    """Cut a line on both sides of its core so that it fits into `room` columns.

    A core that is wider than the room loses its end, and what follows it.
    """
    dots = len(style.dots)
    core, core_width = line.core, width(line.core)
    if core_width > max(room - 2 * dots, dots):
        core = head(line.core, max(room - 2 * dots, dots), goes_on=False, style=style)
        core_width = width(core)
        line = line._replace(right=(), cut_right=False)
    spare = room - core_width
    left_wish = width(line.left) + dots * line.cut_left
    right_wish = width(line.right) + dots * line.cut_right
    left_room = min(left_wish, max(spare // 2, spare - right_wish))
    left, left_width = style.dots * line.cut_left + text_of(line.left), left_wish
    if left_wish > left_room:
        row = tail(line.left, left_room, goes_on=line.cut_left, style=style)
        left, left_width = text_of(row), width(row)
    right = text_of(line.right) + style.dots * line.cut_right
    if right_wish > spare - left_width:
        right = text_of(head(line.right, spare - left_width, goes_on=line.cut_right, style=style))
    return Fitted(left, text_of(core), right, left_width, core_width)


def _fitting(row: Row, room: int) -> int:
    """How many code points from the first fit into the room."""
    if room <= 0:
        return 0
    first = row[: room + 1]  # one more, for it may be a mark that takes no column
    shown = text_of(first)
    if len(shown) == len(first) and _NARROW.fullmatch(shown):
        return min(room, len(row))
    return bisect_right(list(accumulate(map(_columns, row))), room)
