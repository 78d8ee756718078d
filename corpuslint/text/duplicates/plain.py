"""Words and fingerprints of one document in plain Python, for runs that are over before numpy has loaded."""

from __future__ import annotations

from collections.abc import Sequence

from corpuslint.text.duplicates import hashing
from corpuslint.text.duplicates.alphabet import FOLD, folded
from corpuslint.text.duplicates.layout import LARGEST, SHORTEST, WIDTHS, beginning, packed


def words(text: str) -> list[bytes]:
    """The folded words of a text, as UTF-8."""
    if text.isascii():
        return text.encode("ascii").translate(FOLD).split()
    return folded(text).encode("utf-8", "surrogatepass").split(b" ")


def same_words(text: str, other: str) -> bool:
    """Whether two texts of one digest have the same words; beyond LARGEST the digest tells that for sure."""
    return text == other or _begun(text) == _begun(other)


def _begun(text: str) -> list[bytes]:
    if len(text) > LARGEST // 4:
        text = beginning(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
    return [word for word in words(text) if word]


def winnowed(shingles: Sequence[int]) -> list[int]:
    """The smallest shingle of each window, where it differs from the window before."""
    if len(shingles) <= SHORTEST - hashing.SHINGLE:
        return []
    width = next(width for width, longest in WIDTHS if len(shingles) <= longest)
    lowest, size = list(shingles), 1
    while size < width:
        lowest = list(map(min, lowest, lowest[size:]))
        size *= 2
    return [new for old, new in zip([-1, *lowest], lowest, strict=False) if new != old]


def note(text: str) -> bytes:
    """What is noted of a document; nothing of one without words."""
    hashes = hashing.word_hashes([word for word in words(text) if word])
    if not hashes:
        return b""
    sums = hashing.prefix_sums(hashes)
    shingles = hashing.shingles(sums)
    marks = [hashing.mark(shingle) for shingle in winnowed(shingles)]
    return packed(hashing.digest(sums, shingles), len(hashes), marks)
