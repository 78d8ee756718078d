"""Work on this machine: in this process where there is little of it, else in a crew of workers.

Large files whose format allows it are read by several workers, each a share of the records. Findings, and all that is
said beside them, are those of one process.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from corpuslint.containers.base import Container, Share
from corpuslint.errors import CorpuslintError
from corpuslint.result import Trouble
from corpuslint.run import Job, Serial, Task, lost
from corpuslint.scan import Part
from corpuslint.source import Source, regular

MANY = 4_096
"""Files from which on more processes are faster, however small the files are."""
MUCH = 16 << 20
"""Bytes from which on they are faster, however few the files are."""
TOGETHER = 256
"""Most files in one batch; where fewer are left, there are several batches for each worker."""
LARGE = 1 << 20
"""Bytes of a file that is a batch by itself."""
SHARE = 4 << 20
"""Bytes of a share of a file; one of fewer than two shares is not divided."""
PIECES = 256
"""Parts that a share falls into where the record is looked for that costs a worker its life."""
PACE = 50_000
"""Bytes a second that the slowest work on a file gets through, at the least."""
_UNREADABLE = {"RUN001", "RUN005"}
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
        self._begun: set[str] = set()
        self._looked = 0

    def begin(self, job: Job, tasks: Sequence[Task]) -> None:
        """Give workers what was found until now, while the search goes on; `run` takes all and goes on from here.

        `tasks` are the same ones each time and some more.
        """
        if self._asked == 1 or (self._ahead is None and len(tasks) < (TOGETHER if self._asked else MANY)):
            return
        if self._ahead is None:
            if self._workers < 2:
                self._asked = 1
                return
            self._ahead = _Hands(job, self._workers, self._timeout)
        fresh = [task for task in tasks[self._looked :] if task.path.endswith(PLAIN) and not task.settings]
        self._looked = len(tasks)
        self._begun.update(task.path for task in fresh)
        for at in range(0, len(fresh), TOGETHER):
            self._ahead.crew.offer(fresh[at : at + TOGETHER])

    def close(self) -> None:
        """End what was begun and will not be run."""
        if self._ahead is not None:
            self._ahead.crew.close()

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts, in order only where one process does the work."""
        ahead, self._ahead = self._ahead, None
        left = [task for group in tasks for task in group if task.path not in self._begun]
        most = min(TOGETHER, max(map(len, tasks), default=1))
        if ahead is None:
            yield from self._run(job, left, tasks, most)
        elif len(job.settings) == 1:
            yield from ahead.run(left, most)
        else:  # settings that were not known when the work began
            yield from ahead.run((), most)
            yield from self._run(job, left, [left], most)

    def _run(self, job: Job, tasks: Sequence[Task], groups: Sequence[Sequence[Task]], most: int) -> Iterator[Part]:
        if self._asked == 1 or self._workers < 2 or not (self._asked or _is_much(tasks)):
            return Serial().run(job, groups)
        hands = _Hands(job, self._workers, self._timeout)
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


def _is_much(tasks: Sequence[Task]) -> bool:
    if len(tasks) >= MANY:
        return True
    total = 0
    for task in tasks:
        total += _size(task)
        if total >= MUCH:
            return True
    return False


def _size(task: Task) -> int:
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0


class _Divided:
    """A file whose shares are out."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.parts: list[Part] = []
        self.size = -1
        """From the start of the first share to the end of the last, once all are out."""
        self.done = 0
        """How much of that came back."""
        self.failed = False
        """Whether one process has to do it all: what cannot be read, it says how far it comes."""
        self._seeds: set[int] = set()

    def add(self, share: Share, part: Part) -> bool:
        """Take in what came of a share; whether that was all."""
        self.parts.append(part)
        self.done += share.end - share.start
        self._seeds.update(noted.seed for noted in part.noted)
        self.failed |= len(self._seeds) > 1 or any(trouble.code in _UNREADABLE for trouble in part.troubles)
        return self.done == self.size


class _Hands:
    """Workers with one job."""

    def __init__(self, job: Job, workers: int, timeout: float) -> None:
        from corpuslint.crew import Crew, Terms
        from corpuslint.machine import share_of_memory

        job.lazy = False
        job.prepare()
        self._job = job
        self._workers = workers
        terms = Terms(timeout, share_of_memory(workers))
        self.crew: Crew[Task, Part] = Crew(job, workers, terms, divide=self._pieces, extra=_extra)
        self._divided: dict[str, _Divided] = {}

    def run(self, tasks: Sequence[Task], most: int) -> Iterator[Part]:
        """What comes of these tasks, and of those that were begun."""
        return self.answers(self.batches(tasks, most))

    def answers(self, batches: Iterable[Sequence[Task]]) -> Iterator[Part]:
        """What comes of these batches; the parts of a divided file come when there are all."""
        try:
            for items, value, reason in self.crew.answers(batches):
                part = value or lost(items[0], reason)
                if items[0].share is None:
                    yield part
                else:
                    yield from self._share(items[0], items[0].share, part)
        except KeyboardInterrupt:
            found = Part()
            found.interrupted = True
            for part in chain.from_iterable(divided.parts for divided in self._divided.values()):
                found.add(part)
            yield found

    def batches(self, tasks: Sequence[Task], most: int) -> Iterator[Sequence[Task]]:
        """Tasks as workers get them: large files first, then small ones, in the end few at a time."""
        for at in range(0, len(tasks), MANY):
            small: list[Task] = []
            alone: list[tuple[int, Task]] = []
            for task in tasks[at : at + MANY]:
                size = _size(task)
                (alone.append((-size, task)) if size >= LARGE else small.append(task))
            for size, task in sorted(alone):
                yield from ([one] for one in self._shares(task, -size))
            start = 0
            while start < len(small):
                beyond = len(tasks) - at - len(small) if at + MANY < len(tasks) else 0
                count = max(1, min(most, (len(small) - start + beyond) // (4 * self._workers)))
                yield small[start : start + count]
                start += count

    def _shares(self, task: Task, size: int) -> Iterator[Task]:
        """A file as one task, or as one for each of its shares."""
        source = self._divisible(task) if size >= 2 * SHARE else None
        if source is None:
            yield task
            return
        divided = _Divided(task)
        last = Share(0, 0)
        try:
            with regular(source) as stream:
                for share in source.container.shares(stream, SHARE):
                    if last.end:
                        self._divided[task.path] = divided
                        yield task._replace(share=last)
                    last = share
        except (CorpuslintError, OSError):  # who reads it all will say so
            divided.failed = True
        if task.path in self._divided:
            divided.size = last.end
            task = task._replace(share=last)
        yield task

    def _divisible(self, task: Task) -> Source | None:
        """How a file is read whose records can be shared; None for any other."""
        if self._job.known is not None:  # an index takes each file in as a whole
            return None
        try:
            source = self._job.bench(task.settings).source(task.path)
        except CorpuslintError:
            return None
        able = type(source.container).shares is not Container.shares
        return source if able and not source.packing and source.archive is None else None

    def _pieces(self, task: Task) -> Sequence[Task]:
        """A share in parts, down to single records; a whole file is not divided any more."""
        source = self._divisible(task)
        share = task.share
        if source is None or share is None:
            return (task,)
        try:
            with regular(source) as stream:
                size = max(1, (share.end - share.start) // PIECES)
                return [task._replace(share=part) for part in source.container.shares(stream, size, share)]
        except (CorpuslintError, OSError):
            return (task,)

    def _share(self, task: Task, share: Share, part: Part) -> Iterator[Part]:
        """What came of a share, once there are all of its file."""
        divided = self._divided[task.path]
        if not divided.add(share, part):
            return
        del self._divided[task.path]
        if divided.failed:
            self.crew.offer([divided.task])
            return
        yield from divided.parts
        noted = [noted for part in divided.parts for noted in part.noted]
        try:
            yield self._job.sum_up(divided.task, noted)
        except (CorpuslintError, OSError) as error:
            yield Part(troubles=[Trouble("RUN001", f"not checked whether ids stand twice: {error}", task.path)])


def _extra(task: Task) -> float:
    """Seconds that a large file may take beside the timeout."""
    return (_size(task) if task.share is None else task.share.end - task.share.start) / PACE
