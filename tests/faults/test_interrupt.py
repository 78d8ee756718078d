"""Ctrl-C ends a run at once, and what was found until then is told as what it is: not all."""

from __future__ import annotations

import json
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

MANY = 4_000
TEXT = 'The ferry to Harnsey stays in port.  \n\n\n\n\nHe called it "a long day" ".\n'


def interrupted(process: Process, *arguments: str) -> dict[str, Any]:
    """The report of a run that was interrupted in its middle."""
    for delay in (0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.2, 1.6):
        child = process.start("--output-format", "json", "--scope", "documents", *arguments)
        time.sleep(delay)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=20)
        if child.returncode == 130 and out:
            report: dict[str, Any] = json.loads(out)
            if report["summary"]["documents"]:
                return report
    pytest.fail("no run was interrupted in its middle")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_was_found_is_told(process: Process, jobs: str) -> None:
    process.write({f"{n // 100:02}/{n:04}.txt": TEXT for n in range(MANY)})

    report = interrupted(process, "-j", jobs)

    assert report["summary"]["interrupted"] is True
    assert 0 < report["summary"]["documents"] < MANY
    assert len(report["findings"]) >= report["summary"]["documents"]


def test_no_baseline_is_written_of_a_part(process: Process) -> None:
    process.write({f"{n // 100:02}/{n:04}.txt": TEXT for n in range(MANY)})

    interrupted(process, "--write-baseline")

    assert not (process.folder / "corpuslint-baseline.jsonl").exists()
