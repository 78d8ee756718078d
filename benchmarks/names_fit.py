"""Refits the weights of the names model: `python benchmarks/names_fit.py DATA [--write]`.

Logistic regression by Newton's method on the judged pairs of three corpora, and with small weight on slips made
here; unread pairs count as not one name. Prints the weights, and how a model fitted on two of the corpora does on
the third. With --write the weights of the package are replaced.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from names_sets import ONE, NameSet, label, read, verdicts, with_slips
from numpy.typing import NDArray

from corpuslint.text.names import model
from corpuslint.text.names.evidence import Evidence, Weigher
from corpuslint.text.names.pairs import candidates

WEIGHTS = os.path.join(os.path.dirname(model.__file__), "weights.json")
OF_SLIPS = 0.15
"""What a pair with a made-up form weighs against one that was read."""
RIDGE = 2.0
UNREAD_WRONG = 0.33
"""Share of unread pairs reported that were wrong when we read a sample of them."""

Matrix = NDArray[np.float64]


@dataclass
class Rows:
    """Judged evidence: features, whether the pair is one name, how much the row weighs, and whose row it is."""

    names: list[str]
    features: Matrix
    one: Matrix
    weight: Matrix
    labels: list[str]
    pairs: list[frozenset[str]]


def rows(found: NameSet, own: dict[str, str], only_slips: bool) -> Rows:
    """The evidence on every candidate pair of a corpus, once for all mentions and once beside neighbours."""
    index, vocabulary = found.index()
    weigher = Weigher(index, vocabulary)
    kept: list[tuple[Evidence, str, frozenset[str]]] = []
    found_pairs, dense = candidates(index, vocabulary)
    for candidate in found_pairs:
        pair = frozenset((index.names[candidate.a], index.names[candidate.b]))
        said = label(found, pair, own)
        if only_slips and pair.isdisjoint(found.made_up):
            continue
        density = max(dense[candidate.a], dense[candidate.b])
        if candidate.blocked:
            whole = replace(weigher.whole(candidate.a, candidate.b), density=density)
            kept.append((weigher.with_context(whole), "not" if said == "contextual" else said, pair))
        beside = weigher.restricted(candidate.a, candidate.b)
        if beside:
            kept.append((weigher.with_context(replace(beside, density=density)), said, pair))
    return Rows(
        list(model.features(kept[0][0])),
        np.array([list(model.features(evidence).values()) for evidence, _, _ in kept]),
        np.array([float(said in ONE or said == "injected") for _, said, _ in kept]),
        np.array([0.0 if said == "unknown" else OF_SLIPS if only_slips else 1.0 for _, said, _ in kept]),
        [said for _, said, _ in kept],
        [pair for _, _, pair in kept],
    )


def fit(parts: list[Rows]) -> Matrix:
    """Weights of the ridge-penalised logistic regression on some rows."""
    x = np.vstack([part.features for part in parts])
    y = np.concatenate([part.one for part in parts])
    weight = np.concatenate([part.weight for part in parts])
    found = np.zeros(x.shape[1])
    for _ in range(100):
        p = probabilities(x, found)
        gradient = x.T @ (weight * (p - y)) + RIDGE * found
        curvature = (x * (weight * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(found))
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < 1e-8:
            break
    return found


def probabilities(x: Matrix, weights: Matrix) -> Matrix:
    """The model on many rows."""
    result: Matrix = 1 / (1 + np.exp(-np.clip(x @ weights, -50, 50)))
    return result


def show(part: Rows, weights: Matrix) -> None:
    """Precision and recall of weights on a corpus, at several probabilities."""
    best: dict[frozenset[str], tuple[float, str]] = {}
    for pair, said, p in zip(part.pairs, part.labels, probabilities(part.features, weights), strict=True):
        best[pair] = max(best.get(pair, (0.0, said)), (float(p), said))
    every = sum(said in ONE for _, said in best.values())
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        labels = [said for p, said in best.values() if p >= least]
        right = sum(said in ONE for said in labels)
        wrong = labels.count("not") + UNREAD_WRONG * labels.count("unread")
        print(f"  p >= {least}: precision {right / max(1, right + wrong):.3f} recall {right / every:.3f}")


def labelled(sets: Mapping[str, NameSet], own: dict[str, str]) -> tuple[dict[str, Rows], dict[str, Rows]]:
    """The pairs of each corpus, where those that its makers put in weigh nothing; and slips put into two of them."""
    parts = {name: rows(found, own, only_slips=False) for name, found in sets.items()}
    for part in parts.values():
        part.weight[[said == "injected" for said in part.labels]] = 0
    seeds = {"intl": 1, "feeds": 2}
    return parts, {name: rows(with_slips(sets[name], seed, 900), own, only_slips=True) for name, seed in seeds.items()}


def main() -> None:
    """Fit, show, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    sets, own = read(options.data), verdicts()
    read_rows, slips = labelled(sets, own)
    for held in sets:
        others = [part for table in (read_rows, slips) for name, part in table.items() if name != held]
        print(f"{held}, fitted on the others:")
        show(read_rows[held], fit(others))
    weights = fit([*read_rows.values(), *slips.values()])
    names = read_rows["intl"].names
    table = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    print(json.dumps(table, indent=1))
    if options.write:
        with open(WEIGHTS, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
