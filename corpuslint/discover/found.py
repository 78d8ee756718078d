"""What a search comes across."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpuslint.settings import Settings


class Found(NamedTuple):
    """A file to check.

    `path` can be opened as it is, and is relative to the working directory, with slashes, where it lies below it.
    `inner` is the path relative to the root of the settings, which are those of the nearest configuration.
    `named`: it was given by name, not found by a search.
    """

    path: str
    inner: str
    settings: Settings
    named: bool = False


class Several(NamedTuple):
    """Files in one folder for which the same settings hold, in order; `path` and `inner` are those of the folder."""

    path: str
    inner: str
    names: Sequence[str]
    settings: Settings

    def each(self) -> Iterator[Found]:
        """The files one by one."""
        for name in self.names:
            yield Found(self.path + name, self.inner + name, self.settings)


class Skipped(NamedTuple):
    """Something that was left alone, and why; for those who want to know."""

    path: str
    reason: str


class Link(NamedTuple):
    """A link to a file, to be looked at when all files are known; `real` is the path without links."""

    path: str
    inner: str
    settings: Settings
    real: str


class Repository(NamedTuple):
    """A folder in a repository that is one of its own; `path` and `real` as in `Folder`."""

    path: str
    real: str
