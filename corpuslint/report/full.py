"""The default report: every finding with the line it is on, its fix and the places it points at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint.model import Safety
from corpuslint.report import escape, summary, window
from corpuslint.report.place import BOLD_COLOURS, mark, record, where
from corpuslint.report.style import ADDED, BLUE, BOLD, GREEN, REMOVED, Style
from corpuslint.report.window import Line
from corpuslint.result import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.report.window import Row
    from corpuslint.result import Excerpt, Location, Proposal, Related, Result, Run

_MOST_CHANGES = 3
"""Changes of one fix that are shown; machine formats have all."""
_MOST_PLACES = 3
"""Related places that are shown."""
_LEAST_ROOM = 20
"""Columns that an excerpt gets even where its line numbers fill the terminal."""
_ENDINGS = {
    Safety.SAFE: "",
    Safety.UNSAFE: " (with --unsafe-fixes)",
    Safety.MANUAL: " (by hand)",
}


class Full:
    """Findings with excerpts."""

    name = "full"

    def write(self, run: Run, out: TextIO, style: Style) -> None:
        """Write all findings, a blank line after each, and the summary."""
        out.writelines("\n".join((*_Block(result, style).lines(), "", "")) for result in run.results)
        out.writelines(f"{line}\n" for line in summary.lines(run, style))


def block(result: Result, style: Style) -> Iterator[str]:
    """The lines of one finding, its fix among them, without line ends."""
    return _Block(result, style).lines()


class _Underline(NamedTuple):
    """What marks a span below its line; `line_end` is part of the span too."""

    mark: str
    colour: str
    label: str
    line_end: str = ""


class _Block:
    """One finding; all its line numbers are set in one column."""

    def __init__(self, result: Result, style: Style) -> None:
        self.result = result
        self.style = style
        self.changes = result.fix.changes[:_MOST_CHANGES] if result.fix else ()
        self.related = result.related[:_MOST_PLACES]
        self.differences = _differences(result)
        self.margin = len(str(max(self._numbers(), default=0)))
        self.room = max(style.width - self.margin - 3, _LEAST_ROOM)
        self.colour = BOLD_COLOURS[result.severity]

    def _numbers(self) -> Iterator[int]:
        if self.result.excerpt:
            yield self.result.excerpt.line
        yield from (place.excerpt.line for place in self.related if place.excerpt)
        yield from (change.line for change in (*self.changes, *self.differences))

    def lines(self) -> Iterator[str]:
        result = self.result
        yield self._title()
        yield self._head("--> ", result.location)
        if result.excerpt:
            under = _Underline("^", self.colour, _extent(result, self.style), _line_end(result))
            yield from self._excerpt(result.excerpt, under)
        for place in self.related:
            yield from self._place(place)
        if more := len(result.related) - len(self.related):
            yield f"{self._pad()}{self._gutter('= ')}and {summary.count(more, 'more place')}"
        yield from self._differences()
        if result.fix:
            yield from self._fix(result.fix)

    def _title(self) -> str:
        result = self.result
        code = self.style.paint(escape.terminal(result.code, unicode=self.style.unicode), self.colour)
        name = self.style.paint(escape.terminal(result.name, unicode=self.style.unicode), BOLD)
        message = escape.terminal(result.message, unicode=self.style.unicode)
        return f"{code} {mark(result.fix, self.style)}{name}: {message}"

    def _pad(self) -> str:
        return " " * self.margin

    def _gutter(self, text: str) -> str:
        return self.style.paint(text, BLUE)

    def _head(self, arrow: str, place: Location) -> str:
        return f"{self._pad()}{self._gutter(arrow)}{where(place, self.style)}{record(place, self.style)}"

    def _numbered(self, number: int, text: str) -> str:
        gutter = self._gutter(f"{number:>{self.margin}} |")
        return f"{gutter} {text}" if text else gutter

    def _excerpt(self, excerpt: Excerpt, under: _Underline) -> Iterator[str]:
        row = window.cells(excerpt.text, self.style)
        core = row[excerpt.start : excerpt.end]
        if under.line_end:
            core = [*core, *window.cells(under.line_end, self.style)]
        fitted = window.fit(
            Line(row[: excerpt.start], core, row[excerpt.end :], excerpt.cut_left, excerpt.cut_right),
            self.room,
            self.style,
        )
        marks = under.mark * max(fitted.core_width, 1) + (f" {under.label}" if under.label else "")
        empty = f"{self._pad()} {self._gutter('|')}"
        yield empty
        yield self._numbered(excerpt.line, f"{fitted.left}{fitted.core}{fitted.right}")
        yield f"{empty} {' ' * fitted.left_width}{self.style.paint(marks, under.colour)}"

    def _place(self, place: Related) -> Iterator[str]:
        note = escape.terminal(place.note, unicode=self.style.unicode)
        head = self._head("::: ", place.location)
        if not place.excerpt:
            yield f"{head}  {note}" if note else head
            return
        yield head
        yield from self._excerpt(place.excerpt, _Underline("-", BLUE, note))

    def _differences(self) -> Iterator[str]:
        """What a copy has in place of the words of another document, where --show-diff asked for it."""
        for change in self.differences:
            yield self._numbered(change.line, inline(change, self.room, self.style))

    def _fix(self, fix: Proposal) -> Iterator[str]:
        title = escape.terminal(fix.title, unicode=self.style.unicode)
        yield f"{self.style.paint('help:', GREEN)} {title}{_ENDINGS[fix.safety]}"
        for change in self.changes:
            yield self._numbered(change.line, inline(change, self.room, self.style))
        if more := len(fix.changes) - len(self.changes):
            yield f"{self._pad()}{self._gutter('= ')}and {summary.count(more, 'more change')}"


def _differences(result: Result) -> list[Change]:
    """The differences of a pair of documents as changes from the other one to this one."""
    known = result.data.get("duplicate")
    found = known.get("differences", ()) if isinstance(known, dict) else ()
    return [Change(one["line"], one["left"], one["there"], one["here"], one["right"], True, True) for one in found]


def inline(change: Change, room: int, style: Style) -> str:
    """The change within its line, in at most `room` columns: `[-removed-]{+added+}`, or both in colour."""
    sides = bool(change.before) + bool(change.after)
    frame = 0 if style.colour else 4 * sides
    share = (room - frame - 2 * len(style.dots)) // max(sides, 1)
    removed = window.middle(window.cells(change.before, style), share, style)
    added = window.middle(window.cells(change.after, style), share, style)
    left, right = window.cells(change.left, style), window.cells(change.right, style)
    around = Line(left, (), right, change.cut_left, change.cut_right)
    fitted = window.fit(around, room - frame - window.width(removed) - window.width(added), style)
    parts = _tagged(removed, "[-%s-]", REMOVED, style), _tagged(added, "{+%s+}", ADDED, style)
    return f"{fitted.left}{''.join(parts)}{fitted.right}"


def _tagged(row: Row, tag: str, sgr: str, style: Style) -> str:
    shown = window.text_of(row)
    return style.paint(shown, sgr) if style.colour or not row else tag % shown


def _line_end(result: Result) -> str:
    """The line end of the line that is shown, if the finding goes on after it."""
    excerpt = result.excerpt
    if excerpt is None or excerpt.end < len(excerpt.text) or excerpt.cut_right:
        return ""
    after = result.text[excerpt.end - excerpt.start :]
    return next((end for end in ("\n", "\r\n") if after.startswith(end)), "")


def _extent(result: Result, style: Style) -> str:
    """`lines 1-3` for a finding on several lines, counted in the document's text."""
    place = result.location
    first = place.text_line
    lines = result.text.removesuffix("\n").count("\n") if place.record else _lines_after(place)
    return f"lines {first}{style.dash}{first + lines}" if lines else ""


def _lines_after(place: Location) -> int:
    return place.end_line - place.line - (place.end_column == 1 and place.end_line > place.line)
