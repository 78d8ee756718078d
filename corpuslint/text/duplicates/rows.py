"""A comparison as plain numbers, and one row of it as a relation between two documents."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

from corpuslint.model import DocKey, Span
from corpuslint.text.duplicates.comparison import Compared
from corpuslint.text.duplicates.judgement import Relation, Stretch

MOST_STRETCHES = 50
"""Passages told of one relation: the longest."""

Two = tuple[int, int]


def _listed(*columns: npt.NDArray[Any]) -> list[tuple[Any, ...]]:
    return list(zip(*(column.tolist() for column in columns), strict=True))


class Rows:
    """The columns of a comparison as lists: reading numbers one by one from arrays is slow."""

    def __init__(self, compared: Compared) -> None:
        """Turn everything into lists."""
        found, places = compared.overlaps, compared.places
        self.covered_a: list[float] = found.covered_a.tolist()
        self.covered_b: list[float] = found.covered_b.tolist()
        self.sizes: list[Two] = _listed(found.words_a, found.words_b)
        self.facts: list[Two] = _listed(found.numbers + found.names, found.numbers_differ + found.names_differ)
        self.begin: list[int] = compared.begin.tolist()
        self.equal: list[int] = compared.passages.equal.tolist()
        self.spans = _listed(places.start_a, places.end_a, places.start_b, places.end_b)
        self.lines = _listed(places.first_line_a, places.last_line_a, places.first_line_b, places.last_line_b)


def relation(rows: Rows, row: int, doc: DocKey, other: DocKey, turned: bool) -> Relation:
    """One row as a relation of `doc` to `other`; `turned` says that the row has `other` first."""
    first, second = (other, doc) if turned else (doc, other)
    covered, sizes, facts = (rows.covered_a[row], rows.covered_b[row]), rows.sizes[row], rows.facts[row]
    found = Relation(first, second, *covered, *sizes, *facts, _stretches(rows, row))
    return found.turned() if turned else found


def _stretches(rows: Rows, row: int) -> tuple[Stretch, ...]:
    found = range(rows.begin[row], rows.begin[row + 1])
    if len(found) > MOST_STRETCHES:
        longest = sorted(found, key=lambda at: -rows.equal[at])[:MOST_STRETCHES]
        return _in_order([_stretch(rows, at) for at in longest])
    return _in_order([_stretch(rows, at) for at in found])


def _in_order(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(stretches, key=lambda stretch: (stretch.here.start, stretch.here.end)))


def _stretch(rows: Rows, at: int) -> Stretch:
    a0, a1, b0, b1 = rows.spans[at]
    first_a, last_a, first_b, last_b = rows.lines[at]
    return Stretch(Span(a0, a1), Span(b0, b1), (first_a, last_a), (first_b, last_b), rows.equal[at])
