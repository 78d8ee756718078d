"""Shouting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, replace


class Shout(Rule):
    """Runs of exclamation marks."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a run."""
        for match in re.finditer("!{3,}", doc.text):
            span = Span(*match.span())
            fix = replace(span, "!", Safety.UNSAFE, "Write one")
            yield self.finding(doc, span, f"{len(match[0])} exclamation marks", fix=fix)
