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
    from corpuslint.text.names.decisions import Decisions, load_decisions, two
    from corpuslint.text.names.deviations import Deviation, Ways, chooser, deviations_of
    from corpuslint.text.names.fixing import edits, in_phrase, is_bound, shaped
    from corpuslint.text.names.folds import KINDS, abbreviation_ways, fold_ways
    from corpuslint.text.names.glued import Glued, glued_names
    from corpuslint.text.names.house import House, Unwanted, Wish
    from corpuslint.text.names.joiners import joiner_ways
    from corpuslint.text.names.kept import columns
    from corpuslint.text.names.known import known_ways
    from corpuslint.text.names.packs import Group, Pack, load
    from corpuslint.text.names.pairs import ScoredPair, score
    from corpuslint.text.names.recalling import recall
    from corpuslint.text.names.record import note
    from corpuslint.text.names.several import survey, undecided
    from corpuslint.text.names.source import SourceOf, source_of
    from corpuslint.text.names.spelled import scored_pairs, spelled_ways
    from corpuslint.text.names.vocabulary import Vocabulary

_HOMES = {
    "Decisions": "decisions",
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
    "SourceOf": "source",
    "Unwanted": "house",
    "Vocabulary": "vocabulary",
    "Ways": "deviations",
    "Wish": "house",
    "abbreviation_ways": "folds",
    "chooser": "deviations",
    "columns": "kept",
    "deviations_of": "deviations",
    "edits": "fixing",
    "fold_ways": "folds",
    "glued_names": "glued",
    "in_phrase": "fixing",
    "is_bound": "fixing",
    "joiner_ways": "joiners",
    "known_ways": "known",
    "load": "packs",
    "load_decisions": "decisions",
    "note": "record",
    "recall": "recalling",
    "score": "pairs",
    "scored_pairs": "spelled",
    "shaped": "fixing",
    "source_of": "source",
    "spelled_ways": "spelled",
    "survey": "several",
    "two": "decisions",
    "undecided": "several",
}

__all__ = [
    "JUDGED",
    "KINDS",
    "Decisions",
    "Deviation",
    "Glued",
    "Group",
    "House",
    "Names",
    "Noted",
    "Pack",
    "Part",
    "ScoredPair",
    "SourceOf",
    "Unwanted",
    "Vocabulary",
    "Ways",
    "Wish",
    "abbreviation_ways",
    "chooser",
    "columns",
    "deviations_of",
    "edits",
    "fold_ways",
    "glued_names",
    "in_phrase",
    "is_bound",
    "joiner_ways",
    "known_ways",
    "load",
    "load_decisions",
    "note",
    "recall",
    "score",
    "scored_pairs",
    "shaped",
    "source_of",
    "spelled_ways",
    "survey",
    "two",
    "undecided",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
