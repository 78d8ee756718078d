"""Guillemets with a blank inside, in texts that write them without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.text.punctuation.defects import Defect, Kind
from corpuslint.text.punctuation.neighbours import NEVER
from corpuslint.text.punctuation.repairs import Repair
from corpuslint.text.punctuation.styles import Style

MOST = 0.2
"""Where no more than this share of the guillemets have a blank inside, it is a slip; French puts one there."""

_MARK = r"(?:(?<=\S)(?P<before>[ \t\xa0]{1,3}))?[\xab\xbb](?:(?P<behind>[ \t\xa0]{1,3})(?=\S))?"


def spaced(text: str, style: Style) -> Iterator[Defect]:
    """The guillemets that are alone in having a blank inside."""
    if style.weights.get("\xab", 1.0) or style.weights.get("\xbb", 1.0):
        return  # the text has none, or their direction is not known
    marks = [(found, "behind" if found[0].strip() in style.openers else "before") for found in re.finditer(_MARK, text)]
    blanks = [(found, side) for found, side in marks if found[side]]
    if len(blanks) > MOST * len(marks):
        return
    for found, side in blanks:
        at = found.end("before") if side == "before" else found.start("behind") - 1
        repair = Repair(*found.span(side), "")
        basis = (min(at, repair.start), max(at + 1, repair.end))
        yield Defect(Kind.SPACED, at, at + 1, basis, (repair,), sure=False, partner=None, certainty=NEVER)
