"""Puts a whole new file into a folder: under a free name, in one step, with nothing half-written to see."""

from __future__ import annotations

import errno
import os
import re
import sys
import time
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

from corpuslint.kernel import write_out
from corpuslint.read import NO_LINK, content

if TYPE_CHECKING:
    from collections.abc import Callable

_CREATE = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 30
_STALE = 3600
"""Seconds after which a temporary file that nobody touched is taken for a leftover."""
_TEMPORARY = re.compile(r"\..*\.[0-9a-f]{12}(?:-(?P<old>[0-9a-f]{8})-(?P<new>[0-9a-f]{8}))?\.corpuslint", re.DOTALL)


def spool(name: str, fill: Callable[[int], None], mode: int) -> None:
    """Make the file `name`, which must not exist; `fill` writes it through a descriptor.

    `mode` is cut by the umask. Raises what `fill` raises, and OSError; then there is no file.
    """
    if _spool_unnamed(name, fill, mode):
        return
    part = temporary_name(name)
    fd = os.open(part, _CREATE, mode)
    try:
        try:
            fill(fd)
        finally:
            os.close(fd)
        _give_free_name(part, name)
    except BaseException:
        remove(part)
        raise


def write_whole(fd: int, data: bytes, *, fsync: bool) -> None:
    """Write every byte and check that all arrived; `fsync` waits for the disk. Raises OSError."""
    view = memoryview(data)
    while view:
        taken = os.write(fd, view[:_CHUNK])
        if taken <= 0:
            raise OSError(errno.EIO, "nothing more could be written")
        view = view[taken:]
    if os.fstat(fd).st_size != len(data):
        raise OSError(errno.EIO, "fewer bytes arrived than were written")
    if fsync:
        os.fsync(fd)
    else:
        write_out(fd)


def temporary_name(target: str, texts: tuple[bytes, bytes] | None = None) -> str:
    """A fresh name beside `target`: a dot, the start of its name, a token, `.corpuslint`.

    A temporary file that will be exchanged carries checksums of the old and the new text, so that
    `sweep` can tell either from a text that somebody else saved.
    """
    folder, base = os.path.split(target)
    sums = "".join(f"-{_checksum(text)}" for text in texts or ())
    return os.path.join(folder, f".{base.lstrip('.')[:40]}.{os.urandom(6).hex()}{sums}.corpuslint")


def sweep(folder: str) -> list[str]:
    """Remove the temporary files that killed runs left in `folder` more than an hour ago.

    Returns the paths of those that were kept although they are old, because they hold a text that is
    neither the old nor the new one: another program saved it in the instant before the kill.
    """
    kept: list[str] = []
    with suppress(OSError), os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".corpuslint"))
        for path, match in ((os.path.join(folder, name), _TEMPORARY.fullmatch(name)) for name in names):
            if match and _is_stale(path):
                if _is_ours(path, match):
                    remove(path)
                else:
                    kept.append(path)
    return kept


def remove(path: str) -> None:
    """Remove a temporary file; one that cannot be removed now is left to `sweep`."""
    with suppress(OSError):
        os.unlink(path)


def _spool_unnamed(name: str, fill: Callable[[int], None], mode: int) -> bool:
    """As `spool`, through a file without a name, so that a kill leaves nothing; False where it cannot."""
    if sys.platform != "linux":
        return False
    try:
        fd = os.open(os.path.dirname(name), os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, mode)
    except OSError:
        return False
    named = False
    try:
        try:
            fill(fd)
            named = _link_unnamed(fd, name)
        finally:
            os.close(fd)
    except BaseException:
        if named:
            remove(name)
        raise
    return named


def _link_unnamed(fd: int, name: str) -> bool:
    try:  # src_dir_fd makes Python call linkat(), which alone follows this link
        os.link(f"/proc/self/fd/{fd}", name, src_dir_fd=fd, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _give_free_name(part: str, name: str) -> None:
    if os.name == "nt":
        os.rename(part, name)  # fails there if the name is taken
        return
    try:
        os.link(part, name)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this file system: take the name, then put the file under it
        _take(name)
        try:
            os.replace(part, name)
        except BaseException:
            remove(name)
            raise
    else:
        os.unlink(part)


def _take(name: str) -> None:
    os.close(os.open(name, _CREATE))


def _is_stale(path: str) -> bool:
    """Whether nobody has touched it for an hour; a rename counts as touching."""
    stat = os.lstat(path)
    return time.time() - max(stat.st_mtime, stat.st_ctime) > _STALE


def _is_ours(path: str, match: re.Match[str]) -> bool:
    if match["old"] is None:
        return True
    fd = os.open(path, NO_LINK)
    try:
        text = content(fd, os.fstat(fd).st_size)
    finally:
        os.close(fd)
    return _checksum(text) in {match["old"], match["new"]}


def _checksum(text: bytes) -> str:
    return f"{zlib.crc32(text):08x}"
