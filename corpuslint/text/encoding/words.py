"""Whether the small words and the letters of a language come out of a reading.

Two codecs may both make letters of a byte; only one of them makes `für`, `não` or `что`, and only one makes
letters that the language is written with.
"""

from __future__ import annotations

import re
from collections import Counter

from corpuslint.text.language import FUNCTION_WORDS, LOOKED_AT, detect

MOST = 4
"""Words beyond which more of them prove nothing more."""

_CZECHOSLOVAK = "áäčďéěíĺľňóôŕřšťúůýž"
_DANO_NORWEGIAN = "æøåéòóô"
ALPHABETS = {
    "cs": _CZECHOSLOVAK,
    "da": _DANO_NORWEGIAN,
    "de": "äöüßé",
    "es": "áéíñóúü",
    "fi": "äöåé",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nb": _DANO_NORWEGIAN,
    "nl": "áèéêëïóöü",
    "pl": "ąćęłńóśźż",
    "pt": "àáâãçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "sk": _CZECHOSLOVAK,
    "sv": "åäöé",
    "tr": "âçğıîöşüû",
}
"""The letters above ASCII, lower case, that languages in Latin script are written with but for foreign names."""

_WITHOUT = ("en", "id")
"""Languages that are written in ASCII but for foreign words: any letter may come in with those."""
_FEWEST = 3
"""Common words from which on a language is known."""
_LEAD = 1.3
"""How many times as many of them it must have as any language with other letters."""
_SHARE = 0.1
"""Least share of its common words from which on a language is known."""
_WORD = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]{0,20})(?:(?P<number>\d\xa0|\xa0(?=\d))|\xa0)(?=(?P<right>[^\W\d_]{0,20}))"
)


def small_words(text: str) -> int:
    """How many of the commonest words of its language, those with letters above ASCII, a text has; 0 to 4."""
    commonest = FUNCTION_WORDS.get(detect(text), frozenset())
    found = commonest.intersection(_WORD.findall(text.lower()))
    return min(MOST, sum(not word.isascii() for word in found))


def spaced(text: str) -> float:
    """The share of characters above ASCII that are no-break spaces beside a number or a common word of the language.

    In other codecs their byte is a letter, which would join the two words.
    """
    if "\xa0" not in text:
        return 0.0
    common = FUNCTION_WORDS.get(detect(text), frozenset())
    beside = ((m["number"], {m["left"].lower(), m["right"].lower()}) for m in _SPACED.finditer(text))
    meant = sum(bool(number or common & words) for number, words in beside)
    return meant / sum(char > "\x7f" for char in text)


def alphabet(text: str) -> str:
    """The letters above ASCII of the language whose common words a text clearly has most of; else ""."""
    found = alphabets(text)
    return found[0] if len(found) == 1 else ""


def alphabets(text: str) -> list[str]:
    """The letters above ASCII of each language that a text may be in by its common words, the likeliest first."""
    words = Counter(_WORD.findall(text[:LOOKED_AT].lower()))
    weights = {language: _weight(words, FUNCTION_WORDS[language]) for language in (*ALPHABETS, *_WITHOUT)}
    most = max(weights.values())
    if most < max(_SHARE * words.total(), _FEWEST):
        return []
    near = sorted((language for language in weights if _LEAD * weights[language] > most), key=weights.__getitem__)
    return list(dict.fromkeys(ALPHABETS.get(language, "") for language in reversed(near)))


def _weight(words: Counter[str], common: frozenset[str]) -> int:
    return sum(words[word] for word in common)


def native(text: str, letters: str) -> float:
    """The share of letters above ASCII that are of an alphabet; 0 where there is none."""
    found = Counter(char for char in text if char > "\x7f" and char.isalpha()) if letters else Counter[str]()
    total = found.total()
    return sum(n for char, n in found.items() if is_of(char, letters)) / total if total else 0.0


def is_of(char: str, letters: str) -> bool:
    """Whether a character, in either case, is one of some letters."""
    return char.lower().replace("i\u0307", "ı") in letters if letters else False
