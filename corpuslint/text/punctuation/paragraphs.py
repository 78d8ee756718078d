"""Paragraphs of a news text: what a quotation is expected to close in.

A paragraph is a line, except in a hard-wrapped text, where it is a block of lines ended by a blank
or an indented line. Wide runs of blanks inside a line are paragraph breaks that a conversion lost,
tags of paragraphs are those it left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

LONG = 1200
"""A paragraph of more code points than this has probably lost its breaks."""
MERGED = 300
"""Paragraphs of news that are longer than this on average were merged, and so may be a text of one paragraph."""
HEADING = 60
OFTEN = 3
"""A text in which this many lines break before a small letter may break before a capital as well."""

_BLOCK = re.compile(r"[^\s][^\n]*(?:\n(?![ \t]|\r?\n|\r?\Z)[^\n]+)*")
_LINE = re.compile(r"[^\s](?:[^\n\u2028\u2029]*[^\s])?")
_WIDE = re.compile(r"[ \t\xa0]{5,}|\s*</?(?:p|br|div|li|h[1-6])\b[^<>\n]{0,200}>\s*", re.IGNORECASE)
_GLUED = re.compile(r"[a-z]{2}[.!?][\"\u201d]?[A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Code points `start` to `end` of the text, without blanks at either side.

    `lost` says that paragraph breaks were probably lost inside it.
    """

    start: int
    end: int
    lost: bool


def paragraphs(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text, in order; paragraphs of blanks alone are left out."""
    pattern = _BLOCK if hard_wrapped(text) else _LINE
    whole = _mended(text, [found.span() for found in pattern.finditer(text)])
    spans = [part for start, end in whole for part in _parted(text, start, end)]
    lengths = [end - start for start, end in spans if end - start > HEADING]
    merged = len(lengths) == 1 or sum(lengths) > MERGED * len(lengths)
    for start, end in spans:
        lost = merged or end - start > LONG or _GLUED.search(text, start, end) is not None
        yield Paragraph(start, end, lost)


def _mended(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines joined again where they were broken in mid-sentence."""
    small = [_broken(text, *pair, small=True) for pair in pairwise(spans)]
    often = sum(small) >= OFTEN
    joined = spans[:1]
    for pair, before_small in zip(pairwise(spans), small, strict=True):
        if before_small or (often and _broken(text, *pair, small=False)):
            joined[-1] = (joined[-1][0], pair[1][1])
        else:
            joined.append(pair[1])
    return joined


def _broken(text: str, first: tuple[int, int], second: tuple[int, int], *, small: bool) -> bool:
    """Whether a line ends in mid-sentence and the next one, without a blank line between, goes on with it."""
    last, following = text[first[1] - 1], text[second[0]]
    if not (last == "," or last.islower()) or text.count("\n", first[1], second[0]) != 1:
        return False
    return following.islower() if small else first[1] - first[0] > HEADING


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """One line or block, cut at wide runs of blanks and at tags of paragraphs."""
    at = start
    for gap in _WIDE.finditer(text, start, end):
        if gap.start() > at:
            yield at, gap.start()
        at = gap.end()
    if at < end:
        yield at, end


def hard_wrapped(text: str) -> bool:
    """Whether most lines were broken at a column: of like length, and ended in mid-sentence."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    full = [line for line in lines if 45 <= len(line.rstrip()) <= 95]
    if len(full) < 0.5 * len(lines) or max(map(len, lines)) > 160:
        return False
    return sum(line.rstrip()[-1] not in '.!?"\u201d:' for line in full) > 0.6 * len(full)
