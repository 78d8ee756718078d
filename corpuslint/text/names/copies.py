"""Which documents are copies of one text, as far as their names tell: an agency report in ten papers is one voice."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpuslint.text.names.record import Record

FEWEST = 8
"""Distinct names below which two documents may share all of them by chance."""
ALIKE = 0.8
"""Share of common names (Jaccard) from which a document is a copy."""
_SKETCH = 3
_COMPARED = 20


def copies(records: Iterable[Record]) -> list[int]:
    """For each document the rank of the first one that it copies, or its own.

    Documents are compared where the three names of lowest hash are the same.
    """
    buckets: dict[tuple[int, ...], list[tuple[int, frozenset[str]]]] = {}
    firsts = []
    for rank, record in enumerate(records):
        firsts.append(rank)
        if len(record.table) < FEWEST:
            continue
        names = frozenset(record.table)
        sketch = tuple(sorted(crc32(name.encode("utf-8", "surrogatepass")) for name in names)[:_SKETCH])
        bucket = buckets.setdefault(sketch, [])
        first = next((other for other, theirs in bucket if _is_copy(names, theirs)), None)
        if first is not None:
            firsts[rank] = first
        elif len(bucket) < _COMPARED:
            bucket.append((rank, names))
    return firsts


def _is_copy(names: frozenset[str], others: frozenset[str]) -> bool:
    return len(names & others) >= ALIKE * len(names | others)
