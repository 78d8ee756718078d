"""Fixes by several workers: the same bytes and words as by one process, and only one process writes."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr

import pytest

from corpuslint import proposing, sinks
from corpuslint.bench import Toolset
from corpuslint.catalog import shipped
from corpuslint.proposing import FixingJob
from corpuslint.rewrites import Before, Differences, Tally
from corpuslint.run import Job, Serial, tasks
from corpuslint.session import Request
from corpuslint.settings import Settings
from corpuslint.sinks import Copies, InPlace

if TYPE_CHECKING:
    from corpuslint.part import Part
    from tests.conftest import Done, Process

RULES = ("--rules", str(Path(__file__).with_name("rules")), "--select", "PUN001,BLK,DUP,X201")
A, B, C = "The harbour , is closed.\n", "The pier , is open.\n", "A clean text.\n"
MODES = ("--fix", "--fix --unsafe-fixes", "--diff", "--fix-to copies", "--fix-to copies --unsafe-fixes --show-fixes")


def corpus() -> dict[str, bytes | str]:
    """Texts with blanks before commas and above, a copy of each tenth, records, an archive that is only read."""
    files: dict[str, bytes | str] = {}
    for n in range(120):
        story = (
            f"Day {n}: the harbour of town {n * 7919 % 1000} , stays closed until the {n} boats of Harnsey are back.\n"
        )
        files[f"{n % 5}/{n:03}.txt"] = "\n\n" * (n % 3) + story
        if n % 10 == 0:
            files[f"copies of all/{n:03}.txt"] = story
    rows = "".join(json.dumps({"id": f"r{n}", "text": f"Record {n} , and no more."}) + "\n" for n in range(50))
    return {**files, "3/corpuslint.toml": '[lint]\nignore = ["BLK"]\n', "r.jsonl": rows, "s.jsonl.gz": packed(rows)}


def packed(text: str) -> bytes:
    return gzip.compress(text.replace("Record", "Entry").replace('"r', '"s').encode(), mtime=0)


def under(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".corpuslint_cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def told(done: Done) -> tuple[int, list[str], str]:
    return done.code, named(done.out).splitlines(), done.err


def named(text: AnyStr) -> AnyStr:
    """A text without the name of the run."""
    run, name = r"20\d{6}-\d{6}-\d+", "RUN"
    return re.sub(run.encode(), name.encode(), text) if isinstance(text, bytes) else re.sub(run, name, text)


@pytest.mark.parametrize("mode", MODES)
def test_two_workers_fix_as_one_process_does(process: Process, mode: str) -> None:
    outcomes = []
    for jobs in ("-j1", "-j2"):
        process.write(corpus())
        before = under(process.folder)
        (process.folder / "2/002.txt").chmod(0o444)
        done = process(jobs, *RULES, *mode.split())
        after = under(process.folder)
        outcomes.append((told(done), {named(name): named(text) for name, text in after.items()}))
        assert (after != before) == (mode != "--diff")
        if mode.startswith("--fix "):
            assert process("undo").code == 0
        shutil.rmtree(process.folder / "copies", ignore_errors=True)
        (process.folder / "2/002.txt").chmod(0o644)

    assert outcomes[0] == outcomes[1]
    assert mode == "--diff" or outcomes[0][1] != corpus()


@pytest.mark.parametrize("word", ["KILLED", "ENDED", "STUCK"])
def test_a_file_that_ends_its_worker_stays_and_all_others_are_fixed(process: Process, word: str) -> None:
    files = {f"{n:03}.txt": f"Day {n}: the harbour , stays closed.\n" for n in range(400)}
    files["200.txt"] = f"The harbour , is {word}.\n"
    process.write({**files, "corpuslint.toml": "worker-timeout = 1\n"})

    done = process("-j2", *RULES, "--fix", "--scope", "documents")

    left = {name: process.read(name).decode() for name in files}
    assert left == {name: text if name == "200.txt" else text.replace(" ,", ",") for name, text in files.items()}
    assert done.code == 2
    assert done.err.startswith("200.txt: RUN903 not checked: ")


@pytest.fixture
def job(process: Process, monkeypatch: pytest.MonkeyPatch) -> FixingJob:
    """A job on three files, two of which are to be fixed."""
    monkeypatch.chdir(process.folder)
    process.write({"a.txt": A, "b.txt": B, "c.txt": C})
    settings = (Settings(str(process.folder), select=("PUN001",)),)
    plain = Job(settings, Toolset(tuple(shipped())))
    return FixingJob(Request(plain, (), Serial(), sink=InPlace(None)), Tally())


def propose(job: FixingJob, monkeypatch: pytest.MonkeyPatch) -> Part:
    """What a worker says of the files."""
    with monkeypatch.context() as there:
        there.setattr(os, "getpid", lambda: -1)
        return job(tasks(["a.txt", "b.txt", "c.txt"]))


def test_a_worker_writes_nothing_and_proposes_all(
    process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = under(process.folder)

    part = propose(job, monkeypatch)

    assert part.proposal is not None
    assert [(one.task.path, one.new, one.records) for one in part.proposal.rewrites] == [
        ("a.txt", b"The harbour, is closed.\n", ()),
        ("b.txt", b"The pier, is open.\n", ()),
    ]
    assert under(process.folder) == before
    assert [(one.documents, one.results) for one in job.written(part)] == [(3, [])]
    assert (process.read("a.txt"), process.read("b.txt")) == (b"The harbour, is closed.\n", b"The pier, is open.\n")


def test_what_a_diff_shows_is_sent_for_one(job: FixingJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job.sink = Differences()

    part = propose(job, monkeypatch)

    assert part.proposal is not None
    assert [one.records for one in part.proposal.rewrites] == [
        (Before("a.txt", A, "The harbour, is closed.\n"),),
        (Before("b.txt", B, "The pier, is open.\n"),),
    ]


def test_what_stays_as_it_is_is_not_sent(process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch) -> None:
    job.sink = Copies("copies", (str(process.folder),))

    part = propose(job, monkeypatch)

    assert part.proposal is not None
    assert [(one.task.path, one.old, one.new) for one in part.proposal.rewrites if one.task.path == "c.txt"] == [
        ("c.txt", b"", b"")
    ]
    assert [one.troubles for one in job.written(part)] == [[]]
    assert under(process.folder / "copies") == {
        "a.txt": b"The harbour, is closed.\n",
        "b.txt": b"The pier, is open.\n",
        "c.txt": C.encode(),
    }


def test_a_file_that_changed_meanwhile_is_fixed_as_it_is_now(
    process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = propose(job, monkeypatch)
    process.write({"b.txt": "Two piers , are open.\n"})

    (after,) = job.written(part)

    assert (after.troubles, after.documents) == ([], 3)
    assert process.read("a.txt") == b"The harbour, is closed.\n"
    assert process.read("b.txt") == b"Two piers, are open.\n"


def test_a_file_that_cannot_be_written_is_told_as_it_is(
    process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = propose(job, monkeypatch)
    (process.folder / "b.txt").chmod(0o444)

    (after,) = job.written(part)

    assert [one.path for one in after.troubles] == ["b.txt"]
    assert after.size == part.size == sum(map(len, (A, B, C)))  # as they were read, a.txt too
    assert [(one.code, one.location.path) for one in after.results] == [("PUN001", "b.txt")]
    assert process.read("a.txt") == b"The harbour, is closed.\n"


def test_a_copy_that_is_there_is_not_written_again_where_another_cannot_be(
    process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk it could not be, and would be told as one that was not fixed."""
    job.sink = Copies("copies", (str(process.folder),))
    job.places = job.sink.places
    part = propose(job, monkeypatch)
    process.write({"copies/b.txt": "mine\n"})
    monkeypatch.setattr(sinks, "renew", lambda *_, **__: pytest.fail("written again"))

    (after,) = job.written(part)

    assert [one.path for one in after.troubles] == ["b.txt"]
    assert process.read("copies/a.txt") == b"The harbour, is closed.\n"


def test_a_large_file_is_left_to_the_process_that_writes(
    process: Process, job: FixingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proposing, "MOST", 22)

    part = propose(job, monkeypatch)

    assert part.proposal is not None
    assert ([one.path for one in part.proposal.left], part.documents) == (["a.txt"], 2)
    assert [one.documents for one in job.written(part)] == [2, 1]
    assert process.read("a.txt") == b"The harbour, is closed.\n"
