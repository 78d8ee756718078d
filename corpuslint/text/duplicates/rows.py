"""A comparison as plain numbers, and one row of it as a relation between two documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy.typing as npt

from corpuslint.model import DocKey, Span
from corpuslint.text.duplicates.comparison import Compared
from corpuslint.text.duplicates.judgement import Relation, Stretch

MOST_STRETCHES = 50
"""Passages told of one relation: the longest."""


class Rows:
    """A comparison, read row by row: coverage at once, for all pairs are asked for it; the rest where it is told."""

    def __init__(self, compared: Compared) -> None:
        """Take in the comparison."""
        self.covered_a: list[float] = compared.overlaps.covered_a.tolist()
        self.covered_b: list[float] = compared.overlaps.covered_b.tolist()
        self._overlaps, self._places, self._begin = compared.overlaps, compared.places, compared.begin
        self._equal = compared.passages.equal

    def counts(self, row: int) -> tuple[int, int, int, int]:
        """Words of both documents, and facts that agree and differ."""
        found = self._overlaps
        agree, differ = found.numbers[row] + found.names[row], found.numbers_differ[row] + found.names_differ[row]
        return int(found.words_a[row]), int(found.words_b[row]), int(agree), int(differ)

    def replaced(self, row: int) -> int:
        """Words that stand against others."""
        return int(self._overlaps.replaced[row])

    def stretches(self, row: int) -> tuple[Stretch, ...]:
        """The longest passages of a pair, in order of the first document."""
        at = slice(*self._begin[row : row + 2].tolist())
        places = self._places
        columns = (
            places.start_a, places.end_a, places.start_b, places.end_b,
            places.first_line_a, places.last_line_a, places.first_line_b, places.last_line_b, self._equal,
        )  # fmt: skip
        found = [
            Stretch(Span(a0, a1), Span(b0, b1), (first_a, last_a), (first_b, last_b), equal)
            for a0, a1, b0, b1, first_a, last_a, first_b, last_b, equal in _listed(*(column[at] for column in columns))
        ]
        if len(found) > MOST_STRETCHES:
            found = sorted(found, key=lambda stretch: -stretch.words)[:MOST_STRETCHES]
        return tuple(sorted(found, key=lambda stretch: (stretch.here.start, stretch.here.end)))


def _listed(*columns: npt.NDArray[Any]) -> Iterable[tuple[Any, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def relation(rows: Rows, row: int, doc: DocKey, other: DocKey, turned: bool) -> Relation:
    """One row as a relation of `doc` to `other`; `turned` says that the row has `other` first."""
    first, second = (other, doc) if turned else (doc, other)
    covered = rows.covered_a[row], rows.covered_b[row]
    found = Relation(first, second, *covered, *rows.counts(row), rows.stretches(row), rows.replaced(row))
    return found.turned() if turned else found
