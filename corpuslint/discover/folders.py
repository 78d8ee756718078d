"""What holds in each folder of a search: its settings, and the ignore files on the way to it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from corpuslint.discover.filters import Filter
from corpuslint.discover.found import Skipped
from corpuslint.errors import ConfigError
from corpuslint.globs import Globs, lines
from corpuslint.read import NO_LINK
from corpuslint.result import Trouble
from corpuslint.settings import below

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from corpuslint.config import Resolver
    from corpuslint.settings import Settings

OURS = ".corpuslintignore"
GITS = ".gitignore"
MAX_IGNORE_FILE = 1 << 20
"""Bytes of the largest ignore file that is read."""


class Folder:
    """A folder on the way of a search.

    `path` is how it is opened, with a slash behind it unless it is empty (the working directory); `real` is the
    same folder as an absolute path without links, with a separator behind it; `inner` is the same relative to
    the root of its settings, "" or with a slash behind it.
    """

    __slots__ = ("filter", "ignores", "inner", "path", "real")

    def __init__(self, path: str, real: str, chosen: Filter, ignores: tuple[tuple[str, Globs], ...]) -> None:
        """`ignores`: for each ignore file the folder that it lies in (as `real`), and its patterns."""
        self.path = path
        self.real = real
        self.filter = chosen
        self.inner = _relative(real, chosen)
        self.ignores = ignores

    def wants(self, name: str) -> bool:
        """Whether a file in this folder is one to look for."""
        return bool(self.wanted([name]))

    def wanted(self, names: Iterable[str]) -> list[str]:
        """The names of files in this folder to look for."""
        taken = self.filter.taken(self.inner, names)
        return [name for name in taken if not self._ignored(name, folder=False)] if self.ignores else taken

    def leaves_out(self, name: str, *, folder: bool = False) -> bool:
        """Whether a file or folder in this folder is excluded or ignored."""
        if self.filter.leaves_out(self.inner + name, name, folder=folder):
            return True
        return self._ignored(name, folder=folder)

    def _ignored(self, name: str, *, folder: bool) -> bool:
        for base, globs in reversed(self.ignores):
            verdict = globs.verdict(self.real[len(base) :] + name, name, folder=folder)
            if verdict is not None:
                return verdict
        return False


class Folders:
    """Makes the folders of a search; a configuration that cannot be obeyed becomes a trouble, once."""

    def __init__(self, settings: Settings, suffixes: Container[str], resolver: Resolver | None) -> None:
        """`settings` hold everywhere, or, with a resolver, where no nearer file says otherwise."""
        self._suffixes = suffixes
        self._resolver = resolver
        self._default = settings
        self._filters: dict[int, Filter] = {}
        self.told: list[Trouble | Skipped] = []
        """What came up since somebody took it from here."""
        self._known_errors: set[str] = set()
        self._known_ignores: dict[str, Globs | None] = {}

    def top(self, path: str, real: str, *, gitignore: bool, gits_above: bool = True) -> Folder | None:
        """The folder that a search begins in, with the ignore files above it in the same project.

        `gits_above`: obey also the .gitignore files above it, not only the one in it.
        """
        chosen = self._guarded(path, lambda: self.filter_at(path or "."))
        if chosen is None:
            return None
        project = self._project(real.rstrip(os.sep) or os.sep, chosen.settings)
        ignores: tuple[tuple[str, Globs], ...] = ()
        for folder in _between(project, real.rstrip(os.sep)):
            gits = gitignore and chosen.settings.respect_gitignore and (gits_above or slashed(folder) == real)
            ignores += self._ignores(path if slashed(folder) == real else folder, slashed(folder), gits)
        return Folder(path, real, chosen, ignores)

    def enter(self, parent: Folder, name: str, *, gitignore: bool) -> Folder | None:
        """A folder in a folder; None where it is left out, or where its settings are wrong."""
        path, real = f"{parent.path}{name}/", f"{parent.real}{name}{os.sep}"
        if parent.leaves_out(name, folder=True):
            return None
        chosen = self._nested(parent, path)
        if chosen is None:
            return None
        use_gits = gitignore and chosen.settings.respect_gitignore
        return Folder(path, real, chosen, parent.ignores + self._ignores(path, real, use_gits))

    def filter_at(self, directory: str) -> Filter:
        """What is wanted in a folder by the nearest configuration. Raises ConfigError."""
        return self._filter(self._resolver.at(directory) if self._resolver else self._default)

    def _filter(self, settings: Settings) -> Filter:
        known = self._filters.get(id(settings))
        if known is None:
            known = self._filters[id(settings)] = Filter(settings, self._suffixes)
        return known

    def _nested(self, parent: Folder, path: str) -> Filter | None:
        if self._resolver is None:
            return parent.filter
        resolver = self._resolver

        def found() -> Filter:
            settings = resolver.nested(path)
            return parent.filter if settings is None else self._filter(settings)

        return self._guarded(path, found)

    def _guarded(self, path: str, make: Callable[[], Filter]) -> Filter | None:
        try:
            return make()
        except ConfigError as error:
            reason = str(error).replace("\n", "; ")
            if reason not in self._known_errors:
                self._known_errors.add(reason)
                self.told.append(Trouble("RUN001", f"not checked: {reason}", path.rstrip("/")))
            return None

    def _project(self, folder: str, settings: Settings) -> str:
        """The folder from which ignore files count: the repository's, else that of the configuration."""
        from corpuslint import git

        root = git.root(folder)
        if root:
            return os.path.realpath(root)
        above = os.path.realpath(settings.root)
        return above if below(folder, above) else folder

    def _ignores(self, path: str, real: str, gitignore: bool) -> tuple[tuple[str, Globs], ...]:
        found: tuple[tuple[str, Globs], ...] = ()
        for name in (GITS, OURS) if gitignore else (OURS,):
            file = os.path.join(path, name)
            if file not in self._known_ignores:
                self._known_ignores[file] = self._ignore_file(file)
            globs = self._known_ignores[file]
            if globs:
                found += ((real, globs),)
        return found

    def _ignore_file(self, path: str) -> Globs | None:
        try:
            status = os.lstat(path)
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_IGNORE_FILE:
            self.told.append(Skipped(path, "not obeyed: it is no regular file of at most 1 MiB"))
            return None
        try:
            with open(os.open(path, NO_LINK), "rb") as stream:
                text = stream.read(MAX_IGNORE_FILE).decode("utf-8", "surrogateescape")
        except OSError as error:
            self.told.append(Trouble("RUN001", f"not obeyed: {error.strerror or error}", path))
            return None
        return Globs(lines(text))


def _relative(real: str, chosen: Filter) -> str:
    """A folder (absolute, without links, a separator behind it) relative to the root of its settings, with slashes."""
    folder, root = real.rstrip(os.sep) or os.sep, chosen.settings.root
    if not below(folder, root):
        root = chosen.real_root
    inside = real[len(slashed(root)) :] if below(folder, root) else real.lstrip(os.sep)
    return inside.replace(os.sep, "/")


def slashed(folder: str) -> str:
    """A folder with a separator behind it."""
    return folder if folder.endswith(os.sep) else folder + os.sep


def _between(top: str, bottom: str) -> list[str]:
    """The folders from the top down to the bottom, both among them."""
    found = [bottom or os.sep]
    while found[-1] != top and os.path.dirname(found[-1]) != found[-1]:
        found.append(os.path.dirname(found[-1]))
    return found[::-1]
