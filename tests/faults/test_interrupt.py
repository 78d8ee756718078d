"""Ctrl-C ends a run at once, and what was found until then is told as what it is: not all."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests import processes

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from tests.conftest import Process

MANY = 4_000
BASELINE = "corpuslint-baseline.jsonl"
TEXT = 'The ferry to Harnsey stays in port.  \n\n\n\n\nHe called it "a long day" ".\n'


def interrupted(process: Process, *arguments: str, **environment: str) -> dict[str, Any]:
    """The report of a run that was interrupted in its middle."""

    def start() -> subprocess.Popen[bytes]:
        (process.folder / BASELINE).unlink(missing_ok=True)
        return process.start("--output-format", "json", "--scope", "documents", *arguments, environment=environment)

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


@pytest.mark.skipif(sys.platform == "win32", reason="the git of this test is a shell script")
def test_what_was_found_while_files_are_looked_for_is_told(process: Process, tmp_path: Path) -> None:
    names = [*(f"a/{n:03}.txt" for n in range(600)), "b/last.txt"]
    process.write({**dict.fromkeys(names, TEXT), ".git/HEAD": "ref: refs/heads/main\n"})
    listed, git = tmp_path / "listed", tmp_path / "bin" / "git"
    listed.write_bytes(b"".join(b"H %b\0" % name.encode() for name in names))
    git.parent.mkdir()
    git.write_text(f"#!/bin/sh\ncat '{listed}'\nexec sleep 60\n")
    git.chmod(0o755)

    report = interrupted(process, "-j2", PATH=f"{git.parent}{os.pathsep}{os.environ['PATH']}")

    assert report["summary"]["interrupted"] is True
    assert 0 < report["summary"]["documents"] <= 600
    assert len(report["findings"]) > report["summary"]["documents"]


def test_no_baseline_is_written_of_a_part(process: Process) -> None:
    process.write({f"{n // 100:02}/{n:04}.txt": TEXT for n in range(MANY)})

    interrupted(process, "--write-baseline")

    assert not (process.folder / BASELINE).exists()
