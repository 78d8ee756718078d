"""An index that is taken at its word: only files that changed are looked at, and those that matter for them.

What it was made of is kept beside it as a `Look`, by a run that looked at all files; without one nothing is trusted.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from corpuslint.facts import Facts
from corpuslint.index.columns import Outdated
from corpuslint.index.refresh import Index
from corpuslint.index.states import state_of
from corpuslint.index.store import Look
from corpuslint.index.view import View
from corpuslint.model import DocKey

if TYPE_CHECKING:
    from corpuslint.index.segment import Segment
    from corpuslint.run import Job, Task


class TrustingView(View):
    """Files count as the index has them; one that matters is looked at when it is first asked for."""

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix)
        self._seen: set[int] = set()
        self._known = 0

    def find(self, segment: Segment, first: int) -> None:
        """Let the files of a segment be found: one by one, where they are asked for."""
        self._known = first + segment.files

    @property
    def number(self) -> Callable[[str], int | None]:
        """Gives the number of a file by what it is called."""
        return self._number

    def _number(self, path: str) -> int | None:
        if path in self._files:
            return self._files[path]
        if not path.startswith(self.prefix):
            return None
        for number in range(bisect_left(self._first, self._known) - 1, -1, -1):
            file = self.segments[number].file_named(path[len(self.prefix) :])
            if file is not None:
                return self._first[number] + file
        return None

    def is_as(self, file: int, status: os.stat_result) -> bool:
        """Whether a file is as it was when it was read."""
        number, at = self.lies_in(file)
        return self.segments[number].is_as(at, status)

    def recipe(self, file: int) -> bytes:
        """How a file was read."""
        number, at = self.lies_in(file)
        return self.segments[number].recipe(at)

    def counted(self, file: int) -> tuple[int, int]:
        """Documents of a file, and those of them whose encoding is not sure."""
        number, at = self.lies_in(file)
        counts = self.segments[number].counts
        return counts[2 * at], counts[2 * at + 1]

    def trust(self, counting: bytearray) -> None:
        """Let the first files count or not, as they did when all were looked at."""
        self._counting[: len(counting)] = counting
        self._documents = None

    def alive(self, number: int, document: int) -> bool:
        """Whether a document of a segment lies in a file that counts. Raises Outdated where it has changed."""
        if not super().alive(number, document):
            return False
        self._look_at(number, self._first[number] + self.segments[number].file_of(document))
        return True

    def facts(self, name: str) -> Iterator[Facts]:
        """All facts of a group. Raises Outdated where a file has changed."""
        self._look_at_all()
        yield from super().facts(name)

    def noted(self, name: str) -> Iterator[tuple[DocKey, int, bytes]]:
        """The documents of which something is noted for a group. Raises Outdated where a file has changed."""
        self._look_at_all()
        yield from super().noted(name)

    def _look_at_all(self) -> None:
        for number, segment in enumerate(self.segments):
            first = self._first[number]
            for file in range(first, first + segment.files):
                if self._counting[file]:
                    self._look_at(number, file)

    def _look_at(self, number: int, file: int) -> None:
        if file in self._seen or file >= self._known:  # or read by this run
            return
        path = self._path(number, file - self._first[number])
        try:
            status = os.stat(path)
        except OSError:
            raise Outdated(path) from None
        if not self.is_as(file, status):
            raise Outdated(path)
        self._seen.add(file)


class TrustingIndex(Index):
    """The index of a corpus of which a run looks at a few files. The run may raise Outdated."""

    _view: TrustingView

    def __init__(self, job: Job, root: str, cache: str) -> None:
        super().__init__(job, root, cache)
        self.gone: Collection[str] = ()
        """Files that count no more, by what the run calls them."""
        self._gone: list[int] = []
        """The numbers of those that did count."""

    def _new_view(self) -> TrustingView:
        return TrustingView(self._names.prefix)

    def called(self, name: str) -> str:
        """What the run calls a file of the corpus."""
        return self._names.path(name)

    def trusted(self, listing: str) -> Look | None:
        """The look that it goes back to, if the same files would be looked for now."""
        look = self._store.look()
        return look if look is not None and look.listing == listing else None

    def later(self, look: Look) -> Iterator[str]:
        """Files that were taken after all were looked at, by their names in the corpus; perhaps not all there is."""
        for segment in self._store.segments:
            if segment.label not in look.segments:
                yield from segment.names

    def _open(self, segments: Sequence[Segment]) -> None:
        """Let the files be found that all were looked at in, and then those that were taken later."""
        view = self._view
        looked = self.look.segments if self.look is not None else {}
        first = [segment for segment in segments if segment.label in looked]
        super()._open(first)
        again = [file for task in self._tasks if (file := view.number(task.path)) is not None]
        gone = [file for path in self.gone if (file := view.number(path)) is not None]
        counting = bytearray()
        for segment in first:
            counting += looked[segment.label]
        self._gone = [file for file in gone if counting[file]]
        for file in (*again, *gone):
            counting[file] = 0
        super()._open([segment for segment in segments if segment.label not in looked])
        view.trust(counting)

    def _sifted(self, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose files must be read; of all others those count that did when all were looked at."""
        left = []
        for task in tasks:
            try:
                status = os.stat(task.path)
            except OSError:
                left.append(task)
                continue
            file = self._view.number(task.path)
            if (
                file is None
                or not self._view.is_as(file, status)
                or self._view.recipe(file) != self._recipes.of(task.path, 0)
            ):
                self._stats[task.path] = state_of(status)
                left.append(task)
                continue
            self._view.count(task.path, file)
            if task.judged and self._job.documents:
                left.append(task)
            else:
                self._skip(file, status.st_size)
        return left

    def _skip(self, file: int, size: int) -> None:
        """Count a file that is not read as if it were."""
        documents, unsure = self._view.counted(file)
        self._skipped.files += 1
        self._skipped.size += size
        self._skipped.documents += documents
        self._skipped.unsure += unsure

    def _keep_look(self, look: Look) -> None:
        """Keep what all files were looked at for, with what this run has read in place of what was there."""
        self._view.count_all(self._gone)  # they may count in a run that other files are wanted of
        super()._keep_look(look)
        self._view.count_all(self._gone, counts=False)

    def lies_here(self, path: str) -> bool:
        """Whether a file that is none of the tasks can be read: an index that others wrote leads to none elsewhere."""
        return path in self._view and is_inside(self._names.name(path))

    def heal(self) -> None:
        """Leave out for good what is damaged. Raises Outdated: without the index a run must look at all files."""
        super().heal()
        raise Outdated(self.folder)


def is_inside(name: str) -> bool:
    """Whether a name in a corpus leads to no place outside of it."""
    return not os.path.isabs(name) and os.pardir not in name.replace(os.sep, "/").split("/")
