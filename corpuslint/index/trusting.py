"""An index that is taken at its word: only files that changed are looked at, and those that matter for them.

What it was made of is kept beside it as a `Look`, by a run that looked at all files; without one nothing is trusted.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from corpuslint.index.catalogue import Catalogue
from corpuslint.index.columns import Outdated
from corpuslint.index.refresh import Index
from corpuslint.index.store import Look
from corpuslint.index.view import View
from corpuslint.model import DocKey
from corpuslint.rule import Facts

if TYPE_CHECKING:
    from corpuslint.index.segment import Segment
    from corpuslint.run import Job, Task


class TrustingView(View):
    """Files count as the index has them; one that matters is looked at when it is first asked for."""

    def __init__(self, prefix: str) -> None:
        super().__init__(prefix)
        self._catalogue: Catalogue | None = None
        self._seen: set[int] = set()

    def trust(self, counting: bytearray, catalogue: Catalogue) -> None:
        """Let the first files count or not, as they did when all were looked at."""
        self._catalogue = catalogue
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
        if file in self._seen or self._catalogue is None or file >= self._catalogue.files:  # or read by this run
            return
        path = self._path(number, file - self._first[number])
        try:
            status = os.stat(path)
        except OSError:
            raise Outdated(path) from None
        if not self._catalogue.has(file, status):
            raise Outdated(path)
        self._seen.add(file)


class TrustingIndex(Index):
    """The index of a corpus of which a run looks at a few files. The run may raise Outdated."""

    def __init__(self, job: Job, root: str, cache: str) -> None:
        super().__init__(job, root, cache)
        self._view: TrustingView = TrustingView(self._prefix)
        self.gone: Collection[str] = ()
        """Files that count no more, by what the run calls them."""
        self._gone: list[int] = []
        """The numbers of those that did count."""
        self._again: list[int] = []
        """The numbers that the files of the tasks had."""

    def called(self, name: str) -> str:
        """What the run calls a file of the corpus."""
        return self._prefix + name

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
        looked = [segment for segment in segments if segment.label in self._looked]
        later = [segment for segment in segments if segment.label not in self._looked]
        self._store.segments = [*looked, *later]
        super()._open(looked)
        numbered = self._view.numbered
        self._again = [file for task in self._tasks if (file := numbered.get(task.path)) is not None]
        self._gone = [file for path in self.gone if (file := numbered.get(path)) is not None]
        super()._open(later)

    @property
    def _looked(self) -> Mapping[str, bytes]:
        return self.look.segments if self.look is not None else {}

    def _sifted(self, tasks: Sequence[Task], catalogue: Catalogue) -> list[Task]:
        """The tasks whose files must be read; of all others those count that did when all were looked at."""
        counting = bytearray()
        for segment in self._store.segments[: len(self._looked)]:
            counting += self._looked[segment.label]
        self._gone = [file for file in self._gone if counting[file]]
        for file in (*self._again, *self._gone):
            counting[file] = 0
        self._view.trust(counting, catalogue)
        return super()._sifted(tasks, catalogue)

    def _keep_look(self, look: Look) -> None:
        """Keep what all files were looked at for, with what this run has read in place of what was there."""
        self._view.count_all(self._gone)  # they may count in a run that other files are wanted of
        super()._keep_look(look)
        self._view.count_all(self._gone, counts=False)

    def lies_here(self, path: str) -> bool:
        """Whether a file that is none of the tasks can be read."""
        return path in self._view

    def heal(self) -> None:
        """Leave out for good what is damaged. Raises Outdated: without the index a run must look at all files."""
        super().heal()
        raise Outdated(self.folder)
