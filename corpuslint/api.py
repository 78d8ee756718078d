"""Everything that a rule may import.

Rules import from here and from nowhere else in corpuslint, so that what lies below can change.
The text algorithms load when they are first named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from corpuslint.errors import CorpuslintError, ReadError
from corpuslint.facts import Facts, Kept, Lookup, Spread
from corpuslint.model import (
    PAIR,
    Candidate,
    Decoding,
    DocKey,
    Document,
    Edit,
    Finding,
    Fix,
    Place,
    Reading,
    Safety,
    Severity,
    Span,
    Stage,
)
from corpuslint.rule import Corpus, CorpusRule, Meta, Rule, delete, replace

if TYPE_CHECKING:
    from corpuslint.text import duplicates, encoding, language, names, punctuation

_ALGORITHMS = {"duplicates", "encoding", "language", "names", "punctuation"}

__all__ = [
    "PAIR",
    "Candidate",
    "Corpus",
    "CorpusRule",
    "CorpuslintError",
    "Decoding",
    "DocKey",
    "Document",
    "Edit",
    "Facts",
    "Finding",
    "Fix",
    "Kept",
    "Lookup",
    "Meta",
    "Place",
    "ReadError",
    "Reading",
    "Rule",
    "Safety",
    "Severity",
    "Span",
    "Spread",
    "Stage",
    "delete",
    "duplicates",
    "encoding",
    "language",
    "names",
    "punctuation",
    "replace",
]


def __getattr__(name: str) -> object:
    if name in _ALGORITHMS:
        globals()[name] = found = import_module(f"corpuslint.text.{name}")
        return found
    raise AttributeError(name)
