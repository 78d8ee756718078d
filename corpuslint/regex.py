"""Patterns of rules: google-re2 on UTF-8 bytes, and the standard library where there is no wheel.

Both read one dialect, the common part of RE2 and `re`: no look-around, no back-references, and
classes such as `\\w` and `\\b` are ASCII. A code point above ASCII is written as itself or as
`\\x{2019}`. `\\p{L}` and the other general categories are allowed, outside and inside brackets.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from corpuslint.errors import RuleError

MAX_PATTERN = 20_000
"""Longest pattern accepted, in characters."""
MAX_MEMORY = 64 << 20
"""What RE2 may use for one program, in bytes."""


class Match(Protocol):
    """The part of a match object that rules use; offsets are code points of the text."""

    def start(self, group: int | str = 0, /) -> int: ...
    def end(self, group: int | str = 0, /) -> int: ...
    def group(self, group: int | str = 0, /) -> str | None: ...


class Pattern(Protocol):
    """A compiled pattern; matches are found left to right and do not overlap."""

    def finditer(self, text: str) -> Iterator[Match]: ...
    def search(self, text: str) -> Match | None: ...


class PatternSet(Protocol):
    """Many patterns as one gate."""

    def match(self, data: bytes) -> Sequence[int]:
        """Indices, ascending, of the patterns that match somewhere in this UTF-8 text."""
