"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets, ranges
from corpuslint.text.duplicates.layout import HEADER, MARK_BYTES
from corpuslint.text.duplicates.postings import Marks
from corpuslint.text.duplicates.words import U64, Ints

_HEADER_ROWS = HEADER.size // MARK_BYTES


@dataclass(frozen=True, slots=True)
class Table:
    """Documents by number: keys, numbers of words, fingerprints.

    The numbers follow from what the texts are, not from where they lie: documents are ordered by
    their smallest fingerprint, so copies tend to be neighbours.
    """

    keys: list[DocKey]
    words: Ints
    marks: Marks


def table(noted: Mapping[DocKey, bytes]) -> Table:
    """The table of these documents, of which no two have the same words."""
    keys, notes = list(noted), list(noted.values())
    rows = np.frombuffer(b"".join(notes), dtype=np.uint8).reshape(-1, MARK_BYTES)
    begin = offsets(np.fromiter(map(len, notes), dtype=np.int64, count=len(notes)) // MARK_BYTES)
    header = rows[begin[:-1, None] + np.arange(_HEADER_ROWS)].reshape(-1, HEADER.size)
    digests = np.ascontiguousarray(header[:, :8]).view(np.uint64).ravel()
    words = np.ascontiguousarray(header[:, 8:12]).view(np.uint32).ravel().astype(np.int64)
    counts = np.diff(begin) - _HEADER_ROWS
    wide = np.zeros((len(rows), 8), dtype=np.uint8)
    wide[:, :MARK_BYTES] = rows
    values = wide.view(np.uint64).ravel()
    order = np.lexsort((words, digests, _lowest(values, begin[:-1] + _HEADER_ROWS, counts)))
    values = values[ranges((begin[:-1] + _HEADER_ROWS)[order], counts[order])]
    owners = np.repeat(np.arange(len(notes)), counts[order])
    return Table([keys[at] for at in order.tolist()], words[order], Marks(values, owners, len(notes)))


def _lowest(values: U64, begin: Ints, counts: Ints) -> U64:
    """The smallest fingerprint of each document; the largest number where it has none."""
    lowest = np.full(len(counts), np.iinfo(np.uint64).max, dtype=np.uint64)
    some = np.flatnonzero(counts)
    if len(some):
        edges = np.stack((begin[some], begin[some] + counts[some]), axis=1).ravel()
        lowest[some] = np.minimum.reduceat(np.append(values, values[-1]), edges)[::2]
    return lowest
