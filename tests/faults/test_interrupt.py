"""Ctrl-C ends a run at once, and what was found until then is told as what it is: not all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests import processes

if TYPE_CHECKING:
    import subprocess

    from tests.conftest import Process

MANY = 4_000
BASELINE = "corpuslint-baseline.jsonl"
TEXT = 'The ferry to Harnsey stays in port.  \n\n\n\n\nHe called it "a long day" ".\n'


def interrupted(process: Process, *arguments: str) -> dict[str, Any]:
    """The report of a run that was interrupted in its middle."""

    def start() -> subprocess.Popen[bytes]:
        (process.folder / BASELINE).unlink(missing_ok=True)
        return process.start("--output-format", "json", "--scope", "documents", *arguments)

    out = processes.interrupted(start, lambda out: bool(out) and json.loads(out)["summary"]["documents"] > 0)
    report: dict[str, Any] = json.loads(out)
    return report


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

    assert not (process.folder / BASELINE).exists()
