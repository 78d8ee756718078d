"""What two aligned texts do not share inside of their common passages, word for word, for people to read."""

from __future__ import annotations

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
    texts = [beginning(text.encode("utf-8", "surrogatepass")) for text in (here, there)]
    chunk = chunk_of(texts)
    found = blocks(chunk, 0, 1)
    gap_a, gap_b = found.gaps()
    at = np.flatnonzero(found.chained() & ((gap_a > 0) | (gap_b > 0)))
    sides = [
        _side(chunk, number, texts[number], start[at], np.maximum(gap[at], 0))
        for number, start, gap in ((0, found.a, gap_a), (1, found.b, gap_b))
    ]
    return sorted(
        Difference(one, two, any(kind in kinds and kind in other for kind in FACTS))
        for (one, kinds), (two, other) in zip(*sides, strict=True)
    )


def _side(chunk: Chunk, number: int, text: bytes, end: Ints, size: Ints) -> list[tuple[Span, set[int]]]:
    """Span (code points) and kinds of the `size` words before each word `end` of a document."""
    word, base = int(chunk.begin[number]), int(chunk.bytes_begin[number])
    points = np.concatenate(([0], np.cumsum((np.frombuffer(text, dtype=np.uint8) & 0xC0) != 0x80)))
    found = []
    for last, words in zip((end + word).tolist(), size.tolist(), strict=True):
        first = last - words
        stop = int(chunk.ends[last - 1]) - base
        start = int(chunk.starts[first]) - base if words else stop
        found.append((Span(int(points[start]), int(points[stop])), set(chunk.kinds[first:last].tolist())))
    return found
