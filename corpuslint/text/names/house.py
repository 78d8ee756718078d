"""The forms of names that a house wants, and where a text has others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import regex
from corpuslint.model import Span
from corpuslint.text.names.fixing import in_phrase, written
from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS, pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ANY_APOSTROPHE = f"[{re.escape(APOSTROPHES)}]"
_ANY_HYPHEN = f"[{re.escape(HYPHENS)}]"
_GAP = r"(?:[ \u00a0]|[ \t]*\r?\n[ \t]*)"
"""What stands between the words of a form; the end of a line in a hard-wrapped text, and no empty one."""
_LETTERS = re.compile(r"[^\W_]+")
_FEWEST_CAPITALS = 4
"""Letters of a form from which it is looked for in capitals as well."""
_TOGETHER = 200
"""Forms in one pattern of the gate."""
_NOWHERE: Mapping[str, str] = {}


class Wish(NamedTuple):
    """A form that the house does not want, the one it wants instead, who says so, and where it is left alone.

    `beside` are given names of which one must stand right before the form (empty: none). `sources` names
    the form that is right in documents of a source.
    It holds in documents of some `languages` ("" for those that tell none; empty: in all), and in none of `but`.
    """

    form: str
    into: str
    layer: str = ""
    unless: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    sources: Mapping[str, str] = _NOWHERE
    languages: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()

    def holds(self, language: str) -> bool:
        """Whether it is a wish for documents of a language."""
        return language not in self.but and (not self.languages or language in self.languages)

    def right(self, source: str) -> str:
        """The form that a source writes."""
        return self.sources.get(source, self.into)


class Unwanted(NamedTuple):
    """A form that the house does not want, in a text: what is right, and how that is written there."""

    span: Span
    right: str
    written: str
    wish: Wish


class House:
    """The wishes of a house, ready to be looked up in texts, and the names that it knows to be two."""

    def __init__(self, wanted: Iterable[Wish], distinct: Iterable[tuple[str, str]] = ()) -> None:
        """A later wish for a form takes the place of an earlier one."""
        self.all = tuple(wanted)
        self.wishes = {_plain(wish.form): wish for wish in self.all}
        self.in_any = not any(wish.languages or wish.but for wish in self.all)
        """Whether all wishes hold whatever language a text is in."""
        self._distinct = frozenset(pair(*two) for two in distinct)
        self._speaking: dict[str, House] = {}
        self._wanted = {_plain(form): w for w in self.wishes.values() for form in (w.into, *w.sources.values())}
        self._shapes = {form.upper(): w for form, w in self.wishes.items() if len(form) >= _FEWEST_CAPITALS}
        self._shapes |= self.wishes
        self._words: dict[str, list[str]] = {}
        for form in self._shapes:
            self._words.setdefault(_word(form), []).append(form)

    def speaking(self, language: str) -> House:
        """The wishes for documents of a language; "" for those that tell none."""
        if self.in_any:
            return self
        if language not in self._speaking:
            made = self._speaking[language] = House(wish for wish in self.all if wish.holds(language))
            made._distinct = self._distinct
        return self._speaking[language]

    def is_distinct(self, a: str, b: str) -> bool:
        """Whether the house knows two names to be two, as `Pack.is_distinct`."""
        return pair(a, b) in self._distinct

    def settles(self, form: str, other: str) -> bool:
        """Whether nothing is left to say of two forms: one is looked up, both are wanted, or they are two names."""
        wish = self.wishes.get(_plain(form))
        both = _plain(form) in self._wanted and _plain(other) in self._wanted
        return bool(wish and not wish.beside) or both or self.is_distinct(form, other)

    def choice(self, forms: Iterable[str], source: str) -> tuple[str, str] | None:
        """Which of some forms of one name is right in a source, and which layer says so; None where none does.

        Two forms that are both wanted, each in its own right, decide nothing.
        """
        known = list(forms)
        for form in known:
            wish = self.wishes.get(_plain(form))
            if wish and not wish.beside and wish.right(source) in known:
                return wish.right(source), wish.layer
        wanted = [form for form in known if _plain(form) in self._wanted]
        return (wanted[0], self._wanted[_plain(wanted[0])].layer) if len(wanted) == 1 else None

    @cached_property
    def _gate(self) -> regex.PatternSet:
        words = sorted(self._words)
        parts = (words[at : at + _TOGETHER] for at in range(0, len(words), _TOGETHER))
        return regex.compile_set(["|".join(map(_literal, part)) for part in parts])

    def clears(self, data: bytes) -> bool:
        """Whether none of the forms can be in this UTF-8 text."""
        return not self.wishes or not self._gate.match(data)

    def find(self, text: str, source: str = "") -> Iterator[Unwanted]:
        """Every unwanted form in a text of a source, in order of place."""
        known = self._words.keys() & set(_LETTERS.findall(text))
        here = tuple(sorted(form for word in known for form in self._words[word]))
        if not here:
            return
        for match in _pattern_of(here).finditer(text):
            wish = self._shapes[_plain(match.group())]
            span, right = Span(*match.span()), wish.right(source)
            there = written(text, span, right)
            if there != match[0] and not in_phrase(text, span, _outside(wish, right)) and _fits(text, span, wish):
                yield Unwanted(span, right, there, wish)


def _word(form: str) -> str:
    """The longest word of a form: no shape of a mark changes it, and few texts have it."""
    return max(_LETTERS.findall(form), key=len, default=form)


def _literal(word: str) -> str:
    return "".join(c if c.isalnum() else f"\\x{{{ord(c):x}}}" for c in word)


@lru_cache(256)
def _pattern_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    """Longer forms are looked for first."""
    ranked = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, ranked))})(?![\w\u0300-\u036f])")


def _outside(wish: Wish, right: str) -> tuple[str, ...]:
    """Where a form is left alone: in its exceptions, and in the wanted form itself (New York in New York City)."""
    return (*wish.unless, right) if wish.form in right else wish.unless


def _plain(form: str) -> str:
    form = re.sub(_ANY_APOSTROPHE, "'", form)
    return re.sub(r"\s+", " ", re.sub(_ANY_HYPHEN, "-", form))


def _pattern(form: str) -> str:
    return re.escape(form).replace("'", _ANY_APOSTROPHE).replace("\\-", _ANY_HYPHEN).replace("\\ ", _GAP)


def _fits(text: str, span: Span, wish: Wish) -> bool:
    """Whether one of the given names that a wish asks for stands right before a place."""
    if not wish.beside:
        return True
    before = text[max(0, span.start - 40) : span.start].split()
    return bool(before) and before[-1] in wish.beside
