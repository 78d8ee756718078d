"""Words that stand against each other where two aligned passages differ.

A template keeps its words and changes its facts; a damaged copy (bad recognition, other spelling) alters
words of all kinds a little. So words are compared by value: facts that only moved do not differ, and a
word that is nearly the other one is altered, not replaced.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from corpuslint.text.duplicates.chunks import NAME, NUMBER, Chunk
from corpuslint.text.duplicates.fingerprints import ranges
from corpuslint.text.duplicates.words import U64, Flags, Ints, u64

SEEN = 8
"""Bytes of a word's beginning and end that are compared."""
ALIKE = 0.6
"""Share of the longer word that beginning and end have in common where it is only altered."""


class Gaps(NamedTuple):
    """Words between two blocks of a passage: first word and number of words, on both sides."""

    a: Ints
    words_a: Ints
    b: Ints
    words_b: Ints


class Conflicts(NamedTuple):
    """For each gap: numbers and names that stand against others, words replaced, and words altered."""

    numbers: Ints
    names: Ints
    replaced: Ints
    altered: Ints


def conflicts(chunk: Chunk, gaps: Gaps) -> Conflicts:
    """Compare both sides of every gap."""
    count = len(gaps.a)
    gap_a, gap_b = (np.repeat(np.arange(count), words) for words in (gaps.words_a, gaps.words_b))
    word_a, word_b = ranges(gaps.a, gaps.words_a), ranges(gaps.b, gaps.words_b)
    gone, new = _missing(chunk, gap_a, word_a, gap_b, word_b), _missing(chunk, gap_b, word_b, gap_a, word_a)
    even = gaps.words_a == gaps.words_b
    facing_a, facing_b = np.flatnonzero(even[gap_a]), np.flatnonzero(even[gap_b])
    both = np.flatnonzero(gone[facing_a] & new[facing_b])
    facing_a, facing_b = facing_a[both], facing_b[both]
    alike = np.flatnonzero(_alike(chunk, word_a[facing_a], word_b[facing_b]))
    facing_a, facing_b = facing_a[alike], facing_b[alike]
    gone[facing_a] = new[facing_b] = False
    kinds_a, kinds_b = chunk.kinds[word_a], chunk.kinds[word_b]

    def against(chosen_a: Flags, chosen_b: Flags) -> Ints:
        sides = np.bincount(gap_a[chosen_a], minlength=count), np.bincount(gap_b[chosen_b], minlength=count)
        return np.minimum(*sides)

    return Conflicts(
        against(gone & (kinds_a == NUMBER), new & (kinds_b == NUMBER)),
        against(gone & (kinds_a == NAME), new & (kinds_b == NAME)),
        against(gone, new),
        np.bincount(gap_a[facing_a], minlength=count),
    )


def _missing(chunk: Chunk, gap: Ints, word: Ints, other_gap: Ints, other: Ints) -> Flags:
    """Which words of one side do not stand on the other side of their gap."""
    here = (gap.view(np.uint64) << u64(40)) | (chunk.hashes[word] >> u64(24))
    there = (other_gap.view(np.uint64) << u64(40)) | (chunk.hashes[other] >> u64(24))
    there.sort()
    at = np.searchsorted(there, here)
    at[at == len(there)] = 0
    missing: Flags = there[at] != here if len(there) else np.ones(len(here), dtype=bool)
    return missing


def _alike(chunk: Chunk, a: Ints, b: Ints) -> Flags:
    """Whether common beginning and end make up most of the longer word; two numbers are never alike."""
    starts_a, starts_b, ends_a, ends_b = chunk.starts[a], chunk.starts[b], chunk.ends[a], chunk.ends[b]
    long_a, long_b = ends_a - starts_a, ends_b - starts_b
    shorter, longer = np.minimum(long_a, long_b), np.maximum(long_a, long_b)
    first = _equal_bytes(chunk.eights(starts_a) ^ chunk.eights(starts_b))
    last = _equal_bytes((chunk.eights(ends_a - SEEN) ^ chunk.eights(ends_b - SEEN)).byteswap())
    same = np.minimum(first, shorter) + np.minimum(last, shorter)
    numbers = (chunk.kinds[a] == NUMBER) & (chunk.kinds[b] == NUMBER)
    alike: Flags = (np.minimum(same, shorter) >= ALIKE * longer) & ~numbers
    return alike


def _equal_bytes(differing: U64) -> Ints:
    """How many bytes two numbers have in common from the lowest on, from those bits in which they differ."""
    below = (differing & (~differing + u64(1))) - u64(1)
    return np.bitwise_count(below).astype(np.int64) >> 3
