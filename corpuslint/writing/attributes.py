"""Gives one open file the owner, the permissions and the extended attributes of another."""

from __future__ import annotations

import errno
import os
import stat as modes
import sys
from contextlib import suppress

_COMPUTED = frozenset({"security.ima", "security.evm"})
"""Attributes that the kernel derives from the content: no copy of them would be true."""
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def copy(old: int, new: int) -> str:
    """Make the file open as `new` like the one open as `old` in everything but its text.

    Returns what cannot be kept, in words, and the empty text if all is kept. Access lists are
    extended attributes on Linux. Raises OSError where the file system is full or broken.
    """
    if sys.platform == "win32":
        return ""
    wanted, bare = os.fstat(old), os.fstat(new)
    if (bare.st_uid, bare.st_gid) != (wanted.st_uid, wanted.st_gid):
        with suppress(PermissionError):
            os.fchown(new, wanted.st_uid, wanted.st_gid)
    os.fchmod(new, modes.S_IMODE(wanted.st_mode))
    lost = _copy_attributes(old, new)
    now = os.fstat(new)
    if (now.st_uid, now.st_gid) != (wanted.st_uid, wanted.st_gid):
        return "owner or group"
    return lost or ("permissions" if now.st_mode != wanted.st_mode else "")


def _copy_attributes(old: int, new: int) -> str:
    """Equal attributes on both, those inherited from the folder removed; the name of one that is lost."""
    if sys.platform != "linux":
        return ""
    wanted, present = _attributes(old), _attributes(new)
    for name in sorted(wanted.keys() | present.keys()):
        if wanted.get(name) == present.get(name):
            continue
        try:
            if name in wanted:
                os.setxattr(new, name, wanted[name])
            else:
                os.removexattr(new, name)
        except OSError as error:
            if error.errno in _FULL:
                raise
            return f"attribute {name}"
    return ""


def _attributes(fd: int) -> dict[str, bytes]:
    if sys.platform != "linux":
        return {}
    try:
        return {name: os.getxattr(fd, name) for name in os.listxattr(fd) if name not in _COMPUTED}
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:
            return {}
        raise
