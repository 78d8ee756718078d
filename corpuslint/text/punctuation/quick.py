"""The second cheap test, for one text: whether the walk through its paragraphs meets nothing to search.

It is what `regions` asks first, so true is a promise by construction.
"""

from __future__ import annotations

from corpuslint.text.punctuation.manners import looks_english, style_of
from corpuslint.text.punctuation.paragraphs import paragraphs
from corpuslint.text.punctuation.turns import Turns

LONGEST = 1 << 20
"""A text of more bytes is left to the search: to read it twice would cost too much."""


def in_turn(data: bytes) -> bool:
    """Whether no quotation mark of a UTF-8 text of English manners can be a defect; false says nothing."""
    if len(data) > LONGEST:
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    style = style_of(text, "en") if looks_english(text) else None
    if style is None:
        return False
    blocks = paragraphs(text)
    return Turns(text, blocks, style).trouble(0) == len(blocks)
