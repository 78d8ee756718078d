"""Whether the small words and the letters of a language come out of a reading.

Two codecs may both make letters of a byte; only one of them makes `für`, `não` or `что`, and only one makes
letters that the language is written with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpuslint.text.encoding.high import high
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
_LANGUAGES = (*ALPHABETS, *_WITHOUT)
_TELLING = frozenset(word for words in _COMMONEST.values() for word in words if not word.isascii())
_SPEAKERS: dict[str, tuple[str, ...]] = {
    word: tuple(language for language in _LANGUAGES if word in _COMMONEST[language])
    for word in frozenset().union(*(_COMMONEST[language] for language in _LANGUAGES))
}
"""Each of these words, and the languages that have it."""
_FEWEST = 3
"""Common words from which on a language is known."""
_LEAD = 1.3
"""How many times as many of them it must have as any language with other letters."""
LAST_LATIN = "\u024f"
"""The last letter of Latin script."""
_SHARE = 0.1
"""Least share of its common words from which on a language is known."""
_SPACED = re.compile(
    r"(?<![^\W\d_])(?P<left>[^\W\d_]{0,20})(?:(?P<number>\d\xa0|\xa0(?=\d))|\xa0)(?=(?P<right>[^\W\d_]{0,20}))"
)
_APOSTROPHE = re.compile(r"(?P<before>(?<![^\W\d_])[^\W\d_]{1,20}|[^\W\d_]{20})\u2019(?P<after>[^\W\d_]{1,20})")
_SHORTENED = frozenset({"s", "t", "ll", "d"})
"""What words behind an apostrophe are shortened to in English."""
_SPEAKING = frozenset(
    {"i", "you", "we", "they", "who", "there", "these", "those", "what", "where", "why", "how", "here", "that", "it"}
    | {"could", "would", "should", "might", "must", "may", "not"}
)
"""The words that `’re`, `’ve` and `’m` stand behind: `V’RE` and `SV’VE` are others that lost a letter."""
_OF_SPEAKING = frozenset({"re", "ve", "m"})
_ELIDED = frozenset(
    {"l", "d", "j", "m", "n", "s", "t", "c", "o", "qu", "un", "all", "dall", "dell", "nell", "sull"}
    | {"jusqu", "lorsqu", "puisqu", "aujourd"}
)
"""What words before an apostrophe are shortened to in French and Italian, and the first of O'Brien."""
_VOWELS = "aehiouyàâáèéêíîòóúbr"
"""Letters that begin words after an elided one, O'Brien and O'Reilly among them."""


def mostly_foreign(letters: Collection[str]) -> bool:
    """Whether more than half of the letters are of another script than Latin."""
    return 2 * sum(char > LAST_LATIN for char in letters) > len(letters)


def small_words(words: Iterable[str], language: Callable[[], str]) -> int:
    """How many of the commonest words of its language, those with letters above ASCII, a text has; 0 to 4.

    Of the words, in lower case, those without such letters may be missing. The language is asked for only where it
    matters.
    """
    found = _TELLING.intersection(words)
    return min(MOST, len(found & _COMMONEST.get(language(), frozenset()))) if found else 0


def spaced(text: str) -> float:
    """The share of characters above ASCII that are no-break spaces beside a number or a common word of the language.

    In other codecs their byte is a letter, which would join the two words.
    """
    if "\xa0" not in text:
        return 0.0
    common = FUNCTION_WORDS.get(detect(text), frozenset())
    beside = ((m["number"], {m["left"].lower(), m["right"].lower()}) for m in _SPACED.finditer(text))
    meant = sum(bool(number or common & words) for number, words in beside)
    return meant / len(high(text))


def elides(text: str) -> bool:
    """Whether every apostrophe between letters stands for a sound left out, as in "it's" and "l'air" or a name.

    In another codec its byte is a letter, and then it stands anywhere.
    """
    return all(
        m["after"].lower() in _SHORTENED
        or (m["after"].lower() in _OF_SPEAKING and m["before"].lower() in _SPEAKING)
        or (m["before"].lower() in _ELIDED and m["after"][0].lower() in _VOWELS)
        for m in _APOSTROPHE.finditer(text)
    )


def alphabet(text: str) -> str:
    """The letters above ASCII of the language whose common words a text clearly has most of; else ""."""
    return only(alphabets(text))


def only(found: Sequence[str]) -> str:
    """The one alphabet that was found; "" where there are others, or none."""
    return found[0] if len(found) == 1 else ""


def alphabets(text: str) -> Sequence[str]:
    """The letters above ASCII of each language that a text may be in by its common words, the likeliest first."""
    return _alphabets(text[:LOOKED_AT])


@lru_cache(maxsize=64)
def _alphabets(beginning: str) -> Sequence[str]:
    return alphabets_of(near(weigh(words_of(beginning))))


def alphabets_of(languages: Iterable[str]) -> Sequence[str]:
    """The letters above ASCII of each language, in this order."""
    return tuple(dict.fromkeys(ALPHABETS.get(language, "") for language in languages))


class Weights(NamedTuple):
    """How many words a text has, and how many of them are among the commonest of each language that has any."""

    words: int
    common: Counter[str]

    def plus(self, other: Weights) -> Weights:
        """Those of two texts."""
        return Weights(self.words + other.words, self.common + other.common)


def weigh(words: Sequence[str]) -> Weights:
    """The words of a text."""
    known = filter(_SPEAKERS.__contains__, words)
    return Weights(len(words), Counter(language for word in known for language in _SPEAKERS[word]))


def near(weights: Weights) -> Sequence[str]:
    """The languages that a text may be in by its common words, the likeliest first."""
    common = weights.common
    most = max(common.values(), default=0)
    if most < max(_SHARE * weights.words, _FEWEST):
        return ()
    close = [language for language in _LANGUAGES if language in common and _LEAD * common[language] > most]
    return sorted(close, key=common.__getitem__)[::-1]


def told(languages: Sequence[str], text: str) -> str:
    """The likeliest language, of those that are near or of all others, or "" """
    return languages[0] if languages and languages[0] in _FURTHER else detect(text)


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


def odd_letters(found: Mapping[str, int], plain: int) -> float:
    """By how much the letters of a text are others than a text of its script has; 0 to 0.6.

    A text in one Cyrillic codec is well-formed words in another, but of rare letters; in one of Latin script, nearly
    all of its letters are accented. `found` are the characters above ASCII, `plain` is the number of ASCII letters.
    """
    letters, scripts = Counter[str](), Counter[str]()
    for char, n in found.items():
        for letter in _small_letters(char):
            letters[letter] += n
    for letter, n in letters.items():
        if letter > "\x7f":
            scripts[script(letter)] += n
    own, total = scripts.most_common(1)[0] if scripts else ("", 0)
    if own == "LATIN":
        return max(0.0, total / (letters.total() + plain + _SUPPOSED) - _ACCENTED)
    if own not in _OFTEN:
        return 0.0
    often = sum(letters[char] for char in _OFTEN[own])
    return max(0.0, _USUAL - (often + _USUAL * _SUPPOSED) / (total + _SUPPOSED))


@lru_cache(maxsize=1 << 12)
def _small_letters(char: str) -> str:
    """The letters that a character is in lower case: one, seldom two, or none."""
    return "".join(filter(str.isalpha, char.lower()))


def native(found: Mapping[str, int], letters: str) -> float:
    """The share of letters among characters above ASCII that are of an alphabet; 0 where there is none."""
    own = {char: n for char, n in found.items() if char.isalpha()} if letters else {}
    total = sum(own.values())
    return sum(n for char, n in own.items() if is_of(char, letters)) / total if total else 0.0


def coherent(found: Mapping[str, int], known: Sequence[str]) -> float:
    """The share of Latin letters above ASCII that one language is written with: of that which has most of them.

    1 where there are none. `known` are the alphabets of those that it may be by the common words of the text; with
    none, or with any letters, it may be every language.
    """
    letters = Counter[str]()
    for char, n in found.items():
        if char <= LAST_LATIN and char.isalpha():
            letters[_small(char)] += n
    own = _ALL if "" in known else known or _ALL
    most = max(sum([letters[char] for char in alphabet if char in letters]) for alphabet in own)
    return most / letters.total() if letters else 1.0


def is_of(char: str, letters: str) -> bool:
    """Whether a character, in either case, is one of some letters."""
    return _small(char) in letters if letters else False


@lru_cache(maxsize=1 << 12)
def _small(char: str) -> str:
    """A letter in lower case, as one character."""
    return char.lower().replace("i\u0307", "ı")
