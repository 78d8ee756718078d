"""Files in batches for many workers: small ones together, large ones in shares of their records.

Findings, and all that is said beside them, are those of one process that reads each file as a whole.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from corpuslint.containers.base import Container, Share
from corpuslint.errors import CorpuslintError
from corpuslint.part import Part
from corpuslint.result import Trouble
from corpuslint.run import Job, Task, alike
from corpuslint.source import Source, regular

MANY = 4_096
"""Files among which large ones are looked for at a time; from so many on more processes are faster, however small."""
LARGE = 1 << 20
"""Bytes of a file that is a batch by itself."""
SHARE = 4 << 20
"""Bytes of a share of a file; one of fewer than two shares is not divided."""
LAST = 4
"""Parts that each of the last shares of a file falls into."""
EVEN = 8
"""Shares for each worker from which on none has much more to do than another, however they are dealt out."""
PIECES = 256
"""Parts that a share falls into where the record is looked for that costs a worker its life."""
_UNREADABLE = {"RUN001", "RUN005"}


def size_of(task: Task) -> int:
    """Bytes of a file; 0 where it cannot be asked."""
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0


def shrinking(container: Container, stream: BinaryIO, size: int, large: int) -> Iterator[Share]:
    """Shares of about so many bytes, and small ones from where `large` bytes are dealt out.

    So no worker is busy for long at the end when all others are done.
    """
    found = iter(container.shares(stream, size))
    for share in found:
        if share.end <= large:
            yield share
            continue
        for last in (share, *found):
            yield from container.shares(stream, max(1, size // LAST), last)


def cut(shares: Sequence[Share], readers: int, decodes: float) -> Iterator[Share]:
    """Shares of records that can be dealt out evenly: where the part of one reader ends and that of the next begins.

    In a file of one share, whoever begins later has fewer records of his own, as he decodes those before them too.
    """
    total = shares[-1].end
    parts = [number / readers for number in range(1, readers + 1)]
    if len(shares) == 1:
        left = 1 - decodes
        parts = [(1 - left**number) / (1 - left**readers) for number in range(1, readers + 1)]
    edges = sorted({round(total * part) for part in parts})
    for share in shares:
        start = share.start
        for edge in edges[bisect_right(edges, start) :]:
            end = min(edge, share.end)
            yield Share(start, end, share.number + start - share.start)
            start = end
            if end == share.end:
                break


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


class Division:
    """The files of one job in batches, and what comes of them brought together again."""

    def __init__(self, job: Job, workers: int, share: int = SHARE) -> None:
        """`share` are the bytes of a share, about; one who has to look for it reads what lies before it."""
        self._job = job
        self._workers = workers
        self._share = share
        self._divided: dict[str, _Divided] = {}
        self.again: list[Task] = []
        """Files that must be read as a whole after all: something in them cannot be read."""

    def batches(self, tasks: Sequence[Task], most: int) -> Iterator[Sequence[Task]]:
        """Tasks as workers get them: large files first, then small ones, in the end few at a time."""
        for at in range(0, len(tasks), MANY):
            small: list[Task] = []
            alone: list[tuple[int, Task]] = []
            for task in tasks[at : at + MANY]:
                size = size_of(task)
                (alone.append((-size, task)) if size >= LARGE else small.append(task))
            for size, task in sorted(alone):
                yield from ([one] for one in self._shares(task, -size))
            start = 0
            while start < len(small):
                beyond = len(tasks) - at - len(small) if at + MANY < len(tasks) else 0
                count = max(1, min(most, (len(small) - start + beyond) // (2 * self._workers)))
                yield alike(small[start : start + count])
                start += count

    def _shares(self, task: Task, size: int) -> Iterator[Task]:
        """A file as one task, or as one for each of its shares."""
        source = self._divisible(task) if size >= 2 * self._share else None
        if source is None:
            yield task
            return
        divided = _Divided(task)
        last = Share(0, 0)
        try:
            with regular(source) as stream:
                for share in self._stretches(source.container, stream, size):
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

    def _stretches(self, container: Container, stream: BinaryIO, size: int) -> Iterable[Share]:
        """The shares of a file of so many bytes; where a small one costs as much as a large one, as few as will do."""
        if not container.decodes:
            return shrinking(container, stream, self._share, size - self._share * self._workers)
        shares = list(container.shares(stream, self._share))
        readers = min(self._workers, size // self._share)
        if not shares or len(shares) >= EVEN * readers:
            return shares
        return cut(shares, readers, container.decodes)

    def _divisible(self, task: Task) -> Source | None:
        """How a file is read whose records can be shared; None for any other."""
        if not self._job.divides:
            return None
        try:
            source = self._job.source(task)
        except CorpuslintError:
            return None
        able = type(source.container).shares is not Container.shares
        return source if able and not source.packing and source.archive is None else None

    def pieces(self, task: Task) -> Sequence[Task]:
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

    def taken(self, task: Task, part: Part) -> Iterator[Part]:
        """What came of a task; of the shares of a file, once there are all of them."""
        share = task.share
        if share is None:
            yield part
            return
        divided = self._divided[task.path]
        if not divided.add(share, part):
            return
        del self._divided[task.path]
        if divided.failed:
            self.again.append(divided.task)
            return
        yield from divided.parts
        noted = [noted for part in divided.parts for noted in part.noted]
        try:
            yield self._job.sum_up(divided.task, noted)
        except (CorpuslintError, OSError) as error:
            yield Part(troubles=[Trouble("RUN001", f"not checked whether ids stand twice: {error}", task.path)])

    def unfinished(self) -> Part:
        """What came of shares of files of which some are missing yet."""
        found = Part()
        for part in chain.from_iterable(divided.parts for divided in self._divided.values()):
            found.add(part)
        return found
