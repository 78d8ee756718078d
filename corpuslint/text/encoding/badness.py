"""Whether characters stand together that hardly any text has: ftfy's measure of mojibake.

ftfy costs 50 ms to import, so that nothing here is called before a cheaper gate has found something.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuslint.text.encoding.high import runs

ALONE = frozenset("–—‘’“”…\u200b")
"""Characters that are unlikely beside no ASCII whatever; most characters above ASCII of a text are these."""


def is_bad(text: str) -> bool:
    """The same as ftfy's `is_bad`, looking only at the surroundings of characters above ASCII."""
    telling = [(start, end) for start, end in runs(text) if end - start > 1 or text[start] not in ALONE]
    return any(_pattern().search(text, max(0, start - 2), end + 2) for start, end in telling)


def badness(text: str) -> int:
    """How many unlikely pairs and triples a text has."""
    pattern = _pattern()
    return sum(1 for start, end in runs(text) for _ in pattern.finditer(text, max(0, start - 2), end + 2))


@lru_cache(maxsize=1 << 15)
def bad_window(window: str) -> bool:
    """Whether a few characters, with one more on either side of them, are unlikely together."""
    return _pattern().search(window) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    from ftfy.badness import BADNESS_RE

    return BADNESS_RE
