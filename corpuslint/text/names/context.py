"""Whether two spellings keep the same company: the names that occur in the documents of each."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from corpuslint.text.names.index import NameIndex

_MOST_PROFILED = 300
_MOST_COMPARED = 40
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
        self._profiles: dict[int, tuple[Counter[int], int]] = {}

    def lift(
        self, docs_a: Sequence[int], docs_b: Sequence[int], skip: Container[int], profile: int | None = None
    ) -> float:
        """Log of how much oftener b's companions accompany a than chance; 0 is chance.

        With `profile`, the companions of `docs_a` are remembered under that token.
        """
        if self._index.documents < FEWEST:
            return UNKNOWN
        company, size = self._company(docs_a, profile)
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

    def _company(self, docs: Sequence[int], profile: int | None) -> tuple[Counter[int], int]:
        if profile is not None and profile in self._profiles:
            return self._profiles[profile]
        sample = docs[:: max(1, len(docs) // _MOST_PROFILED)]
        found = self._companions(sample), len(sample)
        if profile is not None:
            self._profiles[profile] = found
        return found

    def _companions(self, docs: Sequence[int]) -> Counter[int]:
        company: Counter[int] = Counter()
        for doc in docs:
            company.update(self._index.companions[doc])
        return company
