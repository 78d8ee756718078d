"""Whether two spellings keep the same company: the names that occur in the documents of each."""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from corpuslint.text.names.index import NameIndex

_MOST_PROFILED = 300
_MOST_COMPARED = 40
_KEPT = 16
"""Tokens whose company is remembered: pairs of one token come one after the other."""
_TOO_COMMON = 0.3
FEWEST = 30
"""Documents below which company says nothing."""
UNKNOWN = 1.5
"""The lift assumed in a corpus of fewer documents."""


class Context:
    """Compares the documents of two forms by the rarity-weighted names that they share."""

    def __init__(self, index: NameIndex) -> None:
        """Compare within one corpus."""
        self._index = index
        self._profile = lru_cache(_KEPT)(lambda token: self._company(index.postings[token]))

    def lift(
        self, docs_a: Sequence[int], docs_b: Sequence[int], skip: Container[int], profile: int | None = None
    ) -> float:
        """Log of how much oftener b's companions accompany a than chance; 0 is chance.

        With `profile`, `docs_a` are all documents of that token, and their companions are remembered for a while.
        """
        if self._index.documents < FEWEST:
            return UNKNOWN
        company, size = self._company(docs_a) if profile is None else self._profile(profile)
        met = weight = base = 0.0
        for token, count in self._companions(docs_b[:_MOST_COMPARED]).items():
            frequency = self._index.frequency(token)
            if token in skip or frequency < 2 or frequency > self._index.documents * _TOO_COMMON:
                continue
            heft = count * math.log(self._index.documents / frequency)
            weight += heft
            met += heft * min(1.0, company.get(token, 0) / size)
            base += heft * frequency / self._index.documents
        if not weight:
            return 0.0
        return math.log((met / weight + 2e-3) / (base / weight + 2e-3))

    def _company(self, docs: Sequence[int]) -> tuple[Counter[int], int]:
        sample = docs[:: max(1, len(docs) // _MOST_PROFILED)]
        return self._companions(sample), len(sample)

    def _companions(self, docs: Sequence[int]) -> Counter[int]:
        company: Counter[int] = Counter()
        for doc in docs:
            company.update(self._index.companions[doc])
        return company
