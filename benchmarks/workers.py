"""What workers gain, and what it costs that they answer for every item.

python benchmarks/workers.py [--files N]

The first table is a crew beside the executors of the standard library on items that cost next to nothing, without
faults and with a worker that is killed. The second is the wall time of whole commands with one process and with two,
on a folder of small files and on one large file of each format that is shared among workers. "limit" is how much
faster two commands with one process each, at the same time and each for all of it, are than one after the other: more
the machine does not give, since its processors share caches, memory and clock. Wall time means little where others use
the machine, so processor time stands beside it: their quotient cannot be more than the number of processors that were
free.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

import articles
import timing

from corpuslint.workers.crew import Crew

ITEMS = 40_000
BATCH = 256
ROUNDS = 5
LONG_ROUNDS = 3
TWICE = "import subprocess, sys; [one.wait() for one in [subprocess.Popen(sys.argv[1:]) for _ in range(2)]]"
"""A program that runs a command twice at a time."""
PATIENCE = 20.0
"""Seconds after which a pool that says nothing is said to hang."""


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=200_000)
    arguments = parser.parse_args()
    _costs()
    _faults()
    with tempfile.TemporaryDirectory() as folder:
        _gains(Path(folder), arguments.files)


def _gains(folder: Path, count: int) -> None:
    import pyarrow as pa  # it starts threads, and what has threads is not forked: not before the first table
    from pyarrow import parquet

    texts = list(articles.corpus(count))
    _, size = articles.write(folder / "files", texts)
    with (folder / "one.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts))
    table = pa.table({"id": [str(n) for n in range(count)], "text": texts})
    parquet.write_table(table, folder / "groups.parquet", row_group_size=5_000)
    parquet.write_table(table, folder / "one group.parquet", row_group_size=count)
    print(f"\n{count:,} documents, {size / 1e6:.1f} MB, rules for single documents; least of {LONG_ROUNDS} rounds")
    print(f"{'input':18} {'-j1 s':>8} {'-j2 s':>8} {'faster':>8} {'limit':>8} {'-j1 CPU':>8} {'-j2 CPU':>8}")
    cli = [sys.executable, "-m", "corpuslint", "-q", "--isolated", "--scope", "documents"]
    for name in ("files", "one.jsonl", "groups.parquet", "one group.parquet"):
        commands = {jobs: [*cli, jobs, str(folder / name)] for jobs in ("-j1", "-j2")}
        commands["twice"] = [sys.executable, "-c", TWICE, *commands["-j1"]]
        one, two, twice = timing.costs(commands, LONG_ROUNDS).values()
        print(
            f"{name:18} {one.wall:8.2f} {two.wall:8.2f} {one.wall / two.wall:7.2f}x {2 * one.wall / twice.wall:7.2f}x "
            f"{one.cpu:8.2f} {two.cpu:8.2f}",
            flush=True,
        )


def _costs() -> None:
    kinds = {"crew": _crew, "executor": _executor, "multiprocessing.Pool": _pool}
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in kinds}
    for _ in range(ROUNDS):
        for name, run in kinds.items():
            found[name].append(_timed(lambda run=run: run(calm)))  # type: ignore[misc]
    base_cpu, base_wall = (min(one[at] for one in found["executor"]) for at in (0, 1))
    print(f"{ITEMS:,} items of next to no work in batches of {BATCH}, two workers, no faults")
    print(f"{'kind':22} {'CPU s':>8} {'wall s':>8} {'of the executor':>22}")
    for name, rows in found.items():
        cpu, wall = (min(one[at] for one in rows) for at in (0, 1))
        print(f"{name:22} {cpu:8.2f} {wall:8.2f} {cpu / base_cpu:10.2f}x {wall / base_wall:10.2f}x")


def _faults() -> None:
    print(f"\n2,000 items, one of which kills its worker; a pool that says nothing for {PATIENCE:g} s hangs")
    for name, run in (("crew", _crew), ("executor", _executor), ("multiprocessing.Pool", _pool)):
        answered, ending = _watched(lambda run=run: run(deadly, 2_000))  # type: ignore[misc]
        print(f"{name:22} {answered:6,} of 2,000 answered; {ending}")


def calm(item: int) -> int:
    """Next to no work."""
    return item * sum(range(200)) % 7


def deadly(item: int) -> int:
    """The same, but for one item."""
    if item == 500:
        os.kill(os.getpid(), signal.SIGKILL)
    return calm(item)


class _Each:
    """A function over items as work of a crew."""

    def __init__(self, function: Callable[[int], int]) -> None:
        self._function = function

    def __call__(self, items: Sequence[int], alive: Callable[[], None]) -> list[int]:
        alive()
        return [self._function(item) for item in items]


def _crew(function: Callable[[int], int], count: int = ITEMS) -> Iterator[int]:
    crew: Crew[int, list[int]] = Crew(_Each(function), 2)
    for _, value, _ in crew.answers(range(at, min(at + BATCH, count)) for at in range(0, count, BATCH)):
        yield from value or ()


def _executor(function: Callable[[int], int], count: int = ITEMS) -> Iterator[int]:
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as executor:
        yield from executor.map(function, range(count), chunksize=BATCH)


def _pool(function: Callable[[int], int], count: int = ITEMS) -> Iterator[int]:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        yield from pool.imap_unordered(function, range(count), chunksize=BATCH)


def _timed(run: Callable[[], Iterator[int]]) -> tuple[float, float]:
    """Processor time of this process and its children, and wall time, in seconds."""
    before, start = _used(), time.perf_counter()
    if sum(1 for _ in run()) != ITEMS:
        sys.exit("not all items were answered")
    return _used() - before, time.perf_counter() - start


def _used() -> float:
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def _watched(run: Callable[[], Iterator[int]]) -> tuple[int, str]:
    """How many items are answered, and how it ends."""

    def late(_number: int, _frame: object) -> None:
        raise TimeoutError

    answered = 0
    signal.signal(signal.SIGALRM, late)
    try:
        answers = run()
        while True:
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            if next(answers, None) is None:
                return answered, "it ended"
            answered += 1
    except TimeoutError:
        return answered, "it hangs"
    except Exception as error:  # noqa: BLE001 - how it ends is what is asked
        return answered, type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":  # by its own name, under which workers find what they are to do
    import_module("workers").main()
