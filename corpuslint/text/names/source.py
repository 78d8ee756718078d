"""Where a document comes from: a field of its record, the folder of its file, or a part of its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import dirname

from corpuslint.errors import ConfigError
from corpuslint.model import DocKey

SourceOf = Callable[[DocKey, Mapping[str, str]], str]
"""The source of a document; empty where there is none."""
FOLDER = "folder"
_PLACE = "{source}"
_WILD = {"**": ".*", "*": "[^/]*", _PLACE: "([^/]+?)"}


def is_of_path(told: str) -> bool:
    """Whether the path of a document tells its source, and no field."""
    return told == FOLDER or _PLACE in told


def source_of(told: str) -> SourceOf:
    """What tells a source: the name of a field, `folder`, or a pattern of paths such as `news/{source}/**`.

    `*` stands for a part of a name, `**` for any path. Raises ConfigError for a pattern with two sources.
    """
    if told == FOLDER:
        return lambda key, _meta: dirname(key.path)
    if _PLACE not in told:
        return lambda _key, meta: meta.get(told, "")
    if told.count(_PLACE) > 1:
        raise ConfigError(f"names: source {told!r} has {_PLACE} twice")
    pieces = re.split(r"(\*\*|\*|\{source\})", told)
    pattern = re.compile("(?:.*/)?" + "".join(_WILD.get(piece) or re.escape(piece) for piece in pieces))

    def by_path(key: DocKey, _meta: Mapping[str, str]) -> str:
        found = pattern.fullmatch(key.path)
        return found[1] if found else ""

    return by_path
