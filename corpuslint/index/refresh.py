"""The index in one run: which files need not be read again, what is taken of the others, and what is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from corpuslint.corpus import total
from corpuslint.errors import CorpuslintError
from corpuslint.facts import CorpusFacts
from corpuslint.index.catalogue import Catalogue
from corpuslint.index.columns import Damaged
from corpuslint.index.columns import write as write_columns
from corpuslint.index.lookups import postings_of
from corpuslint.index.merging import merges, still_there
from corpuslint.index.recipe import recipe, with_metadata
from corpuslint.index.segment import FileRows, Postings, Segment, build, in_memory
from corpuslint.index.store import Look, Store
from corpuslint.index.taking import Known, Taken
from corpuslint.index.view import SHARE, SMALL, Ready, Turn, View, turns
from corpuslint.mapping import corpus_rule, group
from corpuslint.model import DocKey
from corpuslint.part import Part
from corpuslint.registry import Entry
from corpuslint.run import Job, Task

if TYPE_CHECKING:
    from corpuslint.index.summary import Summaries

FOLDER = "index"
"""The folder of all indexes, in the cache folder of a corpus."""
FULL = 16 << 20
"""Bytes of facts that are written together."""
MOST_APART = 1_000
"""Files that are looked at in every run, from which on none is spared."""
SECOND = 1_000_000_000
TICK = SECOND // 20
"""Nanoseconds in which two changes may leave the same time; two seconds where a file system counts in seconds."""
UNKNOWN = (-1, -1, -1)
"""The state of a file that must be looked at again."""
Stat = tuple[int, int, int]


class Index:
    """The index of a corpus in step with the files of one run."""

    def __init__(self, job: Job, root: str, cache: str = "", *, budget: float = 0, against: Sequence[str] = ()) -> None:
        """`root` is the folder of the corpus, `cache` its cache folder, which need not exist; "": nothing is kept.

        `budget` are the seconds that may be spent on files at which no finding is wanted; 0: as many as it takes.
        `against` are exported indexes of other corpora that are compared too. Raises CorpuslintError.
        """
        self._job = job
        self._root = os.path.abspath(root)
        self.against = against
        self._recipes: dict[int, bytes] = {}
        self.folder = os.path.join(cache, FOLDER, self._recipe(0).hex()) if cache else ""
        self._store = Store(self.folder)
        above = os.path.relpath(root)
        self._prefix = "" if above == os.curdir else above.replace(os.sep, "/").rstrip("/") + "/"
        self._view = View(self._prefix)
        self.budget = budget
        self._until = time.monotonic() + budget if budget else 0.0
        self._tasks: Sequence[Task] = ()
        self._asked: AbstractSet[str] = frozenset()
        """The paths of the files that this run reads."""
        self._stats: dict[str, Stat] = {}
        self.look: Look | None = None
        """What is kept of a look at all files; None: nothing."""
        self._joined: list[Segment] = []
        """Segments that this run has made of others, and has no use for itself."""
        self._parted: set[str] = set()
        """The names of the others."""
        self._unsure_of: list[str] = []
        """Files that may change again without a trace."""
        self._pending: dict[str, FileRows] = {}
        self._pending_size = 0
        self._volatile: dict[str, FileRows] = {}
        self._inside: dict[str, list[str]] = {}
        """Documents that lie in an archive, by its path."""
        self._skipped = Part()
        self.unsaved: Container[str] = ()
        """Files whose content is not what lies on the disk; nothing of it is kept."""
        self.problem = ""
        """Why the index could not be kept; the run is right all the same."""
        self.waiting = 0
        """Files that are not in the index because time was over."""
        self.read = 0
        """Files whose facts were taken in this run."""
        self.here: set[str] = set()
        """Files of exported indexes that are left out, for there are such among those that this run reads."""

    @property
    def known(self) -> Known:
        """Where scanners find what they need not take again."""
        return Known(self.folder)

    def heal(self) -> None:
        """Leave out for good what is damaged; its files are read again by the next run."""
        if not self.folder:
            return
        store = Store(self.folder)
        with suppress(CorpuslintError, OSError):
            store.publish([], [segment for segment, _ in store.unsound()])
            for path, _ in store.unsound_summaries():
                os.unlink(path)

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

        own = {self._name(task.path) for task in self._tasks}
        for files in batches(archive, list(self.groups)):
            left = {f"{archive}/{file.name}": file for file in files if file.name not in own}
            self.here |= {file.name for file in files} & own
            if left:
                self._see(left, in_memory(list(left.values()), self.groups))

    def export(self, archive: str) -> int:
        """Write the documents that count to a Parquet file; their number. Raises WriteRefused, ReadError, Damaged."""
        from corpuslint.index.archive import write

        files = (
            file._replace(name=self._name(path))
            for segment, paths in self._view.files()
            for file, path in zip(segment.taken(list(self.groups)), paths, strict=True)
            if path
        )
        return write(archive, files, list(self.groups))

    def _name(self, path: str) -> str:
        """A path relative to the corpus."""
        prefix = self._prefix
        if path.startswith(prefix):
            return path[len(prefix) :]
        return os.path.relpath(os.path.abspath(path), self._root)

    def _sifted(self, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose files must be read; those that are as the index has them count."""
        catalogue = Catalogue(self._store.segments)
        number_of, states = self._view.number, catalogue.states
        made = cache(self._recipe)
        tabled = any(settings.tables for settings in self._job.settings)
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
            if file is None and not path.startswith(self._prefix):
                file = self._view.rename(self._prefix + self._name(path), path)
            if (
                file is not None
                and states[3 * file] == status.st_size
                and states[3 * file + 1] == status.st_mtime_ns
                and states[3 * file + 2] == status.st_ctime_ns
                and path not in self.unsaved
                and catalogue.recipe(file) == (self._recipe_of(path, settings) if tabled else made(settings))
            ):
                counting.append(file)
                if judged and self._job.documents:
                    left.append(task)
                else:
                    skipped.append(file)
            else:
                self._stats[path] = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                left.append(task)
        self._view.count_all(counting)
        self._skipped.files = len(skipped)
        self._skipped.documents, self._skipped.unsure, self._skipped.size = catalogue.counted(skipped)
        return left

    def _recipe(self, settings: int) -> bytes:
        if settings not in self._recipes:
            self._recipes[settings] = recipe(self._job.bench(settings), self._root)
        return self._recipes[settings]

    def _recipe_of(self, path: str, settings: int) -> bytes:
        """The recipe with what a table says of a file, so that it is read again where that has changed."""
        said = self._job.bench(settings).said(path)
        return with_metadata(self._recipe(settings), said) if said else self._recipe(settings)

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
            if _may_change_unseen(max(stat[1:]), now):
                stat = UNKNOWN
                self._unsure_of.append(path)
            made = self._recipe_of(path, settings.get(path, 0))
            rows = FileRows(self._name(path), stat, made, file.documents, file.unsure, file.rows)
            if path not in self._asked:  # a member of an archive: its file is read in every run
                self._inside.setdefault(self._file(path), []).append(path)
            if unloaded or path in troubled or path not in self._asked or path in self.unsaved:
                self._volatile[path] = rows
                continue
            self._pending[path] = rows
            self._pending_size += sum(len(value) for row in file.rows for value in row.values.values())
            if self._pending_size > FULL:
                self._flush()

    def leave_out(self, paths: Iterable[str]) -> None:
        """Let files count no more, nor what is inside of them."""
        for path in paths:
            for inside in (path, *self._inside.pop(path, ())):
                self._view.leave_out(inside)

    def retake(self, paths: Iterable[str], part: Part) -> None:
        """Let count what came of files that this run has changed, in place of what was there; some may be gone."""
        self.leave_out(paths)
        self._volatile = {}
        for known in ("_wanted", "_summaries"):
            vars(self).pop(known, None)
        self.take(part)
        if self._volatile:
            self._see(self._volatile, in_memory(list(self._volatile.values()), self.groups))

    def stop(self) -> bool:
        """Whether the time for files at which no finding is wanted is over; then what is left counts as waiting."""
        if not self._until or time.monotonic() < self._until:
            return False
        taken = {*self._pending, *self._volatile}
        self.waiting = sum(task.path not in self._view and task.path not in taken for task in self._tasks)
        return self.waiting > 0

    def finish(self) -> Part:
        """Keep what was taken, and count what was not read."""
        self._flush()
        if self._volatile:
            self._see(self._volatile, in_memory(list(self._volatile.values()), self.groups))
        self._tidy()
        self._stats = {}
        if self.look is not None and self.folder and not self.problem and not self.waiting:
            self._keep_look(self.look)
        return self._skipped

    def _keep_look(self, look: Look) -> None:
        """Keep that all files were looked at, and which of them must be looked at in every run."""
        again = {path for path in self._asked if path not in self._view}
        again.update(self._unsure_of, self._inside, self._volatile.keys() & self._asked)
        apart = {*look.apart, *map(self._name, again)}
        if len(apart) > MOST_APART:
            return
        counting = {segment.label: flags for segment, flags in self._view.counting() if segment.label}
        for label in self._parted:
            counting.pop(label, None)
        for segment in self._joined:
            counting[segment.label] = bytes(self._path(name) in self._view for name in segment.names)
        made = look._replace(apart=tuple(sorted(apart)), segments=counting)
        if made == self._store.look():
            return
        try:
            self._store.keep_look(made)
        except (CorpuslintError, OSError) as error:
            self.problem = str(error)

    def _flush(self) -> None:
        files, self._pending, self._pending_size = self._pending, {}, 0
        if not files:
            return
        rows = list(files.values())
        try:
            segment = self._kept(rows) if self.folder else in_memory(rows, self.groups)
        except (CorpuslintError, OSError) as error:
            self.problem = str(error)
            segment = in_memory(rows, self.groups)
        self._see(files, segment)

    def _kept(self, files: Sequence[FileRows], instead_of: Sequence[Segment] = ()) -> Segment:
        segment = self._store.write(lambda stream: build(files, self.groups, stream))
        self._store.publish([segment], instead_of)
        return segment

    def _see(self, files: Iterable[str], segment: Segment) -> None:
        """Let the files of a segment count."""
        first = self._view.add(segment)
        for file, path in enumerate(files, first):
            self._view.count(path, file)

    def _tidy(self) -> None:
        """Join small segments, and leave out files that are gone or have changed, where there are many."""
        numbers = [n for n, segment in enumerate(self._view.segments) if segment.label]
        segments = [self._view.segments[n] for n in numbers]
        idle = [self._view.idle(n) for n in numbers]
        for chosen in list(merges(segments, idle, self._root)):
            try:
                self._joined.append(self._kept(still_there(chosen, segments, self._root, self.groups), chosen))
                self._parted.update(segment.label for segment in chosen)
            except (CorpuslintError, Damaged, OSError) as error:
                self.problem = str(error)
                return
        if self.folder:
            self._store.keep_few()

    @cached_property
    def groups(self) -> dict[str, Postings]:
        """How documents are looked up, by group of facts."""
        return {group(entry): postings_of(entry) for entry in reversed(self._job.bench(0).corpus_entries)}

    def turns(self, entry: Entry) -> Iterator[Turn]:
        """The facts that a corpus rule judges by, see `view.turns`. Raises Damaged."""
        part = self._recalled(entry) if SHARE * len(self._wanted) <= max(self._view.documents(), SMALL) else None
        if part is None:
            yield from turns(self._view, entry, self._wanted)
        else:
            yield {self._view.key(number) for number in self._wanted}, Ready(part)

    def whole(self, entry: Entry) -> Any:
        """The corpus as one part for a rule. Raises Damaged."""
        part = self._recalled(entry)
        return total(corpus_rule(entry), list(self._view.facts(group(entry)))) if part is None else part

    def _recalled(self, entry: Entry) -> Any:
        """The corpus as a rule recalls it; None where nothing is kept, or too much has changed."""
        return None if self.against else self._summaries.recalled(entry)

    @cached_property
    def _summaries(self) -> Summaries:
        from corpuslint.index.summary import Summaries

        return Summaries(self._store, self._view, self._path)

    def keep(self, entry: Entry, part: Any) -> None:
        """Let a rule keep what it has made of the whole corpus, unless what is kept is fresh."""
        if self.against or self.unsaved or not self.folder:
            return
        fresh = self._summaries.fresh(entry, part, self._name)
        if fresh is None:
            return
        try:
            self._store.keep(group(entry), lambda stream: write_columns(stream, fresh))
        except (CorpuslintError, OSError) as error:
            self.problem = str(error)

    def _path(self, name: str) -> str:
        """What this run calls a file of the corpus."""
        return self._prefix + name

    def lies_here(self, path: str) -> bool:  # noqa: ARG002 - for subclasses
        """Whether a file that is none of the tasks can be read."""
        return False

    def get(self, key: DocKey) -> tuple[int, int, int] | None:
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


def _may_change_unseen(changed: int, now: int) -> bool:
    """Whether a change after `now` may leave the time of the last one: by the steps in which files get times."""
    return changed > now - (TICK if changed % SECOND else 2 * SECOND)
