"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.layout import DIGEST, HEADER, MARK_BYTES
from corpuslint.text.duplicates.postings import Marks
from corpuslint.text.duplicates.words import U64, Ints

_HEADER_ROWS = HEADER.size // MARK_BYTES


@dataclass(frozen=True, slots=True)
class Table:
    """Documents by number: keys, numbers of words, fingerprints.

    The numbers follow from what the texts are, not from where they lie: documents are ordered by
    their smallest fingerprint, so copies tend to be neighbours.
    """

    keys: list[DocKey]
    words: Ints
    marks: Marks


def table(noted: Mapping[DocKey, bytes]) -> Table:
    """The table of these documents, of which no two have the same words."""
    keys, notes = list(noted), list(noted.values())
    head = np.frombuffer(b"".join([note[: HEADER.size] for note in notes]), dtype=np.uint8).reshape(-1, HEADER.size)
    digests = np.ascontiguousarray(head[:, :8]).view(np.uint64).ravel()
    words = np.ascontiguousarray(head[:, 8:DIGEST]).view(np.uint32).ravel().astype(np.int64)
    order = np.lexsort((words, digests, *head[:, DIGEST:].T))
    numbers = order.tolist()
    return Table([keys[at] for at in numbers], words[order], Marks(*_unpacked([notes[at] for at in numbers])))


def _unpacked(notes: Sequence[bytes]) -> tuple[U64, Ints]:
    """The fingerprints of all notes in a row, and where each note's begin (one entry more)."""
    rows = np.frombuffer(b"".join(notes), dtype=np.uint8).reshape(-1, MARK_BYTES)
    begin = offsets(np.fromiter(map(len, notes), dtype=np.int64, count=len(notes)) // MARK_BYTES)
    marks = np.ones(len(rows), dtype=bool)
    for row in range(_HEADER_ROWS):
        marks[begin[:-1] + row] = False
    values = np.zeros(len(rows) - _HEADER_ROWS * len(notes), dtype=np.uint64)
    values.view(np.uint8).reshape(-1, 8)[:, :MARK_BYTES] = rows[marks]
    return values, begin - _HEADER_ROWS * np.arange(len(begin))
