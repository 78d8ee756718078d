"""The fingerprints of all documents of a corpus, and what is asked of them, wherever they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from corpuslint.text.duplicates.inverted import Candidates, Marks, candidates, distinct
from corpuslint.text.duplicates.words import U64, Ints, u64

LEAST_BITS, MOST_BITS = 16, 20
"""Bits of a fingerprint by which a table is looked into that a few or many are looked up with."""
BLOCK = 1 << 16
"""Fingerprints looked up at a time, so that they stay in the cache of the processor."""


@dataclass(frozen=True, slots=True)
class Frequent:
    """Fingerprints that many documents have: owner (ascending), value, and in how many documents it stands."""

    owners: Ints
    values: U64
    counts: Ints


class Fingerprints(Protocol):
    """Fingerprints of documents by number."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def candidates(self) -> Candidates:
        """The pairs of documents that are worth aligning."""
        ...

    def of(self, a: Ints, b: Ints) -> tuple[Marks, Ints, Ints]:
        """Fingerprints of some documents at least, and as what number a[i] and b[i] stand there."""
        ...

    def holders(self, known: U64) -> Ints:
        """Who has these fingerprints, which ascend: index of the fingerprint above the document, in any order."""
        ...

    def frequent(self, groups: Ints, documents: int) -> Frequent:
        """Fingerprints that so many documents have; of each group of documents one counts."""
        ...


class Held:
    """Fingerprints in memory."""

    def __init__(self, marks: Marks) -> None:
        """Take them in."""
        self._marks = marks

    def __len__(self) -> int:
        """How many there are."""
        return len(self._marks)

    def candidates(self) -> Candidates:
        """The pairs of documents that are worth aligning."""
        return candidates(self._marks)

    def of(self, a: Ints, b: Ints) -> tuple[Marks, Ints, Ints]:
        """All fingerprints; documents stand there under their own numbers."""
        return self._marks, a, b

    def holders(self, known: U64) -> Ints:
        """Who has these fingerprints, see `Fingerprints`."""
        return holders(self._marks, known)

    def frequent(self, groups: Ints, documents: int) -> Frequent:
        """Fingerprints that so many documents have, see `Fingerprints`."""
        marks = self._marks
        owners = np.repeat(np.arange(marks.documents), np.diff(marks.begin))
        return frequent(owners, marks.at(slice(None)), groups, documents)


def holders(marks: Marks, known: U64) -> Ints:
    """Index of a known fingerprint above a document, for all documents that have one of them."""
    if not len(known):
        return np.zeros(0, dtype=np.int64)
    has = _perhaps_among(known, marks)
    seen = marks.at(has)
    at = np.minimum(np.searchsorted(known, seen), len(known) - 1)
    sure = known[at] == seen
    found: Ints = (at[sure] << 32) | marks.owners(has[sure])
    return found


def _perhaps_among(known: U64, marks: Marks) -> Ints:
    """Where fingerprints are that are among the known ones, and a few others: by one look into a table each."""
    bits = min(max(LEAST_BITS, len(known).bit_length() + 6), MOST_BITS)
    table, low = np.zeros(1 << bits, dtype=bool), np.uint32((1 << bits) - 1)
    table[known & u64(low)] = True
    parts = (np.flatnonzero(table.take(marks.low[at : at + BLOCK] & low)) + at for at in range(0, len(marks), BLOCK))
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def frequent(owners: Ints, values: U64, groups: Ints, documents: int) -> Frequent:
    """Of all fingerprints of some values those in many documents; the copies of an owner count once with it."""
    _, mark = np.unique(values, return_inverse=True)
    held = distinct((mark << 32) | owners)
    number = np.bincount(held >> 32)
    keys, copies = np.unique((held >> 32 << 32) | groups[held & 0xFFFFFFFF], return_counts=True)
    own = copies[np.searchsorted(keys, (mark << 32) | groups[owners])]
    counts = number[mark] - own + 1
    chosen = np.flatnonzero(counts >= documents)
    return Frequent(owners[chosen], values[chosen], counts[chosen])
