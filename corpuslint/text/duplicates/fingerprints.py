"""Winnowed fingerprints of many documents at once, with numpy. `plain` computes the same for one.

Source of the method: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document
fingerprinting" (SIGMOD 2003), over hashed runs of five words: the smallest hash of every window of
shingles is kept, so that any run of words long enough to fill a window leaves the same fingerprint
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corpuslint.text.duplicates.hashing import BASE, INVERSE, MARK, SHINGLE
from corpuslint.text.duplicates.layout import DIGEST, HEADER, LOWEST, MARK_BITS, MARK_BYTES, SHORTEST, WIDTHS
from corpuslint.text.duplicates.words import U8, U64, Ints, scramble, u64, words

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
        self._sums = _sums(hashes * base[:-1])

    def shingles(self, size: int) -> U64:
        """Scrambled hashes of all runs of `size` words of the buffer."""
        count = max(0, len(self._sums) - size)
        found = self._sums[size:] - self._sums[:count]
        found *= self._inverse[:count]
        return scramble(found)

    def between(self, first: Ints, last: Ints) -> U64:
        """The polynomials of the words from `first` up to `last`."""
        return (self._sums[last] - self._sums[first]) * self._inverse[first]


def _sums(values: U64) -> U64:
    """The sums of the first 0, 1, 2 ... values."""
    sums = np.empty(len(values) + 1, dtype=np.uint64)
    sums[0] = 0
    np.cumsum(values, out=sums[1:])
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
    begin = np.searchsorted(every.starts, offsets(np.array(sizes, dtype=np.int64) + 1))
    polynomials = Polynomials(every.hashes)
    shingles = polynomials.shingles(SHINGLE)
    header = np.zeros((len(sizes), HEADER.size), dtype=np.uint8)
    header[:, :8] = _digests(polynomials, shingles, begin).view(np.uint8).reshape(-1, 8)
    header[:, 8:DIGEST] = np.diff(begin).view(np.uint8).reshape(-1, 8)[:, :4]
    found = _packed(header, *winnowed(shingles, begin, kinds_of(np.diff(begin))))
    for index in np.flatnonzero(begin[1:] == begin[:-1]).tolist():
        found[index] = b""
    return found


def _digests(polynomials: Polynomials, shingles: U64, begin: Ints) -> U64:
    sums = _sums(shingles)
    first, last = begin[:-1], begin[1:]
    until = np.maximum(first, last - SHINGLE + 1)
    inside = np.minimum(first, len(shingles))
    return scramble(polynomials.between(first, last) + sums[np.minimum(until, len(shingles))] - sums[inside])


def winnowed(shingles: U64, begin: Ints, kinds: Ints) -> tuple[U64, Ints]:
    """Smallest shingles of all windows in order, each where it changes; and how many of them each document has.

    `kinds` says which of WIDTHS the windows of each document have.
    """
    held = np.diff(begin)
    counts = held - SHINGLE + 1
    windows = np.where(counts > SHORTEST - SHINGLE, np.maximum(0, counts - _WIDTHS[kinds] + 1), 0)
    lowest = _lowest(shingles, kinds, begin)
    changed = np.empty(len(lowest) + SHINGLE, dtype=bool)
    np.not_equal(lowest[1:], lowest[:-1], out=changed[1 : len(lowest)])
    changed[ranges(begin[:-1] + windows, held - windows)] = False
    changed[begin[:-1][windows > 0]] = True
    at = np.flatnonzero(changed[: len(lowest)])
    return lowest[at], np.diff(np.searchsorted(at, begin))


def _lowest(shingles: U64, kinds: Ints, begin: Ints) -> U64:
    """The smallest shingle of the window that begins at each one; documents have windows of the widths `kinds`."""
    firsts = np.flatnonzero(np.diff(kinds, prepend=-1))
    cuts = begin[np.append(firsts, len(kinds))].tolist()
    runs = list(zip(kinds[firsts].tolist(), cuts, cuts[1:], strict=False))
    found, lowest, size = np.empty_like(shingles), shingles, 1
    for number, (width, _) in enumerate(WIDTHS):
        while size < width:
            lowest = np.minimum(lowest[:-size], lowest[size:])
            size *= 2
        for kind, first, last in runs:
            if kind == number:
                some = lowest[first:last]
                found[first : first + len(some)] = some
    return found


def _packed(header: U8, shingles: U64, counts: Ints) -> list[bytes]:
    """The notes, from the header of each document (the smallest fingerprint is filled in) and its shingles."""
    marks = marked(shingles)
    begin, some = offsets(counts), np.flatnonzero(counts)
    if len(some):
        lowest = np.minimum.reduceat(marks, begin[some]).view(np.uint8).reshape(-1, 8)
        header[some, DIGEST:] = lowest[:, MARK_BYTES - LOWEST : MARK_BYTES]
    packed = np.ndarray((len(marks),), dtype=f"V{MARK_BYTES}", buffer=marks, strides=(8,)).tobytes()
    heads, ends = header.view(f"V{HEADER.size}")[:, 0].tolist(), (begin * MARK_BYTES).tolist()
    return [head + packed[first:last] for head, first, last in zip(heads, ends, ends[1:], strict=False)]
