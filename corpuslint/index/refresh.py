"""The index in one run: which files need not be read again, what is taken of the others, and what is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from corpuslint.facts import CorpusFacts, Extent
from corpuslint.index.catalogue import Catalogue
from corpuslint.index.columns import write as write_columns
from corpuslint.index.keeping import Keeper
from corpuslint.index.names import Names
from corpuslint.index.recipe import Recipes
from corpuslint.index.segment import FileRows, Segment
from corpuslint.index.states import UNKNOWN, State, may_change_unseen, state_of
from corpuslint.index.store import Look, Store
from corpuslint.index.taking import Known, Taken
from corpuslint.index.view import Turn, View
from corpuslint.mapping import group
from corpuslint.model import DocKey
from corpuslint.part import Part
from corpuslint.registry import Entry
from corpuslint.run import Job, Task

if TYPE_CHECKING:
    from corpuslint.index.answers import Answers

FOLDER = "index"
"""The folder of all indexes, in the cache folder of a corpus."""
MOST_APART = 1_000
"""Files that are looked at in every run, from which on none is spared."""


class Index:
    """The index of a corpus in step with the files of one run."""

    def __init__(self, job: Job, root: str, cache: str = "", *, budget: float = 0, against: Sequence[str] = ()) -> None:
        """`root` is the folder of the corpus, `cache` its cache folder, which need not exist; "": nothing is kept.

        `budget` are the seconds that may be spent on files at which no finding is wanted; 0: as many as it takes.
        `against` are exported indexes of other corpora that are compared too. Raises CorpuslintError.
        """
        self._job = job
        self._names = Names(root)
        self.against = against
        self._recipes = Recipes(job, self._names.root)
        self.folder = os.path.join(cache, FOLDER, self._recipes.usual(0).hex()) if cache else ""
        self._store = Store(self.folder)
        self._view = self._new_view()
        self._keeper = Keeper(job, self._store, self._view, self._names.root)
        self.budget = budget
        self._until = time.monotonic() + budget if budget else 0.0
        self._tasks: Sequence[Task] = ()
        self._asked: AbstractSet[str] = frozenset()
        """The paths of the files that this run reads."""
        self._stats: dict[str, State] = {}
        self.look: Look | None = None
        """What is kept of a look at all files; None: nothing."""
        self._unsure_of: list[str] = []
        """Files that may change again without a trace."""
        self._inside: dict[str, list[str]] = {}
        """Documents that lie in an archive, by its path."""
        self._skipped = Part()
        self.unsaved: Container[str] = ()
        """Files whose content is not what lies on the disk; nothing of it is kept."""
        self.waiting = 0
        """Files that are not in the index because time was over."""
        self.read = 0
        """Files whose facts were taken in this run."""
        self.here: set[str] = set()
        """Files of exported indexes that are left out, for there are such among those that this run reads."""

    def _new_view(self) -> View:
        return View(self._names.prefix)

    @property
    def problem(self) -> str:
        """Why the index could not be kept; the run is right all the same."""
        return self._keeper.problem

    @property
    def known(self) -> Known:
        """Where scanners find what they need not take again."""
        return Known(self.folder)

    def heal(self) -> None:
        """Leave out for good what is damaged; its files are read again by the next run."""
        if self.folder:
            Store(self.folder).heal()

    def begin(self, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose files must be read: what is new or changed, and where findings in documents are wanted."""
        self._tasks = tasks
        self._open(self._store.segments)
        left = self._sifted(tasks)
        self._asked = {task.path for task in left}
        self.here = set()
        for archive in self.against:
            self._compare_with(archive)
        return left

    def _open(self, segments: Sequence[Segment]) -> None:
        """Let the files of these segments be found."""
        for segment in segments:
            self._view.find(segment, self._view.add(segment))

    def size(self) -> tuple[int, int]:
        """Documents of which something is noted, and files."""
        return self._view.documents(), len(self._view)

    def _compare_with(self, archive: str) -> None:
        """Let the documents of an exported index count, as files below its name. Raises ReadError, Damaged.

        A document of a file that this run reads itself is left out.
        """
        from corpuslint.index.archive import batches

        own = {self._names.name(task.path) for task in self._tasks}
        for files in batches(archive, list(self._keeper.groups)):
            left = {f"{archive}/{file.name}": file for file in files if file.name not in own}
            self.here |= {file.name for file in files} & own
            self._keeper.hold(left)

    def export(self, archive: str) -> int:
        """Write the documents that count to a Parquet file; their number. Raises WriteRefused, ReadError, Damaged."""
        from corpuslint.index.archive import write

        files = (
            file._replace(name=self._names.name(path))
            for segment, paths in self._view.files()
            for file, path in zip(segment.taken(list(self._keeper.groups)), paths, strict=True)
            if path
        )
        return write(archive, files, list(self._keeper.groups))

    def _sifted(self, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose files must be read; those that are as the index has them count."""
        catalogue = Catalogue(self._store.segments)
        number_of, states = self._view.number, catalogue.states
        made, tabled = cache(self._recipes.usual), any(settings.tables for settings in self._job.settings)
        left: list[Task] = []
        counting: list[int] = []
        skipped: list[int] = []
        for task in tasks:
            path, settings, judged, _ = task
            try:
                status = os.stat(path)
            except OSError:
                left.append(task)
                continue
            file = number_of(path)
            if file is None and not path.startswith(self._names.prefix):
                file = self._view.rename(self._names.path(self._names.name(path)), path)
            if (
                file is not None
                and states[3 * file] == status.st_size
                and states[3 * file + 1] == status.st_mtime_ns
                and states[3 * file + 2] == status.st_ctime_ns
                and path not in self.unsaved
                and catalogue.recipe(file) == (self._recipes.of(path, settings) if tabled else made(settings))
            ):
                counting.append(file)
                if judged and self._job.documents:
                    left.append(task)
                else:
                    skipped.append(file)
            else:
                self._stats[path] = state_of(status)
                left.append(task)
        self._view.count_all(counting)
        self._skipped.files = len(skipped)
        self._skipped.documents, self._skipped.unsure, self._skipped.size = catalogue.counted(skipped)
        return left

    def take(self, part: Part) -> None:
        """Take over the facts of a part; those of a file about which there was trouble are not kept."""
        facts, part.facts = part.facts, CorpusFacts()
        if not isinstance(facts, Taken):
            return
        settings = {task.path: task.settings for task in self._tasks} if len(self._job.settings) > 1 else {}
        now = time.time_ns()
        troubled = {name for trouble in part.troubles for name in (trouble.path, trouble.path.rpartition(":")[0])}
        unloaded = any(not trouble.path for trouble in part.troubles)
        for path, file in facts.files.items():
            if path in self._view:
                continue
            self.read += 1
            stat = self._stats.get(path, UNKNOWN)
            if may_change_unseen(stat, now):
                stat = UNKNOWN
                self._unsure_of.append(path)
            made = self._recipes.of(path, settings.get(path, 0))
            rows = FileRows(self._names.name(path), stat, made, file.documents, file.unsure, file.rows)
            if path not in self._asked:  # a member of an archive: its file is read in every run
                self._inside.setdefault(self._file(path), []).append(path)
            if unloaded or path in troubled or path not in self._asked or path in self.unsaved:
                self._keeper.volatile[path] = rows
            else:
                self._keeper.take(path, rows)

    def leave_out(self, paths: Iterable[str]) -> None:
        """Let files count no more, nor what is inside of them."""
        for path in paths:
            for inside in (path, *self._inside.pop(path, ())):
                self._view.leave_out(inside)

    def retake(self, paths: Iterable[str], part: Part) -> None:
        """Let count what came of files that this run has changed, in place of what was there; some may be gone."""
        self.leave_out(paths)
        self._keeper.volatile = {}
        for known in ("_wanted", "_answers"):
            vars(self).pop(known, None)
        self.take(part)
        self._keeper.hold(self._keeper.volatile)

    def stop(self) -> bool:
        """Whether the time for files at which no finding is wanted is over; then what is left counts as waiting."""
        if not self._until or time.monotonic() < self._until:
            return False
        self.waiting = sum(task.path not in self._view and task.path not in self._keeper for task in self._tasks)
        return self.waiting > 0

    def finish(self) -> Part:
        """Keep what was taken, and count what was not read."""
        self._keeper.flush()
        self._keeper.hold(self._keeper.volatile)
        self._tidy()
        self._stats = {}
        if self.look is not None and self.folder and not self.problem and not self.waiting:
            self._keep_look(self.look)
        return self._skipped

    def _keep_look(self, look: Look) -> None:
        """Keep that all files were looked at, and which of them must be looked at in every run."""
        again = {path for path in self._asked if path not in self._view}
        again.update(self._unsure_of, self._inside, self._keeper.volatile.keys() & self._asked)
        apart = {*look.apart, *map(self._names.name, again)}
        if len(apart) > MOST_APART:
            return
        made = look._replace(apart=tuple(sorted(apart)), segments=self._keeper.counting(self._names))
        if made != self._store.look():
            with self._keeper.trying():
                self._store.keep_look(made)

    def _tidy(self) -> None:
        self._keeper.tidy()

    def turns(self, entry: Entry) -> Iterator[Turn]:
        """The facts that a corpus rule judges by, see `view.turns`. Raises Damaged."""
        return self._answers.turns(entry, self._wanted)

    def whole(self, entry: Entry) -> Any:
        """The corpus as one part for a rule. Raises Damaged."""
        return self._answers.whole(entry)

    @cached_property
    def _answers(self) -> Answers:
        from corpuslint.index.answers import Answers

        return Answers(self._store, self._view, self._names, alone=not self.against)

    def keep(self, entry: Entry, part: Any) -> None:
        """Let a rule keep what it has made of the whole corpus, unless what is kept is fresh."""
        if self.against or self.unsaved or not self.folder:
            return
        fresh = self._answers.fresh(entry, part)
        if fresh is not None:
            with self._keeper.trying():
                self._store.keep(group(entry), lambda stream: write_columns(stream, fresh))

    def lies_here(self, path: str) -> bool:  # noqa: ARG002 - for subclasses
        """Whether a file that is none of the tasks can be read."""
        return False

    def get(self, key: DocKey) -> Extent | None:
        """Where a record lies in its file."""
        return self._view.get(key)

    @cached_property
    def _wanted(self) -> list[int]:
        """The documents at which findings are wanted."""
        return [
            number
            for task in self._tasks
            if task.judged
            for path in (task.path, *self._inside.get(task.path, ()))
            for number in self._view.numbers(path)
        ]

    def _file(self, path: str) -> str:
        """The file that a document lies in: for a member of an archive that archive."""
        while path and path not in self._asked:
            path = path.rpartition("/")[0]
        return path
