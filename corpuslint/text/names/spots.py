"""Names of one token or two as they stand in a document, with the particles between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpuslint.model import Span
from corpuslint.text.names.extract import LINKED, PART

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpuslint.text.names.record import Record


@dataclass(frozen=True, slots=True)
class Spot:
    """A name of one token, or of two with particles between: its form, and its first and last mention."""

    form: str
    first: int
    last: int


def spots(record: Record) -> Iterator[Spot]:
    """Every mention, and every pair of mentions that follow each other within one run of words."""
    words: list[str] = []
    first = -1
    for rank, (token, flags) in enumerate(zip(record.tokens, record.flags, strict=True)):
        if flags & PART:
            continue
        word = record.table[token]
        if word[0].islower():
            words.append(word)
            continue
        yield Spot(word, rank, rank)
        if flags & LINKED and first >= 0:
            yield Spot(" ".join((*words, word)), first, rank)
        words, first = [word], rank


def span_of(record: Record, spot: Spot) -> Span:
    """The place of a spot in the text."""
    last = record.starts[spot.last] + len(record.table[record.tokens[spot.last]])
    return Span(record.starts[spot.first], last)
