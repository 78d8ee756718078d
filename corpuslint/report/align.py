"""Where two sequences differ, in nearly linear time whatever they hold.

Elements that are unique on both sides anchor the alignment (patience diff, B. Cohen); what lies
between anchors is compared closely only where it is small. Every answer is a true account of the
difference; on repetitive input it need not be the shortest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SMALL = 10_000
"""Products of lengths up to which the quadratic comparison is used."""
DEEPEST = 6
"""How often the parts between anchors are anchored again."""
APART = 24
"""Code points between two changes in a line from which they count as two."""
MOST_COMPARED = 200_000
"""Code points of a line up to which its changes are told apart."""
_TOKEN = re.compile(r"\w+|\s|[^\w\s]")


class Gap(NamedTuple):
    """`before[a:a_end]` became `after[b:b_end]`; one of the two may be empty."""

    a: int
    a_end: int
    b: int
    b_end: int


def gaps(before: Sequence[str], after: Sequence[str]) -> list[Gap]:
    """The differing stretches in order; what lies between them is equal."""
    return list(_gaps(before, after, Gap(0, len(before), 0, len(after)), DEEPEST))


def _gaps(before: Sequence[str], after: Sequence[str], whole: Gap, depth: int) -> Iterator[Gap]:
    gap = _stripped(before, after, whole)
    if gap.a == gap.a_end or gap.b == gap.b_end:
        if gap.a_end - gap.a or gap.b_end - gap.b:
            yield gap
        return
    anchors = _anchors(before, after, gap) if depth else []
    if not anchors:
        yield from _close(before, after, gap)
        return
    a, b = gap.a, gap.b
    for a_next, b_next in [*anchors, (gap.a_end, gap.b_end)]:
        yield from _gaps(before, after, Gap(a, a_next, b, b_next), depth - 1)
        a, b = a_next + 1, b_next + 1


def _stripped(before: Sequence[str], after: Sequence[str], gap: Gap) -> Gap:
    """The gap without what is equal at its beginning and at its end."""
    a, a_end, b, b_end = gap
    while a < a_end and b < b_end and before[a] == after[b]:
        a, b = a + 1, b + 1
    while a < a_end and b < b_end and before[a_end - 1] == after[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    return Gap(a, a_end, b, b_end)


def _anchors(before: Sequence[str], after: Sequence[str], gap: Gap) -> list[tuple[int, int]]:
    """Positions of elements that stand once on either side, as many as are in the same order."""
    once_before = Counter(before[gap.a : gap.a_end])
    once_after = Counter(after[gap.b : gap.b_end])
    at = {after[b]: b for b in range(gap.b, gap.b_end) if once_after[after[b]] == 1}
    pairs = [(a, at[before[a]]) for a in range(gap.a, gap.a_end) if once_before[before[a]] == 1 and before[a] in at]
    return _rising(pairs)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members rise (by patience sorting)."""
    ends: list[int] = []
    piles: list[int] = []
    earlier: list[int] = []
    for index, (_, b) in enumerate(pairs):
        pile = bisect_left(ends, b)
        earlier.append(piles[pile - 1] if pile else -1)
        ends[pile : pile + 1] = [b]
        piles[pile : pile + 1] = [index]
    found = []
    at = piles[-1] if piles else -1
    while at >= 0:
        found.append(pairs[at])
        at = earlier[at]
    return found[::-1]


def _close(before: Sequence[str], after: Sequence[str], gap: Gap) -> Iterator[Gap]:
    """Compare a stretch without anchors."""
    if (gap.a_end - gap.a) * (gap.b_end - gap.b) <= SMALL:
        parts = before[gap.a : gap.a_end], after[gap.b : gap.b_end]
        for tag, a, a_end, b, b_end in SequenceMatcher(None, *parts, autojunk=False).get_opcodes():
            if tag != "equal":
                yield Gap(gap.a + a, gap.a + a_end, gap.b + b, gap.b + b_end)
    elif gap.a_end - gap.a == gap.b_end - gap.b:
        yield from _one_by_one(before, after, gap)
    else:
        yield gap


def _one_by_one(before: Sequence[str], after: Sequence[str], gap: Gap) -> Iterator[Gap]:
    start = None
    for offset in range(gap.a_end - gap.a + 1):
        a, b = gap.a + offset, gap.b + offset
        differs = a < gap.a_end and before[a] != after[b]
        if differs and start is None:
            start = offset
        elif not differs and start is not None:
            yield Gap(gap.a + start, a, gap.b + start, b)
            start = None


def changes(before: str, after: str) -> list[Gap]:
    """The changes between two lines, in code points; near ones together."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    whole = Gap(start, len(before) - end, start, len(after) - end)
    if not _length(whole):
        return []
    if whole.a == whole.a_end or whole.b == whole.b_end or _length(whole) > MOST_COMPARED:
        return [whole]
    return _merged(_within(before, after, whole))


def _length(gap: Gap) -> int:
    return max(gap.a_end - gap.a, gap.b_end - gap.b)


def _within(before: str, after: str, whole: Gap) -> list[Gap]:
    """The changes within a stretch, word by word."""
    old = _TOKEN.findall(before[whole.a : whole.a_end])
    new = _TOKEN.findall(after[whole.b : whole.b_end])
    a_at, b_at = _offsets(old, whole.a), _offsets(new, whole.b)
    return [Gap(a_at[gap.a], a_at[gap.a_end], b_at[gap.b], b_at[gap.b_end]) for gap in gaps(old, new)]


def _offsets(tokens: Sequence[str], start: int) -> list[int]:
    offsets = [start]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _merged(found: Sequence[Gap]) -> list[Gap]:
    merged: list[Gap] = []
    for gap in found:
        if merged and gap.a - merged[-1].a_end < APART:
            merged[-1] = Gap(merged[-1].a, gap.a_end, merged[-1].b, gap.b_end)
        else:
            merged.append(gap)
    return merged


def _common(one: str, other: str) -> int:
    """Length of the common beginning, found by halving so that long lines cost few steps."""
    shortest = min(len(one), len(other))
    if one[:shortest] == other[:shortest]:
        return shortest
    return bisect_left(range(shortest), x=True, key=lambda end: one[: end + 1] != other[: end + 1])
