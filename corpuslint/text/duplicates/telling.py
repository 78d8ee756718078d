"""Verdicts on numbered pairs told as relations between documents: whose copy each one is, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from corpuslint.model import DocKey, Span
from corpuslint.text.duplicates.clusters import Groups
from corpuslint.text.duplicates.comparison import Compared, compare
from corpuslint.text.duplicates.decision import MUTUAL, Verdict, conflicting, mutual
from corpuslint.text.duplicates.judgement import Judgement, Relation, Stretch
from corpuslint.text.duplicates.limits import COVERED
from corpuslint.text.duplicates.part import Part
from corpuslint.text.duplicates.postings import Candidates
from corpuslint.text.duplicates.table import Table
from corpuslint.text.duplicates.words import Ints

MOST_STRETCHES = 50
"""Passages told of one relation: the longest."""
Order = Callable[[int], tuple[int, tuple[str, str, int]]]
"""Sorts documents by preference: the first is kept."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Candidates, their comparison, the verdict on each, the groups of copies, and how to read a text."""

    pairs: Candidates
    compared: Compared
    verdicts: Ints
    groups: Groups
    fetch: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class _Link:
    """A pair to be told: document, other document, and its row in a comparison."""

    doc: int
    other: int
    compared: Compared
    row: int
    turned: bool
    """Whether the comparison has the other document first."""

    @property
    def covered(self) -> float:
        """Share of the document's words that the other has."""
        overlaps = self.compared.overlaps
        return float((overlaps.covered_b if self.turned else overlaps.covered_a)[self.row])

    @property
    def mutual(self) -> float:
        """The smaller of both coverages."""
        overlaps = self.compared.overlaps
        return float(min(overlaps.covered_a[self.row], overlaps.covered_b[self.row]))


class _Best:
    """For each document the link of the greatest value; of equals the one to the preferred document."""

    def __init__(self, order: Order) -> None:
        """Nothing is linked."""
        self._order = order
        self._links: dict[int, tuple[float, _Link]] = {}

    def add(self, link: _Link, value: float) -> None:
        """Keep the link if it is better than the one there is."""
        worth, old = self._links.get(link.doc, (-1.0, link))
        if value > worth or (value == worth and self._order(link.other) < self._order(old.other)):
            self._links[link.doc] = value, link

    def __iter__(self) -> Iterator[_Link]:
        """The links kept, by document."""
        return (self._links[doc][1] for doc in sorted(self._links))


def told(
    part: Part,
    known: Table,
    found: Findings,
    identical: Mapping[DocKey, DocKey],
    wanted: Container[DocKey],
) -> Judgement:
    """The judgement; relations of which neither document is wanted are left out."""

    def order(number: int) -> tuple[int, tuple[str, str, int]]:
        return -int(known.words[number]), part.preference(known.keys[number])

    def relations(links: Iterator[_Link]) -> tuple[Relation, ...]:
        return tuple(
            _relation(known, link)
            for link in links
            if known.keys[link.doc] in wanted or known.keys[link.other] in wanted
        )

    keeps = {
        member: keep
        for members in found.groups.members().values()
        for keep in [min(members, key=order)]
        for member in members
    }
    return Judgement(
        identical,
        relations(_near(known, found, keeps)),
        relations(_partial(found, keeps, order)),
        relations(_templates(found, order)),
        part.groups({known.keys[doc]: known.keys[keep] for doc, keep in keeps.items()}, identical),
    )


def _rows(found: Findings, chosen: Ints) -> Iterator[tuple[int, int, int]]:
    """Row, a and b of the chosen pairs."""
    a, b = found.pairs.a[chosen].tolist(), found.pairs.b[chosen].tolist()
    return zip(chosen.tolist(), a, b, strict=True)


def _near(known: Table, found: Findings, keeps: Mapping[int, int]) -> Iterator[_Link]:
    """Each copy with the document that is kept of its group, or with its nearest copy if that is too far."""
    both = mutual(found.compared.overlaps)
    copies = np.flatnonzero((found.verdicts == Verdict.NEAR) & (both >= MUTUAL))
    best: dict[int, _Link] = {}
    direct: dict[int, _Link] = {}
    for row, a, b in _rows(found, copies[np.argsort(-both[copies], kind="stable")]):
        if keeps.get(a, a) != keeps.get(b, b):
            continue
        for link in (_Link(a, b, found.compared, row, False), _Link(b, a, found.compared, row, True)):
            best.setdefault(link.doc, link)
            if link.other == keeps[link.doc]:
                direct[link.doc] = link
    missing = sorted(doc for doc, keep in keeps.items() if doc != keep and doc not in direct)
    if missing:
        direct |= _checked(known, found, missing, [keeps[doc] for doc in missing])
    for doc, keep in sorted(keeps.items()):
        if doc != keep:
            yield direct.get(doc) or best[doc]


def _checked(known: Table, found: Findings, docs: list[int], keeps: list[int]) -> dict[int, _Link]:
    """Links to the kept documents that were no candidates themselves, where the two are copies after all."""
    compared = compare(np.array(docs), np.array(keeps), known.words, found.fetch)
    good = (mutual(compared.overlaps) >= MUTUAL) & ~conflicting(compared.overlaps)
    return {docs[row]: _Link(docs[row], keeps[row], compared, row, False) for row in np.flatnonzero(good).tolist()}


def _partial(found: Findings, keeps: Mapping[int, int], order: Order) -> Iterator[_Link]:
    """Each document that is no copy, with the one that most of it lies in."""
    one_sided = (found.verdicts == Verdict.NEAR) & (mutual(found.compared.overlaps) < MUTUAL)
    best = _Best(order)
    for row, a, b in _rows(found, np.flatnonzero(one_sided | (found.verdicts == Verdict.PASSAGE))):
        if a in keeps and keeps[a] == keeps.get(b):
            continue
        first, second = _Link(a, b, found.compared, row, False), _Link(b, a, found.compared, row, True)
        later = max(a, b, key=order)
        link = max(first, second, key=lambda link: (link.covered, link.doc == later))
        if keeps.get(link.doc, link.doc) == link.doc:
            best.add(link, link.covered)
    yield from best


def _templates(found: Findings, order: Order) -> Iterator[_Link]:
    """Each document whose words another has around other facts, with the most similar such one."""
    overlaps = found.compared.overlaps
    much = np.maximum(overlaps.covered_a, overlaps.covered_b) >= COVERED
    best = _Best(order)
    for row, a, b in _rows(found, np.flatnonzero((found.verdicts == Verdict.TEMPLATE) & much)):
        link = _Link(a, b, found.compared, row, False)
        if order(a) < order(b):
            link = _Link(b, a, found.compared, row, True)
        best.add(link, link.mutual)
    yield from best


def _relation(known: Table, link: _Link) -> Relation:
    a, b = (link.other, link.doc) if link.turned else (link.doc, link.other)
    overlaps, row = link.compared.overlaps, link.row
    relation = Relation(
        known.keys[a],
        known.keys[b],
        float(overlaps.covered_a[row]),
        float(overlaps.covered_b[row]),
        int(overlaps.words_a[row]),
        int(overlaps.words_b[row]),
        int(overlaps.numbers[row] + overlaps.names[row]),
        int(overlaps.numbers_differ[row] + overlaps.names_differ[row]),
        tuple(_stretches(link.compared, row)),
    )
    return relation.turned() if link.turned else relation


def _stretches(compared: Compared, row: int) -> list[Stretch]:
    places, equal = compared.places, compared.passages.equal
    rows = np.arange(compared.begin[row], compared.begin[row + 1])
    longest = rows[np.argsort(-equal[rows], kind="stable")][:MOST_STRETCHES]
    return sorted(
        (
            Stretch(
                Span(int(places.start_a[at]), int(places.end_a[at])),
                Span(int(places.start_b[at]), int(places.end_b[at])),
                (int(places.first_line_a[at]), int(places.last_line_a[at])),
                (int(places.first_line_b[at]), int(places.last_line_b[at])),
                int(equal[at]),
            )
            for at in longest.tolist()
        ),
        key=lambda stretch: stretch.here,
    )
