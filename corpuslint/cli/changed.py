"""Where findings are wanted in a corpus: at what is named, staged, or changed by commits."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corpuslint import containers
from corpuslint.errors import UsageError
from corpuslint.model import DocKey
from corpuslint.settings import below

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.run import Task


class Changed:
    """The documents of some files."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._files = {os.path.realpath(path) for path in paths}
        self._archives = [path for path in self._files if containers.format_of(path).archive]
        self._known: dict[str, bool] = {}
        self._left = self._files
        """Those of them that no task is for."""

    def __contains__(self, key: object) -> bool:
        """Whether a document lies in one of the files."""
        return isinstance(key, DocKey) and self.holds(key.path)

    def holds(self, path: str) -> bool:
        """Whether a path leads to one of the files."""
        if path not in self._known:
            real = os.path.realpath(path)
            self._known[path] = real in self._files or any(below(real, file) for file in self._archives)
        return self._known[path]

    def among(self, tasks: Iterable[Task]) -> list[Task]:
        """Tasks as they are judged. A search leads through no links to folders, and each file comes once."""
        names = {os.path.basename(path) for path in self._files}
        folders: dict[str, str] = {}
        self._left = left = set(self._files)
        out = []
        for task in tasks:
            path = task.path
            folder, _, name = path.rpartition("/")
            judged = False
            if name in names:
                if folder not in folders:
                    folders[folder] = os.path.realpath(folder or os.curdir)
                judged = self._known[path] = os.path.join(folders[folder], name) in left
                left.discard(os.path.join(folders[folder], name))
            out.append(task if task.judged is judged else task._replace(judged=judged))
        if not left:
            return out
        return [task if task.judged or not os.path.islink(task.path) else self._linked(task) for task in out]

    def _linked(self, task: Task) -> Task:
        self._known.pop(task.path, None)
        judged = self.holds(task.path)
        if judged:
            self._left.discard(os.path.realpath(task.path))
        return task._replace(judged=judged)

    def misses(self, path: str) -> bool:
        """Whether none of the tasks last seen by `among` is for a file, or for any in a folder (path without links)."""
        if path in self._files:
            return path in self._left
        return not any(below(file, path) for file in self._files if file not in self._left)


def paths(command: Command, named: list[str]) -> list[str] | None:
    """The paths at which findings are wanted; None: all."""
    changed = command.settings.changed
    if changed == "all":
        return None
    from corpuslint import git

    if changed == "auto" and named:
        return _files_below(named)
    if changed == "auto" and "PRE_COMMIT" not in os.environ:
        return None
    root = git.root(os.curdir)
    if root is None:
        raise UsageError(f"--changed {changed}: this is no git repository; name the paths, or use --changed all")
    pushed = git.pushed(os.environ) if changed == "auto" else None
    if changed in {"auto", "staged"} and pushed is None:
        found = git.staged(root)
        if changed == "auto" and not found:  # a hook run by hand or in CI: --all-files
            return None
    else:
        found = git.changed(root, pushed or changed)
    return _among(list(_files_of(os.path.join(root, path) for path in found)), named)


def _files_of(changed: Iterable[str]) -> Iterator[str]:
    """What git says has changed, and of a submodule, whose commit has, the files in it."""
    for path in changed:
        yield from [path] if os.path.islink(path) else _files_below([path])


def _among(paths: list[str], named: Iterable[str]) -> list[str]:
    """The paths that are named, or lie in folders that are named; all where none is."""
    places = [os.path.realpath(path) for path in named]
    return (
        [path for path in paths if any(below(os.path.realpath(path), place) for place in places)] if places else paths
    )


def _files_below(named: Iterable[str]) -> list[str]:
    found = []
    for path in named:
        if os.path.isdir(path):
            for folder, _, names in os.walk(path):
                found += [os.path.join(folder, name) for name in names]
        else:
            found.append(path)
    return found
