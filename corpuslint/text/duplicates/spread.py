"""The duplicates of a corpus whose fingerprints are too many for one place: brought together by value, part by part.

Three steps, each of which any machine can take for its share. `postings`: every fingerprint with its document goes to
the part that its upper bits name. `link`: a part of fingerprints becomes pairs of documents, which go to the part that
their first document names. `count`: a part of pairs becomes those that share several fingerprints.
What is in one place is no text and no fingerprint: of each document its key and some 40 bytes, and the pairs that are
worth aligning. Everything comes out as from `inverted.candidates`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

import numpy as np

from corpuslint.facts import Facts, Numbered, Spread
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.inverted import (
    DOCUMENT_BITS,
    Candidates,
    Counted,
    Marks,
    counted,
    distinct,
    links,
    worth_aligning,
)
from corpuslint.text.duplicates.layout import HEADER, MARK_BITS, MARK_BYTES
from corpuslint.text.duplicates.prints import Frequent, frequent, holders
from corpuslint.text.duplicates.table import marks_of
from corpuslint.text.duplicates.words import U64, Ints, u64

PART = 1_000_000
"""Fingerprints of one part, about."""
LEAST_BITS, MOST_BITS = 8, 16
"""Upper bits of a fingerprint that name its part: the lower 32 must tell it from all others of the part."""
PAIR_PARTS = 256
RANGE_BITS = 24
"""Documents whose figures are added up in one place: 2**24."""
FIGURES = 3
"""Of each document: how often it has a fingerprint that others have too, that many have, and that it has once more."""
_COUNT = struct.Struct("<I")
HEAD = HEADER.size + _COUNT.size
"""Bytes of a head, see `heads`."""
_LOW = u64((1 << 32) - 1)
_NUMBERS = np.dtype(np.uint64)


def heads(facts: Sequence[Facts]) -> list[bytes]:
    """Of each note its header and the number of its fingerprints."""
    size = HEADER.size
    return [row.value[:size] + _COUNT.pack((len(row.value) - size) // MARK_BYTES) for row in facts]


def head_size(head: bytes) -> int:
    """How many fingerprints a note has, from its head."""
    size: int = _COUNT.unpack_from(head, HEADER.size)[0]
    return size


def _numbered(facts: Sequence[Facts], numbers: Ints) -> tuple[Marks, Ints]:
    """The fingerprints of those documents of a block that have a number, and these."""
    chosen = np.flatnonzero(numbers >= 0)
    return marks_of([facts[at].value for at in chosen.tolist()]), numbers[chosen]


def _postings(facts: Sequence[Facts], numbers: Ints) -> tuple[U64, Ints]:
    marks, documents = _numbered(facts, numbers)
    return marks.at(slice(None)), np.repeat(documents, np.diff(marks.begin))


def postings(numbers: Mapping[int, Ints], bits: int, block: int, facts: Sequence[Facts]) -> Iterator[Numbered]:
    """The fingerprints of a block, lower half above the document, by part."""
    values, documents = _postings(facts, numbers[block])
    yield from _parts(values >> u64(MARK_BITS - bits), (values & _LOW) << u64(32) | documents.view(np.uint64))


def _parts(numbers: U64, rows: U64) -> Iterator[Numbered]:
    """Rows by the number of the part that each goes to."""
    small = numbers.astype(np.uint16)
    order = np.argsort(small, kind="stable")
    small, rows = small[order], rows[order]
    begins = np.flatnonzero(np.diff(small, prepend=-1))
    ends = np.append(begins, len(rows))[1:]
    for first, last in zip(begins.tolist(), ends.tolist(), strict=True):
        yield int(small[first]), rows[first:last].tobytes()


def link(_part: int, blocks: Sequence[bytes]) -> Iterator[Numbered]:
    """Pairs of documents that have a fingerprint of this part in common; figures go to parts below 0."""
    keys = _joined(blocks)
    keys.sort()
    found = links(keys, 32)
    for pairs in found.pairs:
        yield from _parts((pairs >> u64(DOCUMENT_BITS + 1)) % u64(PAIR_PARTS), pairs)
    for figure, documents in enumerate((found.together, found.many, found.twice)):
        yield from _figures(figure, *np.unique(documents, return_counts=True))


def _figures(figure: int, documents: Ints, counts: Ints) -> Iterator[Numbered]:
    rows = (documents << 32 | counts).view(np.uint64)
    for number, data in _parts(rows >> u64(32 + RANGE_BITS), rows):
        yield -1 - figure - FIGURES * number, data


def count(part: int, blocks: Sequence[bytes]) -> Iterator[Numbered]:
    """Pairs with several common fingerprints: all pairs, then for each how many above how many rare; figures added."""
    rows = _joined(blocks)
    if part >= 0:
        found = counted(rows)
        yield part, np.concatenate((found.pairs, (found.shared << 32 | found.rare).view(np.uint64))).tobytes()
    else:
        documents, at = np.unique(rows >> u64(32), return_inverse=True)
        counts = np.bincount(at, weights=rows & _LOW).astype(np.uint64)
        yield part, (documents << u64(32) | counts).tobytes()


def crowds(groups: Ints, documents: int, bits: int, part: int, blocks: Sequence[bytes]) -> Iterator[Numbered]:
    """Fingerprints of this part that so many documents have: owners, values and counts, one after the other."""
    rows = _joined(blocks)
    found = frequent((rows & _LOW).view(np.int64), rows >> u64(32), groups, documents)
    values = found.values | u64(part >> (bits - LEAST_BITS)) << u64(32)
    yield part, np.concatenate((found.owners.view(np.uint64), values, found.counts.view(np.uint64))).tobytes()


def chosen(numbers: Mapping[int, Ints], wanted: Ints, block: int, facts: Sequence[Facts]) -> Iterator[Numbered]:
    """The notes of wanted documents: number of each, size in fingerprints, then all of these."""
    marks, documents = _numbered(facts, np.where(np.isin(numbers[block], wanted), numbers[block], -1))
    if len(documents):
        rows = (documents.view(np.uint64), np.diff(marks.begin).view(np.uint64), marks.at(slice(None)))
        yield len(documents), np.concatenate(rows).tobytes()


def held_by(numbers: Mapping[int, Ints], known: U64, block: int, facts: Sequence[Facts]) -> Iterator[Numbered]:
    """Who of a block has these fingerprints, see `prints.Fingerprints.holders`."""
    marks, documents = _numbered(facts, numbers[block])
    found = holders(marks, known)
    if len(found):
        yield 0, (found >> 32 << 32 | documents[found & 0xFFFFFFFF]).tobytes()


def _joined(blocks: Iterable[bytes]) -> U64:
    return np.frombuffer(b"".join(blocks), dtype=_NUMBERS).copy()


class Elsewhere:
    """Fingerprints that lie in a spread: `prints.Fingerprints`."""

    def __init__(self, spread: Spread, numbers: Mapping[int, Ints], sizes: Ints) -> None:
        """`numbers` are those of the documents of each block, -1 for one that is left out; `sizes` go by number."""
        self._spread = spread
        self._numbers = numbers
        self._sizes = sizes
        bits = (int(sizes.sum()) // PART).bit_length()
        self._bits = min(max(bits, LEAST_BITS), MOST_BITS)

    def __len__(self) -> int:
        """How many there are."""
        return int(self._sizes.sum())

    @cached_property
    def _first(self) -> partial[Iterator[Numbered]]:
        return partial(postings, self._numbers, self._bits)

    def candidates(self) -> Candidates:
        """The pairs of documents that are worth aligning."""
        figures = np.zeros((FIGURES, len(self._sizes)), dtype=np.int64)
        none = np.zeros(0, dtype=np.int64)
        found = [(none, none, none, none)]
        for part, data in self._spread.exchanged(self._first, link, count):
            rows = _joined([data])
            if part < 0:
                figures[(-1 - part) % FIGURES, rows >> u64(32)] = rows & _LOW
            else:
                pairs, counts = np.split(rows, 2)
                shared, rare = (counts >> u64(32)).view(np.int64), (counts & _LOW).view(np.int64)
                some = self._worth(Counted(pairs, shared, rare), figures)
                found.append((some.a, some.b, some.shared, some.rare))
        a, b, shared, rare = map(np.concatenate, zip(*found, strict=True))
        order = np.lexsort((b, a))
        of_all = self._worth(Counted(none.view(np.uint64), none, none), figures)
        return replace(of_all, a=a[order], b=b[order], shared=shared[order], rare=rare[order])

    def _worth(self, found: Counted, figures: Ints) -> Candidates:
        together, many, twice = figures
        return worth_aligning(found, self._sizes - twice, together, many)

    def of(self, a: Ints, b: Ints) -> tuple[Marks, Ints, Ints]:
        """The fingerprints of these documents, in order of their numbers."""
        wanted = distinct(np.concatenate((a, b)))
        documents, sizes, values = [wanted[:0]], [wanted[:0]], [wanted[:0].view(np.uint64)]
        for number, data in self._spread.exchanged(partial(chosen, self._numbers, wanted)):
            rows = _joined([data])
            documents.append(rows[:number].view(np.int64))
            sizes.append(rows[number : 2 * number].view(np.int64))
            values.append(rows[2 * number :])
        marks = _in_order(np.concatenate(documents), np.concatenate(sizes), np.concatenate(values))
        return marks, np.searchsorted(wanted, a), np.searchsorted(wanted, b)

    def holders(self, known: U64) -> Ints:
        """Who has these fingerprints, see `prints.Fingerprints`."""
        rows = (data for _, data in self._spread.exchanged(partial(held_by, self._numbers, known)))
        return _joined(rows).view(np.int64)

    def frequent(self, groups: Ints, documents: int) -> Frequent:
        """Fingerprints that so many documents have, see `prints.Fingerprints`."""
        step = partial(crowds, groups, documents, self._bits)
        found = [np.split(_joined([data]), 3) for _, data in self._spread.exchanged(self._first, step)]
        none = np.zeros(0, dtype=np.uint64)
        owners, values, counts = (np.concatenate([none, *(row[at] for row in found)]) for at in range(3))
        order = np.argsort(owners, kind="stable")
        return Frequent(owners[order].view(np.int64), values[order], counts[order].view(np.int64))


def _in_order(documents: Ints, sizes: Ints, values: U64) -> Marks:
    """Fingerprints of documents, so many of each, in ascending order of these."""
    order = np.argsort(documents)
    begin = offsets(sizes)
    rows = [values[begin[at] : begin[at + 1]] for at in order.tolist()]
    sorted_values = np.concatenate([values[:0], *rows])
    low, high = sorted_values.astype(np.uint32), (sorted_values >> u64(32)).astype(np.uint8)
    return Marks(low, high, offsets(sizes[order]))
