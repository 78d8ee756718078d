"""Names with the next word glued on: Netanyahusaid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.model import Span
    from corpuslint.text.names.corpus import Names


@dataclass(frozen=True, slots=True)
class Glued:
    """One place: the name, the word glued to it, and in how many documents the name stands alone."""

    doc: int
    span: Span
    name: str
    rest: str
    frequency: int


def glued_names(names: Names) -> Iterator[Glued]:
    """Every glued name of a corpus, by name and document."""
    index = names.index
    vocabulary = names.vocabulary
    found = vocabulary.glued_among(names.near.tokens) if names.near else vocabulary.glued
    for token in sorted(found, key=lambda token: index.names[token]):
        name = index.names[found[token]]
        rest = index.names[token][len(name) :]
        for doc in index.postings[token]:
            for rank in names.mentions(doc, index.names[token]):
                yield Glued(doc, names.span(doc, rank), name, rest, index.frequency(found[token]))
