"""Inconsistent spellings of names: found in running text, paired, weighed and decided.

`note` takes the facts of one document; `Names` is a corpus of them. From there `spelled_ways` (by the
model), `known_ways` (by packs), `joiner_ways`, `fold_ways` and `abbreviation_ways` give names with
several forms, and `deviations_of` the documents that hold a wrong one.

The names load their modules when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.text.names.corpus import JUDGED, Names, Noted, Part
    from corpuslint.text.names.deviations import Deviation, Ways, deviations_of
    from corpuslint.text.names.fixing import edits, in_phrase, is_bound, shaped
    from corpuslint.text.names.folds import KINDS, abbreviation_ways, fold_ways
    from corpuslint.text.names.glued import Glued, glued_names
    from corpuslint.text.names.house import House, wishes
    from corpuslint.text.names.joiners import joiner_ways
    from corpuslint.text.names.known import known_ways
    from corpuslint.text.names.packs import Group, Pack, load
    from corpuslint.text.names.pairs import ScoredPair, score
    from corpuslint.text.names.record import note
    from corpuslint.text.names.spelled import spelled_ways
    from corpuslint.text.names.vocabulary import Vocabulary

_HOMES = {
    "Deviation": "deviations",
    "Glued": "glued",
    "Group": "packs",
    "House": "house",
    "JUDGED": "corpus",
    "KINDS": "folds",
    "Names": "corpus",
    "Noted": "corpus",
    "Pack": "packs",
    "Part": "corpus",
    "ScoredPair": "pairs",
    "Vocabulary": "vocabulary",
    "Ways": "deviations",
    "abbreviation_ways": "folds",
    "deviations_of": "deviations",
    "edits": "fixing",
    "fold_ways": "folds",
    "glued_names": "glued",
    "in_phrase": "fixing",
    "is_bound": "fixing",
    "joiner_ways": "joiners",
    "known_ways": "known",
    "load": "packs",
    "note": "record",
    "score": "pairs",
    "shaped": "fixing",
    "spelled_ways": "spelled",
    "wishes": "house",
}

__all__ = [
    "JUDGED",
    "KINDS",
    "Deviation",
    "Glued",
    "Group",
    "House",
    "Names",
    "Noted",
    "Pack",
    "Part",
    "ScoredPair",
    "Vocabulary",
    "Ways",
    "abbreviation_ways",
    "deviations_of",
    "edits",
    "fold_ways",
    "glued_names",
    "in_phrase",
    "is_bound",
    "joiner_ways",
    "known_ways",
    "load",
    "note",
    "score",
    "shaped",
    "spelled_ways",
    "wishes",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
