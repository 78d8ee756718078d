"""One corpus on one machine under each engine: time, memory, and how they grow with the number of documents.

pip install -e '.[spark]'
python benchmarks/cluster.py [--documents 100000 200000 500000] [--select DUP] [--engines local spark] [--shards 32]

The corpus is made for this: articles of about 2,000 bytes in JSON Lines, of which one in twenty is another one with a
sentence changed. Both engines use two processes. Time is processor time of all processes of the command, Java's
among them, and wall time; memory is what all of them have at once (PSS), looked at every half second. The slope is
that of the logarithms: 1 is linear. Linux only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import articles

EVERY = 0.5
"""Seconds between two looks."""
COPIES = 20
KEPT = 20_000
"""Articles of which there may be copies."""


class Cost(NamedTuple):
    """What a command took: processor and wall seconds, MB at most, and findings."""

    cpu: float
    wall: float
    peak: float
    found: int


def write(folder: Path, documents: int, shards: int) -> int:
    """A corpus in so many shards; its size in bytes."""
    chance = random.Random(1)
    words = articles.vocabulary(chance)
    kept: list[str] = []
    folder.mkdir()
    for shard in range(shards):
        with (folder / f"{shard:04}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(documents * shard // shards, documents * (shard + 1) // shards):
                text = _copy(chance, kept) if kept and not number % COPIES else articles.unlike(chance, words)
                if len(kept) < KEPT:
                    kept.append(text)
                file.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
    return sum(path.stat().st_size for path in folder.iterdir())


def _copy(chance: random.Random, kept: Sequence[str]) -> str:
    lines = chance.choice(kept).split("\n")
    lines[chance.randrange(len(lines) - 1)] = f"Nothing of this was said on day {chance.randrange(10**6)}."
    return "\n".join(lines)


def measured(folder: Path, engine: str, select: str) -> Cost:
    """What a check of a corpus takes."""
    report = folder.with_suffix(".json")
    command = [
        sys.executable, "-m", "corpuslint", "--isolated", "--no-cache", "--select", select, "-o", str(report),
        "--output-format", "json", *(("-j", "2") if engine == "local" else ("--engine", engine)), str(folder),
    ]  # fmt: skip
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds: dict[int, float] = {}
    peak = 0
    while child.poll() is None:
        held = 0
        for pid in _tree(child.pid):
            seconds[pid] = max(seconds.get(pid, 0.0), _seconds(pid))
            held += _memory(pid)
        peak = max(peak, held)
        time.sleep(EVERY)
    wall = time.perf_counter() - begin
    if child.returncode not in {0, 1}:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    found = json.loads(report.read_text("utf-8"))["summary"]["findings"]
    return Cost(sum(seconds.values()), wall, peak / 1024, found)


def _tree(root: int) -> Iterator[int]:
    """A process and all below it."""
    yield root
    try:
        for task in os.listdir(f"/proc/{root}/task"):
            for child in Path(f"/proc/{root}/task/{task}/children").read_text("ascii").split():
                yield from _tree(int(child))
    except OSError:  # it has ended
        return


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> int:
    """Kilobytes of a process, of shared ones its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, nargs="+", default=[100_000, 200_000, 500_000])
    parser.add_argument("--select", default="DUP", help="rules (default: DUP)")
    parser.add_argument("--engines", nargs="+", default=["local", "spark"])
    parser.add_argument("--shards", type=int, default=32)
    arguments = parser.parse_args()
    points: dict[str, list[tuple[float, Cost]]] = {engine: [] for engine in arguments.engines}
    print(f"{'documents':>9} {'MB':>6} {'engine':7} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'findings':>9}")
    with tempfile.TemporaryDirectory() as name:
        for documents in arguments.documents:
            folder = Path(name, str(documents))
            size = write(folder, documents, arguments.shards)
            for engine in arguments.engines:
                cost = measured(folder, engine, arguments.select)
                points[engine].append((documents, cost))
                figures = f"{cost.cpu:8.1f} {cost.wall:8.1f} {cost.peak:8,.0f} {cost.found:9,}"
                print(f"{documents:9,} {size / 1e6:6,.0f} {engine:7} {figures}", flush=True)
    for engine, found in points.items():
        if len(found) > 1:
            sizes = [math.log(documents) for documents, _ in found]
            cpu = statistics.linear_regression(sizes, [math.log(cost.cpu) for _, cost in found]).slope
            peak = statistics.linear_regression(sizes, [math.log(cost.peak) for _, cost in found]).slope
            print(f"{engine:7} slope of processor time {cpu:.2f}, of memory {peak:.2f} (1 is linear)")


if __name__ == "__main__":
    main()
