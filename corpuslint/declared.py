"""Rules that are nothing but their YAML file: a pattern, words, variants or characters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpuslint import regex
from corpuslint.model import Document, Edit, Finding, Fix, Safety, Span
from corpuslint.rule import Meta, Rule
from corpuslint.rulehead import pattern_of


class Declared(Rule):
    """A rule made from the `match` part of its file."""

    def __init__(self, meta: Meta, match: Mapping[str, Any]) -> None:
        self.meta = meta
        self.options = {}
        self._pattern = regex.compile(pattern_of(match))
        self._here = self._pattern.group("here")
        self._replace: str | None = match.get("replace")
        self._variants: Mapping[str, str] = match.get("variants", {})
        self._message: str = match.get("message", meta.summary + ": `{text}`")

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding a match."""
        for match in self._pattern.finditer(doc.text):
            here = self._here if match.start(self._here) >= 0 else 0  # a group that took no part points at nothing
            span = Span(match.start(here), match.end(here))
            text = doc.text[span.start : span.end]
            new = self._replacement(match, text)
            message = self._message.replace("{text}", _short(text)).replace("{replacement}", _short(new or ""))
            yield self.finding(doc, span, message, fix=self._fix(match, span, new))

    def _replacement(self, match: regex.Match, text: str) -> str | None:
        if self._variants:
            right = self._variants.get(text)
            return right if right is not None else self._folded(text)
        return None if self._replace is None else regex.expand(match, self._replace)

    def _folded(self, text: str) -> str | None:
        return next((right for wrong, right in self._variants.items() if wrong.lower() == text.lower()), None)

    def _fix(self, match: regex.Match, span: Span, new: str | None) -> Fix | None:
        if new is None or self.meta.fix is None:
            return None
        title = f"Replace by `{_short(new)}`" if new else "Remove it"
        return Fix((Edit(span, new),), Safety(self.meta.fix), title, Span(match.start(), match.end()))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
