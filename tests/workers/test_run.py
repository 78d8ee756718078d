"""A run with workers: a file that costs a worker its life is told and the rest is checked; all else is as with one."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpuslint.machine import processors
from tests.processes import LINUX, PATIENCE, children, lives, wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable

    from tests.conftest import Done, Process

RULES = ("--rules", str(Path(__file__).with_name("rules")), "--select", "X201", "--scope", "documents")


def articles(count: int) -> dict[str, bytes | str]:
    return {f"{n % 7}/{n:04}.txt": f"Day {n}: the harbour stays closed.\n" for n in range(count)}


KINDS = (
    (".txt", "Day {}: the harbour stays closed.\n"),
    (".md", "Day {}: the harbour stays closed.\n"),
    (".html", "<p>Day {}: the harbour stays closed.</p>\n"),
    (".jsonl", '{{"text": "Day {}: the harbour stays closed."}}\n'),
)


def report(done: Done) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done.raw)
    return found


def found(done: Done) -> set[tuple[str, int]]:
    """Path and record of every finding."""
    return {(one["location"]["path"], one["location"].get("record", 0)) for one in report(done)["findings"]}


DEATHS = [
    ("KILLED", "its worker was killed, which the system does where memory runs out"),
    ("ENDED", "its worker ended with status 3"),
    ("STUCK", "it took longer than 1 seconds"),
]


@pytest.mark.parametrize(("word", "reason"), DEATHS, ids=[word for word, _ in DEATHS])
def test_a_file_that_ends_its_worker_is_told(process: Process, word: str, reason: str) -> None:
    files = articles(400)
    files["3/bad.txt"] = f"The harbour is {word}.\n"
    process.write({**files, "corpuslint.toml": "worker-timeout = 1\n"})

    done = process("-j2", *RULES, "--output-format", "json")

    assert done.code == 2
    assert found(done) == {(name, 0) for name in files if name != "3/bad.txt"}
    assert done.err == f"3/bad.txt: RUN903 not checked: {reason}; exclude it, or report it\n"


@pytest.mark.parametrize("kinds", [KINDS[:1], KINDS], ids=["alike", "of many kinds"])
def test_every_file_is_checked_once_however_the_work_begins(
    process: Process, kinds: tuple[tuple[str, str], ...]
) -> None:
    files = {f"{n // 90:02}/{n:04}{kind}": text.format(n) for n in range(777) for kind, text in kinds}
    process.write(
        {**files, "03/corpuslint.toml": '[lint]\nignore = ["ENC"]\n'}
    )  # settings that are found when others work

    several, one = (process(jobs, *RULES, "--output-format", "json") for jobs in ("-j2", "-j1"))

    assert several == one
    assert sorted(finding["location"]["path"] for finding in report(one)["findings"]) == sorted(files)
    assert report(one)["summary"]["files"] == len(files)


def test_a_rule_that_wants_too_much_memory_is_named(process: Process) -> None:
    process.write({**articles(300), "3/bad.txt": "The harbour is HUNGRY.\n"})

    several, one = (process(jobs, *RULES, "--output-format", "json") for jobs in ("-j2", "-j1"))

    assert several == one
    assert "3/bad.txt: RUN902 rule X201 harbour" in several.err


def where(process: Process, *arguments: str) -> set[str]:
    """In what processes documents with a lighthouse are looked at."""
    done = process(*arguments, *RULES[:2], "--select", "X203", "--scope", "documents", "-q")
    assert done.code == 0
    return set(done.err.splitlines())


@pytest.mark.skipif(processors() < 2, reason="needs two processors")
def test_workers_are_started_where_they_pay(process: Process) -> None:
    process.write({"few/a.txt": "A lighthouse.\n", "few/b.txt": "Another lighthouse.\n"})
    process.write({f"many/{n:04}.txt": f"Lighthouse {n}, a lighthouse.\n" for n in range(5_000)})
    process.write({"large.jsonl": shard(5_000, {4: " A lighthouse.", 4_900: " A lighthouse."})})

    assert where(process, "few") == {"here"}
    assert where(process, "few", "-j2") == {"in a worker"}
    assert where(process, "many") == {"in a worker"}
    assert where(process, "many", "-j1") == {"here"}
    assert where(process, "large.jsonl") == {"in a worker"}


PROGRAM = """\
import sys, threading
threading.Thread(target=threading.Event().wait, daemon=True).start()  # as in a notebook
import corpuslint
print(len(corpuslint.lint("corpus", {"scope": "documents"}, jobs="auto" if sys.argv[1:] else 2)))
"""


def test_a_program_with_threads_needs_no_guard(process: Process) -> None:
    process.write({f"corpus/{n:03}.txt": "\n\nRain.\n" for n in range(300)})
    process.write({"program.py": PROGRAM})

    for more in ((), ("auto",)):
        done = process.start("program.py", *more, program=())
        assert done.communicate(timeout=60) == (b"300\n", b"")


def shard(count: int, words: dict[int, str]) -> str:
    """So many records of 4 kB in JSON Lines, the texts of some of them with words of their own."""
    texts = (
        " ".join(f"House {n * k * 7919 % 99991} has {n * 31 % k} rooms." for k in range(7, 170))
        + words.get(n, " Rain.")
        for n in range(1, count + 1)
    )
    return "".join(json.dumps({"id": f"n{n}", "text": text}) + "\n" for n, text in enumerate(texts, 1))


def test_a_record_that_ends_its_worker_is_told(process: Process) -> None:
    words = dict.fromkeys((1, 1_000, 1_234, 2_500), " The harbour.")
    process.write({"news.jsonl": shard(2_500, {**words, 1_235: " The harbour is ENDED."})})

    done = process("-j2", *RULES, "--output-format", "json")

    assert found(done) == {("news.jsonl", number) for number in words}
    assert done.err == (
        "news.jsonl:1235: RUN903 record 1,235 was not checked: its worker ended with status 3; "
        "exclude it, or report it\n"
    )
    assert report(done)["summary"]["files"] == 1
    assert report(done)["summary"]["documents"] == 2_499


def large(folder: Path) -> None:
    """Files that are divided, with all that only the whole of a file shows."""
    large_lines(folder)
    large_tables(folder)


def large_lines(folder: Path) -> None:
    lines = shard(2_500, {5: " The harbour.", 2_000: ' He said "so" ".', 2_499: " A word\u200b."}).splitlines()
    lines[1_000] = lines[100]  # the same id, and the same text
    lines[2_400] = lines[1_000]
    lines[1_300] = "{broken"
    lines[1_301:1_301] = ["", "   "]
    lines[1_700] = '{"id": "x", "body": 1}'
    (folder / "news.jsonl").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    (folder / "corpuslint.toml").write_text(
        "documents = {'news.jsonl' = {text = 'text', id = 'id', source = 'publisher'}}\n", "utf-8"
    )


def large_tables(folder: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    texts = [json.loads(line)["text"] for line in shard(2_500, {7: " The harbour.", 2_490: ' It "so" ".'}).splitlines()]
    table = pa.table({"id": [f"r{n % 2_490}" for n in range(len(texts))], "text": texts})
    parquet.write_table(table, folder / "groups.parquet", row_group_size=600)
    parquet.write_table(table, folder / "one group.parquet", use_dictionary=False)


def test_large_files_are_the_same_for_any_number_of_workers(process: Process) -> None:
    large(process.folder)

    options = ("--scope", "documents", "--output-format", "json")
    first, *others = (process(jobs, *options) for jobs in ("-j1", "-j2", "-j4"))

    assert [done == first for done in others] == [True, True]
    codes = {one["code"] for one in report(first)["findings"]}
    assert codes >= {"CHR002", "DOC002", "DOC003", "ENC002", "PUN101"}, codes
    assert "2 records were not checked" in first.err
    assert sum(one["code"] == "DOC003" for one in report(first)["findings"]) == 22


def test_rules_across_documents_see_shares_as_they_see_files(process: Process) -> None:
    large_lines(process.folder)

    options = ("news.jsonl", "--select", "DUP001", "--output-format", "json")
    one, several = (process(jobs, *options) for jobs in ("-j1", "-j2"))

    assert several == one
    assert b'"DUP001"' in one.raw


def test_a_file_that_breaks_off_is_read_as_far_as_by_one(process: Process) -> None:
    large_tables(process.folder)
    whole = process.read("groups.parquet")
    (process.folder / "groups.parquet").write_bytes(whole[:9_000] + bytes(9_000) + whole[18_000:])

    several, one = (process(jobs, "groups.parquet", "--output-format", "json") for jobs in ("-j2", "-j1"))

    assert several == one
    assert one.err.startswith("groups.parquet: RUN001 not checked: rows that cannot be read")


@LINUX
def test_workers_that_are_killed_at_any_time_change_nothing(process: Process) -> None:
    large_lines(process.folder)
    process.write(articles(1_000))
    calm = process("-j1", "--scope", "documents", "--output-format", "json")
    dice = random.Random(5)  # noqa: S311 - moments, not secrets
    killed = 0

    for _ in range(3):
        child = process.start("-j2", "--scope", "documents", "--output-format", "json")
        for _ in range(3):
            until_two_work(child)
            time.sleep(dice.uniform(0, 0.1))
            killed += kill(children(child.pid))
        out, err = child.communicate(timeout=60)
        assert (child.returncode, out, err.decode()) == (calm.code, calm.raw, calm.err)

    assert killed > 2


def kill(numbers: Iterable[int]) -> int:
    """Kill the first of these processes; how many were killed."""
    for number in numbers:
        with suppress(OSError):
            os.kill(number, signal.SIGKILL)
            return 1
    return 0


@LINUX
@pytest.mark.parametrize("word", ["STUCK", "SEIZED"])
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_run(process: Process, end: signal.Signals, word: str) -> None:
    process.write({**articles(200), "3/bad.txt": f"The harbour is {word}.\n"})
    child = process.start("-j2", *RULES)
    stuck = until_two_work(child)
    assert len(stuck) == 2
    time.sleep(0.3)

    child.send_signal(end)
    start = time.monotonic()
    out, _ = child.communicate(timeout=20)

    assert time.monotonic() - start < 10, "a loaded machine takes longer than the two seconds that it is made for"
    assert child.returncode == {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[end]
    assert bool(out) == (end != signal.SIGKILL), "what was found is told"
    wait_for(lambda: not any(map(lives, stuck)))


def until_two_work(child: subprocess.Popen[bytes]) -> list[int]:
    wait_for(lambda: len(children(child.pid)) == 2 or child.poll() is not None)
    return children(child.pid)


def test_interrupted_while_documents_are_compared(process: Process) -> None:
    process.write(articles(300))
    child = process.start("-j2", *RULES[:2], "--select", "X201,X202", "--output-format", "json")
    assert child.stderr is not None
    assert child.stderr.readline() == b"comparing 300\n"

    child.send_signal(signal.SIGINT)
    out, _ = child.communicate(timeout=PATIENCE)

    said = json.loads(out)
    assert child.returncode == 130
    assert (len(said["findings"]), said["summary"]["interrupted"]) == (300, True), "what is known by then is told"
