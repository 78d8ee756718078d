"""Relations between documents in words for people and in values for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpuslint.model import DocKey, Span
from corpuslint.text.duplicates.judgement import Judgement, Relation

if TYPE_CHECKING:
    from corpuslint.text.duplicates.differing import Difference

SHOWN = 3
"""Passages and facts named in a message."""
LISTED = 50
"""Passages, facts and documents listed in the data of a finding."""
DETAILED = 200
"""Differences listed where all of them are asked for."""
AROUND = 24
"""Code points of context on either side of a difference."""
LONGEST = 200
"""Code points of either side of a difference."""
INSIDE = ".,:;-/'’"
"""What may stand inside of a number or a name: its words are joined again by these."""


def share(relation: Relation) -> str:
    """The share of the document's words that the other has; 100 % only of all."""
    percent = min(round(relation.covered * 100), 99 if relation.covered < 1 else 100)
    return f"{'about ' if relation.estimated else ''}{percent} % of its {relation.words} words"


def lines(relation: Relation) -> str:
    """Which lines are which of the other document, of the longest passages in order."""
    longest = sorted(relation.stretches, key=lambda stretch: (-stretch.words, stretch.here))[:SHOWN]
    named = dict.fromkeys(
        _range(stretch.lines) if relation.estimated else f"{_range(stretch.lines)} = {_range(stretch.lines_there)}"
        for stretch in sorted(longest, key=lambda stretch: stretch.here)
    )
    more = len(relation.stretches) - len(longest)
    told = ", ".join(named) + (f" and {more} more" if more else "")
    return f"about {told}, judged by fingerprints alone, for the other text is not here" if relation.estimated else told


def _range(ends: tuple[int, int]) -> str:
    first, last = ends
    return f"line {first}" if first == last else f"lines {first}-{last}"


def facts(relation: Relation, differing: Sequence[tuple[str, str]] = ()) -> str:
    """How many numbers and names agree and differ, and the first of those that do."""
    named = "; ".join(f"{here} / {there}" for here, there in differing[:SHOWN])
    differ = f"{relation.differ} {'differs' if relation.differ == 1 else 'differ'}"
    return f"facts: {relation.agree} agree, {differ}" + (f" ({named})" if named else "")


def relation_data(relation: Relation, differing: Sequence[tuple[str, str]] = ()) -> dict[str, object]:
    """A relation in numbers; lines count from 1. Facts are pairs of this document's and the other's.

    Of one that is estimated neither the lines of the other text are known nor its facts.
    """
    if relation.estimated:
        return {
            "covered": round(relation.covered, 4),
            "covered_other": round(relation.covered_other, 4),
            "estimated": True,
            "passages": [{"lines": list(one.lines), "words": one.words} for one in relation.stretches[:LISTED]],
        }
    return {
        "covered": round(relation.covered, 4),
        "covered_other": round(relation.covered_other, 4),
        "agree": relation.agree,
        "differ": relation.differ,
        "differing": [list(pair) for pair in differing[:LISTED]],
        "passages": [
            {"lines": list(stretch.lines), "lines_other": list(stretch.lines_there), "words": stretch.words}
            for stretch in relation.stretches[:LISTED]
        ],
    }


def group_data(judgement: Judgement, key: DocKey) -> dict[str, object]:
    """The group of copies that a document belongs to; of itself alone if it is no copy."""
    kept = judgement.kept.get(key, key)
    size = len(judgement.groups.get(kept, (kept,)))
    return {"kept": str(kept), "copies": judgement.copies(kept, LISTED), "size": size}


def differing_facts(here: str, there: str, found: Iterable[Difference]) -> list[tuple[str, str]]:
    """The words around numbers and names that stand against others, as they are in both texts, each pair once."""
    pairs = ((_whole(here, one.here), _whole(there, one.there)) for one in found if one.facts)
    return list(dict.fromkeys(pairs))


def listed(here: str, there: str, found: Sequence[Difference]) -> list[dict[str, object]]:
    """Differences with their lines (from 1) and what stands around them in the first text."""
    return [
        {
            "line": here.count("\n", 0, one.here.start) + 1,
            "line_other": there.count("\n", 0, one.there.start) + 1,
            "left": here[max(0, one.here.start - AROUND) : one.here.start].rpartition("\n")[2],
            "here": here[slice(*one.here)][:LONGEST],
            "there": there[slice(*one.there)][:LONGEST],
            "right": here[one.here.end : one.here.end + AROUND].partition("\n")[0],
        }
        for one in found[:DETAILED]
    ]


def _whole(text: str, span: Span) -> str:
    """The words of a span with what belongs to the first and the last of them ("800" in "4,800")."""
    start, end = span
    while start > 0 and end - start < LONGEST and _inside(text, start - 1):
        start -= 1
    while end < len(text) and end - start < LONGEST and _inside(text, end):
        end += 1
    return " ".join(text[start:end].split())


def _inside(text: str, at: int) -> bool:
    """Whether a character belongs to what stands around it: it is in a word, or joins two."""
    if text[at].isalnum():
        return True
    joined = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    return joined and text[at] in INSIDE
