"""Single marks, which quote in some texts and are apostrophes in all."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpuslint.text.punctuation.neighbours import NEVER

SINGLE = frozenset("'\u2018\u2019")
_STOPS = frozenset(",.!?\u2026")
_BEFORE_QUOTATION = frozenset(("", *"([-\u2013\u2014"))
_OTHER_KIND = dict.fromkeys("'\u2018", '"\u201c') | dict.fromkeys('"\u201c', "'\u2018")
_AND_ALONE = (" n", " N", "\xa0n", "\xa0N")
_AND = ("'n", "\u2019n", "'N", "\u2019N")
_ELIDED = r"(?i)(?:\d|(?:em|tis|twas|til|cause|n|bout|round|cos)\b)"

_CONTRACTION = r"(?:s|t|re|ve|ll|d|m)\b"
_CONTRACTED = frozenset(
    {"he", "here", "how", "it", "let", "she", "that", "there", "what", "when", "where", "who", "why"}
)
"""Words that are joined to `is` or `us` by an apostrophe."""

IGNORED = 3.0
"""Cost of taking what may stand in for a mark as something else."""
PLURAL, DROPPED, NUMBER = 1.0, 2.0, 0.5
"""Costs of an apostrophe behind a plural (`the boys'`), for a letter that is not spoken (`goin'`), behind a number."""
SHORT_WORD = 0.5
"""Cost of one before a word that lost its beginning (`'90s`, `'em`), or behind a lone `n` (`rock n' roll`)."""
AT_WORD = 9.0
"""Cost of any other beside a letter: more than that of a missing mark."""


def quotes_with_singles(text: str) -> bool:
    """Whether an English text marks its speech by single marks, and what is quoted inside by double ones."""
    ends = _count(text, "'\u2019", _ends_speech)
    if not ends:
        return False
    begins, inner = _count(text, "'\u2018", _begins), _count(text, '"\u201c', _begins)
    return begins > inner and begins + ends > 2


def _count(text: str, marks: str, fits: Callable[[str, int], bool]) -> int:
    """How many of these marks stand in a fitting place; to look for the marks alone is fastest."""
    number = 0
    for mark in marks:
        at = text.find(mark)
        while at >= 0:
            number += fits(text, at)
            at = text.find(mark, at + 1)
    return number


def _ends_speech(text: str, at: int) -> bool:
    """Whether a mark, or two, stands between a stop and a blank."""
    behind = at + 2 if text.startswith(text[at], at + 1) else at + 1
    return text[at - 1 : at] in _STOPS and not text[behind : behind + 1].strip()


def _begins(text: str, at: int) -> bool:
    """Whether a mark stands before a word and behind a blank, or the other kind of mark."""
    before, after, others = text[at - 1 : at], text[at + 1 : at + 2], _OTHER_KIND[text[at]]
    opens = before.isspace() or before in _BEFORE_QUOTATION or before in others
    return opens and (after.isalnum() or (after != "" and after in others))


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
        if following[:1].isalnum():
            return AT_WORD
        return SHORT_WORD if head.endswith(_AND_ALONE) else spoken
    return SHORT_WORD if re.match(_ELIDED, following) else AT_WORD if following[:1].isalpha() else NEVER


def apostrophe(opened: str, following: str) -> float:
    """What it costs that a double mark between two letters stands for an apostrophe.

    `opened` is what a mark before it opens ("" if none does), `following` the text behind it: in `"Post"s` the second
    mark ends a quotation.
    """
    found = re.match(_CONTRACTION, following)
    if found is None:
        return NEVER
    named = found[0] == "s" and opened.isalnum() and opened.lower() not in _CONTRACTED
    return NEVER if named else IGNORED
