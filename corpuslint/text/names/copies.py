"""Which documents are copies of one text, as far as their names tell: an agency report in ten papers is one voice."""

from __future__ import annotations

import struct
from itertools import groupby
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

FEWEST = 8
"""Distinct names below which two documents may share all of them by chance."""
ALIKE = 0.8
"""Share of common names (Jaccard) from which a document is a copy."""
SKETCH = struct.Struct("<3I")
_COMPARED = 20


def copies(sketches: Sequence[bytes], table: Callable[[int], Iterable[str]]) -> list[int]:
    """For each document the rank of the first one that it copies, or its own.

    Documents are compared where they have one sketch; `table` gives the names of those.
    """
    firsts = list(range(len(sketches)))
    for mark, ranks in groupby(sorted(firsts, key=sketches.__getitem__), key=sketches.__getitem__):
        found = list(ranks)
        if not mark or len(found) == 1:
            continue
        alike = Alike()
        for rank in found:
            firsts[rank] = alike.first(rank, table(rank))
    return firsts


def sketch(names: Collection[str]) -> bytes:
    """The three names of lowest hash, as bytes; none for a document of few names."""
    if len(names) < FEWEST:
        return b""
    lowest = sorted(crc32(name.encode("utf-8", "surrogatepass")) for name in names)[:3]
    return SKETCH.pack(*lowest)


class Alike:
    """Documents of one sketch, in order."""

    def __init__(self) -> None:
        """No document yet."""
        self._seen: list[tuple[int, frozenset[str]]] = []

    def first(self, doc: int, table: Iterable[str]) -> int:
        """The first document that the next one copies, or itself."""
        names = frozenset(table)
        first = next((other for other, theirs in self._seen if _is_copy(names, theirs)), None)
        if first is not None:
            return first
        if len(self._seen) < _COMPARED:
            self._seen.append((doc, names))
        return doc


def _is_copy(names: frozenset[str], others: frozenset[str]) -> bool:
    return len(names & others) >= ALIKE * len(names | others)
