"""A text on standard input: checked under the name that --stdin-filename gives it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from corpuslint.cli import fixing, known, outcome
from corpuslint.cli.scope import Scope, suffixes
from corpuslint.discover import is_excluded
from corpuslint.errors import UsageError
from corpuslint.fixing import FixingScanner
from corpuslint.locate import in_order
from corpuslint.model import Safety
from corpuslint.part import Part
from corpuslint.rewrites import Differences, Tally
from corpuslint.run import Job, Serial
from corpuslint.scan import Scanner
from corpuslint.session import Request, Response
from corpuslint.sinks import packed

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.cli.command import Command
    from corpuslint.settings import Settings


def check(command: Command) -> int:
    """Check the text; with --fix, write it fixed to standard output and the report to standard error."""
    arguments = command.arguments
    fixing.expect_sense(arguments)
    if any(path != "-" for path in arguments.paths) or arguments.fix_to is not None or arguments.files_from:
        raise UsageError("with a text on standard input no paths are read and no copies are written")
    if arguments.against:
        raise UsageError("--against compares files, and no text on standard input; write it to a file")
    fix = arguments.fix or arguments.fix_only
    name = arguments.stdin_filename or "-"
    settings = command.resolver.at(os.path.dirname(name) or os.curdir)
    job = Job((settings,), command.tools)
    bench = job.bench(0)
    sink, tally = Differences(), Tally()
    data = sys.stdin.buffer.read()
    if excluded := _is_excluded(command, settings):
        part = Part()
    else:
        scanner = _scanner(bench, command, sink, tally) if fix or arguments.diff else Scanner(bench)
        source = bench.files.source(name)
        if source.archive is not None:
            raise UsageError(f"{name}: an archive cannot be read from standard input; write it to a file first")
        part = scanner.examine(source, data)
    if fix:
        sys.stdout.buffer.write(packed(sink.rewrites[0], data) if sink.rewrites else data)
        sys.stdout.buffer.flush()
        command.report_to = sys.stderr
        sink = Differences()
    results = in_order(part.results, command.root)
    response = Response(results, part.troubles, part.files, part.documents, part.size, tally.files, part.unsure)
    scope = Scope((settings,))
    if excluded:
        scope.notes.append(f"Nothing was checked: {name} is excluded.")
    elif bench.corpus_entries:
        scope.notes.append("Rules across files do not run on standard input.")
    return outcome.finish(command, scope, job, Request(job, [], Serial(), sink=sink), response)


def _is_excluded(command: Command, settings: Settings) -> bool:
    """Whether the name of the text is one to leave alone, as it is of a file with --force-exclude."""
    arguments = command.arguments
    if not arguments.force_exclude or arguments.stdin_filename is None:
        return False
    return is_excluded(arguments.stdin_filename, settings, suffixes=suffixes(command), resolver=command.resolver)


def _scanner(bench: Bench, command: Command, sink: Differences, tally: Tally) -> FixingScanner:
    least = Safety.UNSAFE if command.arguments.unsafe_fixes else Safety.SAFE
    scanner = FixingScanner(bench).fixing(least, sink, tally)
    return scanner.sparing(known.fingerprints(command), command.root)
