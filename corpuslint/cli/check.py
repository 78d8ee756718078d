"""`corpuslint [check]`: from arguments to a run; what comes of that is for `outcome`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from corpuslint import __version__, plugins, session
from corpuslint.cli import CLEAN, FAILED, known, outcome, reports
from corpuslint.cli.command import Command, read
from corpuslint.errors import UsageError
from corpuslint.model import Safety
from corpuslint.run import Job, Runner
from corpuslint.workers.local import Local

if TYPE_CHECKING:
    from corpuslint.cli.scope import Begin, Scope
    from corpuslint.index.refresh import Index


def main(argv: Sequence[str], *, start: bool = False) -> int:
    """Run the check and return its exit code."""
    command = read(argv, start=start)
    reports.promise(command)
    arguments = command.arguments
    if arguments.watch:
        from corpuslint.cli import watch

        return watch.main(command)
    if arguments.review:
        from corpuslint.review import terminal

        return terminal.main(command)
    if arguments.stdin_filename is not None or arguments.paths == ["-"]:
        from corpuslint.cli import stdin

        return stdin.check(command)
    return perform(command)


def perform(command: Command) -> int:
    """Check and fix what a command asks for, report it, and return the exit code."""
    if command.arguments.trust_index:
        from corpuslint.cli import trusting

        code = trusting.perform(command)
        if code is not None:
            return code
    from corpuslint.cli import scope

    spread = runner(command)
    try:
        chosen = scope.choose(command, _begin(command, spread))
    except BaseException:  # what was begun is not wanted any more
        if isinstance(spread, Local):
            spread.close()
        raise
    if command.arguments.show_files:
        from corpuslint.report.escape import terminal

        print("".join(terminal(task.path) + "\n" for task in chosen.tasks if task.judged), end="")
        return FAILED if chosen.troubles else CLEAN
    reports.spare(command, (task.path for task in chosen.tasks))
    job, request = asked(command, chosen, spread=spread)
    if chosen.interrupted and isinstance(spread, Local):
        request = request._replace(done=spread.begun())
    return outcome.finish(command, chosen, job, request, session.run(request))


def asked(
    command: Command,
    chosen: Scope,
    job: Job | None = None,
    spread: Runner | None = None,
    index: Index | None = None,
) -> tuple[Job, session.Request]:
    """What a run is to do; a job that has done the same before need not load the rules again."""
    arguments = command.arguments
    sink = None
    if command.fixes:
        from corpuslint.cli import fixing

        sink = fixing.sink(command)
    job = job or Job(chosen.settings, command.tools, chosen.corpus, documents=not arguments.no_document_rules)
    if index is None and (chosen.root or arguments.against):
        from corpuslint.cli import indexed

        index = indexed.index(command, chosen, job, sink)
    request = session.Request(
        job,
        chosen.tasks,
        spread or runner(command),
        chosen.wanted,
        sink,
        Safety.UNSAFE if arguments.unsafe_fixes else Safety.SAFE,
        command.root,
        progress(command, chosen),
        index,
        known.fingerprints(command) if sink is not None else frozenset(),
        lasting=command.lasting,
    )
    return job, request


def _begin(command: Command, spread: Runner) -> Begin | None:
    """How the work on files begins while others are still looked for; None where all must be known before."""
    arguments, settings = command.arguments, command.settings
    if command.fixes or arguments.show_files or arguments.against or settings.scope == "corpus":
        return None
    if not isinstance(spread, Local):
        return None
    job = Job((settings,), command.tools, settings.scope != "documents", documents=not arguments.no_document_rules)
    return partial(spread.begin, job)


def runner(command: Command) -> Runner:
    """How the work is spread, as --engine and --jobs say. Raises UsageError for an engine that does not exist."""
    engine = command.arguments.engine
    if command.runner is not None:
        return command.runner
    if engine != "local":
        if engine == "spark":
            if command.fixes:
                raise UsageError("--engine spark reports and fixes nothing; leave out --fix, --diff and --fix-to")
            plugins.add(plugins.Found("spark", "corpuslint.spark", "corpuslint", __version__), command.plugins)
        for runner in command.plugins.runners:
            if runner.name == engine:
                command.runner = runner
                if hasattr(runner, "workers"):
                    runner.workers = command.settings.jobs
                return runner
        reports.printed(command.plugins.troubles)  # one that failed may have it
        known = ", ".join(["local", "spark", *(runner.name for runner in command.plugins.runners)])
        raise UsageError(f"there is no engine {engine!r}; known are {known}")
    return Local(command.settings.jobs, command.settings.worker_timeout)


def progress(command: Command, chosen: Scope) -> Callable[[int], None] | None:
    """A bar on the terminal that is told the number of files done; None where nobody sees it."""
    arguments = command.arguments
    if arguments.progress == "never" or arguments.quiet or arguments.silent or not sys.stderr.isatty():
        return None
    if len(chosen.tasks) < 512:
        return None
    from corpuslint.cli.progress import bar

    return bar(len(chosen.tasks))
