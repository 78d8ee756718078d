"""Whose mention it is: what the names right beside a mention say of who is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuslint.text.names.corpus import beside
from corpuslint.text.names.cost import cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.pairs import ScoredPair

_NEAR = 0.6
_GIVEN = 0.3
"""From here a name is followed by surnames so often that the surname tells who is meant."""


def own_mentions(names: Names, doc: int, form: int, other: int, pair: ScoredPair) -> tuple[int, ...]:
    """The ranks of the mentions of a form that may be the other form.

    A mention whose own neighbours never go with the other form is a stranger: the article speaks of
    somebody else, and then its bare mentions do too, unless a neighbour is shared elsewhere in it.
    """
    ranks = names.mentions(doc, names.index.names[form])
    kinds = {rank: _kind(names, doc, rank, other, pair) for rank in ranks}
    if "stranger" in kinds.values() and "friend" not in kinds.values():
        return ()
    return tuple(rank for rank in ranks if kinds[rank] != "stranger")


def _kind(names: Names, doc: int, rank: int, other: int, pair: ScoredPair) -> str:
    """What the neighbours of a mention say: `friend` of the other form, `stranger`, or `bare`.

    Where the forms share no neighbour at all, the model has weighed that and found them one name nevertheless; where
    they share a given name (Suraya Mohamed), another surname tells of somebody else (Mohamad Hama).
    """
    before, after = beside(names.record(doc), rank)
    index, e = names.index, pair.evidence
    sides = []
    if e.given.share or not e.given.total or e.restricted:
        sides.append((before, index.before[other]))
    if e.restricted or (e.given_like >= _GIVEN and (e.given.share or e.family.share or not e.family.total)):
        sides.append((after, index.after[other]))
    known = [
        _is_known(names, name, pool)
        for name, pool in sides
        if len(name) >= 3 and name[-1] != "." and (pool or e.restricted)
    ]
    if not known:
        return "bare"
    return "friend" if any(known) else "stranger"


def _is_known(names: Names, name: str, pool: Sequence[int]) -> bool:
    """Whether a neighbour, or a near spelling of it, is among those of the other form."""
    tokens = names.index.names
    return names.index.ids[name] in pool or any(
        tokens[other][0] == name[0] and cost(name, tokens[other]) <= _NEAR for other in pool
    )
