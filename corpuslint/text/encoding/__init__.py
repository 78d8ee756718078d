"""Damage to bytes and characters: which codec bytes are in, mojibake and its repair, odd characters.

The names load their modules when they are first used, so that a clean file never pays for the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.text.encoding.alignment import Kind
    from corpuslint.text.encoding.decoding import PRESCRIBED, UNSAFE, decide
    from corpuslint.text.encoding.repair import Change, changes
    from corpuslint.text.encoding.resolve import SURE
    from corpuslint.text.encoding.wide import is_clean

_HOME = {
    "Change": "repair",
    "Kind": "alignment",
    "PRESCRIBED": "decoding",
    "SURE": "resolve",
    "UNSAFE": "decoding",
    "changes": "repair",
    "decide": "decoding",
    "is_clean": "wide",
}

__all__ = ["PRESCRIBED", "SURE", "UNSAFE", "Change", "Kind", "changes", "decide", "is_clean"]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
