"""A comparison as plain numbers, and one row of it as a relation between two documents."""

from __future__ import annotations

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
        self.words_a, self.words_b = compared.overlaps.words_a, compared.overlaps.words_b
        self.estimated: list[bool] = compared.estimated.tolist()
        self._overlaps, self._begin = compared.overlaps, compared.begin
        places, equal = compared.places, compared.passages.equal
        here = places.start_a, places.end_a, places.first_line_a, places.last_line_a
        there = places.start_b, places.end_b, places.first_line_b, places.last_line_b
        self._columns, self._turned = (*here, *there, equal), (*there, *here, equal)

    def facts(self, row: int) -> tuple[int, int]:
        """How many facts agree and differ."""
        found = self._overlaps
        agree = found.numbers.item(row) + found.names.item(row)
        return agree, found.numbers_differ.item(row) + found.names_differ.item(row)

    def replaced(self, row: int) -> int:
        """Words that stand against others."""
        return self._overlaps.replaced.item(row)

    def stretches(self, row: int, turned: bool) -> tuple[Stretch, ...]:
        """The longest passages of a pair, told from either side, in order of the document told of."""
        columns, found = self._turned if turned else self._columns, []
        for at in range(self._begin.item(row), self._begin.item(row + 1)):
            a0, a1, first_a, last_a, b0, b1, first_b, last_b, equal = [column.item(at) for column in columns]
            found.append(Stretch(Span(a0, a1), Span(b0, b1), (first_a, last_a), (first_b, last_b), equal))
        if len(found) > MOST_STRETCHES:
            found = sorted(found, key=lambda stretch: -stretch.words)[:MOST_STRETCHES]
        return tuple(sorted(found))


def relation(rows: Rows, row: int, doc: DocKey, other: DocKey, turned: bool) -> Relation:
    """One row as a relation of `doc` to `other`; `turned` says that the row has `other` first."""
    sides = [(rows.covered_a[row], rows.words_a[row]), (rows.covered_b[row], rows.words_b[row])]
    (covered, words), (covered_other, words_other) = reversed(sides) if turned else sides
    told = doc, other, covered, covered_other, words.item(), words_other.item()
    return Relation(*told, *rows.facts(row), rows.stretches(row, turned), rows.replaced(row), rows.estimated[row])
