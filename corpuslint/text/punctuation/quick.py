"""The second cheap test, for one text that the automaton of `regular` refuses.

What it lets pass is what `regions` does not search: quotations that go on, told by another automaton, and else all
paragraphs, read mark by mark.
"""

from __future__ import annotations

from corpuslint.text.punctuation.continued import continued

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
    if continued(text, data):
        return True
    from corpuslint.text.punctuation.manners import looks_english, style_of  # most texts do without
    from corpuslint.text.punctuation.turns import turns_of

    style = style_of(text, "en") if looks_english(text) else None
    return style is not None and turns_of(text, style).plain
