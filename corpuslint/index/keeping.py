"""What a run has taken of files, on its way into the index: kept on the disk bit by bit, or held for this run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property

from corpuslint.errors import CorpuslintError
from corpuslint.index.columns import Damaged
from corpuslint.index.lookups import postings_of
from corpuslint.index.merging import merges, still_there
from corpuslint.index.names import Names
from corpuslint.index.segment import FileRows, Postings, Segment, build, in_memory
from corpuslint.index.store import Store
from corpuslint.index.view import View
from corpuslint.mapping import group
from corpuslint.run import Job

FULL = 16 << 20
"""Bytes of facts that are written together."""


class Keeper:
    """Makes segments of what was taken, and lets their files count in a view."""

    def __init__(self, job: Job, store: Store, view: View, root: str) -> None:
        """`root` is the folder of the corpus; a store without a folder keeps nothing on the disk."""
        self._job = job
        self._store = store
        self._view = view
        self._root = root
        self._pending: dict[str, FileRows] = {}
        self._pending_size = 0
        self.volatile: dict[str, FileRows] = {}
        """What counts in this run alone, by path."""
        self._joined: list[Segment] = []
        """Segments that this run has made of others, and has no use for itself."""
        self._parted: set[str] = set()
        """The names of the others."""
        self.problem = ""
        """Why something could not be kept; the run is right all the same."""

    @cached_property
    def groups(self) -> dict[str, Postings]:
        """How documents are looked up, by group of facts."""
        return {group(entry): postings_of(entry) for entry in reversed(self._job.bench(0).corpus_entries)}

    def __contains__(self, path: object) -> bool:
        """Whether a file was taken and does not count yet."""
        return path in self._pending or path in self.volatile

    def take(self, path: str, rows: FileRows) -> None:
        """Take in a file that is to be kept."""
        self._pending[path] = rows
        self._pending_size += sum(len(value) for row in rows.rows for value in row.values.values())
        if self._pending_size > FULL:
            self.flush()

    def flush(self) -> None:
        """Keep what was taken until now, and let it count."""
        files, self._pending, self._pending_size = self._pending, {}, 0
        if not files:
            return
        rows, segment = list(files.values()), None
        with self.trying():
            segment = self._kept(rows) if self._store.folder else None
        self._see(files, in_memory(rows, self.groups) if segment is None else segment)

    def hold(self, files: Mapping[str, FileRows]) -> None:
        """Let files count without keeping them."""
        if files:
            self._see(files, in_memory(list(files.values()), self.groups))

    def tidy(self) -> None:
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
        if self._store.folder:
            self._store.keep_few()

    def counting(self, names: Names) -> dict[str, bytes]:
        """Which files of each segment that is kept count, by its name."""
        counting = {segment.label: flags for segment, flags in self._view.counting() if segment.label}
        for label in self._parted:
            counting.pop(label, None)
        for segment in self._joined:
            counting[segment.label] = bytes(names.path(name) in self._view for name in segment.names)
        return counting

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Note a problem where something cannot be kept."""
        try:
            yield
        except (CorpuslintError, OSError) as error:
            self.problem = str(error)

    def _kept(self, files: Sequence[FileRows], instead_of: Sequence[Segment] = ()) -> Segment:
        segment = self._store.write(lambda stream: build(files, self.groups, stream))
        self._store.publish([segment], instead_of)
        return segment

    def _see(self, files: Iterable[str], segment: Segment) -> None:
        """Let the files of a segment count."""
        first = self._view.add(segment)
        for file, path in enumerate(files, first):
            self._view.count(path, file)
