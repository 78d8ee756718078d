"""Changes small files that several people and programs add to: each change is made to what the file holds then."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpuslint.errors import ChangedSince, WriteRefused
from corpuslint.read import LIMIT, Snapshot, read
from corpuslint.writing.write import replace, write_new

if TYPE_CHECKING:
    from collections.abc import Callable

ATTEMPTS = 20
"""How often a change is tried anew because others have changed the file."""


def amend(
    path: str, into: Callable[[Snapshot | None], bytes | None], *, limit: int = LIMIT, fsync: bool = False
) -> None:
    """Make of a file what `into` makes of it, anew where somebody else changes it meanwhile.

    `into` gets None where there is no file, and gives None where nothing is to be written. What it raises is raised.
    Raises ReadError, and WriteRefused where the file cannot be written or others keep changing it.
    """
    for _ in range(ATTEMPTS):
        old = read(path, limit) if os.path.lexists(path) else None
        data = into(old)
        if data is None:
            return
        try:
            if old is None:
                write_new(path, data, fsync=fsync)
            else:
                replace(old, data, fsync=fsync)
        except ChangedSince:  # even if it holds by now what was read: others give back what they could not replace
            continue
        except WriteRefused:
            now = read(path, limit) if os.path.lexists(path) else None
            if (now and now.data) == (old and old.data):
                raise
        else:
            return
    raise WriteRefused(f"{path}: others keep changing it; try again when they have done")
