"""`corpuslint [check]`: from arguments to a run, and from the run to reports and an exit code."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from corpuslint import __version__, plugins, session
from corpuslint.cli import CLEAN, FAILED, FOUND, INTERRUPTED, reports
from corpuslint.cli.command import Command, read
from corpuslint.errors import RuleError, UsageError
from corpuslint.model import Safety, Severity
from corpuslint.result import RuleFacts, Run, Trouble
from corpuslint.run import Job, Runner
from corpuslint.workers.local import Local

if TYPE_CHECKING:
    from corpuslint.cli.scope import Begin, Scope
    from corpuslint.index.refresh import Index
    from corpuslint.rewrites import Sink

NAMED = 10
"""Files that are named of those that one reason kept from being fixed."""


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
    return finish(command, chosen, job, request, session.run(request))


def asked(
    command: Command,
    chosen: Scope,
    job: Job | None = None,
    spread: Runner | None = None,
    index: Index | None = None,
) -> tuple[Job, session.Request]:
    """What a run is to do; a job that has done the same before need not load the rules again."""
    from corpuslint.cli import known

    arguments = command.arguments
    sink = None
    if command.fixes:
        from corpuslint.cli import fixing

        sink = fixing.sink(command)
    job = job or Job(chosen.settings, command.tools, chosen.corpus, documents=not arguments.no_document_rules)
    request = session.Request(
        job,
        chosen.tasks,
        spread or runner(command),
        chosen.wanted,
        sink,
        Safety.UNSAFE if arguments.unsafe_fixes else Safety.SAFE,
        command.root,
        progress(command, chosen),
        index or _index(command, chosen, job, sink),
        known.fingerprints(command) if sink is not None else frozenset(),
        lasting=command.lasting,
    )
    return job, request


def finish(command: Command, chosen: Scope, job: Job, request: session.Request, response: session.Response) -> int:
    """Baseline, reports and exit code of a run that is over."""
    from corpuslint.cli import known, unread

    sifted = known.apply(command, response, job, chosen.tasks, trend=reports.tells_trend(command))
    notes = list(sifted.notes)
    troubles, left = unread.sifted(command, chosen, response.troubles)
    troubles = (*command.plugins.troubles, *chosen.troubles, *troubles)
    notes = [*notes, *left]
    troubles += tuple(_kept(path) for path in getattr(request.sink, "kept", ()))
    if command.arguments.error_on_empty and not response.files:
        troubles += (Trouble("RUN004", "there was no file to check; --show-files lists what a run takes"),)
    if request.corpus_index is not None and request.corpus_index.waiting:
        told = _unfinished(request.corpus_index, len(chosen.tasks))
        notes = [*notes, told]
        troubles += (Trouble("RUN006", told),) if command.arguments.error_on_budget else ()
    if request.corpus_index is not None and request.corpus_index.here:
        notes = [*notes, _stand_here(sorted(request.corpus_index.here))]
    facts = rule_facts(job)
    troubles += tuple(_unused(job))
    if response.unsure:
        what = "document whose encoding is" if response.unsure == 1 else "documents whose encoding is"
        remedy = "name it with --encoding or the setting `encoding`"
        notes = [*notes, f"No text rule looked at {response.unsure:,} {what} not sure (ENC001, ENC004); {remedy}."]
    if any(settings.tables for settings in job.settings):
        from corpuslint.cli import untold

        notes = [*notes, *untold.note(job, chosen.tasks, verbose=command.arguments.verbose)]
    if command.arguments.verbose:
        notes = [*notes, *_told(command, facts)]
    if folder := getattr(request.sink, "quarantine", ""):
        notes = [*notes, f"Copies were moved to {os.path.relpath(folder)}."]
    if left_out := getattr(request.sink, "left_out", 0):
        what = "1 copy was" if left_out == 1 else f"{left_out:,} copies were"
        notes = [*notes, f"{what} left out of {os.path.relpath(command.arguments.fix_to)}."]
    run = Run(
        __version__, tuple(sifted.results), troubles, facts, response.files, response.documents, response.size,
        _fixed_codes(response), len(response.fixed), _shown_fixes(command, response),
        getattr(request.sink, "run_id", ""), sifted.suppressed, notes=(*chosen.notes, *notes),
        interrupted=response.interrupted, trend=sifted.trend,
    )  # fmt: skip
    changes = reports.write(command, run, request.sink)
    return exit_code(command, run, changes=changes)


def _begin(command: Command, spread: Runner) -> Begin | None:
    """How the work on files begins while others are still looked for; None where all must be known before."""
    arguments, settings = command.arguments, command.settings
    if command.fixes or arguments.show_files or arguments.against or settings.scope == "corpus":
        return None
    if not isinstance(spread, Local):
        return None
    job = Job((settings,), command.tools, settings.scope != "documents", documents=not arguments.no_document_rules)
    return partial(spread.begin, job)


def _index(command: Command, chosen: Scope, job: Job, sink: Sink | None) -> Index | None:
    """The index of the corpus, where the whole of it is compared, or texts with those that are elsewhere."""
    arguments = command.arguments
    if arguments.against and (sink is not None or not chosen.corpus):
        raise UsageError("--against compares documents and fixes nothing; leave out --fix, --diff and --fix-to")
    local = command.runner is None and arguments.engine == "local"
    if arguments.against and not local:
        raise UsageError("--against is for one run on one machine; leave it out")
    kept = bool(chosen.root) and local and not arguments.no_cache
    everything = chosen.wanted is session.EVERYTHING  # then all is read, for it is to be fixed
    if not (kept or arguments.against) or not chosen.corpus:
        return None
    if sink is not None and (everything or sink.copies or not sink.lasting):
        return None
    from corpuslint.index.refresh import Index

    kind = Index
    if arguments.watch:
        from corpuslint.index.living import Living

        kind = Living
    place = command.settings.place("cache-dir") if kept else ""
    budget = command.settings.index_budget
    try:
        if not job.bench(0).corpus_entries:
            return None
        index = kind(job, chosen.root or os.curdir, place, budget=budget, against=arguments.against)
    except RuleError:  # a rule that cannot be loaded: the run says which, and goes on without it
        return None
    if sink is not None:
        index.unsaved = {task.path for task in chosen.tasks if task.judged}
        index.budget = 0
    elif arguments.trust_index and kept:
        from corpuslint.cli import trusting

        index.look = trusting.look(command, chosen)
    return index


def _unfinished(index: Index, files: int) -> str:
    return (
        f"Not checked: rules across files, for {index.waiting:,} of {files:,} files are not in the index yet and "
        f"the {index.budget:g} seconds of index-budget are over; run `corpuslint index build`."
    )


def _stand_here(files: Sequence[str]) -> str:
    """What to say of files of an archive in whose place others of the same names were compared."""
    from corpuslint.report.escape import path as shown

    named = ", ".join([shown(name) for name in files[:3]] + ["…"] * (len(files) > 3))
    what = "1 file of the archive was not compared, for a file of its name is here"
    if len(files) > 1:
        what = f"{len(files):,} files of the archive were not compared, for files of their names are here"
    return f"{what}: {named}."


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
        printed(command.plugins.troubles)  # one that failed may have it
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


def _unused(job: Job) -> Iterator[Trouble]:
    """Rule files that could not be used."""
    failed = (str(error) for index in range(len(job.settings)) for error in job.bench(index).failed)
    return (Trouble("RUN902", f"{error}; the other rules went on") for error in dict.fromkeys(failed))


def rule_facts(job: Job) -> dict[str, RuleFacts]:
    """What reports say about the selected rules."""
    facts = {}
    for index in range(len(job.settings)):
        for entry in job.bench(index).entries:
            meta = entry.meta
            precisions = [row.precision for row in meta.accuracy if row.precision is not None]
            facts[meta.code] = RuleFacts(
                meta.code, meta.name, meta.summary, meta.why, meta.severity, meta.fix,
                min(precisions, default=None), meta.family,
            )  # fmt: skip
    return facts


def _kept(path: str) -> Trouble:
    said = "a text that another program saved when a run was killed lies here; put it where it belongs, or remove it"
    return Trouble("RUN003", said, path)


def _fixed_codes(response: session.Response) -> dict[str, int]:
    counts: dict[str, int] = {}
    for codes in response.fixed.values():
        for code, count in codes.items():
            counts[code] = counts.get(code, 0) + count
    return dict(sorted(counts.items()))


def _told(command: Command, facts: Mapping[str, RuleFacts]) -> Iterator[str]:
    """What --verbose adds: which settings, rules and plugins took part."""
    yield f"Settings: {', '.join(command.settings.files) or 'no configuration file'}."
    yield f"Rules: {', '.join(sorted(facts))}."
    for plugin in command.plugins.loaded:
        yield f"Plugin: {plugin}."


def _shown_fixes(command: Command, response: session.Response) -> tuple[tuple[str, str, int], ...]:
    if not command.arguments.show_fixes:
        return ()
    return tuple(
        (path, code, count) for path, codes in sorted(response.fixed.items()) for code, count in sorted(codes.items())
    )


def exit_code(command: Command, run: Run, *, changes: bool) -> int:
    """2 beats 1 beats 0; --exit-zero never hides that something was not checked."""
    arguments = command.arguments
    if run.interrupted:
        return INTERRUPTED
    if run.troubles:
        return FAILED
    if arguments.exit_zero:
        return CLEAN
    fail_on = Severity[command.settings.fail_on.upper()]
    found = any(result.severity >= fail_on for result in run.results) and not arguments.fix_only
    fixed = arguments.exit_non_zero_on_fix and bool(run.fixed)
    return FOUND if found or changes or fixed else CLEAN


def printed(troubles: Iterable[Trouble]) -> None:
    """Tell the user on stderr what was not checked or not done.

    Of files that were not fixed for one reason, such as an archive's, some are named: their findings name all.
    """
    from corpuslint.report.escape import path as shown
    from corpuslint.report.escape import terminal

    unfixed: Counter[str] = Counter()
    for trouble in troubles:
        if trouble.code == "RUN003":
            unfixed[trouble.message] += 1
            if unfixed[trouble.message] > NAMED:
                continue
        place = f"{shown(trouble.path)}{f':{trouble.line}' if trouble.line else ''}: " if trouble.path else ""
        print(f"{place}{trouble.code} {terminal(trouble.message)}", file=sys.stderr)
    for message, count in unfixed.items():
        if count > NAMED:
            print(f"{count - NAMED:,} more: RUN003 {terminal(message)}", file=sys.stderr)
