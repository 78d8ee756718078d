"""Which mentions of a name may be rewritten, and how."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpuslint.model import Edit, Span
from corpuslint.text.names.bounds import bounds_of
from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS

if TYPE_CHECKING:
    from collections.abc import Iterable

_PHRASE = 60
_BETWEEN = r"[\W_]+"
"""What may stand between the words of a phrase."""
_AFTER = re.compile(r"(?:[ \u00a0][A-Z]\w+)?[ \u00a0]([A-Z]\w+)")
_BEHIND = re.compile(r"([A-Z]\w+)[ \u00a0](?:of|de|di|del|da|do|von|van)[ \u00a0](?:[A-Z]\w+[ \u00a0])?\Z")
WORKS = frozenset(
    """
    Academy Association Award Awards Ballet Bank Cathedral Championship Choir Chronicle Clinic Club College Company
    Conservatory Corp Cup Daily Derby Festival Foundation Fund Gallery Gazette Group Guardian Herald Hospital Hotel Inc
    Independent Institute Journal Library Ltd Magazine Marathon Museum Observatory Opera Orchestra Philharmonic
    Polytechnic Post Press Prize Quartet Radio Review School Society Stadium Street Symphony TV Telegraph Television
    Theater Theatre Times Tribune Trophy University
    """.split()  # noqa: SIM905 - a list of words
)
"""Words that make a name part of another one, which its bearer has chosen."""
_OPENING = re.compile(r"(?:\A|[.!?:…\n\r\"“”„‘«»(\[>'—•*|])[ \t\u00a0]*\Z")
"""What a sentence, a line or a quotation begins behind."""
_GAP = re.compile(r"\s+")
_SHAPES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))


def reads(text: str, span: Span, name: str) -> bool:
    """Whether a name stands at a place, up to the shape of its apostrophes and hyphens."""
    return text[span.start : span.end].translate(_SHAPES) == name


def is_bound(text: str, span: Span) -> bool:
    """Whether a mention lies where its spelling is not the author's: an address, code, a quotation, a title."""
    return bounds_of(text).hold(span) or in_title(text, span)


def in_title(text: str, span: Span) -> bool:
    """Whether a span is part of what an institution or a work calls itself: Kiev Opera, University of Kiev."""
    after = _AFTER.match(text, span.end)
    before = _BEHIND.search(text, max(0, span.start - _PHRASE), span.start)
    return (after is not None and after[1] in WORKS) or (before is not None and before[1] in WORKS)


def in_phrase(text: str, span: Span, phrases: Iterable[str]) -> bool:
    """Whether a span lies within one of some phrases, whatever stands between their words."""
    start = max(0, span.start - _PHRASE)
    window = text[start : span.end + _PHRASE]
    first, last = span.start - start, span.end - start
    found = (place for pattern in _patterns(tuple(phrases)) for place in pattern.finditer(window))
    return any(place.start() <= first and last <= place.end() for place in found)


@lru_cache(1 << 10)
def _patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    joined = (_BETWEEN.join(map(re.escape, phrase.split())) for phrase in phrases)
    return tuple(re.compile(rf"(?<!\w){words}(?!\w)") for words in joined)


def edits(text: str, spans: Iterable[Span], form: str, into: str) -> tuple[Edit, ...]:
    """The edits that turn the mentions at `spans` from `form` into `into`, in order.

    Spans where something else stands, or that are bound (see `is_bound`), are left out. Possessives,
    articles and the rest of a compound lie outside the spans and stay; so does the shape of marks.
    """
    return tuple(
        Edit(span, written(text, span, into))
        for span in sorted(spans)
        if reads(text, span, form) and not is_bound(text, span)
    )


def written(text: str, span: Span, into: str) -> str:
    """A form as it is written at a place: in the shape of what stands there, with the capital of a beginning."""
    old = text[span.start : span.end]
    if old[:1].isupper() and _OPENING.search(text, max(0, span.start - 8), span.start):
        into = into[:1].upper() + into[1:]
    return shaped(old, into)


def shaped(old: str, new: str) -> str:
    """The new form with the marks of the old one: its apostrophes, hyphens, blanks and capitals throughout."""
    for marks, plain in ((APOSTROPHES, "'"), (HYPHENS, "-")):
        used = next((c for c in old if c in marks), None)
        if used is not None:
            new = new.replace(plain, used)
    gaps, words = _GAP.findall(old), new.split(" ")
    if len(gaps) == len(words) - 1:
        new = "".join(part for pair in zip(words, [*gaps, ""], strict=True) for part in pair)
    return new.upper() if old.isupper() and len(old) > 1 else new
