"""From an index to scored pairs of spellings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpuslint.text.names.blocking import blocked_pairs, neighbour_pairs
from corpuslint.text.names.cost import cost, is_one_slip
from corpuslint.text.names.derivation import derived
from corpuslint.text.names.evidence import Evidence, Weigher
from corpuslint.text.names.model import probability
from corpuslint.text.names.spelling import fold, sound, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.vocabulary import Vocabulary

_FEWEST_LETTERS = 5
_FAR, _FAR_SHORT = 1.6, 0.9
"""Most cost of a pair of six letters and more, and of five."""
_DENSE = 1.0


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
    density: int
    blocked: bool


def candidates(index: NameIndex, vocabulary: Vocabulary) -> list[Candidate]:
    """The pairs near enough to be one name, in a fixed order."""
    near = {(x, y): apart for x, y, apart in _near_names(index, vocabulary)}
    density = _density(index, near)
    weigher = Weigher(index, vocabulary)
    found = []
    for x, y in near:
        a, b = weigher.ordered(x, y)
        found.append(Candidate(a, b, max(density[x], density[y]), blocked=True))
    for x, y in neighbour_pairs(index, vocabulary):
        if (x, y) in near or (x not in vocabulary.names and y not in vocabulary.names):
            continue
        if _is_near_beside(index.names[x], index.names[y]):
            a, b = weigher.ordered(x, y)
            found.append(Candidate(a, b, max(density[x], density[y]), blocked=False))
    return found


def _density(index: NameIndex, near: Mapping[tuple[int, int], float]) -> Counter[int]:
    """How many names that sound different lie close to each: among many, one more is likely another name."""
    sounds: dict[int, set[str]] = {}
    for (x, y), apart in near.items():
        if apart <= _DENSE:
            sounds.setdefault(x, set()).add(sound(index.names[y]))
            sounds.setdefault(y, set()).add(sound(index.names[x]))
    return Counter({token: len(keys) for token, keys in sounds.items()})


def _near_names(index: NameIndex, vocabulary: Vocabulary) -> Iterator[tuple[int, int, float]]:
    weak = vocabulary.weak
    for x, y in blocked_pairs(index, sorted(vocabulary.names | weak)):
        if x in weak and y in weak:
            continue
        a, b = index.names[x], index.names[y]
        letters = min(len(squash(a)), len(squash(b)))
        if letters < _FEWEST_LETTERS or fold(a) == fold(b):
            continue
        far = _FAR if letters >= 6 else _FAR_SHORT
        apart = cost(a, b, max(far, _DENSE))
        if (apart <= far or is_one_slip(a, b)) and not derived(a, b):
            yield x, y, apart


def _is_near_beside(a: str, b: str) -> bool:
    letters = min(len(a), len(b))
    limit = 1.0 if letters <= 4 else 1.6 if letters <= 6 else 2.2
    return squash(a) != squash(b) and cost(a, b, limit) <= limit and not derived(a, b)


def score(
    index: NameIndex,
    vocabulary: Vocabulary,
    threshold: float,
    *,
    distinct: Callable[[str, str], bool] = lambda _a, _b: False,
) -> list[ScoredPair]:
    """The pairs at or above a probability, best first; those that `distinct` knows are left out."""
    weigher = Weigher(index, vocabulary)
    found = []
    for candidate in candidates(index, vocabulary):
        best = _judge(weigher, candidate, threshold)
        if best and not distinct(index.names[candidate.a], index.names[candidate.b]):
            found.append(best)
    found.sort(key=lambda pair: (-pair.probability, index.names[pair.evidence.a], index.names[pair.evidence.b]))
    return found


def _judge(weigher: Weigher, candidate: Candidate, threshold: float) -> ScoredPair | None:
    if candidate.blocked:
        whole = weigher.whole(candidate.a, candidate.b, candidate.density)
        scored = _bounded(weigher, whole, threshold)
        if scored or not (whole.given.share or whole.family.share):
            return scored
    beside = weigher.restricted(candidate.a, candidate.b, candidate.density)
    return _bounded(weigher, beside, threshold) if beside else None


def _bounded(weigher: Weigher, evidence: Evidence, threshold: float) -> ScoredPair | None:
    """Score, reading the documents' company only where the rest leaves a chance."""
    if probability(evidence) < threshold:
        return None
    full = weigher.with_context(evidence)
    p = probability(full)
    return ScoredPair(p, full) if p >= threshold else None
