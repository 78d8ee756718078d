"""What a word is to the duplicate rules: folded letters and digits between everything else.

Case folds where upper and lower case have equally long UTF-8 forms. Punctuation, symbols and blanks
separate. Scripts written without blanks have no words to take: there a CJK character is a word, and so
is a Thai, Lao, Burmese or Khmer letter with the marks that follow it, but no number or Latin letter.

The tables are ranges of code points, not `unicodedata`, so that what is noted of a text does not
depend on the version of Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

SPACE = 0x20
SEPARATORS = (
    (0x0080, 0x00A9), (0x00AB, 0x00B4), (0x00B6, 0x00B9), (0x00BB, 0x00BF), (0x00D7, 0x00D7),
    (0x00F7, 0x00F7), (0x037E, 0x037E), (0x0387, 0x0387), (0x055A, 0x055F), (0x0589, 0x058A),
    (0x05BE, 0x05BE), (0x05C0, 0x05C0), (0x05C3, 0x05C3), (0x05F3, 0x05F4), (0x060C, 0x060D),
    (0x061B, 0x061F), (0x066A, 0x066D), (0x06D4, 0x06D4), (0x0964, 0x0965), (0x104A, 0x104F),
    (0x1361, 0x1368), (0x1680, 0x1680), (0x17D4, 0x17DA), (0x2000, 0x206F), (0x20A0, 0x20CF),
    (0x2190, 0x2BFF), (0x2E00, 0x2E7F), (0x3000, 0x303F), (0x30FB, 0x30FB), (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F), (0xFEFF, 0xFEFF), (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF40),
    (0xFF5B, 0xFF65), (0x1F000, 0x1FAFF),
)  # fmt: skip
"""First and last code point of what separates words, above ASCII."""
SINGLES = ((0x3040, 0x30FA), (0x30FC, 0x9FFF), (0xA000, 0xA4CF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""A character of these is a word of its own."""
OPENERS = (
    (0x0E01, 0x0E2F), (0x0E3F, 0x0E44), (0x0E50, 0x0E5B), (0x0E81, 0x0EAF), (0x0EC0, 0x0EC4),
    (0x0ED0, 0x0EDF), (0x1000, 0x102A), (0x103F, 0x1049), (0x1050, 0x1055), (0x1780, 0x17B3),
    (0x17E0, 0x17E9),
)  # fmt: skip
"""A character of these begins a word; the marks after it belong to it."""
BLANKLESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""The scripts of the openers, letters and marks: what is ASCII behind them begins a word."""
CASED = ((0x00C0, 0x0587), (0x1E00, 0x1FFF))
"""Where case is folded, above ASCII."""
DIGITS = (
    (0x0660, 0x0669), (0x06F0, 0x06F9), (0x0966, 0x096F), (0x09E6, 0x09EF), (0x0A66, 0x0A6F),
    (0x0AE6, 0x0AEF), (0x0B66, 0x0B6F), (0x0BE6, 0x0BEF), (0x0C66, 0x0C6F), (0x0CE6, 0x0CEF),
    (0x0D66, 0x0D6F), (0x0E50, 0x0E59), (0x0ED0, 0x0ED9), (0x1040, 0x1049), (0x17E0, 0x17E9),
    (0xFF10, 0xFF19),
)  # fmt: skip
"""Decimal digits that count as numbers, above ASCII."""

FOLD = bytes(ord(chr(c).lower()) if chr(c).isalnum() else SPACE for c in range(128)) + bytes(range(128, 256))
"""ASCII letters in lower case, ASCII digits, bytes above ASCII; SPACE for all else."""


def code_points(ranges: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Every code point of the ranges, both ends included."""
    for first, last in ranges:
        yield from range(first, last + 1)


def lowered(point: int) -> int:
    """The lower case of a code point if its UTF-8 form is as long, else the code point itself."""
    lower = chr(point).lower()
    if len(lower) == 1 and len(lower.encode()) == len(chr(point).encode()):
        return ord(lower)
    return point


def within(point: int, ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether one of the ranges holds the code point."""
    return any(first <= point <= last for first, last in ranges)


_GLUED = re.compile(
    f"([{''.join(f'{chr(first)}-{chr(last)}' for first, last in BLANKLESS)}])(?=[0-9a-z])",
)


class _Folding(dict[int, str]):
    """For `str.translate`: words end up between blanks. Filled as characters are met."""

    def __missing__(self, point: int) -> str:
        self[point] = folded = _folded(point)
        return folded


def _folded(point: int) -> str:
    if point < 128:
        return chr(FOLD[point])
    if within(point, SEPARATORS):
        return " "
    if within(point, SINGLES):
        return f" {chr(point)} "
    if within(point, OPENERS):
        return f" {chr(point)}"
    return chr(lowered(point)) if within(point, CASED) else chr(point)


@cache
def _folding() -> dict[int, str]:
    return _Folding()


def folded(text: str) -> str:
    """The words of a text, folded, between blanks (U+0020)."""
    return _GLUED.sub(r"\1 ", text.translate(_folding()))
