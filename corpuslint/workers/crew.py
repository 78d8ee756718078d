"""A crew of worker processes that answers for every item: a worker that dies or hangs costs the item that did it.

Workers are forked where this process has one thread, and started anew elsewhere. Each has its own pipe and the next
batch in hand while it works on one, so that none waits for the other. A batch whose worker was lost is asked again,
item by item, and an item that loses two more workers when it is alone is told as lost.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from corpuslint.errors import CorpuslintError
from corpuslint.workers.worker import DONE, FAILED, RAISED, Batch, Item, Work, Worker

Value = TypeVar("Value")

AHEAD = 2
"""Batches that a worker has at most, the one it works on among them."""
NO_WORKER, REMEDY = "worker processes cannot be started here", "run with --jobs 1"
STARTS = 10
"""Workers that may die before they have begun, one after another, until it is clear that none can start."""


class Answer(NamedTuple, Generic[Item, Value]):
    """What came of some items; where `reason` says why nothing did, it is one item."""

    items: Sequence[Item]
    value: Value | None
    reason: str = ""


class Terms(NamedTuple):
    """What workers may take."""

    timeout: float = 60.0
    """Seconds without a sign of life after which a worker is ended; 0: never."""
    memory: int = 0
    """Bytes of memory that a worker may have for data; 0: as many as there are."""


USUAL = Terms()


def whole(item: Item) -> Sequence[Item]:
    """An item that cannot be divided."""
    return (item,)


def none(item: object) -> float:  # noqa: ARG001 - an item like any other
    """No more time than the terms give."""
    return 0.0


class Crew(Generic[Item, Value]):
    """Workers that share the batches of one kind of work.

    `divide` gives the parts of an item that may be asked one by one where it was lost, `extra` the seconds that an
    item may take alone beside the timeout.
    """

    def __init__(
        self,
        work: Work[Item, Value],
        workers: int,
        terms: Terms = USUAL,
        *,
        divide: Callable[[Item], Sequence[Item]] = whole,
        extra: Callable[[Item], float] = none,
    ) -> None:
        self._work = work
        self._size = workers
        self._terms = terms
        self._divide = divide
        self._extra = extra
        self._seed = str(int.from_bytes(os.urandom(4), "little"))
        self._workers: list[Worker[Item]] = []
        self._waiting: deque[Batch[Item]] = deque()
        self._found: deque[Answer[Item, Value]] = deque()
        self._stillborn = 0

    def offer(self, batch: Sequence[Item]) -> None:
        """Give a batch to work on while its caller looks for more."""
        self._waiting.append(Batch(batch))
        self._fill()
        self._listen(0)

    def answers(self, batches: Iterable[Sequence[Item]] = ()) -> Iterator[Answer[Item, Value]]:
        """What comes of these batches and of those that were offered, as it comes; all workers end with it.

        Raises CorpuslintError where no worker can be started, or where the work itself raised one.
        """
        more = iter(batches)
        try:
            while True:
                self._take(more)
                while self._found:
                    yield self._found.popleft()
                if not self._waiting and not any(worker.batches for worker in self._workers):
                    return
                self._listen(self._patience())
        finally:
            self.close()

    def stop(self) -> Iterable[Answer[Item, Value]]:
        """End all workers at once; what came until now of what was offered."""
        try:
            while self._listen(0):
                pass
        finally:
            self.close()
        return self._found

    def close(self) -> None:
        """End all workers at once; they only read."""
        workers, self._workers = self._workers, []
        for worker in workers:  # all at a time: each has its memory to give back
            worker.kill()
        for worker in workers:
            worker.end()

    def _take(self, more: Iterator[Sequence[Item]]) -> None:
        """Fill the hands of all workers."""
        while self._fill():
            batch = next(more, None)
            if batch is None:
                return
            self._waiting.append(Batch(batch))

    def _fill(self) -> bool:
        """Hand out what waits; whether a worker could take more."""
        while self._waiting:
            worker = self._idlest()
            if worker is None:
                return False
            worker.take(self._waiting.popleft(), self._due)
        return len(self._workers) < self._size or any(len(worker.batches) < AHEAD for worker in self._workers)

    def _idlest(self) -> Worker[Item] | None:
        """The worker with the fewest batches, a new one before any is given a second; None where all have enough."""
        worker = min(self._workers, key=lambda one: len(one.batches), default=None)
        if (worker is None or worker.batches) and len(self._workers) < self._size:
            worker = self._hire() or worker
        return worker if worker is not None and len(worker.batches) < AHEAD else None

    def _hire(self) -> Worker[Item] | None:
        """One more worker; None where the system gives no more processes, and those that there are must do."""
        try:
            worker = Worker(self._work, self._terms.memory, [one.pipe for one in self._workers], self._seed)
        except OSError as error:
            if not self._workers:
                raise CorpuslintError(f"{NO_WORKER} ({error.strerror or error}); {REMEDY}") from None
            self._size = len(self._workers)
            return None
        self._workers.append(worker)
        return worker

    def _due(self, batch: Batch[Item]) -> float:
        """When a worker that has begun a batch must have given a sign of life."""
        if not self._terms.timeout:
            return float("inf")
        more = self._extra(batch.items[0]) if batch.alone else 0.0
        return time.monotonic() + self._terms.timeout + more

    def _patience(self) -> float | None:
        """Seconds until the first worker is overdue; None: for ever."""
        first = min((worker.due for worker in self._workers if worker.batches), default=0.0)
        return None if first == float("inf") else max(0.0, first - time.monotonic())

    def _listen(self, patience: float | None) -> bool:
        """Take in what workers say within some seconds, and see to those that say nothing more; whether any did."""
        from multiprocessing.connection import wait

        said = set(wait([end for worker in self._workers for end in worker.ends], patience))
        for worker in list(self._workers):
            if worker.pipe in said:
                self._hear(worker)
            elif said.intersection(worker.ends):  # it has ended; what it started may live on, and hold its pipe
                self._lose(worker, "")
            elif worker.batches and time.monotonic() > worker.due:
                self._lose(worker, f"it took longer than {self._terms.timeout:g} seconds")
        return bool(said)

    def _hear(self, worker: Worker[Item]) -> None:
        """Take in one message; for more of them it is asked again."""
        try:
            kind, content = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker, "")
            return
        worker.ready = True
        if kind == RAISED:
            raise content
        if kind == DONE:
            self._found.append(Answer(worker.finished().items, content))
        elif kind == FAILED:
            self._suspect(worker.finished(), content)
        if worker.batches:
            worker.due = self._due(worker.batches[0])

    def _lose(self, worker: Worker[Item], reason: str) -> None:
        """A worker is gone, or must go: what it worked on is suspected, and what it had beside is not."""
        self._workers.remove(worker)
        worker.end()
        self._stillborn = 0 if worker.ready else self._stillborn + 1
        if self._stillborn >= STARTS:
            raise CorpuslintError(f"{NO_WORKER}; {REMEDY}")
        if not worker.ready:
            self._waiting.extendleft(reversed(worker.batches))
            return
        batches = worker.batches
        first = batches.popleft() if batches else None
        self._waiting.extendleft(reversed(batches))
        if first is not None and first.alone == 1 and not reason:
            self._waiting.append(first._replace(alone=2))  # somebody from outside may have killed it
        elif first is not None:
            self._suspect(first, reason or worker.death)

    def _suspect(self, batch: Batch[Item], reason: str) -> None:
        """Ask again for each item of a batch alone, or for the parts of one; what cannot be divided is lost."""
        items = batch.items
        if len(items) == 1:
            items = self._divide(items[0])
            if len(items) == 1 and batch.alone:
                self._found.append(Answer(items, None, reason))
                return
        self._waiting.extend(Batch((item,), alone=1) for item in items)
