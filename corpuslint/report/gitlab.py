"""GitLab's code quality report: findings in a merge request and in its diff."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TextIO

from corpuslint.model import Severity
from corpuslint.report.escape import json_text, terminal
from corpuslint.report.place import in_checkout, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run, Trouble

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_TROUBLE = "critical"
_NOWHERE = "."
"""The path of what was not checked and has none: GitLab drops an entry without."""

_Object = dict[str, object]


class GitLab:
    """One array, an entry a line; GitLab shows no names of checks, so the description begins with the code."""

    name = "gitlab"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the array; what was not checked is in it as critical."""
        separator = "["
        for entry in _entries(run):
            out.write(f"{separator}\n{json_text(entry)}")
            separator = ","
        out.write("[]\n" if separator == "[" else "\n]\n")


def _entries(run: Run) -> Iterator[_Object]:
    yield from (_trouble(trouble, number) for number, trouble in enumerate(run.troubles))
    yield from map(_finding, run.results)


def _finding(result: Result) -> _Object:
    place = result.location
    begin = {"line": place.line, "column": place.column}
    end = {"line": place.end_line, "column": place.end_column}
    return {
        "check_name": result.code,
        "description": f"{terminal(result.code)}: {told(result)}",
        "severity": _SEVERITIES[result.severity],
        "fingerprint": result.fingerprint,
        "location": {"path": _path(place.path), "positions": {"begin": begin, "end": end}},
    }


def _trouble(trouble: Trouble, number: int) -> _Object:
    """The number keeps apart what is the same: GitLab shows only one of each fingerprint."""
    known = repr((trouble.code, trouble.path, trouble.message, number))
    return {
        "check_name": trouble.code,
        "description": terminal(f"{trouble.code}: {trouble.message}"),
        "severity": _TROUBLE,
        "fingerprint": hashlib.blake2b(known.encode(), digest_size=10).hexdigest(),
        "location": {"path": _path(trouble.path or _NOWHERE), "lines": {"begin": trouble.line or 1}},
    }


def _path(path: str) -> str:
    return in_checkout(path, "CI_PROJECT_DIR").removeprefix("./")
