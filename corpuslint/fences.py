"""Code in Markdown: what stands indented, between fences or backticks is no prose; rules about prose leave it alone.

As in CommonMark 0.31 (sections 4.4, 4.5 and 6.1).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import cached_property
from typing import NamedTuple

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
_ALONE = re.compile(r"#{1,6}[ \t\r\n]|\|")
"""A heading, or a row of a table: no code in it goes on in the next line."""


class _Kind(Enum):
    """What a line is."""

    BLANK = auto()
    FENCED = auto()
    INDENTED = auto()
    TEXT = auto()


class _Line(NamedTuple):
    """A line with its end; `begins` says that it does not go on with the one before, though it is of its kind."""

    kind: _Kind
    start: int
    end: int
    begins: bool


def code(text: str) -> Iterator[Span]:
    """The stretches of code in a text, in order, fences and backticks included (offsets in code points)."""
    for kind, start, end, _ in _blocks(_lines(text)):
        if kind is _Kind.TEXT:
            yield from _spans(text[start:end], start)
        elif kind is not _Kind.BLANK:
            yield Span(start, end)


def _blocks(lines: Iterable[_Line]) -> Iterator[_Line]:
    """The same with lines put together that belong to one block."""
    block: _Line | None = None
    for line in lines:
        if block is not None and line.kind is block.kind and not line.begins:
            block = block._replace(end=line.end)
            continue
        if block is not None:
            yield block
        block = line
    if block is not None:
        yield block


def _lines(text: str) -> Iterator[_Line]:
    """All lines. What goes on with a paragraph may leave out the blanks and marks of its list or quote."""
    fence, kind = "", _Kind.BLANK
    quotes = base = 0
    alone = False
    for found in _LINE.finditer(text):
        start = next(_START.finditer(found[0].expandtabs(4)))  # any line matches
        depth = start["quote"].count(">")
        before = _Kind.BLANK if alone or depth > quotes else kind
        if fence and quotes and not depth:  # the quote ends, and with it the code
            fence = ""
        aside = len(start["indent"]) - base <= _ASIDE
        marks = (start["marks"] or "") if aside else ""
        if fence:
            kind = _Kind.FENCED
            if marks.startswith(fence) and not start["item"] and not start["rest"].strip():
                fence = ""
            yield _Line(kind, *found.span(), begins=False)
            continue
        kind = _kind(start, before, aside=aside)
        if before is kind is _Kind.TEXT and not (start["item"] or start["marks"]):
            depth = quotes  # it goes on with a paragraph, by whatever it is indented
        elif kind is _Kind.TEXT:
            base = _indented(start, base)
        begins = alone or depth != quotes or (bool(start["item"]) and aside)
        alone = _ALONE.match(start["rest"]) is not None
        quotes = depth
        if marks and not (marks[0] == "`" and "`" in start["rest"]):
            fence, kind, begins = marks, _Kind.FENCED, True
        yield _Line(kind, *found.span(), begins=begins or alone)


def _kind(start: re.Match[str], before: _Kind, *, aside: bool) -> _Kind:
    """What a line outside fences is; one that goes on with a paragraph may be indented by any number of blanks."""
    if not (start["item"] or start["marks"] or start["rest"].strip()):
        return _Kind.BLANK
    return _Kind.TEXT if aside or before is _Kind.TEXT else _Kind.INDENTED


def _indented(start: re.Match[str], base: int) -> int:
    """How far lines are indented that go on with what a line of text belongs to, where those before were by `base`."""
    indent = len(start["indent"])
    if start["item"] and indent - base <= _ASIDE:
        return indent + len(start["item"])
    return min(base, indent)


def _spans(block: str, at: int) -> Iterator[Span]:
    """Code spans of a block: from a run of backticks to the next of the same length."""
    runs = [found.span() for found in _TICKS.finditer(block)]
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
