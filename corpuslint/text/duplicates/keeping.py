"""Which document of a group of copies is kept: the same one whatever else is checked, and wherever it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from corpuslint.errors import ReadError
from corpuslint.model import DocKey
from corpuslint.rule import Corpus

ORDER = ("words", "damage", "oldest", "path")
"""What decides, one after the other: most words, fewest findings of rules that repair, earliest date, path."""
EXAMINED = 64
"""Documents of one group that are read to see how damaged they are: the first ones by date and path."""
UNDATED = 99_999_999
UNREADABLE = 1 << 30


class Keeping(NamedTuple):
    """The order of preference; `first` is the name of one of ORDER, or `newest`, and decides before the others.

    `dates` are ISO 8601, as far as known.
    """

    dates: Mapping[DocKey, str]
    corpus: Corpus
    first: str = "words"

    def best(self, documents: Iterable[tuple[DocKey, int]]) -> DocKey:
        """The document to keep, of documents with so many words each; reads only those that all else leaves open."""
        left = list(documents)
        for name in _names(self.first):
            if len(left) == 1:
                break
            if name == "damage" and len(left) > EXAMINED:
                left = sorted(left, key=self.rank)[:EXAMINED]
            values = [self._value(name, *document) for document in left]
            lowest = min(values)
            left = [document for document, value in zip(left, values, strict=True) if value == lowest]
        return left[0][0]

    def rank(self, document: tuple[DocKey, int]) -> tuple[Any, ...]:
        """Sorts documents by preference, as far as that can be said without reading them."""
        return tuple(self._value(name, *document) for name in _names(self.first) if name != "damage")

    def _value(self, name: str, key: DocKey, words: int) -> Any:
        if name == "words":
            return -words
        if name == "damage":
            return self._damage(key)
        if name == "path":
            return key
        date = int(self.dates.get(key, "").replace("-", "").ljust(8, "0"))
        return -date if name == "newest" else date or UNDATED

    def _damage(self, key: DocKey) -> int:
        try:
            return self.corpus.document(key).damage
        except ReadError:
            return UNREADABLE


@cache
def _names(first: str) -> tuple[str, ...]:
    return first, *(name for name in ORDER if name != first)
