"""What two aligned documents are to each other: copies, sharers of a passage, or fillings of one template.

The figures stand on a plateau of the measured sets: moving any of them by a tenth moves F1 by less
than a hundredth.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from corpuslint.text.duplicates.alignment import Overlaps
from corpuslint.text.duplicates.inverted import Candidates, Floats
from corpuslint.text.duplicates.limits import COVERED, FEWEST, LONG
from corpuslint.text.duplicates.words import Flags

MUTUAL = 0.5
"""Share of both documents that copies have in common."""
WHOLE = 0.8
"""Share from which a document counts as contained, however short it is."""
FEW = 30
"""Equal words below which two documents that do not contain each other prove nothing."""
CONFLICTS = 2
"""Differing facts below which nothing is a template."""
DIFFERING = 0.1
"""Share of facts that differ in a template, at the least."""
LIFT = 2.0
"""How much more often facts differ in a template than other words do; in a damaged copy both alike."""
RARE_SHARE = 0.3
"""Share of the common fingerprints that few documents have, at the least, unless ..."""
WITHOUT_OWN = 0.1
"""... both documents have less of their own than this, or many facts of theirs agree."""
RICH_MUTUAL, RICH_OWN = 0.75, 0.3
"""Share of both documents that a story in many papers has in common at the least, and share of its own at most."""
RICH_FACTS, RICH_WORDS, RICH_DIFFERING = 12, 60, 0.03
"""Facts that agree and words that are equal in it at the least, and share of facts that differ at most."""


NOTICE = 0.3
"""Share of a document from which on what a crowd of documents has is more than a line at its end."""
NOTHING_OWN = 0.97
"""Share of one document from which on it says nothing of its own: then it is a copy though one source has many such."""


class Verdict(IntEnum):
    """How two documents are related."""

    NOTHING = 0
    NEAR = 1
    """Near-duplicates, or one contains much of the other."""
    PASSAGE = 2
    """They share a long passage and little else."""
    COMMON = 3
    """They share what many documents share."""
    TEMPLATE = 4
    """The same words around other facts."""


def mutual(found: Overlaps) -> Floats:
    """The smaller of the two coverages of each pair."""
    return np.minimum(found.covered_a, found.covered_b)


def conflicting(found: Overlaps) -> Flags:
    """Pairs whose facts differ as those of a template's fillings do."""
    agree = found.numbers + found.names
    differ = found.numbers_differ + found.names_differ
    share = differ / np.maximum(1, differ + agree)
    changed = found.replaced - differ + found.altered
    usual = changed / np.maximum(1, changed + found.equal - agree)
    return (differ >= CONFLICTS) & (share >= DIFFERING) & (share >= LIFT * usual)


def _rich(found: Overlaps, own: Floats) -> Flags:
    """Pairs that agree as wholes and in many facts: a story that many papers print.

    `own` is the share of fingerprints that the less covered document has to itself.
    """
    agree = found.numbers + found.names
    differ = found.numbers_differ + found.names_differ
    whole = (mutual(found) >= RICH_MUTUAL) | (np.maximum(found.covered_a, found.covered_b) >= WHOLE)
    agreeing = (agree >= RICH_FACTS) & (differ <= RICH_DIFFERING * (agree + differ))
    return whole & (own < RICH_OWN) & agreeing & (found.equal >= RICH_WORDS)


def decide(found: Overlaps, pairs: Candidates, rare: Floats, one_source: Flags) -> npt.NDArray[np.int64]:
    """The verdict on each pair.

    `rare` is the share of its common fingerprints that few documents have. What many documents have may be a story in
    many papers; what a crowd of them has is in pairs of `one_source` a notice that comes with all that it prints.
    """
    unique_a, unique_b = pairs.unique[pairs.a], pairs.unique[pairs.b]
    most = np.maximum(found.covered_a, found.covered_b)
    story = (unique_a < WITHOUT_OWN) & (unique_b < WITHOUT_OWN)
    story |= _rich(found, np.where(found.covered_a <= found.covered_b, unique_a, unique_b))
    notice = one_source & (np.minimum(pairs.crowded[pairs.a], pairs.crowded[pairs.b]) >= NOTICE)
    story &= ~notice | (most >= NOTHING_OWN)
    common = (rare < RARE_SHARE) & ~story
    near = (most >= COVERED) & ((found.equal >= FEW) | (most >= WHOLE))
    verdict = np.where(near, Verdict.NEAR, np.where(found.longest >= LONG, Verdict.PASSAGE, Verdict.NOTHING))
    verdict[common] = Verdict.COMMON
    verdict[conflicting(found)] = Verdict.TEMPLATE
    verdict[found.equal < FEWEST] = Verdict.NOTHING
    return verdict.astype(np.int64)
