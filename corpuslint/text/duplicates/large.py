"""The part that a corpus makes whose fingerprints stay where they are: only keys and headers of notes are here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

from corpuslint.facts import Spread
from corpuslint.model import DocKey
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.layout import DIGEST, is_cut
from corpuslint.text.duplicates.part import Part, date_of
from corpuslint.text.duplicates.spread import HEAD, Elsewhere, head_size, heads
from corpuslint.text.duplicates.table import Table, columns_of
from corpuslint.text.duplicates.words import Ints


class Noted(NamedTuple):
    """Keys of documents, the head of the note of each, and dates as far as they are known."""

    keys: list[DocKey]
    heads: list[bytes]
    dates: dict[DocKey, str]


class LargePart(Part):
    """Documents in order of their keys, with the head of each (see `spread.heads`), and where all notes lie."""

    def __init__(self, spread: Spread, noted: Noted, blocks: Mapping[int, Ints]) -> None:
        """`blocks` gives for each document of each block of the spread its place in `noted`."""
        super().__init__({}, noted.dates)
        self._spread, self._blocks = spread, blocks
        self._keys = keys = noted.keys
        heads = noted.heads
        self._cut = [key for key, head in zip(keys, heads, strict=True) if is_cut(head)]
        self._digests = np.array([head[:DIGEST] for head in heads], dtype=f"S{DIGEST}")
        self._sizes = np.fromiter(map(head_size, heads), dtype=np.int64, count=len(heads))
        digests, words, lowest = columns_of(b"".join(heads), HEAD)
        self._words = words
        first = self._first
        self._order = first[np.lexsort((words[first], digests[first], lowest[first]))]

    @cached_property
    def _first(self) -> Ints:
        """The first document of each words."""
        return np.sort(np.unique(self._digests, return_index=True)[1])

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self._keys)

    @cached_property
    def contents(self) -> tuple[list[DocKey], dict[DocKey, list[DocKey]]]:
        """One document of each words, and by these all that have the same words where there are several."""
        return [self._keys[at] for at in self._first.tolist()], {
            self._keys[same[0]]: [self._keys[at] for at in same] for same in self._same
        }

    @cached_property
    def _same(self) -> list[list[int]]:
        """The documents of the same words, where there are several, in their order and that of the first ones."""
        _, at, counts = np.unique(self._digests, return_inverse=True, return_counts=True)
        order = np.argsort(at, kind="stable")
        begin = offsets(counts).tolist()
        return sorted(order[begin[n] : begin[n + 1]].tolist() for n in np.flatnonzero(counts > 1).tolist())

    @cached_property
    def _copies(self) -> dict[DocKey, int]:
        return {self._keys[at]: int(self._words[at]) for same in self._same for at in same}

    def table(self, kept: Mapping[DocKey, DocKey]) -> Table:
        """The table of documents of which no two have the same words, see `Part.table`."""
        if self._table is None:
            numbers = np.full(len(self._keys), -1, dtype=np.int64)
            numbers[self._order] = np.arange(len(self._order))
            marks = Elsewhere(
                self._spread, {name: numbers[places] for name, places in self._blocks.items()}, self._sizes[self._order]
            )
            self._table = Table([self._keys[at] for at in self._order.tolist()], self._words[self._order], marks)
        known = self._table
        return Table([kept.get(key, key) for key in known.keys], known.words, known.marks) if kept else known

    def words(self, key: DocKey) -> int:
        """Words of a document that has the words of another one."""
        return self._copies[key]

    def cut(self) -> list[DocKey]:
        """Documents of which only the beginning is compared."""
        return self._cut


def gather(spread: Spread) -> LargePart:
    """The part of all documents of a spread."""
    noted = Noted([], [], {})
    sizes: dict[int, int] = {}
    for number, facts in spread.mapped(heads):
        sizes[number] = len(facts)
        for key, head, meta in facts:
            noted.keys.append(key)
            noted.heads.append(head)
            if date := date_of(meta):
                noted.dates[key] = date
    order = sorted(range(len(noted.keys)), key=noted.keys.__getitem__)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    begin = offsets(list(sizes.values())).tolist()
    blocks = {number: rank[first:last] for number, first, last in zip(sizes, begin, begin[1:], strict=False)}
    keys, values = [noted.keys[at] for at in order], [noted.heads[at] for at in order]
    return LargePart(spread, Noted(keys, values, noted.dates), blocks)
