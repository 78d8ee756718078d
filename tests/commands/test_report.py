"""`corpuslint report`: a saved run or a new one, as a page or in any other form."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from tests.processes import interrupted

if TYPE_CHECKING:
    import subprocess

    from tests.conftest import Process

GOOD = "The man said that it is so.\n"
BAD = "The man said , that it is so.\n"


@pytest.fixture
def saved(process: Process) -> Process:
    """A corpus with one finding, and its run in two formats."""
    process.write({"a.txt": BAD, "b.txt": GOOD})
    assert process("--output", "json:run.json", "--output", "json-lines:lines", "-s").code == 1
    return process


def test_a_page_of_the_corpus_here(process: Process) -> None:
    process.write({"a.txt": BAD})

    done = process("report")

    assert (done.code, done.out, done.err) == (0, "corpuslint-report.html: 1 finding\n", "")
    assert process.read("corpuslint-report.html").startswith(b"<!doctype html>\n")
    assert process("--show-files").out == "a.txt\n", "the page is no text of the corpus"


@pytest.mark.parametrize("run", ["run.json", "lines"])
def test_a_saved_run_gives_the_page_of_the_run_itself(saved: Process, run: str) -> None:
    saved("--output", "html:direct.html", "-s")

    done = saved("report", run, "-o", "page.html")

    assert (done.code, done.out) == (0, "page.html: 1 finding\n")
    assert saved.read("page.html") == saved.read("direct.html")


def test_any_format(saved: Process) -> None:
    assert saved("report", "run.json", "--output-format", "concise").out.startswith("a.txt:1:13: warning PUN001 [*]")
    assert saved("report", "run.json", "--output-format", "json").raw == saved.read("run.json")
    assert saved("report", "lines", "--output-format", "markdown", "-o", "-").out.startswith(
        "## corpuslint: 1 finding\n"
    )


def test_what_became_of_an_earlier_run(saved: Process) -> None:
    saved.write({"a.txt": GOOD, "b.txt": f"{GOOD}\n\n\n\n{GOOD}"})

    trend = json.loads(saved("report", "--before", "run.json", "--output-format", "json").out)["summary"]["trend"]

    assert trend == {"new": {"BLK003": 1}, "known": {}, "gone": {"PUN001": 1}}


def test_an_earlier_run_that_was_interrupted_knows_not_all(saved: Process) -> None:
    saved.write({"cut": saved.read("lines").splitlines(keepends=True)[0]})

    run = json.loads(saved("report", "run.json", "--before", "cut", "--output-format", "json").out)

    assert run["summary"]["trend"]["known"] == {"PUN001": 1}
    assert "The earlier run was interrupted" in run["notes"][-1]


def test_the_figures_of_copies_alone_are_theirs(process: Process) -> None:
    story = "The council met on Monday to discuss the harbour, and the mayor said that work would begin in May. " * 5
    process.write({"a.txt": story, "b.txt": story, "c.txt": BAD})
    process("--output", "json:run.json", "-s")

    summary = json.loads(process("report", "--dup", "run.json", "--output-format", "json").out)["summary"]

    assert json.loads(process.read("run.json"))["summary"]["documents_by_rule"].keys() > {"DUP001"}
    assert (summary["by_rule"], summary["documents_by_rule"], summary["clean"]) == ({"DUP001": 1}, {"DUP001": 1}, 2)


def test_what_could_not_be_checked_is_told(process: Process) -> None:
    process.write({"a.txt": BAD, "b.jsonl": '{"text": "no end\n'})

    done = process("report")

    assert done.code == 2
    assert "b.jsonl" in done.err
    assert b"b.jsonl" in process.read("corpuslint-report.html")


@pytest.mark.skipif(os.name == "nt", reason="there is no Ctrl-C to send")
def test_what_was_found_before_an_interruption_is_on_the_page(process: Process) -> None:
    process.write({f"{n // 100:02}/{n:04}.txt": BAD for n in range(4_000)})
    path = process.folder / "corpuslint-report.html"

    def start() -> subprocess.Popen[bytes]:
        path.unlink(missing_ok=True)
        return process.start("report", "--config", "jobs=1")

    interrupted(start, lambda _: path.exists())

    assert '"interrupted":true' in path.read_text("utf-8")


def test_it_takes_the_options_that_choose_rules(process: Process) -> None:
    process.write({"a.txt": BAD})

    done = process("report", "--select", "BLK", "--ignore", "BLK001", "--output-format", "concise", "a.txt")

    assert "BLK001" not in done.out
    assert "no findings" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run.json", "a.txt"], "run.json: this is a saved run; name it alone"),
        (
            ["run.json", "--output-format", "json", "-o", "run.json"],
            "run.json: the report would be written over the run that it is made of",
        ),
        (["a.txt", "-o", "a.txt"], "a.txt: this is one of the texts to check"),
        (["-o", "none/page.html"], "none/page.html: the folder does not exist"),
        (["--output-format", "htm"], 'unknown output format "htm". Did you mean `html`'),
        (["missing.json"], "missing.json"),
        (["--before", "a.txt"], "a.txt: not a report of corpuslint in the format json or json-lines"),
        (["--dupp"], "--dup"),
    ],
)
def test_errors_name_the_place_and_the_remedy(saved: Process, arguments: list[str], told: str) -> None:
    done = saved("report", *arguments)

    assert done.code == 2
    assert told in done.err
    assert saved.read("a.txt") == BAD.encode()
