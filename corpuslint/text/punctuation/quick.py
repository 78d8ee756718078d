"""The second cheap test, for one text: whether the walk through its paragraphs meets nothing to search.

It is what `regions` asks first, so true is a promise by construction. A hard-wrapped text is first shown to
the automaton with its lines joined, for there a line break is a blank.
"""

from __future__ import annotations

from collections.abc import Callable

from corpuslint.text.punctuation.manners import looks_english, style_of
from corpuslint.text.punctuation.paragraphs import joined
from corpuslint.text.punctuation.turns import turns_of

LONGEST = 1 << 20
"""A text of more bytes is left to the search: to read it twice would cost too much."""


def in_turn(data: bytes, matches: Callable[[bytes], bool]) -> bool:
    """Whether no quotation mark of a UTF-8 text of English manners can be a defect; false says nothing.

    `matches` is the test of `regular`, where a line is a paragraph.
    """
    if len(data) > LONGEST:
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    style = style_of(text, "en") if looks_english(text) else None
    if style is None:
        return False
    turns = turns_of(text, style)
    return (turns.wrapped and not style.single and matches(joined(text).encode())) or turns.plain
