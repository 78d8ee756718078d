"""`map` and `merge`: the same bytes as from one run, and a clear word where something does not fit together."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cluster.conftest import REPORT, mapped, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process


@pytest.mark.parametrize("shards", [1, 2, 7])
def test_merged_shards_say_what_one_run_says(peopled: Process, shards: int) -> None:
    one = told(peopled, *REPORT)
    codes = {row["code"] for row in json.loads(one[1])["findings"]}

    mapped(peopled, shards)

    assert {"DUP001", "DUP002", "DUP007", "NAM001", "DOC002"} <= codes
    assert told(peopled, "merge", "../parts", *REPORT) == one


def test_each_job_may_have_a_folder_of_its_own(peopled: Process) -> None:
    one = told(peopled, "paper", "wire", "-j1", *REPORT)

    for at in ("1", "2"):
        assert peopled("map", "--shard", f"{at}/2", "paper", "wire", "-o", f"../job{at}").code == 0

    assert told(peopled, "merge", "../job2", "../job1", *REPORT) == one


def test_a_job_that_ran_again_replaces_what_it_wrote(peopled: Process, tmp_path: Path) -> None:
    mapped(peopled, 2)
    mapped(peopled, 2)

    names = sorted(path.name for path in (tmp_path / "parts").iterdir())

    assert names == ["00001-of-00002.shard", "00002-of-00002.shard"]


def test_shards_hold_about_the_same(peopled: Process) -> None:
    said = mapped(peopled, 3)

    counts = [int(line.split(": ")[1].split(" of ")[0]) for line in said]

    assert sum(counts) == int(said[0].split(" of ")[1].split(" files")[0])
    assert all(counts)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("missing", "shard 2/2 is missing; run `corpuslint map --shard 2/2`"),
        ("damaged", "00002-of-00002.shard: not what `corpuslint map` of this version wrote"),
        ("cut", "00001-of-00002.shard: not what `corpuslint map` of this version wrote"),
        ("file", "the files are not those that were mapped"),
        ("rules", "mapped with other rules, settings or versions"),
        ("twice", "are the same shard"),
        ("runs", "are of two runs"),
    ],
)
def test_what_does_not_fit_is_told(peopled: Process, tmp_path: Path, change: str, message: str) -> None:
    mapped(peopled, 2)
    first, second = sorted((tmp_path / "parts").iterdir())
    folders, more = ["../parts"], []
    if change == "missing":
        second.unlink()
    elif change == "damaged":
        data = bytearray(second.read_bytes())
        data[200] ^= 1
        second.write_bytes(data)
    elif change == "cut":
        first.write_bytes(first.read_bytes()[:-9])
    elif change == "file":
        peopled.write({"late.txt": "Too late.\n"})
    elif change == "rules":
        more = ["--ignore", "PUN101"]
    elif change == "twice":
        mapped(peopled, 2, folder="../again")
        folders = ["../parts", "../again"]
    else:
        mapped(peopled, 3)

    done = peopled("merge", *folders, *more)

    assert done.code == 2
    assert message in done.err
    assert not done.raw


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("map", "--shard", "3/2", "-o", "../parts"), "--shard '3/2' is not of the form i/N"),
        (("map", "--shard", "0/2", "-o", "../parts"), "--shard '0/2' is not of the form i/N"),
        (("map", "--shard", "1/2"), "name it with -o FOLDER"),
        (("map", "--shard", "1/2", "-o", "../parts", "--fix"), "--fix does not go with map; leave it out"),
        (("map", "--shard", "1/2", "-o", "../parts", "--watch"), "--watch does not go with map; leave it out"),
        (("map", "--shard", "1/2", "-o", "../parts", "--statistics"), "--statistics does not go with map; give it to"),
        (("merge", "../parts", "--fix"), "merge reports and fixes nothing"),
        (("merge", "../parts", "--watch"), "--watch does not go with merge; leave it out"),
        (("merge", "../parts", "--stdin-filename", "a.txt"), "--stdin-filename does not go with merge; leave it out"),
        (("merge", "../parts", "--engine", "spark"), "--engine spark does not go with merge: the work is done"),
        (("merge",), "name the folders that `corpuslint map` wrote to"),
        (("merge", "."), "nothing that `corpuslint map` wrote lies here"),
        (("merge", "../nowhere"), "../nowhere: No such file or directory"),
    ],
)
def test_a_wrong_call_is_told(process: Process, arguments: tuple[str, ...], message: str) -> None:
    process.write({"a.txt": "A word.\n"})

    done = process(*arguments)

    assert (done.code, message in done.err) == (2, True), done.err


def test_a_place_that_is_not_there_is_told_by_each_job_and_by_merge(process: Process) -> None:
    process.write({"a.txt": "A word.\n"})

    (said,) = mapped(process, 1, "a.txt", "nowhere.txt")
    done = process("merge", "../parts", "-q")

    assert "nowhere.txt: RUN001 there is no such file or folder; check the path" in said
    assert (done.code, "nowhere.txt: RUN001" in done.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit that could be set")
def test_there_may_be_more_shards_than_files_that_can_be_open(process: Process) -> None:
    process.write({"a.txt": "\n\nA word.\n"})
    program = (
        "import sys; from corpuslint.cli import main\n"
        "sys.exit(any(main(['map', 'a.txt', '--shard', f'{at}/90', '-o', '../parts', '-s']) for at in range(1, 91)))"
    )
    made = process.start(program=("-c", program))
    made.communicate(timeout=60)
    assert made.returncode == 0

    few = ("bash", "-c", 'ulimit -n 64; exec "$@"', "bash")
    child = process.start("merge", "../parts", "--output-format", "concise", "-q", before=few)
    out, err = child.communicate(timeout=60)

    assert (child.returncode, err) == (1, b"")
    assert out == b"a.txt:1:1: warning BLK001 [*] 2 blank lines before the text\n"
