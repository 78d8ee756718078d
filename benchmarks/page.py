"""The page of measured figures in the docs, made anew from runs of the benchmarks.

pip install -e '.[bench,parquet]'
python benchmarks/page.py [DATA] [--only NAME ...]

DATA is the folder of the labelled sets; parts that need it are left as they are without it. `--only` makes some parts
anew and leaves the others as they are. A whole page takes about an hour of a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
PEERS = ("typos", "codespell", "ftfy", "plsfix", "chardet", "charset-normalizer", "datasketch", "rensa", "rapidfuzz")
DATA = "DATA"
HEAD = """# Benchmarks

Every block is what one command printed; `python benchmarks/page.py DATA` makes the page anew. Times are processor
time, the tools of one table took turns on the same files, and ratios are what to read: seconds hang on the machine.
How right the rules are stands on the page of each rule.
"""


class Part(NamedTuple):
    """A section of the page: its name, its title, what it says before the figures, and the command."""

    name: str
    title: str
    text: str
    command: Sequence[str]


PARTS = (
    Part(
        "startup",
        "Start-up",
        "A run on four clean files, beside a Python that does nothing.",
        ["startup.py"],
    ),
    Part(
        "speed",
        "The gate over small clean files",
        "All rules for single documents, one core, articles of simple sentences. The other tools look for other "
        "things; the comparison is the time to run a gate over the same corpus. Reading in C is the floor.",
        ["speed.py", "--files", "100000"],
    ),
    Part("curly", "The same with typographic marks", "", ["speed.py", "--files", "20000", "--text", "curly"]),
    Part(
        "damaged",
        "Damaged text",
        "About one fault in 400 bytes, so that every document has findings: here the rules decide, not the gate.",
        ["speed.py", "--files", "5000", "--text", "damaged"],
    ),
    Part(
        "news",
        "Real clean news",
        "Articles of real news in which nothing is found; quotation marks, which need a closer look, cost most.",
        ["speed.py", "--data", DATA],
    ),
    Part("shapes", "Files, JSON Lines, Parquet", "", ["speed.py", "--shapes", "--files", "50000"]),
    Part(
        "scaling",
        "One and two workers, from 10,000 to 200,000 documents",
        "Rules for single documents.",
        ["scaling.py"],
    ),
    Part(
        "corpus",
        "Rules across files, from 10,000 to 100,000 documents",
        "All rules, without an index.",
        ["scaling.py", "--scope", "files", "--shape", "jsonl", "--sizes", "10000", "30000", "100000"],
    ),
    Part(
        "workers",
        "What a second worker gains, and what it costs that every item is answered",
        "Wall time, which says something only where nobody else uses the machine.",
        ["workers.py"],
    ),
    Part(
        "engines",
        "Two processes of one machine beside the engine spark",
        "Near-duplicates; processor time and memory of all processes, those of Java among them.",
        ["cluster.py", "--documents", "100000", "200000", "500000"],
    ),
    Part("index", "The corpus index", "", ["index_speed.py", "--documents", "100000"]),
    Part("encoding", "Encoding rules beside ftfy and plsfix", "", ["encoding_speed.py"]),
    Part("duplicates", "Near-duplicates beside datasketch and rensa", "", ["duplicates_speed.py", DATA, "--peers"]),
    Part(
        "names",
        "Names",
        "The part for single documents, then 10,000 full articles on one core.",
        ["names_speed.py", f"{DATA}/names", f"{DATA}/corpora", "--only", "note", "articles"],
    ),
    Part(
        "corpora",
        "Raw corpora in their own formats",
        "Rules for single documents.",
        ["corpora.py", DATA, "reuters", "horne", "haber", "article", "--documents"],
    ),
    Part(
        "profile",
        "Where the time of a run goes",
        "Articles of simple sentences, then real clean news.",
        ["where_time_goes.py", "--files", "20000"],
    ),
    Part("profile-news", "Where the time goes on real news", "", ["where_time_goes.py", "--data", DATA]),
)


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", metavar="DATA")
    parser.add_argument("--only", nargs="+", choices=[part.name for part in PARTS], metavar="NAME")
    arguments = parser.parse_args()
    blocks = known(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    for part in PARTS:
        wanted = not arguments.only or part.name in arguments.only
        if wanted and (arguments.data or not any(map(_is_data, part.command))):
            print(f"{part.name} ...", file=sys.stderr)
            blocks[part.name] = measured(part, str(arguments.data))
            PAGE.write_text(page(blocks), "utf-8")


def known(text: str) -> dict[str, str]:
    """The blocks of a page, by the names of their parts."""
    return dict(re.findall(r"<!-- ([\w-]+) -->\n```text\n(.*?)```\n", text, re.DOTALL))


def measured(part: Part, data: str) -> str:
    """What the command of a part prints."""
    command = [word.replace(DATA, data, 1) if _is_data(word) else word for word in part.command]
    done = subprocess.run(
        [sys.executable, HERE / command[0], *command[1:]], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.rstrip("\n") + "\n"


def _is_data(word: str) -> bool:
    return word == DATA or word.startswith(f"{DATA}/")


def page(blocks: Mapping[str, str]) -> str:
    """The page with what was measured."""
    sections = [_section(part, blocks[part.name]) for part in PARTS if part.name in blocks]
    return "\n".join([HEAD, _versions(), *sections])


def _versions() -> str:
    peers = [f"{name} {found}" for name in PEERS if (found := _version(name))]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.system()}, {cores} cores, Python {platform.python_version()}; {', '.join(peers)}.\n"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _section(part: Part, block: str) -> str:
    text = f"{part.text}\n\n" if part.text else ""
    command = f"`python benchmarks/{' '.join(part.command)}`"
    return f"## {part.title}\n\n{text}{command}\n\n<!-- {part.name} -->\n```text\n{block}```\n"


if __name__ == "__main__":
    main()
