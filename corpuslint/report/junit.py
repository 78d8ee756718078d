"""JUnit's XML, as GitLab, Azure and Jenkins read it: a suite for each file, a failed test for each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from corpuslint.report.escape import xml
from corpuslint.report.place import SEVERITIES, in_checkout, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.report.style import Style
    from corpuslint.result import Result, Run, Trouble

_PASSED = '    <testcase name="no findings" classname="corpuslint"/>\n'


class JUnit:
    """What was not checked are errors; a run that found nothing is one test that passed, for hosts refuse none."""

    name = "junit"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the document; nothing in it tells the time or the machine."""
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f'<testsuites name="corpuslint" {_counts(len(run.results), len(run.troubles))}>\n')
        if run.troubles or not run.results:
            out.writelines(_suite("corpuslint", [], list(map(_trouble, run.troubles))))
        for path, found in groupby(run.results, key=lambda result: result.location.path):
            out.writelines(_suite(in_checkout(path, "CI_PROJECT_DIR"), list(map(_finding, found)), []))
        out.write("</testsuites>\n")


def _suite(name: str, failures: list[str], errors: list[str]) -> Iterator[str]:
    yield f'  <testsuite name="{xml(name)}" {_counts(len(failures), len(errors))}>\n'
    yield from errors or failures or [_PASSED]
    yield "  </testsuite>\n"


def _counts(failures: int, errors: int) -> str:
    return f'tests="{failures + errors or 1}" failures="{failures}" errors="{errors}"'


def _finding(result: Result) -> str:
    place = result.location
    name = xml(f"{result.code} {result.name} ({place.line}:{place.column})")
    path = xml(in_checkout(place.path, "CI_PROJECT_DIR"))
    said = xml(told(result))
    help_ = f"\nhelp: {xml(result.fix.title)}" if result.fix else ""
    return (
        f'    <testcase name="{name}" classname="{path}" file="{path}" line="{place.line}">\n'
        f'      <failure type="{SEVERITIES[result.severity]}" message="{said}">'
        f"{path}:{place.line}:{place.column}: {said}{help_}</failure>\n"
        "    </testcase>\n"
    )


def _trouble(trouble: Trouble) -> str:
    name = xml(f"{trouble.code} {trouble.path}".strip())
    said = xml(trouble.message)
    return (
        f'    <testcase name="{name}" classname="corpuslint">\n'
        f'      <error type="{xml(trouble.code)}" message="{said}">{said}</error>\n'
        "    </testcase>\n"
    )
