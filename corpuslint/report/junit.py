"""JUnit's XML, as GitLab, Azure and Jenkins read it: a suite for each file, a failed test for each finding."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint.report.escape import xml
from corpuslint.report.limits import MOST_TESTS, kept
from corpuslint.report.place import SEVERITIES, in_checkout, record, told
from corpuslint.report.style import Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpuslint.result import Result, Run, Trouble

_PASSED = '    <testcase name="no findings" classname="corpuslint"/>\n'


class JUnit:
    """What was not checked are errors; a run that found nothing is one test that passed, for hosts refuse none."""

    name = "junit"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the document; nothing in it tells the time or the machine, and no two tests have one name."""
        results, more = kept(run.results, MOST_TESTS)
        errors = [*map(_trouble, run.troubles)]
        others = [*errors, *([_left_out(more)] if more else [])]
        failures = len(results) + bool(more)
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(f'<testsuites name="corpuslint" {_counts(failures, len(errors))}>\n')
        if others or not results:
            out.writelines(_suite("corpuslint", others, len(errors)))
        for path, found in groupby(results, key=lambda result: result.location.path):
            out.writelines(_suite(in_checkout(path, "CI_PROJECT_DIR"), [*map(_finding, found)], 0))
        out.write("</testsuites>\n")


class _Test(NamedTuple):
    """The name of a test, its other attributes, and the element in it."""

    name: str
    attributes: str
    outcome: str


def _suite(name: str, tests: Sequence[_Test], errors: int) -> Iterator[str]:
    yield f'  <testsuite name="{xml(name)}" {_counts(len(tests) - errors, errors)}>\n'
    seen: Counter[str] = Counter()
    for test in tests:
        seen[test.name] += 1
        known = f"{test.name} #{seen[test.name]}" if seen[test.name] > 1 else test.name
        yield f'    <testcase name="{xml(known)}" {test.attributes}>\n      {test.outcome}\n    </testcase>\n'
    yield "" if tests else _PASSED
    yield "  </testsuite>\n"


def _counts(failures: int, errors: int) -> str:
    return f'tests="{failures + errors or 1}" failures="{failures}" errors="{errors}"'


def _finding(result: Result) -> _Test:
    place = result.location
    path = xml(in_checkout(place.path, "CI_PROJECT_DIR"))
    said = xml(told(result))
    remedy = f"\nhelp: {xml(result.fix.title)}" if result.fix else ""
    return _Test(
        f"{result.code} {result.name} {place.line}:{place.column}{record(place, Style())}",
        f'classname="{path}" file="{path}" line="{place.line}"',
        f'<failure type="{SEVERITIES[result.severity]}" message="{said}">'
        f"{path}:{place.line}:{place.column}: {said}{remedy}</failure>",
    )


def _trouble(trouble: Trouble) -> _Test:
    said = xml(trouble.message)
    return _Test(
        f"{trouble.code} {trouble.path}".strip(),
        'classname="corpuslint"',
        f'<error type="{xml(trouble.code)}" message="{said}">{said}</error>',
    )


def _left_out(more: str) -> _Test:
    return _Test("more findings", 'classname="corpuslint"', f'<failure type="info" message="{more}">{more}</failure>')
