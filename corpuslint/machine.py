"""What this machine gives to a process: processors and memory, as far as a container leaves them."""

from __future__ import annotations

import os
from contextlib import suppress

LEAST = 2 << 30
"""Bytes of memory that a worker has at least; what it needs for large texts must not fail on a busy machine."""


def processors() -> int:
    """How many processors this process may use at a time."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    words = _words("/sys/fs/cgroup/cpu.max")
    if len(words) == 2 and words[0].isdigit() and words[1].isdigit():  # so many microseconds of each so many
        usable = min(usable, -(-int(words[0]) // int(words[1])))
    return max(usable, 1)


def share_of_memory(workers: int) -> int:
    """Bytes that each of so many workers may use before all of them together use what is free; 0: not known."""
    words = _words("/proc/meminfo")
    if "MemAvailable:" not in words:
        return 0
    free = int(words[words.index("MemAvailable:") + 1]) << 10
    most = _words("/sys/fs/cgroup/memory.max")
    if most and most[0].isdigit():
        free = min(free, int(most[0]))
    return max(LEAST, free // workers)


def _words(path: str) -> list[str]:
    with suppress(OSError), open(path, encoding="ascii", errors="replace") as stream:
        return stream.read().split()
    return []
