"""A crew of worker processes that answers for every item: a worker that dies or hangs costs the item that did it.

Workers are forked where this process has one thread, and started anew elsewhere. Each has its own pipe and the next
batch in hand while it works on one, so that none waits for the other. A batch whose worker was lost is asked again,
item by item, and an item that loses two more workers when it is alone is told as lost.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from corpuslint.errors import CorpuslintError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Value = TypeVar("Value")
Item_contra = TypeVar("Item_contra", contravariant=True)
Value_co = TypeVar("Value_co", covariant=True)

AHEAD = 2
"""Batches that a worker has at most, the one it works on among them."""
BEAT = 0.5
"""Seconds between two signs of life."""
NO_WORKER, REMEDY = "worker processes cannot be started here", "run with --jobs 1"
STARTS = 10
"""Workers that may die before they have begun, one after another, until it is clear that none can start."""


class Work(Protocol[Item_contra, Value_co]):
    """What workers do with a batch; they call `alive` whenever they get on."""

    def __call__(self, items: Sequence[Item_contra], alive: Callable[[], None]) -> Value_co:
        """What comes of these items."""
        ...


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


def failure(error: BaseException) -> str:
    """An error as a reason why there is no answer."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    return f"{type(error).__name__}: {error}"


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
        self._workers: list[_Worker[Item]] = []
        self._waiting: deque[_Batch[Item]] = deque()
        self._found: deque[Answer[Item, Value]] = deque()
        self._stillborn = 0

    def offer(self, batch: Sequence[Item]) -> None:
        """Give a batch to work on while its caller looks for more."""
        self._waiting.append(_Batch(batch))
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

    def close(self) -> None:
        """End all workers at once; they only read."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.end()

    def _take(self, more: Iterator[Sequence[Item]]) -> None:
        """Fill the hands of all workers."""
        while self._fill():
            batch = next(more, None)
            if batch is None:
                return
            self._waiting.append(_Batch(batch))

    def _fill(self) -> bool:
        """Hand out what waits; whether a worker could take more."""
        while self._waiting:
            worker = self._idlest()
            if worker is None:
                return False
            worker.take(self._waiting.popleft(), self._due)
        return len(self._workers) < self._size or any(len(worker.batches) < AHEAD for worker in self._workers)

    def _idlest(self) -> _Worker[Item] | None:
        """The worker with the fewest batches, a new one before any is given a second; None where all have enough."""
        worker = min(self._workers, key=lambda one: len(one.batches), default=None)
        if (worker is None or worker.batches) and len(self._workers) < self._size:
            worker = self._hire() or worker
        return worker if worker is not None and len(worker.batches) < AHEAD else None

    def _hire(self) -> _Worker[Item] | None:
        """One more worker; None where the system gives no more processes, and those that there are must do."""
        try:
            worker = _Worker(self._work, self._terms.memory, [one.pipe for one in self._workers], self._seed)
        except OSError as error:
            if not self._workers:
                raise CorpuslintError(f"{NO_WORKER} ({error.strerror or error}); {REMEDY}") from None
            self._size = len(self._workers)
            return None
        self._workers.append(worker)
        return worker

    def _due(self, batch: _Batch[Item]) -> float:
        """When a worker that has begun a batch must have given a sign of life."""
        if not self._terms.timeout:
            return float("inf")
        more = self._extra(batch.items[0]) if batch.alone else 0.0
        return time.monotonic() + self._terms.timeout + more

    def _patience(self) -> float | None:
        """Seconds until the first worker is overdue; None: for ever."""
        first = min((worker.due for worker in self._workers if worker.batches), default=0.0)
        return None if first == float("inf") else max(0.0, first - time.monotonic())

    def _listen(self, patience: float | None) -> None:
        """Take in what workers say within some seconds, and see to those that say nothing more."""
        from multiprocessing.connection import wait

        said = set(wait([end for worker in self._workers for end in worker.ends], patience))
        for worker in list(self._workers):
            if said.intersection(worker.ends):
                self._hear(worker)
            elif worker.batches and time.monotonic() > worker.due:
                self._lose(worker, f"it took longer than {self._terms.timeout:g} seconds")

    def _hear(self, worker: _Worker[Item]) -> None:
        try:
            while worker.pipe.poll():
                kind, content = worker.pipe.recv()
                worker.ready = True
                if kind == _RAISED:
                    raise content
                if kind == _DONE:
                    self._found.append(Answer(worker.batches.popleft().items, content))
                elif kind == _FAILED:
                    self._suspect(worker.batches.popleft(), content)
                if worker.batches:
                    worker.due = self._due(worker.batches[0])
        except (EOFError, OSError):
            self._lose(worker, "")
        else:
            if worker.has_ended:  # what it started may live on, and hold its pipe
                self._lose(worker, "")

    def _lose(self, worker: _Worker[Item], reason: str) -> None:
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

    def _suspect(self, batch: _Batch[Item], reason: str) -> None:
        """Ask again for each item of a batch alone, or for the parts of one; what cannot be divided is lost."""
        items = batch.items
        if len(items) == 1:
            items = self._divide(items[0])
            if len(items) == 1 and batch.alone:
                self._found.append(Answer(items, None, reason))
                return
        self._waiting.extend(_Batch((item,), alone=1) for item in items)


class _Batch(NamedTuple, Generic[Item]):
    items: Sequence[Item]
    alone: int = 0
    """How often its one item was asked for alone, this time included; what goes wrong then is the fault of it."""


_READY, _ALIVE, _DONE, _FAILED, _RAISED = range(5)


class _Worker(Generic[Item]):
    """One process and what it has in hand."""

    def __init__(self, work: Work[Item, Any], memory: int, others: Sequence[Connection], seed: str) -> None:
        import multiprocessing

        forks = _is_alone()
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self.pipe, there = context.Pipe()
        inherited = (self.pipe, *others) if forks else ()
        with _deaf() if forks else starting(seed):
            self._process: BaseProcess = context.Process(target=_serve, args=(work, there, memory, inherited))
            self._process.daemon = True
            self._process.start()
        there.close()
        self.ends = (self.pipe, self._process.sentinel)
        self.batches: deque[_Batch[Item]] = deque()
        self.due = float("inf")
        self.ready = False

    def take(self, batch: _Batch[Item], due: Callable[[_Batch[Item]], float]) -> None:
        """Give it a batch; what it does first has its time from now on."""
        self.batches.append(batch)
        if len(self.batches) == 1:
            self.due = due(batch)
        with suppress(OSError):  # it is gone, which its pipe will say
            self.pipe.send(batch.items)

    def end(self) -> None:
        """End it, wherever it is."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    @property
    def has_ended(self) -> bool:
        """Whether there is no such process any more."""
        return not self._process.is_alive()

    @property
    def death(self) -> str:
        """How it ended by itself."""
        code = self._process.exitcode or 0
        if code == -getattr(signal, "SIGKILL", 9):
            return "its worker was killed, which the system does where memory runs out"
        return f"its worker ended with signal {-code}" if code < 0 else f"its worker ended with status {code}"


def _serve(work: Work[Any, Any], pipe: Connection, memory: int, inherited: Iterable[Connection]) -> None:
    """What a worker process does until its parent has no more for it."""
    from queue import SimpleQueue
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:  # else this one would keep them open when the first process is gone
        other.close()
    gc.set_threshold(100_000)
    if memory:
        _limit(memory)
    batches: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_receive, args=(pipe, batches), daemon=True).start()
    pipe.send((_READY, None))
    beat = _Pulse(pipe)
    while True:
        items = batches.get()
        try:
            said = (_DONE, work(items, beat))
        except CorpuslintError as error:
            said = (_RAISED, error)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the items are asked again one by one, and the guilty one is told
            said = (_FAILED, failure(error))
        try:
            pipe.send(said)
        except OSError:
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be sent is none
            pipe.send((_FAILED, failure(error)))


def _receive(pipe: Connection, batches: Any) -> None:
    """Take batches in while others are worked on, so that their sender never waits; end where it is gone."""
    with suppress(EOFError, OSError):
        while True:
            batches.put(pipe.recv())
    os._exit(0)


def end_with_parent() -> None:
    """End this process with the one that started it, which it would wait for otherwise."""
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


class _Pulse:
    """Signs of life, a few a second."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._last = 0.0

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self._last > BEAT:
            self._last = now
            self._pipe.send((_ALIVE, None))


def _limit(memory: int) -> None:
    """Let what needs more memory fail by itself, before the system ends a process of its choice."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY or most > memory:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, most))


def _is_alone() -> bool:
    """Whether this process has one thread, so that a fork of it is whole; that of an allocator knows of forks."""
    try:
        names = [_content(f"/proc/self/task/{number}/comm") for number in os.listdir("/proc/self/task")]
    except OSError:
        return False
    return len(names) - names.count(b"jemalloc_bg_thd\n") == 1


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


@contextmanager
def starting(seed: str = "random") -> Iterator[None]:
    """Around the start of a new Python: what it must never do is import from the current folder, a corpus.

    It does not run the main module of a program again, never hears Ctrl-C, and hashes texts by this seed.
    """
    more = {"PYTHONSAFEPATH": "1", "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", seed)}
    before = {name: os.environ.get(name) for name in more}
    main = sys.modules["__main__"]
    os.environ.update(more)
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        with _deaf(tracked=True):
            yield
    finally:
        sys.modules["__main__"] = main
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _deaf(*, tracked: bool = False) -> Iterator[None]:
    """No worker ever hears Ctrl-C, which a terminal sends to all."""
    if sys.platform == "win32":
        yield
        return
    if tracked:
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # where it runs already it leaves the mask of signals alone
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
