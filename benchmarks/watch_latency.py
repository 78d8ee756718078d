"""How soon `--watch` tells of a defect that was written into one file of a corpus.

python benchmarks/watch_latency.py [--documents 10000] [--rounds 20]
"""

from __future__ import annotations

import argparse
import contextlib
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import index_speed

PAUSE = 3.0
"""Seconds between two changes: what the first did to other files is settled then."""


def main() -> None:
    """Print the latency of every round, and what the command used when nothing happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--pause", type=float, default=PAUSE)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index_speed.write(folder, arguments.documents)
        measure(folder / "files", arguments.rounds, arguments.pause)


@contextlib.contextmanager
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command on a folder; Ctrl-C ends it."""
    command = [sys.executable, "-P", "-m", "corpuslint", "--watch", "--scope", "corpus", "--output-format", "concise"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.send_signal(signal.SIGINT)


def measure(folder: Path, rounds: int, pause: float) -> None:
    """Write a defect again and again, each time into another file."""
    files = sorted(folder.rglob("*.txt"))
    with watching(folder) as child:
        assert child.stdout is not None
        begin = time.perf_counter()
        until(child.stdout, "Checked ")
        print(f"{len(files):,} files, first check {time.perf_counter() - begin:.1f} s")
        took = []
        for path in random.Random(2).sample(files, rounds):
            time.sleep(pause)
            took.append(latency(child.stdout, folder, path))
        print(
            f"defect written until it was told: median {statistics.median(took) * 1000:.0f} ms, "
            f"least {min(took) * 1000:.0f} ms, most {max(took) * 1000:.0f} ms in {rounds} rounds"
        )


def latency(out: IO[str], folder: Path, path: Path) -> float:
    """Seconds from the write to the line that tells of it."""
    with path.open("a", encoding="utf-8") as stream:
        stream.write("The last line has two commas,, as it should not.\n")
    begin = time.perf_counter()
    until(out, str(path.relative_to(folder)))
    return time.perf_counter() - begin


def until(out: IO[str], start: str) -> None:
    """Read lines to one that begins so."""
    for line in out:
        if line.startswith(start):
            return
    sys.exit("corpuslint --watch ended before it told")


if __name__ == "__main__":
    main()
