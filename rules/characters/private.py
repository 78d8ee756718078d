"""Characters that mean nothing outside one font or program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span

_NOTHING = re.compile(
    "[\ue000-\uf8ff\U000f0000-\U0010fffd]+|[\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff]+|[\ufff9-\ufffc]+"
    "|[\U000e0000-\U000e007f]+"
)
_FLAG = "\U0001f3f4"


class PrivateUse(Rule):
    """Private-use characters, non-characters, object marks and tags."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run; the tags of a flag are part of it."""
        for match in _NOTHING.finditer(doc.text):
            if doc.text[match.start() - 1 : match.start()] == _FLAG:
                continue
            code = f"U+{ord(match[0][0]):04X}"
            many = f" and {len(match[0]) - 1:,} more" if len(match[0]) > 1 else ""
            yield self.finding(doc, Span(*match.span()), f"{_kind(match[0][0])} {code}{many}")


def _kind(char: str) -> str:
    if "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000":
        return "private-use character"
    if char == "\ufffc":
        return "mark of an object that is gone"
    if "\ufff9" <= char <= "\ufffb":
        return "annotation mark"
    return "tag character" if char >= "\U000e0000" else "non-character"
