"""A crew answers for every item, whatever becomes of its workers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import LINUX

PROGRAM = Path(__file__).with_name("labour.py")
MANY = [f"item{number}" for number in range(100)]


def run(start: str, *items: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROGRAM), start, *items], capture_output=True, text=True, timeout=60, check=False
    )


def said(start: str, *items: str) -> dict[str, list[str]]:
    done = run(start, *items)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return {name: sorted(values) for name, values in found.items()}


@pytest.mark.parametrize("start", ["fork", "spawn", "apart"])
def test_all_is_answered(start: str) -> None:
    assert said(start, *MANY) == {"done": sorted(item.upper() for item in MANY), "lost": []}
    assert said(start) == {"done": [], "lost": []}


KILLED = "its worker was killed, which the system does where memory runs out"
LOST = [
    ("kill", KILLED),
    ("leave", "its worker ended with status 3"),
    ("fail", "ValueError: a bug"),
    ("wait", "it took longer than 2 seconds"),
    ("eat", "it needs more memory than there is"),
]


@pytest.mark.parametrize(("item", "reason"), LOST, ids=[item for item, _ in LOST])
def test_the_guilty_item_is_lost_and_no_other(item: str, reason: str) -> None:
    assert said("fork", *MANY[:50], item, *MANY[50:]) == {
        "done": sorted(other.upper() for other in MANY),
        "lost": [f"{item}: {reason}"],
    }


def test_workers_that_cannot_be_forked_are_as_sure() -> None:
    assert said("spawn", *MANY[:3], "kill", "fail", *MANY[3:6]) == {
        "done": sorted(other.upper() for other in MANY[:6]),
        "lost": ["fail: ValueError: a bug", f"kill: {KILLED}"],
    }


@pytest.mark.parametrize("start", ["fork", "apart"])
def test_who_cannot_listen_any_more_is_waited_for_by_nobody(start: str) -> None:
    long = ["x" * 100_000] * 12

    assert said(start, "seize", *long) == {
        "done": [item.upper() for item in long],
        "lost": ["seize: it took longer than 2 seconds"],
    }


@LINUX
@pytest.mark.parametrize(("start", "item"), [("fork", "seize"), ("spawn", "seize"), ("apart", "wait")])
def test_who_is_busy_for_ever_ends_with_the_program(start: str, item: str) -> None:
    command = [sys.executable, str(PROGRAM), start, item]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stderr is not None
        assert program.stderr.readline() == b"begun\n"
        program.kill()

        assert program.communicate(timeout=20) == (b"", b""), "its workers have let go of what they shared with it"


def test_many_are_lost() -> None:
    found = said("fork", *["kill", "fine", "leave", "good"] * 10)

    assert found["done"] == ["FINE"] * 10 + ["GOOD"] * 10
    assert len(found["lost"]) == 20


def test_what_can_be_divided_is_lost_in_part() -> None:
    assert said("fork", "a+b+kill+c", "x") == {"done": ["A", "B", "C", "X"], "lost": [f"kill: {KILLED}"]}


def test_who_gets_on_is_not_given_up() -> None:
    assert said("fork", "slow", "slower")["lost"] == []


def test_fewer_processes_than_asked_for_do_it_all() -> None:
    assert said("few", *MANY) == {"done": sorted(item.upper() for item in MANY), "lost": []}


def test_no_process_at_all_is_told() -> None:
    done = run("none", *MANY)

    assert done.returncode == 1
    assert "cannot be started here (Resource temporarily unavailable); run with --jobs 1" in done.stderr


def test_an_error_of_the_settings_ends_the_run() -> None:
    done = run("fork", *MANY, "refuse")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "corpuslint.errors.UsageError: this cannot be obeyed"
