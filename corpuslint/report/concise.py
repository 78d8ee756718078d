"""One line for each finding, for editors, grep and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report import escape, summary
from corpuslint.report.place import COLOURS, SEVERITIES, mark, record, where
from corpuslint.report.style import BOLD, Style

if TYPE_CHECKING:
    from corpuslint.result import Result, Run


class Concise:
    """`path:line:column: warning PUN101 [*] message`."""

    name = "concise"

    def write(self, run: Run, out: TextIO, style: Style) -> None:
        """Write one line a finding, and the summary."""
        for result in run.results:
            place = style.paint(where(result.location, style), BOLD)
            out.write(f"{place}: {described(result, style)}{record(result.location, style)}\n")
        out.writelines(f"{line}\n" for line in summary.lines(run, style))


def described(result: Result, style: Style) -> str:
    """Severity, code, mark and message of a finding."""
    severity = style.paint(SEVERITIES[result.severity], COLOURS[result.severity])
    code = escape.terminal(result.code, unicode=style.unicode)
    message = escape.terminal(result.message, unicode=style.unicode)
    return f"{severity} {code} {mark(result.fix, style)}{message}"
