"""What one configuration wants of the files in its folder: patterns, file name endings, our own files."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from corpuslint.globs import Globs, quoted
from corpuslint.settings import below, is_glob

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from corpuslint.settings import Settings

ALWAYS = (
    ".git/",
    ".hg/",
    ".svn/",
    ".corpuslint_cache/",
    ".corpuslint_quarantine/",
    "corpuslint.toml",
    ".corpuslint.toml",
    ".corpuslintignore",
    "corpuslint-baseline.jsonl",
    "corpuslint-accepted.jsonl",
    ".*.corpuslint",
)
"""Never found by a search, whatever the settings say: folders of version control, and our own files."""


class Filter:
    """The patterns of one configuration, ready for many names. Paths are relative to its root, with slashes."""

    def __init__(self, settings: Settings, suffixes: Container[str]) -> None:
        """`suffixes`: endings of names of known formats, in lower case with their dot."""
        self.settings = settings
        self._suffixes = suffixes
        self._excluded = Globs([*settings.exclude, *settings.extend_exclude, *ALWAYS, *_own_places(settings)])
        self._included = Globs(settings.include) if settings.include else None
        named = (key for key, entry in settings.documents.items() if is_glob(key) and "format" in entry)
        self._formats = Globs(named)
        self._known: dict[str, bool] = {}

    @cached_property
    def real_root(self) -> str:
        """The folder that paths are relative to, without links; to know it, the status of every one above is asked."""
        return os.path.realpath(self.settings.root)

    def taken(self, folder: str, names: Iterable[str]) -> list[str]:
        """The names of files to look for and not excluded; `folder` is what stands before each in its path."""
        known = self._known if self._included is None else {}
        wanted = [
            name for name in names
            if (known.get(name[name.rfind(".") :]) and name[0] != ".") or self.wants(folder + name, name)
        ]  # fmt: skip
        return self._excluded.unmatched(folder, wanted)

    def leaves_out(self, path: str, name: str, *, folder: bool = False) -> bool:
        """Whether a file or folder is excluded, the folders above it not considered."""
        return bool(self._excluded.verdict(path, name, folder=folder))

    def covers(self, path: str) -> bool:
        """Whether a file or a folder above it is excluded, or `include` is set and does not hold it."""
        if self._included is not None and not self._included.covers(path):
            return True
        return self._excluded.covers(path)

    def wants(self, path: str, name: str) -> bool:
        """Whether a file is one to look for: included, or of a known format."""
        if self._included is not None:
            return self._included.covers(path)
        return self.has_known_ending(name) or bool(self._formats and self._formats.covers(path))

    def has_known_ending(self, name: str) -> bool:
        """Whether the name ends as files of a known format do: `.txt`, `.jsonl.gz`, in any case."""
        at = name.rfind(".")
        if at <= 0:
            return False
        ending = name[at:]
        known = self._known.get(ending)
        if known is None:
            known = self._known[ending] = ending.lower() in self._suffixes
        if known:
            return True
        before = name.rfind(".", 0, at)
        return before > 0 and name[before:].lower() in self._suffixes


def _own_places(settings: Settings) -> list[str]:
    """Patterns for the files that the settings name as ours."""
    patterns = []
    tables = ((entry.get("table", ""), "") for entry in settings.documents.values())
    for value, sign in ((settings.baseline, ""), (settings.accepted, ""), (settings.cache_dir, "/"), *tables):
        path = os.path.normpath(os.path.join(settings.root, value)) if value else ""
        if path and path != settings.root and below(path, settings.root):
            patterns.append("/" + quoted(os.path.relpath(path, settings.root).replace(os.sep, "/")) + sign)
    return patterns
