"""The forms of names that a house wants, and where a text has others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpuslint.errors import ConfigError
from corpuslint.model import Span
from corpuslint.text.names.fixing import in_phrase
from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpuslint.text.names.packs import Group, Pack

_ANY_APOSTROPHE = f"[{re.escape(APOSTROPHES)}]"
_ANY_HYPHEN = f"[{re.escape(HYPHENS)}]"


@dataclass(frozen=True, slots=True)
class Wish:
    """A form that the house does not want, the one it wants instead, and where the form is left alone."""

    form: str
    into: str
    unless: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    """Given names of which one must stand right before the form; empty: none."""


def wishes(prefer: Iterable[str], pack: Pack) -> list[Wish]:
    """The wishes of decisions such as `Kyiv` (a form of a pack) or `Koran: Quran`; later ones win.

    Raises ConfigError for a form that stands alone and is in no pack.
    """
    found: dict[str, Wish] = {}
    for decision in prefer:
        into, colon, others = (part.strip() for part in decision.partition(":"))
        group = next((group for group in pack.groups if into in group.forms), None)
        if colon:
            unless = group.exceptions if group else ()
            made = [Wish(form.strip(), into, unless) for form in others.split(",") if form.strip()]
        elif group is not None:
            made = list(_of_group(group, into))
        else:
            raise ConfigError(
                f"no group of names has the form {into!r}; write `{into}: form, other form` to say what it replaces"
            )
        found.update((wish.form, _outside(wish)) for wish in made if wish.form != into)
        found.pop(into, None)
    return list(found.values())


def _outside(wish: Wish) -> Wish:
    """The wish, left alone within the wanted form itself: New York within New York City."""
    return replace(wish, unless=(*wish.unless, wish.into)) if wish.form in wish.into else wish


def _of_group(group: Group, into: str) -> Iterator[Wish]:
    for form in group.forms:
        beside = group.given if form in group.ambiguous else frozenset[str]()
        if form != into and (beside or form not in group.ambiguous):
            yield Wish(form, into, group.exceptions, beside)


class House:
    """The wishes of a house, ready to be looked up in texts."""

    def __init__(self, wanted: Iterable[Wish]) -> None:
        """Compile the forms; longer ones are looked for first."""
        self._wishes = {_plain(wish.form): wish for wish in wanted}
        forms = sorted(self._wishes, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(_pattern, forms))) if forms else None
        self._bytes = [re.split("['-]", form)[0].encode() for form in forms]

    def clears(self, data: bytes) -> bool:
        """Whether none of the forms can be in this UTF-8 text."""
        return not any(form in data for form in self._bytes)

    def find(self, text: str) -> Iterator[tuple[Span, Wish]]:
        """Every unwanted form in a text, in order of place, with the wish it goes against."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            wish = self._wishes[_plain(match.group())]
            span = Span(match.start(), match.end())
            if not in_phrase(text, span, wish.unless) and _is_beside(text, span, wish.beside):
                yield span, wish


def _plain(form: str) -> str:
    form = re.sub(_ANY_APOSTROPHE, "'", form)
    return re.sub(r"\s", " ", re.sub(_ANY_HYPHEN, "-", form))


def _pattern(form: str) -> str:
    pattern = re.escape(form).replace("'", _ANY_APOSTROPHE).replace("\\-", _ANY_HYPHEN).replace("\\ ", "[ \u00a0]")
    return rf"(?<![\w]){pattern}(?!\w)"


def _is_beside(text: str, span: Span, given: frozenset[str]) -> bool:
    if not given:
        return True
    before = text[max(0, span.start - 40) : span.start].split()
    return bool(before) and before[-1] in given
