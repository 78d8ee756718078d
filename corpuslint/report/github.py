"""Workflow commands of GitHub Actions: annotations on the files of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint.model import Severity
from corpuslint.report.escape import github_data, github_property, terminal
from corpuslint.report.limits import selected
from corpuslint.report.place import in_checkout, told
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class _Command(NamedTuple):
    level: str
    properties: dict[str, str]
    data: str

    def line(self) -> str:
        properties = ",".join(f"{name}={github_property(value)}" for name, value in self.properties.items())
        return f"::{self.level} {properties}::{github_data(self.data)}\n"


class GitHub:
    """One workflow command a finding; a last notice says how many more there are than GitHub shows."""

    name = "github"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - logs have no style
        """Write the commands, and nothing else."""
        shown, rest = selected(run, _LEVELS)
        for level, one in shown:
            command = _trouble(one) if isinstance(one, Trouble) else _finding(level, one)
            out.write(command.line())
        if rest:
            out.write(_Command("notice", {"title": "corpuslint"}, rest).line())


def _finding(level: str, result: Result) -> _Command:
    place = result.location
    properties = {
        "file": _file(place.path),
        "line": str(place.line),
        "endLine": str(place.end_line),
    }
    if place.line == place.end_line:  # GitHub refuses columns of a range of lines
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = terminal(f"{result.code} {result.name}")
    remedy = f"\nhelp: {terminal(result.fix.title)}" if result.fix else ""
    return _Command(level, properties, told(result) + remedy)


def _trouble(trouble: Trouble) -> _Command:
    properties = {"file": _file(trouble.path)} if trouble.path else {}
    if trouble.path and trouble.line:
        properties["line"] = str(trouble.line)
    properties["title"] = terminal(trouble.code)
    return _Command("error", properties, terminal(trouble.message))


def _file(path: str) -> str:
    return terminal(in_checkout(path, "GITHUB_WORKSPACE"))
