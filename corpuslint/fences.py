"""Code in Markdown: what stands between fences or backticks is no prose, and rules about prose leave it alone.

Fences and code spans as in CommonMark 0.31 (sections 4.5 and 6.1), but for spans over several lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property

from corpuslint.model import Finding, Span

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)", re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_TICKS = re.compile(r"`+")


def code(text: str) -> Iterator[Span]:
    """The stretches of code in a text, in order, fences and backticks included (offsets in code points)."""
    fence, began, at = "", 0, 0
    for line in _LINE.findall(text):
        end = at + len(line)
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not found[2].strip():
                yield Span(began, end)
                fence = ""
        elif found and not (found[1][0] == "`" and "`" in found[2]):
            fence, began = found[1], at
        elif "`" in line:
            yield from _spans(line, at)
        at = end
    if fence:
        yield Span(began, at)


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
