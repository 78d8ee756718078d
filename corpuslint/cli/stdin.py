"""A text on standard input: checked under the name that --stdin-filename gives it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from corpuslint.cli.scope import Scope
from corpuslint.errors import UsageError
from corpuslint.fixing import FixingScanner, Tally
from corpuslint.locate import in_order
from corpuslint.model import Safety
from corpuslint.run import Job, Serial
from corpuslint.scan import Scanner
from corpuslint.session import Request, Response
from corpuslint.sinks import Differences

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.cli.command import Command


def check(command: Command) -> int:
    """Check the text; with --fix, write it fixed to standard output and the report to standard error."""
    from corpuslint.cli.check import finish

    arguments = command.arguments
    if any(path != "-" for path in arguments.paths) or arguments.fix_to or arguments.files_from:
        raise UsageError("with a text on standard input no paths are read and no copies are written")
    fix = arguments.fix or arguments.fix_only
    job = Job((command.settings,), command.tools)
    bench = job.bench(0)
    sink, tally = Differences(), Tally()
    data = sys.stdin.buffer.read()
    scanner = _scanner(bench, command, sink, tally) if fix or arguments.diff else _plain(bench)
    part = scanner.examine(bench.source(arguments.stdin_filename or "-"), data)
    if fix:
        sys.stdout.buffer.write(sink.rewrites[0].new if sink.rewrites else data)
        sys.stdout.buffer.flush()
        command.report_to = sys.stderr
        sink = Differences()
    results = in_order(part.results, command.root)
    response = Response(results, part.troubles, part.files, part.documents, part.size, tally.files, part.unsure)
    notes = ["Rules across files do not run on standard input."] if bench.corpus_entries else []
    scope = Scope((command.settings,))
    scope.notes = notes
    return finish(command, scope, job, Request(job, [], Serial(), sink=sink), response)


def _plain(bench: Bench) -> Scanner:
    return Scanner(bench.checker, bench.entries, None, bench.silenced)


def _scanner(bench: Bench, command: Command, sink: Differences, tally: Tally) -> FixingScanner:
    least = Safety.UNSAFE if command.arguments.unsafe_fixes else Safety.SAFE
    return FixingScanner(bench.checker, bench.entries, None, bench.silenced).fixing(least, sink, tally)
