"""Runs of capitalised words, and what a word of one says by itself: its tokens at their exact places.

Possessives, Arabic articles and the rest of compounds such as `Kremlin-backed` are left outside.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS
from corpuslint.text.names.words import BREAKS, FUNCTIONAL, MODIFIERS, PARTICLES

INITIAL = 1
"""The capital may be due to the place: first in a sentence, or in a headline."""
LINKED = 2
"""Follows the mention before it in the same run of words."""
PART = 4
"""Lies inside the mention before it (a part of a hyphen compound)."""

ARTICLE = 3
"""Bits of the flags below the number of the article that stands before the mention (see ARTICLES)."""

HEADLINE, FROM_ADDRESS, TO_ADDRESS = 256, 512, 1024
"""More of the place of a run: all its capitals may be due to it; its first or its last word is part of an address."""

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚƏ"
_INNER = r"\w\u0300-\u036f"
_JOINTS = re.escape(APOSTROPHES + HYPHENS)
_WORD = rf"[{_UPPER}](?:\.(?:[{_UPPER}]\.)*+|[a-z{_INNER}]*+(?:[{_JOINTS}][{_INNER}]++)*+)"
_LOWER_ARTICLES = "al|el|ad|an|as|ash|ar|at|az|ul"
_BEFORE = rf"(?:(?:{_LOWER_ARTICLES})[{re.escape(HYPHENS)}]|[dl][{re.escape(APOSTROPHES)}])?"
_INSIDE = rf"(?:(?:{'|'.join(sorted(PARTICLES))})[ \u00a0]){{0,3}}+"
_FIRST_LETTERS = _UPPER + "".join(sorted({word[0] for word in (*PARTICLES, *_LOWER_ARTICLES.split("|"))}))
RUN = re.compile(rf"{_WORD}(?:[ \u00a0](?=[{_FIRST_LETTERS}]){_INSIDE}{_BEFORE}{_WORD})*+")
_ARTICLE = re.compile(rf"(?:(?:{_LOWER_ARTICLES}|{_LOWER_ARTICLES.title()})-|[dl]')(?=[{_UPPER}])")
_POSSESSIVE = re.compile(rf"[{re.escape(APOSTROPHES)}][sS]$|(?<=s)[{re.escape(APOSTROPHES)}]$")
_SHAPES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
ARTICLES = (
    "", "al ", "el ", "d'", "l'", "al-", "el-", "ad-", "an-", "as-", "ash-", "ar-", "at-", "az-", "ul-",
    "Al-", "El-", "Ad-", "An-", "As-", "Ash-", "Ar-", "At-", "Az-", "Ul-",
)  # fmt: skip
"""What a name may have before it that is no part of it, and that houses use, change and drop."""
_NUMBERS = {article: number << ARTICLE for number, article in enumerate(ARTICLES)}
_NO_NAME = re.compile(r"[\d_]")

LONGEST = 60
"""Code points of a name; what is longer is none."""
Token = tuple[str, int, int]
"""A token, where it begins in its word, and its flags."""


def cut(word: str) -> tuple[tuple[Token, ...], bool]:
    """The tokens of a word, none for titles, words of the calendar and with digits; and whether a name ends by it."""
    return ((), True) if len(word) > LONGEST else _cut(word)


@lru_cache(1 << 14)
def _cut(word: str) -> tuple[tuple[Token, ...], bool]:
    if _NO_NAME.search(word):
        return (), True
    name = _POSSESSIVE.sub("", word).translate(_SHAPES)
    breaks = len(name) < len(word)
    article = _ARTICLE.match(name) if "-" in name or "'" in name else None
    shift = article.end() if article else 0
    name = name[shift:]
    if not name or name in BREAKS or name.partition("'")[0] in FUNCTIONAL:  # They've
        return (), True
    first = article_at(word, shift)
    return _cut_compound(name, shift, first, breaks) if "-" in name else (((name, shift, first),), breaks)


def _cut_compound(name: str, shift: int, first: int, breaks: bool) -> tuple[tuple[Token, ...], bool]:
    parts = name.split("-")
    while len(parts) > 1 and parts[-1] in ("U", "S"):  # Russia-U.S.
        parts.pop()
    if len(parts) == 2 and parts[1].islower() and _is_modifier(parts[1]):  # Kremlin-backed
        return ((parts[0], shift, first),), True
    tokens = [("-".join(parts), shift, first)]
    if sum(part[:1].isupper() for part in parts) > 1:
        start = shift
        for part in parts:
            if len(part) > 3 and part[0].isupper():
                tokens.append((part, start, PART))
            start += len(part) + 1
    return tuple(tokens), breaks


def _is_modifier(part: str) -> bool:
    """Whether the lower-case end of a compound is a word of its own, and no part of the name (Geun-hye)."""
    return part in MODIFIERS or part.endswith("ed") or len(part) > 6 or (len(part) > 5 and part.endswith("ing"))


def article(flags: int) -> str:
    """The article before a mention; in lower case where any word takes a capital."""
    found = ARTICLES[flags >> ARTICLE]
    return found.lower() if flags & INITIAL else found


def article_at(line: str, at: int) -> int:
    """The bits of the article that stands right before a name."""
    mark = line[at - 1 : at]
    if mark == " ":
        number = _NUMBERS.get(line[at - 3 : at], 0) if at > 2 else 0
        return number if at == 3 or not line[at - 4 : at - 3].isalnum() else 0
    if not mark or mark.isalnum():
        return 0
    joint = "-" if mark in HYPHENS else "'" if mark in APOSTROPHES else mark
    for first in (at - 2, at - 3, at - 4):
        number = _NUMBERS.get(line[max(0, first) : at - 1] + joint, 0)
        if number and first >= 0 and not line[max(0, first - 1) : first].isalnum():
            return number
    return 0
