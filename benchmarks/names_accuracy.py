"""How well NAM finds inconsistent spellings, beside OpenRefine's clusterings and rapidfuzz on the same labels.

`python benchmarks/names_accuracy.py DATA`. A pair is right where a reader judged it one name. `read` is the precision
over the pairs that somebody read; `least` counts every unread pair as wrong; F1 goes with `least`. The shipped
weights were fitted on these corpora, so `fitted elsewhere` tells of a fit on the other two. Then the injected mentions:
the share for which a finding points at the document and the place, and the packs: published forms and exceptions.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from names_fit import Rows, fit, labelled, probabilities
from names_peers import peers
from names_sets import ONE, NameSet, label, mentions_key, read, read_all, verdicts

from corpuslint import strict_yaml
from corpuslint.model import DocKey
from corpuslint.text import names

PACKS = os.path.join(os.path.dirname(__file__), "..", "rules", "names", "data")
DEFAULT, SUGGEST = 0.82, 0.5
"""The levels of NAM001 and NAM007."""

Pair = frozenset[str]


def pack() -> names.Pack:
    """The shipped packs."""

    def read_yaml(path: str) -> object:
        with open(path, encoding="utf-8") as stream:
            return next(strict_yaml.documents(stream.read(), path))

    return names.load(PACKS, (), read_yaml)


class Score(NamedTuple):
    """What a method reported: right, wrong and unread pairs, and how many there are to find."""

    right: int = 0
    wrong: int = 0
    unread: int = 0
    every: int = 0

    def plus(self, other: Score) -> Score:
        """Both together."""
        return Score(*map(sum, zip(self, other, strict=True)))

    def line(self, title: str) -> str:
        """One row of a table."""
        judged = self.right + self.wrong
        read, recall = self.right / max(1, judged), self.right / self.every
        least = self.right / max(1, judged + self.unread)
        f1 = 2 * least * recall / max(1e-9, least + recall)
        return (
            f"  {title:46} {judged + self.unread:6} read {read:.3f} ({judged:4})  "
            f"least {least:.3f}  recall {recall:.3f}  F1 {f1:.3f}"
        )


Scores = dict[str, Score]


def score(found: NameSet, reported: Iterable[Pair], own: dict[str, str], every: int) -> Score:
    """How a method did on one corpus."""
    said = Counter(label(found, pair, own) for pair in reported)
    return Score(sum(said[one] for one in ONE), said["not"], said["unread"], every)


def table(found: NameSet, own: dict[str, str], held_out: dict[Pair, float], packs: names.Pack) -> Scores:
    """Our levels and the peers on one corpus, by title."""
    index, vocabulary = found.index()
    scored = names.score(index, vocabulary, SUGGEST, distinct=packs.is_distinct)
    ours = {frozenset((index.names[p.evidence.a], index.names[p.evidence.b])): p.probability for p in scored}
    judged = {pair for pair in found.labels if label(found, pair, own) in ONE and pair <= index.ids.keys()}
    judged |= {pair for pair in held_out if label(found, pair, own) in ONE}
    unseen = {pair: p for pair, p in held_out.items() if not packs.is_distinct(*pair)}
    reports: dict[str, Iterable[Pair]] = {}
    for title, least in (("NAM001 (default)", DEFAULT), ("NAM001 and NAM007 (suggestions)", SUGGEST)):
        reports[title] = [pair for pair, p in ours.items() if p >= least]
        reports[f"{title}, fitted elsewhere"] = [pair for pair, p in unseen.items() if p >= least]
    reports |= dict(peers(index, vocabulary.names, found.texts))
    return {title: score(found, reported, own, len(judged)) for title, reported in reports.items()}


def show(title: str, scores: Scores) -> None:
    """A table."""
    print(title)
    for name, one in scores.items():
        print(one.line(name), flush=True)


def held_out(found: NameSet, parts: dict[str, Rows], others: list[Rows]) -> dict[Pair, float]:
    """Every pair of a corpus with its probability by a model that was fitted on other corpora."""
    part = parts[found.name]
    best: dict[Pair, float] = {}
    for pair, p in zip(part.pairs, probabilities(part.features, fit(others)), strict=True):
        best[pair] = max(best.get(pair, 0.0), float(p))
    return best


def injected(folder: str, packs: names.Pack) -> None:
    """Mentions that were changed in the text set: how many a finding points at, by level."""
    ids, texts = read_all(folder)
    part = names.Part(
        {DocKey(name): names.Noted(names.note(text, "en"), {}) for name, text in zip(ids, texts, strict=True)}
    )
    corpus = part.names()
    for title, least in (("default", DEFAULT), ("suggestions", SUGGEST)):
        places = _places(corpus, packs, least)
        total: Counter[str] = Counter()
        hit: Counter[str] = Counter()
        for doc, offset, form, kind in mentions_key(folder):
            total[kind] += 1
            hit[kind] += any(start < offset + len(form) and offset < end for start, end in places[doc])
        parts = ", ".join(f"{kind} {hit[kind]}/{total[kind]} = {hit[kind] / total[kind]:.3f}" for kind in sorted(total))
        print(f"  {title}: {sum(hit.values()) / sum(total.values()):.3f} of {sum(total.values())} mentions ({parts})")


def _places(corpus: names.Names, packs: names.Pack, least: float) -> dict[str, list[tuple[int, int]]]:
    scored = names.score(corpus.index, names.Vocabulary(corpus.index), least, distinct=packs.is_distinct)
    places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for ways in (*names.spelled_ways(corpus, scored), *names.known_ways(corpus, packs), *names.joiner_ways(corpus)):
        for deviation in names.deviations_of(corpus, ways, lambda _doc: True):
            places[corpus.keys[deviation.doc].path] += [(span.start, span.end) for span in deviation.spans]
    return places


def packs_found(packs: names.Pack) -> None:
    """Every published form against another one of its group, and every exception, in made-up documents."""
    forms = hits = exceptions = wrong = 0
    for group in packs.groups:
        for form in group.forms:
            other = next(one for one in group.forms if one != form)
            forms += 1
            hits += bool(_found(group, form, [other, other]))
        for phrase in group.exceptions:
            exceptions += 1
            wrong += any(
                not names.in_phrase(_sentence(group, phrase), span, deviation.unless)
                for deviation in _found(group, phrase, list(group.forms[:1]) * 2)
                for span in deviation.spans
            )
    print(f"  published forms found {hits}/{forms}, exceptions reported {wrong}/{exceptions}")


def _sentence(group: names.Group, form: str) -> str:
    given = f"{min(group.given)} " if group.given else ""
    return f"They had often heard of {given}{form} before, and nobody there was very much surprised."


def _found(group: names.Group, form: str, others: list[str]) -> list[names.Deviation]:
    texts = [_sentence(group, one) for one in (form, *others)]
    part = names.Part({DocKey(str(n)): names.Noted(names.note(text, "en"), {}) for n, text in enumerate(texts)})
    corpus, pack_of_one = part.names(), names.Pack((group,), frozenset())
    ways = [
        *names.known_ways(corpus, pack_of_one),
        *names.joiner_ways(corpus),
        *names.fold_ways(corpus, frozenset(names.KINDS)),
    ]
    return [found for one in ways for found in names.deviations_of(corpus, one, lambda doc: doc == 0)]


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    folder = parser.parse_args().data
    sets, own, packs = read(folder), verdicts(), pack()
    parts, slips = labelled(sets, own)
    pooled: Scores = {}
    for name, found in sets.items():
        others = [part for group in (parts, slips) for other, part in group.items() if other != name]
        scores = table(found, own, held_out(found, parts, others), packs)
        pooled = {title: one.plus(pooled.get(title, Score())) for title, one in scores.items()}
        show(
            f"{name}: {len(found.texts):,} documents, {scores['NAM001 (default)'].every} pairs judged one name", scores
        )
    show("all three corpora:", pooled)
    print("injected mentions of the text set:")
    injected(folder, packs)
    print("packs:")
    packs_found(packs)


if __name__ == "__main__":
    main()
