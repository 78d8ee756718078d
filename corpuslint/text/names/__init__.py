"""Inconsistent spellings of names: found in running text, paired, weighed and decided.

`note` takes the facts of one document; `Names` is a corpus of them. From there `spelled` (by the
model), `known` (by packs), `joiner_ways`, `fold_ways` and `abbreviation_ways` give names with
several forms, and `deviations` the documents that hold a wrong one.
"""

from corpuslint.text.names.corpus import JUDGED, Names, Noted, Part
from corpuslint.text.names.deviations import Deviation, Ways, deviations
from corpuslint.text.names.fixing import edits, in_phrase, is_bound, shaped
from corpuslint.text.names.folds import KINDS, abbreviation_ways, fold_ways
from corpuslint.text.names.glued import Glued, glued
from corpuslint.text.names.house import House, wishes
from corpuslint.text.names.joiners import joiner_ways
from corpuslint.text.names.known import known
from corpuslint.text.names.packs import Group, Pack, load
from corpuslint.text.names.pairs import ScoredPair, score
from corpuslint.text.names.record import note
from corpuslint.text.names.spelled import spelled
from corpuslint.text.names.vocabulary import Vocabulary

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
    "deviations",
    "edits",
    "fold_ways",
    "glued",
    "in_phrase",
    "is_bound",
    "joiner_ways",
    "known",
    "load",
    "note",
    "score",
    "shaped",
    "spelled",
    "wishes",
]
