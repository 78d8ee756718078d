"""The end of a review: what was done, what is left, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.cli import outcome, reports
from corpuslint.report import summary

if TYPE_CHECKING:
    from corpuslint.report import Style
    from corpuslint.result import Run
    from corpuslint.review.desk import Desk

LOOSE = "Decisions on copies and names may have changed more; the next run tells."


def run_of(desk: Desk, *, interrupted: bool = False) -> tuple[Run, int]:
    """The run that the findings which are left make, and its exit code."""
    runs: list[Run] = []
    desk.command.receive = runs.append
    left = [matter.result for matter in desk.tray.matters()]
    response = desk.response._replace(results=left, fixed=desk.tally.files, interrupted=interrupted)
    code = outcome.finish(desk.command, desk.scope, desk.job, desk.request._replace(sink=desk.sink), response)
    return runs[0], code


def close(desk: Desk, style: Style, *, interrupted: bool) -> int:
    """Say what was done and what is left."""
    run, code = run_of(desk, interrupted=interrupted)
    reports.printed(run.troubles)
    for line in summary.lines(run._replace(interrupted=False), style):
        print(line)
    if desk.loose:
        print(LOOSE)
    return code
