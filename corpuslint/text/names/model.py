"""The fitted model: evidence in, probability that two spellings are one name out.

A logistic regression whose weights are the reviewed data file `weights.json`, written by
`benchmarks/names_fit.py`.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.text.names.evidence import Evidence

BEST_CONTEXT = 3.5
"""The lift at which company stops counting; stands in for it in an upper bound."""


def features(evidence: Evidence) -> dict[str, float]:
    """The numbers the model weighs, by name; a missing context counts as the best possible."""
    e = evidence
    docs_a, docs_b = len(e.docs_a), len(e.docs_b)
    lift = BEST_CONTEXT if e.context is None else e.context
    near = max(-1.0, min(BEST_CONTEXT, lift))
    drift = e.same_document >= 0.99 and not e.given.total and docs_b <= 2
    stranger = bool(e.given.total) and not e.given.share
    restricted = float(e.restricted)
    return {
        "bias": 1.0,
        "cost": e.cost,
        "cost_short": e.cost * max(0, 7 - e.letters) / 3,
        "first": float(e.first_differs),
        "tleq": float(e.sounds_equal),
        "lratio": math.log(docs_a / docs_b),
        "ldfa": math.log(docs_a),
        "ldfb": math.log(docs_b),
        "samedoc": e.same_document,
        "drift": float(drift),
        "pshare": e.given.share,
        "pinfo": e.given.rarity,
        "pconf": float(stranger),
        "pconf_same": stranger * e.same_document,
        "nshare": e.family.share,
        "ninfo": e.family.rarity,
        "nconf": float(bool(e.family.total) and not e.family.share),
        "giva": e.given_like,
        "ctx": near,
        "ctxpos": max(0.0, lift - 1.5),
        "len": min(e.letters, 11) / 10,
        "low": e.lower,
        "longeq": float(e.letters >= 8 and e.cost <= 0.6),
        "dens": math.log(1 + e.density),
        "p1": float(e.given.share >= 0.99),
        "common": float(min(docs_a, docs_b) > 5),
        "restr": restricted,
        "restr_info": restricted * max(e.given.rarity, e.family.rarity),
        "restr_ctx": restricted * near,
        "oth": restricted * math.log(1 + e.elsewhere),
    }


@cache
def weights() -> dict[str, float]:
    """The weights by feature."""
    text = files("corpuslint.text.names").joinpath("weights.json").read_text(encoding="utf-8")
    return {name: float(weight) for name, weight in json.loads(text).items()}


def probability(evidence: Evidence) -> float:
    """How likely the two forms are one name, 0 to 1; without context an upper bound."""
    weight = weights()
    total = sum(weight[name] * value for name, value in features(evidence).items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))
