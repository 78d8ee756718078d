"""Calls of Linux and its C library that the standard library lacks."""

from __future__ import annotations

import errno
import os
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_WRITE_AND_WAIT = 1 | 2 | 4
_PARENT_DEATH_SIGNAL = 1
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM})
"""Answers of a file system or sandbox without the call; a real lack of permission shows again later."""


def exchange(one: str, other: str) -> bool:
    """Let two names in one file system swap what they stand for, in one indivisible step.

    False where the system cannot do that and nothing has happened. Raises OSError.
    """
    swap = _renameat2()
    if swap is None:
        return False
    code = swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if code in _CANNOT:
        return False
    if code:
        raise OSError(code, os.strerror(code), one, None, other)
    return True


def write_out(fd: int) -> None:
    """Hand the text of a file to the disk and wait until it has taken it, without the commit of fsync.

    A file system with delayed allocation may bring names to the disk before the text. For a name that is
    replaced ext4 at least starts to write the text by itself; for names that are exchanged it does not,
    and a power cut in the next half minute would leave an empty file or zeros. When the disk has the
    text, the commit that makes the exchange last also makes the text last. As it only adds to safety,
    it never fails.
    """
    write = _sync_file_range()
    if write is not None:
        write(fd, 0, 0, _WRITE_AND_WAIT)


def give_back() -> None:
    """Hand memory that was freed in pieces back to the system; glibc else keeps it for what may come."""
    trim = _call("malloc_trim", "size")
    if trim is not None:
        trim(0)


def signal_with_parent(number: int) -> bool:
    """Let the system send this process a signal when the thread that started it ends; False where it cannot."""
    control = _call("prctl", "int size size size size")
    return control is not None and control(_PARENT_DEATH_SIGNAL, number, 0, 0, 0) == 0


@cache
def _renameat2() -> Callable[..., int] | None:
    return _call("renameat2", "int char* int char* uint")


@cache
def _sync_file_range() -> Callable[..., int] | None:
    return _call("sync_file_range", "int int64 int64 uint")


def _call(name: str, signature: str) -> Callable[..., int] | None:
    """A function of the C library that gives back its error number, or None where there is none."""
    if sys.platform != "linux":
        return None
    try:
        import ctypes  # only a run that writes, or is large, pays for it
    except ImportError:  # it is not part of every Python
        return None
    types = {
        "int": ctypes.c_int,
        "uint": ctypes.c_uint,
        "int64": ctypes.c_int64,
        "size": ctypes.c_size_t,
        "char*": ctypes.c_char_p,
    }
    try:
        function = getattr(ctypes.CDLL(None, use_errno=True), name)
    except (OSError, AttributeError):
        return None
    function.argtypes = [types[word] for word in signature.split()]
    return lambda *values: ctypes.get_errno() if function(*values) else 0
