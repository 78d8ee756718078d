"""`corpuslint index`, `--against` and the time budget, as a user calls them."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.index.conftest import FRAME, asked, corpus, story
from tests.index.test_faults import flipped, segments

if TYPE_CHECKING:
    from tests.conftest import Process

DUP = ("--select", "DUP")


def test_build_reads_what_changed_and_nothing_else(peopled: Process) -> None:
    files = len([name for name in corpus() if not name.endswith(".toml")])
    first = peopled("index", "build", *DUP)
    peopled.write({"paper/s03.txt": "Another story, told in a few words, and not by us.\n"})
    (peopled.folder / "wire/again.txt").unlink()
    time.sleep(0.1)  # a file that changed a moment ago could change again in the same moment, and is read again
    second, third = (peopled("index", "build", *DUP) for _ in range(2))

    assert first.code == second.code == third.code == 0
    assert f"in {files} files; {files} read." in first.out
    assert f"in {files - 1} files; 1 read." in second.out
    assert f"in {files - 1} files; 0 read." in third.out


def test_a_check_after_build_reads_nothing_again(peopled: Process) -> None:
    time.sleep(0.1)
    peopled("index", "build", *DUP)
    before = [path.stat() for path in segments(peopled.folder)]

    assert asked(peopled, *DUP, "wire/same.txt")[0] == 1
    assert [path.stat() for path in segments(peopled.folder)] == before


def test_stats_verify_and_clean(peopled: Process) -> None:
    assert "There is no index" in peopled("index", "stats").out
    peopled("index", "build", *DUP)
    stats, sound = peopled("index", "stats"), peopled("index", "verify")
    (path,) = segments(peopled.folder)
    flipped(path, path.stat().st_size - 5)
    bad = peopled("index", "verify")
    peopled.write({".corpuslint_cache/index/0123456789abcdef/mine.txt": "keep me"})
    clean = peopled("index", "clean")

    assert "1 part" in stats.out
    assert "duplicates" in stats.out
    assert (sound.code, sound.out) == (0, "1 part checked, none is damaged.\n")
    assert bad.code == 2
    assert path.name in bad.err
    assert "corpuslint index clean" in bad.err
    assert clean.out.endswith(" bytes removed.\n")
    assert segments(peopled.folder) == []
    assert peopled.read(".corpuslint_cache/index/0123456789abcdef/mine.txt") == b"keep me"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "paper"), "name no paths"),
        (("build", "--no-cache"), "do not go together"),
        (("build", "--select", "BLK"), "none of the selected rules compares documents"),
        (("make",), "invalid choice"),
        (("export",), "FILE"),
        (("export", "no/such/place.parquet"), "no/such/place.parquet"),
        (("build", "--config", "index-budget=-1"), "number of seconds"),
    ],
)
def test_mistakes_are_explained(peopled: Process, arguments: tuple[str, ...], said: str) -> None:
    done = peopled("index", *arguments)

    assert done.code == 2
    assert said in done.err


def test_a_place_where_nothing_can_be_kept(peopled: Process) -> None:
    peopled.write({".corpuslint_cache": "a file"})

    done = peopled("index", "build", *DUP)

    assert done.code == 2
    assert "could not be kept" in done.err


def found(process: Process, *arguments: str) -> list[dict[str, Any]]:
    done = process("check", "--output-format", "json", *DUP, *arguments)
    assert done.code in {0, 1}, done.err
    rows: list[dict[str, Any]] = json.loads(done.raw)["findings"]
    return rows


def test_texts_are_compared_with_an_archive_that_is_not_here(peopled: Process, tmp_path: Path) -> None:
    archive = tmp_path / "archive.parquet"
    assert peopled("index", "export", str(archive), *DUP).code == 0
    folder, peopled.folder = peopled.folder, tmp_path / "elsewhere"
    peopled.folder.mkdir()
    same = (folder / "paper/s07.txt").read_bytes()
    peopled.write({"in/copy.txt": same, "in/new.txt": "Nothing like it was ever written in this valley before.\n"})
    peopled.write({"in/more.jsonl": json.dumps({"id": "x", "text": "A few words of no weight at all."})})

    peopled.write({"in/near.txt": "From our own man.\n" + "\n".join(story(10)[:-2])})

    rows = found(peopled, "in", "--against", str(archive))

    assert {row["location"]["path"] for row in rows} == {"in/copy.txt", "in/near.txt", "in/more.jsonl"}
    (near,) = [row for row in rows if row["code"] == "DUP002"]
    assert near["location"]["path"] == "in/near.txt"
    assert near["message"].startswith(f"near-duplicate of {archive}/paper/s10.txt: about 9")
    assert near["message"].endswith(
        " % of its 148 words; about lines 2-13, judged by fingerprints alone, for the other text is not here"
    )
    assert near["fix"] is None
    told = near["data"]["duplicate"]
    assert (told["estimated"], [one["lines"] for one in told["passages"]]) == (True, [[2, 13]])
    (twin,) = [row for row in rows if row["code"] == "DUP001"]
    assert f"{archive}/paper/s07.txt" in twin["message"]
    assert any(row["code"] == "DUP007" and f"{archive}/records.jsonl:13" in row["message"] for row in rows)
    assert found(peopled, "in", "--against", str(archive), "--no-cache") == rows
    assert found(peopled, "--scope", "corpus", "--against", str(archive)) == rows
    assert found(peopled, "in") == []


def test_edited_copies_of_what_is_not_here(peopled: Process, tmp_path: Path) -> None:
    archive = tmp_path / "archive.parquet"
    assert peopled("index", "export", str(archive), *DUP).code == 0
    peopled.folder = tmp_path / "elsewhere"
    peopled.folder.mkdir()
    words = " ".join(story(12)).split()
    page = [*story(200), *story(15), *story(201), *story(202)]
    peopled.write(
        {
            "in/trimmed.txt": " ".join([*story(300)[:3], *story(11)[:11]]),
            "in/rewritten.txt": " ".join("other" if at % 9 == 4 else word for at, word in enumerate(words)),
            "in/brief.txt": " ".join(story(13)[:5]),
            "in/page.txt": "\n".join(page),
            "in/market.txt": FRAME.format(place="Kolberg", a=87, b=3, day="Sunday", good="oil", way="down", c=14),
            "in/new.txt": "\n".join(story(400)),
        }
    )

    rows = found(peopled, "in", "--against", str(archive))

    told = {row["location"]["path"]: (row["code"], row["message"]) for row in rows if row["code"] != "DUP007"}
    assert told.keys() == {"in/trimmed.txt", "in/rewritten.txt", "in/brief.txt", "in/page.txt"}
    for path, number, code, share in (
        ("in/trimmed.txt", 11, "DUP002", range(70, 86)),
        ("in/rewritten.txt", 12, "DUP002", range(85, 100)),
        ("in/brief.txt", 13, "DUP003", range(90, 101)),
        ("in/page.txt", 15, "DUP003", range(15, 36)),
    ):
        assert told[path][0] == code
        assert f" {archive}/paper/s{number}.txt: about " in told[path][1]
        assert int(told[path][1].partition(" about ")[2].split()[0]) in share
    page_row = next(row for row in rows if row["location"]["path"] == "in/page.txt")
    assert page_row["location"]["line"] in {14, 15, 16}


def test_a_file_that_is_here_stands_for_its_old_self_in_the_archive(peopled: Process, tmp_path: Path) -> None:
    archive = tmp_path / "archive.parquet"
    peopled("index", "export", str(archive), *DUP)

    assert not any(row["code"] == "DUP001" for row in found(peopled, "paper/s09.txt", "--against", str(archive)))
    one = peopled("check", *DUP, "paper/s09.txt", "--against", str(archive))
    several = peopled("check", *DUP, "paper", "--against", str(archive))
    assert "1 file of the archive was not compared, for a file of its name is here: paper/s09.txt.\n" in one.out
    assert (
        "24 files of the archive were not compared, for files of their names are here: "
        "paper/s00.txt, paper/s01.txt, paper/s02.txt, ….\n"
    ) in several.out


def test_archives_that_are_none(peopled: Process, tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    peopled("index", "export", str(other), *DUP)
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pq.read_table(other).replace_schema_metadata({}), tmp_path / "plain.parquet")
    (tmp_path / "text.parquet").write_text("no table")
    (tmp_path / "cut.parquet").write_bytes(other.read_bytes()[:-200])

    for name, said in (
        ("none.parquet", "there is no such file"),
        ("text.parquet", "no index that corpuslint exported"),
        ("cut.parquet", "no index that corpuslint exported"),
        ("plain.parquet", "corpuslint index export"),
    ):
        done = peopled("paper", *DUP, "--against", str(tmp_path / name))
        assert (done.code, done.raw) == (2, b"")
        assert said in done.err
        assert name in done.err
    done = peopled("paper", "--against", str(other))
    assert done.code == 2
    assert "export it anew" in done.err
    assert peopled("paper", *DUP, "--against", str(other), "--fix").code == 2


def test_rows_of_an_archive_that_nobody_exported(peopled: Process, tmp_path: Path) -> None:
    pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    archive = tmp_path / "archive.parquet"
    peopled("index", "export", str(archive), *DUP)
    table = pq.read_table(archive).slice(0, 1)
    wrong: list[tuple[str, str | bytes | None]] = [
        ("meta", "[1]"), ("meta", "5"), ("meta", "[" * 50_000), ("digest", None), ("digest", b"short"), ("file", None)
    ]  # fmt: skip

    for column, value in wrong:
        values = pa.array([value], pa.binary() if column == "digest" else pa.string())
        pq.write_table(table.set_column(table.column_names.index(column), column, values), archive)
        done = peopled("wire", *DUP, "--against", str(archive))

        assert (done.code, done.raw) == (2, b"")
        assert "no index that corpuslint exported" in done.err


def test_without_pyarrow_the_extra_is_named(peopled: Process) -> None:
    code = "import sys; sys.modules['pyarrow'] = None; from corpuslint.cli import main; sys.exit(main(sys.argv[1:]))"
    child = peopled.start("index", "export", "x.parquet", program=("-c", code))
    _, err = child.communicate(timeout=60)

    assert child.returncode == 2
    assert b"corpuslint[parquet]" in err
    assert not (peopled.folder / ".corpuslint_cache/index").exists(), "the corpus was read for nothing"


def test_a_budget_that_is_too_small_is_told(peopled: Process) -> None:
    expected = asked(peopled, *DUP, "--no-cache", "wire/same.txt")
    short = peopled("--scope", "corpus", *DUP, "--index-budget", "0.000001", "wire/same.txt")
    strict = peopled("--scope", "corpus", *DUP, "--index-budget", "0.000001", "--error-on-budget", "wire/copy0.txt")

    assert short.code == 0
    assert "Not checked: rules across files" in short.out
    assert "corpuslint index build" in short.out
    assert strict.code == 2
    assert "RUN006" in strict.err
    for _ in range(4):  # each run takes in a little more, until all is there
        done = peopled("--scope", "corpus", *DUP, "--index-budget", "0.000001", "wire/same.txt")
    assert done.code == 1
    assert asked(peopled, *DUP, "--index-budget", "0.000001", "wire/same.txt") == expected
