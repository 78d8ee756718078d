"""A text that a JSON text holds as a list of strings: they are its paragraphs."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise

from corpuslint.containers import json_text
from corpuslint.containers.json_text import Literal
from corpuslint.containers.splicing import PARAGRAPH
from corpuslint.errors import FixError
from corpuslint.model import Span


def told(value: object) -> str | None:
    """The text that a value says: a string, or the strings of a list as paragraphs; None for anything else."""
    if isinstance(value, list) and all(type(one) is str for one in value):
        return PARAGRAPH.join(value)
    return value if type(value) is str else None


class Paragraphs:
    """The strings of a list inside a JSON text, measured once; as `Literal`, of all of them.

    `start` is where the list begins.
    """

    def __init__(self, text: str, start: int) -> None:
        found = json_text.elements(text, start)
        begins = [start + 1, *(span.start + 1 for _, span in found)]
        sizes = (len(text[before:begin].encode()) for before, begin in pairwise([0, *begins]))
        self._begin, *offsets = accumulate(sizes)
        self._literals = [Literal(text, span, offset) for (_, span), offset in zip(found, offsets, strict=True)]
        self._lengths = [len(value) for value, _ in found]
        self._starts = list(accumulate((length + len(PARAGRAPH) for length in self._lengths), initial=0))[:-1]

    @property
    def ascii_only(self) -> bool:
        """Whether what is not ASCII is written as escapes."""
        return any(literal.ascii_only for literal in self._literals)

    def at(self, index: int) -> int:
        """The byte offset in the JSON text of a code point; between two paragraphs, the end of the first."""
        if not self._literals:
            return self._begin
        number = self._number(index)
        return self._literals[number].at(min(index - self._starts[number], self._lengths[number]))

    def expect_inside(self, span: Span) -> None:
        """Raise FixError for a span that is not within one paragraph."""
        number = self._number(span.start)
        if not self._literals or span.end > self._starts[number] + self._lengths[number]:
            raise FixError("paragraphs, which are strings of a list here, would be joined or parted")

    def _number(self, index: int) -> int:
        return bisect_right(self._starts, index) - 1
