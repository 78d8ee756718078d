"""The reports of a run: which forms, and where each goes."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from corpuslint import report
from corpuslint.errors import UsageError, WriteRefused
from corpuslint.report import Style, style_of
from corpuslint.report.style import RED
from corpuslint.result import Run, Trouble

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.rewrites import Differences, Sink

_TEXTS = {"full", "concise", "grouped"}
_TRENDS = {"html", "json", "json-lines", "jsonl", "markdown"}
"""Formats that tell how a run stands to the baseline."""
_ENDINGS = {
    ".csv": "csv", ".htm": "html", ".html": "html", ".json": "json", ".jsonl": "json-lines", ".md": "markdown",
    ".parquet": "parquet", ".sarif": "sarif",
}  # fmt: skip
"""What a file is meant to be in by its name, where nothing but the default says what is written."""
_COUNTED = {"csv", "json", "json-lines", "jsonl"}
"""Formats of --statistics beside text."""
_MANY = 1_000
"""Findings that nobody reads one by one."""
NAMED = 10
"""Files that are named of those that one reason kept from being fixed."""


def promise(command: Command) -> None:
    """Raise UsageError, before anything is checked or fixed, for a report that could not be written afterwards."""
    first = (command.settings.output_format, command.arguments.output_file or "-")
    for name, path in (first, *map(_asked, command.arguments.output)):
        if name in _TEXTS:  # a run that finds nothing does not need what draws them
            continue
        chosen = _known(command, name)
        if getattr(chosen, "binary", False) and path == "-" and sys.stdout.isatty():
            raise UsageError(f"{name} is nothing to look at; write it to a file: --output {name}:FILE")
    if not command.arguments.diff:
        _expect_ending(*first)
    if command.arguments.statistics and command.arguments.output_format not in {None, *_TEXTS, *_COUNTED}:
        told = f"leave it out: {first[0]} tells of each finding"
        raise UsageError(f"--statistics is a table as text, json or csv; {told}")
    taken: set[str] = set()
    for path in targets(command):
        _expect_folder(path)
        real = os.path.realpath(path)
        if real in taken and (os.path.isfile(real) or not os.path.exists(real)):
            raise UsageError(f"{path}: two reports cannot lie in one file; give each a file of its own")
        taken.add(real)


def _expect_ending(name: str, path: str) -> None:
    """Raise UsageError for a file whose name speaks of another format than the one for people to look at."""
    meant = _ENDINGS.get(os.path.splitext(path)[1].lower(), name)
    if name in {*_TEXTS, "html"} and meant != name:
        raise UsageError(
            f"{path}: what is written there is in the format {name}; "
            f"add --output-format {meant}, or name a file that ends otherwise"
        )


def _known(command: Command, name: str) -> report.Reporter:
    """The reporter of this name. Raises UsageError, once it is told which plugins, that might have it, failed."""
    try:
        return report.reporter(name, command.plugins.reporters)
    except UsageError:
        printed(command.plugins.troubles)
        raise


def formats(command: Command) -> set[str]:
    """The forms in which a run is reported."""
    asked = {command.settings.output_format, *(_asked(text)[0] for text in command.arguments.output)}
    return asked | {"markdown"} if _step_summary() and "github" in asked else asked


def _step_summary() -> str:
    """The file whose content GitHub shows with a step, beside the log, which has no room for many findings."""
    return os.environ.get("GITHUB_STEP_SUMMARY", "")


def tells_trend(command: Command) -> bool:
    """Whether a report tells how the run stands to the baseline."""
    return not _TRENDS.isdisjoint(formats(command))


def targets(command: Command) -> list[str]:
    """The files that reports are written to, one for each."""
    places = [path for _, path in map(_asked, command.arguments.output)]
    return [path for path in [command.arguments.output_file, *places] if path and path != "-"]


def spare(command: Command, texts: Iterable[str]) -> None:
    """Raise UsageError for a report that would be written over a text of the run."""
    places = targets(command)
    if not any(map(os.path.exists, places)):
        return
    known = {os.path.realpath(text) for text in texts}
    for path in places:
        if os.path.realpath(path) in known:
            raise UsageError(f"{path}: this is one of the texts to check; write the report elsewhere, or exclude it")


def write(command: Command, run: Run, sink: Sink | None) -> bool:
    """Write every report that was asked for; whether a diff was asked for and is not empty.

    Raises WriteRefused where some could not be written; the others are.
    """
    if command.receive is not None:
        command.receive(run)
        return False
    printed(run.troubles)
    failed = _files(command, run)
    changes = _main(command, run, sink)
    if failed:
        raise WriteRefused("\n".join(failed))
    return changes


def _main(command: Command, run: Run, sink: Sink | None) -> bool:
    """Write the report that is no file beside another: findings, or the diff; whether that is not empty."""
    arguments = command.arguments
    differences = _differences(sink) if arguments.diff else None
    changes = differences is not None and differences.some
    if arguments.silent and not arguments.output_file:
        return changes
    with opened(arguments.output_file or "-", command.report_to) as out:
        style = _style(command, out)
        if differences is not None and (changes or not run.results):
            _diff(differences, out, style)
        elif differences is not None:  # the exit status is that of what is left, which somebody must be told
            _closing(run, out, style)
        else:
            _report(command, run, out, style)
    return changes


def _differences(sink: Sink | None) -> Differences:
    from corpuslint.rewrites import Differences

    return sink if isinstance(sink, Differences) else Differences()


def _report(command: Command, run: Run, out: TextIO, style: Style) -> None:
    arguments = command.arguments
    name = command.settings.output_format
    if arguments.statistics:
        from corpuslint.report import statistics

        if name.startswith("json"):
            statistics.write_json(run, out)
        elif name == "csv":
            statistics.write_csv(run, out)
        else:
            statistics.write(run, out, style)
        return
    if arguments.fix_only and name in _TEXTS:
        _closing(run, out, style)
        return
    if name == "full" and not run.results:
        name = "concise"  # it says the same and loads nothing that draws excerpts
    report.reporter(name, command.plugins.reporters).write(run, out, style)
    if name in _TEXTS and style.summary and len(run.results) >= _MANY:
        out.write("So many are counted by rule with --statistics, and shown on a page by `corpuslint report`.\n")


def _closing(run: Run, out: TextIO, style: Style) -> None:
    from corpuslint.report import summary

    out.writelines(f"{line}\n" for line in summary.lines(run, style))


def _files(command: Command, run: Run) -> list[str]:
    """The reports of --output FORMAT:PATH, and the summary of a step; why some could not be written."""
    failed = []
    for name, path in map(_asked, command.arguments.output):
        chosen = report.reporter(name, command.plugins.reporters)
        try:
            with opened(path, command.report_to) as out:
                chosen.write(run, out, Style())
        except UsageError as error:  # of a plugin
            failed.append(str(error))
        except OSError as error:
            if path == "-":
                raise
            failed.append(_unwritten(error))
    place = _step_summary()
    if place and "github" in formats(command):
        try:
            with opened(place, more=True) as out:
                report.reporter("markdown").write(run, out, Style())
        except OSError as error:
            failed.append(_unwritten(error))
    return failed


def _unwritten(error: OSError) -> str:
    return f"{error.filename}: this report could not be written: {error.strerror or error}"


def _diff(differences: Differences, out: TextIO, style: Style) -> None:
    """What would change, and the documents that would be taken out of the corpus."""
    from corpuslint.report import diff
    from corpuslint.report.escape import terminal

    for rewrite in sorted(differences.rewrites, key=lambda one: one.source.path):
        shown = (diff.render(one.label, one.before, one.after, style, one.codecs) for one in rewrite.records)
        out.writelines(shown)
    for removal in differences.removals:
        for taken in removal.taken:
            text = f"{taken.finding.doc}: to quarantine ({taken.finding.rule} {taken.finding.message})"
            out.write(f"{style.paint(terminal(text, unicode=style.unicode), RED)}\n")


def _style(command: Command, out: TextIO) -> Style:
    return style_of(out, command.arguments.color, os.environ, summary=not command.arguments.quiet)


def _asked(text: str) -> tuple[str, str]:
    """Format and path of an --output."""
    name, sign, path = text.partition(":")
    if not sign or not path:
        raise UsageError(f"--output {text!r} is not of the form FORMAT:PATH")
    return name, path


def _expect_folder(path: str) -> None:
    folder = os.path.dirname(path) or os.curdir
    if not os.path.isdir(folder):
        raise UsageError(f"{path}: the folder does not exist")
    if os.path.isdir(path):
        raise UsageError(f"{path}: it is a folder; name a file")
    if not os.access(path if os.path.exists(path) else folder, os.W_OK):
        raise UsageError(f"{path}: you may not write there; write the report elsewhere")


@contextmanager
def opened(path: str, stdout: TextIO | None = None, *, more: bool = False) -> Iterator[TextIO]:
    """The file of a report, anew or with `more`; - is standard output, or what stands in for it.

    An OSError names the file.
    """
    if path == "-":
        yield stdout or sys.stdout
        return
    try:
        with open(path, "a" if more else "w", encoding="utf-8", newline="\n") as out:
            yield out
    except OSError as error:
        error.filename = error.filename or path
        raise


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
