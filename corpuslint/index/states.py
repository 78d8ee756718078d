"""What tells whether a file is as it was when it was read: its size, and the times of its last changes."""

from __future__ import annotations

import os

State = tuple[int, int, int]
"""Size in bytes; times of change of content and of anything about the file, in ns."""
UNKNOWN: State = (-1, -1, -1)
"""That of a file that must be looked at again."""
_SECOND = 1_000_000_000
_TICK = _SECOND // 20
"""Nanoseconds in which two changes may leave the same time; two seconds where a file system counts in seconds."""


def state_of(status: os.stat_result) -> State:
    """The state of a file that was looked at."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def may_change_unseen(state: State, now: int) -> bool:
    """Whether a change after `now` may leave the times of a file as they are: by the steps in which files get times."""
    changed = max(state[1:])
    return changed > now - (_TICK if changed % _SECOND else 2 * _SECOND)
