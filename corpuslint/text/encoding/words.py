"""Whether the small words and the letters of a language come out of a reading.

Two codecs may both make letters of a byte; only one of them makes `für`, `não` or `что`, and only one makes
letters that the language is written with.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from corpuslint.text.encoding.plausible import script
from corpuslint.text.language import FUNCTION_WORDS, LOOKED_AT, detect, words_of

MOST = 4
"""Words beyond which more of them prove nothing more."""

_CZECHOSLOVAK = "áäčďéěíĺľňóôŕřšťúůýž"
_DANO_NORWEGIAN = "æøåéòóô"
ALPHABETS = {
    "ca": "àçèéíïòóúü",
    "cs": _CZECHOSLOVAK,
    "da": _DANO_NORWEGIAN,
    "de": "äöüßé",
    "es": "áéíñóúü",
    "et": "äöõüšž",
    "fi": "äöåé",
    "fr": "àâæçèéêëîïôœùûüÿ",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "is": "áéíóúýðþæö",
    "it": "àèéìíîòóùú",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "nb": _DANO_NORWEGIAN,
    "nl": "áèéêëïóöü",
    "pl": "ąćęłńóśźż",
    "pt": "àáâãçéêíóôõúü",
    "ro": "ăâîșțşţ",
    "sk": _CZECHOSLOVAK,
    "sl": "čšžćđ",
    "sq": "ëç",
    "sv": "åäöé",
    "tr": "âçğıîöşüû",
}
"""The letters above ASCII, lower case, that languages in Latin script are written with but for foreign names."""

_ALL = tuple(dict.fromkeys(ALPHABETS.values()))
_FURTHER = {
    "ca": "els amb és són aquest aquesta també seva seu més però han ser fins sobre per les del dels que una un de "
    "la i",
    "et": "ja on ei et see oli ole saa ka mis kui ning aga või oma ta nii kes siis selle veel pole välja üle mida kuid "
    "pärast",
    "is": "og að í á er var sem til við með um ekki það en af fyrir hann hún frá eru verið hefur þetta þess ég þá",
    "sl": "in je na se da so za ki ne pa po kot bi ali še tudi od bo do pri kar biti če že samo njegov ker lahko",
    "sq": "të e në dhe me për që një nga është si nuk ka se i u më po por do kjo ishte janë kur ky duhet edhe",
}
"""The commonest short words of languages that only the choice of a codec has to know."""
_COMMONEST = FUNCTION_WORDS | {language: frozenset(words.split()) for language, words in _FURTHER.items()}
_WITHOUT = ("en", "id")
"""Languages that are written in ASCII but for foreign words: any letter may come in with those."""
_FEWEST = 3
"""Common words from which on a language is known."""
_LEAD = 1.3
"""How many times as many of them it must have as any language with other letters."""
_LATIN = "\u024f"
"""The last letter of Latin script."""
_SHARE = 0.1
"""Least share of its common words from which on a language is known."""
_SPACED = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]{0,20})(?:(?P<number>\d\xa0|\xa0(?=\d))|\xa0)(?=(?P<right>[^\W\d_]{0,20}))"
)
_APOSTROPHE = re.compile(r"(?P<before>(?<![^\W\d_])[^\W\d_]{1,20}|[^\W\d_]{20})\u2019(?P<after>[^\W\d_]{1,20})")
_SHORTENED = frozenset({"s", "t", "re", "ve", "ll", "d", "m"})
"""What words behind an apostrophe are shortened to in English."""
_ELIDED = frozenset(
    {"l", "d", "j", "m", "n", "s", "t", "c", "o", "qu", "un", "all", "dall", "dell", "nell", "sull"}
    | {"jusqu", "lorsqu", "puisqu", "aujourd"}
)
"""What words before an apostrophe are shortened to in French and Italian, and the first of O'Brien."""
_VOWELS = "aehiouyàâáèéêíîòóúbr"
"""Letters that begin words after an elided one, O'Brien and O'Reilly among them."""


def small_words(text: str) -> int:
    """How many of the commonest words of its language, those with letters above ASCII, a text has; 0 to 4."""
    commonest = _COMMONEST.get(_language(text), frozenset())
    found = commonest.intersection(words_of(text))
    return min(MOST, sum(not word.isascii() for word in found))


def _language(text: str) -> str:
    """The likeliest language by its common words, or "" """
    near = _near(text)
    return near[0] if near and near[0] in _FURTHER else detect(text)


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


def elides(text: str) -> bool:
    """Whether every apostrophe between letters stands for a sound left out, as in "it's" and "l'air" or a name.

    In another codec its byte is a letter, and then it stands anywhere.
    """
    return all(
        m["after"].lower() in _SHORTENED or (m["before"].lower() in _ELIDED and m["after"][0].lower() in _VOWELS)
        for m in _APOSTROPHE.finditer(text)
    )


def alphabet(text: str) -> str:
    """The letters above ASCII of the language whose common words a text clearly has most of; else ""."""
    found = alphabets(text)
    return found[0] if len(found) == 1 else ""


def alphabets(text: str) -> list[str]:
    """The letters above ASCII of each language that a text may be in by its common words, the likeliest first."""
    return list(dict.fromkeys(ALPHABETS.get(language, "") for language in _near(text)))


def _near(text: str) -> list[str]:
    """The languages that a text may be in by its common words, the likeliest first."""
    return _languages(text[:LOOKED_AT])


@lru_cache(maxsize=64)
def _languages(text: str) -> list[str]:
    words = Counter(words_of(text))
    weights = {language: _weight(words, _COMMONEST[language]) for language in (*ALPHABETS, *_WITHOUT)}
    most = max(weights.values())
    if most < max(_SHARE * words.total(), _FEWEST):
        return []
    near = sorted((language for language in weights if _LEAD * weights[language] > most), key=weights.__getitem__)
    return near[::-1]


def _weight(words: Counter[str], common: frozenset[str]) -> int:
    return sum(words[word] for word in common)


_OFTEN = {
    "CYRILLIC": "оеаинтсрвліј",
    "GREEK": "αάοόιίεέτσςνηήυύρπκ",
    "HEBREW": "יוהלאמרתבש",
    "ARABIC": "الينمورتبهدة",
    "THAI": "ารอนกมงเดลยวตส",
}
"""The commonest letters of scripts, which make up two thirds of any text in them."""
_USUAL = 0.6
"""The share of these that nearly every text has."""
_ACCENTED = 0.5
"""The share of letters above ASCII that no text in Latin script has."""
_SUPPOSED = 8
"""Letters of a usual kind that are supposed beside those of a text: a few letters may all be rare ones."""


def odd_letters(text: str) -> float:
    """By how much the letters of a text are others than a text of its script has; 0 to 0.6.

    A text in one Cyrillic codec is well-formed words in another, but of rare letters; in one of Latin script, nearly
    all of its letters are accented.
    """
    letters = {char: n for char, n in Counter(text.lower()).items() if char.isalpha()}
    scripts = Counter[str]()
    for char, n in letters.items():
        if char > "\x7f":
            scripts[script(char)] += n
    own, total = scripts.most_common(1)[0] if scripts else ("", 0)
    if own == "LATIN":
        return max(0.0, total / (sum(letters.values()) + _SUPPOSED) - _ACCENTED)
    if own not in _OFTEN:
        return 0.0
    often = sum(letters.get(char, 0) for char in _OFTEN[own])
    return max(0.0, _USUAL - (often + _USUAL * _SUPPOSED) / (total + _SUPPOSED))


def native(text: str, letters: str) -> float:
    """The share of letters above ASCII that are of an alphabet; 0 where there is none."""
    found = Counter(char for char in text if char > "\x7f" and char.isalpha()) if letters else Counter[str]()
    total = found.total()
    return sum(n for char, n in found.items() if is_of(char, letters)) / total if total else 0.0


def coherent(text: str) -> float:
    """The share of Latin letters above ASCII that one language is written with: of that which has most of them.

    1 where there are none. Where the common words tell which languages it may be, it is one of these.
    """
    known = alphabets(text)
    found = Counter(char.lower() for char in text if "\x7f" < char <= _LATIN and char.isalpha())
    own = _ALL if "" in known else known or _ALL
    most = max(sum(n for char, n in found.items() if is_of(char, letters)) for letters in own)
    return most / found.total() if found else 1.0


def is_of(char: str, letters: str) -> bool:
    """Whether a character, in either case, is one of some letters."""
    return char.lower().replace("i\u0307", "ı") in letters if letters else False
