"""Bytes that are UTF-8, or would be if their last character were whole."""

from __future__ import annotations

import codecs
import re

_SURROGATE = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
MARK = b"\xef\xbb\xbf"
"""The UTF-8 byte order mark."""


def strict(raw: bytes) -> str | None:
    """The bytes as UTF-8, or None where they are not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def cut(raw: bytes) -> int:
    """How many bytes (1 to 3) at the end begin a character that is not finished; 0 where that is not so.

    One lone lead byte after nothing but ASCII is no evidence: it may be the last letter of a text in
    another codec.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return 0
    rest = len(decoder.getstate()[0])
    return 0 if rest == 1 and text.isascii() else rest


def joined(raw: bytes) -> str | None:
    """The text of CESU-8: UTF-8 in which characters beyond U+FFFF are pairs of surrogates of three bytes each.

    None for bytes that are anything else, and where a surrogate has no partner.
    """
    if not _SURROGATE.search(raw):
        return None
    try:
        text = raw.decode("utf-8", "surrogatepass")
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def apart(text: str) -> bytes:
    """The bytes of a text in CESU-8."""
    parts = (char.encode("utf-16-be") for char in text)
    units = ([part[i : i + 2] for i in range(0, len(part), 2)] for part in parts)
    return b"".join(chr(int.from_bytes(u, "big")).encode("utf-8", "surrogatepass") for char in units for u in char)
