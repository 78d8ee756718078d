"""Installed plugins: found without importing them, loaded one by one, and named when they fail."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint.cachedir import digest
from corpuslint.catalog import Folder, entries, shipped
from corpuslint.result import Trouble

if TYPE_CHECKING:
    from corpuslint.containers.base import Container
    from corpuslint.report import Reporter
    from corpuslint.run import Runner

GROUP = "corpuslint"
_HOMES = {"site-packages", "dist-packages"}


class Found(NamedTuple):
    """An entry point of an installed distribution."""

    name: str
    value: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} ({self.distribution} {self.version})"


class Plugins:
    """What plugins add to a run, and which of them failed."""

    def __init__(self) -> None:
        self.folders: list[Folder] = shipped()
        self.containers: list[Callable[[], Container]] = []
        self.reporters: list[Reporter] = []
        self.name_lists: list[str] = []
        self.runners: list[Runner] = []
        self.loaded: list[Found] = []
        self.troubles: list[Trouble] = []


def load(cache: Any = None, *, wanted: bool = True, trace: bool = False) -> Plugins:
    """Load the installed plugins that CORPUSLINT_PLUGINS allows (a comma-separated list of names; unset: all).

    A plugin that cannot be imported or whose hook fails becomes a trouble RUN901; the others go on.
    """
    plugins = Plugins()
    found = _allowed(installed(cache)) if wanted else []
    if not found:
        return plugins
    for one in found:
        _load(one, plugins, cache, trace=trace)
    return plugins


def add(one: Found, plugins: Plugins) -> None:
    """Add what an own module offers as a plugin does."""
    _load(one, plugins, None, trace=False)


def _allowed(found: Sequence[Found]) -> list[Found]:
    names = os.environ.get("CORPUSLINT_PLUGINS")
    if names is None:
        return list(found)
    allowed = {name.strip() for name in names.split(",")}
    return [one for one in found if one.name in allowed]


def installed(cache: Any = None) -> list[Found]:
    """Entry points of the group `corpuslint`, in order of name; kept until a folder of sys.path changes."""
    key = f"plugins-{_fingerprint()}"
    known = cache.get(key) if cache is not None else None
    if known is not None:
        return [Found(*row) for row in json.loads(known)]
    from importlib.metadata import entry_points

    found = sorted(
        (Found(one.name, one.value, one.dist.name if one.dist else "?", one.dist.version if one.dist else "?")
         for one in entry_points(group=GROUP)),
        key=lambda one: (one.name, one.distribution),
    )  # fmt: skip
    if cache is not None:
        cache.put(key, json.dumps([[f.name, f.value, f.distribution, f.version] for f in found]).encode())
    return found


def _fingerprint() -> str:
    """What tells whether something was installed since: the times of the folders that distributions lie in."""
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    rows = [sys.version]
    for folder in sys.path:
        if os.path.basename(folder) in _HOMES or folder in named:
            try:
                rows.append(f"{folder}\0{os.stat(folder).st_mtime_ns}")
            except OSError:
                continue
    return digest("\0".join(rows).encode("utf-8", "surrogateescape"))


def _load(one: Found, plugins: Plugins, cache: Any, *, trace: bool) -> None:
    from contextlib import redirect_stdout
    from importlib import import_module

    import pluggy

    from corpuslint import hookspecs
    from corpuslint.blame import told

    manager = pluggy.PluginManager(GROUP)
    manager.add_hookspecs(hookspecs)
    if trace:
        manager.trace.root.setwriter(sys.stderr.write)
        manager.enable_tracing()
    try:
        with redirect_stdout(sys.stderr):  # what a plugin prints must not stand in a report
            module, _, attribute = one.value.partition(":")
            plugin = import_module(module)
            for part in attribute.split(".") if attribute else ():
                plugin = getattr(plugin, part)
            manager.register(_Unmarked(plugin, manager, pluggy.HookimplMarker(GROUP)), one.name)
            _gather(one, manager, plugins, cache)
        plugins.loaded.append(one)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - code of others; the message names the plugin and the cause
        plugins.troubles.append(
            Trouble(
                "RUN901",
                f"plugin {one} failed and was left out: {told(error, _code(one))}; "
                "repair or uninstall it, or run with --no-plugins",
            )
        )


class _Unmarked:
    """A plugin whose hook functions need no marker: everything it names `corpuslint_...` is one."""

    def __init__(self, plugin: Any, manager: Any, marker: Any) -> None:
        for name in dir(plugin):
            if name.startswith("corpuslint_"):
                if not hasattr(manager.hook, name):
                    raise AttributeError(f"there is no hook {name}")
                setattr(self, name, marker(getattr(plugin, name)))


def _code(one: Found) -> str:
    """The folder of the package that a plugin names, or the file of its module alone; "" where there is none."""
    from importlib.util import find_spec

    try:
        spec = find_spec(one.value.partition(":")[0].partition(".")[0])
    except (ImportError, ValueError):
        return ""
    if spec is None or not spec.origin:
        return ""
    return spec.origin if spec.submodule_search_locations is None else os.path.dirname(spec.origin)


def _gather(one: Found, manager: Any, plugins: Plugins, cache: Any) -> None:
    """Take what the hooks return, all of it or, where any of it cannot be used, nothing."""
    from corpuslint import foreign

    hook = manager.hook
    folders = [Folder(str(path), None, python=True) for path in _flat(hook.corpuslint_rule_folders())]
    for folder in folders:
        if not os.path.isdir(folder.path):
            raise FileNotFoundError(f"rule folder {folder.path} does not exist")
    entries(folders, cache)
    containers = foreign.containers(_flat(hook.corpuslint_containers()))
    reporters = foreign.reporters(_flat(hook.corpuslint_reporters()), str(one), _code(one))
    runners = foreign.runners(_flat(hook.corpuslint_runners()), str(one), _code(one))
    names = [str(name) for name in _flat(hook.corpuslint_name_lists())]
    for name in names:
        if not os.path.isfile(name):
            raise FileNotFoundError(f"name list {name} does not exist")
    plugins.folders += folders
    plugins.containers += containers
    plugins.reporters += reporters
    plugins.name_lists += names
    plugins.runners += runners


def _flat(results: Iterable[Iterable[Any]]) -> list[Any]:
    flat: list[Any] = []
    for result in results:
        if isinstance(result, str):
            raise TypeError(f"a hook returns a list, not {result!r:.80}")
        flat += result
    return flat
