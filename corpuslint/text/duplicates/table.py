"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.inverted import Marks
from corpuslint.text.duplicates.layout import HEADER, HEADER_MARKS, MARK_BYTES, WORDS
from corpuslint.text.duplicates.prints import Fingerprints, Held
from corpuslint.text.duplicates.words import U64, Ints, u64

BLOCK = 1024
"""Notes unpacked at a time."""


@dataclass(frozen=True, slots=True)
class Table:
    """Documents by number: keys, numbers of words, fingerprints.

    The numbers follow from what the texts are, not from where they lie: documents are ordered by
    their smallest fingerprint, so copies tend to be neighbours.
    """

    keys: list[DocKey]
    words: Ints
    marks: Fingerprints


def table(keys: Sequence[DocKey], heads: bytes, notes: Sequence[bytes]) -> Table:
    """The table of documents, of which no two have the same words, from the note of each and all headers in a row."""
    digests, words, lowest = columns_of(heads, HEADER.size)
    order = _order(digests, words, lowest)
    numbers = order.tolist()
    return Table([keys[at] for at in numbers], words[order], Held(marks_of([notes[at] for at in numbers])))


def _order(digests: U64, words: Ints, lowest: U64) -> Ints:
    """Documents by smallest fingerprint, digest and number of words: told from one number each, if these all differ."""
    upper = lowest << u64(40) | digests >> u64(24)
    order = upper.argsort()
    ascending = upper[order]
    if (ascending[1:] == ascending[:-1]).any():
        order = np.lexsort((words, digests, lowest))
    return order


def columns_of(heads: bytes, size: int) -> tuple[U64, Ints, U64]:
    """Digest, words, and upper part of the smallest fingerprint of headers, one every `size` bytes."""
    count, data = len(heads) // size, heads + bytes(8)
    digests, rest = (
        np.ndarray((count,), dtype=np.uint64, buffer=data, offset=offset, strides=(size,)).copy() for offset in (0, 8)
    )
    words, lowest = (rest & u64(WORDS)).view(np.int64), (rest >> u64(32)) & u64(0xFFFFFF)
    return digests, words, lowest


def marks_of(notes: Sequence[bytes]) -> Marks:
    """The fingerprints of all notes in a row; block by block, so that little is held twice."""
    sizes = np.array(list(map(len, notes)), dtype=np.int64) // MARK_BYTES
    begin = offsets(sizes - HEADER_MARKS)
    low, high = np.empty(int(begin[-1]), dtype=np.uint32), np.empty(int(begin[-1]), dtype=np.uint8)
    for first in range(0, len(notes), BLOCK):
        last = min(first + BLOCK, len(notes))
        data = b"".join(notes[first:last])
        at, shape, strides = offsets(sizes[first:last]), (len(data) // MARK_BYTES,), (MARK_BYTES,)
        is_mark = np.ones(shape, dtype=bool)
        for field in range(HEADER_MARKS):
            is_mark[at[:-1] + field] = False
        some = slice(begin[first], begin[last])
        low[some] = np.ndarray(shape, dtype=np.uint32, buffer=data, strides=strides)[is_mark]
        high[some] = np.ndarray(shape, dtype=np.uint8, buffer=data, offset=4, strides=strides)[is_mark]
    return Marks(low, high, begin)
