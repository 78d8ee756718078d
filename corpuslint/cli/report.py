"""`corpuslint report`: a run in another form: one that was saved, or a new one over the corpus."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpuslint import report
from corpuslint.cli import CLEAN, FAILED, INTERRUPTED, reports
from corpuslint.discover.outputs import begins_as_output
from corpuslint.errors import UsageError
from corpuslint.report import style_of
from corpuslint.result import Result, Run, Trend

if TYPE_CHECKING:
    from corpuslint.cli.command import Command
    from corpuslint.cli.options import Parser
    from corpuslint.report import Reporter

PAGE = "corpuslint-report.html"
"""Where the page goes unless it is told."""
DUPLICATES = "DUP"
PART = "The earlier run was interrupted: what is told as new may have been there before."


def main(argv: Sequence[str]) -> int:
    """Write the report; 2 where something was not checked."""
    from corpuslint.cli import command

    arguments = _parser().read(argv)
    call = command.read(_check(arguments))
    place = arguments.output_file or (PAGE if arguments.output_format == "html" else "-")
    chosen = _reporter(arguments, call)
    run = _run(arguments, call, place)
    if arguments.before:
        run = _compared(run, _saved(arguments.before))
    if arguments.dup:
        run = _duplicates(run)
    with reports.opened(place) as out:
        chosen.write(run, out, style_of(out, "auto", os.environ))
    if place != "-":
        from corpuslint.report.escape import path
        from corpuslint.report.summary import count

        print(f"{path(place)}: {count(len(run.results), 'finding')}")
    if run.interrupted:
        return INTERRUPTED
    return FAILED if run.troubles else CLEAN


def _parser() -> Parser:
    from corpuslint.cli.options import Parser, handed_on

    parser = Parser(
        prog="corpuslint report",
        usage="%(prog)s [RUN | PATHS...] [OPTIONS]",
        description="Write a run as a page for a browser, or in any other format: a run that was saved with "
        "--output json:RUN, or a new one over PATHS (default: the current folder).",
    )
    parser.add_argument("paths", nargs="*", metavar="RUN | PATHS", help="a saved run, or files and folders to check")
    parser.add_argument("--dup", action="store_true", help="near-duplicates alone: whole groups, side by side")
    parser.add_argument("--before", metavar="RUN", help="an earlier run: say what is new, known and gone since")
    parser.add_argument("--output-format", metavar="FORMAT", default="html", help="html (default), markdown, sarif ...")
    parser.add_argument(
        "-o", "--output-file", metavar="FILE", help=f"where it goes; - is standard output (default of html: {PAGE})"
    )
    handed_on(parser)
    return parser


def _check(arguments: argparse.Namespace) -> list[str]:
    """The arguments of the check that a new run is."""
    from corpuslint.cli.command import passed
    from corpuslint.cli.options import HANDED_ON

    words = passed(arguments, *HANDED_ON)
    chosen = ["--select", DUPLICATES] if arguments.dup else []
    return [*words, *chosen, "--output-format", arguments.output_format, "--", *arguments.paths]


def _reporter(arguments: argparse.Namespace, call: Command) -> Reporter:
    """Raises UsageError for a format that does not exist."""
    if arguments.dup and arguments.output_format == "html":
        from corpuslint.report.html import Html

        return Html(("duplicates", "findings"))
    return report.reporter(arguments.output_format, call.plugins.reporters)


def _run(arguments: argparse.Namespace, call: Command, place: str) -> Run:
    """The saved run that is named, else a new one."""
    if place != "-":
        call.arguments.output_file = place
    reports.promise(call)
    saved = [path for path in arguments.paths if os.path.isfile(path) and begins_as_output(path)]
    if saved:
        if len(arguments.paths) > 1:
            raise UsageError(f"{saved[0]}: this is a saved run; name it alone")
        if place != "-" and os.path.exists(place) and os.path.samefile(place, saved[0]):
            raise UsageError(f"{place}: the report would be written over the run that it is made of; name another file")
        return _saved(saved[0])
    if arguments.paths and not any(map(_exists, arguments.paths)):  # a good page is kept
        raise UsageError(f"{arguments.paths[0]}: there is no such saved run, file or folder; check the path")
    from corpuslint.cli import check

    runs: list[Run] = []
    call.receive = runs.append
    check.perform(call)
    reports.printed(runs[0].troubles)
    return runs[0]


def _exists(path: str) -> bool:
    """Whether a check says what is with a path: one that is there, or of standard input or of an engine."""
    from corpuslint.cli.scope import is_uri

    return path == "-" or is_uri(path) or os.path.lexists(path)


def _saved(path: str) -> Run:
    from corpuslint.report import saved

    return saved.read(path)


def _compared(run: Run, before: Run) -> Run:
    """The run with what became of the findings of an earlier one."""
    old = {result.fingerprint for result in before.results}
    now = {result.fingerprint for result in run.results}
    known = [result for result in run.results if result.fingerprint in old]
    new = [result for result in run.results if result.fingerprint not in old]
    gone = [result for result in before.results if result.fingerprint not in now]
    notes = (*run.notes, PART) if before.interrupted else run.notes
    trend = Trend(_codes(new), _codes(known), _codes(gone))
    return run._replace(trend=trend, rules={**before.rules, **run.rules}, notes=notes)


def _codes(results: Iterable[Result]) -> dict[str, int]:
    return dict(sorted(Counter(result.code for result in results).items()))


def _duplicates(run: Run) -> Run:
    """The findings that tell of documents which share their text."""
    from corpuslint import collapse

    return collapse.counted(run._replace(results=tuple(one for one in run.results if "duplicate" in one.data)))
