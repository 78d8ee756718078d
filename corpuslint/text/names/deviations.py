"""Where a document writes a name in another form than the one that is right for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from corpuslint.text.names.majority import Choice, choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names
    from corpuslint.text.names.house import House

    _Tell = Callable[[int, str, str, Choice], "Deviation | None"]

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
    language: str = ""
    """Of all documents, see `apart`."""
    elsewhere: bool = False
    """Whether documents in another language have some of the forms."""

    @property
    def told_of(self) -> str:
        """The language that a decision about the name is for; "", where no other has its forms: for all."""
        return self.language if self.elsewhere else ""

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
    told_of: str = ""
    """As in `Ways`."""


def chooser(names: Names, ways: Ways, house: House | None = None) -> Callable[[str], Choice]:
    """Which form is right in the documents of a source."""
    wanted = house.speaking(ways.language) if house else None
    wishes = (lambda source: wanted.choice(ways.docs, source)) if wanted else lambda _source: None
    return choices(ways.docs, names.source, names.first.__getitem__, wishes)


def deviations_of(
    names: Names, ways: Ways, wanted: Callable[[int], bool], house: House | None = None
) -> Iterator[Deviation]:
    """One deviation for each wanted document and wrong form; one for each form in a tie."""
    choose = chooser(names, ways, house)
    told = _teller(names, ways)
    if choose("").form is None:

        def unsettled(doc: int) -> bool:
            return wanted(doc) and choose(names.source(doc)).form is None

        yield from _ties(ways, unsettled, choose(""), told, partial(_often, names))
    for form in ways.docs:
        for doc in filter(wanted, ways.docs[form]):
            choice = choose(names.source(doc))
            if choice.form is None or choice.form == form:
                continue
            found = told(doc, form, choice.form, choice)
            if found is not None:
                yield found


def _ties(
    ways: Ways, wanted: Callable[[int], bool], choice: Choice, told: _Tell, often: Callable[[str], int | None]
) -> Iterator[Deviation]:
    """For each form beside the first, one deviation at the first wanted document of the one that is rarer elsewhere.

    Forms that are as frequent where they are one name may not be so in the whole corpus: a slip is found once.
    """
    ranked = sorted(ways.docs, key=lambda form: (-choice.counts[form], form))
    taken: set[tuple[int, str]] = set()
    for second in ranked[1:]:
        pair = ranked[0], second
        elsewhere = {one: often(one) for one in pair}
        rank = {one: 0 if None in elsewhere.values() else number for one, number in elsewhere.items()}
        for _, doc, form in sorted((rank[one], doc, one) for one in pair for doc in filter(wanted, ways.docs[one])):
            found = None if (doc, form) in taken else told(doc, form, pair[form == pair[0]], choice)
            if found is not None:
                taken.add((doc, form))
                yield found
                break


def _teller(names: Names, ways: Ways) -> _Tell:
    """What makes the deviation of a form in a document from another form; none where it speaks of somebody else."""
    sources = cache(lambda *forms: _sources(names, ways, forms))
    places = cache(lambda form, other: _places(ways, form, other))

    def told(doc: int, form: str, other: str, choice: Choice) -> Deviation | None:
        spans = ways.spans(doc, form, other)
        if not spans:
            return None
        return Deviation(
            doc, form, other, choice.form is None, spans, (choice.counts[form], choice.counts[other]), choice.by,
            ways.ground(form, other), places(other, form), ways.unless,
            _again(doc, spans, places(form, other)), sources(form, other), ways.beside,
            ways.told_of,
        )  # fmt: skip

    return told


def _often(names: Names, form: str) -> int | None:
    """The documents of a form, whoever is meant; None for one of several words, of which that is not known."""
    token = names.index.ids.get(form)
    return None if token is None else names.index.frequency(token)


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
