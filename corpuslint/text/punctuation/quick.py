"""The second cheap test, for one text: whether the walk through its paragraphs meets nothing to search.

It is what `regions` asks first, so true is a promise by construction. A hard-wrapped text is first shown to
the automaton with its lines joined, for there a line break is a blank.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpuslint.text.punctuation.manners import looks_english, style_of
from corpuslint.text.punctuation.turns import turns_of

LONGEST = 1 << 20
"""A text of more bytes is left to the search: to read it twice would cost too much."""

_BROKEN = re.compile(rb"(?<=\S)\n(?=\S)")
"""A break inside a block of lines; what it leaves apart is judged more strictly than need be."""
_UNUSUAL = (b"\r", b"\n ", b" \n", b"\n\t", b"\t\n", b"\f", b"\v")
"""Where none of these is, a block is what stands between two breaks."""


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
    return (turns.wrapped and matches(_joined(data))) or turns.plain


def _joined(data: bytes) -> bytes:
    """A hard-wrapped text with its lines joined to paragraphs."""
    if any(sign in data for sign in _UNUSUAL):
        return _BROKEN.sub(b" ", data)
    return b"\n\n".join(block.replace(b"\n", b" ") for block in data.split(b"\n\n"))
