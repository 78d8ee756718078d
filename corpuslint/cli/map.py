"""`corpuslint map`: one job of many checks its share of the files and writes what it found for `corpuslint merge`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence

from corpuslint import judging, session, shards
from corpuslint.cli import CLEAN, INTERRUPTED, check, reports, scope
from corpuslint.cli.command import Command, read
from corpuslint.errors import UsageError
from corpuslint.hints import as_option
from corpuslint.report.escape import path as shown
from corpuslint.run import Job

_FOR_MERGE = "output", "write_baseline", "prune_baseline", "show_files", "statistics"
"""Options of a check that are for whoever has all findings."""
ALONE = "against", "stdin_filename", "watch", "review", "trust_index"
"""Those that are for one run on one machine."""
_FIXING = "fix", "unsafe_fixes", "fix_only", "diff", "fix_to"


def main(argv: Sequence[str]) -> int:
    """Check one shard; 0 where its part is written, whatever was found."""
    arguments, rest = _parser().parse_known_args(argv)
    shard = shards.shard_of(arguments.shard)
    command = read(rest)
    leave_out(command, _FOR_MERGE, "does not go with map; give it to `corpuslint merge`")
    leave_out(command, (*_FIXING, *ALONE), "does not go with map; leave it out")
    if not command.arguments.output_file:
        raise UsageError("map writes to a folder: name it with -o FOLDER, the same one for all shards")
    return _map(command, shard)


def leave_out(command: Command, names: Iterable[str], reason: str) -> None:
    """Raise UsageError where one of these options is set."""
    for name in names:
        if getattr(command.arguments, name):
            raise UsageError(f"{as_option(name)} {reason}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corpuslint map",
        usage="%(prog)s --shard i/N [PATHS]... -o FOLDER [OPTIONS]",
        description="Check one of N shards of a corpus and write what it came to into FOLDER. Each of N jobs gets the "
        "same PATHS and options and another i; `corpuslint merge FOLDER` then reports what one run over all would.",
        epilog="Options of a check that say which rules and files there are, and -j, go with map.",
        allow_abbrev=False,
    )
    parser.add_argument("--shard", metavar="i/N", required=True, help="which of how many jobs this is, from 1/N to N/N")
    return parser


def _map(command: Command, shard: shards.Shard) -> int:
    chosen = scope.choose(command)
    job = Job(chosen.settings, command.tools, chosen.corpus, documents=not command.arguments.no_document_rules)
    said = shards.Said(
        shard.at, shard.of, command.arguments.paths,
        shards.digest_of_files(chosen.tasks), shards.digest_of_rules(job, os.curdir),
    )  # fmt: skip
    mine = shards.chosen(chosen.tasks, shard)
    request = session.Request(job, mine, check.runner(command), root=command.root)
    part = session.documents(request, None)
    judging.take_waiting(job, part)
    if part.interrupted:
        return INTERRUPTED
    reports.printed(chosen.troubles)
    path = shards.keep(command.arguments.output_file, said, part)
    if not command.arguments.silent:
        figures = f"{part.files:,} of {len(chosen.tasks):,} files, {part.documents:,} documents"
        print(f"Shard {shard.at}/{shard.of}: {figures} -> {shown(path)}", file=sys.stderr)
    return CLEAN
