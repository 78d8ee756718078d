"""What a run says of texts and pages that no table of metadata names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpuslint.report.escape import path as shown

if TYPE_CHECKING:
    from corpuslint.run import Job, Task


def note(job: Job, tasks: Iterable[Task], *, verbose: bool) -> Iterator[str]:
    """How many files a table should name and does not; unless `verbose`, only where it names none at all."""
    every = 0
    lacking = []
    for path, said in _said(job, tasks):
        every += 1
        if not said:
            lacking.append(path)
        elif not verbose:
            return
    if lacking:
        yield (
            f"Tables have no row for {len(lacking):,} of {every:,} files, such as {shown(lacking[0])}; "
            "rows name files by paths from the folder of the table, or all by bare names."
        )


def _said(job: Job, tasks: Iterable[Task]) -> Iterator[tuple[str, bool]]:
    """The texts and pages that a table should name, and whether it does."""
    for task in tasks:
        said = job.bench(task.settings).files.said(task.path)
        if said is not None:
            yield task.path, bool(said)
