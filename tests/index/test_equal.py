"""With an index and without: the same bytes, whatever was changed, however the files come."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.index.conftest import WANTED, asked, changed, corpus

if TYPE_CHECKING:
    from tests.conftest import Process


DUP = ("--select", "DUP")


def codes(answer: tuple[int, bytes]) -> set[str]:
    return {row["code"] for row in json.loads(answer[1])["findings"]}


def test_the_whole_corpus_cold_and_warm(peopled: Process) -> None:
    without = asked(peopled, "--no-cache")

    cold, warm = asked(peopled), asked(peopled)

    assert {"DUP001", "DUP002", "DUP007", "NAM001"} <= codes(without)
    assert cold == without
    assert warm == without


@pytest.mark.parametrize("select", ["DUP,NAM", "DUP", "ALL"])
def test_some_documents_against_the_whole(peopled: Process, select: str) -> None:
    asked(peopled, "--select", select)

    for wanted in WANTED:
        warm = asked(peopled, "--select", select, *wanted)
        assert warm == asked(peopled, "--select", select, "--no-cache", *wanted)
        assert {row["location"]["path"] for row in json.loads(warm[1])["findings"]} <= set(wanted)


def test_files_that_change_come_and_go(peopled: Process) -> None:
    asked(peopled)
    before = changed(corpus())
    state = os.stat(peopled.folder / "paper/s03.txt")
    peopled.write(before)
    os.utime(peopled.folder / "paper/s03.txt", ns=(state.st_atime_ns, state.st_mtime_ns))
    for name in ("wire/copy0.txt", "wire/same.txt", "market/m03.txt"):
        (peopled.folder / name).unlink()
    (peopled.folder / "wire/copy1.txt").rename(peopled.folder / "moved.txt")

    for wanted in (("paper/s03.txt", "new"), ("new/b.txt", "moved.txt"), ()):
        assert asked(peopled, *wanted) == asked(peopled, "--no-cache", *wanted)


def test_batches_any_order_any_number_of_processes(peopled: Process) -> None:
    """As pre-commit may call a hook: what is said of a file is the same in one call and in many."""
    names = sorted(name for name in corpus() if name.endswith((".txt", ".jsonl")))[::9]

    def findings(*arguments: str) -> set[str]:
        return {json.dumps(row) for row in json.loads(asked(peopled, *arguments)[1])["findings"]}

    whole = findings(*names)
    assert whole
    assert findings(*reversed(names), "-j", "3") == whole
    assert findings(*names[1::2]) | findings(*names[::2]) == whole
    assert set().union(*(findings(name) for name in names)) == whole


def test_from_another_folder_and_under_another_name(peopled: Process) -> None:
    asked(peopled)
    folder = peopled.folder

    peopled.folder = folder / "wire"
    assert asked(peopled, "copy2.txt", "--fail-on", "info")[0] == 1
    assert asked(peopled, "copy2.txt") == asked(peopled, "copy2.txt", "--no-cache")

    shutil.copytree(folder, folder.parent / "elsewhere")
    peopled.folder = folder.parent / "elsewhere"
    assert asked(peopled, "wire") == asked(peopled, "wire", "--no-cache")


def test_settings_that_say_how_files_are_read(peopled: Process) -> None:
    asked(peopled)
    for setting in (
        'documents.jsonl.text="title"',
        'encoding."old/*"="latin-1"',
        'lint.per-file-ignores."old/*"=["ENC", "DUP"]',
        "max-file-size=900",
        'lint.ignore=["ENC"]',
    ):
        assert asked(peopled, "--config", setting) == asked(peopled, "--no-cache", "--config", setting), setting


def test_a_file_that_cannot_be_read_is_told_every_time(peopled: Process) -> None:
    peopled.write({"bad.jsonl": b'{"text": "one"}\n{"text": \n'})

    answers = [asked(peopled, *more) for more in ((), (), ("--no-cache",))]

    assert answers[0] == answers[1] == answers[2]


def test_the_index_holds_no_text_and_nothing_that_git_sees(peopled: Process) -> None:
    asked(peopled)
    cache = peopled.folder / ".corpuslint_cache"

    kept = b"".join(path.read_bytes() for path in cache.rglob("*.segment"))

    assert kept
    assert story_line() not in kept
    assert "*" in (cache / ".gitignore").read_text().split()


def story_line() -> bytes:
    return b"said an aide of"


def test_a_diff_is_that_of_a_run_without_it(peopled: Process) -> None:
    asked(peopled)

    with_index, without = (
        peopled("check", "--scope", "corpus", "--diff", "old", *options) for options in ((), ("--no-cache",))
    )

    assert (with_index.code, with_index.raw) == (without.code, without.raw)
    assert "error" not in with_index.err


@pytest.mark.parametrize(
    ("wanted", "options"),
    [
        (("wire", "old"), ("--unsafe-fixes",)),
        (("paper/s07.txt", "paper/s06.txt", "old"), ("--unsafe-fixes", "--select", "ALL")),
        (("other.jsonl", "wire/same.txt"), ("--unsafe-fixes", *DUP)),
        (("old",), ()),
    ],
)
def test_fixes_are_those_of_a_run_without_it(peopled: Process, wanted: Sequence[str], options: Sequence[str]) -> None:
    """Copies go to the quarantine, names are changed, bytes are mended; what is left is said of the corpus as it is."""
    selected = [*options[options.index("--select") :]] if "--select" in options else []
    asked(peopled, *selected)
    here = peopled.folder
    there = shutil.copytree(here, here.parent / "other" / here.name, ignore=shutil.ignore_patterns(".corpuslint_cache"))

    fixed = asked(peopled, *wanted, "--fix", *options)
    left = asked(peopled, *wanted, *selected)
    files = texts(here)
    peopled.folder = there
    without = asked(peopled, *wanted, "--fix", *options, "--no-cache")

    assert json.loads(fixed[1])["findings"] == json.loads(without[1])["findings"]
    assert fixed[0] == without[0]
    assert files == texts(there)
    assert left == asked(peopled, *wanted, *selected, "--no-cache")


def texts(folder: Path) -> dict[str, bytes]:
    """The files of a corpus by name, without what was put aside."""
    every = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in every}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".corpuslint")}


def test_members_of_archives(peopled: Process) -> None:
    with zipfile.ZipFile(peopled.folder / "post.zip", "w") as archive:
        archive.writestr("in/twin.txt", corpus()["paper/s07.txt"])
        archive.writestr("in/other.txt", "Nothing like it was ever written in this valley before.\n")
    expected = asked(peopled, "--no-cache", *DUP, "post.zip")

    assert "DUP001" in codes(expected)
    assert asked(peopled, *DUP, "post.zip") == expected
    assert asked(peopled, *DUP, "post.zip") == expected
    assert asked(peopled, *DUP, "paper/s07.txt") == asked(peopled, "--no-cache", *DUP, "paper/s07.txt")


def test_a_corpus_larger_than_memory_is_judged_bit_by_bit(peopled: Process) -> None:
    """With so little room that a few documents are judged at a time, each with what matters for it."""
    code = (
        "import sys; from corpuslint.index import keeping, merging, view\n"
        "merging.LARGE, view.AT_ONCE, view.TOGETHER, view.SHARE, keeping.FULL = 5, 0, 7, 9999, 9000\n"
        "from corpuslint.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    arguments = ("check", "--scope", "corpus", "--output-format", "json", "--select", "DUP,NAM")
    child = peopled.start(*arguments, program=("-c", code))
    out, err = child.communicate(timeout=120)

    assert not err
    assert len(list(peopled.folder.glob(".corpuslint_cache/index/*/*.segment"))) > 1
    assert (child.returncode, out) == asked(peopled, "--select", "DUP,NAM", "--no-cache")
