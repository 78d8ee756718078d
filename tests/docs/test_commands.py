"""Every command that the documentation shows is run, in a folder like the one that it is shown for.

Commands are the lines of blocks of `sh` and `console`, and each `corpuslint ...` in the text. Above a block that cannot
be run here stands a comment that says why, or who runs it: <!-- not run: REASON -->, <!-- install -->, <!-- tests -->,
<!-- snippet: ... -->. A page's commands are run in their order, in one folder.
"""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import threading
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Process

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"(?:<!-- ([\w ]+)(?:: (.*?))? -->\n)?```(\w+)\n(.*?)```", re.DOTALL)
SPAN = re.compile(r"`(corpuslint [^`]+)`")
RUN_BY_OTHERS = {"install", "tests", "snippet", "output", "needs"}
STANDS_FOR = {
    "corpuslint config show PATH": "corpuslint config show corpus/",
    "corpuslint config show FILE": "corpuslint config show corpus/a.txt",
    "corpuslint rule CODE": "corpuslint rule BLK001",
    "corpuslint index export FILE": "corpuslint index export archive.parquet",
    "corpuslint PATHS": "corpuslint corpus/",
    "corpuslint map --shard $SLURM_ARRAY_TASK_ID/16 corpus/ -o parts": "corpuslint map --shard 3/16 corpus/ -o others",
    "corpuslint report RUN": "corpuslint report run.json",
}
"""Words in capitals that stand for what a reader has."""
NAMED_ONLY = {
    "corpuslint accept", "corpuslint names prefer", "corpuslint undo RUN", "corpuslint --fix --review",
    "corpuslint corpus/ --fix --review", "corpuslint merge", "corpuslint map", "corpuslint --engine spark",
}  # fmt: skip
"""Commands that the text names and that want more than it says: an id, a name, a terminal. Their own tests run them."""
STAYS = re.compile(r"\bserver\b|--watch\b|\breview\b")
"""Commands that go on until somebody ends them."""
BEGUN = (b"Review: ", b"Watching ")
"""What they say of themselves, once they do, but for the server, which says nothing and ends with its input."""
PAIRS = ("Petterson", "Patterson")


def commands(page: Path) -> Iterator[str]:
    """What a page shows, once each and in order."""
    text = page.read_text("utf-8")
    for match in BLOCK.finditer(text):
        marker, reason, language, body = match.groups()
        if language not in {"sh", "console"} or marker in RUN_BY_OTHERS:
            continue
        if marker == "not run":
            assert len(reason or "") > 10, f"{page.name}: say why this block is not run"
            continue
        yield from lines(body)
    for span in SPAN.findall(BLOCK.sub("", text)):
        yield " ".join(span.split())


def lines(body: str) -> Iterator[str]:
    """The commands of a block, without prompts and comments."""
    for line in body.replace("\\\n", " ").splitlines():
        words = line.removeprefix("$ ").split(" #")[0].strip()
        if words and not words.startswith("#"):
            yield words


SHOWN = {page: list(dict.fromkeys(commands(page))) for page in PAGES}


def prepare(process: Process) -> None:
    """A corpus under git, a branch that changed something, runs that were kept, and a fix to take back."""
    article = 'Mayor Petr Havelik opened the bridge on Monday .\n\n\n\n\nHe called it "a long day" ".\n'
    names = "".join(f"President {name} Zelenskyy met {pair} Lund again.\n" for name in ("Volodymyr",) for pair in PAIRS)
    files = {"corpus/a.txt": article, "corpus/b.txt": names, "news/c.txt": article.replace("Monday", "Tuesday")}
    files |= {"seeds/one.txt": article, "new/a.txt": names, "new/b.txt": "The ferry stays in port.\n"}
    files |= {f"news/{n}.txt": f"{names}Volodymyr Zelensky and Zelenskyy spoke on day {n}.\n" for n in range(6)}
    rule = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("```yaml\n", 1)[1].split("```", 1)[0]
    files["house/president-style.yaml"] = "\n".join(line.removeprefix("   ") for line in rule.splitlines())
    process.write(files)
    for git in ("init -q -b main", "add .", "commit -q -m one", "checkout -q -b branch", "add ."):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *git.split()], cwd=process.folder, check=True
        )
    process("new/a.txt", "--output", "json:run.json", "--output", "json:old.json", "--output", "json:new.json")
    process("seeds", "--fix")


def extras(words: list[str]) -> None:
    """What is installed is what can be installed."""
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = re.fullmatch(r"corpuslint(?:\[([\w,]+)\])?", words[-1])
    assert found, words
    assert set((found[1] or "").split(",")) - {""} <= known["optional-dependencies"].keys()


@pytest.mark.parametrize("page", [page for page, shown in SHOWN.items() if shown], ids=lambda page: page.name)
def test_the_commands_of_a_page(page: Path, process: Process) -> None:
    prepare(process)
    failed = [f"{command}\n{said}" for command in SHOWN[page] if (said := run(process, command))]

    assert failed == []


def run(process: Process, command: str) -> str:
    """What is wrong with a command; "" for nothing."""
    if command in NAMED_ONLY:
        return ""
    words = shlex.split(STANDS_FOR.get(command, command))
    if words[:2] == ["pip", "install"]:
        extras(words)
        return ""
    if words[0] != "corpuslint":
        return "say above the block why it is not run, or let it begin with corpuslint"
    if STAYS.search(command):
        return stays(process, words[1:])
    done = process(*words[1:])
    return "" if done.code in {0, 1} else f"exit status {done.code}: {done.err}"


def stays(process: Process, arguments: list[str]) -> str:
    """What is wrong with a command that goes on: it must until Ctrl-C, or end in order when its input does."""
    more = ["--no-browser"] if arguments[0] == "review" and "--no-browser" not in arguments else []
    child = process.start(*arguments, *more, stderr=subprocess.STDOUT)
    assert child.stdout is not None
    end = threading.Timer(PATIENCE, child.kill)
    end.start()
    said = b""
    with child:
        for line in child.stdout:
            said += line
            if line.startswith(BEGUN):
                child.send_signal(signal.SIGINT)
    end.cancel()
    return "" if child.returncode in {0, 1, 130} else f"exit status {child.returncode}: {said.decode()}"


def test_what_is_only_named_is_still_named() -> None:
    shown = {command for of_page in SHOWN.values() for command in of_page}

    assert {*STANDS_FOR} - shown == set()
    assert len(shown) > 50


def test_wrong_commands_are_found(process: Process) -> None:
    prepare(process)

    assert "exit status 2" in run(process, "corpuslint corpus/ --no-such-option")
    assert "exit status 2" in run(process, "corpuslint rule XYZ999")
    assert "why it is not run" in run(process, "rm -r corpus/")
    with pytest.raises(AssertionError):
        run(process, "pip install 'corpuslint[nothing]'")
    assert json.loads(process.read("run.json"))["summary"]["files"] == 1
