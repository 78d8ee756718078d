"""Where the time of a run goes: starting, finding files, reading them, the gate, each family's rules, the report.

python benchmarks/where_time_goes.py [--files N] [--text plain|curly|damaged] [--data DATA]

Processor time by cProfile, which makes calls dearer than they are: shares, not seconds. One core, rules for single
documents; what a function calls counts for it unless it is in a row of its own.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import articles
import clean_news

ROWS = (
    ("start: configuration, rules", "corpuslint/cli/command.py", "read"),
    ("finding files", "corpuslint/cli/scope.py", "choose"),
    ("reading files", "corpuslint/", "contents"),
    ("gate: all patterns in one pass", "corpuslint/screening.py", "_look"),
    ("gate: ends of texts", "corpuslint/screening.py", "found"),
    ("gate: quotation marks", "corpuslint/text/punctuation/regular.py", "not_plain"),
    ("gate: repeated paragraphs", "corpuslint/text/duplicates/paragraphs.py", "none_repeated"),
    ("rules, on what the gate let through", "corpuslint/check.py", "check"),
    ("places of findings", "corpuslint/scan.py", "results"),
)
"""What is told, and the function that does it: the end of its file's path and its name."""
Key = tuple[str, int, str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--text", choices=["plain", "curly", "damaged"], default="plain")
    parser.add_argument("--data", type=Path, metavar="DATA", help="folder of the labelled sets: real clean news")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if arguments.data:
            files, size = clean_news.write(Path(name), arguments.data)
        else:
            files, size = articles.write(Path(name), articles.corpus(arguments.files, arguments.text))
        stats = profiled(name)
    whole = stats.total_tt  # type: ignore[attr-defined]  # missing in the stubs
    print(f"{files:,} files, {size / 1e6:.1f} MB; share of the time of a run")
    told = 0.0
    for label, path, function in ROWS:
        spent = _spent(stats, path, function)
        told += spent
        print(f"{label:40} {spent / whole:6.1%}")
    print(f"{'the rest: loops, counting, the report':40} {max(0.0, whole - told) / whole:6.1%}")


def profiled(folder: str) -> pstats.Stats:
    """One run in this process, once everything is imported."""
    from corpuslint.cli import main as run

    command = ["-q", "-j1", "--exit-zero", "--scope", "documents", folder]
    with redirect_stdout(io.StringIO()):
        profile = cProfile.Profile()
        profile.runcall(_once, run, command)
    return pstats.Stats(profile)


def _once(run: Callable[[list[str]], int], command: list[str]) -> None:
    run(command)


def _spent(stats: pstats.Stats, path: str, function: str) -> float:
    """Seconds in all functions of that name in a file, and in what they call."""
    rows: dict[Key, tuple[int, int, float, float, object]] = stats.stats  # type: ignore[attr-defined]  # missing in the stubs
    return sum(row[3] for (file, _, name), row in rows.items() if name == function and path in file.replace("\\", "/"))


if __name__ == "__main__":
    main()
