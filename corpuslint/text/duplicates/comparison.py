"""Pairs of documents compared, however many: read, aligned in chunks of bounded size, and located.

A chunk takes in about CHUNK words, so the memory that alignment needs does not grow with the corpus;
a single longer document makes a chunk of its own with as many of its partners.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np

from corpuslint.text.duplicates.alignment import PAIRS, Overlaps, Passages, align
from corpuslint.text.duplicates.chunks import Chunk, chunk_of
from corpuslint.text.duplicates.clusters import components
from corpuslint.text.duplicates.limits import COVERED, LONG
from corpuslint.text.duplicates.words import Ints

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

    Pairs that have too little in common to be told have none.
    """

    overlaps: Overlaps
    passages: Passages
    places: Places
    begin: Ints


def compare(a: Ints, b: Ints, words: Ints, fetch: Fetch) -> Compared:
    """Align the documents a[i] and b[i] for every i.

    `words` holds the number of words of every document, `fetch` reads a document's text as UTF-8.
    """
    long, short = np.where(words[a] > words[b], a, b), np.where(words[a] > words[b], b, a)
    order = np.lexsort((short, long, components(a, b, len(words))[a]))
    overlaps, passages, places = [], [], []
    for first, last in _chunks(words[short[order]], words[long[order]], long[order]):
        chosen = order[first:last]
        documents, index = np.unique(np.concatenate((a[chosen], b[chosen])), return_inverse=True)
        chunk = chunk_of([fetch(document) for document in documents.tolist()])
        local_a, local_b = index[: len(chosen)], index[len(chosen) :]
        overlap, found = align(chunk, local_a, local_b)
        overlaps.append(overlap)
        much = (np.maximum(overlap.covered_a, overlap.covered_b) >= COVERED) | (overlap.longest >= LONG)
        found = _taken(found, np.flatnonzero(much[found.pair]))
        places.append(_placed(chunk, found, local_a, local_b))
        passages.append(replace(found, pair=chosen[found.pair]))
    back = np.argsort(order)
    found, placed = _joined(passages), _joined(places)
    by_pair = np.argsort(found.pair, kind="stable")
    found, placed = _taken(found, by_pair), _taken(placed, by_pair)
    begin = np.searchsorted(found.pair, np.arange(len(a) + 1))
    return Compared(_taken(_joined(overlaps), back), found, placed, begin)


def _chunks(short: Ints, long: Ints, longer: Ints) -> list[tuple[int, int]]:
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
    breaks = np.flatnonzero(chunk.raw == ord("\n"))
    trailing = np.flatnonzero((chunk.raw & 0xC0) == 0x80)
    columns: dict[str, Ints] = {}
    for side, document, first, end in (
        ("a", a[found.pair], found.a0, found.a1),
        ("b", b[found.pair], found.b0, found.b1),
    ):
        begin, word = chunk.bytes_begin[document], chunk.begin[document]
        start, stop = chunk.starts[word + first], chunk.ends[word + end - 1]
        before = np.searchsorted(trailing, begin)
        columns[f"start_{side}"] = start - begin - np.searchsorted(trailing, start) + before
        columns[f"end_{side}"] = stop - begin - np.searchsorted(trailing, stop) + before
        lines = np.searchsorted(breaks, begin)
        columns[f"first_line_{side}"] = np.searchsorted(breaks, start) - lines + 1
        columns[f"last_line_{side}"] = np.searchsorted(breaks, stop) - lines + 1
    return Places(**columns)


def _joined(parts: Sequence[Columns]) -> Columns:
    columns = {field.name: np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(parts[0])}
    return type(parts[0])(**columns)


def _taken(rows: Columns, at: Ints) -> Columns:
    return type(rows)(**{field.name: getattr(rows, field.name)[at] for field in fields(rows)})
