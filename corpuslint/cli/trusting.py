"""`--trust-index`: a check of few documents against the corpus as the index has it, which looks at no other files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import cachedir, git, session
from corpuslint.cli import changed, check, outcome, reports, scope
from corpuslint.discover import sought
from corpuslint.discover.found import Found
from corpuslint.discover.outputs import is_output
from corpuslint.errors import RuleError, UsageError
from corpuslint.index.columns import Outdated
from corpuslint.index.store import Look
from corpuslint.index.trusting import TrustingIndex, is_inside
from corpuslint.report.summary import count
from corpuslint.run import Job, Task
from corpuslint.settings import below

if TYPE_CHECKING:
    from corpuslint.cli.command import Command

MOST = 2_000
"""Files that are looked at one by one; where there are more, all are."""
HOOK = "PRE_COMMIT"
"""A variable that tells that only files count that git knows."""
_SAYS_WHICH = frozenset({"corpuslint.toml", ".corpuslint.toml", "pyproject.toml", ".corpuslintignore", ".gitignore"})
"""Files that say which others are of a corpus, and how they are read: where one has changed all are looked at."""


class _All(Exception):  # noqa: N818 - a state of things
    """All files must be looked at."""


class _Few(NamedTuple):
    """What is known to have changed: the files at which findings are wanted, others, and those that are gone."""

    wanted: frozenset[str]
    others: frozenset[str]
    gone: frozenset[str]
    """Names in the corpus."""


def perform(command: Command) -> int | None:
    """The exit code; None where all files must be looked at, and nothing has been said."""
    if command.settings.scope != "corpus":
        raise UsageError("--trust-index says nothing without --scope corpus")
    try:
        return _performed(command)
    except (_All, Outdated, git.GitUnusable, RuleError):  # what is wrong is said by the run that looks at all
        return None


def _performed(command: Command) -> int:
    arguments = command.arguments
    if command.fixes or arguments.no_cache or arguments.against or arguments.files_from:
        raise _All
    if command.runner is not None or arguments.engine != "local" or (arguments.paths and HOOK in os.environ):
        raise _All
    places = changed.paths(command, list(scope.given(command)))
    if places is None:
        raise _All
    here = os.path.relpath(scope.root(command))
    job = Job((command.settings,), command.tools, corpus=True, documents=not command.arguments.no_document_rules)
    if not job.bench(0).corpus_entries:
        raise _All
    index = TrustingIndex(job, here, command.settings.place("cache-dir"))
    look = index.trusted(listing(command))
    if look is None:
        raise _All
    index.look = look
    chosen = _chosen(command, index, look, places)
    chosen.root = here
    reports.spare(command, (task.path for task in chosen.tasks))
    job, request = check.asked(command, chosen, job, index=index)
    response = session.run(request)
    documents = count(index.size()[0], "document")
    chosen.notes.append(f"Compared with {documents} as the index has them (--trust-index).")
    return outcome.finish(command, chosen, job, request, response)


def listing(command: Command) -> str:
    """The digest of all that says which files there are, beside themselves; it is that of one folder's settings."""
    settings = command.settings
    states = [_state(os.path.join(settings.root, name)) for name in [*sorted(_SAYS_WHICH), *settings.tables.values()]]
    said = (
        settings.root, settings.include, settings.exclude, settings.extend_exclude,
        settings.respect_gitignore, sorted(settings.documents), settings.cache_dir, settings.baseline,
        settings.accepted, settings.files, sorted(scope.suffixes(command)), states,
    )  # fmt: skip
    return cachedir.digest(repr(said).encode("utf-8", "surrogatepass"))


def _state(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return -1, -1
    return status.st_size, status.st_mtime_ns


def commit(command: Command) -> str | None:
    """What git has checked out, to be asked before files are looked for; "" without git, None if that is unknown."""
    repository = git.root(scope.root(command))
    if repository is None:
        return ""
    try:
        return git.head(repository)
    except git.GitUnusable:
        return None


def look(command: Command, chosen: scope.Scope) -> Look | None:
    """What a run that looks at all files is to keep of that; None where it must not be gone back to."""
    if chosen.troubles or len(chosen.settings) > 1 or chosen.commit is None:
        return None
    top = os.path.realpath(chosen.root)
    repository = git.root(top)
    if repository is None:
        return Look(listing(command), "")
    try:
        have, lack = git.since(repository, chosen.commit)
        unknown = None if HOOK in os.environ else git.untracked(top)
    except git.GitUnusable:
        return None
    inner = any(name.endswith("/") for name in unknown or ()) or os.path.lexists(
        os.path.join(repository, ".gitmodules")
    )
    if inner or len(unknown or ()) > MOST:  # git would not tell here what changes in a repository of its own
        return None
    apart = tuple(_names(repository, top, [*have, *lack]))
    return Look(listing(command), chosen.commit, None if unknown is None else tuple(unknown), apart)


def _names(folder: str, top: str, paths: Iterable[str]) -> Iterator[str]:
    """Files by their names in the corpus; those that do not lie in it are left out."""
    real = os.path.realpath(folder)
    for path in paths:
        whole = os.path.join(real, path)
        if below(whole, top):
            yield os.path.relpath(whole, top).replace(os.sep, "/")


def _few(folder: str, look: Look, places: Sequence[str], later: Iterable[str], *, named: bool) -> _Few:
    """What has changed in a corpus since a look at all files, as far as git and later runs know.

    With it what is to be looked at in every run.
    """
    top = os.path.realpath(folder)
    wanted = []
    for path in places:
        whole = os.path.abspath(path)
        if os.path.realpath(whole) != os.path.join(os.path.realpath(os.path.dirname(whole)), os.path.basename(whole)):
            raise _All  # a link, which a search follows only if its file is not found by another name
        wanted.append(os.path.realpath(whole))
    others, gone = [*look.apart, *islice(later, MOST + 1)], list[str]()
    repository = git.root(top)
    if (repository is None) != (not look.commit):
        raise _All
    if repository is not None:
        if HOOK in os.environ:
            gone += look.untracked or ()
        elif look.untracked is None:
            raise _All
        have, lack = git.since(repository, look.commit)
        others += _names(repository, top, have)
        gone += _names(repository, top, lack)
    few = _Few(frozenset(_names(os.sep, top, wanted)), frozenset(others), frozenset(gone))
    if named and len(few.wanted) < len(frozenset(wanted)):
        raise _All  # what lies outside the corpus is told
    every = few.wanted | few.others
    if len(every | few.gone) > MOST or any(os.path.basename(name) in _SAYS_WHICH for name in every):
        raise _All
    if not all(map(is_inside, every)):
        raise _All
    return few


def _chosen(command: Command, index: TrustingIndex, look: Look, places: list[str]) -> scope.Scope:
    """The files that this run looks at, as a search for all would find them."""
    few = _few(scope.root(command), look, places, index.later(look), named=bool(command.arguments.paths))
    chosen = scope.Scope((command.settings,))
    chosen.wanted = changed.Changed(places)
    paths = sorted(index.called(name) for name in few.wanted | few.others)
    wanted = {index.called(name) for name in few.wanted}
    known = scope.suffixes(command)
    there = [path for path in paths if path in wanted or os.path.lexists(path)]
    for seen in sought(there, command.settings, suffixes=known, resolver=command.resolver):
        if not isinstance(seen, Found) or seen.settings is not command.settings or os.path.islink(seen.path):
            raise _All
        if not is_output(seen.path):
            chosen.tasks.append(Task(seen.path, 0, seen.path in wanted))
    index.gone = {*paths, *map(index.called, few.gone)} - {task.path for task in chosen.tasks}
    return chosen
