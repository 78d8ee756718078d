"""What is noted of one document: enough to find its duplicates among millions, and no running text.

15 bytes of header (little-endian: digest of the words u64, number of words u32, the upper three bytes of
the smallest fingerprint), then 5 bytes for each winnowed fingerprint, in the order of the text: a fifth to
a quarter of the text. Positions and word hashes are left out on purpose: alignment needs only the few
documents that share fingerprints, and reading those again costs less than keeping four bytes for every
word of the corpus in memory and on disk.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import NamedTuple

from corpuslint.hashes import blake2b
from corpuslint.text.duplicates.alphabet import FOLD

HEADER = struct.Struct("<QI3s")
LOWEST = 3
"""Bytes of the smallest fingerprint that the header holds: documents are ordered by them."""
DIGEST = 12
"""Bytes that are equal only where the words are: digest and number of words."""
MARK_BYTES = 5
MARK_BITS = 8 * MARK_BYTES
HEADER_MARKS = HEADER.size // MARK_BYTES
"""As many fingerprints are as long as the header, so that a note is one row of fives of bytes."""
WIDTHS = ((2, 128), (4, 256), (8, 512), (16, 1 << 62))
"""Shingles in a window, and the most shingles of a document for which that width is used.

Every minimum of a wide window is one of a narrower window too, so short and long documents compare.
"""
SHORTEST = 8
"""Words below which a document has no fingerprints and can only be identical to another."""
LARGEST = 8 << 20
"""Bytes of a text that fingerprints and alignment look at; of the rest only the digest tells."""


WORDS = (1 << 31) - 1
"""What of the second number of the header are the words; the bit above says that the text goes on beyond LARGEST."""


class Note(NamedTuple):
    """A note taken apart."""

    digest: int
    words: int
    marks: tuple[int, ...]


def beginning(data: bytes) -> bytes:
    """The first LARGEST bytes of UTF-8 text, without a character cut in two."""
    end = LARGEST
    while end < len(data) and data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end]


def with_rest(note: bytes, rest: bytes) -> bytes:
    """The note of a text that goes on after its beginning: the digest stands for all of it."""
    if not rest or not note:
        return note
    more = blake2b(rest.translate(FOLD), digest_size=8, key=note[:8]).digest()
    return more + note[8 : DIGEST - 1] + bytes([note[DIGEST - 1] | 0x80]) + note[DIGEST:]


def is_cut(note: bytes) -> bool:
    """Whether only the beginning of the text was noted."""
    return note[DIGEST - 1] >= 0x80


def packed(digest: int, words: int, marks: Sequence[int]) -> bytes:
    """The bytes of a note."""
    packed = [mark.to_bytes(MARK_BYTES, "little") for mark in marks]
    lowest = min(marks).to_bytes(MARK_BYTES, "little") if marks else bytes(MARK_BYTES)
    return HEADER.pack(digest, words, lowest[-LOWEST:]) + b"".join(packed)


def unpacked(value: bytes) -> Note:
    """The note that these bytes are."""
    digest, words, _ = HEADER.unpack_from(value)
    marks = (int.from_bytes(value[at : at + MARK_BYTES], "little") for at in range(HEADER.size, len(value), MARK_BYTES))
    return Note(digest, words & WORDS, tuple(marks))
