"""Which files a run reads, which of them it judges, and what its corpus is."""

from __future__ import annotations

import os
from collections.abc import Container
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpuslint.model import DocKey
from corpuslint.result import Trouble
from corpuslint.run import Task
from corpuslint.session import Everything
from corpuslint.settings import Settings

if TYPE_CHECKING:
    pass


@dataclass
class Scope:
    """The files of a run and what is wanted of them."""

    settings: tuple[Settings, ...]
    tasks: list[Task] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    corpus: bool = True
    """Whether rules across files run."""
    wanted: Container[DocKey] = ()

    def size(self, enough: int) -> int:
        """Bytes of the files, counted until there are enough of them."""
        total = 0
        for task in self.tasks:
            try:
                total += os.stat(task.path).st_size
            except OSError:
                continue
            if total >= enough:
                break
        return total


def choose(command: Command) -> Scope:
    """The scope of a run, from its paths and settings."""
    scope = Scope((command.settings,), wanted=Everything())
    for path in command.arguments.paths or ["."]:
        if os.path.isdir(path):
            for root, folders, names in sorted(os.walk(path)):
                folders[:] = sorted(f for f in folders if not f.startswith("."))
                scope.tasks += [
                    Task(os.path.normpath(os.path.join(root, n)))
                    for n in sorted(names)
                    if n.endswith((".txt", ".jsonl"))
                ]
        elif os.path.exists(path):
            scope.tasks.append(Task(path))
        else:
            scope.troubles.append(Trouble("RUN001", "no such file", path))
    scope.corpus = command.settings.scope != "documents"
    return scope
