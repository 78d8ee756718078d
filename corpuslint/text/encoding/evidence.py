"""What of a file its codec is judged by, and that as one codec or another reads it.

Most codecs read each byte alone. What such bytes stand between, and which words have none above ASCII, is found once
for all of them; only the different bytes in their different places are read in each.
"""

from __future__ import annotations

import re
from codecs import charmap_decode
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from itertools import compress
from typing import AnyStr

from corpuslint.text.encoding.high import high
from corpuslint.text.encoding.plausible import Place, Places, alike, contexts, mean_fitness, places
from corpuslint.text.encoding.words import (
    Weights,
    alphabets_of,
    coherent,
    near,
    odd_letters,
    only,
    small_words,
    spaced,
    told,
    weigh,
)
from corpuslint.text.language import LOOKED_AT, words_of

_ENOUGH = 1 << 16
"""How many bytes of lines with non-ASCII bytes are judged; a file of more is sampled evenly."""
_LONGEST = 1 << 12
"""Bytes judged of what stands without white space."""
_OUTNUMBERED = 4
_EVERY = bytes(range(256))
_ASCII, _HIGH = _EVERY[:128], _EVERY[128:]
_IS_HIGH = bytes(byte > 0x7F for byte in _EVERY)
_FILLINGS = frozenset((byte, byte, byte) for byte in _HIGH)
_LINE = re.compile(rb"([\x80-\xff])\1{3,}")
_LETTERS = bytes(byte for byte in _ASCII if chr(byte).isalpha())
_PLAIN = re.compile("[A-Za-z]+")


class Evidence:
    """The bytes of a file that are judged, to be read in one codec after another."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.part = evidence(raw)
        self.latin = _count(raw, _LETTERS) > _OUTNUMBERED * _count(raw, _HIGH)
        """Whether ASCII letters so outnumber the bytes above ASCII that the text must be in Latin script."""

    def read(self, codec: str) -> Reading | None:
        """The evidence as the codec reads it, if it can read the whole file."""
        try:
            whole = self.raw.decode(codec)
            text = whole if self.part is self.raw else self.part.decode(codec, "ignore")
        except (UnicodeError, LookupError):
            return None
        return _Bytewise(text, self, codec) if _is_bytewise(codec) else Reading(text, self)

    @cached_property
    def places(self) -> Counter[tuple[int, int, int]]:
        """Every byte above ASCII with its two neighbours, counted, in order of first appearance.

        Lines across the text count once, however long they are.
        """
        if not self._lines:
            return self._found
        return self._found - Counter({(byte, byte, byte): more for byte, more in self._lines.items()})

    @cached_property
    def _found(self) -> Counter[tuple[int, int, int]]:
        padded = b" %b " % self.part
        here = self.part.translate(_IS_HIGH)
        before, after = compress(padded, here), compress(padded[2:], here)
        return Counter(zip(before, self.part.translate(None, _ASCII), after, strict=True))

    @cached_property
    def _lines(self) -> Mapping[int, int]:
        """The bytes that stand three times in a row, as in no word, and how many times more than once."""
        return {place[0]: self._found[place] - 1 for place in _FILLINGS & self._found.keys()}

    @property
    def lettered(self) -> bytes:
        """All bytes but for lines across the text, of which chardet would make letters."""
        return _LINE.sub(_shortened, self.raw) if self._lines else self.raw

    @cached_property
    def columns(self) -> Sequence[bytes]:
        """The bytes before, above ASCII, and after, of all different places."""
        return tuple(map(bytes, zip(*self.places, strict=True))) or (b"", b"", b"")

    @cached_property
    def letters(self) -> int:
        """How many ASCII letters there are."""
        return _count(self.part, _LETTERS)

    @cached_property
    def beginning(self) -> tuple[Weights, bytes]:
        """The words of ASCII letters at the beginning, and the others."""
        plain, other = _parted(self.part[:LOOKED_AT])
        return weigh(words_of(b" ".join(plain).decode("ascii"))), b" ".join(other)

    @cached_property
    def later(self) -> bytes:
        """All different words with bytes above ASCII, if there are any behind the beginning."""
        return b" ".join(dict.fromkeys(_parted(self.part)[1])) if len(self.part) > LOOKED_AT else b""

    @cached_property
    def high(self) -> Counter[int]:
        """How often each byte above ASCII is there, in order of first appearance."""
        found = Counter(self.part.translate(None, _ASCII))
        return found - Counter(self._lines) if self._lines else found


class Reading:
    """The evidence as one codec reads it; what is asked of it more than once is found once."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self.text = text
        self.whole = len(text) == len(evidence.raw)
        """Whether this is all of the file, a character for each byte."""
        self._evidence = evidence

    @cached_property
    def contexts(self) -> Mapping[Place, int]:
        """Every character above ASCII with its two neighbours."""
        return contexts(self.text)

    @cached_property
    def high(self) -> Mapping[str, int]:
        """How often each character above ASCII is there."""
        return Counter(high(self.text))

    @cached_property
    def places(self) -> Places:
        """The same as fitness sees it."""
        return places(self.contexts)

    @property
    def different(self) -> int:
        """How many characters above ASCII are different, or stand between others."""
        return len(self.places.chars)

    @cached_property
    def plausibility(self) -> float:
        """Mean fitness of all characters above ASCII."""
        return mean_fitness(self.places)

    @cached_property
    def languages(self) -> Sequence[str]:
        """The languages that it may be in by its common words, the likeliest first."""
        return near(self._weights())

    @cached_property
    def alphabets(self) -> Sequence[str]:
        """Their letters above ASCII."""
        return alphabets_of(self.languages)

    @property
    def alphabet(self) -> str:
        """The letters of the one language that it clearly has most words of; else ""."""
        return only(self.alphabets)

    @cached_property
    def coherence(self) -> float:
        """The share of its Latin letters above ASCII that one language is written with."""
        return coherent(self.high, self.alphabets)

    @cached_property
    def small_words(self) -> int:
        """How many of the commonest words of its language, those with letters above ASCII, it has."""
        return small_words(self._words(), lambda: told(self.languages, self.text))

    @cached_property
    def fitness(self) -> float:
        """Mean fitness, where single letters of other scripts are out of place in a Latin text."""
        return mean_fitness(self.places, latin=True) if self._evidence.latin else self.plausibility

    @cached_property
    def odd_letters(self) -> float:
        """By how much its letters are others than a text of its script has."""
        return odd_letters(self.high, self._letters())

    def spaced(self) -> float:
        """The share of characters above ASCII that are no-break spaces where they are usual."""
        return spaced(self.text)

    def differences(self, other: Reading) -> set[tuple[str, ...]]:
        """The characters where the two differ, each with its neighbours; none if they are not as long."""
        if len(self.text) != len(other.text):
            return set()
        a, b = f" {self.text} ", f" {other.text} "
        return {place for place in zip(a, a[1:], a[2:], b, b[1:], b[2:], strict=False) if place[1] != place[4]}

    def _letters(self) -> int:
        return sum(map(len, _PLAIN.findall(self.text)))

    def _weights(self) -> Weights:
        return weigh(words_of(self.text[:LOOKED_AT]))

    def _words(self) -> Sequence[str]:
        return words_of(" ".join(_parted(self.text)[1]))


class _Bytewise(Reading):
    """The same in a codec that reads each byte alone."""

    def __init__(self, text: str, evidence: Evidence, codec: str) -> None:
        super().__init__(text, evidence)
        self._codec = codec

    @cached_property
    def contexts(self) -> Mapping[Place, int]:
        before, inner, after = (column.decode(self._codec) for column in self._evidence.columns)
        places = zip(before, inner, after, strict=True)
        return dict(zip(places, self._evidence.places.values(), strict=True))

    @cached_property
    def places(self) -> Places:
        before, inner, after = self._evidence.columns
        sorts = _neighbours(self._codec)
        left, right = (charmap_decode(column, "strict", sorts)[0] for column in (before, after))
        return Places(left, inner.decode(self._codec), right, self._evidence.places.values())

    @cached_property
    def high(self) -> Mapping[str, int]:
        chars = bytes(self._evidence.high).decode(self._codec)
        return dict(zip(chars, self._evidence.high.values(), strict=True))

    def differences(self, other: Reading) -> set[tuple[str, ...]]:
        if not isinstance(other, _Bytewise):
            return super().differences(other)
        pairs = zip(self.contexts, other.contexts, strict=True)
        return {(*a, *b) for a, b in pairs if a[1] != b[1]}

    def _letters(self) -> int:
        return self._evidence.letters

    def _weights(self) -> Weights:
        return self._evidence.beginning[0].plus(weigh(self._beginning))

    def _words(self) -> Sequence[str]:
        return self._beginning + words_of(self._evidence.later.decode(self._codec))

    @cached_property
    def _beginning(self) -> list[str]:
        return words_of(self._evidence.beginning[1].decode(self._codec))


@cache
def _is_bytewise(codec: str) -> bool:
    """Whether a codec reads each byte alone and as another character, those of ASCII as ASCII, and some others."""
    read = _EVERY.decode(codec, "replace")
    known = read.replace("\ufffd", "")
    alone = len(read) == len(_EVERY) and len(_ASCII) < len(known) == len(set(known))
    return alone and read.startswith(_ASCII.decode())


@cache
def _neighbours(codec: str) -> str:
    """What each byte that the codec reads counts as beside a character."""
    return "".join(map(alike, _EVERY.decode(codec, "replace")))


def evidence(raw: bytes) -> bytes:
    """What of a long file is judged: words with bytes above ASCII, evenly spread over the file.

    White space is never part of a longer character in any codec that extends ASCII, so that words can
    be read alone; what has no white space for thousands of bytes is cut.
    """
    if len(raw) <= _ENOUGH or raw.isascii():
        return raw
    words = [word[:_LONGEST] for word in raw.split() if not word.isascii()]
    step = max(1, -(-sum(map(len, words)) // _ENOUGH))
    return b" ".join(words[::step])


def _shortened(line: re.Match[bytes]) -> bytes:
    """Of the same byte many times, one or none: as many halves of characters of two bytes as there were."""
    return line[1] * (len(line[0]) % 2)


def _parted(text: AnyStr) -> tuple[list[AnyStr], list[AnyStr]]:
    """What stands between white space: all that is ASCII, and all else."""
    tokens = text.split()
    return [token for token in tokens if token.isascii()], [token for token in tokens if not token.isascii()]


def _count(raw: bytes, some: bytes) -> int:
    """How many bytes are some of these."""
    return len(raw) - len(raw.translate(None, some))
