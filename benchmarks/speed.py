"""The gate over a corpus of many small articles, beside other tools on the same files in the same run.

pip install -e '.[bench]'
python benchmarks/speed.py [--files N] [--text plain|curly|damaged]   articles written for the purpose
python benchmarks/speed.py --data DATA                                real news in which nothing is found
python benchmarks/speed.py --shapes [--files N]                       the same texts as files, JSON Lines and Parquet

One core, the rules for single documents, processor time of whole commands. Beside typos and codespell, where they are
installed: ripgrep with ten words, and the least that reading the files costs in C (needs `cc`) and in Python.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import articles
import clean_news
import timing

CLI = [sys.executable, "-m", "corpuslint", "-j1", "-q", "--exit-zero", "--scope", "documents"]
WORDS = "Subscribe|Advertisement|Read more|Click here|newsletter|copyright|Follow us|Cookie|Sign up|javascript"
PEERS = {
    "typos": ["typos", "-j1", "--format", "silent"],
    "codespell": ["codespell", "-q", "3"],
    "ripgrep": ["rg", "-j1", "-c", "--no-ignore", WORDS],
}
READ_C = r"""
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
static char buffer[1 << 16];
static void walk(int folder) {
    DIR *listing = fdopendir(folder);
    struct dirent *entry;
    while ((entry = readdir(listing)))
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            walk(openat(folder, entry->d_name, O_RDONLY));
        else if (entry->d_type == DT_REG) {
            int file = openat(folder, entry->d_name, O_RDONLY);
            while (read(file, buffer, sizeof buffer) > 0) {}
            close(file);
        }
    closedir(listing);
}
int main(int count, char **paths) { walk(open(paths[count - 1], O_RDONLY)); return 0; }
"""
READ_PYTHON = """
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        descriptor = os.open(folder + "/" + name, os.O_RDONLY)
        while os.read(descriptor, 65536):
            pass
        os.close(descriptor)
"""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--text", choices=["plain", "curly", "damaged"], default="plain")
    parser.add_argument("--data", type=Path, metavar="DATA", help="folder of the labelled sets")
    parser.add_argument("--shapes", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if arguments.shapes:
            print(_shapes(Path(name), arguments.files, arguments.rounds))
        else:
            print(_peers(Path(name), arguments))


def _peers(top: Path, arguments: argparse.Namespace) -> str:
    folder = top / "corpus"
    if arguments.data:
        files, size = clean_news.write(folder, arguments.data)
    else:
        files, size = articles.write(folder, articles.corpus(arguments.files, arguments.text))
    commands: dict[str, Sequence[str]] = {"corpuslint": [*CLI, str(folder)]}
    commands |= {name: [*command, str(folder)] for name, command in PEERS.items() if shutil.which(command[0])}
    if shutil.which("cc"):
        (top / "read.c").write_text(READ_C)
        subprocess.run(["cc", "-O2", "-o", top / "read", top / "read.c"], check=True)
        commands["reading in C"] = [str(top / "read"), str(folder)]
    commands["reading in Python"] = [sys.executable, "-c", READ_PYTHON, str(folder)]
    found = timing.costs(commands, arguments.rounds)
    few, whole = timing.peak([*CLI, f"{folder}/0000"]), timing.peak(commands["corpuslint"])
    kind = "real clean news" if arguments.data else f"{arguments.text} text"
    head = f"{files:,} files, {size / 1e6:.1f} MB of {kind}, one core, rules for single documents"
    foot = f"peak memory: {few:.0f} MiB on a hundred of the files, {whole:.0f} MiB on all"
    return "\n".join([head, *_table(found, size), *_missing(commands), foot])


def _table(found: Mapping[str, timing.Cost], size: int) -> list[str]:
    ours = found["corpuslint"].cpu
    lines = [f"{'command':20} {'version':10} {'CPU s':>8} {'MB/s':>8} {'corpuslint is':>16}"]
    for name, cost in found.items():
        times = "" if name == "corpuslint" else f"{cost.cpu / ours:.2f} × as fast"
        lines.append(f"{name:20} {_version(name):10} {cost.cpu:8.2f} {size / 1e6 / cost.cpu:8.1f} {times:>16}")
    return lines


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        pass
    if name not in PEERS:
        return ""
    told = subprocess.run([PEERS[name][0], "--version"], capture_output=True, text=True, check=True).stdout
    return told.split()[1]


def _missing(commands: Mapping[str, object]) -> list[str]:
    return [f"{name}: not installed" for name in (*PEERS, "reading in C") if name not in commands]


def _shapes(top: Path, count: int, rounds: int) -> str:
    sizes, commands = {}, {}
    for shape in ("files", "jsonl", "parquet"):
        (top / shape).mkdir()
        _, sizes[shape] = articles.write(top / shape, articles.corpus(count), shape=shape)
        commands[shape] = [*CLI, str(top / shape)]
    found = timing.costs(commands, rounds)
    lines = [f"the same {count:,} articles", f"{'as':10} {'CPU s':>8} {'MB/s':>8} {'of the speed on files':>24}"]
    for shape, cost in found.items():
        part = f"{found['files'].cpu / cost.cpu:.2f} ×"
        lines.append(f"{shape:10} {cost.cpu:8.2f} {sizes[shape] / 1e6 / cost.cpu:8.1f} {part:>24}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
