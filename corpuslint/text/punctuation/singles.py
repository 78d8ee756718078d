"""Single marks, which quote in some texts and are apostrophes in all."""

from __future__ import annotations

import re

from corpuslint.text.punctuation.neighbours import NEVER

SINGLE = frozenset("'\u2018\u2019")
_STOPS = frozenset(",.!?\u2026")
_SINGLE_BEGINS = re.compile(r"(?<![^\s(\[\u2014\u2013-])['\u2018](?=[\w\"\u201c])")
_DOUBLE_BEGINS = re.compile(r"(?<![^\s(\[\u2014\u2013'\u2018-])[\"\u201c](?=[\w'\u2018])")
_AND = ("'n", "\u2019n", "'N", "\u2019N")
_ELIDED = re.compile(r"(?:\d|(?:em|tis|twas|til|cause|n|bout|round|cos)\b)", re.IGNORECASE)

PLURAL, DROPPED, NUMBER = 1.0, 2.0, 0.5
"""Costs of an apostrophe behind a plural (`the boys'`), for a letter that is not spoken (`goin'`), behind a number."""
SHORT_WORD = 0.5
"""Cost of one before a word that lost its beginning (`'90s`, `'em`)."""
AT_WORD = 9.0
"""Cost of any other beside a letter: more than that of a missing mark."""


def quotes_with_singles(text: str) -> bool:
    """Whether an English text marks its speech by single marks, and what is quoted inside by double ones."""
    ends = _speech_ends(text)
    if not ends:
        return False
    begins, inner = len(_SINGLE_BEGINS.findall(text)), len(_DOUBLE_BEGINS.findall(text))
    return begins > inner and begins + ends > 2


def _speech_ends(text: str) -> int:
    """How many single marks stand between a stop and a blank; to look for the mark alone is fastest."""
    number = 0
    for mark in "'\u2019":
        at = text.find(mark)
        while at >= 0:
            behind = at + 2 if text.startswith(mark, at + 1) else at + 1
            number += text[at - 1 : at] in _STOPS and not text[behind : behind + 1].strip()
            at = text.find(mark, behind)
    return number


def inside_word(text: str, at: int, token: str) -> bool:
    """Whether a single mark stands between two letters or digits."""
    return token in SINGLE and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()


def elision(token: str, head: str, following: str) -> float:
    """What it costs to read a single mark as an apostrophe, by the text before and behind it."""
    if token not in SINGLE:
        return NEVER
    before = head[-1:]
    if before.isdigit():
        return NUMBER
    if before.isalpha():
        spoken = PLURAL if before in "sxzSXZ" else DROPPED if head.endswith(("in", *_AND)) else AT_WORD
        return AT_WORD if following[:1].isalnum() else spoken
    return SHORT_WORD if _ELIDED.match(following) else AT_WORD if following[:1].isalpha() else NEVER
