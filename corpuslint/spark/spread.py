"""Facts that lie with Spark: `facts.Spread` by its shuffle, which spills to disk and repeats what was lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from corpuslint import packed
from corpuslint.facts import Facts, First, Numbered, Step, Values
from corpuslint.spark import working


class Spread:
    """The facts of one group: a data frame of packed blocks that is kept, so that each has its place for good."""

    def __init__(self, found: Any, group: str, partitions: int) -> None:
        from pyspark.sql import functions

        self._blocks = found.where(functions.col("kind") == group).select("data")
        self._partitions = partitions

    def __iter__(self) -> Iterator[Facts]:
        """All facts, one partition in memory at a time."""
        for row in self._blocks.toLocalIterator():
            yield from packed.facts(bytes(row.data))

    def mapped(self, function: Values) -> Iterator[tuple[int, Sequence[Facts]]]:
        """The number of each block and its facts with other values."""
        made = self._blocks.mapInArrow(partial(working.mapped, function), working.NUMBERED)
        for number, data in _rows(made.toArrow()):
            yield number, packed.facts(data)

    def exchanged(self, first: First, *steps: Step) -> Iterator[Numbered]:
        """What the last step gives; numbers below 0 come before all others."""
        from pyspark import StorageLevel

        made = self._blocks.mapInArrow(partial(working.first, first), working.NUMBERED)
        for step in steps:
            moved = made.repartition(self._partitions, "number").sortWithinPartitions("number")
            made = moved.mapInArrow(partial(working.step, step), working.NUMBERED)
        made = made.persist(StorageLevel.DISK_ONLY)
        try:
            yield from _rows(made.where("number < 0").toArrow())
            for row in made.where("number >= 0").toLocalIterator():
                yield row.number, bytes(row.data)
        finally:
            made.unpersist()


def _rows(table: Any) -> Iterator[Numbered]:
    for batch in table.to_batches(max_chunksize=64):
        yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
