"""Letters of another script that look like those of a word, and what they should be.

A letter counts as look-alike only where the two shapes are the same in ordinary print. Digits and
words that have letters of both scripts which look like nothing in the other are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from corpuslint.model import Span
from corpuslint.text.encoding.plausible import script

_CYRILLIC = "АВСЕНІЈКМОРЅТХҮасеіјорѕхуһԁԛԝ"
_CYRILLIC_AS_LATIN = "ABCEHIJKMOPSTXYaceijopsxyhdqw"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_GREEK_AS_LATIN = "ABEZHIKMNOPTYXo"

_TO_LATIN = dict(zip(_CYRILLIC + _GREEK, _CYRILLIC_AS_LATIN + _GREEK_AS_LATIN, strict=True))
_FROM_LATIN = {
    "CYRILLIC": {b: a for a, b in zip(_CYRILLIC, _CYRILLIC_AS_LATIN, strict=True) if a not in "ҮһԁԛԝЅѕ"},
    "GREEK": dict(zip(_GREEK_AS_LATIN, _GREEK, strict=True)),
}
_WORD = re.compile(r"[A-Za-zÀ-ɏ\u0370-\u052f]{3,}")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER = re.compile(r"[\u0370-\u052f]")
_INFLECTED = re.compile(r"(?:[\u0370-\u04ff]{2}|[аеиоуыюяіїє])\Z")
"""How words end that were taken over from English and have an ending of the language of the text."""
_PALOCHKA = re.compile("[\u0430-\u045f]I")
"""A Latin capital behind a small Cyrillic letter: languages of the Caucasus are typed so, whose letter Ӏ has no key."""
_AROUND = 100
"""Characters on either side of a word that tell the script of its text."""
_LONGEST = 60
"""Letters of a word that a person can have written."""
_OF_ITS_OWN = 3
"""So many letters in a row may be a word of the other script that lost the blank beside it (`engрусita`)."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A word with letters of another script, the word as it should be, and its script.

    `sure` says that a letter of the word belongs to its script alone, that most letters are of it, and that those of
    the other are no word of their own.
    """

    span: Span
    right: str
    script: str
    letters: str
    sure: bool


def lookalikes(text: str) -> Iterator[LookAlike]:
    """Every word of a text whose letters of another script all look like its own, in order of place.

    The ending of a Latin word in a text of the other script (`в wordе`) is right as it is, and so is an `I` in a text
    that has it for the palochka (`хIун`).
    """
    palochka = _PALOCHKA.search(text) is not None
    for match in _WORD.finditer(text):
        word = match[0]
        if len(word) <= _LONGEST and _OTHER.search(word) and _LATIN.search(word):
            found = _judge(word, match.start())
            if found is None or (palochka and "I" in found.letters):
                continue
            if not (_is_ending(word, found) and stands_in_other(match)):
                yield found


def is_inflected(word: str) -> bool:
    """Whether a Latin word has an ending of a language of another script; a single consonant is none."""
    return _INFLECTED.search(word.lower()) is not None


def stands_in_other(word: re.Match[str]) -> bool:
    """Whether most of the letters around a word are Greek or Cyrillic."""
    around = word.string[max(0, word.start() - _AROUND) : word.start()] + word.string[word.end() : word.end() + _AROUND]
    return len(_OTHER.findall(around)) > len(_LATIN.findall(around))


def _is_ending(word: str, found: LookAlike) -> bool:
    """Whether the letters of the other script are the ending of a Latin word."""
    return found.script == "LATIN" and word.endswith(found.letters) and is_inflected(word)


def _judge(word: str, at: int) -> LookAlike | None:
    scripts = {char: script(char) for char in set(word)}
    if len(set(scripts.values())) != 2 or "LATIN" not in scripts.values():
        return None
    own = {scripts[c] for c in scripts if not _alike(c, scripts[c])}
    if len(own) > 1:
        return None
    sure = bool(own)
    target = own.pop() if own else max(sorted(set(scripts.values())), key=lambda s: _share(word, scripts, s))
    odd = [c for c in word if scripts[c] != target]
    right = "".join(c if scripts[c] == target else _as(c, target) for c in word)
    if not right.strip("\0") or "\0" in right or (target == "GREEK" and not one_case(right)):
        return None
    longest = max(len(list(run)) for own_script, run in groupby(word, lambda c: scripts[c] == target) if not own_script)
    sure = sure and 2 * len(odd) <= len(word) and longest < _OF_ITS_OWN
    return LookAlike(Span(at, at + len(word)), right, target, "".join(odd), sure)


def one_case(word: str) -> bool:
    """Whether a word is written as words are; formulas (`IκBα`) have capitals anywhere."""
    return word.islower() or word.isupper() or word.istitle()


def _share(word: str, scripts: dict[str, str], wanted: str) -> int:
    return sum(scripts[c] == wanted for c in word)


def _alike(char: str, own: str) -> bool:
    """Whether a letter has a double in the other script."""
    if own == "LATIN":
        return any(char in table for table in _FROM_LATIN.values())
    return char in _TO_LATIN


def _as(char: str, target: str) -> str:
    """The double of a letter in a script; NUL where it has none."""
    if target == "LATIN":
        return _TO_LATIN.get(char, "\0")
    return _FROM_LATIN.get(target, {}).get(char, "\0")
