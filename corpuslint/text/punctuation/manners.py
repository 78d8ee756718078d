"""Which style of quotation marks a text follows: by its marks first, then by its language."""

from __future__ import annotations

import re
from collections import Counter

from corpuslint.text.punctuation.singles import quotes_with_singles
from corpuslint.text.punctuation.styles import OTHER_MARKS, Style, style

_ALPHABETIC = frozenset(
    {
        *("af", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu", "fi", "fr"),
        *("ga", "gl", "hr", "hu", "id", "is", "it", "lb", "lt", "lv", "mk", "ms", "mt", "nb", "nl", "nn", "no"),
        *("oc", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "tl", "tr", "uk", "vi"),
    }
)
"""Languages of which we know that blanks stand outside quotation marks."""
_EAST_ASIAN = frozenset({"ja", "zh"})
_BOTH_SIDES = frozenset({"da", "et", "fi", "hr", "nb", "nl", "nn", "no", "sl", "sr", "sv"})
"""Languages in which the same curly mark may open and close."""
_ANGLES_AT_BOTH_SIDES = frozenset({"fi", "sv"})
"""Languages in which the same guillemet may open and close."""
_SHARING = frozenset({"be", "bg", "mk", "ru", "sr", "uk"})
"""Languages in which one guillemet may close two quotations: «Завод «Октябрь»."""
_OTHER_SCRIPTS = ((0x590, 0x10A0), (0x1100, 0x1D00), (0x2E80, 0xD800), (0xF900, 0xFB00), (0xFB1D, 0xFF00))
"""Code points of scripts of whose manners we know nothing, half-open."""
_OPENING_RIGHT = r"(?:^|\s)\u201d\w"
_PLACES = {
    True: r"(?<![^\s(])[\xab\xbb](?=\w)",
    False: r"(?<=[\w.!?\u2026])[\xab\xbb](?!\w)|[\xab\xbb](?=[.,;:!?)])",
}
"""Where a guillemet opens, and where it closes."""
_SAMPLE = 4000
SHORT = 600
"""A text of fewer code points whose language cannot be guessed is taken for English."""


def style_of(text: str, language: str) -> Style | None:
    """The style of a text in a language, a primary subtag or "" if not known; None where the style is not known."""
    if language in _EAST_ASIAN:
        return style("\u201c\u201d", "", corners=True, english=False)
    if language not in _ALPHABETIC and (language or _in_other_script(text)):
        return None
    low, guillemets = "\u201e" in text, _guillemets(text, language)
    if guillemets is None:
        return None
    english = language == "en" or (not language and len(text) < SHORT and not low and not guillemets)
    if english and (low or guillemets):
        return None
    curly, single, shared = _curly(text, language, low=low), english and quotes_with_singles(text), language in _SHARING
    return style(curly, guillemets, corners=False, english=english, single=single, shared=shared)


def looks_english(text: str) -> bool:
    """Whether a text has no quotation mark that English does not use."""
    return text.isascii() or not any(mark in text for mark in OTHER_MARKS)


def _in_other_script(text: str) -> bool:
    """Whether much of a text is in a script of whose manners we know nothing."""
    sample = text[:_SAMPLE]
    codes = [] if sample.isascii() else [ord(char) for char in sample if char >= chr(_OTHER_SCRIPTS[0][0])]
    return 10 * sum(any(first <= code < end for first, end in _OTHER_SCRIPTS) for code in codes) > len(sample)


def _guillemets(text: str, language: str) -> str | None:
    """The guillemets of a text in the order in which they open and close, "" if it has none, None if they differ.

    One kind alone is a bullet, or the arrow of a link, unless the language opens and closes with it and most of them
    do. Else most marks decide: the first one may have lost its partner.
    """
    if "\xab" not in text or "\xbb" not in text:
        alone = language in _ANGLES_AT_BOTH_SIDES and "\xbb" in text and "\xab" not in text
        opening, closing = (len(re.findall(_PLACES[opens], text)) if alone else 0 for opens in (True, False))
        return "\xbb\xbb" if opening and closing and opening + closing >= text.count("\xbb") - 2 else ""
    votes = Counter(
        (found[0] == "\xab") == opens for opens in (True, False) for found in re.finditer(_PLACES[opens], text)
    )
    return None if min(votes[True], votes[False]) > 1 else "\xab\xbb" if votes[True] >= votes[False] else "\xbb\xab"


def _curly(text: str, language: str, *, low: bool) -> str:
    """The curly marks that open and close."""
    if low:
        return "\u201e\u201c" if text.count("\u201c") >= text.count("\u201d") else "\u201e\u201d"
    if "\u201d" in text and "\u201c" not in text:
        most = 3 if language == "en" else 0  # only English is sure to turn its marks
        if language in _BOTH_SIDES or len(re.findall(_OPENING_RIGHT, text)) > most:
            return "\u201d\u201d"
    return "\u201c\u201d"
