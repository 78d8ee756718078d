"""Winnowed fingerprints of many documents at once, with numpy. `plain` computes the same for one.

Source of the method: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document
fingerprinting" (SIGMOD 2003), over hashed runs of five words: the smallest hash of every window of
shingles is kept, so that any run of words long enough to fill a window leaves the same fingerprint
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from corpuslint.text.duplicates.hashing import BASE, INVERSE, MARK, SHINGLE
from corpuslint.text.duplicates.layout import HEADER_MARKS, LOWEST, MARK_BITS, MARK_BYTES, SHORTEST, WIDTHS
from corpuslint.text.duplicates.words import U64, Ints, scramble, u64, words

_CUT = MARK_BITS - 8 * LOWEST
"""Bits of the smallest fingerprint that the header leaves out."""
_WIDTHS = np.array([width for width, _ in WIDTHS])
_LONGEST = np.array([longest for _, longest in WIDTHS])


class _Powers:
    """Powers of the polynomial's base and of its inverse, grown to the longest buffer seen."""

    def __init__(self) -> None:
        """Begin with the power 0."""
        self.of_base = self.of_inverse = np.ones(1, dtype=np.uint64)

    def upto(self, size: int) -> tuple[U64, U64]:
        """The first `size` powers of both."""
        while len(self.of_base) < size:
            n = len(self.of_base)
            self.of_base = np.append(self.of_base, self.of_base * u64(pow(BASE, n, 1 << 64)))
            self.of_inverse = np.append(self.of_inverse, self.of_inverse * u64(pow(INVERSE, n, 1 << 64)))
        return self.of_base[:size], self.of_inverse[:size]


_powers = _Powers()


def offsets(lengths: Sequence[int] | Ints) -> Ints:
    """Where each of consecutive parts begins, and the end of the last."""
    at = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=at[1:])
    return at


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """The integers from each start on, so many, one range after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(int(lengths.sum()))


class Polynomials:
    """Prefix sums over the words of a buffer, from which any run's hash costs one multiplication."""

    def __init__(self, hashes: U64) -> None:
        """Take the hashes of the words in order."""
        base, self._inverse = _powers.upto(len(hashes) + 1)
        self._sums = _sums(hashes * base[:-1], len(hashes))

    def shingles(self, size: int) -> U64:
        """Scrambled hashes of all runs of `size` words of the buffer."""
        count = max(0, len(self._sums) - size)
        found = self._sums[size:] - self._sums[:count]
        found *= self._inverse[:count]
        return scramble(found)

    def between(self, first: Ints, last: Ints) -> U64:
        """The polynomials of the words from `first` up to `last`."""
        return (self._sums[last] - self._sums[first]) * self._inverse[first]


def _sums(values: U64, most: int) -> U64:
    """The sums of the first 0, 1, 2 ... `most` values, or of all where there are fewer."""
    sums = np.empty(most + 1, dtype=np.uint64)
    sums[0] = 0
    values.cumsum(out=sums[1 : len(values) + 1])
    sums[len(values) + 1 :] = sums[len(values)]
    return sums


def marked(shingles: U64) -> U64:
    """What is kept of each shingle, see `hashing.mark`."""
    return (shingles * u64(MARK)) >> u64(64 - MARK_BITS)


def kinds_of(words: Ints) -> Ints:
    """Which of WIDTHS the windows have of documents with so many words."""
    kinds: Ints = np.searchsorted(_LONGEST, words - SHINGLE + 1)
    return kinds


def notes(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """What `plain.note` gives of each of some texts: so many bytes of `data` each, with a line break between them."""
    every = words(data)
    begin = every.starts.searchsorted(offsets(np.array(sizes, dtype=np.int64) + 1))
    polynomials = Polynomials(every.hashes)
    shingles = polynomials.shingles(SHINGLE)
    held = begin[1:] - begin[:-1]
    lowest, counts = winnowed(shingles, begin, kinds_of(held))
    found = _packed(_digests(polynomials, shingles, begin), held, marked(lowest), counts)
    for index in (held == 0).nonzero()[0].tolist():
        found[index] = b""
    return found


def _digests(polynomials: Polynomials, shingles: U64, begin: Ints) -> U64:
    first, last = begin[:-1], begin[1:]
    sums = _sums(shingles, int(begin[-1]))
    until = np.maximum(first, last - (SHINGLE - 1))
    return scramble(polynomials.between(first, last) + sums[until] - sums[first])


def winnowed(shingles: U64, begin: Ints, kinds: Ints) -> tuple[U64, Ints]:
    """Smallest shingles of all windows in order, each where it changes; and how many of them each document has.

    `kinds` says which of WIDTHS the windows of each document have.
    """
    first, held = begin[:-1], begin[1:] - begin[:-1]
    windows = held - _WIDTHS.take(kinds)
    windows -= SHINGLE - 2
    np.maximum(windows, 0, out=windows)
    windows[held < SHORTEST] = 0
    lowest = _lowest(shingles, kinds, begin)
    changed = np.empty(len(lowest) + SHINGLE, dtype=bool)
    np.not_equal(lowest[1:], lowest[:-1], out=changed[1 : len(lowest)])
    changed[ranges(first + windows, held - windows)] = False
    changed[first[windows > 0]] = True
    at = changed[: len(lowest)].nonzero()[0]
    ends = at.searchsorted(begin)
    return lowest.take(at), ends[1:] - ends[:-1]


def _lowest(shingles: U64, kinds: Ints, begin: Ints) -> U64:
    """The smallest shingle of the window that begins at each one; documents have windows of the widths `kinds`."""
    found = np.empty_like(shingles)
    firsts = [0, *((kinds[1:] != kinds[:-1]).nonzero()[0] + 1).tolist()]
    cuts = begin[[*firsts, len(kinds)]].tolist()
    for kind, first, last in zip(kinds[firsts].tolist(), cuts, cuts[1:], strict=False):
        size, width = 1, WIDTHS[kind][0]
        lowest = shingles[first : last + width - 1]
        while 2 * size < width:
            lowest = np.minimum(lowest[:-size], lowest[size:])
            size *= 2
        if len(lowest) > size:
            np.minimum(lowest[:-size], lowest[size:], out=found[first : first + len(lowest) - size])
    return found


def _packed(digests: U64, held: Ints, marks: U64, counts: Ints) -> list[bytes]:
    """The notes of documents from the digest of each, its number of words, and its fingerprints, so many.

    A header is as long as three fingerprints, so both lie in one row of numbers, of which the lower bytes are taken.
    """
    ends = offsets(counts + HEADER_MARKS)
    first = ends[:-1]
    second, third, sizes = first + 1, first + 2, held.view(np.uint64)
    row, is_mark = np.empty(int(ends[-1]), dtype=np.uint64), np.ones(int(ends[-1]), dtype=bool)
    is_mark[first] = is_mark[second] = is_mark[third] = False
    row[is_mark] = marks
    row[first] = digests
    row[second] = digests >> u64(MARK_BITS) | sizes << u64(64 - MARK_BITS)
    row[third] = sizes >> u64(_CUT) | _lowest_parts(marks, counts)
    data = np.ndarray((len(row),), dtype=f"V{MARK_BYTES}", buffer=row, strides=(8,)).tobytes()
    cuts = (ends * MARK_BYTES).tolist()
    return [data[at:end] for at, end in pairwise(cuts)]


def _lowest_parts(marks: U64, counts: Ints) -> U64:
    """The upper bytes of the smallest fingerprint of each document that the header holds; 0 where there is none."""
    found, some = np.zeros(len(counts), dtype=np.uint64), counts.nonzero()[0]
    if len(some):
        begin = counts.cumsum() - counts
        found[some] = np.minimum.reduceat(marks, begin[some]) >> u64(_CUT) << u64(_CUT)
    return found
