"""Folders for one run, below the system's temporary folder (TMPDIR): those of killed runs are removed by later ones."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import weakref
from contextlib import suppress

from corpuslint.cachedir import is_own_folder

_PREFIX, _CLAIM = "corpuslint-", "claim"
_STALE = 3600
"""Seconds after which a folder that nobody claims was left by a run that was killed."""


class Scratch:
    """A folder that goes with the object, in whatever process it is."""

    def __init__(self) -> None:
        """Raises OSError where none can be made."""
        _sweep(tempfile.gettempdir())
        self._own(tempfile.mkdtemp(prefix=_PREFIX))

    def _own(self, folder: str) -> None:
        self.folder = folder
        self._end = weakref.finalize(self, _removed, folder, _claimed(folder))

    def __getstate__(self) -> str:
        """Hand the folder over to another process of this machine; until this one ends it is claimed by both."""
        self._end.detach()
        return self.folder

    def __setstate__(self, folder: str) -> None:
        """Take the folder over."""
        self._own(folder)

    def close(self) -> None:
        """Remove the folder at once, whoever still holds this."""
        self._end()


def _claimed(folder: str) -> int | None:
    """Say of a folder, as long as this process lives, that it is in use; the descriptor that says so."""
    try:
        import fcntl

        claim = os.open(os.path.join(folder, _CLAIM), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(claim, fcntl.LOCK_SH)
    except (ImportError, OSError):  # then nobody else removes it either, if not this process
        return None
    return claim


def _removed(folder: str, claim: int | None) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if claim is not None:
        os.close(claim)


def _sweep(above: str) -> None:
    """Remove what runs left that were killed: folders of this user that nobody claims any more."""
    with suppress(OSError):
        for name in os.listdir(above):
            if name.startswith(_PREFIX):
                with suppress(ImportError, OSError):
                    _swept(os.path.join(above, name))


def _swept(folder: str) -> None:
    import fcntl

    if not is_own_folder(folder):
        return
    claim = os.open(os.path.join(folder, _CLAIM), os.O_RDWR | os.O_NOFOLLOW)
    try:
        if time.time() - os.fstat(claim).st_mtime > _STALE:  # one that is new may be about to be claimed
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(claim)
