"""UTF-16 and UTF-32: by their byte order mark, or by the pattern of their NUL bytes."""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpuslint.text.encoding import utf8

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""Byte order marks, the longer first."""

_UNMARKED = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_LAYOUT = "\t\n\r\f"
_NO_TEXT = ("Cc", "Cs", "Co", "Cn")
_EVERYDAY = "\u3000\u3001\u3002\uff0c\uff01\uff1f\u300c\u300d"
"""Blanks and marks of Chinese and Japanese, which do without those of ASCII."""
_COMMON = 0.02
"""Least share of ASCII and of these: text in any script has them."""
_FEWEST = 2
"""Characters that are fewer show no pattern."""
_NULS = 0.4
"""Share of NULs that only pairs of bytes have: of ASCII in UTF-16 every other byte is one."""
_SHORT = 12
"""Bytes of which too few are NULs to tell, if they are no more than these."""
_PRINTED = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_PLAIN = 0.75
"""Share of printed ASCII among all other bytes that no text in UTF-16 has when its NULs are few."""
_SINGLE = re.compile(rb"(?:[A-Za-z]{2,}[ ,.]{1,2}){3}")
"""Words of single bytes: in UTF-16 a NUL is beside every letter, and those of other scripts make no such words."""


def marked(raw: bytes) -> tuple[bytes, str, str] | None:
    """Mark, codec and text of bytes that begin with a UTF-16 or UTF-32 byte order mark.

    None where there is no mark, or where the rest is not what the mark promises.
    """
    for mark, codec in MARKS:
        if raw.startswith(mark) and not _SINGLE.search(raw):
            text = _strict(raw[len(mark) :], codec)
            if text is not None and not (codec.startswith("utf-32") and _hollow(text)):
                return mark, codec, text
    return None


def spoiled(raw: bytes) -> str:
    """What is wrong with bytes that begin with a mark of UTF-16 or UTF-32 and cannot be read so; "" for all others."""
    codec = next((codec for mark, codec in MARKS if raw.startswith(mark)), "")
    name = codec[:6].upper()
    if not codec or _SINGLE.search(raw):
        return f"{name} with text in single bytes behind it" if codec else ""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(raw)
    except UnicodeError:
        return ""
    return f"{name} that ends inside a character" if decoder.getstate()[0] else ""


def _hollow(text: str) -> bool:
    """Whether nothing was read: FF FE 00 00 alone may be UTF-16 as well, and is left to that."""
    return not text


def unmarked(raw: bytes) -> tuple[str, str] | None:
    """Codec and text of bytes with NULs that are UTF-16 or UTF-32 without a mark; None for all others.

    Accepted only where every character is assigned and none is a control, private or unpaired, and
    where blanks and ASCII marks are as frequent as in any text: bytes read in the wrong order are not.
    """
    if b"\0" not in raw or _single_bytes(raw) or _SINGLE.search(raw):
        return None
    readings = [(codec, text) for codec in _UNMARKED if (text := _strict(raw, codec)) is not None]
    clean = [r for r in readings if len(r[1]) >= _FEWEST and is_clean(r[1]) and _everyday(r[1]) >= _COMMON]
    return max(clean, key=lambda reading: _everyday(reading[1]), default=None)


def _single_bytes(raw: bytes) -> bool:
    """Whether this is rather a text of single bytes with NULs in it than one of pairs."""
    others = raw.replace(b"\0", b"")
    if len(raw) - len(others) >= _NULS * len(raw):
        return False
    if len(raw) < _SHORT or len(others.translate(None, _PRINTED)) <= (1 - _PLAIN) * len(others):
        return True
    return not others.isascii() and utf8.strict(raw) is not None


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeError:
        return None


def is_clean(text: str) -> bool:
    """Whether every character is assigned and public, and no control but tab and line breaks."""
    return all(c in _LAYOUT or unicodedata.category(c) not in _NO_TEXT for c in set(text))


def _everyday(text: str) -> float:
    """Share of ASCII and of common marks among the characters."""
    return sum(1 for c in text if c <= "\x7f" or c in _EVERYDAY) / len(text) if text else 0.0
