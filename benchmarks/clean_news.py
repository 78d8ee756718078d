"""Real news articles in which no rule for single documents finds anything, as many small files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import corpuslint

CORPUS = ["DUP", "NAM"]
"""Families that compare documents."""


def write(folder: Path, data: Path) -> tuple[int, int]:
    """Write the unedited articles of the near-duplicate set, a hundred to a folder, and remove what is not clean.

    Returns the number of files and their size in bytes.
    """
    with gzip.open(data / "neardup" / "dev" / "docs.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [row for row in map(json.loads, stream) if row["kind"] == "real"]
    for number, row in enumerate(rows):
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(row["text"].rstrip("\n").encode() + b"\n")
    for dirty in {finding.location.path for finding in corpuslint.lint([str(folder)], {"lint": {"ignore": CORPUS}})}:
        Path(dirty).unlink()
    sizes = [path.stat().st_size for path in folder.rglob("*.txt")]
    return len(sizes), sum(sizes)
