"""The hooks of a plugin. They register; nothing runs through them.

A plugin is an installed distribution with an entry point in the group `corpuslint` that names a module.
Each hook is called once a run. A plugin function is found by its name alone, so a plugin needs no import
of corpuslint; one that wants the marker takes `pluggy.HookimplMarker("corpuslint")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from corpuslint.containers.base import Container
    from corpuslint.report import Reporter
    from corpuslint.run import Runner

hookspec = pluggy.HookspecMarker("corpuslint")


@hookspec
def corpuslint_rule_folders() -> Iterable[str]:  # type: ignore[empty-body]
    """Folders of rule files; Python beside them is run."""


@hookspec
def corpuslint_containers() -> Iterable[Callable[[], Container]]:  # type: ignore[empty-body]
    """Classes of containers; their `suffixes` say which files they read."""


@hookspec
def corpuslint_reporters() -> Iterable[Reporter]:  # type: ignore[empty-body]
    """Output formats, by their `name`."""


@hookspec
def corpuslint_name_lists() -> Iterable[str]:  # type: ignore[empty-body]
    """YAML files of name packs: spellings that are one name, and names that must never be taken for one."""


@hookspec
def corpuslint_runners() -> Iterable[Runner]:  # type: ignore[empty-body]
    """Ways to spread the work, by their `name`; --engine chooses one."""
