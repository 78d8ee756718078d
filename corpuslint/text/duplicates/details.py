"""What is told of two documents beside how much they share: the facts that differ, and more where it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.text.duplicates.judgement import Relation, Stretch
from corpuslint.text.duplicates.rereading import texts_of
from corpuslint.text.duplicates.wording import differing_facts, listed

if TYPE_CHECKING:
    from corpuslint.model import DocKey
    from corpuslint.rule import Corpus
    from corpuslint.text.duplicates.differing import Difference

SHOWN = 1_000
"""Pairs of documents whose texts a rule shows side by side."""
TOGETHER = 50_000
"""Words of the documents that are compared together for what is told of them."""

Told = tuple[Relation, "DocKey"]
"""A relation, and the document that is kept of the two."""


class Details(NamedTuple):
    """The facts that differ, as they are in both texts, and what else is shown of the two."""

    facts: list[tuple[str, str]]
    shown: dict[str, object]


def detailed(
    corpus: Corpus, told: Iterable[Told], *, diff: bool, beside: bool
) -> Iterator[tuple[Relation, DocKey, Details]]:
    """The same relations with details; none where these are not wanted or a text cannot be read again.

    With `diff` every difference is shown, and with `beside` the texts of the first relations side by side.
    Texts are aligned together, which costs a tenth of what it does one pair after the other.
    """
    room = SHOWN if beside else 0
    for some in _batches(told):
        texts: dict[int, tuple[str, str]] = {}
        for at, (relation, _) in enumerate(some):
            if (diff or at < room or relation.differ) and (both := texts_of(corpus, relation.doc, relation.other)):
                texts[at] = both
        found = _differences(texts)
        for at, (relation, kept) in enumerate(some):
            details = Details([], {})
            if at in texts:
                stretches = relation.stretches if at < room else None
                details = _details(*texts[at], found[at], stretches, diff=diff)
            yield relation, kept, details
        room -= len(some)


def _batches(told: Iterable[Told]) -> Iterator[list[Told]]:
    """Relations whose texts are compared together, of TOGETHER words about."""
    some: list[Told] = []
    words = 0
    for relation, kept in told:
        some.append((relation, kept))
        words += relation.words + relation.words_other
        if words >= TOGETHER:
            yield some
            some, words = [], 0
    if some:
        yield some


def _differences(texts: dict[int, tuple[str, str]]) -> dict[int, list[Difference]]:
    if not texts:
        return {}
    from corpuslint.text.duplicates.differing import differences_of

    return dict(zip(texts, differences_of(list(texts.values())), strict=True))


def _details(
    here: str, there: str, found: Sequence[Difference], stretches: Sequence[Stretch] | None, *, diff: bool
) -> Details:
    """The details of two texts; with stretches they are shown side by side."""
    details = Details(differing_facts(here, there, found), {})
    if diff:
        details.shown["differences"] = listed(here, there, found)
    if stretches is not None:
        from corpuslint.text.duplicates.sides import sides

        rows, whole = sides(here, there, stretches, found)
        details.shown["sides"] = {"rows": rows, "more": not whole}
    return details
