"""A document of an XML file while it is open, and what may not be asked of its reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from corpuslint.containers.markup.listener import DEEPEST, Listener
from corpuslint.containers.markup.mapping import Mapped
from corpuslint.containers.markup.runs import Runs
from corpuslint.model import NOTHING


class Context(NamedTuple):
    """What a record needs beside its bytes: what stands before the outermost element of its file, and the mapping.

    `whole`: the record is the file; `around`: what is said of all documents of the file.
    """

    head: bytes
    codec: str
    mapped: Mapped
    whole: bool
    runs: Runs
    around: Mapping[str, str] = NOTHING


class Refused(Exception):  # noqa: N818 - what the reader does, not what went wrong
    """The file asks for something that is not done; the message says what."""


def limit(depth: int) -> None:
    """Raise Refused where more elements are open than anybody nests."""
    if depth > DEEPEST:
        raise Refused(f"more than {DEEPEST:,} elements lie in one another; it is not read")


class Opened:
    """A document whose element is open; without a listener it is passed over."""

    def __init__(self, listener: Listener, begin: int = 0, line: int = 1, column: int = 1) -> None:
        self.listener: Listener | None = listener
        self.begin = begin
        self.line = line
        self.column = column
        self.depth = 0

    def enter(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """An element opens in it, or its own."""
        self.depth += 1
        limit(self.depth)
        if self.listener is not None:
            self.listener.open(name, attributes, at - self.begin)

    def leave(self, at: int) -> bool:
        """An element closes; whether it was its own."""
        self.depth -= 1
        if self.listener is not None:
            self.listener.close(at - self.begin)
        return not self.depth
