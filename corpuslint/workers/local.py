"""Work on this machine: in this process where there is little of it, else in a crew of workers.

Large files whose format allows it are read by several workers, each a share of the records. Findings, and all that is
said beside them, are those of one process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from corpuslint.part import Part
from corpuslint.run import Alike, Job, Serial, Task, lost
from corpuslint.workers.dividing import MANY, Division, size_of

MUCH = 16 << 20
"""Bytes from which on they are faster, however few the files are."""
TOGETHER = 1024
"""Most files in one batch; where fewer are left, there are several batches for each worker."""
FEW = 256
"""Files from which on the work may begin while others are looked for, where somebody asked for workers."""
BATCHES = 8
"""Batches for each worker that the files found until now would make, at the least, so that none is left with much at
the end."""
PACE = 50_000
"""Bytes a second that the slowest work on a file gets through, at the least."""
PLAIN = (".txt", ".text", ".md", ".markdown")
"""Endings of files of which a batch may be made before anybody knows how large they are."""


class Local:
    """Work on this machine, in as many processes as are worth it."""

    name = "local"

    def __init__(self, workers: int = 0, timeout: float = 60.0) -> None:
        """So many processes, or 0: one, or one for each processor where there is much to read.

        `timeout` is how many seconds a worker may go without a sign of life; 0: for ever.
        """
        self._asked = workers
        self._timeout = timeout
        self._ahead: _Hands | None = None
        self._held: list[Task] = []
        """Plain files that were found, and are too few for a batch."""
        self._begun = 0
        self._looked = 0

    def begin(self, job: Job, tasks: Sequence[Task]) -> None:
        """Give workers what was found until now, while the search goes on; `run` takes all and goes on from here.

        `tasks` are the same ones each time and some more.
        """
        if self._asked == 1 or (self._ahead is None and len(tasks) < (FEW if self._asked else MANY)):
            return
        if self._ahead is None:
            if self._workers < 2:
                self._asked = 1
                return
            self._ahead = _Hands(job, self._workers, self._timeout, tasks)
        together = min(TOGETHER, max(FEW, len(tasks) // (BATCHES * self._ahead.workers)))
        if len(self._held) + len(tasks) - self._looked < together:
            return
        self._held += _plain(tasks[self._looked :])
        self._looked = len(tasks)
        while len(self._held) >= together:
            self._ahead.crew.offer(Alike(self._held[:together]))
            self._begun += together
            del self._held[:together]

    def close(self) -> None:
        """End what was begun and will not be run."""
        if self._ahead is not None:
            self._ahead.crew.close()

    def begun(self) -> Part:
        """What came until now of the work that was begun, which ends with it. Raises CorpuslintError."""
        found = Part()
        found.interrupted = True
        if self._ahead is not None:
            for items, value, reason in self._ahead.crew.stop():
                found.add(value or lost(items[0], reason))
        return found

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts, in order only where one process does the work."""
        ahead, self._ahead = self._ahead, None
        left = [*chain.from_iterable(tasks)]
        are_plain = self._begun + len(self._held) == self._looked
        left = left[self._begun :] if are_plain else _without(self._begun, left)
        self._begun = self._looked = 0
        self._held = []
        most = min(TOGETHER, max(map(len, tasks), default=1))
        if ahead is None:
            yield from self._run(job, left, tasks, most)
        elif len(job.settings) == 1:
            yield from ahead.run(left, most)
        else:  # settings that were not known when the work began
            yield from ahead.run((), most)
            yield from self._run(job, left, [left], most)

    def _run(self, job: Job, tasks: Sequence[Task], groups: Sequence[Sequence[Task]], most: int) -> Iterator[Part]:
        if self._asked == 1 or not (self._asked or _is_much(tasks)) or self._workers < 2:
            return Serial().run(job, groups)
        hands = _Hands(job, self._workers, self._timeout, tasks)
        batches = hands.batches(tasks, most)
        first = list(islice(batches, 2))
        if len(first) < 2:
            return Serial().run(job, groups)
        return hands.answers(chain(first, batches))

    @property
    def _workers(self) -> int:
        if self._asked:
            return self._asked
        from corpuslint.machine import processors

        return processors()


def _plain(tasks: Iterable[Task]) -> list[Task]:
    """The tasks on which work may begin before all files are known."""
    return [task for task in tasks if task.judged and not task.settings and task.path.endswith(PLAIN)]


def _without(begun: int, tasks: Sequence[Task]) -> list[Task]:
    """The tasks but the first plain ones, so many, with which the work has begun."""
    plain = iter(_plain(tasks)[:begun])
    first = next(plain, None)
    left = []
    for task in tasks:
        if task is first:
            first = next(plain, None)
        else:
            left.append(task)
    return left


def _is_much(tasks: Sequence[Task]) -> bool:
    if len(tasks) >= MANY:
        return True
    total = 0
    for task in tasks:
        total += size_of(task)
        if total >= MUCH:
            return True
    return False


class _Hands:
    """Workers with one job."""

    def __init__(self, job: Job, workers: int, timeout: float, tasks: Sequence[Task]) -> None:
        """`tasks` are some that they will get."""
        from corpuslint.machine import share_of_memory
        from corpuslint.workers.crew import Crew, Terms

        self.workers = workers
        job.lazy = False
        job.prepare(tasks)
        self._division = Division(job, workers)
        terms = Terms(timeout, share_of_memory(workers))
        self.crew: Crew[Task, Part] = Crew(job, workers, terms, divide=self._division.pieces, extra=_extra)

    def run(self, tasks: Sequence[Task], most: int) -> Iterator[Part]:
        """What comes of these tasks, and of those that were begun."""
        return self.answers(self.batches(tasks, most))

    def batches(self, tasks: Sequence[Task], most: int) -> Iterator[Sequence[Task]]:
        """Tasks as workers get them, see `Division`."""
        return self._division.batches(tasks, most)

    def answers(self, batches: Iterable[Sequence[Task]]) -> Iterator[Part]:
        """What comes of these batches; the parts of a divided file come when there are all."""
        try:
            for items, value, reason in self.crew.answers(batches):
                part = value or lost(items[0], reason)
                yield from self._division.taken(items[0], part)
                again, self._division.again = self._division.again, []
                for task in again:
                    self.crew.offer([task])
        except KeyboardInterrupt:
            found = self._division.unfinished()
            found.interrupted = True
            yield found


def _extra(task: Task) -> float:
    """Seconds that a large file may take beside the timeout."""
    return (size_of(task) if task.share is None else task.share.end - task.share.start) / PACE
