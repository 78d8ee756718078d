"""Text of one single-byte codec that was read in another: `Gonzαlez` for `González`, `Ìîñêâà` for `Москва`.

No UTF-8 is involved, so that nothing can be proven; but a word in two scripts that one other reading
turns into a word of one script, a text with many words of nothing but accented letters, or a text whose
language has none of the letters in it but those of another reading, has hardly another explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpuslint.model import Span
from corpuslint.text.encoding.lookalikes import is_inflected, one_case, stands_in_other
from corpuslint.text.encoding.plausible import plausibility, script
from corpuslint.text.encoding.words import alphabets, is_of

PAIRS = (
    ("cp1253", "cp1252"),
    ("cp1251", "cp1252"),
    ("cp1253", "cp1250"),
    ("cp1251", "cp1250"),
    ("cp1251", "cp1254"),
    ("cp1251", "cp1257"),
    ("koi8-r", "cp1252"),
)
"""Codecs of other scripts that Latin text was read in, and what it was, the likeliest first."""
SCRIPTS = ("cp1251", "koi8-r", "cp1253", "cp866", "cp1255", "cp1256")
"""What text of other scripts was in that was read as windows-1252 or ISO-8859-1."""
NEIGHBOURS = tuple(
    (read, true)
    for true in ("cp1252", "cp1250", "iso8859-2", "cp1254", "cp1257")
    for read in ("cp1252", "cp1250", "latin-1", "iso8859-2", "cp1257", "cp1254")
    if read != true
)
"""Codecs of Latin script for one another: what a text was read in, and what it was."""
FEWEST = 3
"""Different words of nothing but accented letters, four or more, that no text in Latin script has."""
PLAUSIBLE = 0.8
"""Mean fitness that the letters must have in the other reading."""

_WORD = re.compile(r"[A-Za-zÀ-ÿ\u0370-\u04ff]{4,}")
_LONGEST = 60
"""Letters of a word that a person can have written."""
_FOREIGN = re.compile(r"[\u0370-\u04ff]")
_PART = re.compile(r"[\u0370-\u04ff]{3}")
_ASCII = re.compile(r"[A-Za-z]")
_ACCENTED = re.compile(r"(?<!\w)[\xc0-\xff]{4,}(?!\w)")
_TOKEN = re.compile(r"[^\s\u2019'\"(),.;:!?\u201c\u201d\u201e]{1,60}")
_RUN = re.compile(r"[\x80-\xff\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]+")


@dataclass(frozen=True, slots=True)
class Misread:
    """A word or run of words, what it is in the other reading, and the two codecs."""

    span: Span
    right: str
    read: str
    true: str


def misread(text: str) -> tuple[Misread, ...]:
    """All words of a text that are more likely in another codec, in order of place."""
    return tuple(_latin_words(text)) or tuple(_other_scripts(text)) or tuple(_own_letters(text))


def _latin_words(text: str) -> Iterator[Misread]:
    """Latin words with letters of another script in them, in the codecs that suit most of them."""
    found = (m for m in _WORD.finditer(text) if _mostly_ascii(m[0]))
    words = [m for m in found if not (is_inflected(m[0]) and stands_in_other(m))]
    if not words:
        return
    readings = [(pair, [_word(m[0], *pair) for m in words]) for pair in PAIRS]
    (read, true), best = max(readings, key=lambda reading: sum(word is not None for word in reading[1]))
    for match, right in zip(words, best, strict=True):
        if right is not None:
            yield Misread(Span(*match.span()), right, read, true)


def _mostly_ascii(word: str) -> bool:
    """Whether a word has letters of another script, never many in a row, among at least as many plain ones."""
    if word.isascii() or not _FOREIGN.search(word) or _PART.search(word) or len(word) > _LONGEST:
        return False
    return 2 * len(_ASCII.findall(word)) >= len(word)


def _word(word: str, read: str, true: str) -> str | None:
    """The word in the other reading, if it is a Latin word with one case throughout."""
    right = _FOREIGN.sub(lambda m: _again(m[0], read, true) or m[0], word)
    return right if one_case(right) and all(script(c) == "LATIN" for c in right) else None


def _own_letters(text: str) -> Iterator[Misread]:
    """Words of a text in Latin script with letters of other languages where another codec has those of its own."""
    high = {char for char in text if char > "\x7f"}
    changed: dict[str, str] = {}
    pair = "", ""
    likelier = ""
    for own in filter(None, alphabets(text)):
        likelier += own
        for read, true in NEIGHBOURS:
            found = _neighbour(high, own, likelier, read, true)
            if len(found) > len(changed):
                changed, pair = found, (read, true)
    table = str.maketrans(changed)
    words = [m for m in _TOKEN.finditer(text) if not changed.keys().isdisjoint(m[0])] if changed else []
    if len({word[0] for word in words}) >= FEWEST:
        yield from (Misread(Span(*word.span()), word[0].translate(table), *pair) for word in words)


def _neighbour(high: Iterable[str], own: str, likelier: str, read: str, true: str) -> dict[str, str]:
    """What the characters above ASCII become in another codec, if each that changes becomes a letter of the language.

    None may change that is such a letter already, or one of a likelier language, or be one that the text could not
    have, had it been read so.
    """
    again = {char: _again(char, read, true) for char in high}
    if any(is_of(char, own) and _again(char, read, read) is None for char in high):
        return {}
    changed = {char: new for char, new in again.items() if new not in {None, char}}
    fits = all(new is not None and is_of(new, own) and not is_of(char, likelier) for char, new in changed.items())
    return {char: new for char, new in changed.items() if new is not None} if fits else {}


def _again(text: str, read: str, true: str) -> str | None:
    """The bytes that the text was read from, read in the other codec; None where that cannot be."""
    try:
        return text.encode(read).decode(true)
    except UnicodeError:
        return None


def _other_scripts(text: str) -> Iterator[Misread]:
    """Words of nothing but accented letters, and what stands with them, in the script that suits them best."""
    words = [m[0] for m in _ACCENTED.finditer(text)]
    if len(set(words)) < FEWEST:
        return
    sample = " ".join(words)
    readings = [(plausibility(again), true) for true in SCRIPTS if (again := _again(sample, "cp1252", true))]
    score, true = max(readings, default=(0.0, ""))
    if score < PLAUSIBLE:
        return
    for match in _RUN.finditer(text):
        right = _again(match[0], "cp1252", true)
        if right is not None and right != match[0]:
            yield Misread(Span(*match.span()), right, "cp1252", true)


def by_line(text: str, found: Sequence[Misread]) -> Iterator[list[Misread]]:
    """The words of each line together."""
    line: list[Misread] = []
    for word in found:
        if line and "\n" in text[line[-1].span.end : word.span.start]:
            yield line
            line = []
        line.append(word)
    if line:
        yield line
