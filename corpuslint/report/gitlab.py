"""GitLab's code quality report: findings in a merge request and in its diff."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TextIO

from corpuslint.model import Severity
from corpuslint.report.escape import json_text, terminal
from corpuslint.report.limits import MOST_ENTRIES, kept
from corpuslint.report.place import in_checkout, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run, Trouble

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_TROUBLE = "critical"
_NOWHERE = "."
"""The path of what has none: GitLab drops an entry without."""

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
    results, more = kept(run.results, MOST_ENTRIES)
    yield from map(_finding, results)
    if more:
        yield _elsewhere("corpuslint", more, "info", more)


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
    entry = _elsewhere(trouble.code, f"{trouble.code}: {trouble.message}", _TROUBLE, known)
    path = _path(trouble.path or _NOWHERE)
    return entry | {"location": {"path": path, "lines": {"begin": trouble.line or 1}}}


def _elsewhere(name: str, description: str, severity: str, known: str) -> _Object:
    """An entry that is no finding."""
    return {
        "check_name": name,
        "description": terminal(description),
        "severity": severity,
        "fingerprint": hashlib.blake2b(known.encode(), digest_size=10).hexdigest(),
        "location": {"path": _NOWHERE, "lines": {"begin": 1}},
    }


def _path(path: str) -> str:
    return in_checkout(path, "CI_PROJECT_DIR").removeprefix("./")
