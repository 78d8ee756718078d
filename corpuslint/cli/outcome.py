"""The end of a run: what it found and what there is to say of it becomes reports and an exit code."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from corpuslint import __version__
from corpuslint.cli import CLEAN, FAILED, FOUND, INTERRUPTED, known, reports, unread
from corpuslint.model import Severity
from corpuslint.result import RuleFacts, Run, Trouble

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.scope import Scope
    from corpuslint.index.refresh import Index
    from corpuslint.rewrites import Written
    from corpuslint.run import Job, Task
    from corpuslint.session import Request, Response


def finish(command: Command, chosen: Scope, job: Job, request: Request, response: Response) -> int:
    """Baseline, reports and exit code of a run that is over."""
    sifted = known.apply(command, response, job, chosen.tasks, trend=reports.tells_trend(command))
    troubles, alone = unread.sifted(command, chosen, response.troubles, some=response.documents > 0)
    facts = rule_facts(job)
    written = request.sink.written if request.sink is not None else None
    unfinished = _unfinished(request.corpus_index, chosen)
    notes = (
        *chosen.notes,
        *sifted.notes,
        *alone,
        *unfinished,
        *_stand_here(request.corpus_index),
        *_unsure(response.unsure),
        *_untold(command, job, chosen.tasks),
        *_took_part(command, facts),
        *_elsewhere(command, written),
    )
    troubles = (
        *command.plugins.troubles,
        *chosen.troubles,
        *troubles,
        *_kept(written),
        *_nothing(command, response),
        *(Trouble("RUN006", told) for told in unfinished if command.arguments.error_on_budget),
        *_unused(job),
    )
    run = Run(
        __version__, tuple(sifted.results), troubles, facts, response.files, response.documents, response.size,
        _fixed_codes(response), len(response.fixed), _shown_fixes(command, response),
        written.run_id if written else "", sifted.suppressed, response.interrupted, notes, sifted.trend,
        clean=None if sifted.suppressed else response.documents,
    )  # fmt: skip
    if run.results:
        from corpuslint import collapse

        run = collapse.counted(run)
    changes = reports.write(command, run, request.sink)
    return exit_code(command, run, changes=changes)


def _unfinished(index: Index | None, chosen: Scope) -> list[str]:
    """That the time for the index was over before all files were in it."""
    if index is None or not index.waiting:
        return []
    told = (
        f"Not checked: rules across files, for {index.waiting:,} of {len(chosen.tasks):,} files are not in the index "
        f"yet and the {index.budget:g} seconds of index-budget are over; run `corpuslint index build`."
    )
    return [told]


def _stand_here(index: Index | None) -> Iterator[str]:
    """What to say of files of an archive in whose place others of the same names were compared."""
    if index is None or not index.here:
        return
    from corpuslint.report.escape import path as shown

    files = sorted(index.here)
    named = ", ".join([shown(name) for name in files[:3]] + ["…"] * (len(files) > 3))
    what = "1 file of the archive was not compared, for a file of its name is here"
    if len(files) > 1:
        what = f"{len(files):,} files of the archive were not compared, for files of their names are here"
    yield f"{what}: {named}."


def _unsure(documents: int) -> Iterator[str]:
    if documents:
        what = "document whose encoding is" if documents == 1 else "documents whose encoding is"
        remedy = "name it with --encoding or the setting `encoding`"
        yield f"No text rule looked at {documents:,} {what} not sure (ENC001, ENC004); {remedy}."


def _untold(command: Command, job: Job, tasks: Iterable[Task]) -> Iterator[str]:
    if any(settings.tables for settings in job.settings):
        from corpuslint.cli import untold

        yield from untold.note(job, tasks, verbose=command.arguments.verbose)


def _took_part(command: Command, facts: Mapping[str, RuleFacts]) -> Iterator[str]:
    """What --verbose adds: which settings, rules and plugins took part."""
    if command.arguments.verbose:
        yield f"Settings: {', '.join(command.settings.files) or 'no configuration file'}."
        yield f"Rules: {', '.join(sorted(facts))}."
        yield from (f"Plugin: {plugin}." for plugin in command.plugins.loaded)


def _elsewhere(command: Command, written: Written | None) -> Iterator[str]:
    """Where documents are that were taken out, or from where they were left out."""
    if written and written.quarantine:
        yield f"Copies were moved to {os.path.relpath(written.quarantine)}."
    if written and written.left_out:
        what = "1 copy was" if written.left_out == 1 else f"{written.left_out:,} copies were"
        yield f"{what} left out of {os.path.relpath(command.arguments.fix_to)}."


def _kept(written: Written | None) -> Iterator[Trouble]:
    said = "a text that another program saved when a run was killed lies here; put it where it belongs, or remove it"
    return (Trouble("RUN003", said, path) for path in (written.kept if written else ()))


def _nothing(command: Command, response: Response) -> Iterator[Trouble]:
    if command.arguments.error_on_empty and not response.files:
        yield Trouble("RUN004", "there was no file to check; --show-files lists what a run takes")


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


def _fixed_codes(response: Response) -> dict[str, int]:
    counts: dict[str, int] = {}
    for codes in response.fixed.values():
        for code, count in codes.items():
            counts[code] = counts.get(code, 0) + count
    return dict(sorted(counts.items()))


def _shown_fixes(command: Command, response: Response) -> tuple[tuple[str, str, int], ...]:
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
