"""What the rules across files say of open documents, found out in a process of its own."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from corpuslint import session
from corpuslint.bench import Bench
from corpuslint.cli import check, inputs, scope
from corpuslint.cli.changed import Changed
from corpuslint.cli.command import Command
from corpuslint.files import Files
from corpuslint.index.refresh import Index
from corpuslint.mapping import looks_up
from corpuslint.registry import Entry
from corpuslint.result import Result
from corpuslint.run import Job, Serial, Task
from corpuslint.server.judging import as_text
from corpuslint.source import Source


class Asked(NamedTuple):
    """Open documents of one corpus, and which rules are to judge them."""

    arguments: Namespace
    folder: str
    """Whose settings say what the corpus is."""
    unsaved: Mapping[str, bytes | None]
    """By real path the content that stands for that of the file; None where the file is as it is."""
    fast: bool
    """Whether those rules judge that look up what matters for a document, or those that judge by the whole corpus."""


def judged(asked: Asked) -> dict[str, list[Result]]:
    """The findings in these documents, by real path; a file that is not of the corpus is left out.

    What is known of the corpus is kept in the process from call to call. Raises CorpuslintError.
    """
    corpus = _corpora.get(asked.folder)
    if corpus is None or corpus.stale:
        corpus = _corpora[asked.folder] = Corpus(asked.arguments, asked.folder)
    return corpus.judged(asked.unsaved, looks_up if asked.fast else lambda entry: not looks_up(entry))


class Corpus:
    """A corpus whose files may be open in an editor."""

    def __init__(self, arguments: Namespace, folder: str) -> None:
        """Raises CorpuslintError."""
        self._command = Command(Namespace(**{**vars(arguments), "scope": "corpus", "changed": "all"}), folder)
        self._job: OpenJob | None = None
        self._state = inputs.state(self._command, [self._command.settings])

    @property
    def stale(self) -> bool:
        """Whether its configuration has changed."""
        settings = self._job.settings if self._job else [self._command.settings]
        return inputs.state(self._command, settings) != self._state

    def judged(self, unsaved: Mapping[str, bytes | None], judges: Callable[[Entry], bool]) -> dict[str, list[Result]]:
        """The findings of some rules in open files. Raises CorpuslintError."""
        chosen = scope.choose(self._command)
        if self._job is None or self._job.settings != chosen.settings:
            self._job = OpenJob(chosen.settings, self._command.tools, corpus=True, documents=False)
            self._state = inputs.state(self._command, chosen.settings)
        entries = self._job.bench(0).corpus_entries
        if not any(map(judges, entries)):
            return {}
        opened = Changed(unsaved)
        tasks = opened.among(chosen.tasks)
        names = {task.path: os.path.realpath(task.path) for task in tasks if task.judged}
        self._read(tasks, chosen.root)
        index = self._index(chosen.root)
        held = {name: data for name, real in names.items() if (data := unsaved[real]) is not None}
        index.unsaved = self._job.held = held
        root = self._command.root
        response = session.run(
            session.Request(self._job, tasks, Serial(), opened, root=root, corpus_index=index, judges=judges)
        )
        found: dict[str, list[Result]] = {real: [] for real in names.values()}
        for result in response.results:
            if result.location.path in names:
                found[names[result.location.path]].append(result)
        return found

    def _read(self, tasks: Sequence[Task], root: str) -> None:
        """Bring the index in step with the disk: a corpus that nobody has read yet is read by many processes."""
        silent = [task._replace(judged=False) for task in tasks]
        assert self._job is not None  # noqa: S101 - the caller has made it
        runner = check.runner(self._command)
        session.documents(session.Request(self._job, silent, runner, corpus_index=self._index(root)), None)

    def _index(self, root: str) -> Index:
        assert self._job is not None  # noqa: S101 - as above
        return Index(self._job, root, self._command.settings.place("cache-dir"))


class OpenJob(Job):
    """A job that reads what somebody writes in place of some files."""

    held: Mapping[str, bytes] = {}
    """What is in them, by path."""

    def bench(self, index: int) -> Bench:
        """The rules of one of the settings."""
        if index not in self._benches:
            bench = super().bench(index)
            bench.files = _OpenFiles(bench, self)
        return self._benches[index]


class _OpenFiles(Files):
    def __init__(self, bench: Bench, job: OpenJob) -> None:
        super().__init__(bench.settings, job.tools.containers, bench.ignored)
        self._job = job

    def source(self, path: str) -> Source:
        source, held = super().source(path), self._job.held.get(path)
        return source if held is None else as_text(source)._replace(held=held)


_corpora: dict[str, Corpus] = {}
"""In the process that does this work: the corpora that it knows, by folder."""
