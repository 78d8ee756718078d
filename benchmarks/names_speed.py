"""What finding inconsistent names costs: `python benchmarks/names_speed.py NAMES CORPORA [--only STEP ...]`.

NAMES is the folder of the judged names, CORPORA that of the raw corpora (reuters21578.tar.gz, rss2022h1.tar.gz).
Steps: `note`, the per-document part alone, in MB of UTF-8 a second; `articles`, 10,000 full articles on one core;
`many`, 100,000 documents with two processes; `changed`, ten changed files of 10,000 against a lock, and against the
index. Whole commands with the rules NAM001 and NAM002; seconds are processor time, and the elapsed time beside it;
memory is the peak of the largest process. Linux and macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from names_sets import read
from names_unseen import feeds, reuters

from corpuslint.starting import collect_late
from corpuslint.text import language, names

STEPS = ("note", "articles", "many", "changed")
RULES = ("--select", "NAM001,NAM002", "--exit-zero", "-q", "--output-format", "json", "--progress", "never")
_MEASURED = """
import json, os, resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
scale = 1 if sys.platform == "darwin" else 1024
print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss * scale]))
"""


def articles(data: str, corpora: str, count: int) -> list[str]:
    """Full articles first, then agency items, feed items, and eighths of articles, in a fixed random order."""
    sets = read(data)
    full = [text for name in ("intl", "mixed") for text in sets[name].texts]
    found = full + list(reuters(os.path.join(corpora, "reuters21578.tar.gz")))[: max(0, 10_000 - len(full))]
    if count > len(found):
        found += sets["feeds"].texts
        found += feeds(os.path.join(corpora, "rss2022h1.tar.gz"))
    if count > len(found):
        found += [part for text in full for part in _eighths(text)]
    found = found[:count]
    random.Random(1).shuffle(found)
    return found


def _eighths(text: str) -> Iterable[str]:
    lines = text.split("\n")
    size = -(-len(lines) // 8)
    return ("\n".join(lines[at : at + size]) for at in range(0, len(lines), size))


def note(texts: Sequence[str]) -> None:
    """The per-document part as the command runs it, best of three."""
    collect_late()
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    best, kept = float("inf"), 0
    for _ in range(3):
        start = time.process_time()
        kept = sum(len(names.note(text, "", language.detect, language.likely)) for text in texts)
        best = min(best, time.process_time() - start)
    speed = f"{size / 1e6 / best:.1f} MB/s"
    print(f"note: {len(texts):,} articles, {size / 1e6:.1f} MB: {speed}, {kept / size:.3f} of the size kept")


def run(folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Elapsed and processor seconds and the peak in MB of a command in a folder."""
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "corpuslint", *arguments]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, check=True)
    wall, cpu, peak = json.loads(done.stdout)
    return wall, cpu, peak / 1e6


def shown(title: str, cost: tuple[float, float, float]) -> None:
    """One line of the table."""
    print(f"{title}: {cost[1]:.1f} s of processor time, {cost[0]:.1f} s elapsed, peak {cost[2]:,.0f} MB")


def whole(title: str, texts: Sequence[str], jobs: str) -> None:
    """A cold run over records in sixteen files."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for part in range(16):
            rows = (json.dumps({"id": str(n), "text": texts[n]}) + "\n" for n in range(part, len(texts), 16))
            (folder / f"{part:02}.jsonl").write_text("".join(rows), encoding="utf-8")
        shown(f"{title}: {len(texts):,} documents", run(folder, ".", *RULES, "--jobs", jobs))


def changed(texts: Sequence[str]) -> None:
    """Ten changed files in a folder of many, after an index and after a lock was made."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "corpuslint.toml").write_text("")
        for n, text in enumerate(texts):
            (folder / f"{n % 100:02}").mkdir(exist_ok=True)
            (folder / f"{n % 100:02}" / f"{n}.txt").write_text(text, encoding="utf-8", errors="replace")
        paths = [f"{n:02}/{n}.txt" for n in range(10)]
        shown("first run of the index", run(folder, "--scope", "corpus", *RULES))
        _touch(folder, paths)
        shown("10 changed files, index", run(folder, "--scope", "corpus", *RULES, *paths))
        shown("lock", run(folder, "names", "lock"))
        _touch(folder, paths)
        shown("10 changed files, lock", run(folder, "-q", "--select", "NAM", "--exit-zero", *paths))


def _touch(folder: Path, paths: Sequence[str]) -> None:
    for path in paths:
        with (folder / path).open("a", encoding="utf-8") as stream:
            stream.write("And so it ended.\n")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names")
    parser.add_argument("corpora")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=STEPS)
    options = parser.parse_args()
    ten = articles(options.names, options.corpora, 10_000)
    if "note" in options.only:
        note(ten)
    if "articles" in options.only:
        whole("articles", ten, "1")
    if "many" in options.only:
        whole("many", articles(options.names, options.corpora, 100_000), "2")
    if "changed" in options.only:
        changed(ten)


if __name__ == "__main__":
    main()
