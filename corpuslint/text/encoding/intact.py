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
_SIGNS = frozenset("”“’‘»«›‹…–—•™®°¹²³\xa0")
"""What stands right behind a word."""
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
    lead, tail = text[start], text[start + 1 : end]
    if len(right) != 1 or not lead.isalpha() or any(map(str.isalpha, tail)):
        return False
    before = text[start - 1 : start] if start else ""
    if not tail:
        return before.isupper() and lead.isupper() and right.islower()
    if before.isalpha() and script(before) == script(lead) and _alien(right, script(lead)):
        return True
    return _closes(text, start, end) or (before.isupper() and lead.isupper() and _is_letter(text, lead, tail))


def _alien(char: str, own: str) -> bool:
    """Whether a character can be no part of a word in a script; modifiers (the ʻ of Hawaiʻi) belong to all of them."""
    category = unicodedata.category(char)
    if impossible(char) or unusual(char):
        return True
    if category[0] == "M":
        return not _ACCENTS[0] <= char <= _ACCENTS[1]
    return category[0] == "L" and category != "Lm" and script(char) != own


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the first mark of a sequence closes a quotation, and no word goes on behind the sequence."""
    mark = text[start + 1]
    if mark not in _OPENERS or (text[end : end + 1].isalpha() and text[end - 1] not in "“„‘‚«»‹›"):
        return False
    line = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
    opened = max(line.rfind(opener) for opener in _OPENERS[mark])
    if opened < 0 or mark in line[opened + 1 :]:
        return False
    return not line[opened - 1 : opened].isalpha() if opened else True


def _is_letter(text: str, lead: str, tail: str) -> bool:
    """Whether the text has a letter elsewhere with nothing above ASCII behind it, as no lead of a sequence is."""
    return len(tail) == 1 and tail in _SIGNS and lead in _own_letters(text)


@lru_cache(maxsize=4)
def _own_letters(text: str) -> frozenset[str]:
    """Letters above ASCII before one of ASCII, and in their capital form those that stand before anything of ASCII."""
    return frozenset(_BEFORE_LETTER.findall(text)) | {char.upper() for char in set(_BEFORE_ASCII.findall(text))}
