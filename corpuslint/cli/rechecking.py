"""A run that is kept up to date: changed files are checked again, against all that is known of the others."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from corpuslint import collapse, session
from corpuslint.cli import check, outcome, scope
from corpuslint.cli.changed import Changed
from corpuslint.cli.command import Command
from corpuslint.index.living import Living
from corpuslint.locate import order
from corpuslint.mapping import looks_up
from corpuslint.run import Serial, Task

if TYPE_CHECKING:
    from corpuslint.registry import Entry
    from corpuslint.result import Run


def fresh(arguments: Namespace) -> Run:
    """What a run with these arguments comes to; for a process in the background."""
    command = Command(Namespace(**{**vars(arguments), "progress": "never"}))
    return Checked(command).run


class Checked:
    """Everything that a command asks for as it was checked last.

    After `again`, what rules say that judge by the whole corpus is as it was, and so is what they say of other files.
    """

    def __init__(self, command: Command) -> None:
        """Check everything. Raises CorpuslintError."""
        self._command = command
        self.scope = scope.choose(command)
        self._tasks = self._by_path()
        self._job, self._request = check.asked(command, self.scope)
        benches = (self._job.bench(number) for number in range(len(self.scope.settings)))
        self._later = {
            entry.meta.code
            for bench in benches
            for entry in bench.corpus_entries
            if self._request.corpus_index is None or not looks_up(entry)
        }
        """The rules that judge by the whole corpus."""
        self.run = self._finished(self._request, session.run(self._request))

    def _by_path(self) -> dict[str, Task]:
        """The files of the run by their absolute paths, none of them to be judged."""
        here = os.getcwd()
        self._wanted = {task.path for task in self.scope.tasks if task.judged}
        return {
            os.path.normpath(os.path.join(here, path)): Task(path, settings, judged=False)
            for path, settings, *_ in self.scope.tasks
        }

    def _finished(self, request: session.Request, response: session.Response) -> Run:
        runs: list[Run] = []
        self._command.receive = runs.append
        outcome.finish(self._command, self.scope, self._job, request, response)
        self._command.receive = None
        return runs[0]

    def again(self, paths: Collection[str]) -> list[str]:
        """Check those of some files (absolute paths) that are of the run, which may be new or gone; their paths.

        Raises CorpuslintError and KeyboardInterrupt; the run stays as it was then.
        """
        before = self._tasks
        if any(path not in before and os.path.exists(path) for path in paths):
            self.scope = scope.choose(self._command)
            self._tasks = self._by_path()
        gone = {path for path in paths if not os.path.exists(path)}
        if gone:
            self._tasks = {path: task for path, task in self._tasks.items() if not _is_of(path, gone, os.sep)}
        lost = {path: before[path].path for path in before.keys() - self._tasks.keys()}
        now = self._tasks.keys() - before.keys() | {path for path in paths if path in self._tasks}
        changed = {path: self._tasks[path] for path in sorted(now)}
        self._renew(task.path for task in changed.values())
        self._renew(lost.values())
        judged = {path: task for path, task in changed.items() if task.path in self._wanted}
        found = self._judged(judged) if judged else None
        self._merge(found, {task.path for task in judged.values()}, set(lost.values()))
        return sorted([*changed, *lost])

    def _renew(self, paths: Iterable[str]) -> None:
        if isinstance(self._request.corpus_index, Living):
            self._request.corpus_index.renew(paths)

    def _judged(self, some: Mapping[str, Task]) -> Run:
        """What is found in some files by the rules that need no look at all others."""
        index = self._request.corpus_index
        if isinstance(index, Living) and index.spent:
            _, self._request = check.asked(self._command, self.scope, self._job)
        judged = {path: task._replace(judged=True) for path, task in some.items()}
        request = self._request._replace(
            tasks=list((self._tasks | judged if index is not None else judged).values()),
            runner=Serial(),
            wanted=Changed(task.path for task in some.values()),
            progress=None,
            judges=self._at_once,
        )
        response = session.run(request)
        if response.interrupted:
            raise KeyboardInterrupt
        return self._finished(request, response)

    def _at_once(self, entry: Entry) -> bool:
        """Whether a rule across files judges by what the index has of others."""
        return entry.meta.code not in self._later

    def _merge(self, new: Run | None, mine: Collection[str], lost: Collection[str]) -> None:
        """Take over what was found in some files; nothing is any more in others."""

        again = {one.fingerprint for one in new.results} if new is not None else set()  # of pairs, told at either

        def stays(path: str, code: str) -> bool:
            return not _is_of(path, lost, "/") and (code in self._later or not _is_of(path, mine, "/"))

        results = [
            one for one in self.run.results if stays(one.location.path, one.code) and one.fingerprint not in again
        ]
        troubles = [one for one in self.run.troubles if not one.path or stays(one.path, "")]
        if new is not None:
            results += new.results
            troubles += [one for one in new.troubles if one not in troubles]
        run = self.run._replace(results=tuple(sorted(results, key=order)), troubles=tuple(troubles))
        self.run = collapse.counted(run)


def _is_of(path: str, paths: Collection[str], separator: str) -> bool:
    """Whether a path is one of some, or lies in one."""
    while path and path not in paths:
        path = path.rpartition(separator)[0]
    return bool(path)
