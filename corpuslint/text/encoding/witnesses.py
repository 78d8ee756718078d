"""What the words of a corpus say of a damaged one: which letter was lost, whether a soft hyphen may go.

A document is noted as the words that can bear witness: those with letters above ASCII, as they are, and
long ones, as checksums. Words are Latin; an apostrophe between letters is a letter of its word.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from zlib import crc32

from corpuslint.model import DocKey, Span

LONG = 8
"""Bytes of UTF-8 from which on a word is noted as a checksum: soft hyphens stand in long ones."""
LONGEST = 60
"""Letters of a word that a person can have written."""
SOFT = "\xad"
LOST = "\ufffd"

_LETTER = r"[A-Za-z\u00c0-\u024f\u2019]"
_WORD = re.compile(rf"{_LETTER}+")
_DAMAGED = re.compile(rf"{_LETTER}{{0,{LONGEST}}}(?:\ufffd{{1,6}}{_LETTER}{{0,{LONGEST}}}){{1,6}}")
_ASKED = re.compile(rf"{_LETTER}{{1,{LONGEST}}}(?:\?{_LETTER}{{1,{LONGEST}}}){{1,6}}")
_LETTERS = re.compile(r"[^\W\d_]+")
_SOFTENED = re.compile(rf"[^\W\d_]{{1,{LONGEST}}}(?:\xad{{1,3}}[^\W\d_]{{1,{LONGEST}}}){{1,30}}")
_QUESTION = re.compile(rf"\?(?<={_LETTER}\?){_LETTER}")
_GONE = re.compile(r"[^\x00-\x7f]+|\?+")
_CLOSING = "\u201d".encode()
_BLANKS = bytes(c if c > 0x7F or chr(c).isalpha() else 0x20 for c in range(256))
"""Bytes of UTF-8, with blanks for those of ASCII that are no letters."""
_SICK, _WELL = b"!", b"."


class Torn(NamedTuple):
    """A word that lost letters: where it stands, and how it reads now."""

    span: Span
    word: str


def torn(text: str) -> Iterator[Torn]:
    """Words with U+FFFD or `?` in place of letters, in order of place for each of the two."""
    for pattern, sign, there in ((_DAMAGED, LOST, LOST in text), (_ASKED, "?", _QUESTION.search(text))):
        if there:
            yield from (Torn(Span(*m.span()), m[0]) for m in pattern.finditer(text) if len(m[0]) > m[0].count(sign))


class Softened(NamedTuple):
    """A word with soft hyphens between its letters: its place, its letters, and whether the text has it without."""

    span: Span
    word: str
    known: bool


def softened(text: str) -> Iterator[Softened]:
    """Words with soft hyphens, in order of place."""
    if SOFT not in text:
        return
    words = frozenset(word.lower() for word in _LETTERS.findall(text))
    for match in _SOFTENED.finditer(text):
        word = match[0].replace(SOFT, "")
        yield Softened(Span(*match.span()), word, word.lower() in words)


def note(text: str) -> bytes:
    """The words of a text that can bear witness, and whether it has any that need one."""
    lower = text.lower().encode("utf-8", "surrogatepass").replace(_CLOSING, b" ").translate(_BLANKS)
    long = set(map(crc32, {token for token in lower.split() if len(token) >= LONG}))
    high: set[str] = set()
    if not text.isascii():
        high = {w for token in text.split() if not token.isascii() for w in _WORD.findall(token) if _bears(w)}
    sick = any(True for _ in torn(text)) or (SOFT in text and any(not soft.known for soft in softened(text)))
    if not (sick or long or high):
        return b""
    numbers = array("I", sorted(long))
    if sys.byteorder == "big":
        numbers.byteswap()
    words = "\n".join(sorted(high)).encode("utf-8")
    return (_SICK if sick else _WELL) + len(words).to_bytes(4, "little") + words + numbers.tobytes()


def _bears(word: str) -> bool:
    return len(word) <= LONGEST and not word.isascii() and word.strip("\u2019") == word


def _checksum(word: str) -> int:
    return crc32(word.lower().encode("utf-8", "surrogatepass"))


class Form(NamedTuple):
    """How the corpus writes a word that lost letters: the whole word, what was lost, and who writes so."""

    word: str
    lost: tuple[str, ...]
    witnesses: tuple[DocKey, ...]


@dataclass
class Words:
    """The notes of some documents."""

    notes: dict[DocKey, bytes] = field(default_factory=dict)

    def merge(self, other: Words) -> Words:
        """The documents of both."""
        self.notes |= other.notes
        return self

    def sick(self) -> list[DocKey]:
        """Documents with words that need a witness, in order."""
        return sorted(key for key, value in self.notes.items() if value.startswith(_SICK))

    def forms(self, words: Iterable[str]) -> Mapping[str, list[Form]]:
        """Every whole form of damaged words that the corpus has, those in most documents first."""
        wanted = defaultdict(set)
        for word in words:
            wanted[_mask(word)].add(word)
        held: defaultdict[str, set[DocKey]] = defaultdict(set)
        for key, value in self.notes.items() if wanted else ():
            for whole in _high(value):
                if _mask(whole) in wanted:
                    held[whole].add(key)
        found: defaultdict[str, list[Form]] = defaultdict(list)
        for whole, keys in sorted(held.items(), key=lambda item: (-len(item[1]), item[0])):
            for word in sorted(wanted[_mask(whole)]):
                lost = _filled(word, whole)
                if lost is not None:
                    found[word].append(Form(whole, lost, tuple(sorted(keys))))
        return found

    def holders(self, words: Iterable[str]) -> Mapping[str, list[DocKey]]:
        """The documents that have each of some long words, in order; case does not matter."""
        wanted = {_checksum(word): word for word in words}
        found: defaultdict[str, list[DocKey]] = defaultdict(list)
        for key, value in sorted(self.notes.items()) if wanted else ():
            for number in wanted.keys() & set(_long(value)):
                found[wanted[number]].append(key)
        return found


def _mask(word: str) -> str:
    """A word in lower case, one sign for each run of what may be lost."""
    return _GONE.sub(LOST, word).lower()


def _filled(word: str, whole: str) -> tuple[str, ...] | None:
    """What a whole word has in the places of lost letters, in the case of the damaged one; None where it does not fit.

    One letter may have become several replacement characters, one for each of its bytes, but never the reverse.
    """
    parts = re.split(rf"({LOST}+|\?+)", word)
    pattern = "".join(f"(.{{1,{len(part)}}})" if i % 2 else re.escape(part) for i, part in enumerate(parts))
    match = re.fullmatch(pattern, whole, re.IGNORECASE)
    if match is None or any(char.isascii() for lost in match.groups() for char in lost):
        return None
    known = [char for char in word if char.isalpha()]
    capitals = len(known) > 1 and all(char.isupper() for char in known)
    return tuple(_cased(lost, first=not i and not parts[0], capitals=capitals) for i, lost in enumerate(match.groups()))


def _cased(lost: str, *, first: bool, capitals: bool) -> str:
    if capitals:
        return lost.upper()
    return lost if first else lost.lower()


def _high(value: bytes) -> list[str]:
    size = int.from_bytes(value[1:5], "little")
    return value[5 : 5 + size].decode("utf-8").split("\n") if size else []


def _long(value: bytes) -> array[int]:
    numbers = array("I", value[5 + int.from_bytes(value[1:5], "little") :])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
