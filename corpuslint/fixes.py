"""Which fixes act in one pass, what they make of a text, and the laws that hold before anything is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from corpuslint.errors import FixError
from corpuslint.model import Edit, Finding, Fix, Safety, Span

MAX_PASSES = 10
"""Looks at a text before fixes that never settle are refused."""


def choose(findings: Iterable[Finding], least: Safety) -> list[Finding]:
    """The findings whose fixes act together: safe ones first, and no basis touches another.

    The order of `findings` does not matter. Two unsafe fixes on the same basis: the earlier one acts, and the
    next pass judges anew.
    """
    able = [(f, f.fix) for f in findings if f.fix is not None and f.fix.safety >= least and _does_something(f)]
    able.sort(key=lambda pair: (-pair[1].safety, pair[1].basis, pair[1].edits, pair[0].rule, pair[0].span))
    taken = _Taken()
    return [finding for finding, fix in able if taken.add([fix.basis, *(edit.span for edit in fix.edits)])]


def _does_something(finding: Finding) -> bool:
    return finding.fix is not None and bool(finding.fix.edits or finding.fix.codec)


class _Taken:
    """Disjoint spans in order, so that a text with many fixes is not compared pair by pair."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, spans: Sequence[Span]) -> bool:
        merged = _merged(spans)
        if any(self._touched(span) for span in merged):
            return False
        for span in merged:
            self._spans.insert(bisect_right(self._spans, span), span)
        return True

    def _touched(self, span: Span) -> bool:
        at = bisect_right(self._spans, span)
        near = self._spans[max(0, at - 2) : at + 2]
        return any(span.overlaps(other) for other in near)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.overlaps(merged[-1]):
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def behind_mark(text: str, fix: Fix) -> Fix:
    """The fix, with what it puts at the very beginning of a text put behind its byte order mark."""
    if not text.startswith("\ufeff") or all(edit.span != (0, 0) for edit in fix.edits):
        return fix
    edits = (edit._replace(span=Span(1, 1)) if edit.span == (0, 0) else edit for edit in fix.edits)
    return fix._replace(edits=tuple(edits))


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """All edits of the findings' fixes in order of place."""
    return sorted(edit for finding in findings if finding.fix for edit in finding.fix.edits)


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits that are sorted and disjoint. Raises FixError where they are not, or lie outside."""
    out: list[str] = []
    at = 0
    for edit in edits:
        if not at <= edit.span.start <= edit.span.end <= len(text):
            raise FixError(f"edits overlap or lie outside the text at offset {edit.span.start}")
        out += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    out.append(text[at:])
    return "".join(out)


def letters(text: str) -> str:
    """The letters and digits of a text in order: what a safe fix of a text must leave as they are."""
    return "".join(filter(str.isalnum, text))


def keeps_letters(text: str, edits: Iterable[Edit]) -> bool:
    """Whether no edit takes, adds or changes a letter or digit."""
    return all(letters(text[edit.span.start : edit.span.end]) == letters(edit.text) for edit in edits)


class Repaired:
    """A text after edits, and the way back from it to the text before.

    `starts` says where each edit's text begins in the new text.
    """

    def __init__(self, text: str, edits: tuple[Edit, ...], starts: tuple[int, ...]) -> None:
        self.text = text
        self._edits = edits
        self._starts = starts

    @staticmethod
    def of(text: str, edits: Sequence[Edit]) -> Repaired:
        """Apply sorted, disjoint edits and remember them."""
        starts, shift = [], 0
        for edit in edits:
            starts.append(edit.span.start + shift)
            shift += len(edit.text) - (edit.span.end - edit.span.start)
        return Repaired(apply(text, edits), tuple(edits), tuple(starts))

    def back(self, span: Span) -> Span:
        """The span of the old text that a span of the new one stems from; a repaired stretch counts as a whole."""
        return Span(
            self._offset(span.start, end=False),
            max(self._offset(span.end, end=True), self._offset(span.start, end=False)),
        )

    def touched(self, span: Span) -> bool:
        """Whether a repair changed something inside or right beside this span of the new text."""
        first = max(0, bisect_right(self._starts, span.start) - 1)
        last = bisect_right(self._starts, span.end)
        return any(
            start <= span.end and span.start <= start + len(edit.text)
            for start, edit in zip(self._starts[first:last], self._edits[first:last], strict=True)
        )

    def _offset(self, offset: int, *, end: bool) -> int:
        at = bisect_right(self._starts, offset - 1 if end else offset) - 1
        if at < 0:
            return offset
        edit, start = self._edits[at], self._starts[at]
        beyond = offset - start - len(edit.text)
        if beyond >= 0:
            return edit.span.end + beyond
        return edit.span.end if end else edit.span.start
