"""Walks through a text and gives the stretches of paragraphs whose marks are not simply sound.

A paragraph whose marks open and close in turn, in plain places, while nothing is open before it,
needs no search. All others are read together with their neighbours until the reading is settled.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpuslint.text.punctuation.marks import Mark, mark_at, places
from corpuslint.text.punctuation.neighbours import NEVER
from corpuslint.text.punctuation.paragraphs import Paragraph, is_cut
from corpuslint.text.punctuation.parse import DEFECTS, Break, Lattice, Role, Step, cost_if_sound
from corpuslint.text.punctuation.speech import narration
from corpuslint.text.punctuation.styles import Style
from corpuslint.text.punctuation.turns import Turns, turns_of

LONGEST = 400
"""A region of more steps than this is cut: what is open then is taken as it is."""
ENOUGH = 24
"""A region of more steps than this may end inside a paragraph, behind `CALM` steps without a defect."""
CALM = 12
CAPTION = 140
"""A paragraph without marks that is no longer than this, and no sentence, may be a caption."""
_ENDS = r"[.,!?][')]*(?:\s|$)"
"""Where a sentence or clause ends; of ASCII alone, as a class of other characters takes long to compile."""
SENTENCES = 1.0
"""How much likelier more than one sentence between two marks is narration, as a logarithm."""
_TWO_SENTENCES = r"\w\w[.!?]\s+[^\W\d_a-z]"
_INNER = r"\s['\u2018]\w[^'\u2019]*(?:\w['\u2019]\w[^'\u2019]*)*$"
"""A single mark that opens a quotation, and none behind it that closes."""


class Region(NamedTuple):
    """Steps read together, the role of each, and how much dearer a reading without defects would be."""

    steps: tuple[Step, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    """Where each step's paragraph starts and ends, in code points of the text."""
    roles: tuple[Role, ...]
    certainty: float

    @property
    def end(self) -> int:
        """The code point behind its last step."""
        last = self.steps[-1].what
        return last.end if isinstance(last, Mark) else self.ends[-1]


def regions(text: str, style: Style) -> Iterator[Region]:
    """The regions of a text that need a search, in order."""
    turns = turns_of(text, style)
    blocks, index = turns.blocks, turns.first
    reader = _Reader(text, style)
    while index < len(blocks):
        while index < len(blocks) and not reader.done:
            yield from reader.read(blocks[index], turns, index, last=index + 1 == len(blocks))
            index += 1
        yield reader.region()
        index = turns.trouble(index)


class _Reader:
    """Collects the steps of one region at a time."""

    def __init__(self, text: str, style: Style) -> None:
        self._text = text
        self._style = style
        self._asked: tuple[Paragraph | None, bool] = (None, False)
        self._clear()

    def _clear(self) -> None:
        self._lattice = Lattice()
        self._steps: list[Step] = []
        self._blocks: list[Paragraph] = []

    @property
    def done(self) -> bool:
        """Whether the region can be closed."""
        return bool(self._steps) and (self._lattice.settled or len(self._steps) >= LONGEST)

    def read(self, block: Paragraph, turns: Turns, index: int, *, last: bool) -> Iterator[Region]:
        """Take in one paragraph; in a long one, regions end before it does, and jumps lead over what is plain."""
        jumps = turns.jumps(index)
        at, target, mark, empty = block.start, -1, None, True
        for place in places(self._text, turns.tokens(index), self._style):
            empty = False
            if place[1] < target:
                at, mark = place[1] + len(place[0]), None
                continue
            mark = mark_at(self._text, place, block, self._style, mark)
            if self._full(mark):
                yield self.region()
            target = jumps.get(mark.at, -1) if not self._steps else -1
            if mark.at >= target:
                self._add(mark, at, mark.at, block)
            at = mark.end
        caption = block.end - block.start <= CAPTION and self._text[block.end - 1] not in ".?!\u2026"
        cut = last and is_cut(self._text, block.end)
        self._add(Break(last, cut, caption, empty, self._style.english), at, block.end, block)

    def _lost(self, block: Paragraph) -> bool:
        """Whether the paragraph lost breaks; it is asked for every step of it."""
        if block is not self._asked[0]:
            self._asked = (block, block.lost_breaks(self._text))
        return self._asked[1]

    def _full(self, following: Mark) -> bool:
        """Whether the region ends before a mark of the same paragraph; not between two that may be one doubled."""
        number = len(self._steps)
        if number < ENOUGH or number >= LONGEST:
            return number >= LONGEST
        return following.doubled >= NEVER and self._lattice.calm(CALM)

    def _add(self, what: Mark | Break, start: int, end: int, block: Paragraph) -> None:
        stretch = self._text[start:end]
        worth = self._worth(what, stretch, block)
        inner = not self._style.single and ("'" in stretch or "\u2018" in stretch) and bool(re.search(_INNER, stretch))
        room = re.search(_ENDS, stretch.replace("\u2026", ".").replace("\u2019", "'")) is not None
        step = Step(what, worth, self._lost(block), room, inner)
        self._lattice.add(step)
        self._steps.append(step)
        self._blocks.append(block)

    def _worth(self, what: Mark | Break, stretch: str, block: Paragraph) -> float:
        """How much likelier a stretch is outside quotation marks; by its sentences alone where words say nothing."""
        if self._style.english:
            return narration(stretch) if stretch else 0.0
        between = self._steps and isinstance(what, Mark) and self._blocks[-1] is block
        return SENTENCES if between and re.search(_TWO_SENTENCES, stretch) else 0.0

    def region(self) -> Region:
        """The region read so far; the next one begins with nothing open."""
        best = self._lattice.best()
        steps = tuple(self._steps)
        sound = not DEFECTS.isdisjoint(best.roles)
        certainty = cost_if_sound(steps) - best.cost if sound else 0.0
        starts = tuple(block.start for block in self._blocks)
        ends = tuple(block.end for block in self._blocks)
        result = Region(steps, starts, ends, best.roles, certainty)
        self._clear()
        return result
