"""Other processes as tests see them: those that one has started, whether they live, and what they will have done."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what processes there are")
PATIENCE = 30.0
"""Seconds after which a test fails that waits; none waits so long that passes."""


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until something has come about."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """The processes that a process has started and not yet buried, by whichever of its threads."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # a thread, or all of it, has ended
            found += map(int, task.read_text("ascii").split())
    return found


def lives(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    return False
