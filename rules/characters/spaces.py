"""Blanks of other kinds than the usual one, where nothing asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_ODD = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_NO_BREAK = "\xa0\u202f"
_THIN = "\u2009\u200a\u202f\xa0\u2007\u2008"
_NAMES = {"\xa0": "no-break space", "\u202f": "narrow no-break space", "\u3000": "ideographic space"}
_WIDE = "\u3000"
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEAST = 3
"""Letters of the words on both sides, from which on a no-break space between them has no purpose."""


class OddSpace(Rule):
    """A blank that is not U+0020."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run between words that need none."""
        eastern = _WIDE in doc.text and _EAST_ASIAN.search(doc.text) is not None
        for match in _ODD.finditer(doc.text):
            span = Span(*match.span())
            if not ((eastern and _WIDE in match[0]) or _has_purpose(doc.text, span)):
                name = _NAMES.get(match[0][0], f"blank U+{ord(match[0][0]):04X}")
                fix = replace(span, " ", Safety.UNSAFE, "Write a plain blank")
                yield self.finding(doc, span, f"{name} between words", fix=fix)


def _has_purpose(text: str, span: Span) -> bool:
    """Whether typography asks for such a blank here: numbers, units, short words, French marks."""
    before, after = text[max(0, span.start - _LEAST) : span.start], text[span.end : span.end + _LEAST]
    found = text[span.start : span.end]
    if _WIDE in found:
        return False
    if len(before) < _LEAST or len(after) < _LEAST:
        return True
    if set(found) <= set(_THIN) and not (before[-1].isalpha() and after[0].isalpha()):
        return True
    return set(found) <= set(_NO_BREAK) and not (before.isalpha() and after.isalpha())
