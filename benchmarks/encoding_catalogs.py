"""Texts in many languages from message catalogues, in legacy codecs or damaged, as many as wanted for a seed."""

from __future__ import annotations

import gettext
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ftfy.badness import is_bad

WEST = ("cp1252", "latin-1", "iso8859-15", "mac-roman", "cp850", "cp437")
EAST = ("cp1250", "iso8859-2", "cp852", "mac-latin2")
BALTIC = ("cp1257", "iso8859-13", "cp775")
CYRILLIC = ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")
CODECS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("ca", "de", "es", "eu", "fi", "ga", "gl", "it", "nl", "sq", "sv"), WEST),
    **dict.fromkeys(("da", "nb"), (*WEST, "cp865")),
    **dict.fromkeys(("pt", "pt_BR"), (*WEST, "cp860")),
    "fr": (*WEST, "cp863"),
    "is": ("cp1252", "latin-1", "iso8859-15", "mac-iceland", "cp850", "cp861"),
    **dict.fromkeys(("cs", "hr", "hu", "pl", "sk", "sl"), EAST),
    "ro": (*EAST, "iso8859-16", "mac-romanian"),
    **dict.fromkeys(("et", "lt", "lv"), BALTIC),
    **dict.fromkeys(("be", "bg", "mk", "ru", "sr"), (*CYRILLIC, "cp855")),
    "uk": ("cp1251", "koi8-u", "iso8859-5", "mac-cyrillic", "cp1125"),
    "kk": ("kz1048", "ptcp154"),
    "tr": ("cp1254", "iso8859-9", "cp857", "mac-turkish"),
    "el": ("cp1253", "iso8859-7", "mac-greek", "cp737", "cp869"),
    "he": ("cp1255", "iso8859-8", "cp862"),
    "ar": ("cp1256", "iso8859-6", "cp720"),
    "eo": ("iso8859-3",),
    "mt": ("iso8859-3",),
    "cy": ("iso8859-14",),
    "fa": ("cp1256",),
    "th": ("cp874", "tis-620"),
    "vi": ("cp1258",),
    "zh_CN": ("gb18030", "gbk", "hz"),
    "zh_TW": ("big5", "cp950", "big5hkscs"),
    "ja": ("cp932", "euc_jp", "iso2022_jp"),
    "ko": ("euc_kr", "cp949", "johab", "iso2022_kr"),
}
"""The codecs that each language was written in."""
SHIFTING = ("iso2022_jp", "iso2022_kr", "hz")
"""Codecs that are ASCII, with escapes: no line of UTF-8 among theirs is told."""
UNWRITTEN = (
    *("hi", "bn", "ta", "az", "ka", "hy", "ug", "ur", "am", "km", "ml", "ne", "te", "ia", "oc", "kab", "gd", "uz"),
)
"""Languages that are damaged and looked at clean only."""
MISREAD: Mapping[str, float] = {
    "cp1252": 8, "latin-1": 5, "cp1251": 2, "cp1250": 2, "mac-roman": 2, "cp850": 1, "cp437": 2, "cp1253": 1,
    "cp1254": 1, "cp1257": 1, "iso8859-2": 1, "koi8-r": 0.5, "cp866": 0.5, "cp1256": 0.5,
}  # fmt: skip
"""The codecs that UTF-8 is read in by mistake, and how often beside each other."""
_UNLIKE_NEWS = re.compile(r"[%<>{}\\|_=$@\t\x00\x80-\x9f\ufffd]|--|::")
_SHORTEST, _LONGEST = 25, 400
_DENSE = ("zh_CN", "zh_TW", "ja", "ko", "th")
"""Languages that say in ten characters what takes others 25."""
_FALLBACKS = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "…": "...", "€": "EUR", "\u202f": "\xa0"}
)
"""What was written in codecs that have no such mark."""
_CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
_TONES = "\u0300\u0301\u0303\u0309\u0323"

Sentences = Mapping[str, Sequence[str]]


class Legacy(NamedTuple):
    """Bytes in a codec or two, and their text."""

    language: str
    codec: str
    shape: str
    raw: bytes
    text: str


class Damaged(NamedTuple):
    """A text that was read in wrong codecs, wholly or in part, and the right one."""

    language: str
    chain: str
    kind: str
    damaged: str
    text: str


def sentences(folder: Path) -> Sentences:
    """Translated messages with letters above ASCII, per language; ends the program where there are none."""
    found = {language: _messages(folder / language / "LC_MESSAGES") for language in (*CODECS, *UNWRITTEN)}
    if not any(found.values()):
        sys.exit(f"{folder}: no LANGUAGE/LC_MESSAGES/*.mo; name a folder of message catalogues, as /usr/share/locale")
    return {language: texts for language, texts in found.items() if texts}


def _messages(folder: Path) -> list[str]:
    length = 10 if folder.parent.name in _DENSE else _SHORTEST
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.mo")):
        for message in _catalogue(path):
            text = re.sub(r"[ \n]+", " ", message).strip()
            if length <= len(text) <= _LONGEST and not text.isascii() and not _spoiled(text):
                found.setdefault(text)
    return list(found)


def _spoiled(text: str) -> bool:
    """Whether a message has marks that are not for readers, or is mojibake itself, as a few are."""
    return bool(_UNLIKE_NEWS.search(text)) or is_bad(text)


def _catalogue(path: Path) -> Iterator[str]:
    """The translations of one catalogue; none where it cannot be read."""
    if path.name.startswith("iso_"):
        return  # names of languages and countries are no sentences
    try:
        with path.open("rb") as stream:
            known: Mapping[object, object] = vars(gettext.GNUTranslations(stream))["_catalog"]
    except (OSError, UnicodeError, ValueError):
        return
    for source, text in known.items():
        if source and isinstance(text, str) and text != source:
            yield text


def legacy(known: Sentences, chance: random.Random) -> Iterator[Legacy]:
    """Texts in a legacy codec without end; some with a few lines in UTF-8 among them."""
    pairs = [(language, codec) for language in known for codec in CODECS.get(language, ())]
    while True:
        language, codec = chance.choice(pairs)
        shape, whole = _document(known[language], language, chance)
        text = _writable(whole, language, codec)
        if text is None or text.isascii():
            continue
        lines = text.split("\n")
        if len(lines) >= 4 and codec not in SHIFTING and chance.random() < 0.2:
            yield Legacy(language, codec, "with UTF-8", _pasted(lines, codec, chance), text)
        else:
            yield Legacy(language, codec, shape, text.encode(codec), text)


def _pasted(lines: Sequence[str], codec: str, chance: random.Random) -> bytes:
    """Lines in a codec, but for one in five in UTF-8."""
    return b"\n".join(line.encode("utf-8" if chance.random() < 0.2 else codec) for line in lines)


def _writable(text: str, language: str, codec: str) -> str | None:
    """The text as it was written in a codec: with plain marks where it has no others."""
    if codec == "cp1258":
        text = "".join(map(_decomposed, text))
    if language == "ro":
        text = text.translate(_CEDILLAS)
    for form in (text, text.translate(_FALLBACKS)):
        try:
            form.encode(codec)
        except UnicodeError:
            continue
        return form
    return None


def _decomposed(char: str) -> str:
    """A Vietnamese letter as windows-1258 has it: with the tone behind it."""
    parts = unicodedata.normalize("NFD", char)
    tone = "".join(part for part in parts if part in _TONES)
    try:
        char.encode("cp1258")
    except UnicodeError:
        return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tone
    return char


def _document(pool: Sequence[str], language: str, chance: random.Random) -> tuple[str, str]:
    """A text of some shape."""
    shape = chance.choice(("heading", "capitals", "paragraph", "paragraph", "article", "article"))
    count = {"heading": 1, "capitals": 1, "paragraph": chance.randint(2, 5), "article": chance.randint(5, 30)}[shape]
    picked = [chance.choice(pool) for _ in range(count)]
    if chance.random() < 0.3:
        picked[-1] = f"“{picked[-1]}”"
    if shape == "capitals":
        return shape, _capitals(picked[0], language)[:90]
    if shape == "article" and chance.random() < 0.3:
        picked[0] = _capitals(picked[0], language)
    return shape, ("\n" if shape == "article" else " ").join(picked)


def _capitals(text: str, language: str) -> str:
    return text.replace("i", "İ").upper() if language in {"tr", "az"} else text.upper()


def mojibake(known: Sentences, chance: random.Random) -> Iterator[Damaged]:
    """Damaged texts without end."""
    while True:
        language = chance.choice(list(known))
        _, text = _document(known[language], language, chance)
        chain, kind = _chain(chance), chance.choice(tuple(KINDS))
        damaged = KINDS[kind](text, partial(_through, chain), chance)
        if damaged != text:
            yield Damaged(language, "+".join(chain), kind, damaged, text)


def _chain(chance: random.Random) -> tuple[str, ...]:
    layers = chance.choice((1, 1, 1, 1, 2, 2, 3))
    picked = chance.choices(list(MISREAD), list(MISREAD.values()), k=layers)
    return tuple(picked) if chance.random() < 0.3 else (picked[0],) * layers


def _through(chain: Sequence[str], text: str) -> str:
    """UTF-8 read in codecs one after the other; bytes that one has no character for stay controls."""
    for codec in chain:
        text = "".join(_read(bytes([byte]), codec) for byte in text.encode())
    return text


def _read(byte: bytes, codec: str) -> str:
    try:
        return byte.decode(codec)
    except UnicodeError:
        return byte.decode("latin-1")


Through = Callable[[str], str]
Kind = Callable[[str, Through, random.Random], str]


def _whole(text: str, through: Through, _: random.Random) -> str:
    return through(text)


def _lines(text: str, through: Through, chance: random.Random) -> str:
    return "\n".join(through(line) if chance.random() < 0.4 else line for line in text.split("\n"))


def _words(text: str, through: Through, chance: random.Random) -> str:
    return " ".join(through(word) if chance.random() < 0.35 else word for word in text.split(" "))


def _two_sources(text: str, through: Through, chance: random.Random) -> str:
    """The first lines damaged once, the last as they are or twice: articles of several sources in one file."""
    lines = text.split("\n")
    first = chance.randint(0, len(lines) - 1)
    last = chance.randint(first, len(lines))
    return "\n".join(
        [*map(through, lines[:first]), *lines[first:last], *(through(through(line)) for line in lines[last:])]
    )


def _blanks(text: str, through: Through, _: random.Random) -> str:
    """No-break spaces, which are bytes of many letters, became blanks."""
    return through(text).replace("\xa0", " ")


KINDS: Mapping[str, Kind] = {
    "whole": _whole, "lines": _lines, "words": _words, "two sources": _two_sources, "blanks lost": _blanks,
}  # fmt: skip
"""How much of a text is damaged, and how."""


def clean(known: Sentences, chance: random.Random) -> Iterator[str]:
    """Texts without damage, without end."""
    while True:
        language = chance.choice(list(known))
        yield _document(known[language], language, chance)[1]
