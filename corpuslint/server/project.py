"""The settings, rules and known findings that hold for open documents, as they are at the moment."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import TYPE_CHECKING

from corpuslint import config, rulecases, rulepage
from corpuslint.cli import inputs, known, scope
from corpuslint.cli.command import Command
from corpuslint.discover import would_find
from corpuslint.errors import CorpuslintError
from corpuslint.run import Job
from corpuslint.settings import below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpuslint.bench import Bench
    from corpuslint.settings import Settings


class Project:
    """What a check in one folder would use."""

    def __init__(self, arguments: Namespace, folder: str) -> None:
        """Raises CorpuslintError for a configuration that cannot be obeyed."""
        self.folder = folder
        self.command = Command(arguments, folder)
        self.root = self.command.root
        self.known = known.fingerprints(self.command)
        self._jobs: dict[int, Job] = {}
        self._wanted: dict[str, bool] = {}
        self._settings = {id(self.command.settings): self.command.settings}
        self._state = inputs.state(self.command, self._settings.values())

    @property
    def stale(self) -> bool:
        """Whether a configuration, or what else counts for all files, has changed."""
        return inputs.state(self.command, self._settings.values()) != self._state

    def bench(self, path: str) -> Bench:
        """The rules that hold for a file. Raises CorpuslintError."""
        settings = self.command.resolver.at(os.path.dirname(path) or os.curdir)
        if id(settings) not in self._jobs:
            self._settings[id(settings)] = settings
            self._jobs[id(settings)] = Job((settings,), self.command.tools)
            self._state = inputs.state(self.command, self._settings.values())
        return self._jobs[id(settings)].bench(0)

    def wants(self, path: str) -> bool:
        """Whether a search would come across a file."""
        if path not in self._wanted:
            command = self.command
            endings = scope.suffixes(command)
            self._wanted[path] = would_find(path, command.settings, suffixes=endings, resolver=command.resolver)
        return self._wanted[path]

    def page(self, path: str, code: str) -> str:
        """What a rule is about, as Markdown; "" where there is no such rule for a file."""
        entry = next((entry for entry in self.bench(path).entries if entry.meta.code == code), None)
        if entry is None:
            return ""
        try:
            with open(entry.meta.source, encoding="utf-8") as stream:
                cases = rulecases.cases(entry.meta.source, stream.read())
        except (CorpuslintError, OSError):  # the file is being changed; what is known of the rule still holds
            cases = []
        return rulepage.markdown(entry, cases)


def corpus_folder(arguments: Namespace, path: str, workspace: Iterable[str]) -> str:
    """The folder whose settings make the corpus of a file; "" where nothing says what the corpus is.

    That is a folder of the workspace with a configuration, or else the folder of the nearest configuration.
    Raises ConfigError.
    """
    if arguments.isolated:
        return ""
    explicit = any(os.path.isfile(value) for value in arguments.config)
    for folder in sorted(workspace, key=len, reverse=True):
        if below(path, folder) and (explicit or config.find(folder)):
            return folder
    nearest = config.find(os.path.dirname(path))
    return os.path.dirname(nearest) if nearest else ""


def compares(settings: Settings) -> bool:
    """Whether the rules across files are wanted."""
    return settings.scope != "documents"
