"""Seals lines that this user wrote on this machine, so that a folder from elsewhere cannot pose as ours.

The key is a file in the user's own state folder, never in a corpus. A sealed line is a JSON object
whose first member is the keyed BLAKE2b digest (RFC 7693) of its context and of all that follows; it is
checked before anything is parsed.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from corpuslint.errors import ReadError, WriteRefused
from corpuslint.read import read
from corpuslint.writing.write import write_new

if TYPE_CHECKING:
    from collections.abc import Mapping

_VARIABLE = "LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME"
_BYTES = 32
_HEAD = b'{"seal":"'
_BODY = len(_HEAD) + 2 * _BYTES + 2
"""Where the sealed part of a line begins: after the digest, its quotation mark and the comma."""


def key_path() -> str:
    """The file of the key: under XDG_STATE_HOME (LOCALAPPDATA on Windows), else ~/.local/state."""
    base = os.environ.get(_VARIABLE, "")
    if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
        base = os.path.expanduser(os.path.join("~", ".local", "state"))
    return os.path.join(base, "corpuslint", "undo.key")


def load_key() -> bytes | None:
    """The key of this user; None before the first `make_key`. Raises ReadError if it is damaged."""
    path = key_path()
    if not os.path.lexists(path):
        return None
    key = read(path, limit=4096).data
    if len(key) != _BYTES:
        raise ReadError(f"{path}: it is no key of corpuslint; delete it (earlier runs can then not be undone)")
    return key


def make_key() -> bytes:
    """The key of this user, made on first use. Raises ReadError, or WriteRefused where it cannot be kept."""
    key = load_key()
    if key is None:
        try:
            write_new(key_path(), os.urandom(_BYTES), mode=0o600)
        except WriteRefused as error:  # another process was faster, or there is no place for it
            if not os.path.lexists(key_path()):
                remedy = f"undo needs this key: name a folder for it in {_VARIABLE}, or use --no-journal"
                raise WriteRefused(f"{error}; {remedy}") from None
        key = load_key()
    if key is None:
        raise ReadError(f"{key_path()}: it vanished again; run again")
    return key


def seal(key: bytes, context: str, entry: Mapping[str, object]) -> bytes:
    """One line, without its end, that holds `entry` (at least one member) and proves who wrote it where."""
    body = json.dumps(entry, separators=(",", ":")).encode("ascii")[1:]
    return _HEAD + _digest(key, context, body) + b'",' + body


def unseal(key: bytes, context: str, line: bytes) -> dict[str, object] | None:
    """The entry of a line that was sealed with this key for this context; None if it was not."""
    body = line[_BODY:]
    if line[:_BODY] != _HEAD + _digest(key, context, body) + b'",':
        return None
    entry: dict[str, object] = json.loads(b"{" + body)
    return entry


def _digest(key: bytes, context: str, body: bytes) -> bytes:
    return hashlib.blake2b(context.encode() + b"\0" + body, digest_size=_BYTES, key=key).hexdigest().encode()
