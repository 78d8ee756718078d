"""Paragraphs whose marks simply open and close in turn, found without a search.

Every mark must stand in a place that allows one reading only. A quotation that is still open when a
sentence ends may be reopened, in the next paragraph or where the break before it was lost, as papers
do, if nobody is named as its speaker before. All else is for the search.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from corpuslint.text.punctuation.marks import Token, runs
from corpuslint.text.punctuation.neighbours import LETTERS, beginning, neighbour
from corpuslint.text.punctuation.paragraphs import Paragraph, hard_wrapped, paragraphs
from corpuslint.text.punctuation.singles import DROPPED, SINGLE, elision
from corpuslint.text.punctuation.speech import told
from corpuslint.text.punctuation.styles import Style

_LEFT_OF_OPENING, _RIGHT_OF_OPENING = frozenset("s(-:"), frozenset("Aad($'")
_STOPS = frozenset(".?!\u2026")
_DOTS = frozenset(".\u2026")
_LEFT_OF_CLOSING, _RIGHT_OF_CLOSING = frozenset("Aad.,)$'"), frozenset("s.,):-")


FARTHEST = 40
"""Most paragraphs that a quotation goes on for without a search."""

LONG = 8
"""A paragraph of more marks than this need not be searched as a whole."""
KEPT = 4
"""Plain quotations that are searched together with what follows."""
MOST_KNOWN = 4_096
"""Places of marks that are remembered."""


@lru_cache(8)
def turns_of(text: str, style: Style) -> Turns:
    """The paragraphs of a text and their marks; some are remembered, as searches follow the cheap tests of a batch."""
    return Turns(text, style)


class Turns:
    """Reads the paragraphs of a text one after another."""

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style
        self.wrapped = hard_wrapped(text)

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
        start, speaks = first, False
        for index in range(first, len(self.blocks)):
            if not speaks:
                start = index
            elif not self._resumes(index) or index - start > FARTHEST:
                return start
            after = self._read(index, speaks=speaks) if self._tokens[index] else speaks
            if after is None:
                return start
            speaks = after
        return start if speaks else len(self.blocks)

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
        seen = [self._place(block, at, token) for at, token in tokens]
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

    def _read(self, index: int, *, speaks: bool) -> bool | None:
        """Whether a quotation is open after a paragraph; None if a search must tell. `speaks`: one is open before."""
        block, opened, resumed = self.blocks[index], -1, False
        for at, token in self._tokens[index]:
            opens, closes = self._place(block, at, token)
            if opens and speaks:
                if at > block.start and not self._may_resume(block, opened, at, resumed=resumed):
                    return None
                opened, resumed = at, True
            elif opens:
                opened, resumed, speaks = at, False, True
            elif closes and speaks:
                speaks = False
            elif speaks or not self._is_apostrophe(at, token):
                return None
        if speaks and (not (resumed or self._is_whole(block, opened)) or self._told(opened, block.end)):
            return None
        return speaks

    def _place(self, block: Paragraph, at: int, token: str) -> tuple[bool, bool]:
        """Whether the mark can only open, and whether it can only close."""
        text, end = self._text, at + len(token)
        if block.start < at and end < block.end:
            around = text[at - 1 : end + 1]
        else:
            around = (text[at - 1] if at > block.start else " ") + token + (text[end] if end < block.end else " ")
        known = self._style.places
        seen = known.get(around)
        if seen is None:
            if len(known) >= MOST_KNOWN:
                known.clear()
            seen = known[around] = _usual(around[0], token, around[-1], self._style)
        if around[-1] in _DOTS and token not in self._style.directed:
            return self._before_dots(around[0], token, end, seen)
        return seen

    def _before_dots(self, left: str, token: str, end: int, seen: tuple[bool, bool]) -> tuple[bool, bool]:
        """The same for a mark before a stop, or before dots that stand for something left out: only those open."""
        if not self._text.startswith(("..", "\u2026"), end):
            return seen
        return token in self._style.openers and neighbour(left) in _LEFT_OF_OPENING, False

    def _is_apostrophe(self, at: int, token: str) -> bool:
        """Whether a single mark outside quotations ends a word that may have one."""
        return elision(token, self._text[max(0, at - 3) : at], self._text[at + 1 : at + 2]) <= DROPPED

    def _is_whole(self, block: Paragraph, at: int) -> bool:
        """Whether what opens here begins as a sentence of its own."""
        head = self._text[max(block.start, at - 3) : at].rstrip()
        return beginning(head[-1:], self._text[at + 1 : at + 2], leads=at == block.start) in {"^", ":", "."}

    def _may_resume(self, block: Paragraph, opened: int, at: int, *, resumed: bool) -> bool:
        """Whether the quotation that was open may open again here; `resumed`: it did so before."""
        head = self._text[max(0, at - 6) : at].rstrip().rstrip("'\u2019)")
        return (
            head[-1:] in _STOPS
            and (resumed or self._is_whole(block, opened))
            and not self._told(opened, at)
            and block.lost_breaks(self._text)
        )

    def _told(self, opened: int, end: int) -> bool:
        return self._style.english and told(self._text[opened + 1 : end])


def _usual(left: str, token: str, right: str, style: Style) -> tuple[bool, bool]:
    """Whether a mark between two characters can only open, and whether it can only close."""
    if token in style.directed:
        return token in style.openers, token in style.closers
    before, after = neighbour(left), neighbour(right)
    if token in style.openers and before in _LEFT_OF_OPENING and after in _RIGHT_OF_OPENING:
        return True, False
    if token in SINGLE and before in LETTERS:
        return False, False  # it may be an apostrophe
    closes = token in style.closers and before in _LEFT_OF_CLOSING and after in _RIGHT_OF_CLOSING
    return False, closes
