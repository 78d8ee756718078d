"""Foldings of a name: by letter, by joint, and by how it was carried over from another alphabet."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

APOSTROPHES = "'’ʼ`´ʻ‘"
HYPHENS = "-‐‑"

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a"}
    | dict.fromkeys("ʼ'’‘`´ʻʿʾ")
)
_NOT_LETTER = re.compile(r"[\W_]+")

# One spoken consonant in the spellings of several romanisations, longest first. Capitals stand for
# sounds without a letter of their own: S sh, C ch, J zh or j.
_DIGRAPHS = (
    ("schtsch", "S"), ("shch", "S"), ("stch", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"),
    ("dzh", "J"), ("dsh", "J"), ("dj", "J"), ("zh", "J"), ("ch", "C"), ("ph", "f"), ("kh", "k"), ("ck", "k"),
    ("qu", "\x01"), ("q", "k"), ("\x01", "qu"), ("ca", "ka"), ("co", "ko"), ("cu", "ku"), ("cl", "kl"),
    ("cr", "kr"), ("ct", "kt"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("bh", "b"), ("tz", "z"), ("ts", "z"),
)  # fmt: skip
_LATE = (("x", "ks"), ("w", "v"))
_VOWEL_PAIRS = (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ea", "i"), ("ae", "e"))
# y and i as glides: Sergey/Sergei, Yekaterina/Ekaterina, Zelenskyy/Zelenskiy, Maria/Mariya.
_GLIDES = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"iy(?=[aeou])", "i"),
        (r"(?<=[aeou])[jy](?=[aeiou])", "i"),
        (r"[iy]j(?=$|[^aeou])", "i"),
        (r"j", "J"),
        (r"(?<=[^aeiou])[iy]([aeou])", r"\1"),
        (r"^y([aeou])", r"\1"),
        (r"(?<=[aeiou])[iy](?=[aeou])", ""),
        (r"y", "i"),
        (r"(?<=[aeo])i", "i"),
        (r"(.)\1+", r"\1"),
    )
)
VOWELS = frozenset("aeiouy")
_CLASSES = str.maketrans(
    {"g": "k", "q": "k", "z": "s", "J": "j", "S": "s", "C": "c", "d": "t", "b": "p", "v": "f", "h": None}
)
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(1 << 16)
def fold(name: str) -> str:
    """Lower case, without diacritics and apostrophes."""
    low = name.lower().translate(_LETTERS)
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def unshared(forms: Sequence[str]) -> set[str]:
    """Forms of several words without those at their beginnings and ends that all of them share."""
    words = [form.split() for form in forms]
    for _ in range(2):
        while min(map(len, words)) > 1 and len({one[0] for one in words}) == 1:
            words = [one[1:] for one in words]
        words = [one[::-1] for one in words]
    return {" ".join(one) for one in words}


def pair(a: str, b: str) -> frozenset[str]:
    """Two names as a pair, the same with other capitals and accents, and of the words alone in which they differ."""
    return frozenset(unshared((fold(a), fold(b))))


@lru_cache(1 << 16)
def squash(name: str) -> str:
    """`fold` without hyphens, spaces and any other mark: what all ways of joining the parts share."""
    return _NOT_LETTER.sub("", fold(name))


@lru_cache(1 << 16)
def sound(name: str) -> str:
    """The transliteration key: equal for the usual romanisations of one foreign name.

    Zelensky, Zelenskyy and Zelenskiy share one; so do Sergei and Sergey, Yekaterina and Ekaterina.
    """
    key = squash(name)
    for spelling, letter in _DIGRAPHS:
        key = key.replace(spelling, letter)
    if key[-1:] == "c":
        key = key[:-1] + "k"
    if key[:1] == "x":
        key = "s" + key[1:]
    for spelling, letter in _LATE:
        key = key.replace(spelling, letter)
    if key[:1] == "j":
        key = "J" + key[1:]
    for spelling, letter in _VOWEL_PAIRS:
        key = key.replace(spelling, letter)
    for pattern, into in _GLIDES:
        key = pattern.sub(into, key)
    return key


@lru_cache(1 << 16)
def skeleton(name: str) -> str:
    """The consonant classes of `sound`, after a first letter or A for a first vowel."""
    key = sound(name)
    if not key:
        return ""
    head = "A" if key[0] in VOWELS else key[0]
    bones = head + "".join(c for c in key[1:] if c not in VOWELS)
    return _DOUBLED.sub(r"\1", bones.translate(_CLASSES))
