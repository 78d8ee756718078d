"""Halves of characters of two UTF-16 units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace

_LONE = "[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]+"
_HIGH_SURROGATES = rb"\xed[\xa0-\xbf]"


class LoneSurrogate(Rule):
    """Half of a character of two UTF-16 units, as JSON escapes can say it."""

    def clears(self, data: bytes) -> bool:
        """Whether no surrogate is in this text."""
        return b"\xed" not in data or not re.search(_HIGH_SURROGATES, data)

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each pair that was not joined, and for each run of lone halves."""
        if doc.decoding is not None:
            return
        for match in re.finditer(_LONE, doc.text):
            span = Span(*match.span())
            if len(match[0]) == 2 and match[0][0] < "\udc00" <= match[0][1]:
                char = match[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
                fix = replace(span, char, Safety.SAFE, f"Write `{char}`")
                yield self.finding(doc, span, f"two halves of `{char}` that were not joined", fix=fix)
            else:
                codes = " ".join(f"U+{ord(c):04X}" for c in match[0][:3])
                yield self.finding(doc, span, f"half a character ({codes}), which no UTF-8 can hold")
