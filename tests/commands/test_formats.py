"""Files of every format by the command itself: found, placed, fixed, undone; damage is told and the rest is checked."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Done, Process

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
zstandard = pytest.importorskip("zstandard")

BAD = "\n\nIt rained."
RECORDS: list[dict[str, object]] = [{"id": 1, "text": "It snowed."}, {"id": 2, "text": BAD}, {"id": 3, "text": "Fog."}]
JSONL = "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def parquet(records: Sequence[Mapping[str, object]]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(records)), out, row_group_size=2)
    return out.getvalue()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


FILES: dict[str, tuple[bytes, int, int, int]] = {
    "a.jsonl": (JSONL, 2, 2, 20),
    "a.json": (json.dumps({"articles": RECORDS}, indent=1).encode(), 2, 9, 13),
    "a.csv": (b'id,text\n1,It snowed.\n2,"\n\nIt rained."\n3,Fog.\n', 2, 3, 4),
    "a.tsv": (b'id\ttext\n1\t"It snowed."\n2\t"\n\nIt rained."\n', 2, 3, 4),
    "a.parquet": (parquet(RECORDS), 2, 1, 1),
    "a.md": (BAD.encode(), 0, 1, 1),
    "a.txt.gz": (gzip.compress(BAD.encode()), 0, 1, 1),
    "a.jsonl.gz": (gzip.compress(JSONL), 2, 2, 20),
    "a.jsonl.bz2": (bz2.compress(JSONL), 2, 2, 20),
    "a.jsonl.xz": (lzma.compress(JSONL), 2, 2, 20),
    "a.jsonl.zst": (zstandard.compress(JSONL[:30]) + zstandard.compress(JSONL[30:]), 2, 2, 20),
    "a.parquet.gz": (gzip.compress(parquet(RECORDS)), 2, 1, 1),
}


def report(done: Done) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(done.out)
    return found


def places(done: Done) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for one in report(done)["findings"]:
        where = one["location"]
        assert isinstance(where, dict)
        found.append((one["code"], where["path"], where.get("record", 0), where["line"], where["column"]))
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_finding_has_its_place_and_its_fix_can_be_undone(process: Process, name: str) -> None:
    data, record, line, column = FILES[name]
    process.write({name: data})

    first = process("--select", "BLK", "--output-format", "json")
    fixed = process("--select", "BLK", "--fix", "-q")
    second = process("--select", "BLK", "--output-format", "json")

    assert places(first) == [("BLK001", name, record, line, column)]
    assert (first.code, fixed.code, second.code, second.err) == (1, 0, 0, "")
    assert process.read(name) != data
    assert process("undo").code == 0
    assert process.read(name) == data


@pytest.mark.parametrize("name", ["a.parquet", "a.jsonl.gz", "a.csv"])
def test_a_file_with_nothing_to_fix_is_not_touched_and_copied_whole(process: Process, name: str) -> None:
    data = FILES[name][0]
    process.write({f"in/{name}": data})

    assert process("--select", "PUN", "--fix").code == 0
    assert process("in", "--select", "PUN", "--fix-to", "out").code == 0

    assert process.read(f"in/{name}") == data
    assert process.read(f"out/in/{name}") == data


ARCHIVES = {
    "a.zip": zipped({"in/a.txt": BAD.encode(), "in/b.jsonl": JSONL, "c.jsonl.gz": gzip.compress(JSONL), "d.png": b"x"}),
    "a.tar": tarred({"in/a.txt": BAD.encode(), "in/b.jsonl": JSONL, "c.jsonl.gz": gzip.compress(JSONL), "d.png": b"x"}),
    "a.tar.gz": tarred(
        {"in/a.txt": BAD.encode(), "in/b.jsonl": JSONL, "c.jsonl.gz": gzip.compress(JSONL), "d.png": b"x"}, "w:gz"
    ),
    "a.tgz": tarred(
        {"in/a.txt": BAD.encode(), "in/b.jsonl": JSONL, "c.jsonl.gz": gzip.compress(JSONL), "d.png": b"x"}, "w:gz"
    ),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_members_are_checked_and_never_written(process: Process, name: str) -> None:
    process.write({name: ARCHIVES[name]})

    done = process("--select", "BLK", "--output-format", "json")
    fixed = process("--select", "BLK", "--fix")

    assert sorted(places(done)) == [
        ("BLK001", f"{name}/c.jsonl.gz", 2, 2, 20),
        ("BLK001", f"{name}/in/a.txt", 0, 1, 1),
        ("BLK001", f"{name}/in/b.jsonl", 2, 2, 20),
    ]
    assert (fixed.code, fixed.err) == (1, "")
    told = f"note: Not fixed: 3 files, such as {name}/c.jsonl.gz: members of archives are only read; unpack it, and fix"
    assert told in fixed.out
    assert process.read(name) == ARCHIVES[name]


def test_one_reason_not_to_fix_many_files_is_told_of_some(process: Process) -> None:
    process.write({f"{n:02}.txt": BAD for n in range(40)})
    for path in process.folder.glob("*.txt"):
        path.chmod(0o444)
    process.write({"b.txt": BAD})
    (process.folder / "c.txt").hardlink_to(process.folder / "b.txt")

    done = process("--fix", "--select", "BLK,PUN", "--output", "json:run.json", "-q")

    told = done.err.splitlines()
    named = [*(f"{n:02}.txt" for n in range(10)), "b.txt", "c.txt", "30 more"]
    assert [line.split(":")[0] for line in told] == named
    assert told[-1].endswith("RUN003 not fixed: it is read-only; it stays as it was; make it writable for you")
    assert len(json.loads(process.read("run.json"))["troubles"]) == 42
    assert done.code == 2


def test_what_is_only_read_is_copied_as_it_is(process: Process) -> None:
    page = b"<html><body><article><p>It rained , and it snowed.</p></article></body></html>\n"
    process.write({"in/a.zip": ARCHIVES["a.zip"], "in/b.html": page, "in/c.txt": BAD})

    done = process("in", "--select", "BLK,PUN", "--fix-to", "out")

    assert (done.code, done.err) == (1, "")
    assert process.read("out/in/a.zip") == ARCHIVES["a.zip"]
    assert process.read("out/in/b.html") == page
    assert process.read("out/in/c.txt") == b"It rained."


STORY = " ".join(f"On day {n} the ferry from Harnsey to the island left {n * 7 % 60} minutes late." for n in range(30))


@pytest.mark.parametrize(
    "name", ["a.zip", "a.tar", "a.tgz", "a.jsonl.gz", "a.parquet", "a.csv", "a.json", "a.jsonl.zst"]
)
def test_documents_in_every_format_are_compared_with_others(process: Process, name: str) -> None:
    rows: list[dict[str, object]] = [{"id": 1, "text": "Fog."}, {"id": 2, "text": STORY}]
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    made = {
        "a.zip": zipped({"x/b.jsonl": lines}),
        "a.tar": tarred({"x/b.jsonl": lines}),
        "a.tgz": tarred({"x/b.jsonl": lines}, "w:gz"),
        "a.jsonl.gz": gzip.compress(lines),
        "a.jsonl.zst": zstandard.compress(lines),
        "a.parquet": parquet(rows),
        "a.csv": f'id,text\n1,Fog.\n2,"{STORY}"\n'.encode(),
        "a.json": json.dumps(rows).encode(),
    }
    process.write({name: made[name], "b.txt": STORY + "\n"})

    done = process("--select", "DUP", "--output-format", "json")

    assert [found[0] for found in places(done)] == ["DUP001"]
    (finding,) = report(done)["findings"]
    assert name in json.dumps(finding)
    assert "b.txt" in json.dumps(finding)
    assert report(done)["troubles"] == []


@pytest.mark.parametrize("name", ["a.zip", "a.tgz"])
def test_a_copy_in_an_archive_stays_there(process: Process, name: str) -> None:
    members = {"z.txt": STORY.encode(), "y.jsonl": json.dumps({"text": STORY}).encode() + b"\n"}
    data = zipped(members) if name == "a.zip" else tarred(members, "w:gz")
    process.write({name: data, "0.txt": STORY + "\n"})

    done = process("--select", "DUP", "--fix", "--unsafe-fixes")

    assert done.code == 1
    assert "Not moved: 2 files, such as" in done.out
    assert "members of archives are only read" in done.out
    assert process.read(name) == data


def test_a_copy_that_is_a_page_stays_there(process: Process) -> None:
    process.write({"0.txt": STORY + "\n", "a.html": f"<html><body><article><p>{STORY}</p></article></body></html>\n"})
    page = process.read("a.html")

    done = process("--select", "DUP", "--fix", "--unsafe-fixes")

    assert (done.code, done.err, process.read("a.html")) == (1, "", page)
    assert "note: Not moved: 1 file, such as a.html: HTML is only read" in done.out


def test_rows_after_a_fix_are_the_same_rows(process: Process) -> None:
    rows: list[dict[str, object]] = [{"text": BAD}, {"text": "Fog."}, {"text": STORY}]
    process.write({"a.parquet": parquet(rows), "b.txt": STORY + "\n"})

    done = process("--select", "DUP,BLK", "--fix", "--output-format", "json")

    assert [place[0] for place in places(done)] == ["DUP001"]
    assert report(done)["troubles"] == []
    assert pq.read_table(io.BytesIO(process.read("a.parquet")))["text"].to_pylist() == ["It rained.", "Fog.", STORY]


DAMAGED: dict[str, tuple[bytes, str]] = {
    "a.jsonl.gz": (gzip.compress(JSONL + bytes(range(256)) * 9)[:-20], "RUN001 not checked: all after byte"),
    "a.jsonl.zst": (zstandard.compress(JSONL * 40_000)[:-200], "where the zstandard data is cut off"),
    "a.txt.gz": (b"not gzip", "RUN001 not checked: its content, which is no gzip data"),
    "gz.jsonl": (gzip.compress(JSONL), "RUN001 not checked: compressed, and its name does not say so"),
    "zst.csv": (zstandard.compress(b"id,text\n1,a\n"), "let it end with .zst"),
    "bz2.parquet": (bz2.compress(parquet(RECORDS)), "let it end with .bz2"),
    "a.parquet": (parquet(RECORDS)[:-9], "no Parquet that can be read"),
    "a.zip": (zipped({"a.jsonl": JSONL})[:-30], "RUN001 not checked: the zip archive"),
    "a.tar": (tarred({"a.jsonl": JSONL, "b.jsonl": JSONL * 100})[:3000], "a.tar/b.jsonl"),
    "b.parquet": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n", "a Git LFS pointer"),
    "a.zip.zip": (zipped({"a.txt": b"\0" * (200 << 20)}), "a.zip.zip/a.txt"),
    "c.json": (b'[{"text": "a"}, {"text": "b', "RUN002"),
    "d.csv": (b"id,text\n1,a\n2\n", "1 fields and the first row 2"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_is_told_and_the_rest_is_checked(process: Process, name: str) -> None:
    data, message = DAMAGED[name]
    process.write({name: data, "z.txt": BAD})

    done = process("--select", "BLK,DOC", "--output-format", "json")
    fixed = process("--select", "BLK,DOC", "--fix")

    assert done.code == fixed.code == 2
    assert message in done.err + done.out
    assert ("BLK001", "z.txt", 0, 1, 1) in places(done)
    assert process.read(name) == data
    assert process.read("z.txt") == b"It rained."


def test_members_that_cannot_be_read_are_told_one_by_one(process: Process) -> None:
    data = bytearray(zipped({"a.txt": BAD.encode() * 50, "b.txt": BAD.encode()}, zipfile.ZIP_STORED))
    data[60] ^= 1
    locked = bytearray(zipped({"a.txt": BAD.encode(), "b.txt": BAD.encode()}))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + offset] |= 1
    process.write({"bad.zip": bytes(data), "locked.zip": bytes(locked)})

    done = process("--select", "BLK", "--output-format", "json")

    assert done.code == 2
    assert "bad.zip/a.txt: RUN001" in done.err
    assert "locked.zip/a.txt: RUN001" in done.err
    assert [place[:2] for place in places(done)] == [("BLK001", "bad.zip/b.txt"), ("BLK001", "locked.zip/b.txt")]


def test_an_archive_in_an_archive_is_told(process: Process) -> None:
    inner = zipped({"b.txt": BAD.encode()})
    process.write({"a.zip": zipped({"in/b.zip": inner, "b.tar.gz": inner, "a.txt": BAD.encode()})})
    told = [f"a.zip/{name}: RUN001 not checked: an archive in an archive" for name in ("b.tar.gz", "in/b.zip")]

    done = process("--select", "BLK", "--output-format", "json")
    without = process(
        "--select", "BLK", "--extend-exclude", "*.tar.gz", "--extend-exclude", "in/", "--output-format", "json"
    )

    assert done.code == 2
    assert [line.partition(";")[0] for line in done.err.splitlines() if "RUN001" in line] == told
    assert without.code == 1
    assert places(done) == places(without) == [("BLK001", "a.zip/a.txt", 0, 1, 1)]


def test_many_members_are_no_bomb_and_many_large_ones_are(process: Process) -> None:
    small = {f"{n}.txt": BAD.encode() for n in range(300)}
    process.write({"small.zip": zipped(small), "large.zip": zipped({f"{n}.txt": b" " * (50 << 20) for n in range(6)})})

    done = process("--select", "BLK001", "--output-format", "json")

    assert len(places(done)) == 300
    assert done.err.count("more than 250 times the bytes that the archive has") == 4


def test_names_in_archives_lead_nowhere(process: Process) -> None:
    names = ["../../../x/a.txt", "/etc/b.txt", "c\x1b[31m\n.txt", "d/./e.txt"]
    process.write({"a.zip": zipped(dict.fromkeys(names, BAD.encode())), "e.txt": STORY})
    process.write({"b.zip": zipped({"../f.txt": STORY.encode()})})

    done = process("--select", "BLK,DUP", "--output-format", "json")
    shown = process("--select", "BLK,DUP", "--output-format", "concise")

    assert {place[1] for place in places(done)} == {
        "a.zip/x/a.txt", "a.zip/etc/b.txt", "a.zip/c\x1b[31m\n.txt", "a.zip/d/e.txt", "e.txt",
    }  # fmt: skip
    assert "\x1b" not in shown.out


def test_what_settings_leave_out_is_left_out_of_archives(process: Process) -> None:
    process.write(
        {
            "a.zip": zipped({"raw/a.txt": BAD.encode(), "b.txt": BAD.encode(), ".c/d.txt": BAD.encode()}),
            "corpuslint.toml": 'extend-exclude = ["raw/"]\n[lint.per-file-ignores]\n"a.zip/b.txt" = ["BLK001"]\n',
        }
    )

    done = process("--select", "BLK", "--output-format", "json")

    assert (done.code, places(done)) == (0, [])
    assert process("--statistics").code == 0


def test_an_archive_may_lie_elsewhere(process: Process) -> None:
    (process.folder.parent / "a.zip").write_bytes(ARCHIVES["a.zip"])

    done = process("../a.zip", "--select", "BLK", "--output-format", "json")

    assert len(places(done)) == 3


def test_without_the_library_the_extra_is_named(process: Process) -> None:
    process.write({"a.parquet": FILES["a.parquet"][0], "b.jsonl.zst": FILES["a.jsonl.zst"][0]})
    process.write({"away/pyarrow.py": "raise ImportError", "away/zstandard.py": "raise ImportError"})

    done = process("a.parquet", "b.jsonl.zst", PYTHONPATH=str(process.folder / "away"))

    assert done.code == 2
    assert "a.parquet: RUN001 not checked: reading .parquet needs the package pyarrow: " in done.err
    assert "pip install 'corpuslint[parquet]'" in done.err
    assert "pip install 'corpuslint[zstd]'" in done.err


def test_standard_input_is_read_as_its_name_says(process: Process) -> None:
    data = gzip.compress(JSONL)

    checked = process("--stdin-filename", "a.jsonl.gz", "-", "--select", "BLK", "--output-format", "json", stdin=data)
    fixed = process("--stdin-filename", "a.jsonl.gz", "-", "--select", "BLK", "--fix", stdin=data)
    broken = process("--stdin-filename", "a.jsonl.gz", "-", "--select", "BLK", stdin=data[:-9])
    archive = process("--stdin-filename", "a.zip", "-", stdin=ARCHIVES["a.zip"])

    assert places(checked) == [("BLK001", "a.jsonl.gz", 2, 2, 20)]
    assert json.loads(gzip.decompress(fixed.raw).splitlines()[1]) == {"id": 2, "text": "It rained."}
    assert (broken.code, archive.code) == (2, 2)
    assert "the gzip data is cut off" in broken.err
    assert "an archive cannot be read from standard input" in archive.err


def test_named_fields_hold_for_all_formats(process: Process) -> None:
    process.write({"a.csv": b'id,text,other\n1,Rain.,"\n\nSnow."\n', "a.jsonl": b'{"text": "a", "other": "\\n\\nb"}\n'})

    done = process("--text-field", "other", "--select", "BLK", "--output-format", "json")

    assert [place[:2] for place in places(done)] == [("BLK001", "a.csv"), ("BLK001", "a.jsonl")]


def test_settings_say_for_each_pattern_how_files_are_read(process: Process) -> None:
    process.write(
        {
            "corpuslint.toml": """
                [documents."api/*.json"]
                records = "news"
                text = "plain/full"
                [documents."dump/*.csv"]
                text = "2"
                [documents."dump/*.log"]
                format = "jsonl"
                [encoding]
                "dump/old.csv" = "cp1252"
            """,
            "api/a.json": json.dumps({"news": [{"plain": {"full": BAD}}], "more": [{"text": "no"}]}),
            "dump/new.csv": 'x,"\n\nGrößer."\n',
            "dump/old.csv": 'x,"\n\nGrößer."\n'.encode("cp1252"),
            "dump/c.log": json.dumps({"content": BAD}) + "\n",
        }
    )

    done = process("--select", "BLK,DOC", "--output-format", "json")
    fixed = process("--select", "BLK,DOC", "--fix")

    assert sorted(place[:3] for place in places(done)) == [
        ("BLK001", "api/a.json", 1),
        ("BLK001", "dump/c.log", 1),
        ("BLK001", "dump/new.csv", 1),
        ("BLK001", "dump/old.csv", 1),
    ]
    assert (done.code, fixed.code) == (1, 0)
    assert process.read("dump/old.csv") == 'x,"Größer."\n'.encode("cp1252")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", '{"text": "The man said , that it is so."}\n'),
        ("a.json", '[{"text": "The man said , that it is so."}]'),
    ],
)
def test_a_mark_before_the_first_record_is_told_and_stays(process: Process, name: str, text: str) -> None:
    process.write({name: b"\xef\xbb\xbf" + text.encode()})

    done = process("--output-format", "concise", "-q", "--fix")

    assert (done.code, done.err) == (1, "")
    assert done.out.startswith(f"{name}:1:1: warning ENC002 byte order mark at the beginning of the file")
    assert process.read(name) == b"\xef\xbb\xbf" + text.replace(" ,", ",").encode()
    assert process("--ignore", "ENC002").code == 0


def test_columns_of_tables_are_counted_in_their_encoding(process: Process) -> None:
    process.write({"a.csv": "id,text\n1,雨が降った    \n".encode("euc_jp")})

    done = process("--select", "BLK004", "--encoding", "euc_jp", "--output-format", "json")

    assert places(done) == [("BLK004", "a.csv", 1, 2, 8)]


def test_what_describes_a_data_set_is_none_of_its_texts(process: Process) -> None:
    about = json.dumps({"description": f"News of a town. {BAD} " * 20, "dataset_size": 123}).encode()
    process.write({"dataset_info.json": about, "sub/dataset_infos.json": about, "data/train.jsonl": JSONL})

    done = process("--fix", "--output-format", "json")

    assert json.loads(done.out)["summary"]["documents"] == len(RECORDS)
    assert process.read("dataset_info.json") == about
