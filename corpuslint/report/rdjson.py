"""Reviewdog's diagnostic format: comments on a pull request, with fixes to accept. Columns count bytes of UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.report.escape import json_text, terminal
from corpuslint.report.patch import patches
from corpuslint.report.place import SEVERITIES, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.report.style import Style
    from corpuslint.result import Location, Result, Run, Trouble

_Object = dict[str, object]
_SOURCE = {"name": "corpuslint"}


class RdJson:
    """One DiagnosticResult, a diagnostic to a line."""

    name = "rdjson"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the object."""
        out.write(f'{{"source": {json_text(_SOURCE)}, "diagnostics": [')
        out.write(",".join(f"\n{json_text(one)}" for one in _diagnostics(run)))
        out.write("\n]}\n" if run.results or run.troubles else "]}\n")


class RdJsonLines:
    """One Diagnostic a line."""

    name = "rdjsonl"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the lines."""
        out.writelines(f"{json_text({'source': _SOURCE, **one})}\n" for one in _diagnostics(run))


def _diagnostics(run: Run) -> Iterator[_Object]:
    yield from map(_trouble, run.troubles)
    yield from map(_finding, run.results)


def _finding(result: Result) -> _Object:
    found: _Object = {
        "message": told(result),
        "location": {"path": result.location.path, "range": _range(result.location)},
        "severity": SEVERITIES[result.severity].upper(),
        "code": {"value": result.code},
    }
    edits = patches(result.fix)
    if len(edits) == 1:  # each suggestion is taken for itself, so the parts of one fix are none
        found["suggestions"] = [{"range": _range(edits[0].place), "text": edits[0].text}]
    return found


def _trouble(trouble: Trouble) -> _Object:
    found: _Object = {"message": terminal(trouble.message), "severity": "ERROR", "code": {"value": trouble.code}}
    if trouble.path:
        start = {"range": {"start": {"line": trouble.line}}} if trouble.line else {}
        found["location"] = {"path": trouble.path, **start}
    return found


def _range(place: Location) -> _Object:
    return {
        "start": {"line": place.line, "column": place.byte_column},
        "end": {"line": place.end_line, "column": place.end_byte_column},
    }
