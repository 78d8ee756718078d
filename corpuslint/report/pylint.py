"""The lines of `pylint --output-format=parseable`, which editors and build servers have long known."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report import escape
from corpuslint.report.place import told

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run, Trouble


class Pylint:
    """`path:line: [PUN101] message`."""

    name = "pylint"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - parsers have no style
        """Write one line a finding, and one for each file that was not checked."""
        out.writelines(map(_trouble, run.troubles))
        out.writelines(map(_finding, run.results))


def _finding(result: Result) -> str:
    return _line(result.location.path, result.location.line, result.code, told(result))


def _trouble(trouble: Trouble) -> str:
    return _line(trouble.path or "corpuslint", trouble.line or 1, trouble.code, escape.terminal(trouble.message))


def _line(path: str, line: int, code: str, message: str) -> str:
    return f"{escape.path(path)}:{line}: [{escape.terminal(code)}] {message}\n"
