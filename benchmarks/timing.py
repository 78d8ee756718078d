"""Processor time of whole commands, in turns, so that a busy machine is unfair to none of them."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Cost(NamedTuple):
    """What a command took: the smallest and the median processor time, the smallest wall time, in seconds."""

    cpu: float
    median: float
    wall: float


def costs(commands: Mapping[str, Sequence[str]], rounds: int = 5) -> dict[str, Cost]:
    """Each command once in every round, after one round that is not counted."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            taken = once(command)
            if turn:
                found[name].append(taken)
    return {
        name: Cost(min(cpu for cpu, _ in row), statistics.median(cpu for cpu, _ in row), min(wall for _, wall in row))
        for name, row in found.items()
    }


def once(command: Sequence[str]) -> tuple[float, float]:
    """User and system time of a command and its children, and its wall time, in seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def peak(command: Sequence[str]) -> float:
    """The largest resident set of a command, in MiB."""
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=-3, stderr=-3);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    import sys

    done = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024
