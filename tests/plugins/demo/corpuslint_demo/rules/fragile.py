"""A rule that fails."""

from __future__ import annotations

from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule


class Fragile(Rule):
    """Fails in all the ways that a rule can."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """Raise, return rubbish or leave, as the text says."""
        if "BOOM raise" in doc.text:
            raise ValueError("the fuse was lit")
        if "BOOM exit" in doc.text:
            raise SystemExit(0)
        if "BOOM rubbish" in doc.text:
            yield "rubbish"  # type: ignore[misc]
