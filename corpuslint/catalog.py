"""The rule files of a run: read once, checked, and kept ready for the next run under a digest of their contents."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint.cachedir import digest
from corpuslint.errors import ConfigError, RuleError
from corpuslint.registry import Entry, entries_of
from corpuslint.rulehead import Head

if TYPE_CHECKING:
    from corpuslint.settings import Settings

FORMAT = 3
"""Raise it when the shape of a checked head or what is checked changes, so that kept ones are read anew."""
MAX_BYTES = 4_000_000
"""Size of the largest rule file."""


class Folder(NamedTuple):
    """A folder of rule files, and how far it is trusted."""

    path: str
    package: str | None = None
    """Import name of the folder, for the shipped rules."""
    python: bool = False
    """Whether its rules may have Python; never for a folder that lies in a corpus."""


def shipped() -> list[Folder]:
    """The folder of the rules that come with corpuslint."""
    import corpuslint.rules

    return [Folder(path, "corpuslint.rules", python=True) for path in corpuslint.rules.__path__]


def configured(settings: Settings) -> list[Folder]:
    """The folders that `rule-folders` names. Raises ConfigError where one is none."""
    paths = settings.places("rule-folders")
    for path in paths:
        if not os.path.isdir(path):
            raise ConfigError(f"rule-folders: {path} is not a folder")
    return [Folder(path) for path in paths]


def files(folder: str) -> Iterator[str]:
    """The rule files below a folder, in order of their paths; data that rules read lies in folders named `data`."""
    for root, folders, names in sorted(os.walk(folder)):
        folders[:] = sorted(f for f in folders if f != "data" and not f.startswith((".", "__")))
        if "data" in root[len(folder) :].split(os.sep):
            continue
        for name in sorted(names):
            if name.endswith((".yaml", ".yml")):
                yield os.path.join(root, name)


def entries(folders: Iterable[Folder], cache: Any = None) -> list[Entry]:
    """The rules of all folders. Raises RuleError naming the file that cannot be used."""
    return [entry for folder in folders for entry in _entries(folder, list(files(folder.path)), cache)]


def usable(folders: Iterable[Folder], cache: Any = None) -> tuple[list[Entry], list[RuleError]]:
    """The rules of all folders without those whose file cannot be used, and what is wrong with each of these."""
    found: list[Entry] = []
    failed: list[RuleError] = []
    for folder in folders:
        paths = list(files(folder.path))
        try:
            found += _entries(folder, paths, cache)
        except RuleError:
            for path in paths:
                try:
                    found += _entries(folder, [path], None)
                except RuleError as error:
                    failed.append(error)
    return found, failed


def _entries(folder: Folder, paths: Sequence[str], cache: Any) -> list[Entry]:
    heads = _heads(paths, cache)
    if not folder.python:
        for path, head in zip(paths, heads, strict=True):
            if "python" in head:
                raise RuleError(f"{path}: a rule folder of a corpus holds no Python; pass it with --rules to allow it")
    return entries_of(folder.path, list(zip(paths, heads, strict=True)), folder.package, cache)


def _heads(paths: Sequence[str], cache: Any) -> list[Head]:
    """The checked heads of rule files, kept under what the system says of the files: any write changes their ctime."""
    if cache is None:
        return _read_heads(paths)
    key = f"rules-{FORMAT}-{digest(_state(paths))}"
    known = cache.get(key)
    if known is not None:
        heads: list[Head] = json.loads(known)
        return heads
    fresh = _read_heads(paths)
    cache.put(key, json.dumps(fresh).encode())
    return fresh


def _state(paths: Sequence[str]) -> bytes:
    rows = []
    for path in paths:
        status = os.stat(path)
        rows.append(f"{os.path.abspath(path)}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}")
    return "\n".join(rows).encode("utf-8", "surrogateescape")


def _read_heads(paths: Sequence[str]) -> list[Head]:
    from corpuslint import rulefile  # YAML is for rule files that the cache does not know

    return [rulefile.read_head(path, _text(path)) for path in paths]


def _text(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1).decode()
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from None
