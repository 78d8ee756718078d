"""The gate over a folder of many small clean files, beside typos and codespell on the same files in the same run.

pip install -e '.[bench]'
python benchmarks/speed.py [--files N] [--curly]     articles written for the purpose
python benchmarks/speed.py --data DATA               real news in which nothing is found
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import articles
import clean_news
import timing

PEERS = {
    "typos -j1": ("typos", ["typos", "-j1", "--format", "silent"]),
    "codespell": ("codespell", ["codespell", "-q", "3"]),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5_000)
    parser.add_argument("--curly", action="store_true", help="typographic quotes")
    parser.add_argument("--data", type=Path, metavar="DATA", help="folder of the labelled sets")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.data:
            files, size = clean_news.write(Path(folder), arguments.data)
        else:
            files = arguments.files
            size = articles.write(Path(folder), files, curly=arguments.curly)
        cli = [sys.executable, "-m", "corpuslint", "-j1", "-q", "--scope", "documents"]
        commands = {"corpuslint": [*cli, folder]}
        for name, (tool, command) in PEERS.items():
            if shutil.which(tool):
                commands[name] = [*command, folder]
            else:
                print(f"{name}: not installed; pip install -e '.[bench]'")
        found = timing.costs(commands, 3)
        few, whole = timing.peak([*cli, f"{folder}/0000"]), timing.peak([*cli, folder])
    ours = found["corpuslint"].cpu
    print(f"{files:,} files, {size / 1e6:.1f} MB, one core, rules for single documents")
    print(f"{'command':14} {'version':10} {'CPU s':>8} {'MB/s':>8} {'corpuslint is':>14}")
    for name, cost in found.items():
        tool = "corpuslint" if name == "corpuslint" else PEERS[name][0]
        times = "" if name == "corpuslint" else f"{cost.cpu / ours:12.1f} ×"
        print(f"{name:14} {version(tool):10} {cost.cpu:8.2f} {size / 1e6 / cost.cpu:8.1f} {times:>14}")
    print(f"peak memory: {few:.0f} MiB on a hundred of the files, {whole:.0f} MiB on all")


if __name__ == "__main__":
    main()
