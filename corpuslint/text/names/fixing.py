"""Which mentions of a name may be rewritten, and how."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from corpuslint.model import Edit, Span
from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS

if TYPE_CHECKING:
    from collections.abc import Iterable

_WINDOW = 2_000
_PHRASE = 60
_ADDRESS = re.compile(
    r"://|^www\.|@|^#|[/\\]\w|\w\.(?:com|org|net|gov|edu|html?|pdf|jpe?g|png|gif|csv|json|txt|docx?)\b"
)
_CODE = "`"
_AFTER = re.compile(r"(?:[ \u00a0][A-Z]\w+)?[ \u00a0]([A-Z]\w+)")
_BEHIND = re.compile(r"([A-Z]\w+)[ \u00a0](?:of|de|di|del|da|do|von|van)[ \u00a0](?:[A-Z]\w+[ \u00a0])?\Z")
WORKS = frozenset(
    """
    Academy Award Awards Bank Cathedral Championship Choir Clinic Club College Conservatory Cup Derby Festival
    Foundation Gallery Gazette Guardian Herald Hospital Hotel Institute Journal Library Museum Observatory Opera
    Orchestra Philharmonic Polytechnic Post Press Prize Quartet School Stadium Symphony Telegraph Theater Theatre
    Times Tribune Trophy University
    """.split()  # noqa: SIM905 - a list of words
)
"""Words that make a name part of another one, which its bearer has chosen."""
_SHAPES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))


def reads(text: str, span: Span, name: str) -> bool:
    """Whether a name stands at a place, up to the shape of its apostrophes and hyphens."""
    return text[span.start : span.end].translate(_SHAPES) == name


def is_bound(text: str, span: Span) -> bool:
    """Whether a mention lies where its spelling is not the author's: an address, code, a quotation, a title."""
    return in_address(text, span) or in_quotation(text, span) or in_code(text, span) or in_title(text, span)


def in_address(text: str, span: Span) -> bool:
    """Whether the stretch without white space around a span is a URL, e-mail address, handle or file name."""
    start, end = span.start, span.end
    least, most = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return _ADDRESS.search(text[start:end]) is not None


def in_title(text: str, span: Span) -> bool:
    """Whether a span is part of what an institution or a work calls itself: Kiev Opera, University of Kiev."""
    after = _AFTER.match(text, span.end)
    before = _BEHIND.search(text, max(0, span.start - _PHRASE), span.start)
    return (after is not None and after[1] in WORKS) or (before is not None and before[1] in WORKS)


def in_phrase(text: str, span: Span, phrases: Iterable[str]) -> bool:
    """Whether a span lies within one of some phrases, whatever stands between their words."""
    start = max(0, span.start - _PHRASE)
    window = text[start : span.end + _PHRASE]
    for phrase in phrases:
        pattern = r"[\W_]+".join(re.escape(word) for word in phrase.split())
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", window):
            if found.start() + start <= span.start and span.end <= found.end() + start:
                return True
    return False


def in_code(text: str, span: Span) -> bool:
    """Whether an odd number of backticks stands before a span in its line."""
    return _before(text, span).count(_CODE) % 2 == 1


def in_quotation(text: str, span: Span) -> bool:
    """Whether a quotation is open at a span, as far as its line tells."""
    before = _before(text, span)
    if before.count('"') % 2 == 1 or before.count("«") > before.count("»"):
        return True
    if before.count("“") + before.count("„") > before.count("”"):
        return True
    single = before.rfind("‘")
    return single >= 0 and re.search(r"’(?!\w)", before[single:]) is None


def _before(text: str, span: Span) -> str:
    line = text.rfind("\n", max(0, span.start - _WINDOW), span.start) + 1
    return text[max(line, span.start - _WINDOW) : span.start]


def edits(text: str, spans: Iterable[Span], form: str, into: str) -> tuple[Edit, ...]:
    """The edits that turn the mentions at `spans` from `form` into `into`, in order.

    Spans where something else stands, or that are bound (see `is_bound`), are left out. Possessives,
    articles and the rest of a compound lie outside the spans and stay; so does the shape of marks.
    """
    return tuple(
        Edit(span, shaped(text[span.start : span.end], into))
        for span in sorted(spans)
        if reads(text, span, form) and not is_bound(text, span)
    )


def shaped(old: str, new: str) -> str:
    """The new form with the marks of the old one: its apostrophes, hyphens, spaces and capitals throughout."""
    for marks, plain in ((APOSTROPHES, "'"), (HYPHENS, "-"), (" \u00a0", " ")):
        used = next((c for c in old if c in marks), None)
        if used is not None:
            new = new.replace(plain, used)
    return new.upper() if old.isupper() and len(old) > 1 else new
