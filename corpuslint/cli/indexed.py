"""The index of the corpus in a check: whether one is used, and of which kind."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from corpuslint import session
from corpuslint.errors import RuleError, UsageError
from corpuslint.index.refresh import Index

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.scope import Scope
    from corpuslint.rewrites import Sink
    from corpuslint.run import Job


def index(command: Command, chosen: Scope, job: Job, sink: Sink | None) -> Index | None:
    """The index of the corpus, where the whole of it is compared, or texts with those that are elsewhere."""
    arguments = command.arguments
    local = command.runner is None and arguments.engine == "local"
    if arguments.against:
        _expect_sense(chosen, sink, local=local)
    kept = bool(chosen.root) and local and not arguments.no_cache
    if not (kept or arguments.against) or not chosen.corpus:
        return None
    everything = chosen.wanted is session.EVERYTHING  # then all is read, for it is to be fixed
    if sink is not None and (everything or sink.copies or not sink.lasting):
        return None
    try:
        return _made(command, chosen, job, sink, kept=kept) if job.bench(0).corpus_entries else None
    except RuleError:  # a rule that cannot be loaded: the run says which, and goes on without it
        return None


def _expect_sense(chosen: Scope, sink: Sink | None, *, local: bool) -> None:
    """Raise UsageError where nothing can be compared with other corpora."""
    if sink is not None or not chosen.corpus:
        raise UsageError("--against compares documents and fixes nothing; leave out --fix, --diff and --fix-to")
    if not local:
        raise UsageError("--against is for one run on one machine; leave it out")


def _made(command: Command, chosen: Scope, job: Job, sink: Sink | None, *, kept: bool) -> Index:
    arguments, settings = command.arguments, command.settings
    kind = Index
    if arguments.watch:
        from corpuslint.index.living import Living

        kind = Living
    place = settings.place("cache-dir") if kept else ""
    budget = settings.index_budget if sink is None else 0
    made = kind(job, chosen.root or os.curdir, place, budget=budget, against=arguments.against)
    if sink is not None:
        made.unsaved = {task.path for task in chosen.tasks if task.judged}
    elif arguments.trust_index and kept:
        from corpuslint.cli import trusting

        made.look = trusting.look(command, chosen)
    return made
