"""How the work is spread: one interface for this process, a pool of processes, and what plugins bring."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpuslint.bench import Bench, Toolset
from corpuslint.errors import CorpuslintError
from corpuslint.result import Trouble
from corpuslint.scan import Part, Scanner, Source, Witness
from corpuslint.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from corpuslint.index.taking import Known
    from corpuslint.mapping import Mapper

TOGETHER = 512
"""Files that one call of a job gets."""
SMALL = 64 << 20
"""Bytes of input below which a second process costs more than it saves."""


class Task(NamedTuple):
    """A file to check, and which of the job's settings hold for it."""

    path: str
    settings: int = 0
    judged: bool = True
    """Whether findings in it are wanted; else it only lends evidence to rules across files."""


class Job:
    """Checks files; can be sent to another process, where it builds its rules once.

    `corpus`: whether the facts of corpus rules are wanted; `documents`: the findings of per-document rules.
    """

    def __init__(
        self, settings: tuple[Settings, ...], tools: Toolset, corpus: bool = False, *, documents: bool = True
    ) -> None:
        self.settings = settings
        self.tools = tools
        self.corpus = corpus
        self.documents = documents
        self.known: Known | None = None
        """Where the facts of corpus rules may be known already."""
        self._benches: dict[int, Bench] = {}

    def __getstate__(self) -> tuple[object, ...]:
        """Only what it was made of: rules are built where they are used."""
        return self.settings, self.tools, self.corpus, self.documents, self.known

    def __setstate__(self, state: tuple[tuple[Settings, ...], Toolset, bool, bool, Known | None]) -> None:
        """Begin anew in another process."""
        self.settings, self.tools, self.corpus, self.documents, self.known = state
        self._benches = {}

    def bench(self, index: int) -> Bench:
        """The rules of one of the settings."""
        if index not in self._benches:
            self._benches[index] = Bench(self.settings[index], self.tools)
        return self._benches[index]

    def __call__(self, tasks: Sequence[Task]) -> Part:
        """Everything that comes of these files."""
        part = self._part()
        alike: dict[tuple[int, bool], list[str]] = {}
        for path, index, judged in tasks:
            alike.setdefault((index, judged), []).append(path)
        for (index, judged), paths in sorted(alike.items()):
            bench = self.bench(index)
            scanner = self.scanner(bench, judged=judged)
            part.add(scanner.scan(sources(bench, paths, scanner)))
            if part.interrupted:
                break
        return part

    def _part(self) -> Part:
        part = Part()
        if self.known is not None:
            from corpuslint.index.taking import Taken

            part.facts = Taken()
        return part

    def scanner(self, bench: Bench, *, judged: bool = True) -> Scanner:
        """A scanner with the rules of a bench; without `judged` one that only takes facts."""
        mapper: Mapper | None = None
        scanner, witness = Scanner, Witness
        if self.known is not None:
            from corpuslint.index.taking import TakingMapper, TakingScanner, TakingWitness

            mapper, scanner, witness = TakingMapper(bench.corpus_entries, self.known), TakingScanner, TakingWitness
        elif self.corpus and bench.corpus_entries:
            from corpuslint import mapping

            mapper = mapping.Mapper(bench.corpus_entries, lazy=len(self.settings) == 1)
        exceptions = bench.exceptions if bench.settings.overrides else None
        if not judged or not self.documents:
            return witness(bench.repairer, bench.entries, mapper, exceptions)
        return scanner(bench.checker, bench.entries, mapper, exceptions)


def sources(bench: Bench, paths: Iterable[str], scanner: Scanner) -> Iterator[Source]:
    """How each file is read; one whose settings are wrong becomes a trouble."""
    for path in paths:
        try:
            source = bench.source(path)
        except CorpuslintError as error:
            scanner.part.troubles.append(Trouble("RUN001", f"not checked: {error}", path))
        else:
            yield source


class Runner(Protocol):
    """A way to spread the calls of a job."""

    name: str

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The part that each group of tasks came to, in any order."""
        ...


def grouped(tasks: Sequence[Task], size: int = TOGETHER) -> list[Sequence[Task]]:
    """Tasks in groups for one call each."""
    return [tasks[at : at + size] for at in range(0, len(tasks), size)]


class Serial:
    """All work in this process."""

    name = "serial"

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts in the order of their tasks."""
        return (job(group) for group in tasks)


class Pool:
    """Work in several processes of this machine."""

    name = "pool"

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts as they come; where a worker dies, its tasks are tried again and the guilty one named."""
        from concurrent.futures import as_completed
        from concurrent.futures.process import BrokenProcessPool

        left: list[Sequence[Task]] = []
        with _processes(self._workers, job) as pool:
            with starting():
                waiting = {pool.submit(_work, group): group for group in tasks}
            for future in as_completed(waiting):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    left.append(waiting[future])
        if left:
            _apart(job, [])
        for group in left:
            yield from _again(job, group)


class Local:
    """Work on this machine, in as many processes as are worth it."""

    name = "local"

    def __init__(self, workers: int = 0) -> None:
        """So many processes, or 0: one, or one for each processor where there is much to read."""
        self._workers = workers

    def run(self, job: Job, tasks: Sequence[Sequence[Task]]) -> Iterator[Part]:
        """The parts, in order only where one process does the work."""
        every = [task for group in tasks for task in group]
        workers = self._workers or (os.cpu_count() or 1 if _is_much(every) else 1)
        if workers < 2 or len(every) < 2:
            return Serial().run(job, tasks)
        fewest = 4 * workers
        return Pool(workers).run(job, tasks if len(tasks) >= fewest else grouped(every, -(-len(every) // fewest)))


def _is_much(tasks: Iterable[Task]) -> bool:
    total = 0
    for task in tasks:
        try:
            total += os.stat(task.path).st_size
        except OSError:
            continue
        if total >= SMALL:
            return True
    return False


@contextmanager
def _processes(number: int, job: Job) -> Iterator[Executor]:
    """Worker processes with a job; they end where the run is interrupted."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with starting():
        pool = ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _begin, (job,))
    with pool, _interruptible():
        yield pool


@contextmanager
def starting() -> Iterator[None]:
    """Around the start of processes: what they must never do is import from the current folder, a corpus.

    They also never hear Ctrl-C, which a terminal sends to all: the first process ends the others.
    """
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        with nullcontext() if sys.platform == "win32" else _deaf():
            yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def _deaf() -> Iterator[None]:
    import signal
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # where it runs already it leaves the mask of signals alone
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _interruptible() -> Iterator[None]:
    """End the worker processes where the run is interrupted, here or in the caller; they only read."""
    import multiprocessing

    try:
        yield
    except (KeyboardInterrupt, GeneratorExit):
        for child in multiprocessing.active_children():
            child.terminate()
        raise


_job: Job | None = None


def _begin(job: Job) -> None:
    global _job  # noqa: PLW0603 - a worker has one job for its whole life
    _job = job
    end_with_parent()


def end_with_parent() -> None:
    """End this process with the one that started it.

    A worker whose run was killed would wait for work for ever: each holds both ends of the queue.
    """
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _work(tasks: Sequence[Task]) -> Part:
    assert _job is not None  # noqa: S101 - set by the initializer of every worker
    return _job(tasks)


def _again(job: Job, group: Sequence[Task]) -> Iterator[Part]:
    """The tasks of a dead worker, halved until the guilty one is alone, so that only that is lost."""
    part = _apart(job, group)
    if part is not None:
        yield part
    elif len(group) == 1:
        path = group[0].path
        yield Part(troubles=[Trouble("RUN903", "not checked: its worker died; exclude it or report it", path)])
    else:
        yield from _again(job, group[: len(group) // 2])
        yield from _again(job, group[len(group) // 2 :])


def _apart(job: Job, group: Sequence[Task]) -> Part | None:
    """What comes of tasks in a process of their own; None if it dies. Raises CorpuslintError where none can start."""
    from concurrent.futures.process import BrokenProcessPool

    with _processes(1, job) as pool:
        try:
            with starting():
                future = pool.submit(_work, group)
            return future.result()
        except BrokenProcessPool:
            if not group:
                raise CorpuslintError("worker processes cannot be started here; run with --jobs 1") from None
            return None
