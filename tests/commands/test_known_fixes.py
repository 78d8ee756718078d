"""What is accepted or in the baseline is not fixed either."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from corpuslint.cli import main

if TYPE_CHECKING:
    from tests.conftest import Process

ARTICLE = "Day one at the harbour.\n\n\n\nThe mayor , however, left the town with his family on the last day of May.\n"
RECORD = '{"id": "1", "text": "The mayor , it is said, left the town with his wife on the first day of June."}\n'
FIXED = "Day one at the harbour.\n\nThe mayor, however, left the town with his family on the last day of May.\n"
SPARED = "Day one at the harbour.\n\nThe mayor , however, left the town with his family on the last day of May.\n"


@pytest.mark.parametrize("how", [("--fix",), ("--fix-only",), ("--fix", "--unsafe-fixes")])
def test_an_accepted_finding_stays(process: Process, how: tuple[str, ...]) -> None:
    process.write({"a.txt": ARTICLE})
    assert process("accept", "a.txt:5:PUN001", "--reason", "as printed").code == 0

    assert process(*how).code == 0
    assert process.read("a.txt") == SPARED.encode()
    assert process(*how).code == 0
    assert process.read("a.txt") == SPARED.encode()


def test_a_finding_that_options_bring_forth_is_accepted_with_them(process: Process) -> None:
    process.write({"a.txt": "No line end"})
    assert process("--select", "BLK006", "--fail-on", "info").code == 1

    alone = process("accept", "a.txt:1", "--reason", "as delivered")
    done = process("accept", "a.txt:1", "--reason", "as delivered", "--select", "BLK006")

    assert (alone.code, done.code, process("--select", "BLK006", "--fail-on", "info").code) == (2, 0, 0)
    assert "and the options of the check that told it (--select)" in alone.err


@pytest.mark.parametrize("named", ["./a.txt:5", "a.txt:5:PUN001", "a.txt:5:10", "sub/a.txt:5"])
def test_a_finding_is_named_from_here_or_from_the_root(
    process: Process, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    process.write(
        {"corpuslint.toml": "", "sub/a.txt": ARTICLE, "a.txt": "It rained , they said, all day in the town.\n"}
    )

    monkeypatch.chdir(process.folder / "sub")

    assert (main(["accept", "", "--reason", "nothing"]), main(["accept", named, "--reason", "as printed"])) == (2, 0)
    assert json.loads(process.read("corpuslint-accepted.jsonl"))["path"] == "sub/a.txt"
    assert "PUN001" not in process("sub").out


def test_what_is_accepted_in_a_folder_of_a_repository_is_so_in_all_of_it(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As what is in a baseline; a hook starts at its top."""
    process.write({"sub/a.txt": ARTICLE, "a.txt": ARTICLE})
    subprocess.run(["git", "init", "--quiet", process.folder], check=True)
    monkeypatch.chdir(process.folder / "sub")

    assert main(["accept", "a.txt:5", "--reason", "as printed"]) == 0
    assert process("--select", "PUN", "--output-format", "concise", "-q").out.startswith("a.txt:5:10: ")
    assert "PUN" not in process("sub", "--output-format", "concise", "--fix").out
    assert b"mayor ," in process.read("sub/a.txt")


def test_what_is_accepted_already_keeps_its_reason(process: Process) -> None:
    process.write({"a.txt": ARTICLE})
    process("accept", "a.txt:5:PUN001", "--reason", "as printed")

    again = process("accept", "a.txt:5", "a.txt:2", "--reason", "as delivered")

    said = "Accepted 1 finding in corpuslint-accepted.jsonl; 1 finding accepted before, with the reason of then.\n"
    assert (again.code, again.out) == (0, said)
    assert process.read("corpuslint-accepted.jsonl").count(b'"reason": "as printed"') == 1


def test_a_diff_shows_nothing_of_it(process: Process) -> None:
    process.write({"a.txt": SPARED})
    process("accept", "a.txt:3:PUN001", "--reason", "as printed")

    assert (process("--diff").code, process("--diff").out) == (0, "")


def test_only_what_is_new_is_fixed_beside_a_baseline(process: Process) -> None:
    process.write({"a.txt": ARTICLE, "b.jsonl": RECORD})
    process("--write-baseline")
    process.write({"new.txt": ARTICLE})

    assert process("--fix", "--scope", "documents").code == 0
    assert process.read("a.txt") == ARTICLE.encode()
    assert process.read("b.jsonl") == RECORD.encode()
    assert process.read("new.txt") == FIXED.encode()
    assert process("--fix", "--no-baseline", "--scope", "documents").code == 0
    assert process.read("a.txt") == FIXED.encode()


def test_a_finding_that_spoke_for_many_spares_each(process: Process) -> None:
    line = "Subscribe to our paper , the best in the county and in the whole of the country.\n"
    first = "of the trial began with the words of a witness at noon.\n\n"
    texts = {f"{n}.txt": f"Day {n} {first}{line}" for n in range(6)}
    process.write(texts)
    process("--write-baseline", "--select", "PUN001")

    for paths in (["3.txt"], []):
        assert process("--fix", "--select", "PUN001", *paths).code == 0
        assert {name: process.read(name).decode() for name in texts} == texts


def test_a_baseline_of_a_part_keeps_the_rest(process: Process) -> None:
    process.write({"a.txt": ARTICLE, "b/b.txt": ARTICLE, "c.txt": ARTICLE})
    process("--write-baseline", "--scope", "documents")
    whole = process.read("corpuslint-baseline.jsonl")
    assert whole.count(b"\n") == 6

    for part in (["a.txt"], ["--select", "PUN"], ["b"]):
        done = process("--write-baseline", "--scope", "documents", *part)
        assert "6 findings" in done.out, done
        assert process.read("corpuslint-baseline.jsonl") == whole
    process.write({"a.txt": FIXED})
    process("--write-baseline", "--scope", "documents", "a.txt")
    assert process.read("corpuslint-baseline.jsonl").count(b"\n") == 4


def test_a_baseline_keeps_what_could_not_be_read(process: Process) -> None:
    process.write({"a.txt": ARTICLE, "b.txt": ARTICLE})
    process("--write-baseline", "--scope", "documents")
    process.write({"corpuslint.toml": "max-file-size = 10\n"})

    done = process("--write-baseline", "--scope", "documents")

    assert (done.code, done.err.count("max-file-size")) == (2, 2)
    assert process.read("corpuslint-baseline.jsonl").count(b"\n") == 4
