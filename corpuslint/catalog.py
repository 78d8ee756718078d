"""The rule files of a run: read once, checked, and kept ready for the next run under a digest of their contents."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from corpuslint.cachedir import digest
from corpuslint.errors import RuleError
from corpuslint.registry import Entry, entries_of
from corpuslint.rulehead import Head

FORMAT = 1
"""Raise it when the shape of a checked head changes, so that kept ones are read anew."""
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
    return [entry for folder in folders for entry in _entries(folder, cache)]


def _entries(folder: Folder, cache: Any) -> list[Entry]:
    texts = [(path, _read(path)) for path in files(folder.path)]
    heads = _heads(texts, cache)
    if not folder.python:
        for path, head in heads:
            if "python" in head:
                raise RuleError(f"{path}: a rule folder of a corpus holds no Python; pass it with --rules to allow it")
    return entries_of(folder.path, heads, folder.package, cache)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from None


def _heads(texts: Sequence[tuple[str, bytes]], cache: Any) -> list[tuple[str, Head]]:
    whole = b"".join(
        f"{os.path.basename(path)}\0{len(data)}\0".encode("utf-8", "surrogatepass") + data for path, data in texts
    )
    key = f"rules-{FORMAT}-{digest(whole)}"
    known = cache.get(key) if cache is not None else None
    if known is not None:
        heads = json.loads(known)
        if len(heads) == len(texts):
            return [(path, head) for (path, _), head in zip(texts, heads, strict=True)]
    from corpuslint import rulefile  # YAML is for rule files that the cache does not know

    fresh = [(path, rulefile.read_head(path, _text(path, data))) for path, data in texts]
    if cache is not None:
        cache.put(key, json.dumps([head for _, head in fresh]).encode())
    return fresh


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from None
