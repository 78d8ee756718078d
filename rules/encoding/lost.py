"""Characters that are gone: replaced by U+FFFD, by a question mark, or half of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, encoding, replace

_REPLACED = re.compile("\ufffd+")
_WORD = re.compile(r"[\w\ufffd’'-]*\ufffd[\w\ufffd’'-]*")
_SHOWN = 40
_LONE = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]+")
_HIGH_SURROGATES = re.compile(rb"\xed[\xa0-\xbf]")
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


class LoneSurrogate(Rule):
    """Half of a character of two UTF-16 units, as JSON escapes can say it."""

    def clears(self, data: bytes) -> bool:
        """Whether no surrogate is in this text."""
        return b"\xed" not in data or not _HIGH_SURROGATES.search(data)

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each pair that was not joined, and for each run of lone halves."""
        if doc.decoding is not None:
            return
        for match in _LONE.finditer(doc.text):
            span = Span(*match.span())
            if len(match[0]) == 2 and match[0][0] < "\udc00" <= match[0][1]:
                char = match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
                fix = replace(span, char, Safety.SAFE, f"Write `{char}`")
                yield self.finding(doc, span, f"two halves of `{char}` that were not joined", fix=fix)
            else:
                codes = " ".join(f"U+{ord(c):04X}" for c in match[0][:3])
                yield self.finding(doc, span, f"half a character ({codes}), which no UTF-8 can hold")


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
