"""Raw corpora read in their own formats: documents, findings per family, and megabytes a second.

python benchmarks/corpora.py DATA [--documents] [NAME ...]

DATA holds `corpora/*.tar.gz`: Reuters-21578 in SGML, feeds and output of extractors as JSON, text in windows-1252
and windows-1254. They are unpacked into a temporary folder. With --documents rules that compare documents are left
out; NAME takes some of the corpora only. Time is processor time of one process, reading and unpacking included.
"""

from __future__ import annotations

import argparse
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import corpuslint
from corpuslint.result import Trouble

FAMILIES = ("ENC", "CHR", "MUP", "PUN", "BLK", "BPL", "DUP", "NAM", "DOC")
SHOWN = 5
"""Troubles that are listed for each corpus."""


class Row(NamedTuple):
    """What one corpus came to."""

    name: str
    files: int
    documents: int
    size: int
    seconds: float
    families: Counter[str]
    troubles: Sequence[Trouble]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--documents", action="store_true")
    options = parser.parse_args()
    archives = sorted((options.data / "corpora").glob("*.tar.gz"))
    if not archives:
        sys.exit(f"{options.data / 'corpora'}: there is no *.tar.gz; see benchmarks/README.md for what DATA is")
    corpuslint.lint({"text": "What is needed only once is loaded before the clock runs."}, {})
    print(f"{'corpus':30} {'files':>6} {'docs':>7} {'MB':>6} {'MB/s':>6} ", *(f"{name:>6}" for name in FAMILIES))
    rows = [
        run(archive, "documents" if options.documents else "files")
        for archive in archives
        if not options.names or any(name in archive.name for name in options.names)
    ]
    for row in rows:
        for trouble in row.troubles[:SHOWN]:
            print(f"{row.name}: {trouble.code} {trouble.path}:{trouble.line}: {trouble.message}")


def run(archive: Path, scope: str) -> Row:
    """One corpus: unpacked, checked, and its line printed."""
    name = archive.name.removesuffix(".tar.gz")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        start = time.process_time()
        findings = corpuslint.lint(folder, {"scope": scope})
        seconds = time.process_time() - start
    families = Counter(one.code[:3] for one in findings)
    done = findings.run
    troubles = [one._replace(path=one.path.removeprefix(f"{folder}/")) for one in findings.troubles]
    row = Row(name, done.files, done.documents, done.size, seconds, families, troubles)
    figures = f"{row.files:6,} {row.documents:7,} {row.size / 1e6:6.1f} {row.size / 1e6 / row.seconds:6.1f} "
    print(f"{name:30} {figures}", *(f"{families[family]:6,}" for family in FAMILIES), flush=True)
    return row


if __name__ == "__main__":
    main()
