"""Bytes that are UTF-8, or would be if their last character were whole."""

from __future__ import annotations

import codecs

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
