"""How far two spellings are apart when both may render one foreign name.

Damerau-Levenshtein over transliteration keys, where letters that romanisations confuse cost less.
The costs are those of a study on news text; see the fitted weights beside this module.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from corpuslint.text.names.spelling import VOWELS, fold, sound, squash

if TYPE_CHECKING:
    from collections.abc import Iterable

LIMIT = 3.0
"""The cost of everything that is at least this far apart."""

_TRANSPOSED = 0.6
_FIRST = 0.4
_VOWEL_FOR_VOWEL = 0.8
_MIXED = 1.3


def _both_ways(groups: Iterable[tuple[str, float]]) -> dict[str, float]:
    table: dict[str, float] = {}
    for pairs, cost in groups:
        for pair in pairs.split():
            table[pair] = table[pair[::-1]] = cost
    return table


_SWAPS = _both_ways(
    (
        ("ie iy", 0.35),
        ("ou ae ei ai eo", 0.5),
        ("ao au ui oi", 0.6),
        ("gk", 0.4),
        ("gh kh", 0.6),
        ("sz sS zJ sC CS zC JC", 0.6),
        ("dt bp vf", 0.7),
        ("vb", 0.8),
        ("jJ iJ", 0.5),
        ("ck", 0.5),
        ("cz cs cC", 0.6),
    )
)


class _Swaps(dict[str, float]):
    """The cost of writing one letter for another, by both in a row; worked out when a pair is first met."""

    def __missing__(self, pair: str) -> float:
        x, y = pair[0], pair[1]
        cost = _MIXED if (x in VOWELS) != (y in VOWELS) else _VOWEL_FOR_VOWEL if x in VOWELS else 1.0
        self[pair] = cost
        return cost


class _Insertions(dict[str, float]):
    """The cost of a letter too many, by the letter."""

    def __missing__(self, letter: str) -> float:
        cost = self[letter] = 0.45 if letter == "h" else 0.6 if letter in VOWELS else 1.0
        return cost


_SWAP = _Swaps(_SWAPS)
_INSERTION = _Insertions()


def _shared_ends(x: str, y: str) -> tuple[int, int]:
    shorter = min(len(x), len(y))
    front = 0
    while front < shorter and x[front] == y[front]:
        front += 1
    back = 0
    while back < shorter - front and x[-1 - back] == y[-1 - back]:
        back += 1
    return front, back


def _distance(x: str, y: str, limit: float) -> float:
    """Weighted Damerau-Levenshtein (adjacent transpositions) of two short strings; LIMIT where it is above a limit."""
    insertion, swap = _INSERTION, _SWAP
    if len(x) == len(y) == 1:
        return min(insertion[x] + insertion[y], swap[x + y])
    added = [insertion[letter] for letter in y]
    row = [*accumulate(added, initial=0.0)]
    before: list[float] = []
    least = 0.0
    for i, a in enumerate(x):
        one_more = insertion[a]
        best = lowest = row[0] + one_more
        current = [best]
        for j, b in enumerate(y):
            best += added[j]
            less = row[j + 1] + one_more
            if less < best:  # noqa: PLR1730 - a call takes twice the time
                best = less
            changed = row[j] if a == b else row[j] + swap[a + b]
            if changed < best:  # noqa: PLR1730 - a call takes twice the time
                best = changed
            if i and j and a == y[j - 1] and x[i - 1] == b and before[j - 1] + _TRANSPOSED < best:
                best = before[j - 1] + _TRANSPOSED
            if best < lowest:  # noqa: PLR1730 - a call takes twice the time
                lowest = best
            current.append(best)
        if lowest > limit and least > limit:  # a transposition reaches back over one row
            return LIMIT
        before, row, least = row, current, lowest
    return row[-1]


def cost(a: str, b: str, limit: float = LIMIT) -> float:
    """From 0 (the same) to `LIMIT`: below .3 two romanisations of one name, at 1 one consonant apart.

    Above `limit` it is not worked out and `LIMIT` stands for it.
    """
    if a == b:
        return 0.0
    fold_a, fold_b = fold(a), fold(b)
    if fold_a == fold_b:
        return 0.05
    x, y = sound(a), sound(b)
    if x == y:
        return 0.15 + 0.05 * abs(len(fold_a) - len(fold_b))
    if not x or not y or abs(len(x) - len(y)) > LIMIT:
        return LIMIT
    return min(LIMIT, _sound_cost(x, y, limit))


def is_one_slip(a: str, b: str) -> bool:
    """Whether one letter left out, put in, replaced or swapped with its neighbour makes a name of another."""
    x, y = squash(a), squash(b)
    if abs(len(x) - len(y)) > 1 or x == y:
        return False
    front, back = _shared_ends(x, y)
    x, y = x[front : len(x) - back], y[front : len(y) - back]
    return max(len(x), len(y)) == 1 or (len(x) == 2 and x == y[::-1])


def slips(a: str, b: str) -> int:
    """How many letters must be left out, put in, replaced or swapped with their neighbour: 0, 1, 2, or 3 for more."""
    x, y = squash(a), squash(b)
    if abs(len(x) - len(y)) > 2:
        return 3
    front, back = _shared_ends(x, y)
    return min(3, _slips(x[front : len(x) - back], y[front : len(y) - back]))


def _slips(x: str, y: str) -> int:
    """Damerau-Levenshtein with adjacent transpositions (optimal string alignment)."""
    if not x or not y:
        return len(x) + len(y)
    if len(x) == len(y) == 1:
        return 1
    before: list[int] = []
    row = list(range(len(y) + 1))
    for i, a in enumerate(x):
        current = [i + 1]
        for j, b in enumerate(y):
            best = min(row[j] + (a != b), row[j + 1] + 1, current[j] + 1)
            if i and j and a == y[j - 1] and x[i - 1] == b:
                best = min(best, before[j - 1] + 1)
            current.append(best)
        before, row = row, current
    return row[-1]


@lru_cache(1 << 16)
def _sound_cost(x: str, y: str, limit: float) -> float:
    front, back = _shared_ends(x, y)
    apart = _distance(x[front : len(x) - back], y[front : len(y) - back], limit)
    return apart + (_FIRST if front == 0 and x[0] != y[0] else 0.0)
