"""The runner: tasks go out in batches, parts come back, and facts stay where they were taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from typing import Any

from corpuslint import packed
from corpuslint.errors import CorpuslintError, UsageError
from corpuslint.gathered import Gathered
from corpuslint.index.columns import Damaged
from corpuslint.part import Part
from corpuslint.result import Trouble
from corpuslint.run import TOGETHER, Job, Task
from corpuslint.spark import files, working
from corpuslint.spark.spread import Spread
from corpuslint.spark.starting import session, told
from corpuslint.workers.dividing import SHARE, Division, size_of

EACH = 4
"""Partitions for each processor of the cluster, so that the last ones wait for little."""
ROWS = 64
"""Rows of at most a few MiB that Spark hands to Python at once."""
UNREAD = "Spark could not read it; its log says why (spark.log.level=WARN)"
LARGE = 1 << 20
"""Bytes of a file that Spark hands over alone."""


class Spark:
    """Work on a cluster, or in local mode on this machine."""

    name = "spark"

    def __init__(self) -> None:
        self.workers = 0
        """Partitions; 0: some for each processor."""
        self._sizes: dict[str, int] = {}
        """Of files that the engine found, in bytes."""

    @cached_property
    def _session(self) -> Any:
        return session()

    @cached_property
    def _partitions(self) -> int:
        return self.workers or EACH * int(self._session.sparkContext.defaultParallelism)

    def files(self, place: str) -> list[str]:
        """The files below a URI. Raises ReadError where it cannot be read, UsageError where Spark is missing."""
        found = files.listed(self._session, place)
        self._sizes.update(found)
        return [path for path, _ in found]

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts of all tasks; the last one says where the facts are."""
        every = [task for group in tasks for task in group]
        away = [task for task in every if task.path in self._sizes]
        here = [task for task in every if task.path not in self._sizes]
        division = Division(job, self._partitions, max(SHARE, sum(map(size_of, here)) // (2 * self._partitions)))
        self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
        found = []
        batches = list(division.batches(here, TOGETHER))
        while batches:
            frame = self._session.range(0, len(batches), 1, min(self._partitions, len(batches)))
            found.append(self._kept(frame.mapInArrow(partial(working.check, job, batches), working.FOUND)))
            for at, part in _parts(found[-1]):
                yield from division.taken(batches[at][0], part)
            batches, division.again = [[task] for task in division.again], []
        if away:
            found.append(self._kept(self._away(job, away)))
            yield from _each(away, found[-1])
            job.places = files.Fetched(self._session, [task.path for task in away])
        if job.corpus and found:
            yield self._facts(found)

    def _away(self, job: Job, tasks: Sequence[Task]) -> Any:
        """What comes of files that only the engine can read."""
        too_large = [task.path for task in tasks if self._sizes[task.path] > files.LARGEST]
        if too_large:
            raise UsageError(f"{too_large[0]}: over 2 GiB, more than Spark hands over; cut it, or use a shared disk")
        if max(self._sizes[task.path] for task in tasks) >= LARGE:
            self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1)
        by_path = {task.path: (at, task) for at, task in enumerate(tasks)}
        frame = files.contents(self._session, list(by_path))
        if self.workers:
            frame = frame.repartition(self.workers)
        return frame.mapInArrow(partial(working.check_contents, job, by_path), working.FOUND)

    def _kept(self, frame: Any) -> Any:
        """A data frame computed once, in all its partitions at the same time. Raises CorpuslintError."""
        from pyspark import StorageLevel

        frame = frame.persist(StorageLevel.DISK_ONLY)
        try:
            frame.count()
        except Exception as error:
            raise CorpuslintError(f"the engine spark gave up: {told(error)}") from error
        self._session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", ROWS)
        return frame

    def _facts(self, found: Sequence[Any]) -> Part:
        every = found[0]
        for frame in found[1:]:
            every = every.unionAll(frame)
        part = Part()
        part.facts = facts = Gathered()
        facts.elsewhere = lambda group: Spread(every, group, self._partitions)
        return part


def _each(tasks: Sequence[Task], found: Any) -> Iterator[Part]:
    """The parts of tasks; of those that have none, that they were not checked. Raises CorpuslintError."""
    unread = {at: task.path for at, task in enumerate(tasks)}
    for at, part in _parts(found):
        del unread[at]
        yield part
    yield Part(Trouble("RUN001", f"not checked: {UNREAD}", path) for path in unread.values())


def _parts(found: Any) -> Iterator[tuple[int, Part]]:
    """The parts of batches by number, each with where its records lie. Raises CorpuslintError."""
    rows = found.where(f"kind in ('{working.PART}', '{working.PLACES}')").toLocalIterator()
    for at, mine in groupby(rows, key=lambda row: row.at):
        total = Part()
        for row in mine:
            try:
                total.add(_part(row.kind, bytes(row.data)))
            except Damaged as error:
                raise CorpuslintError(f"what came of a task cannot be read: {error}") from None
        yield at, total


def _part(kind: str, data: bytes) -> Part:
    if kind == working.PART:
        return packed.part(data)
    part = Part()
    part.facts.addresses = packed.addresses(data)
    return part
