"""Spans of a text led to where they lie after edits of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpuslint.model import Edit, Finding, Span

Passes = Sequence[Sequence[Edit]]
"""Edits that were made one after another; those of one pass are sorted and disjoint."""


def follow(span: Span, passes: Passes) -> Span | None:
    """Where a span lies after these edits; None where one of them reaches into it."""
    for edits in passes:
        moved = _after(span, edits)
        if moved is None:
            return None
        span = moved
    return span


def _after(span: Span, edits: Iterable[Edit]) -> Span | None:
    shift = 0
    for edit in edits:
        if edit.span == span or (edit.span.start < span.end and span.start < edit.span.end):
            return None
        if edit.span.start >= span.end:
            break
        shift += len(edit.text) - (edit.span.end - edit.span.start)
    return Span(span.start + shift, span.end + shift)


def follow_finding(finding: Finding, passes: Passes) -> Finding | None:
    """A finding, its fix with it, at its place after these edits; None where one of them touched it."""
    span = follow(finding.span, passes)
    if span is None:
        return None
    fix = finding.fix
    if fix is None or not fix.edits:
        return finding._replace(span=span)
    places = [follow(edit.span, passes) for edit in fix.edits]
    basis = follow(fix.basis, passes)
    if basis is None or None in places:
        return None
    edits = tuple(Edit(place, edit.text) for place, edit in zip(places, fix.edits, strict=True) if place is not None)
    return finding._replace(span=span, fix=fix._replace(edits=edits, basis=basis))
