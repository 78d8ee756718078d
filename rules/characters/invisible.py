"""Characters without width: between letters where they belong to no word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete, encoding, replace

_ZERO = "\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u180e\u034f"
_JOINERS = "\u200c\u200d"
_VOWEL_SEPARATOR, _GRAPHEME_JOINER = "\u180e", "\u034f"
"""What parts the last vowel of a Mongolian word, and what keeps two marks on a letter in their order."""
_SOFT = re.compile("\xad+")
_BREAKING = ("THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "JAVANESE", "BALINESE", "TAI", "NEW", "CHAM")
"""Scripts without blanks, in which a zero-width space says where a line may break."""
_PLAIN = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts in which nothing without width is part of a word."""


@lru_cache(maxsize=64)
def _runs(chars: str) -> re.Pattern[str]:
    """Runs of these characters; `re` is several times as fast where there is only one."""
    return re.compile(f"[{chars}]+")


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    return encoding.script(char)


def _neighbours(text: str, span: Span) -> tuple[str, str]:
    return text[span.start - 1 : span.start] if span.start else "", text[span.end : span.end + 1]


class ZeroWidth(Rule):
    """Zero-width spaces, joiners and marks in scripts that have no use for them."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run outside the scripts and emoji that need it."""
        there = "".join(char for char in _ZERO if char in doc.text)
        for match in _runs(there).finditer(doc.text) if there else ():
            span = Span(*match.span())
            if span.start == 0 and doc.text[0] == "\ufeff":
                continue
            before, after = _neighbours(doc.text, span)
            if self._belongs(match[0], before, after):
                continue
            codes = " ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(match[0]))
            plain = all(_script(c) in _PLAIN for c in (before, after) if c.isalpha())
            fix = delete(span, Safety.SAFE if plain else Safety.UNSAFE, "Remove it")
            yield self.finding(doc, span, f"{codes}, which has no width", fix=fix)

    def _belongs(self, found: str, before: str, after: str) -> bool:
        if any(_script(c).startswith(_BREAKING) for c in (before, after) if c):
            return True
        if found == _VOWEL_SEPARATOR:
            return all(c != "" and _script(c).startswith("MONGOLIAN") for c in (before, after))
        if found == _GRAPHEME_JOINER:
            return after != "" and unicodedata.category(after) == "Mn"
        if not set(found) <= set(_JOINERS):
            return False
        return any(_joins(c) for c in (before, after) if c)


def _joins(char: str) -> bool:
    """Whether joiners have a meaning beside this character: letters that join, marks, emoji."""
    if char.isalpha():
        return _script(char) not in (*_PLAIN, "CJK", "HIRAGANA", "KATAKANA", "HANGUL")
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "So", "Sk")


class SoftHyphen(Rule):
    """Hyphens that show only at the end of a line."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each; those in words that the text has not without them are for CHR012."""
        damaged = encoding.damaged(doc.text)
        words = {at: soft for soft in encoding.softened(doc.text) for at in range(*soft.span)}
        for match in _SOFT.finditer(doc.text):
            span, soft = Span(*match.span()), words.get(match.start())
            if span not in damaged and (soft is None or soft.known):
                yield self._in_word(doc, span, soft.word) if soft else self._outside(doc, span)

    def _in_word(self, doc: Document, span: Span, word: str) -> Finding:
        return self.finding(doc, span, f"a soft hyphen in `{word}`", fix=delete(span, Safety.SAFE, "Remove it"))

    def _outside(self, doc: Document, span: Span) -> Finding:
        before, after = _neighbours(doc.text, span)
        if before.isdigit() and after.isdigit():
            fix = replace(span, "-", Safety.UNSAFE, "Write a hyphen")
            return self.finding(doc, span, "a soft hyphen between numbers, which nobody sees", fix=fix)
        return self.finding(doc, span, "a soft hyphen outside a word", fix=delete(span, Safety.UNSAFE, "Remove it"))
