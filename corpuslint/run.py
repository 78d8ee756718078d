"""What the work on some files is, and the interface of all that spreads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple, Protocol

from corpuslint.bench import Bench, Toolset
from corpuslint.errors import CorpuslintError, TableError
from corpuslint.part import Part
from corpuslint.result import Trouble
from corpuslint.scan import Scanner, Witness
from corpuslint.settings import Settings
from corpuslint.source import Source

if TYPE_CHECKING:
    from corpuslint.containers.base import Share
    from corpuslint.containers.identity import Noted
    from corpuslint.index.taking import Known
    from corpuslint.mapping import Mapper

TOGETHER = 512
"""Files that one call of a job gets."""


class Task(NamedTuple):
    """A file to check, and which of the job's settings hold for it."""

    path: str
    settings: int = 0
    judged: bool = True
    """Whether findings in it are wanted; else it only lends evidence to rules across files."""
    share: Share | None = None
    """Which of its records are meant, where not all."""


def tasks(paths: Iterable[str], settings: int = 0, *, judged: bool = True) -> list[Task]:
    """Tasks for many files, made without a call of Python's for each."""
    make = partial(tuple.__new__, Task)
    return list(map(make, zip(paths, repeat(settings), repeat(judged), repeat(None), strict=False)))


class Alike(list[Task]):
    """Tasks for whole files that differ in nothing but their paths, and are sent to workers as these."""

    def __reduce__(self) -> tuple[Callable[..., list[Task]], tuple[str, int, bool]]:
        return _told, ("\0".join([task.path for task in self]), self[0].settings, self[0].judged)


def _told(paths: str, settings: int, judged: bool) -> list[Task]:
    return tasks(paths.split("\0"), settings, judged=judged)


def alike(some: Sequence[Task]) -> Sequence[Task]:
    """The same tasks, in the form that is sent with the least effort: for many of them a twentieth."""
    rests = {task[1:] for task in some}
    return Alike(some) if len(rests) == 1 and some[0].share is None else some


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
        self.lazy = len(settings) == 1
        """Whether the documents of a small corpus are handed over as they are, see `mapping`."""
        self.places: Mapping[str, str] = {}
        """Where files lie that are not read under their own paths."""
        self._benches: dict[int, Bench] = {}

    def __getstate__(self) -> dict[str, object]:
        """Only what it was made of: rules are built where they are used."""
        return vars(self) | {"_benches": {}, "places": dict(self.places)}

    @property
    def divides(self) -> bool:
        """Whether several may read a file, each a share of its records: an index takes each in as a whole."""
        return self.known is None

    def bench(self, index: int) -> Bench:
        """The rules of one of the settings."""
        if index not in self._benches:
            self._benches[index] = Bench(self.settings[index], self.tools)
        return self._benches[index]

    @property
    def collapsing(self) -> frozenset[str]:
        """The rules whose findings may be told once for many documents."""
        return frozenset().union(*(self.bench(index).collapsing for index in range(len(self.settings))))

    def source(self, task: Task) -> Source:
        """How a file is read. Raises CorpuslintError where its settings are wrong."""
        bench = self._benches.get(task.settings) or self.bench(task.settings)
        source = bench.files.source(task.path)
        if self.places:
            source = self.placed(source)
        return source if task.share is None else source._replace(share=task.share)

    def placed(self, source: Source) -> Source:
        """The source with its file where that lies. Raises ReadError where it cannot be had."""
        file = self.places.get(source.file)
        return source if file is None else source._replace(file=file)

    def prepare(self, tasks: Iterable[Task]) -> None:
        """Make what is used most for these tasks, so that processes that are forked have it. Raises CorpuslintError."""
        bench = self.bench(0)
        if bench.settings.tables:  # read once for all of them, if they tell of any
            next(filter(None, (bench.files.said(task.path) for task in tasks)), None)
        if self.documents:
            bench.checker.screen([b"A text."])

    def __call__(self, items: Sequence[Task], alive: Callable[[], None] = Scanner.alive) -> Part:
        """Everything that comes of these files; `alive` is called wherever the work gets on."""
        part = self.part()
        kinds = {task[1:3] for task in items}
        for index, judged in sorted(kinds):
            mine = items if len(kinds) == 1 else [task for task in items if task[1:3] == (index, judged)]
            bench = self.bench(index)
            scanner = self.scanner(bench, judged=judged)
            scanner.alive = alive
            part.add(scanner.scan(sources(self, bench, mine, scanner)))
            if part.interrupted:
                break
        return part

    def sum_up(self, task: Task, shares: Sequence[Noted]) -> Part:
        """What only all shares of a file together show."""
        bench = self.bench(task.settings)
        return self.scanner(bench, judged=task.judged).sum_up(self.source(task), shares)

    def part(self) -> Part:
        """Nothing yet, ready for what comes of some files."""
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

            mapper = mapping.Mapper(bench.corpus_entries, lazy=self.lazy)
        return (scanner if judged and self.documents else witness)(bench, mapper)


def sources(job: Job, bench: Bench, tasks: Iterable[Task], scanner: Scanner) -> Iterator[Source]:
    """How each file is read; one whose settings are wrong becomes a trouble."""
    alive, found, placed = scanner.alive, bench.files.source, bool(job.places)
    for task in tasks:
        alive()
        try:
            source = job.source(task) if placed or task.share is not None else found(task.path)
        except TableError:
            raise
        except CorpuslintError as error:
            scanner.part.troubles.append(Trouble("RUN001", f"not checked: {error}", task.path))
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
        """The parts in the order of their tasks; of a group that fails each task by itself."""
        for group in tasks:
            try:
                yield job(group)
            except CorpuslintError:
                raise
            except (Exception, SystemExit):  # noqa: BLE001 - of a container of others; it is told of the guilty file
                yield from (self._alone(job, task) for task in group)

    def _alone(self, job: Job, task: Task) -> Part:
        try:
            return job([task])
        except CorpuslintError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
            from corpuslint.workers.worker import failure

            return lost(task, failure(error))


def lost(task: Task, reason: str) -> Part:
    """What comes of a file, or of a share of one, that no worker could answer for."""
    what = "not checked" if task.share is None else f"record {task.share.number + 1:,} was not checked"
    line = 0 if task.share is None else task.share.line
    message = f"{what}: {reason}; exclude it, or report it"
    return Part(troubles=[Trouble("RUN903", message, task.path, line)])
