"""Logging commands of Azure Pipelines: issues of a task, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.model import Severity
from corpuslint.report.escape import azure_data, azure_property, terminal
from corpuslint.report.limits import selected
from corpuslint.report.place import in_checkout, told
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "warning"}
"""Azure knows no other; an info begins with the word."""


class Azure:
    """One logging command a finding; a last warning says how many more there are than Azure shows."""

    name = "azure"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - logs have no style
        """Write the commands, and nothing else."""
        shown, rest = selected(run, _LEVELS)
        out.writelines(_trouble(one) if isinstance(one, Trouble) else _finding(level, one) for level, one in shown)
        if rest:
            out.write(_command({"type": "warning"}, rest))


def _finding(level: str, result: Result) -> str:
    place = result.location
    properties = {
        "type": level,
        "sourcepath": _file(place.path),
        "linenumber": str(place.line),
        "columnnumber": str(place.column),
        "code": terminal(result.code),
    }
    word = "info: " if result.severity is Severity.INFO else ""
    return _command(properties, f"{word}{terminal(result.code)} {told(result)}")


def _trouble(trouble: Trouble) -> str:
    properties = {"type": "error"}
    if trouble.path:
        properties["sourcepath"] = _file(trouble.path)
    if trouble.path and trouble.line:
        properties["linenumber"] = str(trouble.line)
    properties["code"] = terminal(trouble.code)
    return _command(properties, terminal(f"{trouble.code} {trouble.message}"))


def _command(properties: dict[str, str], data: str) -> str:
    listed = "".join(f"{name}={azure_property(value)};" for name, value in properties.items())
    return f"##vso[task.logissue {listed}]{azure_data(data)}\n"


def _file(path: str) -> str:
    return terminal(in_checkout(path, "BUILD_SOURCESDIRECTORY"))
