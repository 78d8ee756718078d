"""Fixes by several processes: workers settle files and propose what they are to be, and one process writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.bench import Bench
from corpuslint.errors import CorpuslintError
from corpuslint.fixing import FixingScanner, FixingWitness
from corpuslint.part import Part
from corpuslint.rewrites import Before, Differences, Rewrite, Sink, Tally
from corpuslint.run import Job, Task
from corpuslint.scan import Scanner
from corpuslint.workers.dividing import size_of

if TYPE_CHECKING:
    from corpuslint.session import Request

MOST = 64 << 20
"""Bytes of the largest file that a worker settles: old and new content are sent, and in memory several times."""


class Proposed(NamedTuple):
    """A `Rewrite` as it is sent: of which task, and all but how its file is read."""

    task: Task
    old: bytes
    new: bytes
    codes: Mapping[str, int]
    records: tuple[Before, ...]


class Proposal(NamedTuple):
    """What is to be written so that the part holds that comes with it."""

    tasks: Sequence[Task]
    rewrites: Sequence[Proposed]
    left: Sequence[Task]
    """Files of these that were not looked at, for the process that writes does better alone."""


class _Collected(Differences):
    """What the real sink is to have; of a file that stays as it is without what it holds: that is read again."""

    def put(self, rewrite: Rewrite) -> None:
        if rewrite.old == rewrite.new:
            rewrite = rewrite._replace(old=b"", new=b"")
        super().put(rewrite if self.shows else rewrite._replace(records=()))


class FixingJob(Job):
    """Fixes the files of another job: in the process that made it by writing them, in a worker by proposing that."""

    divides = False  # what is written is written whole

    def __init__(self, request: Request, tally: Tally) -> None:
        """`request` has a sink; what its job has built of the rules is used here too."""
        if request.sink is None:
            raise ValueError("a run without a sink fixes nothing")
        vars(self).update(vars(request.job))
        self.sink = self._into = request.sink
        self._tally = tally
        self._least = request.least
        self._spared = request.spared
        self._root = request.root
        self._home = os.getpid()

    def __getstate__(self) -> dict[str, object]:
        """What a worker needs."""
        sink = _collecting(self.sink)
        return {**super().__getstate__(), "sink": sink, "_into": sink, "_tally": Tally()}

    def __call__(self, items: Sequence[Task], alive: Callable[[], None] = Scanner.alive) -> Part:
        """Everything that comes of these files once they are fixed."""
        if os.getpid() == self._home:
            self._into = self.sink
            return super().__call__(items, alive)
        self._into = sink = _collecting(self.sink)
        left = [task for task in items if task.judged and size_of(task) > MOST]
        part = super().__call__([task for task in items if task not in left] if left else items, alive)
        by_path = {task.path: task for task in items}
        rewrites = [Proposed(by_path[one.source.path], *one[1:]) for one in sink.rewrites]
        part.proposal = Proposal(items, rewrites, left)
        return part

    def written(self, part: Part) -> Iterator[Part]:
        """What comes of some files now that what is proposed with it is written, or could not be."""
        proposal, part.proposal = part.proposal, None
        if proposal is None:
            yield part
            return
        try:
            for task, old, new, codes, records in proposal.rewrites:
                self.sink.put(Rewrite(self.source(task), old, new, codes, records))
                if codes:
                    self._tally.add(task.path, codes)
        except (CorpuslintError, OSError):  # all again, so that each file is told as it is, with the reason
            size = part.size  # of what is written by now before that
            part = self([task for task in proposal.tasks if task not in proposal.left])
            part.size = size
        yield part
        if proposal.left:
            yield self(proposal.left)

    def scanner(self, bench: Bench, *, judged: bool = True) -> Scanner:
        """A scanner that fixes; without `judged` one that only takes facts."""
        return self.fixing_scanner(bench) if judged else super().scanner(bench, judged=False)

    def fixing_scanner(self, bench: Bench) -> FixingScanner:
        """A scanner with the rules of a bench that fixes as far as is wanted."""
        made = FixingScanner if self.documents else FixingWitness
        scanner = made(bench, super().scanner(bench).mapper)
        return scanner.fixing(self._least, self._into, self._tally).sparing(self._spared, self._root)


def _collecting(like: Sink) -> _Collected:
    return _Collected(all_files=like.all_files, lasting=like.lasting, copies=like.copies, shows=like.shows)
