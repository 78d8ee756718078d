"""What build hosts offer beside a log: a summary of the step, files to keep; and reports that are bytes."""

from __future__ import annotations

import json
import os
import pty
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.conftest import Call
    from tests.conftest import Process

FILES = {"news/a.txt": "\n\nIt rained, and “the river rose”.\n"}


@pytest.fixture
def summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a step's summary, in which another program has written already."""
    place = tmp_path / "summary.md"
    place.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    return place


def test_github_gets_annotations_and_a_summary(process: Process, call: Call, summary: Path) -> None:
    process.write(FILES)

    done = call("--output-format", "github")

    assert done.out.startswith("::warning file=news/a.txt,line=1,endLine=3,title=BLK001")
    assert summary.read_text(encoding="utf-8") == "# Before\n" + call("--output-format", "markdown").out


def test_a_second_run_adds_to_the_summary(process: Process, call: Call, summary: Path) -> None:
    process.write(FILES)

    for _ in range(2):
        call("--output", "github:-")

    assert summary.read_text(encoding="utf-8").count("## corpuslint: 1 finding\n") == 2


@pytest.mark.parametrize("options", ["", "-s --output-format json", "--output sarif:out.sarif"])
def test_only_the_format_of_github_writes_it(process: Process, call: Call, summary: Path, options: str) -> None:
    process.write(FILES)

    call(*options.split())

    assert summary.read_text(encoding="utf-8") == "# Before\n"


def test_a_summary_tells_how_the_run_stands_to_the_baseline(process: Process, call: Call, summary: Path) -> None:
    process.write(FILES)
    call("--write-baseline")
    process.write({"news/b.txt": "\n\nSnow.\n"})

    call("--output-format", "github")

    assert "Against what was known: **1 new**, 1 known, 0 gone." in summary.read_text(encoding="utf-8")


def test_a_summary_that_cannot_be_written_is_told(
    process: Process, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    process.write(FILES)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none" / "summary.md"))

    done = call("--output-format", "github")

    assert done.code == 2
    assert "none/summary.md: this report could not be written: No such file" in done.err


@pytest.mark.parametrize(
    ("variable", "name", "place"),
    [
        ("GITHUB_WORKSPACE", "github", "file=news/a.txt,"),
        ("GITHUB_WORKSPACE", "sarif", '"uri": "news/a.txt"'),
        ("CI_PROJECT_DIR", "gitlab", '"path": "news/a.txt"'),
        ("CI_PROJECT_DIR", "junit", 'file="news/a.txt"'),
        ("BUILD_SOURCESDIRECTORY", "azure", "sourcepath=news/a.txt;"),
    ],
)
@pytest.mark.parametrize("where", ["news", "."])
def test_a_host_knows_the_file_wherever_the_run_began(
    process: Process, call: Call, monkeypatch: pytest.MonkeyPatch, variable: str, name: str, place: str, where: str
) -> None:
    process.write(FILES)
    monkeypatch.setenv(variable, str(process.folder))
    monkeypatch.chdir(process.folder / where)

    assert place in call("--output-format", name).out


def test_parquet_into_a_pipe_and_a_file(process: Process) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    process.write(FILES)

    piped = process("--output-format", "parquet", "--output", "parquet:out.parquet")

    assert piped.code == 1
    assert piped.raw == process.read("out.parquet")
    (row,) = pq.read_table(process.folder / "out.parquet").to_pylist()
    assert (row["code"], row["path"], row["text"]) == ("BLK001", "news/a.txt", "\n\n")


@pytest.mark.parametrize("options", ["--output-format parquet", "--output parquet:-"])
def test_parquet_is_not_for_a_terminal(process: Process, options: str) -> None:
    pytest.importorskip("pyarrow")
    process.write(FILES)
    ours, theirs = pty.openpty()

    with os.fdopen(theirs, "wb") as terminal, os.fdopen(ours, "rb"):
        child = process.start(*options.split(), stdout=terminal)
        _, err = child.communicate(timeout=60)

    assert child.returncode == 2
    assert b"parquet is nothing to look at; write it to a file: --output parquet:FILE" in err


def test_parquet_without_pyarrow_ends_before_anything_is_fixed(process: Process, tmp_path: Path) -> None:
    process.write(FILES)
    (tmp_path / "absent").mkdir()
    blocker = "import sys\nsys.modules['pyarrow'] = None\n"
    (tmp_path / "absent" / "sitecustomize.py").write_text(blocker, encoding="utf-8")

    done = process("--fix", "--output", "parquet:out.parquet", PYTHONPATH=str(tmp_path / "absent"))

    assert done.code == 2
    assert "the format parquet needs the package pyarrow: pip install 'corpuslint[parquet]'" in done.err
    assert process.read("news/a.txt") == FILES["news/a.txt"].encode()


def test_every_report_of_one_run_says_the_same(process: Process, call: Call) -> None:
    process.write({f"{name}.txt": FILES["news/a.txt"] for name in "abc"})
    names = ("gitlab", "junit", "rdjson", "checkstyle", "csv", "pylint")

    done = call("--output-format", "json", *(word for name in names for word in ("--output", f"{name}:{name}.out")))

    found = [one["code"] for one in json.loads(done.out)["findings"]]
    marks = {"gitlab": '"check_name"', "junit": "<failure ", "rdjson": '{"message": ', "checkstyle": "<error "}
    assert found == ["BLK001"] * 3
    for name, mark in marks.items():
        assert process.read(f"{name}.out").decode().count(mark) == len(found), name
    for name in ("csv", "pylint"):
        assert len(process.read(f"{name}.out").splitlines()) == len(found) + (name == "csv")
