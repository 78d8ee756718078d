"""What is wrong with a document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span

_VISIBLE = re.compile(r"[^\s\x00\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


class EmptyDocument(Rule):
    """A document in which there is nothing to read."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """At most one finding, at the beginning."""
        if not _VISIBLE.search(doc.text):
            message = "the document holds nothing but white space" if doc.text else "the document is empty"
            yield self.finding(doc, Span(0, 0), message, identity="empty")
