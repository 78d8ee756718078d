"""The facts of one document as bytes: its language, its name mentions and its lower-case words."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, islice
from operator import sub
from typing import TYPE_CHECKING

from corpuslint.text.names.extract import Mentions, lower_words, mentions

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = struct.Struct("<B8sIII")
_PLAIN, _PACKED = 0, 1
_WORTH_PACKING = 600
_ENGLISH = frozenset(("the", "and", "that", "with", "from", "said", "this", "which", "their", "been"))
"""Words of nearly every English text that none of the other languages has: they save the asking."""
_ENGLISH_ENOUGH = 2
_FIRST = 100
"""Different words at the beginning among which they must stand: a long German text has English titles, too."""
_LOOKED_AT = 1_000
LIKELY = "?"
"""Stands before a language of which the text is not sure."""


@dataclass(frozen=True)
class Record:
    """What one document says of names; for its lower-case words see `lower_of`.

    `table` holds the distinct tokens; mention number i is token `tokens[i]` at code point `starts[i]`
    with `flags[i]` (see extract). `gaps` are the code points from each mention to the next.
    """

    language: str
    table: list[str]
    tokens: tuple[int, ...]
    flags: bytes
    gaps: tuple[int, ...]

    @cached_property
    def starts(self) -> list[int]:
        """Where each mention begins; few records are ever asked."""
        return list(accumulate(self.gaps))


def _nothing(_text: str) -> str:
    return ""


def note(
    text: str, language: str, detect: Callable[[str], str] = _nothing, likely: Callable[[str], str] = _nothing
) -> bytes:
    """The record of one text, packed.

    Where its language is not declared, `detect` tells it from the beginning; where that is not sure, `likely` does.
    """
    lower = lower_words(text)
    if not language:
        known = tuple(islice(filter(_ENGLISH.__contains__, lower[:_FIRST]), _ENGLISH_ENOUGH))
        start = text[:_LOOKED_AT]
        language = "en" if len(known) == _ENGLISH_ENOUGH else detect(start) or LIKELY + likely(start)
    return pack(mentions(text), lower, language)


def pack(found: Mentions, lower: list[str], language: str) -> bytes:
    """A record as bytes, the same on every machine."""
    names = "\n".join(found.table).encode("utf-8", "surrogatepass")
    words = "\n".join(lower).encode("utf-8", "surrogatepass")
    count = len(found.tokens)
    gaps = map(sub, found.starts, chain((0,), found.starts))
    tokens, places = struct.pack(f"<{count}H", *found.tokens), struct.pack(f"<{count}I", *gaps)
    body = b"".join((tokens, places, found.flags, names, words))
    packed = len(body) > _WORTH_PACKING
    head = _HEAD.pack(
        _PACKED if packed else _PLAIN,
        language.encode("ascii", "replace")[:8],
        count,
        len(names),
        len(words),
    )
    return head + (_deflated(body) if packed else body)


def _deflated(body: bytes) -> bytes:
    """Names and words that stand once each have little to refer back to: looking for it would take half the time."""
    deflate = zlib.compressobj(1, strategy=zlib.Z_RLE)
    return deflate.compress(body) + deflate.flush()


def language_of(value: bytes) -> str:
    """The language of a packed record without unpacking it; empty where its text is not sure of it."""
    said = said_of(value)
    return "" if said.startswith(LIKELY) else said


def said_of(value: bytes) -> str:
    """What a packed record says of its language: also the likely one of a text that is not sure, see LIKELY."""
    return value[1:9].rstrip(b"\0").decode("ascii")


def unpack(value: bytes) -> Record:
    """The record that `pack` wrote."""
    count, names, _, body = _opened(value)
    at = count * 7
    return Record(
        language_of(value),
        _lines(body[at : at + names]),
        struct.unpack_from(f"<{count}H", body),
        body[count * 6 : at],
        struct.unpack_from(f"<{count}I", body, count * 2),
    )


def lower_of(value: bytes) -> list[str]:
    """The lower-case words of a packed record, each once."""
    count, names, words, body = _opened(value)
    at = count * 7 + names
    return _lines(body[at : at + words])


def _opened(value: bytes) -> tuple[int, int, int, bytes]:
    """How many mentions there are, how many bytes names and words take, and all of these."""
    kind, _, count, names, words = _HEAD.unpack_from(value)
    body = zlib.decompress(value[_HEAD.size :]) if kind == _PACKED else value[_HEAD.size :]
    return count, names, words, body


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogatepass").split("\n") if data else []
