"""Which letters follow one another in a corpus: a slip of the hand makes sequences that no other word has."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from corpuslint.text.names.spelling import fold

if TYPE_CHECKING:
    from corpuslint.text.names.index import NameIndex

FEWEST = 2_000
"""Distinct words below which a corpus cannot tell a rare sequence from a common one."""


class Letters:
    """Three letters in a row, with the edges of words, counted over the distinct words of a corpus."""

    def __init__(self, index: NameIndex) -> None:
        """Count the names and the lower-case words."""
        many = len(index.ids) + len(index.lower) >= FEWEST
        self._counts = index.triples() if many else Counter[str]()

    def rarest(self, name: str, other: str) -> float:
        """Log of how many other words have the rarest sequence that a name has and another one has not.

        0 is none at all; a corpus of few words, and two names of the same sequences, give the neutral value.
        """
        if not self._counts:
            return NEUTRAL
        own = set(triples(name)) - set(triples(other))
        return min((math.log1p(max(0, self._counts[triple] - 1)) for triple in own), default=NEUTRAL)


NEUTRAL = 3.0


def triples(word: str) -> list[str]:
    """The runs of three letters of a word, its edges as spaces."""
    text = f" {fold(word)} "
    return [text[at : at + 3] for at in range(len(text) - 2)]
