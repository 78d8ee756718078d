"""Which pairs of documents are worth aligning: fingerprints, inverted and counted.

Postings are 64-bit numbers (fingerprint above, document below), sorted, so that the documents of a
fingerprint stand together. A fingerprint that more than CROWD documents have links each of them only
to its next few neighbours: the cost stays linear in boilerplate. Number the documents so that
neighbours are likely to be copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from corpuslint.text.duplicates.fingerprints import ranges
from corpuslint.text.duplicates.layout import MARK_BITS
from corpuslint.text.duplicates.words import U8, U64, Flags, Ints, u64

Floats = npt.NDArray[np.float64]
U32 = npt.NDArray[np.uint32]
Key = TypeVar("Key", U64, Ints)

CROWD = 32
"""Documents of one fingerprint that are all paired with one another."""
NEIGHBOURS = 3
"""How many following documents each is paired with where a fingerprint has more."""
RARE = 3
"""A fingerprint of at most so many documents is rare."""
RANGE = 2_000_000
"""Fingerprints inverted at a time; more of them are taken in ranges of their values."""
BLOCK = 1 << 17
"""Postings looked at together, so that they stay in the cache of the processor."""
PAIRS = 1 << 16
"""Pairs made together, about."""
DOCUMENT_BITS = 30
"""What a document's number may take in a pair; 2**30 documents at most."""


SPARE = 64 - MARK_BITS
"""Bits that a posting has beside a fingerprint."""
_NONE = np.zeros(0, dtype=np.int64)
_NO_KEYS = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Marks:
    """The fingerprints of documents 0, 1, 2 ... in a row, and where each one's begin (one entry more).

    A fingerprint is 32 bits in `low` and the rest in `high`: five bytes, as in a note.
    """

    low: U32
    high: U8
    begin: Ints

    def __len__(self) -> int:
        """How many fingerprints there are."""
        return len(self.low)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.begin) - 1

    def at(self, places: Ints | slice) -> U64:
        """The fingerprints at these places."""
        values = self.high[places].astype(np.uint64)
        values <<= u64(32)
        values |= self.low[places]
        return values

    def owners(self, places: Ints) -> Ints:
        """The documents of the fingerprints at these places, which ascend."""
        return np.repeat(np.arange(self.documents), np.diff(np.searchsorted(places, self.begin)))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs (a < b) that may be duplicates, and what is known of every document.

    `shared` counts common fingerprints and `rare` those among them that few documents have; `sizes`
    tells how many different fingerprints each document has, `unique` which share no other has, `crowded` which
    share more than CROWD have.
    """

    a: Ints
    b: Ints
    shared: Ints
    rare: Ints
    sizes: Ints
    unique: Floats
    crowded: Floats


def run_starts(values: U64 | Ints) -> Ints:
    """Where a sorted array begins another value."""
    return np.flatnonzero(_firsts(values))


def distinct(values: Key) -> Key:
    """The different values, ascending. (`np.unique` loads numpy.ma where it is asked for nothing more: 15 to 25 ms.)"""
    values = np.sort(values)
    return values[run_starts(values)]


def _firsts(values: U64 | Ints) -> Flags:
    first = np.empty(len(values), dtype=bool)
    first[:1] = True
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return first


def _range_bits(marks: Marks) -> int:
    """How many upper bits of fingerprints tell the range in which they are inverted."""
    bits = max(marks.documents.bit_length() - SPARE, (len(marks) // RANGE).bit_length(), 0)
    return min(bits, 8)  # the upper byte; 2**32 documents fit beside the rest


def _sorted(marks: Marks, part: int, bits: int) -> U64:
    """The postings of one range of fingerprints, sorted: the lower bits of the fingerprint, below it the document."""
    cuts = [*np.searchsorted(marks.begin, np.arange(0, len(marks), BLOCK)).tolist(), marks.documents]
    keys = np.concatenate([_keys(marks, first, last, part, bits) for first, last in pairwise(cuts)] or [_NO_KEYS])
    keys.sort()
    return keys


def _keys(marks: Marks, first: int, last: int, part: int, bits: int) -> U64:
    """The postings of one range of fingerprints and of the documents from `first` up to `last`."""
    places = slice(marks.begin[first], marks.begin[last])
    owners = np.repeat(np.arange(first, last, dtype=np.uint64), np.diff(marks.begin[first : last + 1]))
    if bits:
        chosen = np.flatnonzero(marks.high[places] >> (8 - bits) == part)
        owners, places = owners[chosen], chosen + places.start
    keys = marks.at(places)
    keys <<= u64(SPARE + bits)
    keys |= owners
    return keys


def _shared(keys: U64, bits: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Of sorted postings, block by block: documents grouped by the fingerprints that several have, and the sizes of
    the groups; and the document of every posting that stands there twice.
    """
    lowest, first = u64((1 << bits) - 1), 0
    while first < len(keys):
        last = first + BLOCK
        if last < len(keys):
            last = int(np.searchsorted(keys, keys[last] & ~lowest))
            last = last if last > first else int(np.searchsorted(keys, keys[first] | lowest, side="right"))
        block = keys[first:last]
        fresh = _firsts(block)
        again = (block[np.flatnonzero(~fresh)] & lowest).view(np.int64)
        block = block[np.flatnonzero(fresh)] if len(again) else block
        begins = _firsts(block >> u64(bits))
        several = ~begins
        several[:-1] |= several[1:]
        at = np.flatnonzero(several)
        sizes = np.diff(np.flatnonzero(begins[at]), append=len(at))
        yield (block[at] & lowest).view(np.int64), sizes, again
        first = last


def _pairs(documents: Ints, sizes: Ints) -> U64:
    """All pairs of documents that share a fingerprint: a, b, and in the lowest bit whether it is rare."""
    document, size = documents.view(np.uint64), np.repeat(sizes, sizes)
    behind = np.repeat(sizes.cumsum(), sizes) - np.arange(1, len(size) + 1)
    partners = np.minimum(behind, np.where(size <= CROWD, CROWD, NEIGHBOURS))
    is_rare, sums = (size <= RARE).view(np.uint8), partners.cumsum()
    cuts = sums.searchsorted(np.arange(0, sums[-1] if len(sums) else 0, PAIRS), side="right").tolist()
    found = [_NO_KEYS]
    for first, last in pairwise([*cuts, len(sums)]):
        count = partners[first:last]
        pair = np.repeat(document[first:last] << u64(DOCUMENT_BITS), count)
        pair |= document[ranges(np.arange(first + 1, last + 1), count)]
        pair <<= u64(1)
        pair |= np.repeat(is_rare[first:last], count)
        found.append(pair)
    return np.concatenate(found)


def _several(pairs: U64) -> U64:
    """Those of sorted pairs that are there more than once, whatever their lowest bit: most are there once."""
    again = (pairs[1:] ^ pairs[:-1]) <= u64(1)
    kept = np.zeros(len(pairs), dtype=bool)
    kept[1:] = again
    kept[:-1] |= again
    return pairs[np.flatnonzero(kept)]


@dataclass(frozen=True, slots=True)
class Links:
    """What some fingerprints say: pairs as `_pairs` gives them, and documents, each as often as it has ...

    `together`: a fingerprint that others have too; `many`: one that more than CROWD have; `twice`: one once more.
    """

    pairs: list[U64]
    together: Ints
    many: Ints
    twice: Ints


def links(keys: U64, bits: int) -> Links:
    """The links of sorted postings of fingerprints, a document in the lowest `bits` of each."""
    pairs, together, many, twice = [], [_NONE], [_NONE], [_NONE]
    for documents, groups, again in _shared(keys, bits):
        pairs.append(_pairs(documents, groups))
        together.append(documents)
        twice.append(again)
        if groups.max(initial=0) > CROWD:
            many.append(documents[np.repeat(groups > CROWD, groups)])
    return Links(pairs, np.concatenate(together), np.concatenate(many), np.concatenate(twice))


class Counted(NamedTuple):
    """Pairs (a above b), how many fingerprints each shares, and how many rare ones."""

    pairs: U64
    shared: Ints
    rare: Ints


def counted(pairs: U64) -> Counted:
    """Of pairs as `_pairs` gives them, which are sorted here, those that share several fingerprints."""
    pairs.sort()
    pairs = _several(pairs)
    is_rare = (pairs & u64(1)).astype(np.int64)
    pairs >>= u64(1)
    starts = run_starts(pairs)
    shared = np.diff(starts, append=len(pairs))
    return Counted(pairs[starts], shared, np.add.reduceat(is_rare, starts) if len(starts) else shared)


def candidates(marks: Marks) -> Candidates:
    """The pairs that share enough fingerprints to be aligned, see `_worth`."""
    sizes, company, crowded = np.diff(marks.begin), np.zeros(marks.documents), np.zeros(marks.documents)
    found = [_NO_KEYS]
    bits = _range_bits(marks)
    for part in range(1 << bits):
        some = links(_sorted(marks, part, bits), SPARE + bits)
        found += some.pairs
        company += np.bincount(some.together, minlength=marks.documents)
        crowded += np.bincount(some.many, minlength=marks.documents)
        sizes -= np.bincount(some.twice, minlength=marks.documents)
    pairs = np.concatenate(found)
    found.clear()
    return worth_aligning(counted(pairs), sizes, company, crowded)


def worth_aligning(found: Counted, sizes: Ints, company: Floats | Ints, crowded: Floats | Ints) -> Candidates:
    """Of counted pairs those that share enough, see `_worth`.

    Of each document: how many different fingerprints it has, how many of them others have too, and many others.
    """
    a = (found.pairs >> u64(DOCUMENT_BITS)).view(np.int64)
    b = (found.pairs & u64((1 << DOCUMENT_BITS) - 1)).view(np.int64)
    most = np.maximum(1, sizes)
    every = Candidates(a, b, found.shared, found.rare, sizes, (sizes - company) / most, crowded / most)
    return selected(every, _worth(every))


def selected(pairs: Candidates, chosen: Flags) -> Candidates:
    """The chosen pairs."""
    return replace(pairs, a=pairs.a[chosen], b=pairs.b[chosen], shared=pairs.shared[chosen], rare=pairs.rare[chosen])


def _worth(pairs: Candidates) -> Flags:
    """Enough in common, and either some of it rare, or both documents without text of their own,
    or so much that the two are alike as wholes (a wire story in many papers) or one lies in the other.
    """
    sizes, unique = pairs.sizes, pairs.unique
    smaller = np.minimum(sizes[pairs.a], sizes[pairs.b])
    larger = np.maximum(sizes[pairs.a], sizes[pairs.b])
    enough: Flags = pairs.shared >= np.clip(smaller // 4, 2, 3)
    enough &= (pairs.shared >= 0.06 * smaller) | (pairs.shared >= 8)
    special = pairs.rare >= 0.08 * pairs.shared
    special |= (unique[pairs.a] < 0.1) & (unique[pairs.b] < 0.1)
    special |= (pairs.shared >= 0.2 * larger) | (pairs.shared >= 0.4 * smaller)
    enough &= special
    return enough
