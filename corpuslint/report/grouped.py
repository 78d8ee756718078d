"""Findings under the name of the file they are in."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from corpuslint.report import escape, summary
from corpuslint.report.concise import described
from corpuslint.report.place import record
from corpuslint.report.style import BOLD, Style

if TYPE_CHECKING:
    from corpuslint.result import Result, Run


class Grouped:
    """A heading for each file, its findings indented below it, positions in one column."""

    name = "grouped"

    def write(self, run: Run, out: TextIO, style: Style) -> None:
        """Write the groups in order of path, a blank line after each, and the summary."""
        for path, found in groupby(run.results, key=lambda result: result.location.path):
            heading = style.paint(escape.path(path, unicode=style.unicode), BOLD)
            out.write(f"{style.link(heading, path)}:\n")
            out.writelines(f"  {line}\n" for line in _lines(tuple(found), style))
            out.write("\n")
        out.writelines(f"{line}\n" for line in summary.lines(run, style))


def _lines(found: tuple[Result, ...], style: Style) -> list[str]:
    places = [f"{result.location.line}:{result.location.column}" for result in found]
    widest = max(map(len, places))
    return [
        f"{place:<{widest}}  {described(result, style)}{record(result.location, style)}"
        for place, result in zip(places, found, strict=True)
    ]
