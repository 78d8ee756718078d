"""Pairs of which one text is not here, only its note: how much they have in common, told from fingerprints.

Where the other text is here, the two are aligned as far as fingerprints allow, see `sampled`. Where neither is, the
share of fingerprints that both have is close to the share of their text, and rather less: every changed word takes up
to five runs with it. A short document leaves more fingerprints of the same words than a long one, of which only those
of the wider windows can be shared. Facts cannot be told then, so only documents are that have much of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from corpuslint.text.duplicates import sampled
from corpuslint.text.duplicates.alignment import Overlaps, turned
from corpuslint.text.duplicates.chunks import chunk_of
from corpuslint.text.duplicates.comparison import (
    Compared,
    Estimate,
    Fetch,
    Lines,
    chunks,
    placed,
    with_estimates,
    worth_telling,
)
from corpuslint.text.duplicates.decision import MUTUAL
from corpuslint.text.duplicates.fingerprints import kinds_of
from corpuslint.text.duplicates.inverted import Candidates, Floats
from corpuslint.text.duplicates.layout import WIDTHS
from corpuslint.text.duplicates.table import Table
from corpuslint.text.duplicates.words import Flags, Ints


def estimated(
    compared: Compared, pairs: Candidates, known: Table, fetch: Fetch, elsewhere: Collection[int]
) -> Compared:
    """A comparison of pairs, with estimates of what those have in common of which a document is elsewhere."""
    away = np.zeros(len(known.words), dtype=bool)
    away[list(elsewhere)] = True
    compared = replace(compared, overlaps=_unseen(compared.overlaps, pairs, known.words, away))
    rows = np.flatnonzero(away[pairs.a] != away[pairs.b])
    if not len(rows):
        return compared
    a, b = pairs.a[rows], pairs.b[rows]
    turn = away[a]
    halves = _Halves(rows, np.where(turn, b, a), np.where(turn, a, b), turn)
    return with_estimates(compared, list(_aligned(halves, known, fetch)))


class _Halves(NamedTuple):
    """Rows of pairs, the document of each that is here and the one that is not, and whether that is the first one."""

    rows: Ints
    here: Ints
    there: Ints
    turn: Flags

    def some(self, chosen: Ints) -> _Halves:
        """The chosen ones."""
        return _Halves(self.rows[chosen], self.here[chosen], self.there[chosen], self.turn[chosen])


def _aligned(halves: _Halves, known: Table, fetch: Fetch) -> Iterator[Estimate]:
    """Align pairs whose documents have windows of one width each, those of one longer document together."""
    marks, among, _ = known.marks.of(halves.there, halves.there)
    here, there = known.words[halves.here], known.words[halves.there]
    kinds = kinds_of(there)
    longer = np.where(here < there, halves.there, halves.here)
    order = np.lexsort((halves.here, longer, kinds))
    for kind in range(len(WIDTHS)):
        every = order[kinds[order] == kind]
        short, long = np.minimum(here, there)[every], np.maximum(here, there)[every]
        for first, last in chunks(short, long, longer[every]) if len(every) else ():
            at = every[first:last]
            documents, index = np.unique(halves.here[at], return_inverse=True)
            chunk = chunk_of([fetch(document) for document in documents.tolist()])
            yield _estimate(sampled.Pairs(chunk, marks, index, among[at], there[at], kind), halves.some(at))


def _estimate(pairs: sampled.Pairs, halves: _Halves) -> Estimate:
    """The comparison of some pairs, told from the first document of each."""
    overlaps, found = sampled.align(pairs)
    found = worth_telling(overlaps, found)
    here = Lines(pairs.chunk).of(pairs.here[found.pair], found.a0, found.a1)
    turn, turn_found = halves.turn, halves.turn[found.pair]
    places = placed(np.where(turn_found, 0, here), np.where(turn_found, here, 0))
    overlaps = replace(
        overlaps,
        words_a=np.where(turn, overlaps.words_b, overlaps.words_a),
        words_b=np.where(turn, overlaps.words_a, overlaps.words_b),
        covered_a=np.where(turn, overlaps.covered_b, overlaps.covered_a),
        covered_b=np.where(turn, overlaps.covered_a, overlaps.covered_b),
    )
    found = replace(turned(found, turn_found), pair=halves.rows[found.pair])
    return Estimate(halves.rows, overlaps, found, places)


def _unseen(found: Overlaps, pairs: Candidates, words: Ints, away: Flags) -> Overlaps:
    """What pairs have in common of which neither document is here."""
    missing = away[pairs.a] & away[pairs.b]
    share_a, share_b = _shares(pairs, words)
    told = missing & (np.minimum(share_a, share_b) >= MUTUAL)
    words_a, words_b = words[pairs.a], words[pairs.b]
    return replace(
        found,
        words_a=np.where(missing, words_a, found.words_a),
        words_b=np.where(missing, words_b, found.words_b),
        covered_a=np.where(told, share_a, found.covered_a),
        covered_b=np.where(told, share_b, found.covered_b),
        equal=np.where(told, (share_a * words_a).astype(np.int64), found.equal),
    )


def _shares(pairs: Candidates, words: Ints) -> tuple[Floats, Floats]:
    """The share of both documents of each pair that the other has, by the fingerprints that the longer one would leave.

    Of windows of w shingles there is a fingerprint for every (w + 1) / 2 words.
    """
    width = np.array([width for width, _ in WIDTHS])[kinds_of(words)]
    wider = np.maximum(width[pairs.a], width[pairs.b])
    share_a, share_b = (
        pairs.shared / np.maximum(1, pairs.sizes[side] * (width[side] + 1) / (wider + 1)) for side in (pairs.a, pairs.b)
    )
    return np.minimum(share_a, 1), np.minimum(share_b, 1)
