"""Which containers there are, by name; only the one that a file needs is imported."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from corpuslint.containers.base import Container

BUILT_IN: dict[str, str] = {
    "jsonl": "corpuslint.containers.jsonl:Jsonl",
    "plain": "corpuslint.containers.plain:Plain",
}
"""Name of a container -> module and class."""

SUFFIXES: dict[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".text": "plain",
    ".txt": "plain",
}
"""File name ending (lower case, the dot included) -> name of the container that reads it."""


_LONGEST_FIRST = sorted(SUFFIXES.items(), key=lambda item: -len(item[0]))


def for_path(path: str) -> str | None:
    """The name of the container for a file, by the longest ending that fits; None where none does."""
    name = path.lower()
    return next((kind for suffix, kind in _LONGEST_FIRST if name.endswith(suffix)), None)


def load(name: str) -> Callable[..., Container]:
    """The class of a built-in container; calling it without arguments gives one with default settings.

    Raises KeyError where there is no container of that name.
    """
    module, _, attribute = BUILT_IN[name].partition(":")
    return cast("Callable[..., Container]", getattr(import_module(module), attribute))
