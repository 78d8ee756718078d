"""A table of findings for spreadsheets: comma-separated, UTF-8, and nothing in it is a formula."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TextIO

from corpuslint.findings import COLUMNS, row
from corpuslint.report.escape import formula_free

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run


class Csv:
    """A line of names, and a line for each finding; texts are as a terminal would show them."""

    name = "csv"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the table."""
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(map(_cells, run.results))


def _cells(result: Result) -> list[object]:
    return [formula_free(value) if isinstance(value, str) else value for value in row(result).values()]
