"""The marks of a paragraph read without a search: each opens or closes, in turn.

Every mark must stand in a place that allows one reading only. A quotation that is still open when a
sentence ends may be reopened, in the next paragraph or where the break before it was lost, as papers
do, if nobody is named as its speaker before. One may be open where the text was cut off. All else is for the search.
"""

from __future__ import annotations

from collections.abc import Callable

from corpuslint.text.punctuation.marks import inch
from corpuslint.text.punctuation.neighbours import LETTERS, NEVER, beginning, neighbour
from corpuslint.text.punctuation.paragraphs import Paragraph
from corpuslint.text.punctuation.singles import AT_WORD, DROPPED, SINGLE, elision
from corpuslint.text.punctuation.speech import narration, told
from corpuslint.text.punctuation.styles import STRAIGHT, Style

Place = tuple[bool, bool]
"""Whether a mark can only open, and whether it can only close."""

MOST_KNOWN = 4_096
"""Places of marks that are remembered."""
MOST_OF_PART, MOST_OF_CUT = 0.5, 2.0
"""Most that a quotation may sound like narration, and yet be reopened though it began as a part, or be cut off."""

_LEFT_OF_OPENING, _RIGHT_OF_OPENING = frozenset("s(-:"), frozenset("Aad($'")
_LEFT_OF_DOTS = frozenset("Aad.,)$")
_LEFT_OF_CLOSING, _RIGHT_OF_CLOSING = frozenset("Aad.,)$'"), frozenset("s.,):-")
_STOPS = frozenset(".?!\u2026")
_DOTS = frozenset(".\u2026")
_WHOLE = frozenset("^:.")


class Alternation:
    """What is open while the marks of a text are read one after another.

    `speaks` says whether a quotation is open. `lost` tells whether a paragraph lost breaks, and is asked where that
    matters.
    """

    def __init__(self, text: str, style: Style, lost: Callable[[Paragraph], bool], *, speaks: bool = False) -> None:
        self.speaks = speaks
        self._text = text
        self._style = style
        self._lost = lost
        self._opened, self._resumed = -1, False

    def take(self, block: Paragraph, at: int, token: str) -> bool:
        """Read the next run of marks; false if a search must tell what it is."""
        opens, closes = self.place(block, at, token)
        if opens:
            if self.speaks and at > block.start and not self._may_resume(block, at):
                return False
            self._opened, self._resumed, self.speaks = at, self.speaks, True
            return True
        if self.speaks:
            self.speaks = not (closes or (token in SINGLE and self._closes_single(block, at)))
            return not self.speaks
        return self._elision(at, token) <= DROPPED or (token == STRAIGHT and self._measures(at))

    def goes_on(self, block: Paragraph) -> bool:
        """Whether a quotation that is open at the end of a paragraph may go on in the next one."""
        return (self._resumed or self._is_whole(block)) and not self._told(block.end)

    def may_be_cut(self, end: int) -> bool:
        """Whether a quotation may be open at the end of a text that was cut off."""
        return narration(self._text[self._opened + 1 : end]) <= MOST_OF_CUT

    def place(self, block: Paragraph, at: int, token: str) -> Place:
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

    def _before_dots(self, left: str, token: str, end: int, seen: Place) -> Place:
        """The same for a mark before a stop, or before dots that stand for something left out."""
        if not self._text.startswith(("..", "\u2026"), end):
            return seen
        before = neighbour(left)
        closes = token in self._style.closers and before in _LEFT_OF_DOTS
        return token in self._style.openers and before in _LEFT_OF_OPENING, closes

    def _elision(self, at: int, token: str) -> float:
        """What it costs to read a single mark as an apostrophe."""
        return elision(token, self._text[max(0, at - 3) : at], self._text[at + 1 : at + 2])

    def _measures(self, at: int) -> bool:
        """Whether a mark stands for inches or seconds."""
        before, after = neighbour(self._text[max(0, at - 1) : at]), neighbour(self._text[at + 1 : at + 2])
        return inch(self._text, at, before, after) < NEVER

    def _closes_single(self, block: Paragraph, at: int) -> bool:
        """Whether a single mark behind a word ends a quotation of single marks, as no apostrophe can stand there."""
        text = self._text
        after = neighbour(text[at + 1]) if at + 1 < block.end else "s"
        fits = neighbour(text[at - 1 : at]) in LETTERS and after in _RIGHT_OF_CLOSING
        ends = fits and text[at] in self._style.closers
        return ends and text[self._opened] in SINGLE and self._elision(at, text[at]) >= AT_WORD

    def _is_whole(self, block: Paragraph) -> bool:
        """Whether what is open began as a sentence of its own."""
        at = self._opened
        head = self._text[max(block.start, at - 3) : at].rstrip()
        return beginning(head[-1:], self._text[at + 1 : at + 2], leads=at == block.start) in _WHOLE

    def _may_resume(self, block: Paragraph, at: int) -> bool:
        """Whether the quotation that is open may open again here."""
        head = self._text[max(0, at - 6) : at].rstrip().rstrip("'\u2019)")
        if head[-1:] not in _STOPS or not self._lost(block):
            return False
        if self._resumed or self._is_whole(block):
            return not self._told(at)
        return self._style.english and narration(self._text[self._opened + 1 : at]) <= MOST_OF_PART

    def _told(self, end: int) -> bool:
        """Whether somebody was named as the speaker since the quotation was opened."""
        return self._style.english and told(self._text[self._opened + 1 : end])


def _usual(left: str, token: str, right: str, style: Style) -> Place:
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
