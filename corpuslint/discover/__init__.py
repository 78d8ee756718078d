"""From the paths of the command line to the files to check, in one order, each once.

What is named is checked whatever the patterns say (unless `force_exclude`); what is found in a folder must be of a
known format or included, and neither excluded nor ignored. Links to folders are not followed unless named, and a
link that a search finds counts only if its file lies in a folder that was given.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from corpuslint import git
from corpuslint.discover.folders import Folders, slashed
from corpuslint.discover.found import Found, Link, Several, Skipped
from corpuslint.discover.walk import Files, Search, lies_in
from corpuslint.errors import UsageError
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from corpuslint.config import Resolver
    from corpuslint.discover.folders import Folder
    from corpuslint.settings import Settings

__all__ = [
    "Found", "Several", "Skipped", "discover", "is_excluded", "one_by_one", "read_list", "sought", "would_find",
]  # fmt: skip


def discover(  # noqa: PLR0913 - one call with its settings by name
    paths: Iterable[str],
    settings: Settings,
    *,
    suffixes: Container[str],
    force_exclude: bool = False,
    resolver: Resolver | None = None,
    untracked: bool = True,
) -> Iterator[Found | Several | Skipped | Trouble]:
    """Every file to check; what was left alone or could not be looked at comes between them.

    `suffixes` are the endings of known formats, in lower case with their dot. With a `resolver` the nearest
    configuration holds for each file, without one `settings` for all. `untracked`: in a repository, also files
    that git does not know.
    The order depends on the files alone: named ones, then those of folders by path, then links.
    """
    named, tops, troubles = _sorted_out(paths)
    yield from troubles
    folders = Folders(settings, suffixes, resolver)
    yield from _named(named, folders, force_exclude=force_exclude)
    files = Files()
    search = Search(folders, frozenset(tops), files)
    for real, path in sorted(tops.items(), key=lambda item: item[1]):
        through = search.through(path, real, untracked=untracked)
        yield from _unnamed(through, path, real, named) if named else through
    yield from _linked(search.links, files, set(named), list(tops))


def one_by_one(found: Iterable[Found | Several | Skipped | Trouble]) -> Iterator[Found | Skipped | Trouble]:
    """What `discover` came across, file by file."""
    for seen in found:
        if isinstance(seen, Several):
            yield from seen.each()
        else:
            yield seen


def _unnamed(
    through: Iterator[Found | Several | Skipped | Trouble], path: str, real: str, named: Container[str]
) -> Iterator[Found | Several | Skipped | Trouble]:
    """What is seen in a folder, without the files that are named too; `path` and `real` as in `Folder`."""
    for seen in through:
        if isinstance(seen, Several):
            folder = _real(seen.path, path, real)
            yield seen._replace(names=[name for name in seen.names if folder + name not in named])
        elif not isinstance(seen, Found) or _real(seen.path, path, real) not in named:
            yield seen


def _real(inside: str, path: str, real: str) -> str:
    return real + inside[len(path) :].replace("/", os.sep)


def read_list(file: str, *, null: bool = False) -> Iterator[str]:
    """Paths as a file lists them, one a line, or ended by NUL; "-" is the standard input.

    Raises UsageError where the file cannot be read.
    """
    end = b"\0" if null else b"\n"
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as stream:
            rest = b""
            while chunk := stream.read(1 << 16):
                *whole, rest = (rest + chunk).split(end)
                yield from (os.fsdecode(line) for line in map(_line if not null else bytes, whole) if line)
            if rest:
                yield os.fsdecode(rest)
    except OSError as error:
        raise UsageError(f"--files-from {file}: {error.strerror or error}") from None


def _line(line: bytes) -> bytes:
    return line.removesuffix(b"\r")


def _sorted_out(paths: Iterable[str]) -> tuple[dict[str, str], dict[str, str], list[Trouble]]:
    """Named files and folders, by their real paths (folders with a separator behind), and what is neither."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    troubles: list[Trouble] = []
    known: dict[str, str] = {}
    shown = sorted({_shown(path) for path in paths})
    for path in [*(path for path in shown if not _is_link(path)), *filter(_is_link, shown)]:
        try:
            mode = os.stat(path or ".").st_mode
        except (OSError, ValueError) as error:
            troubles.append(_missing(path, error))
            continue
        if stat.S_ISDIR(mode):
            folders.setdefault(slashed(os.path.realpath(path or ".")), _prefix(path))
        elif stat.S_ISREG(mode):
            files.setdefault(_real_file(path, known), path)
        else:
            troubles.append(Trouble("RUN001", "not checked: it is no regular file and no folder", path))
    return files, folders, sorted(troubles, key=lambda trouble: trouble.path)


def _is_link(path: str) -> bool:
    try:
        return os.path.islink(path)
    except ValueError:  # a NUL
        return False


def _missing(path: str, error: OSError | ValueError) -> Trouble:
    if isinstance(error, FileNotFoundError) and _is_link(path):
        return Trouble("RUN001", "not checked: it is a link to a file that does not exist", path)
    if isinstance(error, FileNotFoundError):
        return Trouble("RUN001", "there is no such file or folder; check the path", path)
    reason = (error.strerror or error) if isinstance(error, OSError) else "no path holds such a character"
    return Trouble("RUN001", f"not checked: {reason}", path)


def _real_file(path: str, known: dict[str, str]) -> str:
    """The path without links; each folder is looked up once."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in known:
        known[folder] = slashed(os.path.realpath(folder or "."))
    return known[folder] + name


def _shown(path: str) -> str:
    """A path without needless parts, relative where it lies below the working directory; "" for that itself."""
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if not path.startswith("/"):
        return "/".join(parts)
    whole = "/" + "/".join(parts)
    here = os.getcwd()
    return "" if whole == here else whole.removeprefix(slashed(here))


def _prefix(path: str) -> str:
    """A folder as `Folder.path` wants it."""
    return path if not path or path.endswith("/") else f"{path}/"


def sought(
    paths: Iterable[str], settings: Settings, *, suffixes: Container[str], resolver: Resolver | None = None
) -> Iterator[Found | Skipped | Trouble]:
    """Of named files those that a search would come across, by path; what is no regular file is told."""
    named, tops, troubles = _sorted_out(paths)
    yield from troubles
    yield from (Skipped(path, "it is a folder") for path in tops.values())
    for seen in _named(named, Folders(settings, suffixes, resolver), force_exclude=True, sought=True):
        yield seen._replace(named=False) if isinstance(seen, Found) else seen


def _named(
    named: dict[str, str], folders: Folders, *, force_exclude: bool, sought: bool = False
) -> Iterator[Found | Skipped | Trouble]:
    """Named files; with `sought` only what a search would look for."""
    made: dict[str, Folder | None] = {}
    exclusion = _Exclusion(folders)
    for path in sorted(named.values()):
        name = path.rpartition("/")[2]
        folder = path[: len(path) - len(name)]
        if folder not in made:
            made[folder] = _top(folders, folder, gitignore=False)
            yield from folders.told
            folders.told.clear()
        chosen = made[folder]
        if chosen is None or (force_exclude and exclusion.covers(chosen, name)):
            continue
        if not sought or chosen.filter.wants(chosen.inner + name, name):
            yield Found(path, chosen.inner + name, chosen.filter.settings, named=True)


def is_excluded(path: str, settings: Settings, *, suffixes: Container[str], resolver: Resolver | None = None) -> bool:
    """Whether a search would have left out a file of this name, which need not exist."""
    folders = Folders(settings, suffixes, resolver)
    folder, _, name = _shown(path).rpartition("/")
    chosen = _top(folders, _prefix(folder), gitignore=False)
    return chosen is not None and _Exclusion(folders).covers(chosen, name)


def would_find(path: str, settings: Settings, *, suffixes: Container[str], resolver: Resolver | None = None) -> bool:
    """Whether a search would come across a file of this name, which need not exist."""
    folders = Folders(settings, suffixes, resolver)
    folder, _, name = _shown(path).rpartition("/")
    chosen = _top(folders, _prefix(folder), gitignore=False)
    wanted = chosen is not None and chosen.filter.wants(chosen.inner + name, name)
    return wanted and chosen is not None and not _Exclusion(folders).covers(chosen, name)


def _top(folders: Folders, folder: str, *, gitignore: bool) -> Folder | None:
    return folders.top(folder, slashed(os.path.realpath(folder or ".")), gitignore=gitignore)


class _Exclusion:
    """Says of named files whether a search would have left them out."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._with_gits: dict[str, Folder | None] = {}
        self._tracked: dict[str, frozenset[str]] = {}

    def covers(self, folder: Folder, name: str) -> bool:
        """Whether it is excluded, or ignored and not one that git knows all the same."""
        if _is_excluded(folder, name):
            return True
        if folder.path not in self._with_gits:
            self._with_gits[folder.path] = _top(self._folders, folder.path, gitignore=True)
        with_gits = self._with_gits[folder.path]
        return with_gits is not None and _is_excluded(with_gits, name) and name not in self._known(folder.real)

    def _known(self, real: str) -> frozenset[str]:
        if real not in self._tracked:
            self._tracked[real] = frozenset()
            if git.root(real) is not None:
                with suppress(git.GitUnusable):
                    self._tracked[real] = frozenset(git.tracked(real))
        return self._tracked[real]


def _is_excluded(folder: Folder, name: str) -> bool:
    """Whether a named file is one that a search would have left out, for whichever folder above it."""
    if folder.filter.covers(folder.inner + name):
        return True
    return any(globs.covers(folder.real[len(base) :].replace(os.sep, "/") + name) for base, globs in folder.ignores)


def _linked(links: list[Link], files: Files, own: set[str], tops: list[str]) -> Iterator[Found | Skipped | Trouble]:
    """Links whose file was not come across otherwise, each file once."""
    numbers: dict[str, tuple[int, int]] = {}
    for link in links:
        try:
            status = os.stat(link.path)
        except OSError:  # gone meanwhile
            continue
        numbers[link.path] = (status.st_dev, status.st_ino)
    done = files.among(set(numbers.values()))
    for link in sorted(links):
        number = numbers.get(link.path)
        if not lies_in(link.real, tops):
            yield Skipped(link.path, "it is a link out of the folders to check; name it to check it")
        elif number is not None and number not in done and link.real not in own:
            done.add(number)
            yield Found(link.path, link.inner, link.settings)
