"""Known findings: the baseline, what was accepted with a reason, and how both are kept up to date."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import baseline
from corpuslint.errors import UsageError
from corpuslint.result import Result, Trend

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.run import Job, Task
    from corpuslint.session import Response
    from corpuslint.settings import Settings

DEFAULT = "corpuslint-baseline.jsonl"


class Sifted(NamedTuple):
    """The findings that are new, how many were known, and what the user is told about it."""

    results: Sequence[Result]
    suppressed: int
    notes: Sequence[str]
    trend: Trend | None = None


def apply(command: Command, response: Response, job: Job, tasks: Sequence[Task], *, trend: bool = False) -> Sifted:
    """Tell new findings from known ones; with `trend` also how the run stands to the baseline, which costs time."""
    arguments, settings, results = command.arguments, command.settings, response.results
    if response.interrupted and (arguments.write_baseline or arguments.prune_baseline):
        return Sifted(results, 0, ["The baseline was left as it was: not all findings are known."])
    accepted = baseline.read(command.accepted, missing=True)
    path = settings.place("baseline") or _usual(command.root, always=arguments.write_baseline)
    failed = {trouble.path for trouble in response.troubles}
    judged = _judged(command.root, job, tasks, failed)
    if arguments.write_baseline:
        from corpuslint.report.summary import count

        others = baseline.outside(path, judged)
        fresh = (rooted(one, command.root) for one in results if one.fingerprint not in accepted)
        number = baseline.write(path, fresh, others)
        note = f"Wrote {count(number, 'finding')} to {os.path.relpath(path)}, not to be told again."
        what = "1 is" if len(others) == 1 else f"{len(others):,} are"
        kept = f"Of them {what} of files or rules that this run was not about." if others else ""
        return Sifted([], len(results), [note, kept] if kept else [note])
    if arguments.prune_baseline:
        if not path:
            raise UsageError("--prune-baseline: there is no baseline; name it with --baseline FILE")
        from corpuslint.report.summary import count

        gone = baseline.prune(path, results, judged)
        left, suppressed = baseline.split(results, {**baseline.read(path), **accepted})
        note = f"Dropped {count(len(gone), 'finding')} from {os.path.relpath(path)}."
        return Sifted(left, len(suppressed), [note], Trend(_codes(left), _codes(suppressed), _codes(gone)))
    known = {} if arguments.no_baseline or not path else baseline.read(path)
    left, suppressed = baseline.split(results, {**known, **accepted})
    compared = None
    if trend and known and not response.interrupted:
        found = [one for one in suppressed if one.fingerprint not in accepted]
        compared = Trend(_codes(left), _codes(found), _codes(baseline.unused(known, results, judged)))
    return Sifted(left, len(suppressed), [], compared)


def _codes(found: Iterable[Result | baseline.Entry]) -> dict[str, int]:
    """How many there are of each rule."""
    return dict(sorted(Counter(one.code for one in found).items()))


def baseline_of(command: Command, settings: Settings) -> str:
    """The baseline that is used, which need not exist; "" for none."""
    return settings.place("baseline") or _usual(command.root, always=False)


def fingerprints(command: Command) -> frozenset[str]:
    """Of all findings that are known: those of the baseline that is used, and the accepted ones."""
    arguments, settings = command.arguments, command.settings
    path = baseline_of(command, settings)
    in_baseline = {} if arguments.no_baseline or not path else baseline.read(path, missing=arguments.write_baseline)
    return frozenset((*in_baseline, *baseline.read(command.accepted, missing=True)))


def _usual(root: str, *, always: bool) -> str:
    """The baseline that is used without being named, if there is one."""
    path = os.path.join(root, DEFAULT)
    return path if always or os.path.isfile(path) else ""


def rooted(result: Result, root: str) -> Result:
    """The result with its path relative to the root, so that a baseline holds wherever the run starts."""
    return result._replace(location=result.location._replace(path=_relative(result.location.path, root)))


@lru_cache(1_024)
def _relative(path: str, root: str) -> str:
    return os.path.relpath(os.path.abspath(path), root).replace(os.sep, "/")


def _judged(root: str, job: Job, tasks: Sequence[Task], failed: Container[str]) -> Callable[[baseline.Entry], bool]:
    """Whether a run was about a known finding: its rule was selected, and its file was checked or is gone."""

    @cache
    def files() -> set[str]:
        return {os.path.realpath(task.path) for task in tasks if task.judged and task.path not in failed}

    @cache
    def codes() -> set[str]:
        return {entry.meta.code for index in range(len(job.settings)) for entry in job.bench(index).entries}

    @cache
    def is_done(path: str) -> bool:
        return os.path.realpath(path) in files() or not os.path.exists(path)

    def judged(entry: baseline.Entry) -> bool:
        return entry.code in codes() and is_done(os.path.join(root, entry.path))

    return judged
