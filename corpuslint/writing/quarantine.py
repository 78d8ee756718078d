"""Documents taken out of a corpus: moved beside it, not deleted, with a list of what lies there and why.

One folder a run, `.corpuslint_quarantine/<run>/`, in the folder that holds the cache: `files/` has the documents under
the paths they had, and the records cut out of a file as a file of that name; `manifest.jsonl` says of each where it
lay and which document was kept; it is written before anything moves, and a line more where it stays after all. The list
is for people: `corpuslint undo` goes by the journal, which is sealed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from corpuslint.errors import ReadError, WriteRefused
from corpuslint.read import read
from corpuslint.settings import below
from corpuslint.writing.write import write_new

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpuslint.read import Snapshot

FOLDER = ".corpuslint_quarantine"
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Quarantine:
    """The quarantine of one run in the corpus `root` (a real path)."""

    def __init__(self, root: str, run: str) -> None:
        """Nothing is made yet."""
        self._root = root
        self.folder = os.path.join(root, FOLDER, run)

    def place(self, real: str) -> str:
        """Where the file with this real path goes, relative to the root."""
        inner = os.path.relpath(real, self._root)
        if not below(real, self._root):
            digest = hashlib.blake2b(real.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
            inner = os.path.join("outside", digest, os.path.basename(real))
        return os.path.relpath(os.path.join(self.folder, "files", inner), self._root)

    def move(self, snapshot: Snapshot, place: str) -> None:
        """Move a file to its place. Raises WriteRefused, and it lies where it lay, if it is not what was read."""
        target = os.path.join(self._root, place)
        try:
            self._make(os.path.dirname(target))
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target)
            os.rename(snapshot.real, target)
        except OSError as error:
            reason = error.strerror or str(error)
            if error.errno == errno.EXDEV:
                reason = "the quarantine is on another file system; name a folder beside the texts with --cache-dir"
            raise WriteRefused(f"{snapshot.path}: it cannot be moved ({reason}); it stays where it is") from error
        if _text(target) != snapshot.data:
            _back(snapshot, target)

    def keep(self, place: str, records: bytes) -> None:
        """Add records that are being cut out of a file to the file of that name. Raises WriteRefused."""
        self._append(os.path.join(self._root, place), records)

    def note(self, entry: Mapping[str, object]) -> None:
        """Add a line to the list. Raises WriteRefused."""
        self._append(os.path.join(self.folder, "manifest.jsonl"), json.dumps(entry).encode("ascii") + b"\n")

    def _append(self, path: str, data: bytes) -> None:
        try:
            self._make(os.path.dirname(path))
            fd = os.open(path, _APPEND, 0o600)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(fd, view) :]
            finally:
                os.close(fd)
        except OSError as error:
            raise WriteRefused(f"{path}: it cannot be written ({error.strerror or error}); see to the disk") from error

    def _make(self, folder: str) -> None:
        """Make a folder below the root; no part of it may be a link, so that nothing is led elsewhere."""
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.path.realpath(folder) != folder:
            raise OSError(errno.ELOOP, "a link stands in the quarantine; remove it")
        ignore = os.path.join(self._root, FOLDER, ".gitignore")
        if not os.path.lexists(ignore):
            with suppress(WriteRefused):  # another process was faster
                write_new(ignore, b"*\n")


def give_back(place: str, path: str, text: bytes) -> None:
    """Put the file that was moved to `place` back to `path`, where nothing may lie; else write `text` there.

    Raises WriteRefused.
    """
    if _text(place) == text:
        with suppress(OSError):  # a file system without links: the text is written, which loses dates
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.link(place, path, follow_symlinks=False)
            os.unlink(place)
            return
    write_new(path, text)
    if _text(place) == text:
        with suppress(OSError):
            os.unlink(place)


def _text(path: str) -> bytes | None:
    try:
        return None if os.path.islink(path) else read(path, limit=1 << 40).data
    except ReadError:
        return None


def _back(snapshot: Snapshot, target: str) -> None:
    """Undo a move: somebody saved the file at the same moment. Raises WriteRefused in any case."""
    try:
        os.link(target, snapshot.real, follow_symlinks=False)
        os.unlink(target)
    except OSError as error:
        said = f"another program saved it at the same moment; what it saved lies in {target}"
        raise WriteRefused(f"{snapshot.path}: {said}; put it where it belongs") from error
    raise WriteRefused(f"{snapshot.path}: it changed since it was read; it stays where it is; run again")
