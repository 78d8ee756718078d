"""The arithmetic of words, shingles and digests, modulo 2**64: constants, and plain Python.

A word is hashed from its folded UTF-8 bytes. A shingle of words w0 w1 ... is the polynomial
w0 + w1*BASE + w2*BASE**2 ... and then scrambled, so that prefix sums give every shingle of a text at
one multiplication each. `batch` computes the same numbers with numpy; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import mul

from corpuslint.hashes import blake2b

MASK = (1 << 64) - 1
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)
WORD = 0xC2B2AE3D27D4EB4F
LENGTH = 0x165667B19E3779F9
PIECE = 0xD6E8FEB86659FD93
SCRAMBLE = 0xFF51AFD7ED558CCD
MARK = 0xC4CEB9FE1A85EC53
LONG_WORD = 32
"""Bytes of the longest word that is hashed eight by eight; of longer ones the middle is one piece."""
SHINGLE = 5
"""Words in a shingle of the index."""


def rest_of(word: bytes) -> bytes:
    """Eight bytes that stand for the middle of a very long word."""
    return blake2b(word, digest_size=8).digest()


def scrambled(value: int) -> int:
    """A bijection of 64-bit numbers after which high and low bits depend on all bits."""
    value = ((value ^ (value >> 32)) * SCRAMBLE) & MASK
    return value ^ (value >> 29)


class _WordHashes(dict[bytes, int]):
    """Folded word -> hash, computed once for each word of a text."""

    def __missing__(self, word: bytes) -> int:
        size = len(word)
        value = int.from_bytes(word[:8], "little") * WORD & MASK
        if size > 8:
            value = value + size * LENGTH & MASK
            for piece in _pieces(word):
                value = ((value ^ (value >> 29)) ^ int.from_bytes(piece, "little")) * PIECE & MASK
        self[word] = value = scrambled(value)
        return value


def _pieces(word: bytes) -> Iterator[bytes]:
    """Eights of bytes that hold a word of more than eight bytes together with its first eight."""
    yield word[-8:]
    if len(word) > LONG_WORD:
        yield rest_of(word[8:-8])
    else:
        yield from (word[at : at + 8] for at in range(8, len(word) - 8, 8))


def word_hashes(words: Sequence[bytes]) -> list[int]:
    """The hash of every folded word."""
    known = _WordHashes()
    return [known[word] for word in words]


_powers = [1]
_inverses = [1]


def _grown(table: list[int], factor: int, size: int) -> list[int]:
    while len(table) < size:
        table.append(table[-1] * factor & MASK)
    return table


def prefix_sums(hashes: Sequence[int]) -> list[int]:
    """The polynomials of all beginnings of a text, the empty one first; not reduced."""
    return list(accumulate(map(mul, hashes, _grown(_powers, BASE, len(hashes))), initial=0))


def shingles(sums: Sequence[int], words: int = SHINGLE) -> list[int]:
    """The scrambled hash of every run of so many words, from the prefix sums of the text."""
    inverses = _grown(_inverses, INVERSE, len(sums))
    return [
        scrambled((last - first) * inverse & MASK)
        for first, last, inverse in zip(sums, sums[words:], inverses, strict=False)
    ]


def digest(sums: Sequence[int], of_shingles: Sequence[int]) -> int:
    """One number for the sequence of words: its polynomial and the sum of its shingles."""
    return scrambled((sums[-1] + sum(of_shingles)) & MASK)


def mark(shingle: int) -> int:
    """What the index keeps of a shingle: 40 evenly spread bits (the smallest hashes are the ones kept)."""
    return (shingle * MARK & MASK) >> 24
