"""Which codecs bytes that are not UTF-8 may be in: chardet's ranking and a fixed list beside it."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

NAMED = {
    "cp1252": 0.9,
    "mac-roman": 0.5,
    "cp850": 0.4,
    "cp437": 0.4,
    "iso8859-15": 0.5,
    "cp1250": 0.5,
    "iso8859-2": 0.5,
    "cp1251": 0.5,
    "koi8-r": 0.5,
}
"""Codecs that are always tried, with what each starts from as a share of chardet's best confidence."""

EXCLUDED = frozenset(
    {
        "hp-roman8",
        "cp037",
        "cp500",
        "cp1026",
        "cp1140",
        "cp273",
        "utf-7",
        "iso8859-14",
        "iso8859-10",
        "cp1006",
        "cp861",
        "cp865",
        "cp863",
        "cp860",
    }
)
"""Answers of chardet that are, on news text, nearly always wrong."""

_USUAL = ("cp1252", "iso8859-1")
_COMMON = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "iso8859-2"),
    *("iso8859-15", "iso8859-9", "koi8-r", "gb18030", "gb2312", "big5", "shift_jis", "cp932", "euc_jp", "euc_kr"),
    *("cp949", "iso2022_jp", "iso2022_kr"),
)
_OLD = ("mac-roman", "cp850", "cp437", "cp866", "cp852", "koi8-u", "iso8859-5", "iso8859-7", "tis-620", "mac-cyrillic")
_ANSWERED = 0.5
"""The part of that which codecs count at least that chardet has answered with less confidence."""
_BEHIND = 0.05
"""How much less than the codec that chardet named its relative weighs."""
_RELATED = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "cp932": "shift_jis",
    "gb2312": "gb18030",
    "gb18030": "gb2312",
}
"""Codecs that read nearly all bytes as another one does: supersets, and twins that differ in a few signs.

Where the signs are there, nothing in the text tells the twins apart, and the margin has to say so.
"""
_SUPERSEDED = {
    "shift_jis_2004": "cp932",
    "shift_jisx0213": "cp932",
    "euc_jis_2004": "euc_jp",
    "euc_jisx0213": "euc_jp",
}
"""Codecs that hardly anything was ever written in, and those that read nearly all of their bytes as they do."""
NATIONAL = {"pt": "cp860", "fr": "cp863", "is": "cp861", "da": "cp865", "nb": "cp865"}
"""Variants of code page 437 that few languages were written in; a text in any other has no letters of theirs."""
SHIFTING = ("iso2022", "hz")
"""Codecs that say in ASCII bytes what ASCII cannot."""
_MOST = 12
"""How many of chardet's answers are worth a look."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A codec and the share (0 to 1) of the best confidence that speaks for it."""

    codec: str
    weight: float


def normal(name: str) -> str:
    """Python's own name of a codec; the name itself where Python does not know it."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name.lower()


def rarity(codec: str) -> float:
    """How unusual a codec is for news text: 0 (cp1252) to 3."""
    if codec in _USUAL:
        return 0.0
    if codec in _COMMON:
        return 1.0
    return 2.0 if codec in _OLD else 3.0


def related(codec: str, other: str) -> bool:
    """Whether two codecs differ in a few signs only, which tell nothing."""
    return _RELATED.get(codec) == other or _RELATED.get(other) == codec


def national(weight: float, languages: Sequence[str]) -> list[Guess]:
    """What to try beside code page 437 of this weight, which reads a text in these languages, the likeliest first."""
    variants = dict.fromkeys(NATIONAL[language] for language in languages if language in NATIONAL)
    return [Guess(codec, weight - _BEHIND) for codec in variants]


def guesses(raw: bytes) -> list[Guess]:
    """Codecs to try on `raw`, in the order of preference on a tie."""
    answers = _chardet(raw)
    top = max((confidence for _, confidence in answers), default=0.0)
    found = [
        Guess(name, max(confidence / top if top else 0.5, _ANSWERED * NAMED.get(name, 0.0)))
        for name, confidence in answers
    ]
    known = {guess.codec for guess in found}
    found += [
        Guess(_RELATED[g.codec], g.weight - _BEHIND) for g in found if _RELATED.get(g.codec, "") not in {"", *known}
    ]
    return found + [Guess(name, weight) for name, weight in NAMED.items() if name not in known]


def _chardet(raw: bytes) -> list[tuple[str, float]]:
    """Chardet's answers but for those excluded, best first.

    Chardet looks for magic numbers before it looks for text, so that an article beginning "BMW" is a
    bitmap to it: where it finds no encoding it is asked again with a line break in front.
    """
    import chardet

    answers = chardet.detect_all(raw, ignore_threshold=True, prefer_superset=False)
    if not answers or answers[0]["encoding"] is None:
        answers = chardet.detect_all(b"\n" + raw, ignore_threshold=True, prefer_superset=False)
    named = [(_usual(raw, normal(a["encoding"])), a["confidence"]) for a in answers[:_MOST] if a["encoding"]]
    return [(name, confidence) for name, confidence in named if name not in EXCLUDED]


def _usual(raw: bytes, codec: str) -> str:
    """The codec that is usual instead of this one, if it can read the bytes."""
    usual = _SUPERSEDED.get(codec)
    if usual is None:
        return codec
    try:
        raw.decode(usual)
    except UnicodeError:
        return codec
    return usual
