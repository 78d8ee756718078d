"""The repair of mojibake: three ways to undo it, and the choice between them."""

from __future__ import annotations

from functools import lru_cache

from corpuslint.text.encoding.badness import ALONE, badness, is_bad
from corpuslint.text.encoding.byline import undo_by_line, undo_whole
from corpuslint.text.encoding.deeper import deeper
from corpuslint.text.encoding.high import high
from corpuslint.text.encoding.plausible import plausibility
from corpuslint.text.encoding.pooled import undo_pooled, undo_single

_POOL = 3
"""Lines from which on the evidence of several counts for all of them."""
_LONG = 200
"""Characters from which on a text has as much evidence as several lines."""
_SETTLED = ALONE | {"\ufffd"}
"""Where nothing else is above ASCII, nothing is left to undo: no codec has them all as the bytes of sequences."""


@lru_cache(maxsize=4)
def undone(text: str) -> str:
    """The text with its mojibake undone, the same text where there is none."""
    after = _chosen(text)
    return after if after == text else deeper(text, after)


def _chosen(text: str) -> str:
    """The best of several ways to undo the mojibake of a text.

    What the whole text explains without a rest is taken at once. Otherwise, of the outputs of the three
    ways the one with the fewest unlikely pairs is taken, then the one with the fewest replacement
    characters, then the most plausible one.
    """
    lines = text.count("\n") + 1
    if not is_bad(text):
        return undo_pooled(text) if lines > _POOL else undo_single(text)
    pool = lines >= _POOL or len(text) >= _LONG
    mine = undo_pooled(text) if pool else undo_single(text)
    if pool and (_SETTLED.issuperset(high(mine)) or (mine != text and not is_bad(mine))):
        return mine
    outputs = [undo_by_line(text), mine]
    if "\n" in text.rstrip("\n"):
        outputs.insert(1, undo_whole(text))
    best = min(dict.fromkeys(outputs), key=_harm)
    return best if pool or best == text else _wider(text, best)


def _wider(text: str, repaired: str) -> str:
    """What the evidence of a whole short text repairs that is damaged in some of its words, and those as before."""
    pooled = undo_pooled(text)
    words = [part.split(" ") for part in (text, repaired, pooled)]
    if len(set(map(len, words))) > 1 or _harm(pooled) > _harm(repaired):
        return repaired
    return pooled if all(b in {a, c} for a, b, c in zip(*words, strict=True)) else repaired


def _harm(text: str) -> tuple[int, int, float]:
    return badness(text), text.count("\ufffd"), -round(plausibility(text), 2)
