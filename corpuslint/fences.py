"""Code in Markdown: what stands between fences or backticks is no prose, and rules about prose leave it alone.

Fences and code spans as in CommonMark 0.31 (sections 4.5 and 6.1), but for spans over several lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from corpuslint.model import Finding, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_START = re.compile(
    r"(?P<quote>(?: {0,3}> ?)*)(?P<indent> *)(?P<item>(?:(?:[-+*]|[0-9]{1,9}[.)]) {1,4})*)"
    r"(?P<marks>`{3,}|~{3,})?(?P<rest>.*)",
    re.DOTALL,
)
"""How a line begins: marks of quotes, and of items of a list whose lines are indented as far as their text."""
_TICKS = re.compile(r"`+")
_ASIDE = 3
"""Blanks by which a fence may be indented; behind more of them it is none."""


def code(text: str) -> Iterator[Span]:
    """The stretches of code in a text, in order, fences and backticks included (offsets in code points)."""
    fence = ""
    quoted = False
    began = at = base = 0
    for found in _LINE.finditer(text):
        at, line = found.start(), found[0]
        start = next(_START.finditer(line.expandtabs(4)))  # any line matches
        if fence and quoted and not start["quote"]:  # the quote ends, and with it the code
            yield Span(began, at)
            fence = ""
        aside = len(start["indent"]) - base <= _ASIDE
        marks = (start["marks"] or "") if aside else ""
        if fence:
            if marks.startswith(fence) and not start["item"] and not start["rest"].strip():
                yield Span(began, found.end())
                fence = ""
            continue
        base = _indented(start, base)
        if marks and not (marks[0] == "`" and "`" in start["rest"]):
            fence, began, quoted = marks, at, bool(start["quote"])
        elif "`" in line:
            yield from _spans(line, at)
    if fence:
        yield Span(began, len(text))


def _indented(start: re.Match[str], base: int) -> int:
    """How far lines are indented that go on with what a line belongs to, where those before it were by `base`."""
    indent = len(start["indent"])
    if not (start["item"] or start["marks"] or start["rest"].strip()):
        return base
    if start["item"] and indent - base <= _ASIDE:
        return indent + len(start["item"])
    return min(base, indent)


def _spans(line: str, at: int) -> Iterator[Span]:
    """Code spans of one line: from a run of backticks to the next of the same length."""
    runs = [found.span() for found in _TICKS.finditer(line)]
    following: dict[int, int] = {}
    closers = [-1] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = runs[number][1] - runs[number][0]
        closers[number] = following.get(length, -1)
        following[length] = number
    number = 0
    while number < len(runs):
        closer = closers[number]
        if closer > 0:
            yield Span(at + runs[number][0], at + runs[closer][1])
            number = closer
        number += 1


class Code:
    """The code of one text, looked for when it is first asked about."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _stretches(self) -> list[Span]:
        return list(code(self._text))

    @cached_property
    def _starts(self) -> list[int]:
        return [stretch.start for stretch in self._stretches]

    def _at(self, span: Span) -> Span | None:
        """The last stretch of code that begins before the end of a span, where they share something."""
        at = bisect_right(self._starts, max(span.start, span.end - 1)) - 1
        return self._stretches[at] if at >= 0 and self._stretches[at].end > span.start else None

    def outside(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that are not all in code; where a fix would change code, without it."""
        for finding in findings:
            stretch = self._at(finding.span)
            if stretch is not None and stretch.start <= finding.span.start and finding.span.end <= stretch.end:
                continue
            changes_code = finding.fix is not None and any(self._at(edit.span) for edit in finding.fix.edits)
            yield finding._replace(fix=None) if changes_code else finding
