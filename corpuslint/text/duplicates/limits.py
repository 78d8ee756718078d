"""The settings of alignment and verdict that plain Python and numpy must agree on."""

from __future__ import annotations

TRIPLE = 3
"""Words in a row that anchor an alignment."""
GAP = 8
"""Most words between two blocks of one passage, on either side."""
FEWEST = 8
"""Equal words that make a passage."""
DENSE = 0.45
"""Least share of equal words in a passage."""
COVERED = 0.4
"""Share of one document that must come from the other for the pair to be near-duplicates."""
LONG = 40
"""Equal words that make a shared passage worth a finding by itself."""


def enough(shared: int, fingerprints: int) -> bool:
    """Whether so many common fingerprints make a pair worth aligning whose smaller document has `fingerprints`."""
    return shared >= min(3, max(2, fingerprints // 4)) and (shared >= 0.06 * fingerprints or shared >= 8)
