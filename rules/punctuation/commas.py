"""Blanks before commas, and commas that stand twice, with an eye on what else is written so on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_SPACED = (
    r"(?P<here>[ \t\xa0](?:(?<=[^\W_].)|(?<=[%)\]'\"\u201c\u201d\u2019\xbb\xab].)|(?<=[^\W\d_]\..))"
    r"[ \t\xa0]{0,2}(?P<mark>[,;]))(?=[\"\u201c\u201d\xbb]?(?:\s|\Z))"
)
_SPACED_STOP = (
    r"(?P<here>[ \t\xa0](?:(?<=[^\W_].)|(?<=[%)\]\"\u201c\u201d\u2019\xbb].))[ \t\xa0]{0,2}(?P<mark>[.?!]))"
    r"[\"\u201c\u201d\xbb]?"
    r"(?=[ \t\xa0]+(?P<next>[^\W\d_])|[ \t\xa0]+[\"'\u201c\u201d\u2018\u201e\xab(\xbf\xa1\u2013\u2014]|\s*\n|\s*\Z)"
)
_COMMA, _STOP = r"[,;](?<=[ \t\xa0].)", r"[.?!](?<=[ \t\xa0].)"
"""The marks of both, behind a blank: what has them is found faster by these few."""
_TIGHT = frozenset(
    {"en", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "no", "fi", "pl", "cs", "sk", "hu", "ro", "hr", "sl", "lt"}
    | {"lv", "et", "tr", "el", "ru", "uk", "bg", "sr"}
)
"""Languages in which no blank stands before a question mark; French and Breton have one."""
_CODE = r"(?m)[{}=\\]|\(\s*;|(?<!:)//|;\s*\)|\|\||(?:^|\s)[<>](?:\s|$)"
_CODE_SIGNS = r"[{}=\\(/;|<>]"
"""What all of that has some of, found much faster."""
_ADDRESS = r"(?:https?://|www\.)\S+"
_LETTER_ALONE = r"(?:^|[\W_])[^\W\d_]$"
_FRENCH = r"\w[ \xa0\u202f][!?:\xbb](?=[\s\"\u201d\xbb]|\Z)|\xab[ \xa0\u202f]\w"
AROUND = 200
"""Code points before and behind a mark that tell what kind of text it stands in."""

_DOUBLED = (
    r"(?:[^\W_]|[)\]\"\u201d\u2019\xbb\xab\u201c\u203a])"
    r"(?P<here>(?P<a>,) ?,{1,2}|[ \t\xa0]{1,3}(?P<b>,),{1,2}|(?P<c>;);)(?=\s|\Z|[\"\u201d\xbb])"
)
_TWO = r"[,;] ?[,;]"
"""What every doubled one has, found faster."""
_LOW_MARKS = r"(?:^|[\s(]),,(?=\w)"
"""Two commas for a low quotation mark."""


class SpaceBeforeComma(Rule):
    """A blank before a comma or semicolon."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a blank; none in program code, and none before a semicolon where that is usual."""
        for found in _behind_blanks(doc.text, _COMMA, _SPACED):
            here, mark = Span(*found.span("here")), found["mark"]
            line = _line(doc.text, here)
            if _is_code(line) or (mark == ";" and _may_be_spaced(doc, here)):
                continue
            alone = re.search(_LETTER_ALONE, doc.text[max(0, here.start - 2) : here.start])
            safety = Safety.UNSAFE if alone else Safety.SAFE
            before = 2 if doc.text[here.start - 1] == "." else 1
            fix = replace(here, mark, safety, f"Replace by `{mark}`", Span(here.start - before, here.end))
            yield self.finding(doc, here, f"Blank before `{mark}`", fix=fix)


def _is_code(line: str) -> bool:
    """Whether a line looks like program code, addresses aside."""
    return re.search(_CODE_SIGNS, line) is not None and re.search(_CODE, re.sub(_ADDRESS, "", line)) is not None


def _behind_blanks(text: str, mark: str, spaced: str) -> Iterator[re.Match[str]]:
    """All that a pattern finds, which begins with one to three blanks and the mark behind them."""
    at, pattern = 0, re.compile(spaced)
    for place in re.finditer(mark, text):
        starts = range(max(at, place.start() - 3), place.start())
        if found := next(filter(None, (pattern.match(text, start) for start in starts)), None):
            at = found.end()
            yield found


def _may_be_spaced(doc: Document, here: Span) -> bool:
    """Whether a semicolon may have a blank before it: outside English, and in what is quoted in French."""
    around = doc.text[max(0, here.start - AROUND) : here.end + AROUND]
    return _language(doc) != "en" or re.search(_FRENCH, around) is not None


def _language(doc: Document) -> str:
    from corpuslint.api import language  # most texts that come here are never asked for theirs

    return doc.language or language.detect(doc.text)


def _line(text: str, here: Span) -> str:
    """The line of a place, or what is looked at of it."""
    start = text.rfind("\n", max(0, here.start - AROUND), here.start) + 1 or max(0, here.start - AROUND)
    end = text.find("\n", here.end, here.end + AROUND)
    return text[start : end if end >= 0 else here.end + AROUND]


class SpaceBeforeStop(Rule):
    """A blank before what ends a sentence."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a blank; before other marks than a full stop only in languages that have none there."""
        for found in _behind_blanks(doc.text, _STOP, _SPACED_STOP):
            here, mark = Span(*found.span("here")), found["mark"]
            if (found["next"] or "").islower():
                continue
            if mark == "." or _language(doc) in _TIGHT:
                fix = replace(here, mark, Safety.UNSAFE, f"Replace by `{mark}`")
                yield self.finding(doc, here, f"Blank before `{mark}`", fix=fix)


class DoubledComma(Rule):
    """A comma or semicolon that stands twice."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a place; two commas are quotation marks where the text begins quotations with them."""
        low = re.search(_LOW_MARKS, doc.text) is not None
        for found in _doubled(doc.text):
            here, text, mark = Span(*found.span("here")), found["here"], found["a"] or found["b"] or found["c"]
            if low and text == ",,":
                continue
            fix = replace(here, mark, Safety.SAFE, f"Replace by `{mark}`", Span(found.start(), here.end))
            yield self.finding(doc, here, f"`{text}` for `{mark}`", fix=fix)


def _doubled(text: str) -> Iterator[re.Match[str]]:
    """All that `_DOUBLED` finds: at most four code points before two marks, and three behind them."""
    at = 0
    for two in re.finditer(_TWO, text):
        found = re.compile(_DOUBLED).search(text, max(at, two.start() - 4), two.end() + 3)
        if found and found.start("here") <= two.start():
            at = found.end()
            yield found
