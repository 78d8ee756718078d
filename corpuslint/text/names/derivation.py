"""Pairs that look alike because one is derived from the other: never one name spelled twice.

Inflection (Houthi, Houthis), derivation (Iran, Iranian) and the gender of Slavic surnames
(Zelensky, Zelenska; Dultsev, Dultseva).
"""

from __future__ import annotations

import re

from corpuslint.text.names.spelling import fold, sound


def _endings(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUFFIXES = _endings(
    """
    s es n an ian ean i ese ish ist ists ism isms ic ans ians ns er ers ite ites is ing ed ly like
    phobia esque ness hood ize ization man men land stan son ville ton ford burg ia y ies ne nes ni
    """
)
_CUT = ("a", "e", "o", "y", "i", "ia", "um", "us")
_EXCHANGED = _endings("s an ian ia i ish ese ist ists ism isms sm ic ics ans ians is er a o os as f fe ves")
_NOUN_ENDINGS = {"de": _endings("e en em er ern es n nen ns s se sen")}
_OPPOSED = (("macro", "micro"), ("hyper", "hypo"), ("inter", "intra"), ("over", "under"))
"""Beginnings that make two words of one, however near they are in letters."""
_SHORTEST_STEM = 4
_DESIGNATOR = 2
"""Letters of a part of a compound that says which of several things is meant."""
_VOWEL_ENDINGS = {"a", "o", "i"}
_MALE = re.compile(r"(?:ov|ev|in|yn|uk)$")
_MALE_SKY = re.compile(r"sk(?:y|i|yy|iy|yi|ii|ij|oy|oi)$")
_FEMALE_SKY = re.compile(r"sk(?:a|aya|aia|aja)$")


def derived(a: str, b: str) -> bool:
    """Whether one of two names comes from the other by grammar rather than by spelling."""
    x, y = sorted((fold(a), fold(b)), key=lambda name: (len(name), name))
    if x != y and _numbered(x, y):
        return True
    if x == y or sound(a) == sound(b):
        return False  # Zelenskyy is no plural of Zelensky
    return _gender(x, y) or _suffixed(x, y) or _exchanged(x, y) or _opposed(x, y)


def inflected(a: str, b: str, language: str) -> bool:
    """Whether two words may be forms of one noun, in a language that writes nouns like names (Konzept, Konzepte)."""
    endings = _NOUN_ENDINGS.get(language, frozenset())
    return bool(endings) and not _stems(fold(a), endings).isdisjoint(_stems(fold(b), endings))


def _stems(noun: str, endings: frozenset[str]) -> set[str]:
    return {noun} | {stem for ending in endings if len(stem := noun.removesuffix(ending)) >= _SHORTEST_STEM}


def _gender(x: str, y: str) -> bool:
    if y == x + "a" and _MALE.search(x):
        return True
    for man, woman in ((x, y), (y, x)):
        if _MALE_SKY.search(man) and _FEMALE_SKY.search(woman):
            return _MALE_SKY.sub("", man) == _FEMALE_SKY.sub("", woman)
    return False


def _opposed(x: str, y: str) -> bool:
    """Two words that differ in what they begin with: Macrovascular, Microvascular."""
    pairs = (pair for one, other in _OPPOSED for pair in ((one, other), (other, one)))
    return any(x.startswith(one) and y == other + x.removeprefix(one) for one, other in pairs)


def _numbered(x: str, y: str) -> bool:
    """A model or a variety: Hakuto, Hakuto-R, Hakuto-M; B-minus, BB-minus."""
    if y.startswith(x + "-") and len(y) - len(x) <= 3:
        return True
    one, other = x.split("-"), y.split("-")
    return len(one) == len(other) > 1 and (
        (one[:-1] == other[:-1] and max(len(one[-1]), len(other[-1])) <= _DESIGNATOR)
        or (one[1:] == other[1:] and max(len(one[0]), len(other[0])) <= _DESIGNATOR)
    )


def _suffixed(x: str, y: str) -> bool:
    if y.startswith(x) and y[len(x) :] in _SUFFIXES:
        return True
    for cut in _CUT:
        stem = x[: -len(cut)]
        if x.endswith(cut) and len(stem) >= 3 and y.startswith(stem) and y[len(stem) :] in _SUFFIXES:
            return True
    return False


def _exchanged(x: str, y: str) -> bool:
    """Two endings on one stem: Argentinian, Argentinas."""
    for one in _EXCHANGED:
        if not x.endswith(one) or len(x) - len(one) < 4:
            continue
        stem = x[: -len(one)]
        rest = y[len(stem) :] if y.startswith(stem) else ""
        if rest in _EXCHANGED and rest != one and not {one, rest} <= _VOWEL_ENDINGS:
            return True
    return len(x) == len(y) and x[:-1] == y[:-1] and {x[-1], y[-1]} == {"y", "s"}  # Germany, Germans
