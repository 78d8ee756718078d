"""Question marks in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span


class Counted(Rule):
    """Runs of at least `minimum` question marks."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a run."""
        for match in re.finditer(rf"\?{{{self.options['minimum']},}}", doc.text):
            yield self.finding(doc, Span(*match.span()), f"{len(match[0])} question marks")
