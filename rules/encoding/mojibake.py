"""Text that was read in a wrong codec before it came here, and what it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from corpuslint.api import Document, Edit, Finding, Fix, Rule, Safety, Span, encoding, replace

MANY = 200
"""Findings of one document; where more lines are damaged, each finding stands for several."""
SHOWN = 30
"""Characters of damaged text shown in a message."""

_C1 = re.compile("[\x80-\x9f]+")


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _span(changes: Sequence[encoding.Change]) -> Span:
    return Span(changes[0].edit.span.start, changes[-1].edit.span.end)


class Mojibake(Rule):
    """UTF-8 that was read in one or more single-byte codecs, undone without loss."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a line; where very many lines are damaged, one for several."""
        known = [c for c in encoding.changes(doc.text) if c.kind is not encoding.Kind.CONTROL]
        for found in _by_line(doc.text, known):
            group = [change for change in found if change.kind is encoding.Kind.EXACT]
            if not group:
                continue
            first = group[0]
            damaged = doc.text[first.edit.span.start : first.edit.span.end]
            read = ", then in ".join(first.chain)
            message = f"`{_shown(damaged)}` is `{_shown(first.edit.text)}` in UTF-8, read in {read}"
            if len(group) > 1:
                message += f" (and {len(group) - 1:,} more)"
            yield self.finding(
                doc,
                _span(group),
                message,
                fix=_undo(group, whole=len(group) == len(found)),
                data={"places": len(group)},
            )


def _undo(group: Sequence[encoding.Change], *, whole: bool) -> Fix:
    """The repair; unsafe where part of the line is a guess, for the guess rests on what would be repaired."""
    safe = whole and all(change.clean for change in group)
    edits = tuple(change.edit for change in group)
    basis = _span(group) if whole else edits[0].span
    return Fix(edits, Safety.SAFE if safe else Safety.UNSAFE, "Undo it", basis)


def _by_line(text: str, changes: Sequence[encoding.Change]) -> Iterator[list[encoding.Change]]:
    """The changes of each line, or of as many lines as it takes to stay below MANY groups."""
    groups = [list(group) for _, group in groupby(_numbered(text, changes), key=lambda pair: pair[0])]
    size = -(-len(groups) // MANY)
    for i in range(0, len(groups), max(1, size)):
        yield [change for group in groups[i : i + size] for _, change in group]


def _numbered(text: str, changes: Iterable[encoding.Change]) -> Iterator[tuple[int, encoding.Change]]:
    line = at = 0
    for change in changes:
        line += text.count("\n", at, change.edit.span.start)
        at = change.edit.span.start
        yield line, change


class LossyMojibake(Rule):
    """Mojibake of which a byte was lost, so that the repair is a choice."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each place, with the likeliest repair where there is one."""
        for change in encoding.changes(doc.text):
            if change.kind is encoding.Kind.LOSSY:
                yield self._finding(doc, change.edit.span, change.edit.text)

    def _finding(self, doc: Document, span: Span, text: str) -> Finding:
        damaged = doc.text[span.start : span.end]
        if "\ufffd" in text or not text:
            message = f"`{_shown(damaged)}` was read in a wrong codec, and part of it is lost"
            fix = replace(span, text, Safety.UNSAFE, "Leave one replacement character")
            return self.finding(doc, span, message, fix=fix if text else None)
        message = f"`{_shown(damaged)}` was read in a wrong codec and changed since; perhaps it is `{_shown(text)}`"
        fix = replace(span, text, Safety.UNSAFE, f"Write `{_shown(text)}`")
        return self.finding(doc, span, message, fix=fix)


class C1Control(Rule):
    """C1 controls, which are marks of windows-1252 that were read as ISO-8859-1."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run of controls that is no part of mojibake."""
        damaged = encoding.damaged(doc.text)
        fit = encoding.controls_fit(doc.text)
        for match in _C1.finditer(doc.text):
            span = Span(*match.span())
            if span not in damaged:
                yield self._finding(doc, span, fit=fit)

    def _finding(self, doc: Document, span: Span, *, fit: bool) -> Finding:
        found = doc.text[span.start : span.end]
        marks = encoding.as_marks(found)
        codes = " ".join(f"U+{ord(c):04X}" for c in found[:3])
        if _C1.search(marks):
            return self.finding(doc, span, f"control {codes}, which stands for nothing")
        safe = fit and encoding.SHARED_C1.issuperset(found)
        fix = Fix((Edit(span, marks),), Safety.SAFE if safe else Safety.UNSAFE, f"Write `{marks}`", span)
        return self.finding(doc, span, f"control {codes} is `{marks}` of windows-1252", fix=fix)
