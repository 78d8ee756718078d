"""Goes through a folder: by asking git where it is a repository, else by itself.

Both ways stream, need no recursion, and give names in one order whatever the file system's own is.
"""

from __future__ import annotations

import errno
import os
import stat
from array import array
from bisect import bisect_left
from contextlib import suppress
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from corpuslint import git
from corpuslint.discover.found import Found, Link, Repository, Several, Skipped
from corpuslint.result import Trouble
from corpuslint.settings import below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from corpuslint.discover.folders import Folder, Folders


MANY = 32
"""Names that git lists in a row in one folder from which on the folder is read, in place of a look at each."""
SHARE = 8
"""A folder that holds so many times as much is not read."""
Seen = Found | Several | Skipped | Trouble | Link


class Files:
    """Which files a search has come across, by device and number: 8 bytes for each."""

    def __init__(self) -> None:
        """None yet."""
        self._numbers: dict[int, array[int]] = {}

    def on(self, device: int) -> array[int]:
        """The numbers of a device, to be added to."""
        return self._numbers.setdefault(device, array("Q"))

    def among(self, wanted: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Those of the wanted ones that were come across."""
        devices = {device for device, _ in wanted}
        return {
            (device, number)
            for device in devices & self._numbers.keys()
            for number in self._numbers[device]
            if (device, number) in wanted
        }


class Search:
    """One search through several folders; it remembers where it has been."""

    def __init__(self, folders: Folders, claimed: frozenset[str], files: Files) -> None:
        """`claimed`: real paths, a separator behind them, of folders that are searched for themselves."""
        self._folders = folders
        self._claimed = claimed
        self._files = files
        self._visited: set[tuple[int, int]] = set()
        self.links: list[Link] = []
        """Links to files that were come across, to be looked at when all files are known."""

    def through(self, path: str, real: str, *, untracked: bool) -> Iterator[Found | Several | Skipped | Trouble]:
        """Everything below a folder. `path` and `real` as in `Folder`; `untracked`: also what git does not know."""
        pending = [self._start(path, real, untracked=untracked)]
        told = self._folders.told
        while pending:
            for seen in pending[-1]:
                if told:
                    yield from told
                    told.clear()
                if isinstance(seen, Repository):
                    pending.append(self._start(seen.path, seen.real, untracked=untracked))
                    break
                if isinstance(seen, Link):
                    self.links.append(seen)
                else:
                    yield seen
            else:
                pending.pop()
        yield from told
        told.clear()

    def _start(self, path: str, real: str, *, untracked: bool) -> Iterator[Seen | Repository]:
        """By git in a repository, unless git cannot, or has nothing to say of a folder that it ignores."""
        if git.root(real) is None:
            return self._by_walking(path, real)
        top = self._folders.top(path, real, gitignore=False)
        if top is None:
            return iter(())
        if not top.filter.settings.respect_gitignore:
            return self._by_walking(path, real)
        listed = git.files(real, untracked=untracked)
        try:
            first = next(listed, None)
        except git.GitUnusable as error:
            self._folders.told.append(Skipped(path or ".", f"searched without git: {error}"))
            return self._by_walking(path, real)
        if first is not None:
            return self._listed(top, first, listed)
        return self._by_walking(path, real, gits_above=False) if untracked else iter(())

    def _listed(self, top: Folder, first: str, others: Iterator[str]) -> Iterator[Seen | Repository]:
        known: dict[str, Folder | None] = {"": top}
        scans: dict[str, dict[str, int]] = {}
        listed = chain((first,), others)
        try:
            for inside, names in groupby(listed, key=_folder_of):
                folder = known[inside] if inside in known else self._reach(known, inside)
                mine = [name[len(inside) + 1 if inside else 0 :] for name in names]
                if folder is not None:
                    yield from self._told_of(folder, mine, scans)
        except git.GitUnusable as error:
            yield Trouble("RUN001", f"not all files were found: {error}", top.path or ".")

    def _told_of(
        self, folder: Folder, names: Sequence[str], scans: dict[str, dict[str, int]]
    ) -> Iterator[Seen | Repository]:
        """What the names are that git lists in a folder: many are looked up in what the folder holds."""
        regular: Mapping[str, int] = {}
        if len(names) >= MANY:
            for path in [path for path in scans if not folder.path.startswith(path)]:
                del scans[path]
            if folder.path not in scans:
                scans[folder.path] = self._regular(folder, SHARE * len(names))
            regular = scans[folder.path]
        for is_regular, some in groupby(names, key=regular.__contains__):
            if not is_regular:
                for name in some:
                    seen = self._status(folder, name)
                    if seen is not None:
                        yield seen
            elif wanted := folder.wanted(some):
                self._files.on(regular[""]).extend(regular[name] for name in wanted)
                yield Several(folder.path, folder.inner, wanted, folder.filter.settings)

    def _regular(self, folder: Folder, most: int) -> dict[str, int]:
        """The regular files in a folder with their numbers, and "" with that of the device; none if there is more."""
        found: dict[str, int] = {}
        with suppress(OSError), os.scandir(folder.path or ".") as listing:
            for entry in islice(listing, most):
                if entry.is_file(follow_symlinks=False):
                    found[entry.name] = entry.inode()
            if next(listing, None) is not None:
                return {}
            found[""] = os.stat(folder.path or ".").st_dev
            return found
        return {}

    def _reach(self, known: dict[str, Folder | None], inside: str) -> Folder | None:
        """The folder of a listed name, and those above it that were not seen yet."""
        at, parts = "", inside.split("/")
        if ".." in parts or not parts[0]:  # a repository whose configuration says that its files are elsewhere
            return None
        for part in parts:
            above, at = at, f"{at}/{part}" if at else part
            if at not in known:
                parent = known[above]
                if parent is None or os.path.islink(parent.path + part):  # git still lists what was in it
                    known[at] = None
                else:
                    known[at] = self._enter(parent, part, gitignore=False)
        return known[inside]

    def _enter(self, parent: Folder, name: str, *, gitignore: bool) -> Folder | None:
        if f"{parent.real}{name}{os.sep}" in self._claimed:
            return None
        return self._folders.enter(parent, name, gitignore=gitignore)

    def _status(self, folder: Folder, name: str) -> Seen | Repository | None:
        """What a listed name is; None for what is gone or not wanted."""
        path = folder.path + name
        try:
            status = os.lstat(path)
        except OSError as error:
            gone = error.errno in {errno.ENOENT, errno.ENOTDIR}
            return None if gone else _refused(path, error)
        kind = stat.S_IFMT(status.st_mode)
        if kind == stat.S_IFDIR:
            entered = self._enter(folder, name, gitignore=False)
            return None if entered is None else Repository(entered.path, entered.real)
        if not folder.wants(name):
            return None
        if kind != stat.S_IFREG:
            return _special(folder, name, is_link=kind == stat.S_IFLNK)
        self._files.on(status.st_dev).append(status.st_ino)
        return Found(path, folder.inner + name, folder.filter.settings)

    def _by_walking(self, path: str, real: str, *, gits_above: bool = True) -> Iterator[Seen]:
        top = self._folders.top(path, real, gitignore=True, gits_above=gits_above)
        if top is None:
            return
        stack = [(top, iter(self._inside(top)))]
        while stack:
            folder, inside = stack[-1]
            for seen in inside:
                if isinstance(seen, str):
                    below_it = self._enter(folder, seen[:-1], gitignore=True)
                    if below_it is not None:
                        stack.append((below_it, iter(self._inside(below_it))))
                        break
                else:
                    yield seen
            else:
                stack.pop()

    def _inside(self, folder: Folder) -> Sequence[str | Seen]:
        """What is wanted in a folder, in order, a slash behind names of folders; last, what else is to be told."""
        told: list[Seen] = []
        try:
            status = os.stat(folder.path or ".")
            if (status.st_dev, status.st_ino) in self._visited:
                return []
            self._visited.add((status.st_dev, status.st_ino))
            files, folders, numbers = _scanned(folder, told)
            self._files.on(status.st_dev).extend(numbers)
        except OSError as error:
            if error.errno in {errno.ENOENT, errno.ENOTDIR}:  # gone since it was listed
                return []
            if error.errno == errno.ENAMETOOLONG:
                return [Skipped(folder.path, "its path is too long; run in a folder nearer to it")]
            return [_refused(folder.path, error)]
        return [*_in_order(folder, files, folders), *told]


def _in_order(folder: Folder, files: list[str], folders: list[str]) -> Iterator[str | Several]:
    """Names of folders, and between them the files that stand there in the order of all names."""
    files.sort()
    before = 0
    for name in sorted(folders):
        at = bisect_left(files, name, before)
        if at > before:
            yield Several(folder.path, folder.inner, files[before:at], folder.filter.settings)
        yield name
        before = at
    if before < len(files):
        yield Several(folder.path, folder.inner, files[before:], folder.filter.settings)


def _scanned(folder: Folder, told: list[Seen]) -> tuple[list[str], list[str], list[int]]:
    """The names of wanted files, those of folders with a slash behind them, and the numbers of the files."""
    files: dict[str, int] = {}
    folders: list[str] = []
    with os.scandir(folder.path or ".") as listing:
        for entry in listing:
            if entry.is_file(follow_symlinks=False):
                files[entry.name] = entry.inode()
            elif entry.is_dir(follow_symlinks=False):
                folders.append(entry.name + "/")
            elif folder.wants(entry.name):
                told.append(_special(folder, entry.name, is_link=entry.is_symlink()))
    told.sort(key=lambda seen: seen.path)
    wanted = folder.wanted(files)
    return wanted, folders, [files[name] for name in wanted]


def _folder_of(name: str) -> str:
    return name.rpartition("/")[0]


def _special(folder: Folder, name: str, *, is_link: bool) -> Seen:
    """What becomes of a link, a pipe, a socket or a device that a search came across."""
    path = folder.path + name
    if not is_link:
        return Skipped(path, "it is no regular file")
    try:
        status = os.stat(path)
    except OSError as error:
        return _refused(path, error)
    if stat.S_ISDIR(status.st_mode):
        return Skipped(path, "it is a link to a folder; name it to search it")
    if not stat.S_ISREG(status.st_mode):
        return Skipped(path, "it is a link to something that is no regular file")
    return Link(path, folder.inner + name, folder.filter.settings, os.path.realpath(path))


def _refused(path: str, error: OSError) -> Trouble:
    if error.errno == errno.ENOENT:
        reason = "it is a link to a file that does not exist"
    elif error.errno == errno.ELOOP:
        reason = "it is a link that leads back to itself"
    else:
        reason = error.strerror or str(error)
    return Trouble("RUN001", f"not checked: {reason}", path.rstrip("/") or ".")


def lies_in(real: str, tops: list[str]) -> bool:
    """Whether a real path lies in one of the folders that were given (real, a separator behind them)."""
    return any(below(real, top.rstrip(os.sep) or os.sep) for top in tops)
