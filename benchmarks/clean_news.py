"""Real news articles in which no rule for single documents finds anything, as many small files."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import corpuslint

CORPUS = ["DUP", "NAM"]
"""Families that compare documents."""


def write(folder: Path, data: Path, most: int | None = None) -> tuple[int, int]:
    """Write the unedited articles of the near-duplicate set, a hundred to a folder, and remove what is not clean.

    At most so many of them are kept. Returns the number of files and their size in bytes; ends the program where the
    set is missing.
    """
    path = data / "neardup" / "dev" / "docs.jsonl.gz"
    if not path.is_file():
        sys.exit(f"{path} is missing: DATA is the folder of the labelled sets")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [row for row in map(json.loads, stream) if row["kind"] == "real"]
    rows = rows if most is None else rows[: 2 * most]
    for number, row in enumerate(rows):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(row["text"].rstrip("\n").encode() + b"\n")
    for dirty in {finding.location.path for finding in corpuslint.lint([str(folder)], {"lint": {"ignore": CORPUS}})}:
        Path(dirty).unlink()
    for left in sorted(folder.rglob("*.txt"))[most:] if most is not None else ():
        left.unlink()
    sizes = [path.stat().st_size for path in folder.rglob("*.txt")]
    return len(sizes), sum(sizes)
