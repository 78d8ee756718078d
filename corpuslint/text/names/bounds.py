"""Where a text is not in its author's own words: addresses, code and markup, quotations.

Found once for a text, in linear time. In doubt a place is bound: a name there is shown and not rewritten.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpuslint.model import Span

Range = tuple[int, int]
"""Code points, half-open."""

_ADDRESS = re.compile(
    r"://|\bwww\.|@|[#$%&=~/\\](?=\w)|(?<=\w)=|[{}]|(?<=\w)\.(?=[a-z])"
    r"|\.(?:COM|ORG|NET|GOV|EDU|HTML?|PDF|JPE?G|PNG|GIF|CSV|JSON|TXT|DOCX?)\b"
)
"""What makes the stretch without white space around it a URL, an address, a handle, a file name or a variable."""
_BLANK = re.compile(r"\s")
_FENCE = re.compile(r"^[ \t]{0,3}(?P<fence>```+|~~~+)", re.MULTILINE)
_TICKS = re.compile(r"`+|\n|\Z")
_QUOTED_LINE = re.compile(r"^[ \t]{0,3}>[^\n]*", re.MULTILINE)
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z]\w*)\b[^<>]{0,2000}>")
_ELEMENTS = frozenset("code pre kbd samp script style cite q blockquote".split())  # noqa: SIM905 - a list of words
"""Elements of markup whose content is code or somebody else's words."""


class Bounds:
    """The ranges of a text whose spelling is not the author's."""

    def __init__(self, text: str) -> None:
        """Read a text."""
        merged: list[list[int]] = []
        for start, end in sorted(one for kind in _KINDS for one in kind(text)):
            if merged and start <= merged[-1][1]:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def hold(self, span: Span) -> bool:
        """Whether any of a span lies in one of them."""
        at = bisect_right(self._starts, span.end - 1) - 1
        return at >= 0 and self._ends[at] > span.start


def _addresses(text: str) -> Iterator[Range]:
    end = 0
    for mark in _ADDRESS.finditer(text):
        start = mark.start()
        if start < end:
            continue
        while start > end and not text[start - 1].isspace():
            start -= 1
        blank = _BLANK.search(text, mark.end())
        end = blank.start() if blank else len(text)
        yield start, end


def _code(text: str) -> Iterator[Range]:
    """Fenced blocks, to the end of the text where nothing closes them, and lines that are quoted by a mark."""
    opened = None
    for found in _FENCE.finditer(text):
        if opened is None:
            opened = found
        elif found["fence"].startswith(opened["fence"]):
            yield opened.start(), found.end()
            opened = None
    if opened:
        yield opened.start(), len(text)
    yield from (found.span() for found in _QUOTED_LINE.finditer(text))


def _ticked(text: str) -> Iterator[Range]:
    """What stands between backticks, and behind one that nothing closes in its line."""
    opened = None
    for found in _TICKS.finditer(text):
        if opened is None:
            opened = found if found[0].startswith("`") else None
        elif found[0] in {opened[0], "\n", ""}:
            yield opened.start(), found.end()
            opened = None


def _markup(text: str) -> Iterator[Range]:
    """Tags, and the content of some elements."""
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        yield tag.span()
        name = tag["name"].lower()
        if name not in _ELEMENTS:
            continue
        if not tag["end"]:
            opened.setdefault(name, tag.start())
        elif name in opened:
            yield opened.pop(name), tag.end()


_CLOSERS = {
    '"': '"', "“": "”", "„": "“”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›",
    "‘": "’", "‚": "‘’", "'": "'", "「": "」", "『": "』",
}  # fmt: skip
"""Marks that may open a quotation, each with those that close it."""
_FAMILIES = ('"', "“”„", "«»", "‹›", "‘’‚", "'", "「」", "『』")
"""Marks that may open and close the same quotation; each family is read as if there were no other."""
_FAMILY = {mark: family for family in _FAMILIES for mark in family}
_ONLY_OPEN = frozenset("“„«‹「『")
_SINGLE = frozenset("'’")
_MARK = re.compile(f"[{''.join(_FAMILY)}]|\n\\s*\n\\s*")


def quotations(text: str) -> Iterator[Range]:
    """What quotation marks enclose.

    A quotation ends in its paragraph, however many lines that has. One that nothing closes ends with its line, or
    with its paragraph where the next one begins with the same mark again.
    """
    opened: dict[str, _Opened] = {}
    for found in _MARK.finditer(text):
        mark, at = found[0], found.start()
        if mark[0] == "\n":
            yield from _ended(text, opened.values(), at, text[found.end() : found.end() + 1])
            opened.clear()
            continue
        family = _FAMILY[mark]
        known = opened.get(family)
        if known and mark in _CLOSERS[known.mark] and not _must_open(text, at):
            if known.closes(text, at):
                yield opened.pop(family).at, at + 1
        elif _may_open(text, at):
            if known:
                yield from known.ended(text, at)
            opened[family] = _Opened(mark, at)
    yield from _ended(text, opened.values(), len(text), "")


class _Opened:
    """A quotation that is open: its mark, where it stands, and behind what may have closed it."""

    def __init__(self, mark: str, at: int) -> None:
        self.mark, self.at, self._behind = mark, at, 0

    def closes(self, text: str, at: int) -> bool:
        """Whether a mark that fits closes it; a single one may be an apostrophe, inside a word or behind a plural."""
        if text[at] not in _SINGLE:
            return True
        if text[at + 1 : at + 2].isalnum():
            return False
        self._behind = at + 1
        return text[at - 1 : at] not in {"s", "S"} or not (
            text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
        )

    def ended(self, text: str, end: int, again: str = "") -> Iterator[Range]:
        """Its range, where no mark surely closed it before code point `end`, at which stands `again`."""
        if self._behind or self.mark == "'":
            yield self.at, self._behind or self.at
            return
        line = text.find("\n", self.at, end)
        yield self.at, end if line < 0 or again == self.mark else line


def _ended(text: str, opened: Iterable[_Opened], end: int, again: str) -> Iterator[Range]:
    return chain.from_iterable(one.ended(text, end, again) for one in opened)


def _must_open(text: str, at: int) -> bool:
    """Whether a mark stands where only an opening one can: behind a blank, before a word."""
    return (not at or text[at - 1].isspace()) and text[at + 1 : at + 2].isalnum()


def _may_open(text: str, at: int) -> bool:
    mark = text[at]
    if mark in _ONLY_OPEN:
        return True
    if mark not in _CLOSERS or text[at - 1 : at].isalnum():
        return False
    return mark in '"‘‚' or text[at + 1 : at + 2].isalnum()


_KINDS = (_addresses, _code, _ticked, _markup, quotations)
bounds_of = lru_cache(maxsize=2)(Bounds)
"""The bounds of a text; those of the last ones are remembered, because several names ask."""
