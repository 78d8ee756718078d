"""The run as JSON Lines: findings, then a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report import values
from corpuslint.report.escape import json_line, json_text

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Run


class JsonLines:
    """One object a line; `kind` is finding on all lines but the last, where it is summary."""

    name = "json-lines"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the lines."""
        findings = ({"kind": "finding", **values.plain(result)} for result in run.results)
        out.writelines(f"{json_line(one)}\n" for one in findings)
        out.write(f"{json_text({'kind': 'summary', **values.around(run)})}\n")
