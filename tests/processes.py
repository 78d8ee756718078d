"""Other processes as tests see them: those that one has started, whether they live, and what they will have done."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what processes there are")
PATIENCE = 120.0
"""Seconds after which a test fails that waits; none waits so long that passes."""


def wait_for(done: Callable[[], bool]) -> None:
    """Wait until something has come about."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def interrupted(start: Callable[[], subprocess.Popen[bytes]], begun: Callable[[bytes], bool]) -> bytes:
    """What a run that was interrupted in its middle has printed; `begun` says of that whether anything was done.

    Runs are interrupted later while nothing was done, and sooner where all was, as fast as this machine is by now.
    """
    delay = 0.3
    for _ in range(30):
        child = start()
        time.sleep(delay)
        child.send_signal(signal.SIGINT)
        out, _ = child.communicate(timeout=PATIENCE)
        if child.returncode == 130 and begun(out):
            return out
        delay *= 0.8 if child.returncode in {0, 1, 2} else 1.3
    pytest.fail("no run was interrupted in its middle")


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
