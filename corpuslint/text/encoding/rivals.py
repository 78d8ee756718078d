"""Codecs that explain the same damage in another way.

windows-1250 and ISO-8859-2, or code pages 437 and 850, have most letters in common: a short text that
was read in one of them may decode in the other as well, to other letters. Where both results are about
as plausible, the repair is a choice.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpuslint.text.encoding.plausible import plausibility
from corpuslint.text.encoding.sequences import Reading
from corpuslint.text.encoding.tables import CODECS, table

CERTAIN = frozenset({"cp1252", "latin-1"})
"""Codecs so much more usual than all others that they have no rivals."""
_CLOSE = 0.3
"""Plausibility by which a rival may be worse and still be one."""


def disputed(words: Sequence[tuple[str, str]], codec: str) -> frozenset[int]:
    """Which of the words (each as it is, and repaired) a rival of the codec makes other words of.

    A rival must explain every character above ASCII of all the words that the codec wholly explains: one that it
    cannot explain settles the matter for all of them.
    """
    found: set[int] = set()
    lines = [(i, *pair) for i, pair in enumerate(words) if not Reading(pair[0], table(codec)).unexplained]
    chars = {c for _, line, _ in lines for c in line if c > "\x7f"}
    score = plausibility("\n".join(right for _, _, right in lines))
    for name in CODECS:
        rival = table(name)
        if name == codec or not rival.may_explain(chars, whole=True):
            continue
        readings = [Reading(line, rival) for _, line, _ in lines]
        if any(reading.unexplained for reading in readings):
            continue
        texts = [reading.undone() for reading in readings]
        if plausibility("\n".join(texts)) >= score - _CLOSE:
            found.update(i for text, (i, _, right) in zip(texts, lines, strict=True) if text != right)
    return frozenset(found)
