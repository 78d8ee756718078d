"""Where a document writes a name in another form than the one that is right for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from corpuslint.text.names.majority import Choice, choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.house import House

_PLACES = 2
_MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Ground:
    """Why two forms are held to be one name: in words, how probable, and how far apart they are."""

    reason: str
    probability: float
    cost: float


@dataclass(frozen=True, slots=True)
class Ways:
    """One name in several forms.

    `docs` are the documents of each form, ascending. `spans` gives the places of a form in a document
    that count against another form; none where the document speaks of somebody else. `ground` tells
    why two of the forms are one name.
    """

    docs: Mapping[str, Sequence[int]]
    spans: Callable[[int, str, str], tuple[Span, ...]]
    ground: Callable[[str, str], Ground]
    unless: tuple[str, ...] = ()
    """Phrases within which a form is left alone."""
    beside: tuple[tuple[str, str], ...] = ()
    """What stands before and after where the forms are one name; empty: everywhere."""

    def phrases(self, form: str) -> tuple[str, ...]:
        """A form as it is one name with the others: alone, or with each neighbour that they share."""
        return tuple(f"{before}{form}{after}" for before, after in self.beside or (("", ""),))


@dataclass(frozen=True, slots=True)
class Deviation:
    """A form in one document, and the form it is set against; with `tie`, neither of them is right.

    `by` is `source`, `corpus`, or the layer of the house style that decides. `counts` are the documents of both, in
    the source where that decides, else in the corpus. `places` are the first two places of the other form, `again`
    one more of this form (in this document or another), and `sources` the documents of both by source.
    """

    doc: int
    form: str
    other: str
    tie: bool
    spans: tuple[Span, ...]
    counts: tuple[int, int]
    by: str
    ground: Ground
    places: tuple[tuple[int, Span], ...]
    unless: tuple[str, ...]
    again: tuple[tuple[int, Span], ...] = ()
    sources: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()
    """As in `Ways`."""


def chooser(names: Names, ways: Ways, house: House | None = None) -> Callable[[str], Choice]:
    """Which form is right in the documents of a source."""
    wishes = (lambda source: house.choice(ways.docs, source)) if house else lambda _source: None
    return choices(ways.docs, names.source, names.first.__getitem__, wishes)


def deviations_of(
    names: Names, ways: Ways, wanted: Callable[[int], bool], house: House | None = None
) -> Iterator[Deviation]:
    """One deviation for each wanted document and wrong form; one for each form in a tie."""
    choose = chooser(names, ways, house)
    sources = cache(lambda *forms: _sources(names, ways, forms))
    places_of = cache(lambda form, other: _places(ways, form, other))
    if choose("").form is None:

        def unsettled(doc: int) -> bool:
            return wanted(doc) and choose(names.source(doc)).form is None

        yield from _ties(names, ways, unsettled, choose("").counts)
    for form in ways.docs:
        for doc in filter(wanted, ways.docs[form]):
            choice = choose(names.source(doc))
            if choice.form is None or choice.form == form:
                continue
            spans = ways.spans(doc, form, choice.form)
            if spans:
                counts = choice.counts[form], choice.counts[choice.form]
                ground = ways.ground(form, choice.form)
                places = places_of(choice.form, form)
                by, again, told = (
                    choice.by,
                    _again(doc, spans, places_of(form, choice.form)),
                    sources(form, choice.form),
                )
                yield Deviation(
                    doc,
                    form,
                    choice.form,
                    False,
                    spans,
                    counts,
                    by,
                    ground,
                    places,
                    ways.unless,
                    again,
                    told,
                    ways.beside,
                )


def _ties(names: Names, ways: Ways, wanted: Callable[[int], bool], total: Mapping[str, int]) -> Iterator[Deviation]:
    """For each form beside the first, one deviation at the first wanted document of either."""
    ranked = sorted(ways.docs, key=lambda form: (-total[form], form))
    taken: set[tuple[int, str]] = set()
    for second in ranked[1:]:
        pair = ranked[0], second
        for doc, form in sorted((doc, one) for one in pair for doc in filter(wanted, ways.docs[one])):
            other = pair[form == pair[0]]
            spans = () if (doc, form) in taken else ways.spans(doc, form, other)
            if spans:
                taken.add((doc, form))
                counts = total[form], total[other]
                ground = ways.ground(form, other)
                places = _places(ways, other, form)
                again, told = _again(doc, spans, _places(ways, form, other)), _sources(names, ways, (form, other))
                yield Deviation(
                    doc,
                    form,
                    other,
                    True,
                    spans,
                    counts,
                    "corpus",
                    ground,
                    places,
                    ways.unless,
                    again,
                    told,
                    ways.beside,
                )
                break


def _again(doc: int, spans: tuple[Span, ...], places: tuple[tuple[int, Span], ...]) -> tuple[tuple[int, Span], ...]:
    """Another place of a form than the first one in a document."""
    if len(spans) > 1:
        return ((doc, spans[1]),)
    return tuple(place for place in places if place[0] != doc)[:1]


def _sources(names: Names, ways: Ways, forms: Sequence[str]) -> dict[str, dict[str, int]]:
    """The documents of some forms by source, those of most documents first; copies count once."""
    told = {}
    for form in forms:
        counts = Counter(source for source, _ in {(names.source(doc), names.first[doc]) for doc in ways.docs[form]})
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        told[form] = {source: count for source, count in ranked[:_MOST_SOURCES] if source}
    return told


def _places(ways: Ways, form: str, other: str) -> tuple[tuple[int, Span], ...]:
    found = []
    for doc in ways.docs[form]:
        spans = ways.spans(doc, form, other)
        if spans:
            found.append((doc, spans[0]))
        if len(found) == _PLACES:
            break
    return tuple(found)
