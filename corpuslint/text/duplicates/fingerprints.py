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
from corpuslint.text.duplicates.layout import DIGEST, HEADER, LOWEST, MARK_BITS, MARK_BYTES, SHORTEST, WIDTHS
from corpuslint.text.duplicates.words import U8, U64, Ints, scramble, u64, words


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
        self._sums = np.zeros(len(hashes) + 1, dtype=np.uint64)
        np.cumsum(hashes * base[:-1], out=self._sums[1:])

    def shingles(self, size: int) -> U64:
        """Scrambled hashes of all runs of `size` words of the buffer."""
        count = max(0, len(self._sums) - size)
        found = self._sums[size:] - self._sums[:count]
        found *= self._inverse[:count]
        return scramble(found)

    def between(self, first: Ints, last: Ints) -> U64:
        """The polynomials of the words from `first` up to `last`."""
        return (self._sums[last] - self._sums[first]) * self._inverse[first]


def notes(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """What `plain.note` gives of each of some texts: so many bytes of `data` each, with a line break between them."""
    every = words(data)
    begin = np.searchsorted(every.starts, offsets(np.array(sizes, dtype=np.int64) + 1))
    polynomials = Polynomials(every.hashes)
    shingles = polynomials.shingles(SHINGLE)
    header = np.zeros((len(sizes), HEADER.size), dtype=np.uint8)
    header[:, :8] = _digests(polynomials, shingles, begin).view(np.uint8).reshape(-1, 8)
    header[:, 8:DIGEST] = np.diff(begin).view(np.uint8).reshape(-1, 8)[:, :4]
    found = _packed(header, *_winnowed(shingles, begin))
    for index in np.flatnonzero(begin[1:] == begin[:-1]).tolist():
        found[index] = b""
    return found


def _digests(polynomials: Polynomials, shingles: U64, begin: Ints) -> U64:
    sums = np.zeros(len(shingles) + 1, dtype=np.uint64)
    np.cumsum(shingles, out=sums[1:])
    first, last = begin[:-1], begin[1:]
    until = np.maximum(first, last - SHINGLE + 1)
    inside = np.minimum(first, len(shingles))
    return scramble(polynomials.between(first, last) + sums[np.minimum(until, len(shingles))] - sums[inside])


def _winnowed(shingles: U64, begin: Ints) -> tuple[U64, Ints]:
    """Smallest shingles of all windows in order, each where it changes, and their documents.

    Works on the stretch of documents that a width is for: short where they come ordered by size.
    """
    counts = np.diff(begin) - SHINGLE + 1
    kept, owners = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.int64)]
    shorter = SHORTEST - SHINGLE
    for width, longest in WIDTHS:
        chosen = (counts > shorter) & (counts <= longest)
        shorter = longest
        documents = np.flatnonzero(chosen)
        if len(documents):
            first, last = int(documents[0]), int(documents[-1]) + 1
            edges = begin[first : last + 1] - begin[first]
            lowest = _lowest(shingles[begin[first] : begin[last]], width)
            at = _changes(lowest, edges)
            held = np.diff(np.searchsorted(at, edges))
            end = np.where(chosen[first:last], edges[:-1] + counts[first:last] - width, -1)
            inside = at <= np.repeat(end, held)
            kept.append(lowest[at[inside]])
            owners.append(np.repeat(np.arange(first, last), held)[inside])
    owned = np.concatenate(owners)
    order = np.argsort(owned, kind="stable")
    return np.concatenate(kept)[order], owned[order]


def _lowest(shingles: U64, width: int) -> U64:
    """The smallest of every `width` shingles in a row; `width` is a power of two."""
    lowest, size = shingles, 1
    while size < width:
        lowest = np.minimum(lowest[:-size], lowest[size:])
        size *= 2
    return lowest


def _changes(lowest: U64, begin: Ints) -> Ints:
    """Windows whose minimum is not that of the window before, and the first windows of documents."""
    changed = np.empty(len(lowest), dtype=bool)
    np.not_equal(lowest[1:], lowest[:-1], out=changed[1:])
    changed[begin[begin < len(changed)]] = True
    return np.flatnonzero(changed)


def _packed(header: U8, shingles: U64, documents: Ints) -> list[bytes]:
    """The notes, from the header of each document (the smallest fingerprint is filled in) and its shingles."""
    marks = (shingles * u64(MARK)) >> u64(64 - MARK_BITS)
    begin = offsets(np.bincount(documents, minlength=len(header)))
    some = np.flatnonzero(np.diff(begin))
    if len(some):
        lowest = np.minimum.reduceat(marks, begin[some]).view(np.uint8).reshape(-1, 8)
        header[some, DIGEST:] = lowest[:, MARK_BYTES - LOWEST : MARK_BYTES]
    heads = header.tobytes()
    packed = marks.view(np.uint8).reshape(-1, 8)[:, :MARK_BYTES].tobytes()
    size, ends = HEADER.size, (begin * MARK_BYTES).tolist()
    return [heads[at * size : at * size + size] + packed[first:last] for at, (first, last) in enumerate(pairwise(ends))]
