"""Workflow commands of GitHub Actions: annotations on the files of a pull request.

A step shows ten annotations of each level, so the most severe findings come first and the last
notice says how many more there are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint.model import Severity
from corpuslint.report.escape import github_data, github_property, terminal
from corpuslint.report.place import SEVERITIES, record
from corpuslint.report.style import Style
from corpuslint.report.summary import count, most_severe_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.result import Result, Run, Trouble

PER_LEVEL = 10
"""Annotations that GitHub shows of each level for a step."""
TROUBLES = 5
"""Annotations spent on what was not checked, at most."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_PLAIN = Style()


class _Command(NamedTuple):
    level: str
    properties: dict[str, str]
    data: str

    def line(self) -> str:
        properties = ",".join(f"{name}={github_property(value)}" for name, value in self.properties.items())
        return f"::{self.level} {properties}::{github_data(self.data)}\n"


class GitHub:
    """One workflow command a finding."""

    name = "github"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - logs have no style
        """Write the commands, and nothing else."""
        shown, left = _selected(run)
        out.writelines(command.line() for command in shown)
        if left:
            out.write(_rest(left).line())


def _selected(run: Run) -> tuple[list[_Command], Counter[str]]:
    """What fits into GitHub's limits, the worst first, and what does not, by the word for it."""
    room = Counter(dict.fromkeys(_LEVELS.values(), PER_LEVEL))
    room["notice"] -= 1  # for the notice of the rest
    shown: list[_Command] = []
    left: Counter[str] = Counter()
    for word, command in _ranked(run):
        fits = room[command.level] > 0 and (word != "trouble" or len(shown) < TROUBLES)
        room[command.level] -= fits
        if fits:
            shown.append(command)
        else:
            left[word] += 1
    return shown, left


def _ranked(run: Run) -> Iterator[tuple[str, _Command]]:
    yield from (("trouble", _trouble(one)) for one in run.troubles)
    for result in most_severe_first(run.results):
        yield SEVERITIES[result.severity], _finding(result)


def _finding(result: Result) -> _Command:
    place = result.location
    properties = {
        "file": terminal(place.path),
        "line": str(place.line),
        "endLine": str(place.end_line),
    }
    if place.line == place.end_line:  # GitHub refuses columns of a range of lines
        properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    properties["title"] = terminal(f"{result.code} {result.name}")
    message = f"{terminal(result.message)}{record(place, _PLAIN)}"
    remedy = f"\nhelp: {terminal(result.fix.title)}" if result.fix else ""
    return _Command(_LEVELS[result.severity], properties, message + remedy)


def _trouble(trouble: Trouble) -> _Command:
    properties = {"file": terminal(trouble.path)} if trouble.path else {}
    if trouble.path and trouble.line:
        properties["line"] = str(trouble.line)
    properties["title"] = terminal(trouble.code)
    return _Command("error", properties, terminal(trouble.message))


def _rest(left: Counter[str]) -> _Command:
    parts = [f"{left[word]:,} {word}" if word == "info" else count(left[word], word) for word in left]
    message = f"Not shown here: {', '.join(parts)}. The log and the other output formats have them all."
    return _Command("notice", {"title": "corpuslint"}, message)
