"""Names that the model finds spelled in several ways, as forms with their documents and places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpuslint.text.names.apart import apart, by_language
from corpuslint.text.names.company import own_mentions
from corpuslint.text.names.derivation import inflected
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.nearby import score_near
from corpuslint.text.names.pairs import score
from corpuslint.text.names.reasons import reason
from corpuslint.text.names.stars import Star, stars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.evidence import Evidence
    from corpuslint.text.names.pairs import ScoredPair

_COUNTED = 50
"""Documents of a form up to which each is looked at before it counts."""


def scored_pairs(names: Names, least: float, distinct: Callable[[str, str], bool]) -> list[ScoredPair]:
    """The pairs at or above a probability, best first: all, or those that matter near wanted documents."""
    if names.near is None:
        return score(names.index, names.vocabulary, least, distinct=distinct)
    around = names.near.tokens
    return score_near(names.near.found, names.vocabulary, least, distinct=distinct, around=around)


def spelled_ways(names: Names, scored: Sequence[ScoredPair]) -> Iterator[Ways]:
    """Within each language, each star of the pairs, then each pair that is one name only beside shared neighbours."""
    index = names.index
    whole = [pair.evidence for pair in scored if not pair.evidence.restricted]
    tokens = {token: index.postings[token] for evidence in whole for token in (evidence.a, evidence.b)}
    groups = by_language(names, tokens)
    joined: set[frozenset[int]] = set()
    for language, docs in groups:
        others = [found for other, found in groups if other != language]
        for star in stars(index, _of_names(names, scored, language), docs):
            joined.update(frozenset((star.hub, form)) for form in star.rays)
            elsewhere = any(form in found for found in others for form in (star.hub, *star.rays))
            ways = replace(_of_star(names, star, docs), language=language, elsewhere=elsewhere)
            if len(ways.docs) > 1:
                yield ways
    for pair in scored:
        if pair.evidence.restricted and frozenset((pair.evidence.a, pair.evidence.b)) not in joined:
            yield from apart(names, _of_pair(names, pair))


def _of_names(names: Names, scored: Sequence[ScoredPair], language: str) -> Iterator[ScoredPair]:
    """The pairs but those that are forms of one noun in a language, unless they stand beside the same names."""
    tokens = names.index.names
    for pair in scored:
        e = pair.evidence
        if e.given.share or e.family.share or not inflected(tokens[e.a], tokens[e.b], language):
            yield pair


def _of_star(names: Names, star: Star, docs: Mapping[int, Sequence[int]]) -> Ways:
    tokens = names.index.names
    hub = tokens[star.hub]
    forms = _Forms(names, {tokens[form]: pair for form, pair in star.rays.items()})
    found = {tokens[form]: forms.own(docs[form], tokens[form], hub) for form in star.rays}
    found[hub] = forms.own(docs[star.hub], hub, next(iter(found))) if len(found) == 1 else docs[star.hub]
    return forms.ways({form: own for form, own in found.items() if own})


def _of_pair(names: Names, pair: ScoredPair) -> Ways:
    e, tokens = pair.evidence, names.index.names
    pairs = {tokens[e.a]: pair, tokens[e.b]: pair}
    return _Forms(names, pairs).ways({tokens[e.a]: e.docs_a, tokens[e.b]: e.docs_b}, _beside(names, e))


def _beside(names: Names, e: Evidence) -> tuple[tuple[str, str], ...]:
    """What stands before and after both forms of a pair."""
    index, tokens = names.index, names.index.names
    given = [(f"{tokens[x]} ", "") for x in index.before[e.b] if len(tokens[x]) > 2 and index.together(x, e.a)]
    family = [("", f" {tokens[x]}") for x in index.after[e.b] if len(tokens[x]) > 2 and index.together(e.a, x)]
    return tuple(sorted(given) + sorted(family))


class _Forms:
    """The pair that ties two forms of one name, and what follows from it."""

    def __init__(self, names: Names, pairs: dict[str, ScoredPair]) -> None:
        self._names = names
        self._pairs = pairs

    def ways(self, docs: dict[str, Sequence[int]], beside: tuple[tuple[str, str], ...] = ()) -> Ways:
        return Ways(docs, self._spans, self._ground, beside=beside)

    def own(self, docs: Sequence[int], form: str, other: str) -> Sequence[int]:
        """Documents of a form but those that speak of somebody else, as far as it is rare."""
        return docs if len(docs) > _COUNTED else [doc for doc in docs if self._spans(doc, form, other)]

    def _pair(self, form: str, other: str) -> ScoredPair:
        return self._pairs[form if form in self._pairs else other]

    def _spans(self, doc: int, form: str, other: str) -> tuple[Span, ...]:
        ids, pair = self._names.index.ids, self._pair(form, other)
        ranks = own_mentions(self._names, doc, ids[form], ids[other], pair)
        return tuple(self._names.span(doc, rank) for rank in ranks)

    def _ground(self, form: str, other: str) -> Ground:
        pair = self._pair(form, other)
        return Ground(reason(self._names.index, pair), pair.probability, pair.evidence.cost)
