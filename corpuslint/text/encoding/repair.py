"""The repair of a text as single changes, and whether all is well after each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpuslint.model import Edit, Span
from corpuslint.text.encoding.alignment import Kind, pieces
from corpuslint.text.encoding.badness import bad_window
from corpuslint.text.encoding.c1 import as_marks
from corpuslint.text.encoding.damage import Chain, restored
from corpuslint.text.encoding.mojibake import undone


@dataclass(frozen=True, slots=True)
class Change:
    """One edit, how it is known, the codecs the text was read in, and whether it looks right afterwards."""

    edit: Edit
    kind: Kind
    chain: Chain
    clean: bool


class Damaged:
    """The places of a text that are mojibake; other rules leave them to its repair."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take disjoint spans in order."""
        self._spans = tuple(spans)
        self._ends = [span.end for span in self._spans]

    def __contains__(self, span: Span) -> bool:
        """Whether a span shares a character with mojibake."""
        at = bisect_right(self._ends, span.start)
        return at < len(self._spans) and self._spans[at].overlaps(span)


def damaged(text: str) -> Damaged:
    """Where a text is mojibake; C1 controls on their own are not."""
    return Damaged(c.edit.span for c in changes(text) if c.kind is not Kind.CONTROL)


@lru_cache(maxsize=4)
def changes(text: str) -> tuple[Change, ...]:
    """All repairs of mojibake and C1 controls in a text, in order of place."""
    after = as_marks(undone(restored(text)))
    found = []
    shift = 0
    for piece in pieces(text, after):
        start = piece.start + shift
        end = start + len(piece.text)
        shift += len(piece.text) - (piece.end - piece.start)
        edit = Edit(Span(piece.start, piece.end), piece.text)
        clean = not bad_window(after[max(0, start - 1) : end + 1])
        found.append(Change(edit, piece.kind, piece.chain, clean))
    return tuple(found)
