"""Finds and reads configuration files; every file is data of somebody else, and is held to its place.

A file that was read before is not parsed again: what it says is kept in the user's cache under a digest of
its bytes, and is checked afresh each time, so that the cache can make nothing valid that is not.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from corpuslint import git
from corpuslint.cachedir import UserCache, digest
from corpuslint.errors import ConfigError, ReadError
from corpuslint.hints import visible
from corpuslint.read import read
from corpuslint.settings import below

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (".corpuslint.toml", "corpuslint.toml", "pyproject.toml")
"""Names of configuration files; the first in a folder counts, pyproject.toml only with [tool.corpuslint]."""
MAX_BYTES = 1 << 20


class Source:
    """A configuration file as it was read: its path, its text, and the table of ours in it."""

    def __init__(self, path: str, text: str, table: dict[str, Any]) -> None:
        """The three are kept as they are given."""
        self.path = path
        self.text = text
        self.table = table

    def line(self, key: str) -> int:
        """The line, 1-based, on which a key of our table first stands; 0 if it cannot be told."""
        header = ""
        for number, line in enumerate(self.text.split("\n"), 1):
            bare = line.strip()
            if bare.startswith("["):
                header = _plain_key(bare.strip("[] \t\r"))
                found = header
            else:
                found = f"{header}.{_plain_key(bare.partition('=')[0])}"
            found = found.removeprefix("tool.corpuslint").strip(".")
            if found == key or found.startswith(f"{key}."):
                return number
        return 0

    def where(self, key: str) -> str:
        """File and line of a key, for a message."""
        number = self.line(key)
        return f"{visible(shown_path(self.path))}{f':{number}' if number else ''}"


def _plain_key(text: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in text.split("."))


def find(directory: str) -> str | None:
    """The nearest configuration file in a folder or above it, up to the home folder or the top.

    Raises ConfigError if a pyproject.toml on the way cannot be read.
    """
    return next(filter(None, map(in_folder, _upward(directory))), None)


def _upward(directory: str) -> Iterator[str]:
    """A folder and those above it, up to the home folder or the top."""
    home = os.path.expanduser("~")
    folder = os.path.abspath(directory)
    yield folder
    while folder not in (home, os.path.dirname(folder)):
        folder = os.path.dirname(folder)
        yield folder


def stands_above(path: str, folder: str) -> bool:
    """Whether a path is one of a configuration file that would hold in a folder, were there none in it."""
    return os.path.basename(path) in NAMES and os.path.dirname(path) in list(_upward(folder))[1:]


def in_folder(folder: str) -> str | None:
    """The configuration file that lies in this very folder, if there is one."""
    for name in NAMES:
        path = os.path.join(folder, name)
        if os.path.lexists(path) and (name != "pyproject.toml" or source(path) is not None):
            return path
    return None


def user_file() -> str | None:
    """The caller's own configuration, which holds where no other is found."""
    if sys.platform == "win32":
        base = os.environ.get("APPDATA", "")
    else:
        base = os.environ.get("XDG_CONFIG_HOME", "")
        if not os.path.isabs(base):  # the XDG specification: a relative path is to be ignored
            base = os.path.expanduser("~/.config")
    path = os.path.join(base, "corpuslint", "corpuslint.toml")
    return path if os.path.isabs(path) and os.path.isfile(path) else None


def boundary(folder: str) -> str:
    """The real folder out of which nothing that lies in `folder` may lead: its repository, or itself."""
    return os.path.realpath(git.root(folder) or folder)


def source(path: str, *, trusted: bool = False) -> Source | None:
    """Read one file; None for a pyproject.toml that says nothing of corpuslint.

    `trusted`: the caller named it, so it may be a link to anywhere.
    Raises ConfigError naming the file, the line and the remedy.
    """
    with suppress(OSError):  # `read` says better what is wrong
        if os.stat(path).st_size > MAX_BYTES:
            raise ConfigError(f"{visible(path)}: more than {MAX_BYTES:,} bytes; is it the right file?")
    try:
        snapshot = read(path, limit=MAX_BYTES)
    except ReadError as error:
        raise ConfigError(visible(str(error))) from None
    folder = os.path.dirname(os.path.abspath(path))
    if not trusted and os.path.islink(path) and not below(snapshot.real, boundary(folder)):
        raise ConfigError(f"{visible(path)}: it is a link out of its folder; copy the file, or name it with --config")
    ours = os.path.basename(path) != "pyproject.toml"
    if not ours and b"corpuslint" not in snapshot.data:
        return None
    table = _parsed(path, snapshot.data, ours, UserCache("config", outside=folder))
    return None if table is None else Source(path, snapshot.data.decode(), table)


def _parsed(path: str, data: bytes, ours: bool, cache: UserCache) -> dict[str, Any] | None:
    """The table of ours in a file: the whole file, or [tool.corpuslint] (None where there is none)."""
    import json

    key = digest(data) + ("" if ours else "-pyproject")
    known = cache.get(key)
    if known is not None:
        with suppress(ValueError):
            table = json.loads(known)
            if table is None or isinstance(table, dict):
                return table
    whole = parse(data.decode("utf-8-sig", "strict") if _is_utf8(path, data) else "", shown_path(path))
    tool = whole.get("tool")
    table = whole if ours else tool.get("corpuslint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{visible(shown_path(path))}: tool.corpuslint must be a table: [tool.corpuslint]")
    with suppress(TypeError):  # a date or a time: no setting is one, so the check will complain
        cache.put(key, json.dumps(table).encode())
    return table


def _is_utf8(path: str, data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{visible(shown_path(path))}:{line}: not UTF-8; save the file as UTF-8") from None
    return True


def parse(text: str, name: str) -> dict[str, Any]:
    """TOML as a table. Raises ConfigError that begins with `name`, and with line and column."""
    import tomllib  # only for a file that is new or has changed: it costs every start 11 ms

    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        numbers = [word for word in place.rstrip(")").replace(",", "").split() if word.isdigit()]
        where = ":".join([visible(name), *numbers])
        raise ConfigError(f"{where}: not valid TOML: {visible(reason)}") from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise ConfigError(f"{visible(name)}: nested too deeply, or a number is too long") from None


def shown_path(path: str) -> str:
    """A path as messages show it: relative where it lies below the working directory."""
    full, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(full, here) if below(full, here) else path
