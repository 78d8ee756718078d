"""Paragraphs that stand twice in one document."""

from __future__ import annotations

from collections.abc import Iterator

from corpuslint.api import Document, Finding, Place, Rule, duplicates

MOST = 100
"""Findings in one document."""


class RepeatedParagraph(Rule):
    """A paragraph that stood in the same document before."""

    def clears(self, data: bytes) -> bool:
        """Whether no long line occurs twice."""
        return duplicates.none_repeated(data, self._shortest())

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each stretch of repeated lines."""
        for number, repeat in enumerate(duplicates.repeats(doc.text, self._shortest())):
            if number == MOST:
                return
            line = doc.text.count("\n", 0, repeat.first.start) + 1
            what = "paragraph repeats" if repeat.lines == 1 else f"{repeat.lines} lines repeat what begins in"
            place = Place(doc.key, repeat.first, "stands here first")
            yield self.finding(doc, repeat.again, f"{what} line {line}", related=(place,))

    def _shortest(self) -> int:
        return int(str(self.options["characters"]))
