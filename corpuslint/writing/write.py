"""Replaces and creates corpus files; nothing else in the project does.

Whenever this process dies, each file is the whole old or the whole new text: the new text is written
beside the old one, made equal in owner, permissions and extended attributes, and put in its place in
one step. Where the system can exchange two names (Linux), what came out is compared with what was
read, and a text that somebody saved in between goes back to its place; elsewhere (macOS, Windows,
some network file systems) it is compared just before. After a power cut the same holds with `fsync`,
and without it on file systems that write data before names, as ext4 does by default.

Not covered: a program that keeps the old file open and writes into it later, network file systems
without an atomic rename, extended attributes on macOS, access lists and alternate streams on Windows.

To write past the size limit of a process is an error like any other under Python, which ignores the
signal (SIGXFSZ); where a host program restored it, it kills, and the old text is whole as ever.
"""

from __future__ import annotations

import errno
import os
import stat as modes
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.errors import ChangedSince, WriteRefused
from corpuslint.kernel import exchange
from corpuslint.read import NO_LINK, Snapshot, content
from corpuslint.writing import attributes
from corpuslint.writing.spool import remove, spool, sweep, temporary_name, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["replace", "sweep", "write_new"]

_UNCHANGED = "it stays as it was"

_PERMISSION = ("there is no permission to replace it", "make it and its folder writable for you")
_REASONS = {
    errno.ENOSPC: ("there is no space left", "free some space and run again"),
    errno.EFBIG: ("the new text is larger than this process may write", "raise the limit (ulimit -f)"),
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EROFS: ("its file system is read-only", "mount it writable or write elsewhere"),
    errno.ENOENT: ("it was deleted since it was read", "run again"),
    errno.ELOOP: ("it became a link since it was read", "run again"),
    errno.EEXIST: ("something of this name exists already", "move it away or write elsewhere"),
    errno.ENOTDIR: ("a part of its path is not a folder", "choose another folder"),
    getattr(errno, "EDQUOT", -1): ("the disk quota is used up", "free some space and run again"),
}


class _Sight(NamedTuple):
    """What lies under a name: which thing (device, number, time of its last change), and its text.

    The text is None of what is no regular file, or one that cannot be read.
    """

    which: tuple[int, int, int]
    text: bytes | None


def replace(snapshot: Snapshot, new: bytes, *, fsync: bool = False, break_hardlinks: bool = False) -> None:
    """Put `new` in the place of the text that `snapshot` holds.

    `fsync` waits until the text is on the disk. `break_hardlinks` allows a file with several names;
    the other names keep the old text.
    Raises WriteRefused, and then the file is untouched and no temporary file remains: if it is not
    what was read any more, is read-only, has other names, or cannot be written whole with the same
    owner, permissions and attributes.
    """
    if new == snapshot.data:
        return
    with _refusing(snapshot.path, _UNCHANGED), _original(snapshot, break_hardlinks) as old:
        whole = temporary_name(snapshot.real, (snapshot.data, new))

        def fill(fd: int) -> None:
            write_whole(fd, new, fsync=False)
            if lost := attributes.copy(old, fd):
                raise _refused(snapshot, f"its {lost} cannot be kept", "run as its owner")
            if fsync:
                os.fsync(fd)

        spool(whole, fill, 0o600)
        _install(whole, snapshot, new)
    if fsync:
        _sync_folder(snapshot.path, snapshot.real)


def write_new(path: str, data: bytes, *, fsync: bool = False, mode: int = 0o666) -> None:
    """Create a file that must not exist yet, and the folders above it; it appears whole or not at all.

    `mode` is cut by the umask. Raises WriteRefused, also if anything has that name, a dangling link too.
    """
    with _refusing(path, "nothing was written"):
        target = os.path.abspath(path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        spool(target, lambda fd: write_whole(fd, data, fsync=fsync), mode)
    if fsync:
        _sync_folder(path, target)


def renew(path: str, data: bytes, *, mode: int) -> None:
    """Put `data` in the place of a file that this run wrote, in one step, however read-only that is.

    `mode` is cut by the umask. Raises WriteRefused; the file is as it was then.
    """
    with _refusing(path, _UNCHANGED):
        whole = temporary_name(os.path.abspath(path))
        spool(whole, lambda fd: write_whole(fd, data, fsync=False), mode)
        try:
            os.replace(whole, path)
        except OSError:
            remove(whole)
            raise


def remove_new(path: str) -> None:
    """Remove a file that this run wrote. Raises WriteRefused."""
    with _refusing(path, "it is there still"):
        os.unlink(path)


@contextmanager
def _refusing(path: str, state: str) -> Iterator[None]:
    """Turn errors of the system into refusals; `state` says what holds for the file then."""
    try:
        yield
    except OSError as error:
        known = _REASONS.get(error.errno or 0)
        reason, remedy = known or (error.strerror or str(error), "see to the disk and run again")
        raise WriteRefused(f"{path}: {reason}; {state}; {remedy}") from error


def _refused(snapshot: Snapshot, reason: str, remedy: str) -> WriteRefused:
    return WriteRefused(f"{snapshot.path}: {reason}; {_UNCHANGED}; {remedy}")


def _changed(snapshot: Snapshot) -> ChangedSince:
    return ChangedSince(str(_refused(snapshot, "it changed since it was read", "run again")))


@contextmanager
def _original(snapshot: Snapshot, break_hardlinks: bool) -> Iterator[int]:
    """The file opened again, if it is still the one that was read and may be replaced."""
    fd = os.open(snapshot.real, NO_LINK)
    try:
        stat = os.fstat(fd)
        if _which(stat) != _which(snapshot.stat) or stat.st_size != len(snapshot.data):
            raise _changed(snapshot)
        if stat.st_nlink > 1 and not break_hardlinks:
            raise _refused(
                snapshot,
                f"it has {stat.st_nlink} names (hard links), and the others would keep the old text",
                "fix it under one name, or allow that with --break-hardlinks",
            )
        if not is_writable(snapshot.real, stat.st_mode):
            raise _refused(snapshot, "it is read-only", "make it writable for you")
        yield fd
    finally:
        with suppress(OSError):  # it was only read
            os.close(fd)


def is_writable(real: str, mode: int) -> bool:
    """Whether we may write into it; a file that nobody may write is left alone by root too."""
    effective = os.access in os.supports_effective_ids
    return bool(mode & 0o222) and os.access(real, os.W_OK, effective_ids=effective)


def _install(whole: str, snapshot: Snapshot, new: bytes) -> None:
    """Put the temporary file `whole` in place, if the text that it replaces is the one that was read."""
    try:
        ours = _Sight(_which(os.lstat(whole)), new)
        exchanged = exchange(whole, snapshot.real)
        if not exchanged:
            if _sight(snapshot.real).text != snapshot.data:
                raise _changed(snapshot)
            os.replace(whole, snapshot.real)
    except (OSError, WriteRefused):
        remove(whole)
        raise
    if exchanged:
        _settle(whole, snapshot, ours)


def _settle(whole: str, snapshot: Snapshot, ours: _Sight) -> None:
    """Judge what the exchange brought out; until then `whole` may be the only copy of a fresh save."""
    theirs: _Sight | None = None
    with suppress(OSError):
        theirs = _sight(whole)
    if theirs and theirs.text == snapshot.data:
        remove(whole)
        return
    try:
        _give_back(whole, snapshot.real, ours, theirs)
    except OSError as error:
        raise WriteRefused(
            f"{snapshot.path}: another program saved it at the same moment; what it saved may lie in "
            f"{whole}; compare the two and keep the right one"
        ) from error
    remove(whole)
    raise _changed(snapshot)


def _give_back(whole: str, real: str, put: _Sight, theirs: _Sight | None) -> None:
    """Exchange back until the file holds the newest text of others, and `whole` one to throw away.

    Each exchange brings out what lay under the name. If that is what the exchange before had put
    there, nobody has saved since; if not, it is newer still, and belongs there in its turn. Equal
    texts are not enough to tell: somebody may save again what another has saved before.
    `put` is what lies under the name now, as far as we know, and `theirs` what `whole` holds, None if
    that could not be found out.
    """
    while True:
        if not exchange(whole, real):
            raise OSError(errno.EIO, "names could not be exchanged again")
        back = _sight(whole)
        if back == put:
            return
        if theirs is None:
            raise OSError(errno.EIO, "it is not known which of two texts is the newer one")
        put, theirs = theirs, back


def _sight(path: str) -> _Sight:
    """What lies under a name now. Raises OSError if nothing does."""
    stat = os.lstat(path)
    text: bytes | None = None
    if modes.S_ISREG(stat.st_mode):
        with suppress(OSError):
            fd = os.open(path, NO_LINK)
            try:
                text = content(fd, os.fstat(fd).st_size)
            finally:
                os.close(fd)
    return _Sight(_which(stat), text)


def _which(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_dev, stat.st_ino, stat.st_mtime_ns


def _sync_folder(path: str, real: str) -> None:
    """Wait until the names in the folder are on the disk; Windows does that itself."""
    if sys.platform == "win32":
        return
    with _refusing(path, "the new text is in place, but a power cut may still undo that"):
        fd = os.open(os.path.dirname(real), os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
