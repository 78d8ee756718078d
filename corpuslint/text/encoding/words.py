"""Whether the small words of a language come out of a reading.

Two codecs may both make letters of a byte; only one of them makes `für`, `não` or `что`.
"""

from __future__ import annotations

import re

from corpuslint.text.language import FUNCTION_WORDS, detect

MOST = 4
"""Words beyond which more of them prove nothing more."""

_WORD = re.compile(r"[^\W\d_]+")


def small_words(text: str) -> int:
    """How many of the commonest words of its language, those with letters above ASCII, a text has; 0 to 4."""
    commonest = FUNCTION_WORDS.get(detect(text), frozenset())
    found = commonest.intersection(_WORD.findall(text.lower()))
    return min(MOST, sum(not word.isascii() for word in found))
