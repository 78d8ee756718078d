"""Copies are moved beside the corpus and come back, byte for byte; the last one of a text never goes."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from corpuslint import aside
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.errors import WriteRefused
from corpuslint.judging import steady
from corpuslint.locate import Located
from corpuslint.model import DocKey, Finding, Fix, Safety, Severity, Span
from corpuslint.read import read
from corpuslint.rewrites import Differences, Tally
from corpuslint.source import Source, read_record
from corpuslint.writing.quarantine import FOLDER, Quarantine
from tests.conftest import Process
from tests.disks import small

Make = Callable[..., str]
MOVE = ("--select", "DUP", "--fix", "--unsafe-fixes", "-q")


def corpus(folder: Path) -> dict[str, bytes]:
    """Every file of the corpus, without our own folders."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".corpuslint_" not in str(path))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def moved(folder: Path) -> dict[str, bytes]:
    """Every file in the quarantine."""
    found = {path for path in (folder / FOLDER).rglob("*") if path.is_file() and "files" in path.parts}
    return {str(path.relative_to(next((folder / FOLDER).glob("2*")) / "files")): path.read_bytes() for path in found}


def lines(*texts: str) -> str:
    return "".join(json.dumps({"id": f"n{at}", "text": text}) + "\n" for at, text in enumerate(texts))


@pytest.fixture
def files(process: Process, make: Make) -> dict[str, bytes]:
    """A text, an identical one, a near one, one that shares a part, records; all as they are on the disk."""
    story = make(1, 300)
    process.write(
        {
            "a.txt": story,
            "deep/b.txt": story.upper(),
            "deep/c.txt": story[: story.index(" ", 1_900)],
            "part.txt": make(2, 300) + story[: story.index(" ", 500)],
            "r.jsonl": lines(make(3), make(4), make(3).lower(), make(5)),
        }
    )
    return corpus(process.folder)


def test_copies_go_and_come_back(process: Process, files: dict[str, bytes]) -> None:
    done = process(*MOVE)

    assert done.code == 0
    assert moved(process.folder) == {
        "deep/b.txt": files["deep/b.txt"],
        "deep/c.txt": files["deep/c.txt"],
        "r.jsonl": files["r.jsonl"].splitlines(keepends=True)[2],
    }
    records = files["r.jsonl"].splitlines(keepends=True)
    rest = {name: text for name, text in files.items() if not name.startswith("deep")}
    assert corpus(process.folder) == rest | {"r.jsonl": b"".join(records[:2] + records[3:])}
    assert process("undo").code == 0
    assert corpus(process.folder) == files
    assert moved(process.folder).keys() == {"r.jsonl"}, "a file that is back lies in one place"


def test_the_list_says_what_lies_where(process: Process, files: dict[str, bytes]) -> None:
    del files
    process(*MOVE)

    (path,) = (process.folder / FOLDER).glob("*/manifest.jsonl")
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(entry["document"], entry["rule"], entry["kept"]) for entry in entries] == [
        ("deep/b.txt", "DUP001", "a.txt"),
        ("deep/c.txt", "DUP002", "a.txt"),
        ("r.jsonl:3", "DUP001", "r.jsonl:1"),
    ]
    assert all((process.folder / entry["moved_to"]).is_file() for entry in entries)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--select", "DUP", "--fix"),
        ("--select", "DUP", "--unsafe-fixes"),
        ("--select", "DUP", "--unsafe-fixes", "--diff"),
        ("--select", "DUP", "--unsafe-fixes", "--fix-to", "copies"),
        ("--select", "DUP", "--unsafe-fixes", "--fix", "--unfixable", "DUP"),
        ("--select", "DUP003,DUP004,DUP005", "--preview", "--unsafe-fixes", "--fix"),
    ],
)
def test_nothing_else_moves_a_file(process: Process, files: dict[str, bytes], arguments: tuple[str, ...]) -> None:
    process(*arguments)

    shutil.rmtree(process.folder / "copies", ignore_errors=True)
    assert corpus(process.folder) == files
    assert moved(process.folder) == {}


def test_a_diff_names_what_would_go(process: Process, files: dict[str, bytes]) -> None:
    del files
    done = process("--select", "DUP", "--unsafe-fixes", "--diff")

    assert done.code == 1
    assert [line.split(": to quarantine (")[0] for line in done.out.splitlines()] == [
        "deep/b.txt",
        "deep/c.txt",
        "r.jsonl:3",
    ]


def test_one_of_many_equal_texts_stays(process: Process, make: Make) -> None:
    process.write({f"{at}.txt": make(1, 60) for at in range(9)})

    process(*MOVE)

    assert list(corpus(process.folder)) == ["0.txt"]


def test_a_copy_with_a_fact_of_its_own_stays(process: Process, make: Make) -> None:
    story = make(1, 200)
    old, new = (f"{story}\nThe mayor said that {number} people had come to see it.\n" for number in (4_800, 4_900))
    process.write({"a.txt": old, "b.txt": new})

    done = process(*MOVE)

    assert "1 differs (4900 / 4800)" in done.out
    assert sorted(corpus(process.folder)) == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("there", "here", "goes"),
    [
        ("killed three people", "killed five people", False),
        ("dass drei Leute", "dass vier Leute", False),
        ("港务局星期一表示备件来自船厂", "港务局星期二表示备件来自船厂", False),
        ("قال محمود للصحيفة", "قال يوسف للصحيفة", False),
        ("the colour of the sea", "the color of the sea", True),
        ("they said to us", "they told to us", True),
    ],
)
def test_a_copy_with_what_may_be_a_fact_stays(process: Process, make: Make, there: str, here: str, goes: bool) -> None:
    process.write({"a.txt": f"{make(1)} {there} {make(2)}", "b.txt": f"{make(1)} {here} {make(2)}"})

    done = process(*MOVE)

    assert sorted(corpus(process.folder)) == (["a.txt"] if goes else ["a.txt", "b.txt"])
    assert goes or "0 differ" in done.out


def test_what_is_accepted_stays(process: Process, make: Make) -> None:
    process.write({"a.txt": make(1), "b.txt": make(1), "c.txt": make(1)})
    assert process("accept", "b.txt:1", "--reason", "a reprint that is meant").code == 0

    done = process(*MOVE)

    assert done.code == 0
    assert sorted(corpus(process.folder)) == ["a.txt", "b.txt", "corpuslint-accepted.jsonl"]


def test_an_accepted_pair_is_accepted_from_either_side(process: Process, make: Make) -> None:
    process.write({"corpuslint.toml": "", "a.txt": make(1), "deep/b.txt": make(1)})
    assert process("accept", "deep/b.txt:1", "--reason", "meant").code == 0

    for name in ("a.txt", "deep/b.txt"):
        done = process("--select", "DUP", "--scope", "corpus", name)
        assert (done.code, done.err) == (0, "")
        assert "DUP" not in done.out


def test_no_journal_no_move(process: Process, files: dict[str, bytes]) -> None:
    done = process(*MOVE, "--no-journal")

    assert done.code == 2
    assert "deep/b.txt: RUN003 not moved: deep/b.txt: nothing is moved without a journal" in done.err
    assert corpus(process.folder) == files


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_a_link_to_the_text_is_not_its_copy(process: Process, make: Make) -> None:
    process.write({"a.txt": make(1)})
    (process.folder / "b.txt").symlink_to("a.txt")

    process(*MOVE, "a.txt", "b.txt")

    assert (process.folder / "a.txt").read_text() == make(1)


@pytest.mark.parametrize(("ending", "tool"), [("gz", gzip), ("bz2", bz2), ("xz", lzma)])
def test_records_are_cut_out_of_a_compressed_file(process: Process, make: Make, ending: str, tool: ModuleType) -> None:
    first, copy, other = (f"{line}\n" for line in lines(make(1), make(1), make(2)).splitlines())
    process.write({f"a.jsonl.{ending}": tool.compress(f"{first}{copy}{other}".encode())})
    before = corpus(process.folder)

    done = process(*MOVE)

    assert (done.code, done.err) == (0, "")
    assert tool.decompress(process.read(f"a.jsonl.{ending}")).decode() == first + other
    assert moved(process.folder) == {"a.jsonl": copy.encode()}
    process("undo")
    assert corpus(process.folder) == before


def test_nothing_is_cut_out_of_a_compressed_file_that_is_cut_off(process: Process, make: Make) -> None:
    data = gzip.compress(lines(make(1), make(1), make(2)).encode(), 0)
    process.write({"a.jsonl.gz": data[:-9]})

    done = process(*MOVE)

    assert done.code == 2
    assert "a.jsonl.gz: RUN003 not moved: " in done.err
    assert process.read("a.jsonl.gz") == data[:-9]
    assert moved(process.folder) == {}


def test_a_compressed_file_that_would_lose_something_stays(process: Process, make: Make) -> None:
    packed = pytest.importorskip("zstandard").ZstdCompressor().compress(lines(make(1), make(1)).encode())
    data = b"\x50\x2a\x4d\x18\x05\0\0\0table" + packed
    process.write({"a.jsonl.zst": data})

    done = process(*MOVE)

    assert done.code == 2
    assert "a.jsonl.zst: RUN003 not moved: the zstandard file has frames that are no content" in done.err
    assert process.read("a.jsonl.zst") == data
    (manifest,) = (process.folder / FOLDER).glob("*/manifest.jsonl")
    assert "frames that are no content" in json.loads(manifest.read_text("utf-8").splitlines()[-1])["why"]


def rows(*texts: str) -> list[dict[str, str]]:
    return [{"id": f"n{at}", "text": text} for at, text in enumerate(texts)]


def table(*texts: str, end: str = "\n") -> str:
    return "".join(f"{line}{end}" for line in ("id,text", *(f'{row["id"]},"{row["text"]}"' for row in rows(*texts))))


def sgml(*texts: str) -> str:
    doc = '<REUTERS NEWID="{id}"><TEXT><BODY>{text}</BODY></TEXT></REUTERS>\n'
    return '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + "".join(doc.format(**row) for row in rows(*texts))


@pytest.mark.parametrize(
    ("name", "write", "copies"),
    [
        ("a.csv", table, (1, 3)),
        ("a.csv", table, (2, 3)),
        ("b.csv", lambda *texts: table(*texts, end="\r\n").rstrip(), (3,)),
        ("a.json", lambda *texts: json.dumps(rows(*texts)), (1, 2)),
        ("b.json", lambda *texts: json.dumps(rows(*texts), indent=2) + "\n", (2, 3)),
        ("c.json", lambda *texts: json.dumps({"items": rows(*texts)}, indent="\t"), (3,)),
        ("d.json", lambda *texts: "\n".join(map(json.dumps, rows(*texts))), (1, 3)),
        ("a.sgm", sgml, (1, 3)),
    ],
)
def test_records_are_cut_out_of_files_of_many_formats(
    process: Process, make: Make, name: str, write: Callable[..., str], copies: tuple[int, ...]
) -> None:
    texts = [make(1) if at in copies else make(at + 2) for at in range(4)]
    process.write({"0.txt": make(1), name: write(*texts)})
    before = corpus(process.folder)

    done = process(*MOVE)

    after = corpus(process.folder)[name].decode()
    assert (done.code, done.err) == (0, "")
    assert [at for at in range(4) if re.search(rf"\bn{at}\b", after)] == [at for at in range(4) if at not in copies]
    if name.endswith(".json") and name != "d.json":
        left = json.loads(after)
        assert [row["id"] for row in (left["items"] if name == "c.json" else left)] == [
            f"n{at}" for at in range(4) if at not in copies
        ]
    assert after == after.replace("\n\n", "\n")
    assert sum(len(re.findall(rb"\bn\d\b", kept)) for kept in moved(process.folder).values()) == len(copies)
    process("undo")
    assert corpus(process.folder) == before


def test_a_list_may_become_empty(process: Process, make: Make) -> None:
    process.write({"0.txt": make(1), "a.json": json.dumps(rows(make(1)), indent=1)})

    process(*MOVE)

    assert json.loads(process.read("a.json")) == []


def test_what_cannot_be_cut_out_without_loss_stays(process: Process, make: Make) -> None:
    """Objects by their ids: without one of them its id would stand before nothing."""
    by_id = {f"n{at}": {"text": make(1 if at == 1 else at + 2)} for at in range(3)}
    process.write({"0.txt": make(1), "a.json": json.dumps(by_id)})
    before = corpus(process.folder)

    done = process(*MOVE)

    assert "a.json: RUN003 not moved: records cannot be cut out of this json file without loss" in done.err
    assert corpus(process.folder) == before


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n"])
def test_the_last_line_of_a_file(process: Process, make: Make, end: str) -> None:
    first = json.dumps({"text": make(1)})
    process.write({"a.jsonl": f"\ufeff{first}\n{first}{end}"})
    before = corpus(process.folder)

    process(*MOVE)

    assert corpus(process.folder)["a.jsonl"].strip() == f"\ufeff{first}".encode()
    process("undo")
    assert corpus(process.folder) == before


def test_undo_puts_nothing_over_a_new_file(process: Process, files: dict[str, bytes]) -> None:
    del files
    process(*MOVE)
    process.write({"deep/b.txt": "new\n"})

    done = process("undo")

    assert done.code == 2
    assert "another file lies in its place now" in done.err
    assert process.read("deep/b.txt") == b"new\n"


def test_undo_without_the_quarantine(process: Process, files: dict[str, bytes]) -> None:
    process(*MOVE)
    shutil.rmtree(process.folder / FOLDER)

    assert process("undo").code == 0
    assert corpus(process.folder) == files


def test_a_moved_corpus_can_be_undone(process: Process, files: dict[str, bytes], tmp_path: Path) -> None:
    process(*MOVE)
    there = tmp_path / "elsewhere"
    shutil.move(process.folder, there)
    process.folder.mkdir()
    shutil.copytree(there, process.folder, dirs_exist_ok=True)

    assert process("undo").code == 0
    assert corpus(process.folder) == files
    assert "deep/b.txt" not in corpus(there)


def test_a_link_in_the_quarantine_leads_nowhere(process: Process, files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (process.folder / FOLDER).symlink_to(tmp_path / "target")

    done = process(*MOVE)

    assert done.code == 2
    assert list((tmp_path / "target").rglob("*.txt")) == []
    assert corpus(process.folder) == files


def test_a_file_saved_at_the_same_moment_is_not_lost(tmp_path: Path) -> None:
    root = Path(os.path.realpath(tmp_path))
    (root / "a.txt").write_text("old")
    snapshot = read(str(root / "a.txt"))
    (root / "a.txt").write_text("new")
    quarantine = Quarantine(str(root), "run")

    with pytest.raises(WriteRefused, match="it changed since it was read"):
        quarantine.move(snapshot, quarantine.place(snapshot.real))

    assert (root / "a.txt").read_text() == "new"
    assert corpus(root) == {"a.txt": b"new"}


def test_records_of_many_files_go_at_once(process: Process, make: Make) -> None:
    first, second = make(1), make(2)
    dated = [{"text": first, "date": "2024-05-05"}, {"text": first, "date": "2023-05-05"}, {"text": second}]
    process.write(
        {
            "a.jsonl": "".join(json.dumps(one) + "\n" for one in [*dated, {"text": second, "date": "2020-05-05"}]),
            "b.jsonl": lines(first, make(3)),
            "c.txt": second,
        }
    )
    before = corpus(process.folder)

    done = process(*MOVE)

    assert (done.code, done.err) == (0, "")
    records = before["a.jsonl"].splitlines(keepends=True)
    assert corpus(process.folder) == {
        "a.jsonl": records[1] + records[3],
        "b.jsonl": before["b.jsonl"].splitlines(keepends=True)[1],
    }
    assert process("undo").code == 0
    assert corpus(process.folder) == before


@pytest.mark.parametrize("changed", ["", "kept.txt", "copy.txt"])
def test_what_changed_since_it_was_judged_is_no_reason_to_move_anything(tmp_path: Path, changed: str) -> None:
    paths = [str(tmp_path / name) for name in ("copy.txt", "kept.txt")]
    for path in paths:
        Path(path).write_text("the same text")
    keys = [DocKey(path) for path in paths]

    def source(path: str) -> Source:
        return Source(path, path, Plain(), Fields())

    def reread(key: DocKey) -> tuple[Record, Located]:
        record = read_record(source(key.path), key, None)
        return record, Located(key, record, Plain(), Fields())

    again = steady(reread)
    assert {again(key)[0].text for key in keys} == {"the same text"}
    if changed:
        (tmp_path / changed).write_text("another text, written meanwhile")
    fix = Fix((), Safety.UNSAFE, "move", Span(0, 0), copy_of=keys[1])
    finding = Finding("DUP001", keys[0], Span(0, 0), "same words", Severity.WARNING, fix)
    sink = Differences()

    gone = aside.take_out([finding], source, again, sink, Tally())

    assert [removal.source.path for removal in sink.removals] == ([] if changed else paths[:1])
    assert gone.files == ([] if changed else paths[:1])
    assert [f"{changed}: changed since it was read" in one.message for one in gone.troubles] == [True] * bool(changed)


def test_a_read_only_copy_stays_and_the_list_says_nothing_of_it(process: Process, make: Make) -> None:
    process.write({"a.txt": make(1), "b.txt": make(1)})
    (process.folder / "b.txt").chmod(0o444)
    before = corpus(process.folder)

    done = process(*MOVE)

    assert (done.code, corpus(process.folder), moved(process.folder)) == (2, before, {})
    assert "b.txt: it is read-only; it stays where it is" in done.err
    assert "Copies were moved" not in done.out + done.err


def test_the_list_says_what_stays_after_all(process: Process, make: Make) -> None:
    process.write({"a.jsonl": lines(make(1), make(1))})
    os.link(process.folder / "a.jsonl", process.folder / "b.jsonl")
    before = corpus(process.folder)

    done = process(*MOVE[:-1])

    assert (done.code, corpus(process.folder)) == (2, before)
    assert "Copies were moved" not in done.out + done.err
    (path,) = (process.folder / FOLDER).glob("*/manifest.jsonl")
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    assert [one["stays"] for one in entries if "stays" in one] == [["a.jsonl:2"], ["b.jsonl:1", "b.jsonl:2"]]


def test_a_copy_on_another_file_system_stays_and_the_remedy_is_told(process: Process, make: Make) -> None:
    process.write({"a.txt": make(1), "disk/.keep": ""})
    with small(process.folder / "disk", "64k"):
        process.write({"disk/b.txt": make(1)})

        done = process(*MOVE)

        assert done.code == 2
        assert "disk/b.txt: it cannot be moved (the quarantine is on another file system; " in done.err
        assert "name a folder beside the texts with --cache-dir); it stays where it is" in done.err
        assert corpus(process.folder).keys() == {"a.txt", "disk/b.txt"}
