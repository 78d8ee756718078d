"""Round and square brackets without a partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span

_BRACKET = re.compile(r"[()\[\]]|\n")
_LIST = re.compile(r"(?:^|[\s(,;:])(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})$")
_EMOTICON = re.compile(r"(?:[:;]|(?:^|\s)[=8xX])['\u2019^o-]?$")
_CUT = re.compile(r"(?:\u2026|\.\.\.|\[(?:\u2026|\.\.\.)\]|\w)\s*\Z")
_PARTNER = {")": "(", "]": "["}
MOST_LINES = 4
"""A bracket may close this many lines after it opened, breaks and blank lines included."""
DEEPEST = 50


def unbalanced(text: str) -> Iterator[tuple[int, bool]]:
    """Brackets without a partner: the code point, and whether it opens; in the order in which that is known."""
    open_: list[tuple[int, int]] = []
    line = 0
    for found in _BRACKET.finditer(text):
        at, char = found.start(), found[0]
        if char == "\n":
            line += 1
            while open_ and line - open_[0][1] > MOST_LINES:
                yield open_.pop(0)[0], True
        elif _no_bracket(text, at):
            continue
        elif char in "([":
            open_.append((at, line))
            if len(open_) > DEEPEST:
                yield open_.pop(0)[0], True
        else:
            yield from _close(text, at, open_)
    if not _CUT.search(text[-20:]):
        yield from ((at, True) for at, _ in open_)


def _close(text: str, at: int, open_: list[tuple[int, int]]) -> Iterator[tuple[int, bool]]:
    """Take away what a closing bracket closes; what opened inside and is still open has no partner."""
    wanted = _PARTNER[text[at]]
    if not any(text[start] == wanted for start, _ in open_):
        if not _LIST.search(text[max(0, at - 8) : at]):
            yield at, False
        return
    while text[open_[-1][0]] != wanted:
        yield open_.pop()[0], True
    open_.pop()


def _no_bracket(text: str, at: int) -> bool:
    """Whether the bracket is part of an emoticon."""
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
