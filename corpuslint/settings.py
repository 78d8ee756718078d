"""The settings that hold for a folder: the frozen result of reading configurations."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint.errors import ConfigError
from corpuslint.globs import Globs
from corpuslint.hints import visible
from corpuslint.model import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LEVELS = ("error", "warning", "info")
"""Severities by name, gravest first."""
METADATA = ("id", "title", "date", "source", "language")
"""What is said of a document beside its text; what an override may ask about."""
FIELDS = ("text", *METADATA)
"""What a record may hold."""
DOCUMENTS = (*FIELDS, "records", "skip", "html", "format", "table", "file")
"""What an entry of `documents` may say."""
EXCLUDED = (
    ".*/",
    "node_modules/",
    "__pycache__/",
    "site-packages/",
    "._*",
    "requirements*.txt",
    "LICENSE*",
    "README*",
    "CHANGELOG*",
    "CONTRIBUTING*",
    "CODE_OF_CONDUCT*",
    "SECURITY.md",
    "CMakeLists.txt",
    "robots.txt",
    "dataset_info*.json",
)
"""What a search of folders leaves out unless told otherwise: what is hidden, and what is no article."""
NAMES_LOCK = "corpuslint-names.yaml"
"""Where the decisions on names are, beside the configuration."""


class Override(NamedTuple):
    """Other rules for some documents, by what their records say of them."""

    when: Mapping[str, tuple[str, ...]]
    """Field to patterns with `*` and `?`; a document must match one of each field's."""
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = NOTHING

    def applies(self, meta: Mapping[str, str]) -> bool:
        """Whether a document with this metadata is meant; a field that it lacks matches nothing."""
        return all(
            name in meta and any(_matches(name, meta[name], pattern) for pattern in patterns)
            for name, patterns in self.when.items()
        )


class Settings:
    """All settings that hold for a folder; see `keys.SETTINGS` for what each means.

    Patterns are relative to `root`; so are `baseline`, `accepted`, `cache_dir` and `rule_folders`, which are
    absolute where the caller gave them.
    """

    root: str
    """Absolute path of the folder that the configuration is about."""
    files: tuple[str, ...] = ()
    """Configuration files that were read, the nearest first."""
    origins: Mapping[str, str] = NOTHING
    """Where a value comes from, by key: a file, an option, a variable; a missing key has its default."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = EXCLUDED
    extend_exclude: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    respect_gitignore: bool = True
    preview: bool = False
    fail_on: str = "warning"
    baseline: str = ""
    accepted: str = "corpuslint-accepted.jsonl"
    cache_dir: str = ".corpuslint_cache"
    output_format: str = "full"
    jobs: int = 0
    worker_timeout: float = 60
    scope: str = "auto"
    changed: str = "auto"
    index_budget: float = 0
    max_file_size: int = 64 << 20
    encoding: Mapping[str, str] = NOTHING
    documents: Mapping[str, Mapping[str, str]] = NOTHING
    rule_folders: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    severity: Mapping[str, str] = NOTHING
    per_file_ignores: Mapping[str, tuple[str, ...]] = NOTHING
    overrides: tuple[Override, ...] = ()
    rules: Mapping[str, Mapping[str, object]] = NOTHING
    names: Mapping[str, object] = NOTHING

    def __init__(
        self, root: str, files: tuple[str, ...] = (), origins: Mapping[str, str] = NOTHING, **values: Any
    ) -> None:
        """`values` go by the names of the attributes. Raises TypeError for one that is no setting."""
        for name in values:
            if name not in Settings.__annotations__:
                raise TypeError(f"there is no setting {name!r}")
        vars(self).update(values, root=root, files=files, origins=origins)

    def __eq__(self, other: object) -> bool:
        """Whether everything is set alike."""
        if not isinstance(other, Settings):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in Settings.__annotations__)

    __hash__ = None  # type: ignore[assignment]  # some values are tables

    def place(self, key: str) -> str:
        """Absolute path of `baseline`, `accepted` or `cache-dir`; "" where it is not set.

        Raises ConfigError where a configuration's own path leads out of the root by a symbolic link.
        """
        value: str = getattr(self, attribute(key))
        return self._below(key, value) if value else ""

    def places(self, key: str) -> list[str]:
        """Absolute paths of `rule-folders`. Raises ConfigError as `place` does."""
        values: Sequence[str] = getattr(self, attribute(key))
        return [self._below(key, value) for value in values]

    @property
    def names_lock(self) -> str:
        """Absolute path of the file of names that are decided, which need not exist. Raises ConfigError as `place`."""
        return self._below("names.lock", str(self.names.get("lock", NAMES_LOCK)))

    @property
    def tables(self) -> dict[str, str]:
        """Absolute paths of tables about texts and pages, by key of `documents`. Raises ConfigError as `place`."""
        return {
            key: self._below(f"documents.{key}.table", entry["table"])
            for key, entry in self.documents.items()
            if "table" in entry
        }

    def _below(self, key: str, value: str) -> str:
        if os.path.isabs(value):
            return value
        path = os.path.join(self.root, value)
        if not below(os.path.realpath(path), os.path.realpath(self.root)):
            origin = self.origins.get(key) or self.origins.get(key.partition(".")[0], "default")
            where = visible(f"{origin}: {key} = {value!r}")
            raise ConfigError(f"{where} leads out of the folder of the configuration by a link")
        return path

    def ignored_codes(self, path: str) -> tuple[str, ...]:
        """What `per-file-ignores` says for a file, `path` being relative to the root."""
        return tuple(code for globs, codes in self._ignores if globs.covers(path) for code in codes)

    def codec(self, path: str) -> str | None:
        """The codec that the settings name for a file (path relative to the root); the last pattern wins."""
        named = [codec for globs, codec in self._codecs if globs.covers(path)]
        return named[-1] if named and named[-1] != "auto" else None

    def fields(self, path: str, kind: str) -> Mapping[str, str]:
        """The `documents` entries for a file of a format: field to name, and `format` where one is set.

        A pattern that matches the path (relative to the root) goes before the entry of the format, which is the one
        that a pattern says, if any does.
        """
        found: dict[str, str] = {}
        for globs, entry in self._documents:
            if globs.covers(path):
                found.update(entry)
        return {**self.documents.get(found.get("format", kind), {}), **found}

    def table(self, path: str, kind: str) -> str:
        """The key of `documents` whose table tells of a file of a format (path relative to the root), "" for none."""
        named = [key for globs, key in self._tables if (globs.covers(path) if globs else key == kind)]
        return named[-1] if named else ""

    @cached_property
    def _ignores(self) -> list[tuple[Globs, tuple[str, ...]]]:
        return [(Globs([glob]), codes) for glob, codes in self.per_file_ignores.items()]

    @cached_property
    def _codecs(self) -> list[tuple[Globs, str]]:
        return [(Globs([glob]), codec) for glob, codec in self.encoding.items()]

    @cached_property
    def _documents(self) -> list[tuple[Globs, Mapping[str, str]]]:
        return [(Globs([key]), entry) for key, entry in self.documents.items() if is_glob(key)]

    @cached_property
    def _tables(self) -> list[tuple[Globs | None, str]]:
        """Where each table counts, None: in a format; what is said of all of its files comes first."""
        keys = [key for key, entry in self.documents.items() if "table" in entry]
        return [(Globs([key]) if is_glob(key) else None, key) for key in sorted(keys, key=is_glob)]


DEFAULTS = Settings(root="")


def attribute(key: str) -> str:
    """The name in `Settings` of a key of the configuration ("lint.per-file-ignores")."""
    return key.rpartition(".")[2].replace("-", "_")


def is_glob(key: str) -> bool:
    """Whether a key of `documents` is a pattern over paths and no name of a format."""
    return any(char in key for char in "*?[/.")


def below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies in it; both absolute and without links."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _matches(name: str, value: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase  # only where there are overrides

    value, pattern = value.casefold(), pattern.casefold()
    if name == "language":
        value, pattern = value.replace("_", "-"), pattern.replace("_", "-")
        if fnmatchcase(value.split("-")[0], pattern):
            return True
    return fnmatchcase(value, pattern)
