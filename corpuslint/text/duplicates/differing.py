"""What two aligned texts do not share inside of their common passages, word for word, for people to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from corpuslint.model import Span
from corpuslint.text.duplicates.alignment import blocks
from corpuslint.text.duplicates.chunks import NAME, NUMBER, Chunk, chunk_of
from corpuslint.text.duplicates.layout import beginning
from corpuslint.text.duplicates.words import Ints

FACTS = (NUMBER, NAME)


class Difference(NamedTuple):
    """Words of one text in place of others: spans of both (one may be empty), and whether facts stand against facts."""

    here: Span
    there: Span
    facts: bool


def differences(here: str, there: str) -> list[Difference]:
    """The differences inside of passages that both texts have, in order of the first text."""
    return differences_of([(here, there)])[0]


def differences_of(pairs: Sequence[tuple[str, str]]) -> list[list[Difference]]:
    """The differences of each of these pairs of texts, which are aligned together."""
    texts = [beginning(text.encode("utf-8", "surrogatepass")) for pair in pairs for text in pair]
    chunk = chunk_of(texts)
    first = np.arange(0, len(texts), 2)
    found = blocks(chunk, first, first + 1)
    gap_a, gap_b = found.gaps()
    at = np.flatnonzero(found.chained() & ((gap_a > 0) | (gap_b > 0)))
    points = np.concatenate(([0], np.cumsum((chunk.raw & 0xC0) != 0x80)))
    sides = [
        _side(chunk, points, first[found.pair[at]] + number, start[at], np.maximum(gap[at], 0))
        for number, start, gap in ((0, found.a, gap_a), (1, found.b, gap_b))
    ]
    told: list[list[Difference]] = [[] for _ in pairs]
    for pair, (one, kinds), (two, other) in zip(found.pair[at].tolist(), *sides, strict=True):
        told[pair].append(Difference(one, two, any(kind in kinds and kind in other for kind in FACTS)))
    return list(map(sorted, told))


def _side(chunk: Chunk, points: Ints, document: Ints, end: Ints, size: Ints) -> list[tuple[Span, set[int]]]:
    """Span (code points) and kinds of the `size` words before each word `end` of a document.

    `points` counts the code points before each byte of the chunk.
    """
    last = chunk.begin[document] + end
    first, base = last - size, points[chunk.bytes_begin[document]]
    stop = points[chunk.ends[last - 1]] - base
    start = np.where(size > 0, points[chunk.starts[np.minimum(first, len(chunk.starts) - 1)]] - base, stop)
    rows = zip(start.tolist(), stop.tolist(), first.tolist(), last.tolist(), strict=True)
    return [(Span(*span), set(chunk.kinds[begin:until].tolist())) for *span, begin, until in rows]
