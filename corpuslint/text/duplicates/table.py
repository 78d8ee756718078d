"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.inverted import Marks
from corpuslint.text.duplicates.layout import HEADER, MARK_BYTES, WORDS
from corpuslint.text.duplicates.prints import Fingerprints, Held
from corpuslint.text.duplicates.words import U64, Ints, u64

_HEADER_ROWS = HEADER.size // MARK_BYTES
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


def _blocks(notes: Sequence[bytes]) -> Iterator[tuple[bytes, Ints]]:
    """Some notes at a time in a row, with room behind to read eight bytes anywhere; and where each begins."""
    for first in range(0, len(notes), BLOCK):
        block = notes[first : first + BLOCK]
        sizes = np.fromiter(map(len, block), dtype=np.int64, count=len(block))
        yield b"".join((*block, bytes(8))), offsets(sizes)


def heads_of(notes: Sequence[bytes]) -> tuple[U64, Ints, U64]:
    """Digest, number of words, and upper part of the smallest fingerprint of each note."""
    digests, rest = [np.zeros(0, dtype=np.uint64)], [np.zeros(0, dtype=np.uint64)]
    for data, begin in _blocks(notes):
        eights = np.ndarray((len(data) - 7,), dtype="V8", buffer=data, strides=(1,))
        digests.append(eights[begin[:-1]].view(np.uint64))
        rest.append(eights[begin[:-1] + 8].view(np.uint64))
    other = np.concatenate(rest)
    words, lowest = (other & u64(WORDS)).view(np.int64), (other >> u64(32)) & u64(0xFFFFFF)
    return np.concatenate(digests), words, lowest


def marks_of(notes: Sequence[bytes]) -> Marks:
    """The fingerprints of all notes in a row; block by block, so that little is held twice."""
    counts = np.fromiter(map(len, notes), dtype=np.int64, count=len(notes)) // MARK_BYTES - _HEADER_ROWS
    begin = offsets(counts)
    low, high, at = np.empty(int(begin[-1]), dtype=np.uint32), np.empty(int(begin[-1]), dtype=np.uint8), 0
    for data, starts in _blocks(notes):
        rows = starts // MARK_BYTES
        is_mark = np.ones(int(rows[-1]), dtype=bool)
        for row in range(_HEADER_ROWS):
            is_mark[rows[:-1] + row] = False
        fives = np.ndarray((len(is_mark),), dtype="V8", buffer=data, strides=(MARK_BYTES,))
        marks = fives.take(np.flatnonzero(is_mark)).view(np.uint64)
        low[at : at + len(marks)] = marks
        marks >>= u64(32)
        high[at : at + len(marks)] = marks
        at += len(marks)
    return Marks(low, high, begin)
