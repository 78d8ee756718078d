"""Data that lies beside rules in YAML: read strictly, and kept ready under a digest of its bytes."""

from __future__ import annotations

import json
from typing import Any

from corpuslint.cachedir import digest
from corpuslint.errors import RuleError

FORMAT = 1
"""Raise it when what the strict reader makes of a file changes."""


def read_yaml(path: str, cache: Any = None) -> Any:
    """The first YAML document of a file. Raises RuleError naming the file and what is wrong with it."""
    try:
        with open(path, "rb") as stream:
            data = stream.read()
    except OSError as error:
        raise RuleError(f"{path}: {error.strerror}") from None
    return parse_yaml(data, path, cache)


def parse_yaml(data: bytes, path: str, cache: Any = None) -> Any:
    """The same of the bytes of a file."""
    key = f"data-{FORMAT}-{digest(data)}"
    known = cache.get(key) if cache is not None else None
    if known is not None:
        return json.loads(known)
    from corpuslint import strict_yaml

    try:
        value = next(strict_yaml.documents(data.decode(), path), None)
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}: not UTF-8 at byte {error.start}") from None
    if cache is not None:
        cache.put(key, json.dumps(value).encode())
    return value
