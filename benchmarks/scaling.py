"""How the cost of a whole run grows with the corpus: processor time, elapsed time, memory, and the slope.

python benchmarks/scaling.py [--sizes 10000 50000 200000] [--shape files|jsonl] [--scope documents|files] [--jobs 1 2]

The slope is that of a straight line through the logarithms of documents and processor seconds: 1.0 is linear.
Articles share no sentence with each other. Linux and macOS.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import articles
import timing


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000, 200_000])
    parser.add_argument("--shape", choices=["files", "jsonl"], default="files")
    parser.add_argument("--scope", choices=["documents", "files"], default="documents")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    print(f"articles as {arguments.shape}, --scope {arguments.scope}")
    print(f"{'documents':>10} {'workers':>8} {'CPU s':>8} {'wall s':>8} {'MB/s':>8} {'peak MiB':>9}")
    spent: dict[int, list[tuple[int, float]]] = {jobs: [] for jobs in arguments.jobs}
    for count in arguments.sizes:
        with tempfile.TemporaryDirectory() as name:
            _, size = articles.write(Path(name), articles.strangers(count), shape=arguments.shape)
            for jobs in arguments.jobs:
                cpu, wall, peak = _run(name, arguments.scope, jobs)
                spent[jobs].append((count, cpu))
                print(f"{count:10,} {jobs:8} {cpu:8.2f} {wall:8.2f} {size / 1e6 / wall:8.1f} {peak:9.0f}", flush=True)
    for jobs, points in spent.items():
        if len(points) > 1:
            print(f"slope with {jobs} worker{'s' if jobs > 1 else ''}: {slope(points):.2f}")


def _run(folder: str, scope: str, jobs: int) -> tuple[float, float, float]:
    """Processor seconds, elapsed seconds and peak MiB of one run."""
    cli = [sys.executable, "-m", "corpuslint", "-q", "--exit-zero", "--no-cache", f"-j{jobs}", "--scope", scope, folder]
    return (*timing.once(cli), timing.peak(cli))


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The least-squares slope of the logarithms."""
    xs, ys = ([math.log(point[axis]) for point in points] for axis in (0, 1))
    middle = sum(xs) / len(xs)
    return sum((x - middle) * y for x, y in zip(xs, ys, strict=True)) / sum((x - middle) ** 2 for x in xs)


if __name__ == "__main__":
    main()
