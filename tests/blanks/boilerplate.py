"""One rule of the boilerplate family over one text, behind its gate and without it."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document, Finding
from corpuslint.registry import Choice, Registry

RULES = Path(__file__).parents[2] / "rules" / "boilerplate"
REGISTRY = Registry(catalog.entries([catalog.Folder(str(RULES), "corpuslint.rules.boilerplate", python=True)]))


class One:
    """One rule."""

    def __init__(self, code: str) -> None:
        self._checker = Checker(REGISTRY.select(Choice(select=(code,), preview=True)))
        self._rule = self._checker.entries[0].rule
        self.agencies: Collection[str] = sys.modules[type(self._rule).__module__].AGENCIES

    def findings(self, text: str) -> Iterator[Finding]:
        """What the rule finds in a text."""
        return iter(self._rule.check(Document(DocKey("a.txt"), text)))

    def found(self, text: str) -> set[str]:
        """What the rule finds in a text behind its gate; it must be what it finds without."""
        outcome = self._checker.check(Document(DocKey("a.txt"), text))
        assert not outcome.troubles
        said = {finding.span for finding in self.findings(text)}
        assert {finding.span for finding in outcome.findings} == said
        return {text[span.start : span.end] for span in said}
