"""Paragraphs whose marks simply open and close in turn, found without a search.

What needs a search begins where a paragraph does and nothing is open.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from corpuslint.text.punctuation.alternation import Alternation
from corpuslint.text.punctuation.marks import Token, runs
from corpuslint.text.punctuation.paragraphs import FARTHEST, Paragraph, hard_wrapped, is_cut, paragraphs
from corpuslint.text.punctuation.styles import Style

LONG = 8
"""A paragraph of more marks than this need not be searched as a whole."""
KEPT = 4
"""Plain quotations that are searched together with what follows."""


@lru_cache(8)
def turns_of(text: str, style: Style) -> Turns:
    """The paragraphs of a text and their marks; some are remembered, as searches follow the cheap tests of a batch."""
    return Turns(text, style)


class Turns:
    """Reads the paragraphs of a text one after another."""

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style

    @cached_property
    def wrapped(self) -> bool:
        """Whether the text is hard-wrapped."""
        return hard_wrapped(self._text)

    @cached_property
    def blocks(self) -> Sequence[Paragraph]:
        """The paragraphs."""
        return paragraphs(self._text, wrapped=self.wrapped)

    @cached_property
    def _tokens(self) -> list[list[Token]]:
        """The runs of marks of each paragraph."""
        found: list[list[Token]] = [[] for _ in self.blocks]
        ends = [block.end for block in self.blocks]
        index = 0
        for token in runs(self._text, self._style):
            index = bisect_right(ends, token[0], index)
            found[index].append(token)
        return found

    def _alternation(self) -> Alternation:
        return Alternation(self._text, self._style, lambda block: block.lost_breaks(self._text))

    @cached_property
    def first(self) -> int:
        """The first paragraph of all that needs a search."""
        return self.trouble(0)

    @property
    def plain(self) -> bool:
        """Whether nothing needs a search."""
        return self.first == len(self.blocks)

    def trouble(self, first: int) -> int:
        """The first paragraph at or after `first` that needs a search; the number of paragraphs if none does.

        Nothing is open before it, but what opens in it may go on behind it.
        """
        start, reading = first, self._alternation()
        for index, block in enumerate(self.blocks[first:], first):
            if not reading.speaks:
                start = index
            elif not self._resumes(index) or index - start > FARTHEST:
                return start
            if not all(reading.take(block, at, token) for at, token in self._tokens[index]):
                return start
            if reading.speaks and self._tokens[index] and not self._goes_on(reading, index):
                return start
        return len(self.blocks)

    def _goes_on(self, reading: Alternation, index: int) -> bool:
        """Whether a quotation may be open at the end of a paragraph."""
        block = self.blocks[index]
        if index + 1 < len(self.blocks):
            return reading.goes_on(block)
        return is_cut(self._text, block.end) and reading.may_be_cut(block.end)

    def tokens(self, index: int) -> Sequence[Token]:
        """The runs of marks of a paragraph."""
        return self._tokens[index]

    def jumps(self, index: int) -> dict[int, int]:
        """Where a long paragraph is plain for a while: from the mark at one code point to the mark at another.

        Some plain quotations are left on the way to the next mark that is not plain.
        """
        tokens, block = self._tokens[index], self.blocks[index]
        if len(tokens) <= LONG:
            return {}
        reading = self._alternation()
        seen = [reading.place(block, at, token) for at, token in tokens]
        pairs = [0] * (len(tokens) + 2)
        for at in range(len(tokens) - 2, -1, -1):
            pairs[at] = pairs[at + 2] + 1 if seen[at][0] and seen[at + 1][1] else 0
        return {
            tokens[at][0]: tokens[at + 2 * (number - KEPT)][0]
            for at, number in enumerate(pairs[: len(tokens)])
            if number > KEPT
        }

    def _resumes(self, index: int) -> bool:
        """Whether a paragraph begins with a mark."""
        tokens = self._tokens[index]
        return bool(tokens) and tokens[0][0] == self.blocks[index].start
