"""What a run depends on beside the texts: configuration, known findings, decided names, rules of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from corpuslint import config
from corpuslint.cli import known
from corpuslint.config.files import NAMES
from corpuslint.discover.folders import GITS, OURS
from corpuslint.errors import ConfigError

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.settings import Settings

SPECIAL = frozenset({*NAMES, GITS, OURS})
"""Names of files that say how the texts beside and below them are checked."""
State = Mapping[str, tuple[int, int, int]]
"""Paths of files that there are, with size, time of change and number."""


def state(command: Command, settings: Iterable[Settings]) -> State:
    """The inputs as they are now: where two states are equal, a run would use the same.

    Of folders of rules, all files count; a configuration that appears nearer to the texts does too.
    """
    found: dict[str, tuple[int, int, int]] = {}
    for path in _paths(command, settings):
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = status.st_size, status.st_mtime_ns, status.st_ino
    return found


def _paths(command: Command, settings: Iterable[Settings]) -> Iterator[str]:
    folders = list(command.arguments.rules)
    for one in settings:
        yield from one.files
        try:
            yield config.find(one.root) or ""
            yield from (command.accepted, one.names_lock, known.baseline_of(command, one))
            yield from one.tables.values()
            folders += one.places("rule-folders")
        except ConfigError:  # told where it is used
            continue
    for folder in folders:
        for above, _, names in os.walk(folder):
            yield from (os.path.join(above, name) for name in sorted(names))
