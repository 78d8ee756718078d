"""What came of some of the files of a run: findings, troubles, facts, and how much was read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from corpuslint.facts import CorpusFacts
from corpuslint.gathered import Gathered
from corpuslint.houses import Houses
from corpuslint.result import Result, Trouble

if TYPE_CHECKING:
    from corpuslint.containers.identity import Noted
    from corpuslint.proposing import Proposal


class Part:
    """What came of some of the files; `size` is in bytes."""

    def __init__(self, troubles: Iterable[Trouble] = (), files: int = 0, size: int = 0) -> None:
        self.results: list[Result] = []
        self.troubles: list[Trouble] = list(troubles)
        self.facts: CorpusFacts = Gathered()
        self.files = files
        self.documents = 0
        self.size = size
        self.unsure = 0
        """Documents whose encoding is not sure, so that nothing but their bytes was judged."""
        self.quoting = Houses()
        self.noted: list[Noted] = []
        """What was noted of shares of files, for what only all of a file shows."""
        self.proposal: Proposal | None = None
        """What has to be written before this holds, where nothing is yet."""
        self.interrupted = False
        """Whether somebody stopped the run before all was done."""

    def add(self, other: Part) -> None:
        """Take in what came of other files."""
        self.results += other.results
        self.troubles += other.troubles
        self.facts.add(other.facts)
        self.files += other.files
        self.documents += other.documents
        self.unsure += other.unsure
        self.size += other.size
        self.quoting.add(other.quoting)
        self.noted += other.noted
        self.interrupted |= other.interrupted
