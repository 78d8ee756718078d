"""One worker process: how it is started, what it is sent, what it says, and how it ends."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from corpuslint.errors import CorpuslintError
from corpuslint.starting import collect_late, deaf, fall_with_parent, is_alone, starting

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Item_contra = TypeVar("Item_contra", contravariant=True)
Value_co = TypeVar("Value_co", covariant=True)

BEAT = 0.5
"""Seconds between two signs of life."""
ROOM = 64 << 10
"""Bytes that can be sent to a worker that is too busy to take them in; to send more would wait for it."""
READY, ALIVE, DONE, FAILED, RAISED = range(5)
"""What a worker says: that it has begun, that it gets on, and what came of a batch."""


class Work(Protocol[Item_contra, Value_co]):
    """What workers do with a batch; they call `alive` whenever they get on."""

    def __call__(self, items: Sequence[Item_contra], alive: Callable[[], None]) -> Value_co:
        """What comes of these items."""
        ...


def failure(error: BaseException) -> str:
    """An error as a reason why there is no answer."""
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    return f"{type(error).__name__}: {error}"


class Batch(NamedTuple, Generic[Item]):
    """Items that are asked for together."""

    items: Sequence[Item]
    alone: int = 0
    """How often its one item was asked for alone, this time included; what goes wrong then is the fault of it."""


class Worker(Generic[Item]):
    """One process and what it has in hand."""

    def __init__(self, work: Work[Item, Any], memory: int, others: Sequence[Connection], seed: str) -> None:
        import multiprocessing
        from multiprocessing.reduction import ForkingPickler

        forks = is_alone()
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self.pipe, there = context.Pipe()
        inherited = (self.pipe, *others) if forks else ()
        with deaf() if forks else starting(seed):
            self._process: BaseProcess = context.Process(target=_serve, args=(work, there, memory, inherited))
            self._process.daemon = True
            self._process.start()
        there.close()
        self.ends = (self.pipe, self._process.sentinel)
        self.batches: deque[Batch[Item]] = deque()
        self.due = float("inf")
        self.ready = False
        self._dumps = ForkingPickler.dumps
        self._held: deque[memoryview] = deque()
        """What is sent when it has done what it has in hand."""

    def take(self, batch: Batch[Item], due: Callable[[Batch[Item]], float]) -> None:
        """Give it a batch; what it does first has its time from now on."""
        self.batches.append(batch)
        message = self._dumps(batch.items)
        if len(self.batches) == 1:
            self.due = due(batch)
        elif self._held or len(message) > ROOM:
            self._held.append(message)
            return
        self._send(message)

    def finished(self) -> Batch[Item]:
        """The batch that it has done."""
        if self._held:
            self._send(self._held.popleft())
        return self.batches.popleft()

    def _send(self, message: memoryview) -> None:
        with suppress(OSError):  # it is gone, which its pipe will say
            self.pipe.send_bytes(message)

    def kill(self) -> None:
        """Let it end, wherever it is."""
        self._process.kill()

    def end(self) -> None:
        """The same, and wait until it has."""
        self.kill()
        self._process.join()
        self.pipe.close()

    @property
    def death(self) -> str:
        """How it ended by itself."""
        code = self._process.exitcode or 0
        if code == -getattr(signal, "SIGKILL", 9):
            return "its worker was killed, which the system does where memory runs out"
        return f"its worker ended with signal {-code}" if code < 0 else f"its worker ended with status {code}"


def _serve(work: Work[Any, Any], pipe: Connection, memory: int, inherited: Iterable[Connection]) -> None:
    """What a worker process does until its parent has no more for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    receive = pipe.recv if fall_with_parent() else _taken_in(pipe)
    for other in inherited:  # else this one would keep them open when the first process is gone
        other.close()
    collect_late()
    gc.freeze()  # what a forked process shares with its parent is not looked through, and stays shared
    if memory:
        _limit(memory)
    pipe.send((READY, None))
    beat = _pulse(pipe)
    while True:
        try:
            items = receive()
        except (EOFError, OSError):
            os._exit(0)
        try:
            said = (DONE, work(items, beat))
        except CorpuslintError as error:
            said = (RAISED, error)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the items are asked again one by one, and the guilty one is told
            said = (FAILED, failure(error))
        try:
            pipe.send(said)
        except OSError:
            os._exit(1)
        except Exception as error:  # noqa: BLE001 - an answer that cannot be sent is none
            pipe.send((FAILED, failure(error)))


def _taken_in(pipe: Connection) -> Callable[[], Any]:
    """What gives the next batch, where a thread takes them in and ends this process when their sender is gone.

    Where the system does the latter the worker does without: all that a process does in many small calls costs it more
    as soon as it has a second thread.
    """
    from queue import SimpleQueue
    from threading import Thread

    batches: SimpleQueue[Any] = SimpleQueue()

    def receive() -> None:
        with suppress(EOFError, OSError):
            while True:
                batches.put(pipe.recv())
        os._exit(0)

    Thread(target=receive, daemon=True).start()
    return batches.get


def _pulse(pipe: Connection) -> Callable[[], None]:
    """What gives signs of life, a few a second, however often it is called."""
    last = 0.0

    def beat() -> None:
        nonlocal last
        now = monotonic()
        if now - last > BEAT:
            last = now
            pipe.send((ALIVE, None))

    return beat


def _limit(memory: int) -> None:
    """Let what needs more memory fail by itself, before the system ends a process of its choice."""
    if sys.platform == "win32":
        return
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if most == resource.RLIM_INFINITY or most > memory:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, most))
