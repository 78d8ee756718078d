"""What a fix would do to a file, as a unified diff whose long lines show only what changes.

It is for reading, not for `patch`: lines are cut to the width of the terminal and what cannot be
seen is spelled out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.report import escape, window
from corpuslint.report.align import Gap, changes, gaps
from corpuslint.report.style import ADDED, BOLD, CYAN, GREEN, RED, REMOVED, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpuslint.report.window import Row

CONTEXT = 1
"""Unchanged lines shown before and after a change."""


class _Side(NamedTuple):
    """How removed or added text is shown."""

    sign: str
    sgr: str
    emphasis: str
    tag: str


_REMOVED = _Side("-", RED, REMOVED, "[-%s-]")
_ADDED = _Side("+", GREEN, ADDED, "{+%s+}")


class _Part(NamedTuple):
    """One side of what changes in a part of a line; of the pieces every second one, from the first, has changed."""

    left: str
    pieces: tuple[str, ...]
    right: str

    @property
    def core(self) -> str:
        """From the first change to the last."""
        return "".join(self.pieces)


def render(path: str, before: str, after: str, style: Style, codecs: tuple[str, str] | None = None) -> str:
    """The diff as text that ends with a line end; "" where nothing changes.

    Changed lines are shown in pairs; a long line is windowed around each of its changes. `codecs` says how bytes are
    read before and after where they change otherwise than their text does.
    """
    if before == after and codecs is None:
        return ""
    names = [escape.terminal(path, unicode=style.unicode)] * 2
    if codecs is not None and any(codecs):
        names = [f"{name} ({codec})" for name, codec in zip(names, codecs, strict=True)]
    head = [style.paint(f"{sign} {name}", BOLD) for sign, name in zip(("---", "+++"), names, strict=True)]
    old, new = _lines(before), _lines(after)
    body = [line for hunk in _hunks(gaps(old, new)) for line in _hunk(old, new, hunk, style)]
    if before == after:
        body = [style.paint("@@ the same text in other bytes @@", CYAN)]
    return "".join(f"{line}\n" for line in [*head, *body])


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends a line."""
    parts = text.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _hunks(found: Sequence[Gap]) -> list[list[Gap]]:
    """Changes that share their context lines, together."""
    hunks: list[list[Gap]] = []
    for gap in found:
        if hunks and gap.a - hunks[-1][-1].a_end <= 2 * CONTEXT:
            hunks[-1].append(gap)
        else:
            hunks.append([gap])
    return hunks


def _hunk(old: Sequence[str], new: Sequence[str], hunk: Sequence[Gap], style: Style) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    lead = min(CONTEXT, first.a)
    trail = min(CONTEXT, len(old) - last.a_end)
    ranges = (
        _range(first.a - lead, last.a_end + trail),
        _range(first.b - lead, last.b_end + trail),
    )
    yield style.paint(f"@@ -{ranges[0]} +{ranges[1]} @@", CYAN)
    at = first.a - lead
    for gap in hunk:
        yield from (_context(line, style) for line in old[at : gap.a])
        yield from _changed(old, new, gap, style)
        at = gap.a_end
    yield from (_context(line, style) for line in old[at : at + trail])


def _range(start: int, end: int) -> str:
    """Start and count as diff writes them: 1-based, and one less for an empty range."""
    count = end - start
    return f"{start + (count > 0)}" + ("" if count == 1 else f",{count}")


def _context(line: str, style: Style) -> str:
    shown = window.head(_cells(_bare(line), style), style.width - 1, goes_on=False, style=style)
    return f" {escape.line_start(window.text_of(shown))}".rstrip(" ")


def _changed(old: Sequence[str], new: Sequence[str], gap: Gap, style: Style) -> Iterator[str]:
    removed, added = old[gap.a : gap.a_end], new[gap.b : gap.b_end]
    if len(removed) == len(added):
        for before, after in zip(removed, added, strict=True):
            yield from _pair(before, after, style)
        return
    for line in removed:
        yield from _sided(_Part("", (_bare(line),), ""), _REMOVED, 0, style)
    for line in added:
        yield from _sided(_Part("", (_bare(line),), ""), _ADDED, 0, style)


def _pair(before: str, after: str, style: Style) -> Iterator[str]:
    ended = before.endswith("\n"), after.endswith("\n")
    before, after = before.removesuffix("\n"), after.removesuffix("\n")
    if before.endswith("\r") and after.endswith("\r"):
        before, after = before[:-1], after[:-1]
    for group in _windows(before, after, style):
        yield from _both(before, after, group, style)
    if ended[0] != ended[1]:
        yield from _final(before, after, ended[0], style)


def _final(before: str, after: str, had_end: bool, style: Style) -> Iterator[str]:
    """A final line end that comes or goes, said in words as diff does."""
    if before == after:
        yield from _both(before, after, [Gap(len(before), len(before), len(after), len(after))], style)
    word = "removed" if had_end else "added"
    yield style.paint(f"\\ Newline at end of file {word}", CYAN)


def _windows(before: str, after: str, style: Style) -> list[list[Gap]]:
    """The changes of a line, together where one window has room for them."""
    room = style.width - 1 - 2 * len(style.dots)
    windows: list[list[Gap]] = []
    for change in changes(before, after):
        first = windows[-1][0] if windows else change
        wide = before[first.a : change.a_end], after[first.b : change.b_end]
        if windows and all(len(text) <= room * 4 and window.width(_cells(text, style)) <= room for text in wide):
            windows[-1].append(change)
        else:
            windows.append([change])
    return windows


def _both(before: str, after: str, found: Sequence[Gap], style: Style) -> Iterator[str]:
    removed = _part(before, [(gap.a, gap.a_end) for gap in found], style)
    added = _part(after, [(gap.b, gap.b_end) for gap in found], style)
    room = style.width - 1
    left_width = window.width(_cells(removed.left, style))
    rest = max(window.width(_cells(part.core + part.right, style)) for part in (removed, added))
    core = max(window.width(_cells(part.core, style)) for part in (removed, added))
    least = room // 3 if len(found) == 1 else min(room // 3, room - core)
    left_room = min(left_width + len(style.dots), max(least, room - rest))
    yield from _sided(removed, _REMOVED, left_room, style)
    yield from _sided(added, _ADDED, left_room, style)


def _part(line: str, spans: Sequence[tuple[int, int]], style: Style) -> _Part:
    """The changes with as much text around them as can be shown, and one code point more."""
    near = style.width + 1
    start, end = spans[0][0], spans[-1][1]
    ends = [at for span in spans for at in span]
    pieces = tuple(line[a : min(b, a + near + 1)] for a, b in pairwise(ends))
    return _Part(line[max(start - near, 0) : start], pieces, line[end : end + near])


def _sided(part: _Part, side: _Side, left_room: int, style: Style) -> Iterator[str]:
    room = style.width - 1
    left = window.tail(_cells(part.left, style), left_room, goes_on=False, style=style)
    core = window.head(_cells(part.core, style), room - window.width(left), goes_on=False, style=style)
    spare = room - window.width(left) - window.width(core)
    right = window.head(_cells(part.right, style), spare, goes_on=False, style=style) if spare > 0 else []
    yield _joined((left, core, right), part.pieces, side, style)


def _joined(shown: tuple[Row, Row, Row], pieces: Sequence[str], side: _Side, style: Style) -> str:
    """A line of the diff: what changes is emphasised, or, where there is no colour and it is blank, put in brackets."""
    left, core, right = shown
    line = style.paint(f"{side.sign}{window.text_of(left)}", side.sgr)
    at = 0
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        text = window.text_of(core[at:] if last else core[at : at + len(piece)])
        at += len(piece)
        if number % 2:
            line += style.paint(text, side.sgr)
        elif piece.isspace() and not style.colour:
            line += side.tag % text
        else:
            line += style.paint(text, side.emphasis)
    return line + style.paint(window.text_of(right), side.sgr)


def _bare(line: str) -> str:
    return line.removesuffix("\n").removesuffix("\r")


def _cells(text: str, style: Style) -> Row:
    """Cells of the beginning of a text, which is all that can be shown of it."""
    return window.cells(text[: 4 * style.width], style)
