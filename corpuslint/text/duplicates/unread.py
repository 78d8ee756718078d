"""Pairs of which one text is not here, only its note: how much they have in common, told from fingerprints.

A fingerprint stands for a run of words, so the share of them that two documents have in common is close to the
share of their text, and rather less: every changed word takes up to five runs with it. A short document leaves more
fingerprints of the same words than a long one, of which only those of the wider windows can be shared. Where the runs
are and which facts differ cannot be told, so only documents are told that have much of each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from corpuslint.text.duplicates.alignment import Overlaps
from corpuslint.text.duplicates.decision import MUTUAL
from corpuslint.text.duplicates.hashing import SHINGLE
from corpuslint.text.duplicates.inverted import Candidates, Floats
from corpuslint.text.duplicates.layout import WIDTHS
from corpuslint.text.duplicates.words import Ints


def estimated(found: Overlaps, pairs: Candidates, words: Ints, elsewhere: Iterable[int]) -> Overlaps:
    """What pairs have in common, told from fingerprints where a document is elsewhere.

    `words` holds the number of words of every document.
    """
    away = np.zeros(len(words), dtype=bool)
    away[list(elsewhere)] = True
    missing = away[pairs.a] | away[pairs.b]
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
    width = np.array([width for width, _ in WIDTHS])[np.searchsorted(_LONGEST, words - SHINGLE + 1)]
    wider = np.maximum(width[pairs.a], width[pairs.b])
    share_a, share_b = (
        pairs.shared / np.maximum(1, pairs.sizes[side] * (width[side] + 1) / (wider + 1)) for side in (pairs.a, pairs.b)
    )
    return np.minimum(share_a, 1), np.minimum(share_b, 1)


_LONGEST = np.array([longest for _, longest in WIDTHS])
