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
    from corpuslint.text.duplicates.details import Details, detailed
    from corpuslint.text.duplicates.differing import differences
    from corpuslint.text.duplicates.indexed import postings, related
    from corpuslint.text.duplicates.judgement import Judgement, Relation, Stretch
    from corpuslint.text.duplicates.large import gather
    from corpuslint.text.duplicates.noting import note, notes
    from corpuslint.text.duplicates.paragraphs import Repeat, none_repeated, repeats
    from corpuslint.text.duplicates.part import Part, collect, merge
    from corpuslint.text.duplicates.rereading import first_line, same_words, says_otherwise
    from corpuslint.text.duplicates.sides import sides
    from corpuslint.text.duplicates.wording import facts, group_data, lines, relation_data, share

_HOME = {
    "Claims": "claims",
    "Details": "details",
    "Judgement": "judgement",
    "Part": "part",
    "Passage": "boilerplate",
    "Relation": "judgement",
    "Repeat": "paragraphs",
    "Stretch": "judgement",
    "claims": "claims",
    "collect": "part",
    "detailed": "details",
    "differences": "differing",
    "facts": "wording",
    "first_line": "rereading",
    "gather": "large",
    "group_data": "wording",
    "lines": "wording",
    "merge": "part",
    "none_repeated": "paragraphs",
    "note": "noting",
    "notes": "noting",
    "postings": "indexed",
    "related": "indexed",
    "relation_data": "wording",
    "repeats": "paragraphs",
    "same_words": "rereading",
    "says_otherwise": "rereading",
    "share": "wording",
    "shared_claims": "claims",
    "sides": "sides",
}

__all__ = [
    "Claims",
    "Details",
    "Judgement",
    "Part",
    "Passage",
    "Relation",
    "Repeat",
    "Stretch",
    "claims",
    "collect",
    "detailed",
    "differences",
    "facts",
    "first_line",
    "gather",
    "group_data",
    "lines",
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
