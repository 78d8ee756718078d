"""The folder in which runs keep what they replaced: where it lies, and its sealed lines.

One folder a run, `<cache>/journal/<run>/`: `run.jsonl` says what was changed, `<digest>.z` holds each
old text whole (zlib), so that a file can be restored without any part of the present one.

Each change names the root of the corpus as it was then, the folder that holds the cache, because a corpus
is copied and moved together with its journal, and `undo` must not reach from a copy to the original.

The cache lies in the corpus, so a journal may come with a cloned one, written by somebody who wants
`undo` to write files. Each line is therefore sealed with a key that lies elsewhere (see `seal`).
"""

from __future__ import annotations

import hashlib
import os
import stat as modes
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from corpuslint.errors import ReadError
from corpuslint.read import read
from corpuslint.writing import seal

if TYPE_CHECKING:
    from collections.abc import Mapping

_APPEND = os.O_RDWR | os.O_CREAT | os.O_APPEND
_FLAGS = _APPEND | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_BINARY"))


def journal_folder(cache_dir: str) -> str:
    """The absolute path of `<cache>/journal`; neither may be a link, so that nobody leads us elsewhere."""
    cache = os.path.abspath(cache_dir)
    home = os.path.join(cache, "journal")
    for path in (cache, home):
        with suppress(OSError):
            if modes.S_ISLNK(os.lstat(path).st_mode):
                raise ReadError(f"{path}: it is a link; name the folder itself as the cache folder")
    return home


def root_folder(home: str) -> str:
    """The real path of the folder that holds the cache with this journal folder, which must exist.

    Raises ReadError where the system does not tell it: without it nobody knows which corpus this is.
    """
    holder = os.path.dirname(os.path.dirname(home))
    try:
        return os.path.realpath(holder, strict=True)
    except OSError as error:
        reason = error.strerror or error
        raise ReadError(f"{holder}: its real path cannot be found ({reason}); see to the disk and run again") from error


def run_names(home: str) -> list[str]:
    """The names of all runs in the journal folder, oldest first, whoever recorded them."""
    try:
        with os.scandir(home) as found:
            names = [entry.name for entry in found if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return sorted(filter(_is_run, names), key=lambda name: (started_at(name), int(name[16:])))


def run_name(started: datetime, number: int) -> str:
    """`YYYYMMDD-HHMMSS-N` in UTC, so that runs sort by time wherever and whenever they were made."""
    return f"{started.astimezone(UTC):%Y%m%d-%H%M%S}-{number}"


def started_at(run: str) -> datetime:
    """When a run began. Raises ValueError if that is no name of a run."""
    return datetime.strptime(run[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def _is_run(name: str) -> bool:
    try:
        number = int(name[16:])
        return number > 0 and run_name(started_at(name), number) == name
    except (ValueError, OverflowError):
        return False


def digest(text: bytes) -> str:
    """BLAKE2b of a text, as 64 hexadecimal digits."""
    return hashlib.blake2b(text, digest_size=32).hexdigest()


def text_path(folder: str, text_digest: str) -> str:
    """Where a run keeps the old text of this digest."""
    return os.path.join(folder, text_digest + ".z")


def append(folder: str, key: bytes, entry: Mapping[str, object], *, fsync: bool) -> None:
    """Add a sealed line to a run in one write, on a line of its own whatever came before. Raises OSError."""
    line = seal.seal(key, _context(folder), entry) + b"\n"
    fd = os.open(os.path.join(folder, "run.jsonl"), _FLAGS, 0o600)
    try:
        size = os.fstat(fd).st_size
        if size:
            os.lseek(fd, size - 1, os.SEEK_SET)
            if os.read(fd, 1) != b"\n":  # the line before was cut when its process died
                line = b"\n" + line
        view = memoryview(line)
        while view:
            view = view[os.write(fd, view) :]
        if fsync:
            os.fsync(fd)
    finally:
        os.close(fd)


def entries(folder: str, key: bytes | None) -> tuple[list[dict[str, object]], int]:
    """All lines of a run that are ours, in order, and how many others there are. Raises ReadError."""
    path = os.path.join(folder, "run.jsonl")
    if not os.path.lexists(path):
        return [], 0
    lines = [line for line in read(path).data.split(b"\n") if line]
    found = [seal.unseal(key, _context(folder), line) for line in lines] if key else []
    ours = [entry for entry in found if entry is not None]
    return ours, len(lines) - len(ours)


def _context(folder: str) -> str:
    return f"corpuslint journal 1 {os.path.basename(folder)}"
