"""Keeps what a fixing run replaces, before it is replaced, and can put it back.

`Journal` is for the run itself; `runs` and `undo` are for afterwards. How it lies on the disk, and why a
journal that came with somebody's corpus is harmless, is told in `ledger`.
"""

from __future__ import annotations

import itertools
import os
import shutil
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from corpuslint.errors import ReadError, WriteRefused
from corpuslint.writing import seal
from corpuslint.writing.ledger import (
    append,
    digest,
    entries,
    journal_folder,
    root_folder,
    run_name,
    run_names,
    text_path,
)
from corpuslint.writing.spool import spool, write_whole
from corpuslint.writing.undo import Outcome, RunInfo, UndoResult, runs, undo
from corpuslint.writing.write import write_new

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from corpuslint.read import Snapshot

__all__ = ["KEPT", "Journal", "Outcome", "RunInfo", "UndoResult", "runs", "undo"]

KEPT = 50
"""How many runs are kept; `Journal.begin` removes older ones of ours."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one run; worker processes may share it, their lines do not mix.

    `root` is the real path of the folder that holds the cache. As a context manager it ends with the block.
    """

    folder: str
    root: str
    key: bytes = field(repr=False)
    fsync: bool = False

    @classmethod
    def begin(cls, cache_dir: str, now: datetime, *, fsync: bool = False) -> Journal:
        """Open the journal of a new run, named after `now` (aware, or naive in local time).

        `fsync` waits for the disk on every line and text.
        Raises WriteRefused or ReadError where undo information cannot be kept; nothing has changed then.
        """
        key = seal.make_key()
        home = journal_folder(cache_dir)
        try:
            os.makedirs(home, mode=0o700, exist_ok=True)
            if not os.path.lexists(ignore := os.path.join(home, ".gitignore")):
                with suppress(WriteRefused):  # another process was faster
                    write_new(ignore, b"*\n")
            _forget(home, key)
            for number in itertools.count(1):
                with suppress(FileExistsError):
                    folder = os.path.join(home, run_name(now, number))
                    os.mkdir(folder, 0o700)
                    return cls(folder, root_folder(home), key, fsync)
        except OSError as error:
            raise _unkept(home, error) from error
        raise AssertionError("counting ended")

    @property
    def run(self) -> str:
        """The name of the run, for `undo`."""
        return os.path.basename(self.folder)

    def record(self, snapshot: Snapshot, new: bytes, codes: Mapping[str, int]) -> None:
        """Keep what `snapshot` holds before it is replaced by `new`; `codes` counts the fixes by rule.

        Raises WriteRefused; the file must then not be replaced.
        """
        self._record(snapshot, codes, {"after": digest(new), "bytes": [len(snapshot.data), len(new)]})

    def record_move(self, snapshot: Snapshot, place: str, codes: Mapping[str, int]) -> None:
        """The same of a file that is about to be moved to `place`, relative to the root."""
        self._record(snapshot, codes, {"after": "", "moved": place, "bytes": [len(snapshot.data), 0]})

    def _record(self, snapshot: Snapshot, codes: Mapping[str, int], after: Mapping[str, object]) -> None:
        before = digest(snapshot.data)
        change = {
            "change": snapshot.real,
            "root": self.root,
            "before": before,
            **after,
            "codes": dict(sorted(codes.items())),
        }
        try:
            with suppress(FileExistsError):  # another file with the same text
                spool(text_path(self.folder, before), lambda fd: self._store(fd, snapshot.data), 0o600)
            append(self.folder, self.key, change, fsync=self.fsync)
        except OSError as error:
            raise _unkept(snapshot.path, error) from error

    def done(self, path: str) -> None:
        """Note that the file (its real path) has been replaced.

        Only for the list of runs: `undo` looks at the files themselves. So a failure is no error.
        """
        with suppress(OSError):
            append(self.folder, self.key, {"done": path}, fsync=False)

    def refused(self, path: str) -> None:
        """Note that the file (its real path) was not replaced after all. A failure is no error, as above."""
        with suppress(OSError):
            append(self.folder, self.key, {"refused": path}, fsync=False)

    def end(self) -> None:
        """Close the run; one that recorded nothing leaves nothing."""
        with suppress(OSError):
            os.rmdir(self.folder)

    def __enter__(self) -> Self:
        """The journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.end()

    def _store(self, fd: int, text: bytes) -> None:
        write_whole(fd, zlib.compress(text, 1), fsync=self.fsync)


def _forget(home: str, key: bytes) -> None:
    """Remove the oldest runs of ours beyond the number that is kept."""
    for run in run_names(home)[: -KEPT + 1 or None]:
        folder = os.path.join(home, run)
        with suppress(ReadError):
            if entries(folder, key)[0]:
                shutil.rmtree(folder, ignore_errors=True)


def _unkept(path: str, error: OSError) -> WriteRefused:
    return WriteRefused(
        f"{path}: undo information cannot be kept ({error.strerror or error}); nothing was changed; "
        "free some space, choose another --cache-dir, or use --no-journal"
    )
