"""What the corpus index costs and saves: a corpus of articles as files and as shards, and ten new texts.

python benchmarks/index_speed.py [--documents 100000] [--select DUP]
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from pathlib import Path

import articles
import timing

FOLDER = 1_000
"""Files of a folder."""
SHARDS = 20
ROUNDS = 5


def write(folder: Path, documents: int) -> int:
    """The same articles as files and as shards, and ten more beside each; the bytes of the articles."""
    chance = random.Random(1)
    words = articles.vocabulary(chance)
    size = 0
    for kind in ("files", "shards"):
        (folder / kind / "new").mkdir(parents=True)
        (folder / kind / "corpuslint.toml").write_text("", "utf-8")
    shards = [(folder / "shards" / f"{n:02}.jsonl").open("w", encoding="utf-8") for n in range(SHARDS)]
    for number in range(documents):
        text = articles.unlike(chance, words)
        size += len(text)
        below = folder / "files" / f"{number // FOLDER:04}"
        below.mkdir(exist_ok=True)
        (below / f"{number:07}.txt").write_text(text, "utf-8")
        shards[number * SHARDS // documents].write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
    for shard in shards:
        shard.close()
    return size


def add(folder: Path, seed: int) -> None:
    """Ten articles that were not there before, in place of the last ten."""
    chance = random.Random(seed)
    words = articles.vocabulary(chance)
    shutil.rmtree(folder / "new")
    (folder / "new").mkdir()
    for number in range(10):
        (folder / "new" / f"{number}.txt").write_text(articles.unlike(chance, words), "utf-8")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--select", default="DUP", help="rules (default: DUP)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = write(folder, arguments.documents)
        print(
            f"{arguments.documents:,} documents, {size / 1e6:,.0f} MB; rules {arguments.select}; CPU s, wall s, peak MB"
        )
        for kind in ("files", "shards"):
            measure(folder / kind, arguments.select)


def measure(folder: Path, select: str) -> None:
    """The rows of one kind of corpus."""
    cli = [sys.executable, "-P", "-m", "corpuslint"]
    rules = ["--select", select, "--config", str(folder / "corpuslint.toml")]
    root = ["env", "-C", str(folder)]
    check = [*root, *cli, "--scope", "corpus", "--no-document-rules", *rules]
    archive = str(folder.parent / f"{folder.name}.parquet")
    told(folder, "whole corpus, no index", [*check, "--no-cache"])
    told(folder, "index build, cold", [*root, *cli, "index", "build", *rules])
    told(folder, "whole corpus, with index", check)
    costs = []
    for seed in range(ROUNDS):
        add(folder, seed)
        costs.append(timing.once([*check, "new"]))
    row(folder, "ten new files against the corpus", *(min(part) for part in zip(*costs, strict=True)))
    costs = [timing.once([*check, "new"]) for _ in range(ROUNDS)]
    row(folder, "the same ten files again", *(min(part) for part in zip(*costs, strict=True)))
    trusting = [*check, "--trust-index", "new"]
    timing.once(trusting)
    costs = []
    for seed in range(ROUNDS, 2 * ROUNDS):
        add(folder, seed)
        costs.append(timing.once(trusting))
    row(folder, "ten new files, --trust-index", *(min(part) for part in zip(*costs, strict=True)))
    told(folder, "index export", [*root, *cli, "index", "export", archive, *rules])
    told(folder, "ten files --against that", [*root, *cli, "new", "--against", archive, *rules])
    told(folder, "ten new files, no index", [*check, "--no-cache", "new"])
    total = sum(path.stat().st_size for path in folder.rglob("*.segment"))
    print(f"{folder.name:7} {'index on disk':34} {total / 1e6:8.1f} MB")


def told(folder: Path, label: str, command: list[str]) -> None:
    """Run a command once, and print its row."""
    cpu, wall = timing.once(command)
    row(folder, label, cpu, wall, timing.peak(command) if "cold" not in label else 0)


def row(folder: Path, label: str, cpu: float, wall: float, peak: float = 0) -> None:
    """One line of the table."""
    print(f"{folder.name:7} {label:34} {cpu:8.3f} {wall:8.3f} {f'{peak:8.0f}' if peak else ''}", flush=True)


if __name__ == "__main__":
    main()
