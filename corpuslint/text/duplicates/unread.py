"""Pairs of which one text is not here, only its note: how much they have in common, told from fingerprints.

A fingerprint stands for a run of words, so the share of them that two documents have in common is close to the
share of their text, and rather less: every changed word takes up to five runs with it. Where the runs are and which
facts differ cannot be told, so only documents are told that have much of each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from corpuslint.text.duplicates.alignment import Overlaps
from corpuslint.text.duplicates.decision import MUTUAL
from corpuslint.text.duplicates.inverted import Candidates
from corpuslint.text.duplicates.words import Ints


def estimated(found: Overlaps, pairs: Candidates, words: Ints, elsewhere: Iterable[int]) -> Overlaps:
    """What pairs have in common, told from fingerprints where a document is elsewhere.

    `words` holds the number of words of every document.
    """
    away = np.zeros(len(words), dtype=bool)
    away[list(elsewhere)] = True
    missing = away[pairs.a] | away[pairs.b]
    share_a, share_b = (pairs.shared / np.maximum(1, pairs.sizes[side]) for side in (pairs.a, pairs.b))
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
