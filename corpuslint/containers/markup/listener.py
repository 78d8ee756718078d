"""Follows one document as its elements open and close: keeps what its mapping calls text, and its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from corpuslint.containers.markup.gathering import MOST, Gatherer
from corpuslint.containers.markup.mapping import Mapped
from corpuslint.containers.markup.paths import Automaton, attribute
from corpuslint.containers.markup.runs import Kind, Piece, Runs

DEEPEST = 10_000
"""Elements that may lie in one another."""
_BREAKS = {"br": "\n", "lb": " "}
"""Empty elements that part words: a line break, and the end of a line of the printed page (but with break="no")."""


class _Capture:
    """A field that is being read: the value is over where its element closes."""

    def __init__(self, field: str, rank: int, depth: int) -> None:
        self.field = field
        self.rank = rank
        self.depth = depth
        self.parts: list[str] = []


class Found(NamedTuple):
    """What a document came to."""

    runs: Runs
    meta: Mapping[str, str]
    refusal: str = ""
    """Why the document is not to be judged."""


class Listener:
    """Hears of elements and text in the order of the file.

    The first element that opens is that of the document.
    """

    def __init__(self, mapped: Mapped, codec: str) -> None:
        self._mapped = mapped
        self._automaton: Automaton = mapped.automaton
        self._gatherer = Gatherer(codec, mapped.white, mapped.frame)
        self._stack: list[tuple[int, bool, int, int]] = [(Automaton.START, False, 0, 0)]
        self._captures: list[_Capture] = []
        self._values: dict[str, tuple[int, str]] = {}
        self.listening = False
        """Whether text that comes now is wanted."""

    @property
    def depth(self) -> int:
        """How many elements are open."""
        return len(self._stack) - 1

    def wants_attributes(self, name: str) -> bool:
        """Whether the attributes of an element with this local name matter."""
        return self._automaton.wants_attributes(name)

    def open(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """An element opens; `name` is local, `at` is where (bytes of the record)."""
        above, _, text, skip = self._stack[-1]
        state = self._automaton.step(above, name, attributes)
        block = name in self._mapped.blocks
        for number in self._automaton.matches(state):
            role = self._mapped.roles[number]
            if role.field == "text":
                text, block = text + 1, True
            elif role.field == "skip":
                skip += 1
            elif role.attribute:
                self._keep(role.field, role.rank, attribute(attributes, role.attribute) or "")
            else:
                self._captures.append(_Capture(role.field, role.rank, len(self._stack)))
        self._stack.append((state, block, text, skip))
        parts = _BREAKS.get(name, "") if attributes.get("break") != "no" else ""
        self._border(parts, block=block, at=at)
        self._attend()

    def close(self, at: int) -> None:
        """The element that opened last closes."""
        depth = len(self._stack) - 1
        _, block, _, _ = self._stack[-1]
        self._border("", block=block, at=at)
        while self._captures and self._captures[-1].depth == depth:
            capture = self._captures.pop()
            self._keep(capture.field, capture.rank, "".join(capture.parts))
        self._stack.pop()
        self._attend()

    def hear(self, piece: Piece) -> None:
        """Text, where it is wanted."""
        _, _, text, skip = self._stack[-1]
        if text and not skip:
            self._gatherer.add(piece)
        for capture in self._captures:
            capture.parts.append(piece.text)

    def found(self) -> Found:
        """What the document came to."""
        refusal = (
            f"more than {MOST:,} references and tags in one text; it is not read" if self._gatherer.crowded else ""
        )
        return Found(self._gatherer.runs(), {key: value for key, (_, value) in self._values.items()}, refusal)

    def _border(self, parts: str, *, block: bool, at: int) -> None:
        _, _, text, skip = self._stack[-1]
        if not text or skip:
            return
        if block:
            self._gatherer.end()
        elif parts:
            self._gatherer.add(Piece(parts, at, at, Kind.GAP))

    def _attend(self) -> None:
        _, _, text, skip = self._stack[-1]
        self.listening = bool(self._captures) or bool(text and not skip)

    def _keep(self, field: str, rank: int, value: str) -> None:
        """A value of a field; an earlier alternative goes before a later one, the first place before others."""
        words = " ".join(value.split())
        if words and (field not in self._values or rank < self._values[field][0]):
            self._values[field] = (rank, words)
