"""What is wrong with a document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span

EDGE = b"\x1e"
_VISIBLE = re.compile(r"[^\s\x00\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_UNSEEN = rb"[\x00\s\x1c-\x1f\x80-\x8f\xa0-\xaf\xad\x9a\x9f\xbb\xbf\xc2\xe1\xe2\xe3\xef]"
"""The bytes that UTF-8 writes unseen characters with."""
_NOTHING_SEEN = re.compile(EDGE + _UNSEEN + rb"*(?=" + EDGE + rb")")


class EmptyDocument(Rule):
    """A document in which there is nothing to read."""

    def clears(self, data: bytes) -> bool:
        """Whether every document has a byte that belongs to no unseen character."""
        framed = data if data.startswith(EDGE) else EDGE + data + EDGE
        return _NOTHING_SEEN.search(framed) is None

    def check(self, doc: Document) -> Iterator[Finding]:
        """At most one finding, at the beginning."""
        if not _VISIBLE.search(doc.text):
            message = "the document holds nothing but white space" if doc.text else "the document is empty"
            yield self.finding(doc, Span(0, 0), message, identity="empty")
