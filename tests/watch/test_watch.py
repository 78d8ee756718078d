"""What `--watch` tells of changes, and that it comes to what a fresh run comes to."""

from __future__ import annotations

import os
import pty
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Process
from tests.processes import LINUX, children, lives, wait_for
from tests.stories import WALL
from tests.watch.conftest import Watching

Watch = Callable[..., Watching]


def test_it_tells_of_a_change_and_ends_with_the_code_of_the_last_state(process: Process, watch: Watch) -> None:
    process.write({"a.txt": "All is well.\n", "b.txt": "Two commas,, here.\n"})
    watching = watch()
    assert watching.state() == ["b.txt:1:11: warning PUN003"]

    process.write({"a.txt": "All is well.\nThen,, not.\n"})
    assert watching.state() == ["a.txt:2:5: warning PUN003", "b.txt:1:11: warning PUN003"]
    (process.folder / "b.txt").unlink()
    assert watching.state() == ["a.txt:2:5: warning PUN003"]
    process.write({"new/c.txt": "One more,, at last.\n"})
    assert watching.state() == ["a.txt:2:5: warning PUN003", "new/c.txt:1:9: warning PUN003"]
    shutil.rmtree(process.folder / "new")
    assert watching.state() == ["a.txt:2:5: warning PUN003"]
    os.replace(_saved(process, "All is well.\n"), process.folder / "a.txt")  # as editors save
    assert watching.state() == []
    watching.settled()

    assert watching.end() == 0


def test_the_figures_are_those_of_the_state(process: Process, watch: Watch) -> None:
    process.write({"a.txt": "All is well.\n", "b.txt": "Two commas,, here.\n"})
    watching = watch("--statistics")
    assert watching.said("no finding.") == "1 of 2 documents (50.0 %) has no finding."

    process.write({"a.txt": "Then,, not.\n"})
    assert watching.said("PUN003") == "2 in 2 documents  PUN003 [*] doubled-comma"
    assert watching.said("no finding.") == "0 of 2 documents (0.0 %) have no finding."
    assert watching.end() == 1


def _saved(process: Process, text: str) -> Path:
    path = process.folder / "a.txt~"
    path.write_text(text, "utf-8")
    return path


def test_with_findings_left_ctrl_c_is_exit_1(process: Process, watch: Watch) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    watching = watch()
    assert len(watching.state()) == 1
    watching.said("Watching 1 file.")

    assert watching.end() == 1


def test_a_configuration_holds_as_soon_as_it_is_written(process: Process, watch: Watch) -> None:
    process.write({"a.txt": "Two commas,, here.\n", "corpuslint.toml": ""})
    watching = watch()
    assert watching.state() == ["a.txt:1:11: warning PUN003"]

    process.write({"corpuslint.toml": '[lint]\nignore = ["PUN003"]\n'})
    assert watching.state() == []
    process.write({"corpuslint.toml": '[lint]\nignoer = ["PUN003"]\n'})
    assert "ignoer" in watching.said("error")
    process.write({"corpuslint.toml": '[lint]\nseverity = {PUN003 = "error"}\n'})
    assert watching.state() == ["a.txt:1:11: error PUN003"]
    done = process("accept", "a.txt:1:PUN003", "--reason", "so it was printed")
    assert done.code == 0
    assert watching.state() == []
    process.write({"corpuslint.toml": "scope ="})
    watching.said("error")

    assert watching.end() == 2


def test_rules_across_files_judge_the_changed_file_by_the_others(process: Process, watch: Watch) -> None:
    process.write({"a.txt": WALL, "b.txt": "Something else altogether, and short.\n"})
    watching = watch()
    assert watching.state() == []

    process.write({"b.txt": WALL})
    assert watching.state() == ["b.txt:1:1: warning DUP001"]
    assert watching.settled() == ["b.txt:1:1: warning DUP001"]
    (process.folder / "a.txt").unlink()
    assert watching.settled() == []


def test_it_comes_to_what_a_fresh_run_comes_to(process: Process, watch: Watch) -> None:
    chance = random.Random(7)  # noqa: S311 - for a story, not for secrets
    people = ["Olena Zelenskyy", "Olena Zelensky", "Jens Holm", "Jens  Holm"]
    process.write({f"{n}.txt": _article(chance, people[n % 2 * 2 : n % 2 * 2 + 1]) for n in range(12)})
    process.write({"s.jsonl": '{"id": "1", "text": "Fine."}\n{"id": "2", "text": "Not,, fine."}\n'})
    watching = watch("--scope", "corpus", "--preview")
    last = watching.settled()
    for turn in range(5):
        for _ in range(turn + 1):
            _change(process, chance, people)
        last = watching.settled()

    fresh = process("--scope", "corpus", "--preview", "--output-format", "concise", "-q", "--no-cache")

    assert last == [" ".join(line.split()[:3]) for line in fresh.out.splitlines()]
    assert last != []


def _article(chance: random.Random, people: list[str]) -> str:
    lines = WALL.splitlines(keepends=True)
    said = f'"It is a beginning," said {chance.choice(people)}, who led the talks{chance.choice([",,", ""])}.\n'
    return (
        "".join(chance.sample(lines, 3)) + said + f"The vote was {chance.randint(1, 99)} to {chance.randint(1, 9)}.\n"
    )


def _change(process: Process, chance: random.Random, people: list[str]) -> None:
    name = f"{chance.randint(0, 14)}.txt"
    if chance.random() < 0.2:
        (process.folder / name).unlink(missing_ok=True)
    elif chance.random() < 0.2:
        process.write(
            {"s.jsonl": f'{{"id": "{chance.randint(1, 2)}", "text": "So,, it is."}}\n' * chance.randint(1, 2)}
        )
    else:
        process.write({name: _article(chance, people)})


def test_a_report_among_the_texts_does_not_feed_itself(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    with (process.folder / "out.txt").open("wb") as out, (process.folder / "err.txt").open("wb") as err:
        child = process.start("--watch", "-o", "report.txt", "--verbose", stdout=out, stderr=err)
        wait_for(lambda: b"Watching" in process.read("err.txt"))
        process.write({"a.txt": "Two commas,, here,, too.\n"})
        wait_for(lambda: process.read("err.txt").count(b"Watching") == 2)
        child.send_signal(signal.SIGINT)

    assert child.wait(30) == 1
    assert process.read("err.txt").count(b"checked again") in {1, 2}  # a file is emptied before it is written
    assert process.read("report.txt").count(b"--> a.txt:1") == 2


def test_a_terminal_is_cleared_for_each_state(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    ours, theirs = pty.openpty()
    child = process.start(
        "--watch", "--color", "never", stdout=theirs, stderr=theirs, environment={"TERM": "xterm", "COLUMNS": "100"}
    )
    os.close(theirs)
    seen = _read_until(ours, b"Ctrl-C ends.")
    process.write({"a.txt": "All is well.\n"})
    later = _read_until(ours, b"no findings")
    child.send_signal(signal.SIGINT)

    assert child.wait(30) == 0
    assert seen.count(b"\x1b[2J\x1b[3J\x1b[H") == 1
    assert b"PUN003" in seen
    assert later.lstrip(b"\r\n").startswith(b"\x1b[2J\x1b[3J\x1b[H")
    os.close(ours)


def _read_until(descriptor: int, wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        seen += os.read(descriptor, 4096)
    return seen


def test_what_does_not_go_together_is_said(process: Process) -> None:
    process.write({"a.txt": "x\n"})

    for arguments in (["--fix"], ["--fix", "--review"], ["--diff"], ["--write-baseline"], ["-"], ["--show-files"]):
        done = process("--watch", *arguments)
        assert (done.code, done.raw) == (2, b"")
        assert "--watch and" in done.err
    missing = process("--watch", "nowhere/a.txt")
    assert missing.code == 2
    assert "nowhere" in missing.err


def test_without_watchfiles_it_says_what_to_install(process: Process, tmp_path: Path) -> None:
    without = tmp_path / "without"
    without.mkdir()
    (without / "watchfiles.py").write_text("raise ImportError('not here')\n", "utf-8")

    done = process("--watch", PYTHONPATH=str(without))

    assert done.code == 2
    assert "pip install 'corpuslint[watch]'" in done.err


@LINUX
def test_a_killed_watch_leaves_no_process(process: Process) -> None:
    process.write({"a.txt": "Two commas,, here.\n"})
    child = process.start("--watch", "-s")
    wait_for((process.folder / ".corpuslint_cache").is_dir)
    process.write({"a.txt": "Two commas,, here.\nMore,, of them.\n"})
    wait_for(lambda: len(children(child.pid)) >= 2)  # the worker, and what tracks its resources
    workers = children(child.pid)
    child.kill()
    child.communicate()

    wait_for(lambda: not any(map(lives, workers)))
