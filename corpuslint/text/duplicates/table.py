"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.inverted import Marks
from corpuslint.text.duplicates.layout import HEADER, MARK_BYTES, WORDS
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


def table(keys: Sequence[DocKey], notes: Sequence[bytes]) -> Table:
    """The table of documents, of which no two have the same words, from the note of each."""
    digests, words, lowest = heads_of(notes)
    order = np.lexsort((words, digests, lowest))
    numbers = order.tolist()
    return Table([keys[at] for at in numbers], words[order], Held(marks_of([notes[at] for at in numbers])))


def heads_of(notes: Sequence[bytes]) -> tuple[U64, Ints, U64]:
    """Digest, number of words, and upper part of the smallest fingerprint of each note."""
    size = HEADER.size
    data = b"".join([note[:size] for note in notes]) + bytes(8)
    digests, rest = (
        np.ndarray((len(notes),), dtype=np.uint64, buffer=data, offset=offset, strides=(size,)).copy()
        for offset in (0, 8)
    )
    words, lowest = (rest & u64(WORDS)).view(np.int64), (rest >> u64(32)) & u64(0xFFFFFF)
    return digests, words, lowest


def marks_of(notes: Sequence[bytes]) -> Marks:
    """The fingerprints of all notes in a row; block by block, so that little is held twice."""
    sizes = np.fromiter(map(len, notes), dtype=np.int64, count=len(notes))
    begin = offsets((sizes - HEADER.size) // MARK_BYTES)
    low, high = np.empty(int(begin[-1]), dtype=np.uint32), np.empty(int(begin[-1]), dtype=np.uint8)
    for first in range(0, len(notes), BLOCK):
        block = notes[first : first + BLOCK]
        data = b"".join([note[HEADER.size :] for note in block])
        some = slice(begin[first], begin[first + len(block)])
        if data:
            shape, strides = (len(data) // MARK_BYTES,), (MARK_BYTES,)
            low[some] = np.ndarray(shape, dtype=np.uint32, buffer=data, strides=strides)
            high[some] = np.ndarray(shape, dtype=np.uint8, buffer=data, offset=4, strides=strides)
    return Marks(low, high, begin)
