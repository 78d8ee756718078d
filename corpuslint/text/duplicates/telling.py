"""Verdicts on numbered pairs told as relations between documents: whose copy each one is, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from corpuslint.model import DocKey
from corpuslint.text.duplicates.clusters import members
from corpuslint.text.duplicates.comparison import Compared, compare
from corpuslint.text.duplicates.decision import MUTUAL, Verdict, conflicting, mutual
from corpuslint.text.duplicates.inverted import Candidates
from corpuslint.text.duplicates.judgement import Judgement, Relation
from corpuslint.text.duplicates.keeping import Keeping
from corpuslint.text.duplicates.limits import COVERED
from corpuslint.text.duplicates.part import Part
from corpuslint.text.duplicates.rows import Rows, relation
from corpuslint.text.duplicates.table import Table
from corpuslint.text.duplicates.words import Flags, Ints

CROWDED = 0.9
"""Share of a document's fingerprints that so many documents have that each is paired with its neighbours alone."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Candidates, their comparison, the verdict on each, the group of every document, and how to read a text."""

    pairs: Candidates
    compared: Compared
    verdicts: Ints
    groups: Ints
    fetch: Callable[[int], bytes]


class _Link(NamedTuple):
    """A pair to be told: document, other document, and its row in a comparison."""

    doc: int
    other: int
    rows: Rows
    row: int
    turned: bool
    """Whether the comparison has the other document first."""

    @property
    def covered(self) -> float:
        """Share of the document's words that the other has."""
        return (self.rows.covered_b if self.turned else self.rows.covered_a)[self.row]

    @property
    def mutual(self) -> float:
        """The smaller of both coverages."""
        return min(self.rows.covered_a[self.row], self.rows.covered_b[self.row])


def told(part: Part, keeping: Keeping, known: Table, found: Findings, identical: Mapping[DocKey, DocKey]) -> Judgement:
    """The judgement; relations of which neither document is wanted are left out."""
    telling = _Telling(keeping, known, found)
    keys, wanted = known.keys, keeping.corpus.wanted

    def relations(links: Iterable[_Link]) -> tuple[Relation, ...]:
        return tuple(
            relation(link.rows, link.row, keys[link.doc], keys[link.other], link.turned)
            for link in links
            if keys[link.doc] in wanted or keys[link.other] in wanted
        )

    return Judgement(
        identical,
        relations(telling.near()),
        relations(telling.partial()),
        part.groups({keys[doc]: keys[keep] for doc, keep in telling.keeps.items()}, identical),
        tuple(keys[doc] for doc in np.flatnonzero(found.pairs.crowded >= CROWDED).tolist() if keys[doc] in wanted),
        lambda: relations(telling.templates()),
    )


class _Telling:
    """What there is to tell; documents by number."""

    def __init__(self, keeping: Keeping, known: Table, found: Findings) -> None:
        """Find out which document of each group is kept."""
        self._keeping, self._known, self._found = keeping, known, found
        self._rows = Rows(found.compared)
        self._both = mutual(found.compared.overlaps)
        self._orders: dict[int, tuple[Any, ...]] = {}
        self.keeps = {doc: keep for group in members(found.groups) for keep in [self._kept(group)] for doc in group}

    def _document(self, number: int) -> tuple[DocKey, int]:
        return self._known.keys[number], int(self._known.words[number])

    def _order(self, number: int) -> tuple[Any, ...]:
        """Sorts documents by preference."""
        known = self._orders.get(number)
        if known is None:
            known = self._orders[number] = self._keeping.rank(self._document(number))
        return known

    def _kept(self, group: Iterable[int]) -> int:
        documents = {self._document(number): number for number in group}
        best = self._keeping.best(documents)
        return next(number for (key, _), number in documents.items() if key == best)

    def _links(self, chosen: Flags | Ints) -> Iterator[tuple[_Link, _Link]]:
        """The chosen pairs, told from either side."""
        at = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        a, b = self._found.pairs.a[at].tolist(), self._found.pairs.b[at].tolist()
        for row, first, second in zip(at.tolist(), a, b, strict=True):
            yield _Link(first, second, self._rows, row, False), _Link(second, first, self._rows, row, True)

    def near(self) -> Iterator[_Link]:
        """Each copy with the document that is kept of its group, or with its nearest copy if that is too far."""
        copies = np.flatnonzero((self._found.verdicts == Verdict.NEAR) & (self._both >= MUTUAL))
        groups, pairs = self._found.groups, self._found.pairs
        copies = copies[groups[pairs.a[copies]] == groups[pairs.b[copies]]]
        best: dict[int, _Link] = {}
        direct: dict[int, _Link] = {}
        for sides in self._links(copies[np.argsort(-self._both[copies], kind="stable")]):
            for link in sides:
                best.setdefault(link.doc, link)
                if link.other == self.keeps[link.doc]:
                    direct[link.doc] = link
        direct |= self._checked([doc for doc, keep in sorted(self.keeps.items()) if doc != keep and doc not in direct])
        for doc, keep in sorted(self.keeps.items()):
            if doc != keep:
                yield direct.get(doc) or best[doc]

    def _checked(self, docs: list[int]) -> dict[int, _Link]:
        """Links to the kept documents that were no candidates themselves, where the two are copies after all."""
        if not docs:
            return {}
        keeps = [self.keeps[doc] for doc in docs]
        compared = compare(np.array(docs), np.array(keeps), self._known.words, self._found.fetch)
        good = (mutual(compared.overlaps) >= MUTUAL) & ~conflicting(compared.overlaps)
        rows = Rows(compared)
        return {docs[row]: _Link(docs[row], keeps[row], rows, row, False) for row in np.flatnonzero(good).tolist()}

    def partial(self) -> Iterator[_Link]:
        """Each document that is no copy, with the one that most of it lies in."""
        one_sided = (self._found.verdicts == Verdict.NEAR) & (self._both < MUTUAL)
        best: dict[int, _Link] = {}
        for sides in self._links(one_sided | (self._found.verdicts == Verdict.PASSAGE)):
            link = self._best(sides, lambda each: each.covered)
            keep = self.keeps.get(link.doc, link.doc)
            if keep == link.doc and keep != self.keeps.get(link.other, link.other):
                self._prefer(best, link, lambda each: each.covered)
        return iter(best[doc] for doc in sorted(best))

    def templates(self) -> Iterator[_Link]:
        """Each document whose words another has around other facts, with the most similar such one."""
        overlaps = self._found.compared.overlaps
        much = np.maximum(overlaps.covered_a, overlaps.covered_b) >= COVERED
        best: dict[int, _Link] = {}
        for sides in self._links((self._found.verdicts == Verdict.TEMPLATE) & much):
            self._prefer(best, min(sides, key=lambda side: self._order(side.other)), lambda each: each.mutual)
        return iter(best[doc] for doc in sorted(best))

    def _prefer(self, best: dict[int, _Link], link: _Link, worth: Callable[[_Link], float]) -> None:
        """Keep the best link of each document."""
        old = best.get(link.doc)
        best[link.doc] = link if old is None else self._best((old, link), worth)

    def _best(self, links: tuple[_Link, _Link], worth: Callable[[_Link], float]) -> _Link:
        """The link of the greater worth; of equals the one to the preferred document."""
        one, two = map(worth, links)
        if one == two:
            return min(links, key=lambda link: self._order(link.other))
        return links[0] if one > two else links[1]
