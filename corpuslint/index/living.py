"""An index that stays in step with a corpus while files of it change, so that a change costs what the change is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import cached_property

from corpuslint.index.refresh import Index
from corpuslint.index.states import UNKNOWN, State, state_of
from corpuslint.part import Part
from corpuslint.run import Task

MOST_SEGMENTS = 500
"""Segments from which on the index is better opened anew, as each change adds one."""


class Living(Index):
    """The index of a corpus in step with its files run after run.

    In the first run it does what any index does. In later ones the tasks are those of the whole corpus too, and all
    but those that were to be renewed are taken to be as they were.
    """

    spent = False
    """Whether it must not be used any more."""
    _later = False

    def renew(self, paths: Iterable[str]) -> None:
        """Take anew in the next run what files hold, which may be gone."""
        paths = list(paths)
        self._changed.update(paths)
        self.leave_out(paths)

    @cached_property
    def _changed(self) -> set[str]:
        return set()

    def begin(self, tasks: Sequence[Task]) -> list[Task]:
        """The tasks whose files must be read."""
        if not self._tasks:
            return super().begin(tasks)
        self._later = True
        changed = [task for task in tasks if task.path in self._changed]
        self._changed.clear()
        self._tasks, self._skipped, self._keeper.volatile = tasks, Part(), {}
        vars(self).pop("_wanted", None)
        self._asked = {task.path for task in changed}
        self._stats = {task.path: _stat(task.path) for task in changed}
        return changed

    def finish(self) -> Part:
        """Keep what was taken."""
        part = super().finish()
        self.spent = self.spent or len(self._view.segments) > MOST_SEGMENTS
        return part

    def _tidy(self) -> None:
        if not self._later:  # then somebody waits
            super()._tidy()

    def heal(self) -> None:
        """Leave out for good what is damaged."""
        super().heal()
        self.spent = True


def _stat(path: str) -> State:
    try:
        return state_of(os.stat(path))
    except OSError:
        return UNKNOWN
