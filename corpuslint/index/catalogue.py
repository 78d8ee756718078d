"""What the index says of all files together, for the time in which a run looks whether they are as they were."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from corpuslint.index.segment import RECIPE, Segment


class Catalogue:
    """Files of several segments, numbered in a row, as columns: opening it makes no object for any of them."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        """Raises Damaged."""
        self.states = array("q")
        """Size and times of change, in ns, of each file when it was read."""
        self.recipes = b""
        """How each file was read."""
        self._counts = array("I")
        for segment in segments:
            states, recipes = segment.states()
            self.states += states
            self.recipes += recipes
            self._counts += segment.counts

    def recipe(self, file: int) -> bytes:
        """How a file was read."""
        return self.recipes[RECIPE * file : RECIPE * (file + 1)]

    def counted(self, files: Sequence[int]) -> tuple[int, int, int]:
        """Documents of some files, those of them whose encoding is not sure, and bytes."""
        documents, unsure = self._counts[0::2], self._counts[1::2]
        sizes = self.states[0::3]
        return (
            sum(map(documents.__getitem__, files)),
            sum(map(unsure.__getitem__, files)),
            sum(map(sizes.__getitem__, files)),
        )
