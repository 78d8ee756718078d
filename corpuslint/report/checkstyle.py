"""Checkstyle's XML, which most tools that gather findings read."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from corpuslint.report.escape import xml
from corpuslint.report.place import SEVERITIES, told

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run, Trouble

VERSION = "4.3"
"""The form that readers know; Checkstyle itself writes its own version there."""
_NOWHERE = "corpuslint"
"""The file of what was not checked and has none."""


class Checkstyle:
    """A file element for each file, an error element for each finding; what was not checked comes first."""

    name = "checkstyle"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the document."""
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="{VERSION}">\n')
        for path, troubles in groupby(run.troubles, key=lambda trouble: trouble.path or _NOWHERE):
            _file(path, "".join(map(_trouble, troubles)), out)
        for path, found in groupby(run.results, key=lambda result: result.location.path):
            _file(path, "".join(map(_finding, found)), out)
        out.write("</checkstyle>\n")


def _file(path: str, errors: str, out: TextIO) -> None:
    out.write(f'  <file name="{xml(path)}">\n{errors}  </file>\n')


def _finding(result: Result) -> str:
    place = f'line="{result.location.line}" column="{result.location.column}"'
    return _error(place, SEVERITIES[result.severity], told(result), result.code)


def _trouble(trouble: Trouble) -> str:
    return _error(f'line="{trouble.line or 1}"', "error", trouble.message, trouble.code)


def _error(place: str, severity: str, message: str, code: str) -> str:
    return f'    <error {place} severity="{severity}" message="{xml(message)}" source="{xml(f"corpuslint.{code}")}"/>\n'
