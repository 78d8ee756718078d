"""The notes of many documents as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.layout import DIGEST, HEADER, MARK_BYTES
from corpuslint.text.duplicates.postings import Marks
from corpuslint.text.duplicates.words import Ints

_HEADER_ROWS = HEADER.size // MARK_BYTES
BLOCK = 4096
"""Notes unpacked at a time."""


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
    return Table([keys[at] for at in numbers], words[order], _unpacked([notes[at] for at in numbers]))


def _unpacked(notes: Sequence[bytes]) -> Marks:
    """The fingerprints of all notes in a row; block by block, so that little is held twice."""
    rows = np.fromiter(map(len, notes), dtype=np.int64, count=len(notes)) // MARK_BYTES
    begin = offsets(rows - _HEADER_ROWS)
    values = np.zeros(int(begin[-1]), dtype=np.uint64)
    narrow = values.view(np.uint8).reshape(-1, 8)[:, :MARK_BYTES]
    for first in range(0, len(notes), BLOCK):
        block = np.frombuffer(b"".join(notes[first : first + BLOCK]), dtype=np.uint8).reshape(-1, MARK_BYTES)
        heads = offsets(rows[first : first + BLOCK])[:-1]
        marks = np.ones(len(block), dtype=bool)
        for row in range(_HEADER_ROWS):
            marks[heads + row] = False
        narrow[begin[first] : begin[min(first + BLOCK, len(notes))]] = block[marks]
    return Marks(values, begin)
