"""Round and square brackets without a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpuslint.api import Document, Finding, Rule, Span

_BRACKET = re.compile(r"[()\[\]]|\n")
_LIST = re.compile(r"(?:^|[\s(,;:])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})$")
_EMOTICON = re.compile(r"(?:[:;]|(?:^|\s)[=8xX])['\u2019^o-]?$")
_CUT = re.compile(r"(?:\u2026|\.\.\.|\[(?:\u2026|\.\.\.)\]|\w)\s*\Z")
_PARTNER = {")": "(", "]": "["}
MOST_LINES = 4
"""A bracket may close this many lines after it opened, breaks and blank lines included."""
DEEPEST = 50


class _Bracket(NamedTuple):
    at: int
    char: str
    line: int
    sure: bool
    """Whether it is a bracket for sure, and not perhaps the mouth of an emoticon."""


def unbalanced(text: str) -> Iterator[tuple[int, bool]]:
    """Brackets without a partner: the code point, and whether it opens; in the order in which that is known."""
    open_: list[_Bracket] = []
    smiled: dict[str, int] = {}  # the last line in which what may be an emoticon closed a bracket of this kind
    line = 0
    for found in _BRACKET.finditer(text):
        at, char = found.start(), found[0]
        if char == "\n":
            line += 1
            while open_ and line - open_[0].line > MOST_LINES:
                yield from _alone(open_.pop(0))
            continue
        one = _Bracket(at, char, line, not _may_be_emoticon(text, at))
        if char in _PARTNER:
            yield from _close(text, one, open_, smiled)
        else:
            open_.append(one)
            if len(open_) > DEEPEST:
                yield from _alone(open_.pop(0))
    if not _CUT.search(text[-20:]):
        yield from (alone for one in open_ for alone in _alone(one))


def _close(text: str, one: _Bracket, open_: list[_Bracket], smiled: dict[str, int]) -> Iterator[tuple[int, bool]]:
    """Take away what a closing bracket closes; what opened inside and is still open has no partner."""
    partner = _partner(one, open_)
    if partner is not None:
        if not one.sure:
            smiled[one.char] = one.line
        while (last := open_.pop()) != partner:
            yield from _alone(last)
        return
    if not one.sure:
        return
    closed = one.line - smiled.pop(one.char, -MOST_LINES - 1) <= MOST_LINES
    if not closed and not _LIST.search(text[max(0, one.at - 8) : one.at]):
        yield one.at, False


def _alone(one: _Bracket) -> Iterator[tuple[int, bool]]:
    """What is said of a bracket that does not close: nothing if it may be an emoticon."""
    if one.sure:
        yield one.at, True


def _partner(one: _Bracket, open_: Sequence[_Bracket]) -> _Bracket | None:
    """What a closing bracket closes: rather what opened for sure; what may be an emoticon closes nothing else."""
    alike = [other for other in reversed(open_) if other.char == _PARTNER[one.char]]
    return next((other for other in alike if other.sure), alike[0] if alike and one.sure else None)


def _may_be_emoticon(text: str, at: int) -> bool:
    return _EMOTICON.search(text[max(0, at - 3) : at]) is not None and not text[at + 1 : at + 2].isalnum()


class UnbalancedBracket(Rule):
    """A bracket without a partner."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a bracket."""
        for at, opens in unbalanced(doc.text):
            char = doc.text[at]
            yield self.finding(
                doc, Span(at, at + 1), f"`{char}` is never closed" if opens else f"`{char}` closes nothing"
            )
