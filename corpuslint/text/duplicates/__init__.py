"""Duplicate documents: noted one by one, judged together.

`notes` takes what matters of each document, `collect` and `merge` bring it together, and
`Part.judgement` says which documents are identical, near-duplicates, partly the same, or fillings of
one template. numpy is loaded only when there is enough text, or when two documents may be alike.

The names load their modules when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.text.duplicates.boilerplate import Passage
    from corpuslint.text.duplicates.claims import Claims, claims, shared_claims
    from corpuslint.text.duplicates.differing import Difference, differences, differences_of
    from corpuslint.text.duplicates.indexed import postings, related
    from corpuslint.text.duplicates.judgement import Judgement, Relation, Stretch, first_line
    from corpuslint.text.duplicates.large import gather
    from corpuslint.text.duplicates.noting import note, notes
    from corpuslint.text.duplicates.otherwise import says_otherwise
    from corpuslint.text.duplicates.paragraphs import Repeat, none_repeated, repeats
    from corpuslint.text.duplicates.part import Part, collect, merge
    from corpuslint.text.duplicates.plain import same_words
    from corpuslint.text.duplicates.sides import sides
    from corpuslint.text.duplicates.wording import differing_facts, facts, lines, listed, relation_data, share

_HOME = {
    "Claims": "claims",
    "Difference": "differing",
    "Judgement": "judgement",
    "Part": "part",
    "Passage": "boilerplate",
    "Relation": "judgement",
    "Repeat": "paragraphs",
    "Stretch": "judgement",
    "claims": "claims",
    "collect": "part",
    "differences": "differing",
    "differences_of": "differing",
    "differing_facts": "wording",
    "facts": "wording",
    "first_line": "judgement",
    "gather": "large",
    "lines": "wording",
    "listed": "wording",
    "merge": "part",
    "none_repeated": "paragraphs",
    "note": "noting",
    "notes": "noting",
    "postings": "indexed",
    "related": "indexed",
    "relation_data": "wording",
    "repeats": "paragraphs",
    "same_words": "plain",
    "says_otherwise": "otherwise",
    "share": "wording",
    "shared_claims": "claims",
    "sides": "sides",
}

__all__ = [
    "Claims",
    "Difference",
    "Judgement",
    "Part",
    "Passage",
    "Relation",
    "Repeat",
    "Stretch",
    "claims",
    "collect",
    "differences",
    "differences_of",
    "differing_facts",
    "facts",
    "first_line",
    "gather",
    "lines",
    "listed",
    "merge",
    "none_repeated",
    "note",
    "notes",
    "postings",
    "related",
    "relation_data",
    "repeats",
    "same_words",
    "says_otherwise",
    "share",
    "shared_claims",
    "sides",
]


def __getattr__(name: str) -> object:
    if name in _HOME:
        globals()[name] = found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
