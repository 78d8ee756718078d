"""How many documents share what a pair shares, leaving out its own copies.

A fingerprint that only the copies of one story have is rare, however many papers printed the story;
one that other documents have too is boilerplate. So the share of rare fingerprints is counted anew
once groups of copies are known.
"""

from __future__ import annotations

import numpy as np

from corpuslint.text.duplicates.fingerprints import ranges
from corpuslint.text.duplicates.inverted import RARE, Floats, Marks, distinct
from corpuslint.text.duplicates.layout import MARK_BITS
from corpuslint.text.duplicates.prints import Fingerprints
from corpuslint.text.duplicates.words import U64, Ints, u64

PAIRS = 1 << (64 - MARK_BITS)
"""Pairs looked at together: what their numbers may take beside a fingerprint."""


class Rarity:
    """The common fingerprints of some pairs, and every document that has one of them."""

    def __init__(self, marks: Fingerprints, a: Ints, b: Ints) -> None:
        """Look up what the documents a[i] and b[i] share, and who else has it."""
        self._pairs, values = _shared(*marks.of(a, b))
        self._a, self._b, self._count = a[self._pairs], b[self._pairs], len(a)
        known, self._mark = np.unique(values, return_inverse=True)
        holders = distinct(marks.holders(known))
        self._held, self._holder = holders >> 32, holders & 0xFFFFFFFF
        self._holders = np.bincount(self._held, minlength=len(known))

    def share(self, groups: Ints) -> Floats:
        """For each pair, the share of its common fingerprints that few documents have.

        `groups` gives the group of every document; copies of the pair's own two documents count once.
        """
        keys, copies = np.unique((self._held << 32) | groups[self._holder], return_counts=True)
        group_a, group_b = groups[self._a], groups[self._b]
        of_a = copies[np.searchsorted(keys, (self._mark << 32) | group_a)]
        of_b = copies[np.searchsorted(keys, (self._mark << 32) | group_b)]
        others = self._holders[self._mark] - of_a - np.where(group_a == group_b, 0, of_b)
        few = np.bincount(self._pairs, weights=others + 2 <= RARE, minlength=self._count)
        return few / np.maximum(1, np.bincount(self._pairs, minlength=self._count))


def _shared(marks: Marks, a: Ints, b: Ints) -> tuple[Ints, U64]:
    """Pair and value of every fingerprint that both documents of a pair have, each once."""
    found = []
    for first in range(0, max(1, len(a)), PAIRS):
        both = np.concatenate([_held(marks, side[first : first + PAIRS]) for side in (a, b)])
        both.sort()
        twice = both[1:][both[1:] == both[:-1]]
        found.append(((twice >> u64(MARK_BITS)).view(np.int64) + first, twice & u64((1 << MARK_BITS) - 1)))
    return np.concatenate([pair for pair, _ in found]), np.concatenate([value for _, value in found])


def _held(marks: Marks, documents: Ints) -> U64:
    """Index (above) and value of every different fingerprint of the documents."""
    count = np.diff(marks.begin)[documents]
    keys = marks.at(ranges(marks.begin[documents], count))
    keys |= np.repeat(np.arange(len(documents), dtype=np.uint64) << u64(MARK_BITS), count)
    return distinct(keys)
