"""Names that differ in accents, capitals or apostrophes; abbreviations with and without dots."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.text.names.apart import apart
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.spelling import fold, squash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names

KINDS = ("accent", "case", "apostrophe")
_FEWEST_LETTERS = 4
_DOTTED = re.compile(r"[A-Z]\.(?:[A-Z]\.)+")
_PLAIN = re.compile(r"[A-Z]{2,5}")


def fold_ways(names: Names, kinds: frozenset[str]) -> Iterator[Ways]:
    """Names of which the corpus holds forms that differ in what `kinds` names, in alphabetical order."""
    groups: dict[str, list[str]] = {}
    for name in _alike(names):
        if len(name) >= _FEWEST_LETTERS and name[0].isupper() and not name.isupper():
            groups.setdefault(fold(name), []).append(name)
    for key in sorted(groups):
        forms = sorted(groups[key])
        if len(forms) > 1 and _kinds_of(forms) <= kinds:
            yield from _ways(names, forms, "the same but for " + " and ".join(sorted(_kinds_of(forms))))


def _alike(names: Names) -> Iterable[str]:
    """The names to compare: all, or those with the letters of one that matters."""
    near, every = names.near, names.index.names
    if near is None:
        return every
    return {every[other] for token in near.tokens for other in near.found.spelled(squash(every[token]))}


def _kinds_of(forms: list[str]) -> frozenset[str]:
    kinds = set()
    if len({form.replace("'", "") for form in forms}) < len(forms):
        kinds.add("apostrophe")
    bare = {form.replace("'", "") for form in forms}
    if len({form.lower() for form in bare}) < len(bare):
        kinds.add("case")
    if len({form.lower() for form in bare}) > 1:
        kinds.add("accent")
    return frozenset(kinds)


def abbreviation_ways(names: Names) -> Iterator[Ways]:
    """Abbreviations that the corpus writes both with and without dots: U.S., US."""
    index = names.index
    for form in sorted(_abbreviated(names)):
        plain = form.replace(".", "")
        if _DOTTED.fullmatch(form) and _PLAIN.fullmatch(plain) and plain in index.ids:
            yield from _ways(names, [form, plain], "the same abbreviation")


def _abbreviated(names: Names) -> Iterable[str]:
    """The abbreviations with dots, or those of the ones that matter."""
    if names.near is None:
        return names.index.names
    said = {names.index.names[token].replace(".", "") for token in names.near.tokens}
    return {form for form in map(_dotted, said) if form in names.index.ids}


def _dotted(plain: str) -> str:
    return "".join(f"{letter}." for letter in plain)


def _ways(names: Names, forms: list[str], reason: str) -> Iterator[Ways]:
    index = names.index
    docs = {form: index.postings[index.ids[form]] for form in forms}
    return apart(names, Ways(docs, _places_of(names), lambda _form, _other: Ground(reason, 1.0, 0.05)))


def _places_of(names: Names) -> Callable[[int, str, str], tuple[Span, ...]]:
    def places(doc: int, form: str, _other: str) -> tuple[Span, ...]:
        return tuple(names.span(doc, rank) for rank in names.mentions(doc, form))

    return places
