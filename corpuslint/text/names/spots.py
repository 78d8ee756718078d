"""Names of one token or two as they stand in a document, with the particles between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpuslint.model import Span
from corpuslint.text.names.runs import LINKED, PART

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

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


def spots_among(record: Record, forms: Collection[str]) -> Iterator[Spot]:
    """Those spots that have one of some forms; few tokens are looked at where the forms are few."""
    last = {form.rpartition(" ")[2] for form in forms}
    tokens = {token for token, name in enumerate(record.table) if name in last}
    for rank in [rank for rank, token in enumerate(record.tokens) if token in tokens]:
        if record.flags[rank] & PART:
            continue
        word = record.table[record.tokens[rank]]
        if word in forms:
            yield Spot(word, rank, rank)
        first, words = _before(record, rank)
        if record.flags[rank] & LINKED and first >= 0 and (form := " ".join((*words, word))) in forms:
            yield Spot(form, first, rank)


def _before(record: Record, rank: int) -> tuple[int, list[str]]:
    """The mention before one, with its token and the particles between; -1 where there is none."""
    words: list[str] = []
    for at in range(rank - 1, -1, -1):
        if not record.flags[at] & PART:
            words.insert(0, record.table[record.tokens[at]])
            if not words[0][0].islower():
                return at, words
    return -1, words


def span_of(record: Record, spot: Spot) -> Span:
    """The place of a spot in the text."""
    last = record.starts[spot.last] + len(record.table[record.tokens[spot.last]])
    return Span(record.starts[spot.first], last)
