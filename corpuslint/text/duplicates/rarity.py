"""How many documents share what a pair shares, leaving out its own copies.

A fingerprint that only the copies of one story have is rare, however many papers printed the story;
one that other documents have too is boilerplate. So the share of rare fingerprints is counted anew
once groups of copies are known.
"""

from __future__ import annotations

import numpy as np

from corpuslint.text.duplicates.fingerprints import ranges
from corpuslint.text.duplicates.postings import RARE, Floats, Marks
from corpuslint.text.duplicates.words import U64, Ints


class Rarity:
    """The common fingerprints of some pairs, and every document that has one of them."""

    def __init__(self, marks: Marks, a: Ints, b: Ints) -> None:
        """Look up what the documents a[i] and b[i] share, and who else has it."""
        begin = np.searchsorted(marks.owners, np.arange(marks.documents + 1))
        self._pairs, values = _shared(marks.values, begin, a, b)
        self._a, self._b, self._count = a[self._pairs], b[self._pairs], len(a)
        known, self._mark = np.unique(values, return_inverse=True)
        at = np.minimum(np.searchsorted(known, marks.values), max(0, len(known) - 1))
        has = np.flatnonzero(known[at] == marks.values) if len(known) else at[:0]
        holders = np.unique((at[has] << 32) | marks.owners[has])
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


def _shared(values: U64, begin: Ints, a: Ints, b: Ints) -> tuple[Ints, U64]:
    """Pair and value of every fingerprint that both documents of a pair have, each once."""
    sides = [_unique(values, begin, side) for side in (a, b)]
    pair = np.concatenate([side[0] for side in sides])
    value = np.concatenate([side[1] for side in sides])
    order = np.lexsort((value, pair))
    pair, value = pair[order], value[order]
    twice = np.flatnonzero((pair[1:] == pair[:-1]) & (value[1:] == value[:-1]))
    return pair[twice], value[twice]


def _unique(values: U64, begin: Ints, documents: Ints) -> tuple[Ints, U64]:
    count = np.diff(begin)[documents]
    pair = np.repeat(np.arange(len(documents)), count)
    value = values[ranges(begin[documents], count)]
    order = np.lexsort((value, pair))
    pair, value = pair[order], value[order]
    new = np.ones(len(pair), dtype=bool)
    new[1:] = (pair[1:] != pair[:-1]) | (value[1:] != value[:-1])
    return pair[new], value[new]
