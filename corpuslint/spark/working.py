"""What workers of Spark do: functions from Arrow batches to Arrow batches, of which each task runs one.

All rows are bytes as `packed` makes them; Spark moves, sorts and spills them without knowing what they say.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Any

from corpuslint import judging, packed
from corpuslint.facts import First, Numbered, Step, Values
from corpuslint.part import Part
from corpuslint.run import Job, Serial, Task, lost
from corpuslint.workers.dividing import Division

FOUND = "kind string, at long, data binary"
NUMBERED = "number long, data binary"
PART, PLACES = "part", "places"
"""Kinds of rows; all others are facts, of the group that they name."""
BLOCK = 1 << 20
"""Bytes of facts in one row, about."""
BATCH = 4 << 20
"""Bytes of rows that are handed on together."""


def check(job: Job, batches: Sequence[Sequence[Task]], given: Iterable[Any]) -> Iterator[Any]:
    """What comes of the batches of tasks whose numbers are given."""
    for rows in given:
        for at in rows.column(0).to_pylist():
            yield from _arrow(_found(job, at, batches[at]), FOUND)


def check_contents(job: Job, tasks: Mapping[str, tuple[int, Task]], given: Iterable[Any]) -> Iterator[Any]:
    """The same for files whose paths and contents are given, since they lie where only the engine reads."""
    for rows in given:
        for path, content in zip(rows.column(0), rows.column(1), strict=True):
            name = path.as_py()
            at, task = tasks[name]
            with tempfile.NamedTemporaryFile(prefix="corpuslint-", delete=False) as file:
                file.write(content.as_buffer())
            try:
                job.places = {name: file.name}
                yield from _arrow(_found(job, at, [task]), FOUND)
            finally:
                with suppress(OSError):
                    os.unlink(file.name)


def _found(job: Job, at: int, tasks: Sequence[Task]) -> Iterator[tuple[object, ...]]:
    """The rows of one batch of tasks."""
    part = _answered(job, tasks)
    judging.take_waiting(job, part)
    for piece in packed.pieces(part):
        yield PART, at, piece
    for data in part.facts.located():
        yield PLACES, at, data
    for group, block in part.facts.packed(BLOCK):
        yield group, at, block


def _answered(job: Job, tasks: Sequence[Task]) -> Part:
    """What comes of some tasks. Where a worker was lost with them before, another process finds the guilty one."""
    from pyspark import TaskContext

    job.lazy = False
    total = Part()
    context = TaskContext.get()
    if context is None or not context.attemptNumber():
        for part in Serial().run(job, [tasks]):
            total.add(part)
        return total
    from corpuslint.workers.crew import Crew

    crew: Crew[Task, Part] = Crew(job, 1, divide=Division(job, 1).pieces)
    for items, value, reason in crew.answers([tasks]):
        total.add(value or lost(items[0], reason))
    return total


def mapped(function: Values, given: Iterable[Any]) -> Iterator[Any]:
    """The blocks with other values, see `facts.Spread`."""
    for number, data in _blocks(given):
        rows = packed.facts(data)
        values = function(rows)
        small = [row._replace(value=value) for row, value in zip(rows, values, strict=True)]
        yield from _arrow([(number, packed.of_facts(small))], NUMBERED)


def first(function: First, given: Iterable[Any]) -> Iterator[Any]:
    """What the first step of an exchange makes of the blocks."""
    rows = (row for number, data in _blocks(given) for row in function(number, packed.facts(data)))
    yield from _arrow(rows, NUMBERED)


def step(function: Step, given: Iterable[Any]) -> Iterator[Any]:
    """What a further step makes of rows that come sorted by their numbers."""
    rows = (
        row for batch in given for row in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)
    )
    for number, mine in groupby(rows, key=lambda row: row[0]):
        yield from _arrow(function(int(number), [data for _, data in mine]), NUMBERED)


def _blocks(given: Iterable[Any]) -> Iterator[Numbered]:
    """Blocks with their numbers: of the partition, and below it the place there."""
    from pyspark import TaskContext

    context = TaskContext.get()
    number = (context.partitionId() if context is not None else 0) << 32
    for batch in given:
        for data in batch.column(0).to_pylist():
            yield number, data
            number += 1


def _arrow(rows: Iterable[tuple[object, ...]], schema: str) -> Iterator[Any]:
    """Rows in record batches of a bounded size."""
    held: list[tuple[object, ...]] = []
    size = 0
    for row in rows:
        held.append(row)
        data = row[-1]
        size += len(data) if isinstance(data, bytes) else 0
        if size >= BATCH:
            yield _batch(held, schema)
            held, size = [], 0
    if held:
        yield _batch(held, schema)


def _batch(rows: Sequence[tuple[object, ...]], schema: str) -> Any:
    import pyarrow as pa

    kinds = {"string": pa.string(), "long": pa.int64(), "binary": pa.binary()}
    fields = [column.split() for column in schema.split(", ")]
    columns = [pa.array(values, kinds[kind]) for values, (_, kind) in zip(zip(*rows, strict=True), fields, strict=True)]
    return pa.record_batch(columns, names=[name for name, _ in fields])
