"""Paragraphs whose marks simply open and close in turn, found without a search.

Every mark must stand in a place that allows one reading only. A quotation that is still open when a
sentence ends may be reopened, in the next paragraph or where the break before it was lost, as papers
do, if nobody is named as its speaker before. All else is for the search.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpuslint.text.punctuation.marks import Token, runs
from corpuslint.text.punctuation.neighbours import beginning, neighbour
from corpuslint.text.punctuation.paragraphs import Paragraph
from corpuslint.text.punctuation.speech import attribution
from corpuslint.text.punctuation.styles import Style

_LEFT_OF_OPENING, _RIGHT_OF_OPENING = frozenset("s("), frozenset("Aad($'")
_LEFT_OF_CLOSING, _RIGHT_OF_CLOSING = frozenset("Aad.,)$'"), frozenset("s.,)")


FARTHEST = 40
"""Most paragraphs that a quotation goes on for without a search."""

LONG = 40
"""A paragraph of more marks than this need not be searched as a whole."""
KEPT = 6
"""Plain quotations that are searched together with what follows."""


class Turns:
    """Reads the paragraphs of a text one after another."""

    def __init__(self, text: str, blocks: Sequence[Paragraph], style: Style) -> None:
        self._text = text
        self._blocks = blocks
        self._english = style.english
        self._opening, self._closing, self._directed = style.openers, style.closers, style.directed
        self._tokens = _by_block(text, blocks, style)

    def trouble(self, first: int) -> int:
        """The first paragraph at or after `first` that needs a search; the number of paragraphs if none does.

        Nothing is open before it, but what opens in it may go on behind it.
        """
        start, speaks = first, False
        for index in range(first, len(self._blocks)):
            if not speaks:
                start = index
            elif not self._resumes(index) or index - start > FARTHEST:
                return start
            after = self._read(index, speaks=speaks) if self._tokens[index] else speaks
            if after is None:
                return start
            speaks = after
        return start if speaks else len(self._blocks)

    def tokens(self, index: int) -> Sequence[Token]:
        """The runs of marks of a paragraph."""
        return self._tokens[index]

    def jumps(self, index: int) -> dict[int, int]:
        """Where a long paragraph is plain for a while: from the mark at one code point to the mark at another.

        Some plain quotations are left on the way to the next mark that is not plain.
        """
        tokens, block = self._tokens[index], self._blocks[index]
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
        return bool(tokens) and tokens[0][0] == self._blocks[index].start

    def _read(self, index: int, *, speaks: bool) -> bool | None:
        """Whether a quotation is open after a paragraph; None if a search must tell. `speaks`: one is open before."""
        block, opened, whole = self._blocks[index], -1, True
        for at, token in self._tokens[index]:
            opens, closes = self._place(block, at, token)
            if opens and speaks:
                if at > block.start and not (whole and self._may_resume(opened, at) and block.lost_breaks(self._text)):
                    return None
                opened, whole = at, True
            elif opens:
                opened, whole, speaks = at, self._is_whole(block, at), True
            elif closes and speaks:
                speaks = False
            else:
                return None
        if speaks and (not whole or self._told(opened, block.end)):
            return None
        return speaks

    def _place(self, block: Paragraph, at: int, token: str) -> tuple[bool, bool]:
        """Whether the mark can only open, and whether it can only close."""
        if token in self._directed:
            return token in self._opening, token in self._closing
        text, end = self._text, at + len(token)
        before = neighbour(text[at - 1]) if at > block.start else "s"
        after = neighbour(text[end]) if end < block.end else "s"
        if token in self._opening and before in _LEFT_OF_OPENING and after in _RIGHT_OF_OPENING:
            return True, False
        if token in self._closing and before in _LEFT_OF_CLOSING and after in _RIGHT_OF_CLOSING:
            return False, text[end : end + 1] != "\u2026" and text[end : end + 2] != ".."
        return False, False

    def _is_whole(self, block: Paragraph, at: int) -> bool:
        """Whether what opens here begins as a sentence of its own."""
        head = self._text[max(block.start, at - 3) : at].rstrip()
        return beginning(head[-1:], self._text[at + 1 : at + 2], leads=at == block.start) in {"^", ":", "."}

    def _may_resume(self, opened: int, at: int) -> bool:
        """Whether the quotation that was open may open again here."""
        head = self._text[max(0, at - 6) : at].rstrip().rstrip("'\u2019)")
        return head[-1:] in tuple(".?!\u2026") and not self._told(opened, at)

    def _told(self, opened: int, end: int) -> bool:
        return self._english and attribution(self._text[opened + 1 : end]) is not None


def _by_block(text: str, blocks: Sequence[Paragraph], style: Style) -> list[list[Token]]:
    """The runs of marks of each paragraph."""
    found: list[list[Token]] = [[] for _ in blocks]
    index = 0
    for at, token in runs(text, style):
        while at >= blocks[index].end:
            index += 1
        found[index].append((at, token))
    return found
