"""One name joined in several ways: Novo Ogaryovo, Novo-Ogaryovo, Exxon Mobil, ExxonMobil."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from corpuslint.model import Span
from corpuslint.text.names.apart import apart
from corpuslint.text.names.corpus import Names, Near, beside
from corpuslint.text.names.deviations import Ground, Ways
from corpuslint.text.names.spelling import fold, squash
from corpuslint.text.names.spots import Spot, span_of, spots, spots_among
from corpuslint.text.names.words import GENERIC

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from corpuslint.text.names.index import NameIndex

COHESION = 0.4
"""Share of a part's documents that hold the whole name: below it the parts are names of their own."""
_FEWEST_LETTERS = 6
_FEWEST_OF_PART = 2
_ORDINARY = 0.25
_FAR_RARER = 5
_GROUND = Ground("the same but for the joint", 1.0, 0.05)
_INNER_CAPITAL = re.compile(r"[^\W\d_A-Z][A-Z]")


@dataclass(slots=True)
class Found:
    """Where a form stands: its documents, ascending, and the names right before and after it."""

    docs: list[int] = field(default_factory=list)
    company: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Joined:
    """A name that is joined in several ways: the documents of each way, most frequent first.

    A way is named by its most frequent form; `forms` leads every form of it (they differ in case or
    accents) to that name.
    """

    ways: Mapping[str, tuple[int, ...]]
    forms: Mapping[str, str]


def joiner_ways(names: Names) -> Iterator[Ways]:
    """Each name that the corpus joins in more than one way, with its documents and places."""
    found = joined(names)
    spots_of = _spots_by_form(names, {form for name in found for form in name.forms})
    for name in found:
        yield from apart(names, Ways(name.ways, _places_of(names, name, spots_of), lambda _form, _other: _GROUND))


def _places_of(
    names: Names, name: Joined, spots_of: Callable[[int], dict[str, list[Spot]]]
) -> Callable[[int, str, str], tuple[Span, ...]]:
    def places(doc: int, way: str, _other: str) -> tuple[Span, ...]:
        by_form = spots_of(doc)
        record = names.record(doc)
        found = [spot for form, way_of in name.forms.items() if way_of == way for spot in by_form.get(form, ())]
        return tuple(sorted(span_of(record, spot) for spot in found))

    return places


def _spots_by_form(names: Names, watched: set[str]) -> Callable[[int], dict[str, list[Spot]]]:
    """The places of some forms in a document; the last documents are remembered."""

    @lru_cache(16)
    def spots_of(doc: int) -> dict[str, list[Spot]]:
        found: dict[str, list[Spot]] = {}
        for spot in spots_among(names.record(doc), watched):
            found.setdefault(spot.form, []).append(spot)
        return found

    return spots_of


def joined(names: Names) -> list[Joined]:
    """The names that the corpus joins in more than one way, in alphabetical order.

    A name counts only where its rarest part seldom stands without the rest (see COHESION), and not
    where the company of its ways tells two people apart.
    """
    index = names.index
    found = _found(names, _groups(names))
    made = (_joined(group, found) for group in _grouped(found) if _is_joined_in_two_ways(group))
    return [
        name for name in made if _coheres(name, index) and _is_one(name, found) and not _is_ordinary(name, index.lower)
    ]


def _groups(names: Names) -> list[str]:
    """Forms that differ from others in hyphens and spaces, where one of the forms has either."""
    index = names.index
    tokens, pairs = (index.tokens(), index.pairs()) if names.near is None else _alike(names, names.near)
    seen = [index.names[token] for token in tokens if index.names[token][0].isupper()]
    seen += [f"{index.names[first]} {index.names[second]}" for first, second in pairs]
    forms = [form for form in (*seen, *index.phrases) if _is_whole(form)]
    groups = (group for group in _grouped(forms) if _is_joined_in_two_ways(group))
    return [form for group in groups if _may_cohere(group, index) for form in group]


def _alike(names: Names, near: Near) -> tuple[Iterable[int], Iterable[tuple[int, int]]]:
    """The tokens, and the pairs of them, that have the letters of a form in the documents that matter."""
    forms = {spot.form for doc in near.docs for spot in spots(names.record(doc))}
    letters = {squash(form) for form in forms if _is_whole(form)}
    found = [one for one in letters if len(one) >= _FEWEST_LETTERS]
    tokens = [token for one in found for token in near.found.spelled(one)]
    return tokens, [pair for one in found for pair in near.found.joined(one)]


def _grouped(forms: Iterable[str]) -> list[list[str]]:
    """Forms with the same letters together, in alphabetical order."""
    spelled: dict[str, list[str]] = {}
    for form in sorted(set(forms)):
        spelled.setdefault(squash(form), []).append(form)
    return [spelled[key] for key in sorted(spelled) if len(key) >= _FEWEST_LETTERS]


def _is_joined_in_two_ways(forms: list[str]) -> bool:
    return len({fold(form) for form in forms}) > 1 and any(" " not in form for form in forms)


def _parts(form: str) -> list[str]:
    return form.replace("-", " ").split(" ")


def _is_whole(form: str) -> bool:
    return all(
        len(part) >= _FEWEST_OF_PART
        and part not in GENERIC
        and part[-1] != "."
        and not (part.isupper() and len(part) > _FEWEST_OF_PART)
        for part in _parts(form)
    )


def _found(names: Names, forms: Iterable[str]) -> dict[str, Found]:
    """Where some forms stand; a form that the neighbours of initials suggested and no document has is left out."""
    by_doc: dict[int, set[str]] = {}
    for form in forms:
        for doc in names.index.holding(form):
            by_doc.setdefault(doc, set()).add(form)
    found: dict[str, Found] = {}
    for doc in sorted(by_doc):
        record = names.record(doc)
        for spot in spots_among(record, by_doc[doc]):
            here = found.setdefault(spot.form, Found())
            if not here.docs or here.docs[-1] != doc:
                here.docs.append(doc)
            here.company.update((beside(record, spot.first)[0], beside(record, spot.last)[1]))
    return found


def _joined(group: list[str], found: Mapping[str, Found]) -> Joined:
    ways: dict[str, tuple[int, ...]] = {}
    forms: dict[str, str] = {}
    for _, alike in groupby(sorted(group, key=fold), key=fold):
        ranked = sorted(alike, key=lambda form: (-len(found[form].docs), form))
        ways[ranked[0]] = tuple(sorted({doc for form in ranked for doc in found[form].docs}))
        forms.update(dict.fromkeys(ranked, ranked[0]))
    return Joined(dict(sorted(ways.items(), key=lambda item: (-len(item[1]), item[0]))), forms)


def _may_cohere(forms: list[str], index: NameIndex) -> bool:
    """Whether forms can cohere: in no more documents than these, and by no fewer parts."""
    return _are_one_name({doc for form in forms for doc in index.holding(form)}, forms, index)


def _coheres(name: Joined, index: NameIndex) -> bool:
    whole = {doc for docs in name.ways.values() for doc in docs}
    return _are_one_name(whole, name.ways, index)


def _are_one_name(whole: set[int], forms: Iterable[str], index: NameIndex) -> bool:
    parts = {part for form in forms if len(_parts(form)) > 1 for part in _parts(form) if part[0].isupper()}
    everywhere = [len(whole.union(index.holding(part))) for part in parts]
    return bool(everywhere) and len(whole) >= COHESION * min(everywhere)


def _is_one(name: Joined, found: Mapping[str, Found]) -> bool:
    """Whether the company of the ways allows that they are one name.

    Hyphen and space are one name unless both have neighbours and share none. A solid form (Lilian for
    Li-Lian) needs a shared neighbour or document; two names run together by a lost space are no form.
    """
    first, *others = name.ways
    company = found[first].company - {""}
    for other in others:
        beside_other = found[other].company - {""}
        shared = bool(company & beside_other)
        apart = bool(company and beside_other) and not shared
        solid = len(_parts(first)) != len(_parts(other))
        together = not set(name.ways[first]).isdisjoint(name.ways[other])
        if apart or (solid and not (shared or together or _has_inner_capital(first, other))):
            return False
        if solid and _is_lost_space(name, first, other):
            return False
    return True


def _has_inner_capital(*forms: str) -> bool:
    return any(_INNER_CAPITAL.search(form) for form in forms)


def _is_lost_space(name: Joined, first: str, other: str) -> bool:
    """DonaldTrump, far rarer than its two words."""
    return _INNER_CAPITAL.search(other) is not None and len(name.ways[first]) >= _FAR_RARER * len(name.ways[other])


def _is_ordinary(name: Joined, lower: Counter[str]) -> bool:
    """Short-Term, Antisemitism: an ordinary word, or a compound of such, in capitals."""
    whole = len({doc for docs in name.ways.values() for doc in docs})
    words = [_parts(form) for form in name.ways] + [[form] for form in name.ways]
    return any(all(lower[word.lower()] >= max(1, _ORDINARY * whole) for word in some) for some in words)
