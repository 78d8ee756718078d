"""Single-byte codecs as tables: how UTF-8 looks when it is read in one of them, and back.

A lead byte (C2 to F4) and its one to three continuation bytes (80 to BF) become two to four characters
of the codec. Bytes that a codec leaves undefined are read as the C1 control of the same number, as
browsers and most libraries do.
"""

from __future__ import annotations

import re
from codecs import charmap_decode
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache

from corpuslint.text.encoding.high import before_blanks

CODECS = (
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1257",
    "iso8859-2",
    "mac-roman",
    "cp437",
    "koi8-r",
    "cp866",
    "cp850",
    "iso8859-15",
    "cp1256",
    "cp874",
    "cp1255",
)
"""The codecs that UTF-8 has been seen read in, the likeliest first."""
LATIN1 = "latin-1"
"""ISO-8859-1, where the bytes 80 to 9F are C1 controls: how web text is often read."""

_NO_BREAK = "\xa0"
_SHOWN = "\xa0\xad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff\u3000\ufffd"
"""Characters without a glyph that text may have all the same."""


class Table:
    """One codec: characters to bytes, and the sequences that UTF-8 leaves in it."""

    def __init__(self, name: str) -> None:
        """Make the table of a Python codec."""
        self.name = name
        self._chars = "".join(_char(name, byte) for byte in range(256))
        self.byte: dict[str, int] = {chr(b): b for b in range(0x80, 0xA0)} if name == "cp1252" else {}
        """Bytes above ASCII by character. C1 controls count as cp1252, which ISO-8859-1 is often taken for."""
        self.byte.update({self._chars[b]: b for b in range(0x80, 0x100)})
        self.leads = frozenset(c for c, b in self.byte.items() if 0xC2 <= b <= 0xF4)
        self.tails = frozenset(c for c, b in self.byte.items() if 0x80 <= b <= 0xBF)
        self._decoded: dict[str, str | None] = {}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """One sequence, as far as its length goes; `decode` tells whether it is one."""
        tail = self._between(0x80, 0xBF)
        two, three, four = self._between(0xC2, 0xDF), self._between(0xE0, 0xEF), self._between(0xF0, 0xF4)
        return re.compile(f"{four}{tail}{{3}}|{three}{tail}{{2}}|{two}{tail}")

    @cached_property
    def _blank(self) -> re.Pattern[str] | None:
        """A sequence in which a blank stands in place of a no-break space; None where no byte of a sequence is one."""
        if not 0x80 <= self.byte.get(_NO_BREAK, 0) <= 0xBF:
            return None
        tail, two, three = self._between(0x80, 0xBF), self._between(0xC2, 0xDF), self._between(0xE0, 0xEF)
        return re.compile(f"{three}(?: {tail}|{tail} )|{two} ")

    def blanked(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Sequences whose no-break space became a blank: start, end and the letter that they are, in order.

        They begin with one or two characters above ASCII that have a blank behind them.
        """
        if self._blank is None:
            return
        done = 0
        for start, end in before_blanks(text):
            for at in range(max(start, end - 2, done), end):
                if text[at] in self.leads and (match := self._blank.match(text, at)):
                    done = match.end()
                    char = self.decode(match[0].replace(" ", _NO_BREAK))
                    if char is not None and char.isalpha():
                        yield at, done, char
                    break

    def _between(self, low: int, high: int) -> str:
        return "[" + "".join(re.escape(c) for c, b in self.byte.items() if low <= b <= high) + "]"

    def decode(self, sequence: str) -> str | None:
        """The character that this sequence is in UTF-8; None where it is none that text has."""
        if sequence not in self._decoded:
            self._decoded[sequence] = self._character(sequence)
        return self._decoded[sequence]

    def _character(self, sequence: str) -> str | None:
        try:
            char = bytes(self.byte[c] for c in sequence).decode("utf-8")
        except UnicodeDecodeError:
            return None
        # A C1 control may be the first layer of text that was damaged twice.
        return char if char.isprintable() or char in _SHOWN or "\x80" <= char <= "\x9f" else None

    def may_explain(self, chars: AbstractSet[str], *, whole: bool) -> bool:
        """Whether sequences can be made of these characters above ASCII; of all of them, if `whole`."""
        if whole and not chars <= self.byte.keys():
            return False
        return not self.leads.isdisjoint(chars) and not self.tails.isdisjoint(chars)

    def damage(self, text: str) -> str:
        """The text written as UTF-8 and read in this codec; lone surrogates are kept."""
        return charmap_decode(text.encode("utf-8", "surrogatepass"), "strict", self._chars)[0]


def _char(codec: str, byte: int) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


@lru_cache
def table(name: str) -> Table:
    """The table of a codec of `CODECS`, or of `LATIN1`, made when it is first asked for."""
    return Table(name)
