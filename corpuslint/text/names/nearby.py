"""The pairs of a corpus that some names are in, found without comparing all others: equal to those of `pairs`.

The corpus is one that an index kept (see `recalled`), which knows the names under each key.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from corpuslint.text.names.blocking import ALL_PAIRS, LARGEST, LARGEST_GROUP, LENGTHS_APART
from corpuslint.text.names.keys import hashed, keys, loose_keys
from corpuslint.text.names.pairs import DENSE, Candidate, Judge, ScoredPair, is_near_beside, near
from corpuslint.text.names.spelling import sound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corpuslint.text.names.recalled import RecalledIndex
    from corpuslint.text.names.vocabulary import Vocabulary


def score_near(
    index: RecalledIndex,
    vocabulary: Vocabulary,
    threshold: float,
    *,
    distinct: Callable[[str, str], bool],
    around: Iterable[int],
) -> list[ScoredPair]:
    """As `pairs.score`: every pair of these tokens, and of those that such pairs lead to, until there are no more."""
    nearby = Nearby(index, vocabulary)
    judge = Judge(index, vocabulary, threshold, distinct, nearby.density)
    found: dict[tuple[int, int], ScoredPair | None] = {}
    left = list(around)
    done = set(left)
    while left:
        for candidate in nearby.candidates(left.pop()):
            pair = candidate.a, candidate.b
            if pair in found:
                continue
            found[pair] = judge.judged(candidate)
            if found[pair]:
                left += {*pair} - done
                done.update(pair)
    return judge.ranked(found.values())


class Nearby:
    """What lies near a name, worked out when it is asked for."""

    def __init__(self, index: RecalledIndex, vocabulary: Vocabulary) -> None:
        """Look within one corpus."""
        self._index = index
        self._vocabulary = vocabulary
        self._near = cache(self._near_to)
        self.density = cache(self._density_of)
        """How many names that sound different lie close to a token."""
        self._loose = cache(lambda token: frozenset(loose_keys(index.names[token])))
        self._crowd = cache(lambda after, anchor: frozenset((index.after if after else index.before)[anchor]))
        self._few = cache(self._few_beside)

    def candidates(self, token: int) -> Iterator[Candidate]:
        """The candidates that a token is in."""
        index, vocabulary = self._index, self._vocabulary
        close = self._near(token)
        for other in close:
            yield Candidate(*index.ordered(token, other), blocked=True)
        for other in self._beside(token):
            if other not in close and (vocabulary.is_name(token) or vocabulary.is_name(other)):
                yield Candidate(*index.ordered(token, other), blocked=False)

    def _is_compared(self, token: int) -> bool:
        return self._vocabulary.is_name(token) or self._vocabulary.is_weak(token)

    def _density_of(self, token: int) -> int:
        names = self._index.names
        return len({sound(names[other]) for other, apart in self._near(token).items() if apart <= DENSE})

    def _near_to(self, token: int) -> dict[int, float]:
        """The names near one of all names, with the cost between them."""
        vocabulary, names = self._vocabulary, self._index.names
        if not self._is_compared(token):
            return {}
        weak = vocabulary.is_weak(token)
        others = {other for key in set(keys(names[token])) for other in self._under(key)} - {token}
        found = {}
        for other in others:
            apart = None if weak and vocabulary.is_weak(other) else near(names[token], names[other])
            if apart is not None:
                found[other] = apart
        return found

    def _under(self, key: str) -> list[int]:
        """The names that are compared under a key; none where they are too many."""
        found = [token for token in self._index.under(hashed(key)) if self._is_compared(token)]
        return found if len(found) <= LARGEST else []

    def _beside(self, token: int) -> set[int]:
        """The tokens near one beside a neighbour of both."""
        index, vocabulary = self._index, self._vocabulary
        if not vocabulary.may_be_name(token):
            return set()
        found: set[int] = set()
        crowds: list[tuple[bool, int]] = []
        for after, anchors in ((True, index.before[token]), (False, index.after[token])):
            for anchor in filter(vocabulary.is_anchor, anchors):
                few = self._few(after, anchor)
                if few is None:
                    crowds.append((after, anchor))
                else:
                    found.update(few)
        found = {other for other in found if self._is_near(token, other)}
        if crowds:
            found.update(self._loosely_beside(token, crowds, found))
        return found - {token}

    def _few_beside(self, after: bool, anchor: int) -> list[int] | None:
        """The tokens beside a neighbour, if they are few enough to be compared with one another."""
        members = []
        for token in self._index.after[anchor] if after else self._index.before[anchor]:
            if self._vocabulary.may_be_name(token):
                members.append(token)
                if len(members) > ALL_PAIRS:
                    return None
        return members

    def _is_near(self, token: int, other: int) -> bool:
        names = self._index.names
        a, b = names[token], names[other]
        return abs(len(a) - len(b)) <= LENGTHS_APART and is_near_beside(a, b)

    def _loosely_beside(self, token: int, crowds: list[tuple[bool, int]], known: set[int]) -> Iterator[int]:
        """The tokens near one that share a neighbour of many tokens, and a loose key with not too many of those."""
        index, mine = self._index, self._loose(token)
        others = {other for key in mine for other in index.loosely_under(hashed(key))} - known
        others &= frozenset().union(*(self._crowd(*crowd) for crowd in crowds))
        for other in others:
            if self._vocabulary.may_be_name(other) and self._is_near(token, other):
                shared = [crowd for crowd in crowds if other in self._crowd(*crowd)]
                both = mine & self._loose(other)
                if any(self._is_sparse(*side, key) for side in shared for key in both):
                    yield other

    def _is_sparse(self, after: bool, anchor: int, key: str) -> bool:
        """Whether few of the tokens beside a neighbour are under a key."""
        index = self._index
        found = 0
        for token in index.loosely_under(hashed(key)):
            docs = index.together(anchor, token) if after else index.together(token, anchor)
            if docs and self._vocabulary.may_be_name(token) and key in self._loose(token):
                found += 1
        return found <= LARGEST_GROUP
