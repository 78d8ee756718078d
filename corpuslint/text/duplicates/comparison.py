"""Pairs of documents compared, however many: read, aligned in chunks of bounded size, and located.

A chunk takes in about CHUNK words, so the memory that alignment needs does not grow with the corpus;
a single longer document makes a chunk of its own with as many of its partners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, TypeVar

import numpy as np

from corpuslint.text.duplicates.alignment import PAIRS, Overlaps, Passages, align
from corpuslint.text.duplicates.chunks import Chunk, chunk_of
from corpuslint.text.duplicates.clusters import components
from corpuslint.text.duplicates.limits import COVERED, LONG
from corpuslint.text.duplicates.words import Flags, Ints

CHUNK = 120_000
"""Words of the documents aligned together."""
Fetch = Callable[[int], bytes]
Columns = TypeVar("Columns", "Overlaps", "Passages", "Places")


@dataclass(frozen=True, slots=True)
class Places:
    """Where passages stand in the texts: half-open code points, and first and last line (from 1)."""

    start_a: Ints
    end_a: Ints
    start_b: Ints
    end_b: Ints
    first_line_a: Ints
    last_line_a: Ints
    first_line_b: Ints
    last_line_b: Ints


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of `overlaps` for each pair; its passages are rows begin[i] to begin[i + 1] of the other two.

    Pairs that have too little in common to be told have none. Those that are `estimated` have no places in the
    second document, or in the first.
    """

    overlaps: Overlaps
    passages: Passages
    places: Places
    begin: Ints
    estimated: Flags


class Estimate(NamedTuple):
    """What is estimated of some pairs: their rows in a comparison, and passages that name these."""

    rows: Ints
    overlaps: Overlaps
    passages: Passages
    places: Places


def compare(a: Ints, b: Ints, words: Ints, fetch: Fetch) -> Compared:
    """Align the documents a[i] and b[i] for every i.

    `words` holds the number of words of every document, `fetch` reads a document's text as UTF-8.
    """
    long, short = np.where(words[a] > words[b], a, b), np.where(words[a] > words[b], b, a)
    order = np.lexsort((short, long, components(a, b, len(words))[a]))
    overlaps, passages, places = [], [], []
    for first, last in chunks(words[short[order]], words[long[order]], long[order]):
        chosen = order[first:last]
        documents, index = np.unique(np.concatenate((a[chosen], b[chosen])), return_inverse=True)
        chunk = chunk_of([fetch(document) for document in documents.tolist()])
        local_a, local_b = index[: len(chosen)], index[len(chosen) :]
        overlap, found = align(chunk, local_a, local_b)
        overlaps.append(overlap)
        found = worth_telling(overlap, found)
        places.append(_placed(chunk, found, local_a, local_b))
        passages.append(replace(found, pair=chosen[found.pair]))
    told = _taken(_joined(overlaps), np.argsort(order))
    return Compared(told, *_by_pair(passages, places, len(a)), np.zeros(len(a), dtype=bool))


def worth_telling(overlaps: Overlaps, found: Passages) -> Passages:
    """The passages of pairs that have enough in common to be told."""
    return _taken(found, np.flatnonzero(much_in_common(overlaps)[found.pair]))


def much_in_common(overlaps: Overlaps) -> Flags:
    """Which pairs have enough in common to be told."""
    much: Flags = (np.maximum(overlaps.covered_a, overlaps.covered_b) >= COVERED) | (overlaps.longest >= LONG)
    return much


def with_estimates(compared: Compared, estimates: Sequence[Estimate]) -> Compared:
    """The same with some pairs told anew, of which no passages were known."""
    at = np.concatenate([one.rows for one in estimates])
    told = _joined([one.overlaps for one in estimates])
    columns = {field.name: getattr(compared.overlaps, field.name).copy() for field in fields(told)}
    for name, column in columns.items():
        column[at] = getattr(told, name)
    estimated = compared.estimated.copy()
    estimated[at] = True
    passages = [compared.passages, *(one.passages for one in estimates)]
    places = [compared.places, *(one.places for one in estimates)]
    return Compared(Overlaps(**columns), *_by_pair(passages, places, len(estimated)), estimated)


def _by_pair(passages: Sequence[Passages], places: Sequence[Places], pairs: int) -> tuple[Passages, Places, Ints]:
    """All passages and their places in order of the pairs, and where those of each begin."""
    found = _joined(passages)
    order = np.argsort(found.pair, kind="stable")
    found = _taken(found, order)
    return found, _taken(_joined(places), order), np.searchsorted(found.pair, np.arange(pairs + 1))


def chunks(short: Ints, long: Ints, longer: Ints) -> list[tuple[int, int]]:
    """Ranges of pairs, those of one longer document next to each other, that are aligned together."""
    new = np.ones(len(longer), dtype=bool)
    new[1:] = longer[1:] != longer[:-1]
    cost = np.cumsum(short + np.where(new, long, 0))
    found, first = [], 0
    while first < len(cost):
        room = max(CHUNK, int(long[first])) + (int(cost[first - 1]) if first else 0)
        last = min(max(int(np.searchsorted(cost, room)), first + 1), first + PAIRS)
        found.append((first, last))
        first = last
    return found or [(0, 0)]


def _placed(chunk: Chunk, found: Passages, a: Ints, b: Ints) -> Places:
    """The places of passages in their documents, which are numbered as in the chunk."""
    lines = Lines(chunk)
    return placed(lines.of(a[found.pair], found.a0, found.a1), lines.of(b[found.pair], found.b0, found.b1))


def placed(a: Ints, b: Ints) -> Places:
    """The places of passages, from those in either document, see `Lines.of`."""
    return Places(*a[:2], *b[:2], *a[2:], *b[2:])


class Lines:
    """Where words of the documents of a chunk stand."""

    def __init__(self, chunk: Chunk) -> None:
        """Find the line breaks."""
        self._chunk = chunk
        self._breaks = np.flatnonzero(chunk.raw == ord("\n"))
        self._trailing = np.flatnonzero((chunk.raw & 0xC0) == 0x80)

    def of(self, document: Ints, first: Ints, end: Ints) -> Ints:
        """Where words [first, end) of documents are: starts, ends, first lines and last lines, in four rows."""
        chunk, trailing, breaks = self._chunk, self._trailing, self._breaks
        begin, word = chunk.bytes_begin[document], chunk.begin[document]
        start, stop = chunk.starts[word + first], chunk.ends[word + end - 1]
        before, lines = np.searchsorted(trailing, begin), np.searchsorted(breaks, begin)
        columns = (
            start - begin - np.searchsorted(trailing, start) + before,
            stop - begin - np.searchsorted(trailing, stop) + before,
            np.searchsorted(breaks, start) - lines + 1,
            np.searchsorted(breaks, stop) - lines + 1,
        )
        return np.stack(columns)


def _joined(parts: Sequence[Columns]) -> Columns:
    columns = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(parts[0])}
    return type(parts[0])(**columns)


def _taken(rows: Columns, at: Ints) -> Columns:
    return type(rows)(**{field.name: getattr(rows, field.name)[at] for field in fields(rows)})
