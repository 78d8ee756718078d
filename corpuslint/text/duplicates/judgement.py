"""What the duplicates of a corpus are, in words that rules can report: no arrays, no numbers of documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from corpuslint.model import DocKey, Span

NONE: Mapping[Any, Any] = {}


class Stretch(NamedTuple):
    """A passage that two documents share: its place here and there, its lines (from 1), its equal words."""

    here: Span
    there: Span
    lines: tuple[int, int]
    lines_there: tuple[int, int]
    words: int


class Relation(NamedTuple):
    """What one document has in common with another.

    `covered` is the share of its words that stand in shared passages; `agree` counts numbers and names
    in equal words, `differ` those that stand against others, `replaced` all words that do. Stretches are in order of
    this document. Where one of the two texts is not here, all is `estimated`, and stretches have no place in that text.
    """

    doc: DocKey
    other: DocKey
    covered: float
    covered_other: float
    words: int
    words_other: int
    agree: int
    differ: int
    stretches: tuple[Stretch, ...]
    replaced: int = 0
    estimated: bool = False

    def turned(self) -> Relation:
        """The same relation, told of the other document."""
        stretches = (Stretch(s.there, s.here, s.lines_there, s.lines, s.words) for s in self.stretches)
        return Relation(
            self.other,
            self.doc,
            self.covered_other,
            self.covered,
            self.words_other,
            self.words,
            self.agree,
            self.differ,
            tuple(sorted(stretches, key=lambda s: s.here)),
            self.replaced,
            self.estimated,
        )


class Judgement:
    """All duplicates of a corpus.

    `identical`: documents with the words of another, and the one to keep. `near`: relations of copies
    to the document to keep of their group. `partial`: a document that lies in another or shares a long
    passage with it. `groups`: for the kept document of every group all its members, itself first.
    `crowded` are documents of which nearly everything stands in so many others that not all of these were looked at.
    `fillings` tells the documents with the words of another around other facts.
    """

    def __init__(  # noqa: PLR0913 - the kinds of duplicates, by name
        self,
        identical: Mapping[DocKey, DocKey] = NONE,
        near: tuple[Relation, ...] = (),
        partial: tuple[Relation, ...] = (),
        groups: Mapping[DocKey, tuple[DocKey, ...]] = NONE,
        crowded: tuple[DocKey, ...] = (),
        fillings: Callable[[], tuple[Relation, ...]] = tuple,
    ) -> None:
        self.identical = identical
        self.near = near
        self.partial = partial
        self.groups = groups
        self.crowded = crowded
        self.fillings = fillings
        self._names: dict[DocKey, list[str]] = {}

    @property
    def _told(self) -> tuple[object, ...]:
        return self.identical, self.near, self.partial, self.groups, self.crowded

    def __eq__(self, other: object) -> bool:
        """Whether the same documents are told to be duplicates; those of templates are not looked at."""
        return isinstance(other, Judgement) and self._told == other._told

    def __hash__(self) -> int:
        """The hash of what may be compared."""
        return hash((self.near, self.partial, self.crowded))

    def __repr__(self) -> str:
        """What was found, for who looks at it in a test."""
        return f"Judgement{self._told!r}"

    def copies(self, kept: DocKey, most: int) -> list[str]:
        """The names of the first copies of a kept document; the same list for all who ask, for there may be many."""
        if kept not in self._names:
            self._names[kept] = [str(member) for member in self.groups.get(kept, (kept,))[1 : most + 1]]
        return self._names[kept]

    @cached_property
    def templates(self) -> tuple[Relation, ...]:
        """Documents with the words of another around other facts; worked out when first asked for."""
        return self.fillings()

    @cached_property
    def kept(self) -> Mapping[DocKey, DocKey]:
        """For every member of a group the document of it that is kept."""
        return {member: kept for kept, members in self.groups.items() for member in members}
