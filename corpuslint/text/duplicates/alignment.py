"""Exact alignment of many pairs of documents at once, with numpy: no Python loop over pairs.

Equal word triples become diagonals, diagonals blocks of equal words, and blocks that follow each other
closely in both documents passages. Along the passages facts (numbers and names) are counted that stand
in equal words, and facts that stand against each other in replaced words.

The longer document of a pair is searched for the triples of the shorter one, so a pair costs the
words of its shorter document.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from corpuslint.text.duplicates.chunks import NAME, NUMBER, Chunk
from corpuslint.text.duplicates.conflicts import Gaps, conflicts
from corpuslint.text.duplicates.fingerprints import offsets, ranges
from corpuslint.text.duplicates.hashing import SCRAMBLE
from corpuslint.text.duplicates.inverted import Floats
from corpuslint.text.duplicates.limits import DENSE, FEWEST, GAP, TRIPLE
from corpuslint.text.duplicates.words import U64, Flags, Ints, u64

SKEW = 8
"""Most words by which the gaps on the two sides may differ."""
TABLE_BITS = 19
"""Bits of a number by which a table tells whether it may be among others: most triples of a pair are not shared."""
PAIRS = 4096
"""Most pairs joined at once."""
_LOW = (1 << 32) - 1
_FACTS = np.zeros(1 + max(NUMBER, NAME), dtype=np.int64)
"""What a word of each kind counts, numbers in the lower half of a sum and names in the upper one."""
_FACTS[[NUMBER, NAME]] = 1, 1 << 32


@dataclass(frozen=True, slots=True)
class Passages:
    """Stretches of pairs: words [a0, a1) of the first document and [b0, b1) of the second.

    `equal` words are the same; `numbers` and `names` of them are facts; of the words replaced by
    others, see `conflicts.Conflicts`.
    """

    pair: Ints
    a0: Ints
    a1: Ints
    b0: Ints
    b1: Ints
    equal: Ints
    numbers: Ints
    names: Ints
    numbers_differ: Ints
    names_differ: Ints
    replaced: Ints
    altered: Ints


@dataclass(frozen=True, slots=True)
class Overlaps:
    """What two documents of each pair have in common, in words; coverage as a share of each."""

    words_a: Ints
    words_b: Ints
    covered_a: Floats
    covered_b: Floats
    longest: Ints
    equal: Ints
    numbers: Ints
    names: Ints
    numbers_differ: Ints
    names_differ: Ints
    replaced: Ints
    altered: Ints


@dataclass(slots=True)
class Blocks:
    """Runs of `length` equal words at word a of the first and word b of the second document."""

    pair: Ints
    a: Ints
    b: Ints
    length: Ints

    def __len__(self) -> int:
        return len(self.pair)

    def where(self, chosen: Flags) -> Blocks:
        """The chosen ones."""
        return Blocks(self.pair[chosen], self.a[chosen], self.b[chosen], self.length[chosen])

    def gaps(self) -> tuple[Ints, Ints]:
        """Words between each block and the one before it, in both documents."""
        end_a, end_b = self.a + self.length, self.b + self.length
        gap_a, gap_b = np.zeros_like(self.a), np.zeros_like(self.b)
        gap_a[1:] = self.a[1:] - end_a[:-1]
        gap_b[1:] = self.b[1:] - end_b[:-1]
        return gap_a, gap_b

    def chained(self) -> Flags:
        """Which blocks continue the passage of the block before them."""
        gap_a, gap_b = self.gaps()
        chained = (gap_a <= GAP) & (gap_b <= GAP) & (gap_a > -self.length) & (gap_b > -self.length)
        chained &= np.abs(gap_a - gap_b) <= SKEW
        chained[:1] = False
        chained[1:] &= self.pair[1:] == self.pair[:-1]
        return chained


def align(chunk: Chunk, a: Ints, b: Ints) -> tuple[Overlaps, Passages]:
    """Align pairs of the chunk's documents, at most PAIRS of them."""
    swap = chunk.sizes[a] > chunk.sizes[b]
    short, long = np.where(swap, b, a), np.where(swap, a, b)
    blocks = _blocks(chunk, short, long)
    passages = _passages(chunk, blocks, short, long)
    passages = turned(passages, swap[passages.pair])
    return _overlaps(passages, chunk.sizes[a], chunk.sizes[b]), passages


def blocks(chunk: Chunk, a: Ints, b: Ints) -> Blocks:
    """The runs of equal words of pairs of the chunk's documents, of each in order of the shorter one."""
    swap = chunk.sizes[a] > chunk.sizes[b]
    found = _blocks(chunk, np.where(swap, b, a), np.where(swap, a, b))
    turn = swap[found.pair]
    return Blocks(found.pair, np.where(turn, found.b, found.a), np.where(turn, found.a, found.b), found.length)


def turned(found: Passages, turn: Flags) -> Passages:
    """The passages with both sides exchanged where `turn` says so."""
    return replace(
        found,
        a0=np.where(turn, found.b0, found.a0),
        a1=np.where(turn, found.b1, found.a1),
        b0=np.where(turn, found.a0, found.b0),
        b1=np.where(turn, found.a1, found.b1),
    )


class _Matches(NamedTuple):
    """Pair, word of the short document and word of the long one at which equal triples begin."""

    pair: Ints
    a: Ints
    b: Ints


def _matches(chunk: Chunk, short: Ints, long: Ints) -> _Matches:
    """Every triple of the short documents, at its first place in the long one; by pair and place."""
    sizes = chunk.sizes
    place_bits = max(1, int(sizes.max(initial=1)).bit_length())
    document_bits = max(1, len(sizes).bit_length())
    place, whose = u64((1 << place_bits) - 1), u64(64 - document_bits)
    counts = np.maximum(0, sizes - TRIPLE + 1)
    used = ranges(chunk.begin[:-1], counts)
    keys = chunk.triples[used] >> u64(document_bits + place_bits) << u64(place_bits)
    above = (np.arange(len(sizes), dtype=np.uint64) << whose) - chunk.begin[:-1].view(np.uint64)
    keys += used.view(np.uint64) + np.repeat(above, counts)
    keys.sort()
    begin, count = offsets(counts), counts[short]
    own = keys[ranges(begin[short], count)]
    pair = np.repeat(np.arange(len(short)), count)
    wanted = (own & ~place) << u64(document_bits) >> u64(document_bits)
    wanted |= np.repeat(long.view(np.uint64) << whose, count)
    hit = _perhaps_among(keys >> u64(place_bits), wanted >> u64(place_bits))
    at = np.searchsorted(keys, wanted[hit])
    at[at == len(keys)] = 0
    sure = np.flatnonzero(keys[at] & ~place == wanted[hit])
    hit, at = hit[sure], at[sure]
    joined = pair[hit].view(np.uint64) << u64(2 * place_bits)
    joined |= ((own[hit] & place) << u64(place_bits)) | (keys[at] & place)
    joined.sort()
    columns = joined >> u64(2 * place_bits), joined >> u64(place_bits) & place, joined & place
    return _Matches(*(column.view(np.int64) for column in columns))


def _perhaps_among(known: U64, wanted: U64) -> Ints:
    """Which of the wanted numbers are known, and some others: by one look into a table each."""
    known, wanted = ((numbers * u64(SCRAMBLE)) >> u64(64 - TABLE_BITS) for numbers in (known, wanted))
    table = np.zeros(1 << TABLE_BITS, dtype=bool)
    table[known.view(np.int64)] = True
    return table.take(wanted.view(np.int64)).nonzero()[0]


def _blocks(chunk: Chunk, short: Ints, long: Ints) -> Blocks:
    """Maximal runs of equal words, ordered by pair and place in the short document."""
    pair, a, b = _followed(chunk, _matches(chunk, short, long), short, long)
    breaks = np.ones(len(pair), dtype=bool)
    breaks[1:] = (pair[1:] != pair[:-1]) | (a[1:] != a[:-1] + 1) | (b[1:] != b[:-1] + 1)
    at = np.flatnonzero(breaks)
    blocks = Blocks(pair[at], a[at], b[at], np.diff(at, append=len(pair)) + TRIPLE - 1)
    for _ in range(2):  # short lone blocks that stand between the blocks of a passage
        chained = blocks.chained()
        follows = np.append(chained[1:], np.zeros(min(1, len(blocks)), dtype=bool))
        kept = chained | follows | (blocks.length >= FEWEST)
        if kept.all():
            break
        blocks = blocks.where(kept)
    return blocks


def _followed(chunk: Chunk, found: _Matches, short: Ints, long: Ints) -> _Matches:
    """Where a triple occurs again in the long document, the occurrence that goes on from the last one."""
    pair, a, b = found
    begin_a, begin_b, sizes = chunk.begin[short[pair]], chunk.begin[long[pair]], chunk.sizes[long[pair]]
    going_on = (pair[1:] == pair[:-1]) & (a[1:] == a[:-1] + 1)
    for _ in range(4):
        on = b[:-1] + 1
        at = np.flatnonzero(going_on & (b[1:] != on) & (on < sizes[1:]))
        same = chunk.triples[begin_b[at + 1] + on[at]] == chunk.triples[begin_a[at + 1] + a[at + 1]]
        at = at[same]
        if not len(at):
            break
        b[at + 1] = on[at]
    return found


def _passages(chunk: Chunk, blocks: Blocks, short: Ints, long: Ints) -> Passages:
    chained = blocks.chained()
    gap_a, gap_b = blocks.gaps()
    overlap = np.where(chained, np.minimum(np.minimum(gap_a, gap_b), 0), 0)
    a, b, length = blocks.a - overlap, blocks.b - overlap, blocks.length + overlap
    begin_a, begin_b = chunk.begin[short[blocks.pair]], chunk.begin[long[blocks.pair]]
    facts = offsets(_FACTS[chunk.kinds])
    agreeing = facts[begin_a + a + length] - facts[begin_a + a]
    agree = agreeing & _LOW, agreeing >> 32
    at = np.flatnonzero(chained & (gap_a > 0) & (gap_b > 0))
    found = conflicts(chunk, Gaps((begin_a + a - gap_a)[at], gap_a[at], (begin_b + b - gap_b)[at], gap_b[at]))
    differ = []
    for column in found:
        spread = np.zeros_like(a)
        spread[at] = column
        differ.append(spread)
    first = np.flatnonzero(~chained)
    last = np.append(first[1:], len(blocks))[: len(first)] - 1
    a_end, b_end = (blocks.a + blocks.length)[last], (blocks.b + blocks.length)[last]
    sums = [np.add.reduceat(x, first) if len(first) else x for x in (length, *agree, *differ)]
    passages = Passages(blocks.pair[first], blocks.a[first], a_end, blocks.b[first], b_end, *sums)
    extent = np.maximum(passages.a1 - passages.a0, passages.b1 - passages.b0)
    return _chosen(passages, (passages.equal >= FEWEST) & (passages.equal >= DENSE * extent))


def _chosen(found: Passages, kept: Flags) -> Passages:
    return Passages(*(getattr(found, field.name)[kept] for field in fields(Passages)))


def _overlaps(found: Passages, words_a: Ints, words_b: Ints) -> Overlaps:
    count = len(words_a)
    longest = np.zeros(count, dtype=np.int64)
    np.maximum.at(longest, found.pair, found.equal)
    sums = (np.bincount(found.pair, weights=getattr(found, name), minlength=count).astype(np.int64) for name in _SUMMED)
    covered_a = covered(found.pair, found.a0, found.a1, count) / np.maximum(1, words_a)
    covered_b = covered(found.pair, found.b0, found.b1, count) / np.maximum(1, words_b)
    return Overlaps(words_a, words_b, covered_a, covered_b, longest, *sums)


_SUMMED = ("equal", "numbers", "names", "numbers_differ", "names_differ", "replaced", "altered")


def covered(pair: Ints, start: Ints, end: Ints, count: int) -> Floats:
    """Words in the union of each pair's ranges."""
    order = np.lexsort((start, pair))
    pair, start, end = pair[order], start[order], end[order]
    far = np.int64(1 << 32)
    reached = np.maximum.accumulate(pair * far + end)
    before = np.zeros_like(start)
    before[1:] = np.where(pair[1:] == pair[:-1], reached[:-1] - pair[1:] * far, 0)
    fresh = np.maximum(0, end - np.maximum(start, before))
    return np.bincount(pair, weights=fresh, minlength=count).astype(np.float64)
