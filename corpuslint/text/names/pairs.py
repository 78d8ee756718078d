"""From an index to scored pairs of spellings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpuslint.text.names.blocking import blocked_pairs, neighbour_pairs
from corpuslint.text.names.cost import cost, is_one_slip
from corpuslint.text.names.derivation import derived
from corpuslint.text.names.evidence import Evidence, Weigher
from corpuslint.text.names.model import probability
from corpuslint.text.names.spelling import fold, sound, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.vocabulary import Vocabulary

_FEWEST_LETTERS = 5
_FAR, _FAR_SHORT = 1.6, 0.9
"""Most cost of a pair of six letters and more, and of five."""
DENSE = 1.0
"""Cost up to which names lie close to one another."""


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two spellings, `evidence.a` in more documents, and the probability that they are one name."""

    probability: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair to score. `blocked` pairs are judged on all their mentions, others beside a neighbour only."""

    a: int
    b: int
    blocked: bool


def candidates(index: NameIndex, vocabulary: Vocabulary) -> tuple[list[Candidate], Counter[int]]:
    """The pairs near enough to be one name, in a fixed order; and how densely other names lie about each."""
    near = {(x, y): apart for x, y, apart in _near_names(index, vocabulary)}
    found = [Candidate(*index.ordered(x, y), blocked=True) for x, y in near]
    for x, y in neighbour_pairs(index, vocabulary):
        if (x, y) in near or (x not in vocabulary.names and y not in vocabulary.names):
            continue
        if is_near_beside(index.names[x], index.names[y]):
            found.append(Candidate(*index.ordered(x, y), blocked=False))
    return found, _density(index, near)


def _density(index: NameIndex, near: Mapping[tuple[int, int], float]) -> Counter[int]:
    """How many names that sound different lie close to each: among many, one more is likely another name."""
    sounds: dict[int, set[str]] = {}
    for (x, y), apart in near.items():
        if apart <= DENSE:
            sounds.setdefault(x, set()).add(sound(index.names[y]))
            sounds.setdefault(y, set()).add(sound(index.names[x]))
    return Counter({token: len(keys) for token, keys in sounds.items()})


def _near_names(index: NameIndex, vocabulary: Vocabulary) -> Iterator[tuple[int, int, float]]:
    weak = vocabulary.weak
    for x, y in blocked_pairs(index, sorted(vocabulary.names | weak)):
        apart = None if x in weak and y in weak else near(index.names[x], index.names[y])
        if apart is not None:
            yield x, y, apart


def near(a: str, b: str) -> float | None:
    """The cost between two names that are near enough to be one; None for others."""
    letters = min(len(squash(a)), len(squash(b)))
    if letters < _FEWEST_LETTERS or fold(a) == fold(b):
        return None
    far = _FAR if letters >= 6 else _FAR_SHORT
    apart = _cost(a, b, max(far, DENSE))
    return apart if (apart <= far or is_one_slip(a, b)) and not derived(a, b) else None


def is_near_beside(a: str, b: str) -> bool:
    """Whether two names are near enough to be one where they stand beside the same neighbour."""
    letters = min(len(a), len(b))
    limit = 1.0 if letters <= 4 else 1.6 if letters <= 6 else 2.2
    return squash(a) != squash(b) and _cost(a, b, limit) <= limit and not derived(a, b)


def _cost(a: str, b: str, limit: float) -> float:
    """The same from either side, to the last bit."""
    return cost(a, b, limit) if a < b else cost(b, a, limit)


def score(
    index: NameIndex,
    vocabulary: Vocabulary,
    threshold: float,
    *,
    distinct: Callable[[str, str], bool] = lambda _a, _b: False,
) -> list[ScoredPair]:
    """The pairs at or above a probability, best first; those that `distinct` knows are left out."""
    found, density = candidates(index, vocabulary)
    judge = Judge(index, vocabulary, threshold, distinct, density.__getitem__)
    return judge.ranked(map(judge.judged, found))


class Judge:
    """Scores candidates of one corpus; those below a probability, and those that `distinct` knows, are left out."""

    def __init__(
        self,
        index: NameIndex,
        vocabulary: Vocabulary,
        threshold: float,
        distinct: Callable[[str, str], bool],
        density: Callable[[int], int],
    ) -> None:
        """Judge pairs of one corpus; `density` is asked about names that may pass without it."""
        self._weigher = Weigher(index, vocabulary)
        self._names = index.names
        self._threshold = threshold
        self._distinct = distinct
        self._density = density

    def judged(self, candidate: Candidate) -> ScoredPair | None:
        """A candidate that may be one name."""
        best = self._best(candidate)
        return None if best is None or self._distinct(self._names[candidate.a], self._names[candidate.b]) else best

    def ranked(self, pairs: Iterable[ScoredPair | None]) -> list[ScoredPair]:
        """The best first."""
        names = self._names
        found = [pair for pair in pairs if pair is not None]
        return sorted(found, key=lambda pair: (-pair.probability, names[pair.evidence.a], names[pair.evidence.b]))

    def _best(self, candidate: Candidate) -> ScoredPair | None:
        weigher = self._weigher
        if candidate.blocked:
            whole = weigher.whole(candidate.a, candidate.b)
            scored = self._bounded(whole)
            if scored or not (whole.given.share or whole.family.share):
                return scored
        beside = weigher.restricted(candidate.a, candidate.b)
        return self._bounded(beside) if beside else None

    def _bounded(self, evidence: Evidence) -> ScoredPair | None:
        """Score; other names nearby, and the documents' company, are looked at only where the rest leaves a chance."""
        if probability(evidence) < self._threshold:
            return None
        crowded = replace(evidence, density=max(map(self._density, (evidence.a, evidence.b))))
        if probability(crowded) < self._threshold:
            return None
        full = self._weigher.with_context(crowded)
        p = probability(full)
        return ScoredPair(p, full) if p >= self._threshold else None
