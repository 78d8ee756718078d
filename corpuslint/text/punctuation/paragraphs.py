"""Paragraphs of a news text: what a quotation is expected to close in.

A paragraph is a line, except in a hard-wrapped text, where it is a block of lines ended by a blank
or an indented line. Wide runs of blanks inside a line are paragraph breaks that a conversion lost,
tags of paragraphs are those it left.
"""

import re
from typing import NamedTuple

LONG = 1200
"""A paragraph of more code points than this has probably lost its breaks."""
MERGED = 300
"""Paragraphs of news that are longer than this on average were merged, and so may be a text of one paragraph."""
HEADING = 60
SAMPLE = 20_000
"""Code points at the beginning of a text that tell whether it is hard-wrapped."""
WIDEST = 160
"""A hard-wrapped text has no line of more code points."""
FARTHEST = 40
"""Most paragraphs that a quotation goes on for without a search."""
OFTEN = 3
"""A text in which this many lines break before a small letter may break before a capital as well."""

_LINE_ENDS = frozenset('.!?"\u201d:')
_BLOCK = r"[^\s][^\n]*(?:\n(?![ \t]|\r?\n|\r?\Z)[^\n]+)*"
_OMISSIONS = ("\u2026", "...", "[\u2026]", "[...]")
_TAG = r"(?i)</?(?:p|br|div|li|h[1-6])\b[^<>\n]{0,200}>"
WIDE = " " * 5
"""So many blanks part two paragraphs of one line."""
_GLUED = r"[.!?](?<=[a-z]{2}.)[\"\u201d]?[A-Z][a-z]"
"""It begins with what few characters are: small letters would be tried everywhere."""
Spans = list[tuple[int, int]]


class Paragraph(NamedTuple):
    """Code points `start` to `end` of the text, without blanks at either side.

    `merged` says that the paragraphs of the text seem to have been put together.
    """

    start: int
    end: int
    merged: bool

    def lost_breaks(self, text: str) -> bool:
        """Whether paragraph breaks were probably lost inside it."""
        return (
            self.merged or self.end - self.start > LONG or bool(re.compile(_GLUED).search(text, self.start, self.end))
        )


def paragraphs(text: str, *, wrapped: bool) -> list[Paragraph]:
    """The paragraphs of a text that is `hard_wrapped` or not, in order; paragraphs of blanks alone are left out."""
    spans = _spans(text, wrapped=wrapped)
    merged = _merged(spans)
    return [Paragraph(start, end, merged) for start, end in spans]


def are_merged(text: str, *, parted: bool) -> bool:
    """Whether the paragraphs of a text that is not hard-wrapped are `merged`.

    `parted` says that there may be tags or wide blanks in it.
    """
    return (not parted and _surely_merged(text)) or _merged(_spans(text, wrapped=False))


def _surely_merged(text: str) -> bool:
    """The same of a text without tags and wide blanks from the lengths of the lines, which is cheaper.

    Lines may have a few blanks at their ends, and two short ones may be one that was broken, so false says nothing.
    """
    lengths = [length for length in map(len, text.split("\n")) if length]
    long = [length - 2 * len(WIDE) for length in lengths if length > HEADING]
    return sum(long) > MERGED * (len(long) + (len(lengths) - len(long)) / 2)


def _spans(text: str, *, wrapped: bool) -> Spans:
    spans = [found.span() for found in re.finditer(_BLOCK, text)] if wrapped else _lines(text)
    spans = _mended(text, spans)
    if "<" in text or WIDE in spaced(text):
        spans = [part for start, end in spans for part in _parted(text, start, end)]
    return spans


def _merged(spans: Spans) -> bool:
    lengths = [end - start for start, end in spans if end - start > HEADING]
    return len(lengths) == 1 or sum(lengths) > MERGED * len(lengths)


def _lines(text: str) -> Spans:
    """The lines that are not blank, without the blanks at their ends."""
    spans, at = [], 0
    for line in text.replace("\u2028", "\n").replace("\u2029", "\n").split("\n"):
        if stripped := line.strip():
            start = at + line.index(stripped[0])
            spans.append((start, start + len(stripped)))
        at += len(line) + 1
    return spans


def _mended(text: str, spans: Spans) -> Spans:
    """Lines joined again where they were broken in mid-sentence."""
    unended = [at for at, (_, end) in enumerate(spans[:-1]) if text[end - 1].islower() or text[end - 1] == ","]
    broken = {at for at in unended if text.count("\n", spans[at][1], spans[at + 1][0]) == 1}
    small = {at for at in broken if text[spans[at + 1][0]].islower()}
    if not small:
        return spans
    often = len(small) >= OFTEN
    joined = spans[:1]
    for at, span in enumerate(spans[1:]):
        if at in small or (often and at in broken and spans[at][1] - spans[at][0] > HEADING):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def spaced(text: str) -> str:
    """A text with the same blank for all kinds of them."""
    return text.replace("\xa0", " ").replace("\t", " ")


def _parted(text: str, start: int, end: int) -> Spans:
    """One line or block, cut at wide runs of blanks and at tags of paragraphs."""
    gaps = _gaps(text, start, end)
    if not gaps:
        return [(start, end)]
    parts: Spans = []
    at = start
    for gap, behind in gaps:
        if gap >= at:
            parts += _stripped(text, at, gap)
            at = behind
    return parts + _stripped(text, at, end)


def _gaps(text: str, start: int, end: int) -> Spans:
    """Wide runs of blanks and tags of paragraphs, in order; to look for the two together would be slow."""
    part = spaced(text[start:end])
    found: Spans = []
    at = part.find(WIDE)
    while at >= 0:
        behind = at + len(WIDE)
        while part[behind : behind + 1] == " ":
            behind += 1
        found.append((start + at, start + behind))
        at = part.find(WIDE, behind)
    if "<" in part:
        found += [tag.span() for tag in re.compile(_TAG).finditer(text, start, end)]
    return sorted(found) if len(found) > 1 else found


def _stripped(text: str, start: int, end: int) -> Spans:
    """A part without the blanks at its ends, if anything is left."""
    part = text[start:end]
    if not part or part.isspace():
        return []
    return [(start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip()))]


def hard_wrapped(text: str) -> bool:
    """Whether most lines were broken at a column: of like length, and ended in mid-sentence."""
    sample = text[:SAMPLE]
    if _has_wide_line(sample):
        return False
    lines = [line for line in map(str.rstrip, sample.split("\n")) if line]
    full = [line[-1] for line in lines if 45 <= len(line) <= 95]
    if len(lines) < 4 or len(full) < 0.5 * len(lines):
        return False
    return len(full) - sum(map(_LINE_ENDS.__contains__, full)) > 0.6 * len(full)


def _has_wide_line(text: str) -> bool:
    """Whether a line is wider than that of a hard-wrapped text; most texts have one soon, so lines are not split."""
    at = 0
    while len(text) - at > WIDEST:
        at = text.rfind("\n", at, at + WIDEST + 1) + 1
        if not at:
            return True
    return False


def joined(text: str) -> str:
    """A hard-wrapped text with a line for each paragraph, or for a part of one."""
    return " ".join([line if line and not line[0].isspace() else "\n" + line for line in text.split("\n")])


def is_cut(text: str, end: int) -> bool:
    """Whether a paragraph that ends at a code point was cut off there."""
    return text.endswith(_OMISSIONS, 0, end)
