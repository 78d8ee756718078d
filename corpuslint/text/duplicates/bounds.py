"""Whether two texts may be related at all, in plain Python: a bound that alignment never exceeds.

Articles on one event share quotations, and so fingerprints. On a few files it costs less to see here that
they share no more than to load numpy and align them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpuslint.text.duplicates.limits import COVERED, DENSE, FEWEST, GAP, LONG, TRIPLE
from corpuslint.text.duplicates.plain import words


def may_be_related(text: str, other: str) -> bool:
    """False only if alignment finds neither a long passage nor enough of one text in the other."""
    short, long = sorted((_words(text), _words(other)), key=len)
    covered = equal = longest = 0
    for extent, matched in _stretches(short, long):
        if matched >= FEWEST:
            covered += extent
            equal += matched
            longest = max(longest, matched)
    return longest >= LONG or covered >= COVERED * len(short) or equal >= COVERED * DENSE * len(long)


def _words(text: str) -> list[bytes]:
    return [word for word in words(text) if word]


def _stretches(short: Sequence[bytes], long: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Words from first to last match, and words matched, of each stretch of `short` without a long gap."""
    known = set(zip(*(long[at:] for at in range(TRIPLE)), strict=False))
    begin = end = matched = 0
    for at, triple in enumerate(zip(*(short[at:] for at in range(TRIPLE)), strict=False)):
        if triple not in known:
            continue
        if at - end > GAP:
            if matched:
                yield end - begin, matched
            begin, end, matched = at, at, 0
        matched += at + TRIPLE - max(at, end)
        end = at + TRIPLE
    if matched:
        yield end - begin, matched
