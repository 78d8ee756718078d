"""Follows one document as its elements open and close: keeps what its mapping calls text, and its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from corpuslint.containers.markup.gathering import MOST, Gatherer, White
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
        self._codec = codec
        self._gatherers: dict[int, Gatherer] = {}
        """By the rank of the way to the text, where not all of them count."""
        self._gatherer = self._gathering(0)
        self._held: Gatherer | None = None
        """Text in which tags are looked for when it is over."""
        self._inside = False
        """Whether what is heard is the inside of such a text."""
        self._crowded = False
        self._stack: list[tuple[int, bool, int, int, bool]] = [(Automaton.START, False, 0, 0, False)]
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
        if self._held is not None:
            self._look_inside(self._held)
        above, _, text, skip, _ = self._stack[-1]
        html = False
        state = self._automaton.step(above, name, attributes)
        block = name in self._mapped.blocks
        for number in self._automaton.matches(state):
            role = self._mapped.roles[number]
            if role.field == "text":
                if not text and self._mapped.first:
                    self._gatherer = self._gathering(role.rank)
                text, block = text + 1, True
            elif role.field == "html":
                html = True
            elif role.field == "skip":
                skip += 1
            elif role.attribute:
                self._keep(role.field, role.rank, attribute(attributes, role.attribute) or "")
            else:
                self._captures.append(_Capture(role.field, role.rank, len(self._stack)))
        self._stack.append((state, block, text, skip, html))
        parts = _BREAKS.get(name, "") if attributes.get("break") != "no" else ""
        self._border(parts, block=block, at=at)
        self._attend()

    def close(self, at: int) -> None:
        """The element that opened last closes."""
        if self._held is not None:
            self._look_inside(self._held)
        depth = len(self._stack) - 1
        _, block, *_ = self._stack[-1]
        self._border("", block=block, at=at)
        while self._captures and self._captures[-1].depth == depth:
            capture = self._captures.pop()
            self._keep(capture.field, capture.rank, "".join(capture.parts))
        self._stack.pop()
        self._attend()

    def hear(self, piece: Piece) -> None:
        """Text, where it is wanted."""
        _, _, text, skip, html = self._stack[-1]
        if html and not self._inside:
            self._held = self._held or Gatherer(self._codec, White.TEXT)
            self._held.add(piece)
            return
        if text and not skip:
            self._gatherer.add(piece)
        for capture in self._captures:
            capture.parts.append(piece.text)

    def found(self) -> Found:
        """What the document came to."""
        meta = {key: value for key, (_, value) in self._values.items()}
        for _, gatherer in sorted(self._gatherers.items()):
            runs = gatherer.runs()
            if gatherer.crowded or self._crowded:
                return Found(runs, meta, f"more than {MOST:,} references and tags in one text; it is not read")
            if runs.text:
                break
        return Found(runs, meta)

    def _gathering(self, rank: int) -> Gatherer:
        """What the text is put together in to which the way of this rank leads."""
        if rank not in self._gatherers:
            self._gatherers[rank] = Gatherer(self._codec, self._mapped.white, self._mapped.frame)
        return self._gatherers[rank]

    def _look_inside(self, held: Gatherer) -> None:
        """Hear of the tags in text that was held."""
        from corpuslint.containers.markup import inner  # only for feeds and their like

        self._held = None
        self._crowded = self._crowded or held.crowded
        if (pieces := held.pieces()) and not held.crowded:
            self._inside = True
            inner.read(pieces, self._codec, self)
            self._inside = False

    def _border(self, parts: str, *, block: bool, at: int) -> None:
        _, _, text, skip, _ = self._stack[-1]
        if not text or skip:
            return
        if block:
            self._gatherer.end()
        elif parts:
            self._gatherer.add(Piece(parts, at, at, Kind.GAP))

    def _attend(self) -> None:
        _, _, text, skip, _ = self._stack[-1]
        self.listening = bool(self._captures) or bool(text and not skip)

    def _keep(self, field: str, rank: int, value: str) -> None:
        """A value of a field; an earlier alternative goes before a later one, the first place before others."""
        words = " ".join(value.split())
        if words and (field not in self._values or rank < self._values[field][0]):
            self._values[field] = (rank, words)
