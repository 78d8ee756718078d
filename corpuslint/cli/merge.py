"""`corpuslint merge`: what all jobs of `corpuslint map` found as one run, with the rules that compare documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from corpuslint import shards
from corpuslint.cli import check, reports
from corpuslint.cli.command import read
from corpuslint.cli.map import ALONE, leave_out
from corpuslint.errors import UsageError

HELP = """\
usage: corpuslint merge FOLDER... [OPTIONS]

Report what `corpuslint map` wrote to these folders, as one run over all files would. Rules that compare
documents judge here, and read again those documents that have something in common: run it where the files
lie at the same paths as for `map`, with the same options.

All options of a check go with merge (corpuslint check --help) but those that fix.
"""


def main(argv: Sequence[str]) -> int:
    """Report; exit codes are those of a check."""
    if {"-h", "--help"} & set(argv):
        sys.stdout.write(HELP)
        return 0
    command = read(argv)
    reports.promise(command)
    arguments = command.arguments
    if not arguments.paths:
        raise UsageError("name the folders that `corpuslint map` wrote to")
    if command.fixes:
        raise UsageError("merge reports and fixes nothing; leave out --fix, --diff and --fix-to")
    leave_out(command, ALONE, "does not go with merge; leave it out")
    if arguments.engine != "local":
        raise UsageError(f"--engine {arguments.engine} does not go with merge: the work is done; leave it out")
    written = shards.found(arguments.paths)
    arguments.paths = written[0].said.paths
    command.runner = shards.Stored(written)
    return check.perform(command)
