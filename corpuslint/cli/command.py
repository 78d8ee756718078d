"""One call of the check, read from its arguments: settings, plugins and rules that it works with."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from corpuslint import catalog, config, plugins
from corpuslint.bench import Toolset
from corpuslint.cachedir import UserCache
from corpuslint.cli import options
from corpuslint.cli.overrides import overrides
from corpuslint.errors import UsageError
from corpuslint.hints import as_option
from corpuslint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run
    from corpuslint.run import Runner


_COPIES = ("near-duplicate", "partial-reuse", "same-template")
"""Rules with the options that --show-diff and the html report set."""


class Command:
    """A call with everything that it needs.

    `report_to` is where the report goes; None: standard output. `receive`, where set, gets the run in place of reports,
    and `runner` does the work in place of the engine that the arguments name. `lasting` says whether the files are
    there after the call; of others nothing is kept.
    """

    def __init__(self, arguments: Namespace, folder: str = os.curdir) -> None:
        """The settings are those that hold in a folder. Raises UsageError or ConfigError for what cannot be obeyed."""
        self.arguments = arguments
        self._folder = folder
        self.cache = None if arguments.no_cache else UserCache("engine", os.getcwd())
        file, inline = config.split_arguments([*arguments.config, *_asked_of_copies(arguments)])
        self.resolver = config.Resolver(
            isolated=arguments.isolated,
            explicit_file=file,
            inline=inline,
            overrides=overrides(arguments),
        )
        self.settings: Settings = self.resolver.at(folder)
        self.plugins = plugins.load(self.cache, wanted=not arguments.no_plugins, trace=arguments.trace_plugins)
        self.report_to: TextIO | None = None
        self.receive: Callable[[Run], None] | None = None
        self.runner: Runner | None = None
        self.lasting = True

    @property
    def fixes(self) -> bool:
        """Whether texts are fixed, or shown as they would be."""
        asked = self.arguments
        return any((asked.fix, asked.fix_only, asked.diff, asked.fix_to is not None))

    @cached_property
    def root(self) -> str:
        """The folder that paths of known findings are relative to: of the configuration, else of the repository."""
        if self.settings.files:
            return self.settings.root
        folder = here = os.path.abspath(self._folder)
        while not os.path.lexists(os.path.join(folder, ".git")):
            above = os.path.dirname(folder)
            if above == folder:
                return here
            folder = above
        return folder

    @property
    def accepted(self) -> str:
        """The file of accepted findings, which need not exist: beside the configuration, else where the root is."""
        settings = self.settings
        if settings.files or "accepted" in settings.origins:
            return settings.place("accepted")
        return Settings(self.root, accepted=settings.accepted).place("accepted")

    @cached_property
    def tools(self) -> Toolset:
        """Rules and containers beside the configuration. Raises UsageError for a folder that is none."""
        named = [catalog.Folder(path, None, python=True) for path in self.arguments.rules]
        for folder in named:
            if not os.path.isdir(folder.path):
                raise UsageError(f"--rules {folder.path}: not a folder")
            if next(catalog.files(folder.path), None) is None:
                raise UsageError(f"--rules {folder.path}: there is no rule file in it; a rule file ends in .yaml")
        found = self.plugins
        folders = (*found.folders, *named)
        return Toolset(folders, tuple(found.containers), self.cache, tuple(found.name_lists))


def _asked_of_copies(arguments: Namespace) -> list[str]:
    """Settings that follow from how copies are to be shown."""
    wanted = ["diff"] if arguments.show_diff else []
    if arguments.output_format == "html" or any(one.startswith("html:") for one in arguments.output):
        wanted.append("sides")
    return [f"rules.{name}.{option}=true" for name in _COPIES for option in wanted]


def passed(arguments: Namespace, *names: str) -> list[str]:
    """Options of a check as its arguments, where another command has been given them: flags, and lists of values."""
    words = []
    for name in names:
        option, value = as_option(name), getattr(arguments, name)
        if isinstance(value, list):
            words += [word for one in value for word in (option, one)]
        elif value:
            words.append(option)
    return words


def read(argv: Sequence[str], *, start: bool = False) -> Command:
    """The call that arguments make."""
    return Command(options.parser(start=start).read(argv))
