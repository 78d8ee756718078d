"""Which files a run reads, which of them it judges, and what its corpus is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corpuslint import containers
from corpuslint.bench import Bench
from corpuslint.discover import Found, Several, Skipped, discover, read_list
from corpuslint.discover.filters import Filter
from corpuslint.discover.outputs import outputs
from corpuslint.errors import CorpuslintError, ReadError, UsageError
from corpuslint.hints import visible
from corpuslint.result import Trouble
from corpuslint.run import Task, tasks
from corpuslint.session import EVERYTHING, Everything
from corpuslint.settings import Settings, below

if TYPE_CHECKING:
    from corpuslint.cli.changed import Changed
    from corpuslint.cli.command import Command

OFTEN = 256
"""Files that are found before the work on them may begin."""
_PATTERN = re.compile(r"[^/]*[*?\[{\\]")
"""The first part of a URI that is a pattern of several names."""
_WRITTEN = "corpuslint wrote it: a report, or known findings"


class Scope:
    """The files of a run and what is wanted of them."""

    def __init__(self, settings: tuple[Settings, ...]) -> None:
        self.settings = settings
        self.tasks: list[Task] = []
        self.troubles: list[Trouble] = []
        self.notes: list[str] = []
        self.corpus = True
        """Whether rules across files run."""
        self.wanted: Changed | Everything = EVERYTHING
        self.root = ""
        """The folder of the corpus, where the whole of it is compared."""
        self.interrupted = False
        """Whether somebody stopped the search after the work had begun."""
        self.commit: str | None = None
        """With --trust-index: what git had checked out before files were looked for, see `trusting.commit`."""


Begin = Callable[[Sequence[Task]], None]
"""Called now and then with the files that were found until then, so that the work on them can begin."""


def choose(command: Command, begin: Begin | None = None) -> Scope:
    """The scope of a run, from its paths and settings. Raises UsageError where they do not go together."""
    scope = Scope((command.settings,))
    scope.corpus = command.settings.scope != "documents"
    if command.arguments.changed and command.settings.scope != "corpus":
        raise UsageError(f"--changed {command.arguments.changed} says nothing without --scope corpus")
    named = list(given(command))
    if command.settings.scope == "corpus":
        _corpus(command, scope, named)
    else:
        listed = command.arguments.files_from is not None
        _found(command, scope, named if named or listed else ["."], begin=begin)
        if scope.tasks and scope.corpus and named and not any(os.path.isdir(path) or is_uri(path) for path in named):
            count = len(scope.tasks)
            scope.notes.append(
                f"Rules across files compared {count} {'file' if count == 1 else 'files'} only; "
                "--scope corpus judges them against the whole corpus."
            )
    if command.arguments.watch and scope.corpus and not scope.root:
        scope.root = os.path.relpath(command.root)  # with the index of all, a changed file is compared at once
    if len(scope.settings) > 1:
        _leave_out_unusable(command, scope)
    if not scope.tasks and not scope.troubles:
        scope.notes.append(f"There was no file to check.{_others(command, [scope.root] if scope.root else named)}")
    return scope


def _others(command: Command, folders: Sequence[str]) -> str:
    """What to say of files of no known format where there are no others."""
    if command.settings.include or command.arguments.files_from is not None:
        return ""
    from corpuslint.cli import unread

    return unread.passed_over(folders or [os.curdir], Filter(command.settings, suffixes(command)).has_known_ending)


def _leave_out_unusable(command: Command, scope: Scope) -> None:
    """Files of folders whose own configuration cannot be obeyed are told and left out; the others are checked."""
    bad: dict[int, CorpuslintError] = {}
    for number, settings in enumerate(scope.settings[1:], 1):
        try:
            bench = Bench(settings, command.tools)
            bench.checker, bench.files.tables  # noqa: B018 - what is wrong comes up where they are made
        except CorpuslintError as error:
            bad[number] = error
            folder = os.path.relpath(settings.root)
            scope.troubles.append(Trouble("RUN001", f"not checked: {', '.join(settings.files)}: {error}", folder))
    scope.tasks = [task for task in scope.tasks if task.settings not in bad]
    scope.settings = tuple(scope.settings[0] if n in bad else one for n, one in enumerate(scope.settings))


def given(command: Command) -> Iterator[str]:
    """The paths that a call names. Raises UsageError."""
    arguments = command.arguments
    if "" in arguments.paths:  # a shell's unset variable, which must not come to mean the current folder
        raise UsageError("a path is empty; name a file or folder, or . for the current one")
    if "-" in arguments.paths:
        raise UsageError("- is standard input, which is checked alone: name no other paths, or ./- for a file")
    yield from arguments.paths
    if arguments.files_from:
        yield from read_list(arguments.files_from, null=arguments.null)


def _corpus(command: Command, scope: Scope, named: list[str]) -> None:
    """The whole corpus lends evidence; findings are wanted where something changed."""
    scope.root = here = os.path.relpath(root(command))
    from corpuslint.cli import changed as change

    changed = change.paths(command, named)
    if command.arguments.trust_index:
        from corpuslint.cli import trusting

        scope.commit = trusting.commit(command)
    _found(command, scope, [here], untracked="PRE_COMMIT" not in os.environ, judged=changed is None)
    if changed is None:
        return
    wanted = change.Changed(changed)
    scope.wanted = wanted
    scope.tasks = wanted.among(scope.tasks)
    judged = sum(task.judged for task in scope.tasks)
    if judged < len(scope.tasks):
        scope.notes.append(f"Findings are told in {judged:,} of {len(scope.tasks):,} files, compared with all of them.")
    scope.notes += _changed_tables(scope.settings, wanted)
    top = os.path.realpath(here)
    for path in named:
        if not os.path.exists(path):
            scope.troubles.append(Trouble("RUN001", "there is no such file or folder; check the path", path))
        elif not below(real := os.path.realpath(path), top) and not below(top, real):
            reason = f"not checked: it lies outside the corpus, which is {top}; run in its folder, or use --scope files"
            scope.troubles.append(Trouble("RUN001", reason, path))
        elif command.settings.changed == "auto" and wanted.misses(real) and _has_texts(command, scope, path):
            reason = "the search of the corpus leaves it out (git ignores it, exclude, or no known format)"
            scope.troubles.append(Trouble("RUN001", f"not checked: {reason}; use --scope files", path))


def _changed_tables(settings: Iterable[Settings], wanted: Changed) -> Iterator[str]:
    """What to say of tables that changed: a row is about a file that did not."""
    for path in sorted({path for one in settings for path in one.tables.values()}):
        if wanted.holds(path):
            shown = visible(os.path.relpath(path))
            yield f"{shown} changed: --changed all tells findings where only what it says of a file is new."


def _has_texts(command: Command, scope: Scope, path: str) -> bool:
    """Whether there is something to check at a path by itself."""
    alone = Scope(scope.settings)
    _found(command, alone, [path])
    return bool(alone.tasks)


def root(command: Command) -> str:
    """The folder of the configuration file, else of the repository, else the current one."""
    from corpuslint import git

    if command.settings.files:
        return command.settings.root
    return git.root(os.curdir) or os.getcwd()


def _found(  # noqa: PLR0913 - one call with its settings by name
    command: Command,
    scope: Scope,
    paths: Iterable[str],
    *,
    untracked: bool = True,
    judged: bool = True,
    begin: Begin | None = None,
) -> None:
    """Look for files and note what was not looked at, until somebody stops the search."""
    known = suffixes(command)
    paths = list(paths)
    for place in filter(is_uri, paths):
        _away(command, scope, place, known)
    seen = discover(
        [path for path in paths if not is_uri(path)],
        command.settings,
        suffixes=known,
        force_exclude=command.arguments.force_exclude,
        resolver=command.resolver,
        untracked=untracked,
    )
    try:
        _take(command, scope, seen, begin, judged=judged)
    except KeyboardInterrupt:
        if begin is None:
            raise
        scope.interrupted = True  # what came of the work that has begun is told


def _take(
    command: Command,
    scope: Scope,
    seen: Iterable[Found | Several | Skipped | Trouble],
    begin: Begin | None,
    *,
    judged: bool,
) -> None:
    """Take in what was come across."""
    index = {id(command.settings): 0}
    apart = _apart(command)
    for one in seen:
        if isinstance(one, (Found, Several)):
            texts = [one.path] if isinstance(one, Found) else [one.path + name for name in one.names]
            if apart is not None:
                texts = [path for path in texts if not apart(path)]
            written = outputs(texts)
            for path in sorted(written):
                _skipped(command, scope, Skipped(path, _WRITTEN), told=isinstance(one, Found) and one.named)
            texts = [path for path in texts if path not in written] if written else texts
            number = index.get(id(one.settings))
            if number is None and texts:
                number = index[id(one.settings)] = len(scope.settings)
                scope.settings += (one.settings,)
            before = len(scope.tasks)
            scope.tasks += tasks(texts, number or 0, judged=judged)
            if begin is not None and len(scope.tasks) // OFTEN > before // OFTEN:
                begin(scope.tasks)
        elif isinstance(one, Skipped):
            _skipped(command, scope, one)
        else:
            scope.troubles.append(one)


def _apart(command: Command) -> Callable[[str], bool] | None:
    """What tells whether a path is not of the corpus: what --fix-to wrote before, and what it is compared with."""
    copies = os.path.realpath(command.arguments.fix_to) if command.arguments.fix_to else ""
    archives = {os.path.realpath(path) for path in command.arguments.against}
    if not copies and not archives:
        return None

    def apart(path: str) -> bool:
        real = os.path.realpath(path)
        return real in archives or bool(copies and below(real, copies))

    return apart


def is_uri(path: str) -> bool:
    """Whether a path names the file system that it lies in (s3a://...); a single letter is a drive."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", path) is not None


def _away(command: Command, scope: Scope, place: str, known: Container[str]) -> None:
    """Find files in a file system that only an engine reads; one that two places lead to is taken once."""
    from corpuslint.cli.check import runner

    find: Callable[[str], Iterable[str]] | None = getattr(runner(command), "files", None)
    if find is None:
        raise UsageError(f"{place}: only an engine reads this; add --engine spark, or name a path of this machine")
    filter_ = Filter(command.settings, known)
    here, top = _inside(place), _inside(_PATTERN.split(place)[0])
    taken = {task.path for task in scope.tasks}
    try:
        for path in find(place):
            inside = _inside(path)
            name = inside.rpartition("/")[2]
            inner = inside.removeprefix(top).lstrip("/") or name
            named = inside == here
            out = (not named or command.arguments.force_exclude) and filter_.covers(inner)
            if path not in taken and not out and (named or filter_.wants(inner, name)):
                scope.tasks.append(Task(path))
    except ReadError as error:
        scope.troubles.append(Trouble("RUN001", f"not checked: {error}", place))


def _inside(place: str) -> str:
    """The path in the file system that a URI names; engines write `file:/a` for `file:///a`, and name a host."""
    return re.sub(r"[^:/]+:(//[^/]*)?", "", place, count=1).rstrip("/")


def _skipped(command: Command, scope: Scope, skipped: Skipped, *, told: bool = False) -> None:
    if told or command.arguments.verbose:
        scope.notes.append(f"Left alone: {skipped.path} ({skipped.reason})")


def suffixes(command: Command) -> set[str]:
    """Endings of the names of files of known formats, those of plugins among them."""
    more = [suffix for make in command.plugins.containers for suffix in make().suffixes]
    return {*containers.known_endings(), *more}
