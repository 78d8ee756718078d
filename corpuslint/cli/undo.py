"""`corpuslint undo`: take back what a fixing run wrote."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpuslint import config
from corpuslint.cli import CLEAN, FAILED

if TYPE_CHECKING:
    from corpuslint.writing.undo import RunInfo

MOST = 20
"""Files that are named of those of which there is nothing to say but that they are back."""


def main(argv: Sequence[str]) -> int:
    """Restore the files of the last run, or of the one that is named; 2 where a file was not restored."""
    arguments = _parser().parse_args(argv)
    from corpuslint.report.escape import path, terminal
    from corpuslint.writing import undo

    cache = arguments.cache_dir or config.resolve(os.getcwd()).place("cache-dir")
    if arguments.list:
        for run in undo.runs(cache):
            print(f"{run.run}  {terminal(run.problem) or _told(run)}".rstrip())
        return CLEAN
    results = undo.undo(cache, arguments.run)
    bad = {undo.Outcome.REFUSED, undo.Outcome.DAMAGED}
    counts = Counter[undo.Outcome]()
    for result in results:
        counts[result.outcome] += 1
        if result.outcome not in bad and counts[result.outcome] > MOST:
            continue
        told = f"{result.outcome}: {path(os.path.relpath(result.path))}"
        print(
            f"{told}: {terminal(result.message)}" if result.message else told,
            file=sys.stderr if result.outcome in bad else sys.stdout,
        )
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    return CLEAN if bad.isdisjoint(counts) else FAILED


def _told(run: RunInfo) -> str:
    """How many files a run replaced, and what became of them."""
    files = "1 file" if run.done == 1 else f"{run.done} files"
    begun = f", {run.changes - run.done} not finished" if run.done < run.changes else ""
    codes = ", ".join(f"{code} ×{count}" for code, count in sorted(run.codes.items()))
    return f"{files}{begun}, {run.undone} undone  {codes}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="corpuslint undo",
        description="Restore, byte for byte, the files that a --fix changed and that nobody has changed since.",
    )
    parser.add_argument("run", nargs="?", metavar="RUN", help="the run to undo (default: the last not undone yet)")
    parser.add_argument("--list", action="store_true", help="list the runs that are kept")
    parser.add_argument("--cache-dir", metavar="DIR", help="where the journal lies (default: .corpuslint_cache)")
    return parser
