"""Places for what can be made again: the user's own cache, and the cache folder of a corpus.

Nothing that is read back is trusted to be whole, and nothing that another user wrote is read at all.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from corpuslint.errors import WriteRefused
from corpuslint.hashes import blake2b
from corpuslint.read import NO_LINK
from corpuslint.settings import below

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = 64
"""Most entries of one kind in the user's cache; the oldest half goes when there are more."""
MAX_ENTRY = 16 << 20
"""Bytes of the largest entry that is read."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
"""How a file is opened that must not be there yet."""
_DIGEST = 16
_TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder is a cache of corpuslint (see https://bford.info/cachedir/).\n"
)


def digest(data: bytes) -> str:
    """A name for these bytes: their BLAKE2b digest (RFC 7693) of 16 bytes in hexadecimal."""
    return blake2b(data, digest_size=_DIGEST).hexdigest()


def user_folder() -> str:
    """The folder of this user's cache, which need not exist; "" where there is no home."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
            base = os.path.expanduser("~/.cache")
    return os.path.join(base, "corpuslint") if os.path.isabs(base) else ""


class UserCache:
    """Small entries by name in a folder of this user, shared by all runs.

    Each file holds a digest and the entry. What is damaged, foreign or unreadable counts as missing, what
    cannot be written is not kept: a cache never makes a run fail.
    """

    def __init__(self, kind: str, outside: str = "") -> None:
        """`kind` is the name of a sub-folder. A cache that lies below the folder `outside` is not used."""
        folder = user_folder()
        self.folder = os.path.join(folder, kind) if folder and not _lies_in(folder, outside) else ""

    def get(self, key: str) -> bytes | None:
        """The entry of this name as it was put, or None."""
        if not self.folder:
            return None
        try:
            whole = _read_own(os.path.join(self.folder, key))
        except OSError:
            return None
        mark, entry = whole[: 2 * _DIGEST], whole[2 * _DIGEST :]
        return entry if mark and mark == digest(entry).encode() else None

    def put(self, key: str, entry: bytes) -> None:
        """Keep an entry, whole or not at all."""
        if not self.folder:
            return
        with suppress(OSError):
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            if is_own_folder(self.folder):
                with replacing(os.path.join(self.folder, key), mode=0o600) as stream:
                    stream.write(digest(entry).encode() + entry)
                _thin_out(self.folder)


def _lies_in(folder: str, outside: str) -> bool:
    """Whether the cache would lie in the corpus; a corpus that is the user's whole home is an exception."""
    if not outside:
        return False
    corpus = os.path.realpath(outside)
    return below(os.path.realpath(folder), corpus) and not below(os.path.realpath(_home()), corpus)


def _home() -> str:
    return os.path.expanduser("~")


def _is_own(status: os.stat_result) -> bool:
    return sys.platform == "win32" or status.st_uid == os.geteuid()


def is_own_folder(path: str) -> bool:
    """Whether this is a folder of this user, and no link. Raises OSError where there is nothing."""
    status = os.lstat(path)
    return stat.S_ISDIR(status.st_mode) and _is_own(status)


def _read_own(path: str) -> bytes:
    """The content of a regular file of this user; b"" for anything else."""
    fd = os.open(path, NO_LINK)
    try:
        status = os.fstat(fd)
        if not stat.S_ISREG(status.st_mode) or not _is_own(status) or status.st_size > MAX_ENTRY:
            return b""
        return os.read(fd, status.st_size)
    finally:
        os.close(fd)


def _thin_out(folder: str) -> None:
    """Remove the older half where there are too many entries."""
    names = os.listdir(folder)
    if len(names) > ENTRIES:
        paths = [os.path.join(folder, name) for name in names]
        paths.sort(key=lambda path: os.lstat(path).st_mtime_ns)
        for path in paths[: len(paths) // 2]:
            os.unlink(path)


def prepare(path: str) -> str:
    """Make the cache folder of a corpus, with a mark for backup programs and a .gitignore of its own.

    Returns the path. Raises WriteRefused where it cannot be made, is a link, or belongs to somebody else.
    """
    try:
        os.makedirs(path, exist_ok=True)
        status = os.lstat(path)
        if not stat.S_ISDIR(status.st_mode):
            raise WriteRefused(f"{path}: the cache folder must be a folder, not a link; remove it or set cache-dir")
        if not _is_own(status):
            raise WriteRefused(f"{path}: the cache folder belongs to another user; remove it or set cache-dir")
        _create(os.path.join(path, ".gitignore"), "# Made by corpuslint.\n*\n")
        _create(os.path.join(path, "CACHEDIR.TAG"), _TAG)
    except OSError as error:
        reason = error.strerror or error
        raise WriteRefused(f"{path}: the cache folder cannot be made ({reason}); set cache-dir") from None
    return path


def _create(path: str, text: str) -> None:
    """Create a file, if nothing has its name; an empty one was left by a full disk."""
    with suppress(FileNotFoundError):
        if os.lstat(path).st_size:
            return
    with replacing(path) as stream:
        stream.write(text.encode("ascii"))


@contextmanager
def creating(path: str, mode: int = 0o666) -> Iterator[BinaryIO]:
    """A file that must not be there yet; it is removed where it cannot be written to its end. Raises OSError.

    `mode` is cut by the umask.
    """
    stream = open(os.open(path, _NEW, mode), "wb")  # noqa: SIM115 - closed below
    try:
        with stream:
            yield stream
    except BaseException:
        with suppress(OSError):
            os.unlink(path)
        raise


@contextmanager
def replacing(path: str, *, mode: int = 0o666, spare: str = "") -> Iterator[BinaryIO]:
    """A file that takes the place of what has this name when it is written, whole or not at all. Raises OSError.

    `spare` is the path that it has until then, by default that of a hidden file beside.
    """
    folder, name = os.path.split(path)
    spare = spare or os.path.join(folder, f".{name}.{os.getpid()}.{os.urandom(4).hex()}")
    with creating(spare, mode) as stream:
        yield stream
        stream.close()  # an open file cannot be renamed on Windows
        os.replace(spare, path)
