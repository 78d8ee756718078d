"""Paragraphs that stand twice in one document."""

from __future__ import annotations

from collections.abc import Iterator

from corpuslint.api import Document, Finding, Place, Rule, duplicates

MOST = 5
"""Findings in one document: of a longer list the first one tells how many more there are."""


class RepeatedParagraph(Rule):
    """A paragraph that stood in the same document before."""

    def clears(self, data: bytes) -> bool:
        """Whether no long line occurs twice."""
        return duplicates.none_repeated(data, self._shortest())

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each stretch of repeated lines; one for all of them where there are many."""
        found = duplicates.repeats(doc.text, self._shortest())
        more = len(found) - 1 if len(found) > MOST else 0
        for repeat in found[:1] if more else found:
            message = _message(repeat, doc.text.count("\n", 0, repeat.first.start) + 1)
            if more:
                message += f", and {more} more stretches of lines stand twice"
            place = Place(doc.key, repeat.first, "stands here first")
            yield self.finding(doc, repeat.again, message, related=(place,), data={"times": repeat.times})

    def _shortest(self) -> int:
        return int(str(self.options["characters"]))


def _message(repeat: duplicates.Repeat, line: int) -> str:
    if repeat.lines > 1:
        return f"{repeat.lines} lines repeat what begins in line {line}"
    often = f" and stands {repeat.times} times in all" if repeat.times > 2 else ""
    return f"paragraph repeats line {line}{often}"
