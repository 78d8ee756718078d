"""Characters that are gone: replaced by U+FFFD, or by a question mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, encoding, replace

_REPLACED = re.compile("\ufffd+")
_WORD = re.compile(r"[\w\ufffd’'-]*\ufffd[\w\ufffd’'-]*")
_SHOWN = 40
_APOSTROPHE = re.compile(r"[A-Za-z](?P<here>\?|¿|&#191;)(?:s|t|re|ve|ll|d|m)(?=[\s,.;:!)\"”’]|$)", re.MULTILINE)
_ADDRESS = re.compile(r"://|www\.|[=&/]")
_LONGEST = 400
"""Characters of an address that are looked at."""
_DASH = re.compile(r"(?<=[a-z,] )(?P<here>\?)(?= [a-z])")


class ReplacementCharacter(Rule):
    """A letter that a program could not read and replaced."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run that is no part of mojibake."""
        damaged = encoding.damaged(doc.text)
        for match in _REPLACED.finditer(doc.text):
            span = Span(*match.span())
            if span in damaged:
                continue
            size = match.end() - match.start()
            what = "a character is" if size == 1 else f"{size:,} characters are"
            yield self.finding(doc, span, f"{what} lost in `{_around(doc.text, span)}`")


def _around(text: str, span: Span) -> str:
    """The word around a lost character."""
    start = max(0, span.start - _SHOWN)
    for match in _WORD.finditer(text, start, min(len(text), span.end + _SHOWN)):
        if match.start() <= span.start < match.end():
            return match[0]
    return text[span.start : span.end][:_SHOWN]


class LostCharacter(Rule):
    """A question mark where an apostrophe or a dash was."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each place."""
        for match in _APOSTROPHE.finditer(doc.text):
            span = Span(*match.span("here"))
            if match["here"] == "&#191;" or not _in_address(doc.text, span.start):
                mark = "’" if "’" in doc.text or "“" in doc.text else "'"
                fix = replace(span, mark, Safety.UNSAFE, f"Write `{mark}`", Span(*match.span()))
                yield self.finding(doc, span, f"`{match[0]}`: the apostrophe became `{match['here']}`", fix=fix)
        for match in _DASH.finditer(doc.text):
            span = Span(*match.span("here"))
            yield self.finding(doc, span, "a question mark between blanks, before a small letter: perhaps a dash")


def _in_address(text: str, at: int) -> bool:
    """Whether a place is part of a web address."""
    start = max(text.rfind(blank, max(0, at - _LONGEST), at) for blank in " \t\n") + 1
    return _ADDRESS.search(text, max(start, at - _LONGEST), at + 1) is not None
