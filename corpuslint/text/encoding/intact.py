"""What looks damaged and is right: the last letter of a word and the marks after it.

In windows-1252 the `Ô` of UTF-8 reads `Ã”`, and so does the end of `“AMANHÃ”`. The text around tells the two apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from corpuslint.text.encoding.plausible import impossible, script, unusual

_OPENERS = {"”": "“„", "“": "„", "’": "‘‚", "‘": "‚", "»": "«", "«": "»", "›": "‹", "‹": "›"}
"""Closing marks, and what opens a quotation that they close."""
_SIGNS = frozenset("”“’‘»«›‹…–—•™®°¹²³\xa0 ")
"""What stands right behind a word."""
_TURNING = "“„‘‚«»‹›"
"""Marks that begin a quotation somewhere."""
_DASHES = "–—"
_BEFORE = frozenset(" \t\xa0([{—–-\"'")
"""What stands before the beginning of a quotation."""
_ACCENTS = "\u0300", "\u033f"
"""Marks that letters of Latin script are written with."""
_LONGEST = 1_000
"""Characters of a quotation in which its beginning is looked for."""
_BEFORE_LETTER = re.compile(r"[^\x00-\x7f](?=[A-Za-z])")
_BEFORE_ASCII = re.compile(r"[ß-\u024f](?=[\x00-\x7f])")


def is_intact(text: str, start: int, end: int, right: str) -> bool:
    """Whether the sequence at a place of a text is rather a letter and marks than the character `right`.

    It is where that character would be a letter of another script within a word, where a mark of the sequence
    closes a quotation of the same line, and at the end of a word in capitals whose last letter the text has elsewhere
    or that a small letter would end.
    """
    lead, tail = text[start : start + 1], text[start + 1 : end]
    if len(right) != 1 or not lead.isalpha() or not _SIGNS.issuperset(tail):
        return False
    before = text[start - 1 : start] if start else ""
    if not tail:
        return before.isupper() and lead.isupper() and right.islower()
    ends = not text[end : end + 1].isalpha() or tail[-1] in _TURNING
    if ends and before.isalpha() and script(before) == script(lead) and _alien(right, script(lead)):
        return True
    return (ends and _closes(text, start)) or _ends_capitals(text, start, end, right)


def _alien(char: str, own: str) -> bool:
    """Whether a character can be no part of a word in a script; modifiers (the ʻ of Hawaiʻi) belong to all of them."""
    category = unicodedata.category(char)
    if impossible(char) or unusual(char):
        return True
    if category[0] == "M":
        return not _ACCENTS[0] <= char <= _ACCENTS[1]
    return category[0] == "L" and category != "Lm" and script(char) != own


def _closes(text: str, start: int) -> bool:
    """Whether the mark behind a letter closes a quotation of the same line."""
    mark = text[start + 1]
    if mark not in _OPENERS:
        return False
    line = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
    opened = max(line.rfind(opener) for opener in _OPENERS[mark])
    if opened < 0 or mark in line[opened + 1 :]:
        return False
    return not opened or line[opened - 1] in _BEFORE


def _ends_capitals(text: str, start: int, end: int, right: str) -> bool:
    """Whether a letter that the text has elsewhere, too, ends a word in capitals, which a small letter would not.

    Elsewhere nothing above ASCII stands behind it, as behind a lead of a sequence there always does.
    """
    word = text[max(0, start - 2 if right.islower() else start - 1) : start + 1]
    if text[end : end + 1].isalpha() and text[end - 1] not in _DASHES:
        return False
    return end - start == 2 and len(word) > 1 and word.isupper() and word.isalpha() and word[-1] in _own_letters(text)


@lru_cache(maxsize=4)
def _own_letters(text: str) -> frozenset[str]:
    """Letters above ASCII before one of ASCII, and in their capital form those that stand before anything of ASCII."""
    return frozenset(_BEFORE_LETTER.findall(text)) | {char.upper() for char in set(_BEFORE_ASCII.findall(text))}
