"""Fingerprints of many documents brought together by hash partition: time, and the most memory at once.

python benchmarks/spill.py [--rows 48000000] [--in-memory]

A row is a fingerprint and its document, of which each has 96; one document in ten shares 60 with an earlier one. What
is measured is what a check does with the facts of documents whose duplicates it looks for: they are taken in, written
to the disk, and brought together there until the pairs are known that are worth aligning. Time is processor time, and
memory is the largest resident set of the process, interpreter and libraries included.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator

import numpy as np

from corpuslint import gathered
from corpuslint.facts import CorpusFacts, Facts
from corpuslint.model import DocKey
from corpuslint.text import duplicates
from corpuslint.text.duplicates.layout import HEADER, LOWEST, MARK_BYTES

MARKS = 96
SHARED = 60
TOGETHER = 4_096
"""Documents that are taken in at a time, as they come from a scanner."""
SHARD = 10_000
"""Documents of a file."""
GROUP = "duplicates"


def notes(documents: int) -> Iterator[list[Facts]]:
    """What is noted of documents that nobody wrote."""
    chance = np.random.default_rng(1)
    before = chance.integers(0, 256, (TOGETHER, MARKS, MARK_BYTES), dtype=np.uint8)
    for first in range(0, documents, TOGETHER):
        count = min(TOGETHER, documents - first)
        marks = chance.integers(0, 256, (count, MARKS, MARK_BYTES), dtype=np.uint8)
        marks[9::10, :SHARED] = before[9:count:10, :SHARED]
        before[:count] = marks
        lowest = marks.copy().reshape(-1, MARK_BYTES)[:, ::-1].reshape(count, MARKS, MARK_BYTES)
        digests = chance.integers(0, 1 << 63, count, dtype=np.int64).tolist()
        yield [
            Facts(
                DocKey(f"shards/{(first + at) // SHARD:05}.jsonl", (first + at) % SHARD + 1),
                HEADER.pack(digest, 400, min(map(bytes, own))[:LOWEST][::-1]) + values.tobytes(),
            )
            for at, (digest, values, own) in enumerate(zip(digests, marks, lowest, strict=True))
        ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=48_000_000)
    parser.add_argument("--in-memory", action="store_true", help="for comparison")
    arguments = parser.parse_args()
    documents = arguments.rows // MARKS
    if arguments.in_memory:
        gathered.LIMIT = 1 << 62
    facts = gathered.Gathered()
    made = 0.0
    mark = time.process_time()
    for rows in notes(documents):
        made += time.process_time() - mark
        some = CorpusFacts()
        some.groups[GROUP] = rows
        facts.add(some)
        mark = time.process_time()
    made += time.process_time() - mark
    spread = facts.many(GROUP)
    part = duplicates.gather(spread) if spread is not None else duplicates.collect(facts.groups[GROUP])
    found = part.table({}).marks.candidates()
    seconds = time.process_time() - made
    where = "in memory" if spread is None else "by hash partition"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{documents * MARKS:,} rows of {documents:,} documents, {where}: {len(found.a):,} pairs")
    print(f"{seconds:.1f} CPU s, {documents * MARKS / seconds / 1e6:.2f} million rows a second, {peak:,.0f} MB at most")


if __name__ == "__main__":
    main()
