"""Controls of the direction of writing, where they change what is read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete

_CONTROL = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
_NAMES = {
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u061c": "Arabic letter mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "end of an embedding",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "end of an isolate",
}


class BidiControl(Rule):
    """Direction controls without a purpose, without a partner, or that reverse letters."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each control that is out of place in its line."""
        at = 0
        for line in doc.text.splitlines(keepends=True):
            if _CONTROL.search(line):
                for start, why in _out_of_place(line):
                    span = Span(at + start, at + start + 1)
                    message = f"{_NAMES[line[start]]} (U+{ord(line[start]):04X}) {why}"
                    fix = delete(span, Safety.UNSAFE, "Remove it")
                    yield self.finding(doc, span, message, fix=fix)
            at += len(line)


def _out_of_place(line: str) -> Iterator[tuple[int, str]]:
    """Where controls stand that do nothing or harm, in order, and why."""
    if not _RIGHT_TO_LEFT.search(line.replace("\ufeff", "")):
        yield from ((m.start(), "in a line without right-to-left letters") for m in _CONTROL.finditer(line))
        return
    unpaired = set(_unpaired(line))
    for match in _CONTROL.finditer(line):
        if match.start() in unpaired:
            yield match.start(), "without its partner in the line"
        elif match[0] in "\u202d\u202e":
            yield match.start(), "makes letters read in another order than they are stored"


def _unpaired(line: str) -> Iterator[int]:
    """Places of openers that nothing closes and of closers that close nothing."""
    open_controls: list[int] = []
    for match in _CONTROL.finditer(line):
        if match[0] in _OPENING:
            open_controls.append(match.start())
        elif match[0] in _CLOSES:
            if open_controls and line[open_controls[-1]] in _CLOSES[match[0]]:
                open_controls.pop()
            else:
                yield match.start()
    yield from open_controls
