"""The run as one JSON document, a finding to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report import values
from corpuslint.report.escape import json_line, json_text

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Run


class JsonDocument:
    """One object: version, tool, summary, rules, troubles, notes, findings."""

    name = "json"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the document; findings are written one by one, so that they need no second copy in memory."""
        head = json_text(values.around(run))
        out.write(f'{head.removesuffix("}")}, "findings": [')
        separator = "\n"
        for result in run.results:
            out.write(f"{separator}{json_line(values.plain(result))}")
            separator = ",\n"
        out.write("\n]}\n" if run.results else "]}\n")
