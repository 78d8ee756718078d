"""Where a text has characters above ASCII: everything that repairs mojibake looks there, again and again."""

from __future__ import annotations

import re
from functools import lru_cache

_ASCII = re.compile(r"[\x00-\x7f]+")
"""`re` passes over a class of few characters several times as fast as over all others."""
_KEPT = 16


@lru_cache(maxsize=_KEPT)
def runs(text: str) -> tuple[tuple[int, int], ...]:
    """The runs of characters above ASCII, as offsets in code points, in order."""
    if text.isascii():
        return ()
    edges = [0]
    for match in _ASCII.finditer(text):
        edges += match.span()
    edges.append(len(text))
    return tuple((start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)


@lru_cache(maxsize=_KEPT)
def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Those runs that have two characters or more."""
    return tuple((start, end) for start, end in runs(text) if end - start > 1)


@lru_cache(maxsize=_KEPT)
def before_blanks(text: str) -> tuple[tuple[int, int], ...]:
    """Those runs of characters above ASCII behind which a blank stands."""
    return tuple(run for run in runs(text) if text.startswith(" ", run[1]))


@lru_cache(maxsize=_KEPT)
def high(text: str) -> str:
    """All characters above ASCII, in order."""
    return "" if text.isascii() else "".join(_ASCII.split(text))
