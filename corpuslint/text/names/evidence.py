"""What a corpus knows of two spellings: how far apart they are, how frequent, and whom they stand beside."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from corpuslint.text.names.context import Context
from corpuslint.text.names.cost import cost, slips
from corpuslint.text.names.letters import Letters
from corpuslint.text.names.spelling import fold, sound, squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.vocabulary import Vocabulary

    _Pair = tuple[Sequence[int], Sequence[int]]
    """The documents of both forms."""
    _Neighbours = tuple[Mapping[int, int], Mapping[int, int]]
    """In how many documents each token stands before and after the rarer form."""

_SAME_VARIANT, _NEAR_VARIANT = 0.25, 0.6
_ALL = 10
"""Tenths of what an exact neighbour weighs."""
_MOST_ALIKE = 200
"""Neighbours of a name from which on only exact ones are looked for."""


@dataclass(frozen=True, slots=True)
class Shared:
    """How the neighbours of the rarer spelling are found again beside the frequent one.

    `share` of its `total` mentions with such a neighbour (1 exact, .6 to .9 a near spelling, .3 an
    initial), and the rarity of the best shared one in nats over ten. `choice` is how many different
    neighbours the frequent spelling has there.
    """

    share: float = 0.0
    total: float = 0.0
    rarity: float = 0.0
    choice: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the model may weigh about a pair; `a` is the form in more documents.

    With `restricted`, only the mentions beside an exact shared neighbour count (Dick Durban, not Durban).
    """

    a: int
    b: int
    restricted: bool
    cost: float
    slips: int
    letters: int
    odd: float
    first_differs: bool
    last_differs: bool
    sounds_equal: bool
    docs_a: Sequence[int]
    docs_b: Sequence[int]
    same_document: float
    given: Shared
    family: Shared
    given_like: float
    elsewhere: int
    documents: int
    """How many the corpus has: the more, the more names are alike by chance."""
    density: int = 0
    """How many names that sound different lie close to one of the two: they make it less probable."""
    context: float | None = None


class Weigher:
    """Collects the evidence on pairs of one corpus."""

    def __init__(self, index: NameIndex, vocabulary: Vocabulary) -> None:
        """Weigh within one corpus."""
        self._index = index
        self._vocabulary = vocabulary
        self._context = Context(index)
        self._letters = Letters(index)
        self._given_like = cache(self._given_likeness)

    def whole(self, a: int, b: int) -> Evidence:
        """The evidence on all mentions of both forms."""
        index = self._index
        given = {token: len(index.together(token, b)) for token in index.before[b]}
        family = {token: len(index.together(b, token)) for token in index.after[b]}
        docs = index.postings[a], index.postings[b]
        return self._evidence((a, b), docs, (given, family), restricted=False)

    def restricted(self, a: int, b: int) -> Evidence | None:
        """The evidence on the mentions that share an exact given name or surname; None where none do."""
        index, anchors = self._index, self._vocabulary.is_anchor
        given = [x for x in index.before[b] if x not in (a, b) and anchors(x) and index.together(x, a)]
        family = [x for x in index.after[b] if x not in (a, b) and anchors(x) and index.together(a, x)]
        if not given and not family:
            return None
        docs = self._docs_beside(a, given, family), self._docs_beside(b, given, family)
        before = {x: len(index.together(x, b)) for x in given}
        after = {x: len(index.together(b, x)) for x in family}
        return self._evidence((a, b), docs, (before, after), restricted=True)

    def _docs_beside(self, form: int, given: Iterable[int], family: Iterable[int]) -> list[int]:
        docs = {doc for token in given for doc in self._index.together(token, form)}
        docs.update(doc for token in family for doc in self._index.together(form, token))
        return sorted(docs)

    def with_context(self, evidence: Evidence) -> Evidence:
        """The same evidence with the likeness of the documents of both forms weighed in."""
        skip = {evidence.a, evidence.b, *self._index.before[evidence.b], *self._index.after[evidence.b]}
        if evidence.restricted:
            lift = self._context.lift(evidence.docs_a, evidence.docs_b, skip)
        else:
            lift = self._context.lift(evidence.docs_a, evidence.docs_b, skip, profile=evidence.a)
        return replace(evidence, context=lift)

    def _evidence(self, pair: tuple[int, int], docs: _Pair, beside: _Neighbours, *, restricted: bool) -> Evidence:
        index = self._index
        (a, b), (docs_a, docs_b), (given, family) = pair, docs, beside
        name_a, name_b = index.names[a], index.names[b]
        there = set(docs_a)
        return Evidence(
            a=a,
            b=b,
            restricted=restricted,
            cost=cost(name_a, name_b),
            slips=slips(name_a, name_b),
            odd=self._letters.rarest(name_b, name_a),
            letters=min(len(squash(name_a)), len(squash(name_b))),
            first_differs=fold(name_a)[:1] != fold(name_b)[:1],
            last_differs=fold(name_a)[-1:] != fold(name_b)[-1:],
            sounds_equal=sound(name_a) == sound(name_b),
            docs_a=docs_a,
            docs_b=docs_b,
            same_document=sum(doc in there for doc in docs_b) / len(docs_b),
            given=self._shared(index.before[a], given, index.as_first, (a, b)),
            family=self._shared(index.after[a], family, index.as_second, (a, b)),
            given_like=0.0 if restricted else self._given_like(a),
            elsewhere=index.frequency(b) - len(docs_b),
            documents=index.documents,
        )

    def _given_likeness(self, a: int) -> float:
        """How much a token behaves like a given name: followed by many, preceded by few."""
        index = self._index
        after = sum(len(index.together(a, x)) for x in index.after[a])
        before = sum(len(index.together(x, a)) for x in index.before[a])
        return after / (1 + after + before + 0.3 * index.frequency(a))

    def _shared(
        self, known: Iterable[int], seen: Mapping[int, int], often: Sequence[int], pair: tuple[int, int]
    ) -> Shared:
        """How the neighbours `seen` of the rarer form are found among the `known` ones of the other."""
        index = self._index
        pool = [token for token in known if token not in pair]
        exact = set(pool)
        alike = pool if len(pool) <= _MOST_ALIKE else []
        total = tenths = 0
        rarity = 0.0
        for token, count in seen.items():
            if token in pair or not self._is_person_part(token):
                continue
            weight = _ALL if token in exact else self._likeness(token, alike)
            total += count
            tenths += count * weight
            rarity = max(rarity, weight / _ALL * math.log((index.linked + 50) / (often[token] + 1)))
        return Shared(tenths / (_ALL * total) if total else 0.0, total, rarity / 10, len(pool))

    def _is_person_part(self, token: int) -> bool:
        return self._vocabulary.is_anchor(token) or self._index.names[token][-1:] == "."

    def _likeness(self, token: int, pool: Sequence[int]) -> int:
        """How near the nearest neighbour comes, in tenths: another spelling of it, or its initial.

        Whole numbers add up to the same in any order.
        """
        names = self._index.names
        name = names[token]
        alike = [names[other] for other in pool if names[other][0] == name[0]]
        if len(name) == 2:
            return 3 if alike else 0
        apart = min(
            (cost(name, other) for other in alike if len(other) > 2 and abs(len(other) - len(name)) < 3),
            default=_NEAR_VARIANT + 1,
        )
        if apart > _NEAR_VARIANT:
            return 0
        return 9 if apart <= _SAME_VARIANT else 6
