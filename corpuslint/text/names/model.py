"""The fitted model: evidence in, probability that two spellings are one name out.

A logistic regression whose weights are the reviewed data file `weights.json`, written by
`benchmarks/names_fit.py`.
"""

from __future__ import annotations

import json
import math
import os
from functools import cache
from typing import TYPE_CHECKING

from corpuslint.text.names.letters import NEUTRAL

if TYPE_CHECKING:
    from corpuslint.text.names.evidence import Evidence, Shared

SMALLEST, LARGEST = 1_000, 100_000
"""Documents of a corpus between which the size of it was fitted."""
BEST_CONTEXT = 3.5
"""The lift at which company stops counting; stands in for it in an upper bound."""


def features(evidence: Evidence) -> dict[str, float]:
    """The numbers the model weighs, by name; a missing context counts as the best possible."""
    e = evidence
    return {"bias": 1.0} | _spelling(e) | _places(e) | _neighbours(e)


def _spelling(e: Evidence) -> dict[str, float]:
    odd = 1 - min(e.odd, NEUTRAL) / NEUTRAL
    once = len(e.docs_b) == 1
    slip = once and e.slips == 1
    return {
        "cost": min(e.cost, 1.0) if e.slips == 1 else e.cost,
        "cost_short": e.cost * max(0, 7 - e.letters) / 3,
        "first_letter": float(e.first_differs),
        "last_letter": float(e.last_differs),
        "two_slips": float(e.slips == 2),
        "many_slips": float(e.slips >= 3),
        "letters": min(e.letters, 11) / 10,
        "long_and_near": float(e.letters >= 8 and e.cost <= 0.6),
        "odd": odd,
        "odd_once": odd * once,
        "odd_slip": odd * slip,
        "slip_once": float(slip),
        "density": math.log1p(e.density),
    }


def _places(e: Evidence) -> dict[str, float]:
    lift = BEST_CONTEXT if e.context is None else e.context
    return {
        "frequency": math.log(len(e.docs_a)),
        "once": float(len(e.docs_b) == 1),
        "corpus": math.log(min(max(e.documents, SMALLEST), LARGEST)),
        "same_document": e.same_document,
        "company": max(-1.0, min(BEST_CONTEXT, lift)),
        "restricted": float(e.restricted),
        "elsewhere": e.restricted * math.log1p(e.elsewhere),
    }


def _neighbours(e: Evidence) -> dict[str, float]:
    strange = _is_strange(e.given)
    return {
        "given_shared": e.given.share,
        "given_rarity": e.given.rarity,
        "given_strange": float(strange),
        "given_strange_here": strange * e.same_document,
        "given_like": e.given_like,
        "given_names": math.log1p(e.given.choice),
        "family_shared": e.family.share,
        "family_strange": float(_is_strange(e.family)),
        "family_beyond_chance": _beyond_chance(e.family),
    }


def _is_strange(shared: Shared) -> bool:
    """Whether the rarer spelling has such neighbours, and none of them stands beside the other."""
    return bool(shared.total) and not shared.share


def _beyond_chance(shared: Shared) -> float:
    """The rarity of a shared neighbour, less the chance to share one with a name that has many."""
    if not shared.share:
        return 0.0
    return max(0.0, shared.rarity - math.log1p(shared.choice) / 10)


@cache
def weights() -> dict[str, float]:
    """The weights by feature."""
    with open(os.path.join(os.path.dirname(__file__), "weights.json"), encoding="utf-8") as file:
        return {name: float(weight) for name, weight in json.load(file).items()}


def probability(evidence: Evidence) -> float:
    """How likely the two forms are one name, 0 to 1; without context an upper bound."""
    weight = weights()
    total = sum(weight[name] * value for name, value in features(evidence).items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
