"""A fixed copy of a corpus has each text once, and the corpus has them all."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from tests.conftest import Process

Make = Callable[..., str]
CALL = ("corpus", "--fix-to", "clean", "--unsafe-fixes")


def under(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def lines(*texts: str) -> bytes:
    return "".join(json.dumps({"id": f"n{at}", "text": text}) + "\n" for at, text in enumerate(texts)).encode()


def test_texts_and_records_that_are_copies_are_left_out(process: Process, make: Make) -> None:
    one, other = make(1), make(2)
    shard = lines(make(3), make(3).upper(), make(4), one)
    process.write(
        {
            "corpus/a.txt": f"\n\n{one}\n",
            "corpus/deep/b.txt": f"{one}\n",
            "corpus/c.txt": f"{other}\n",
            "corpus/r.jsonl": shard,
            "corpus/s.jsonl.gz": gzip.compress(lines(other, make(5)), mtime=0),
        }
    )
    before = under(process.folder / "corpus")

    done = process(*CALL, "--output-format", "concise")

    clean = under(process.folder / "clean" / "corpus")
    rows = shard.splitlines(keepends=True)
    assert (done.code, done.err) == (0, "")
    assert under(process.folder / "corpus") == before
    assert clean.pop("s.jsonl.gz") != before["s.jsonl.gz"]
    assert clean == {"a.txt": f"{one}\n".encode(), "c.txt": f"{other}\n".encode(), "r.jsonl": rows[0] + rows[2]}
    assert [line for line in done.out.splitlines() if "left out" in line] == ["note: 4 copies were left out of clean."]
    assert process("clean", "--output-format", "concise").code == 0
    assert not (process.folder / ".corpuslint_quarantine").exists()


def test_without_unsafe_fixes_a_copy_has_all_texts(process: Process, make: Make) -> None:
    process.write({"corpus/a.txt": f"{make(1)}\n", "corpus/b.txt": f"{make(1)}\n"})

    done = process(*CALL[:-1], "--output-format", "concise")

    assert (done.code, under(process.folder / "clean" / "corpus")) == (1, under(process.folder / "corpus"))
    assert "1 fixable with --unsafe-fixes" in done.out


def test_a_read_only_corpus_gives_a_copy_without_copies(process: Process, make: Make) -> None:
    process.write({"corpus/a.jsonl": lines(make(1), make(1)), "corpus/b.txt": f"{make(1)}\n"})
    for path in (process.folder / "corpus").iterdir():
        path.chmod(0o444)

    done = process(*CALL)

    assert (done.code, done.err) == (0, "")
    assert under(process.folder / "clean" / "corpus") == {"a.jsonl": lines(make(1))}


@pytest.mark.parametrize("name", ["a.txt", "b.txt", "c.txt"])
def test_nothing_is_left_out_where_not_all_is_copied(process: Process, make: Make, name: str) -> None:
    """The text that stays might be the one that is missing."""
    files = {"a.txt": f"{make(1)}\n", "b.txt": f"{make(1)}\n", "c.txt": f"{make(2)}\n"}
    process.write({f"corpus/{path}": text for path, text in files.items()} | {f"clean/corpus/{name}": "mine\n"})

    done = process(*CALL)

    assert done.code == 2
    assert under(process.folder / "clean" / "corpus") == {
        path: text.encode() for path, text in (files | {name: "mine\n"}).items()
    }
    assert [line.split("something")[0] for line in done.err.splitlines()] == [
        f"corpus/{name}: RUN003 not fixed: clean/corpus/{name}: "
    ]


@pytest.mark.parametrize("suffix", ["parquet", "feather"])
def test_rows_are_left_out_of_copies_of_tables(process: Process, make: Make, suffix: str) -> None:
    texts = [make(number) for number in (1, 2, 1, 1, 3, 3, 1)]
    table = pa.table({"text": texts, "n": [*range(6), None], "deep": [{"x": [n]} for n in range(7)]})
    path = process.folder / "corpus" / f"t.{suffix}"
    path.parent.mkdir()
    if suffix == "parquet":
        parquet.write_table(table, path, row_group_size=2, compression="zstd")
    else:
        feather.write_feather(table, path, chunksize=2, compression="zstd")
    before = path.read_bytes()

    done = process(*CALL)

    copy = process.folder / "clean" / "corpus" / path.name
    found = parquet.read_table(copy) if suffix == "parquet" else feather.read_table(copy)
    assert (done.code, done.err, path.read_bytes()) == (0, "", before)
    assert found.to_pylist() == [table.to_pylist()[row] for row in (0, 1, 4)]
    if suffix == "parquet":
        new = parquet.ParquetFile(copy).metadata
        assert [new.row_group(at).num_rows for at in range(new.num_row_groups)] == [2, 1]
        assert new.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize("suffix", ["parquet", "feather"])
def test_a_table_of_copies_alone_becomes_an_empty_one(process: Process, make: Make, suffix: str) -> None:
    process.write({"corpus/a.txt": f"{make(1)}\n"})
    path = process.folder / "corpus" / f"t.{suffix}"
    table = pa.table({"text": [make(1)]})
    if suffix == "parquet":
        parquet.write_table(table, path)
    else:
        feather.write_feather(table, path)

    done = process(*CALL)

    copy = process.folder / "clean" / "corpus" / path.name
    found = parquet.read_table(copy) if suffix == "parquet" else feather.read_table(copy)
    assert (done.code, done.err, found.schema, len(found)) == (0, "", table.schema, 0)


def test_rows_of_tables_are_not_cut_out_in_place(process: Process, make: Make) -> None:
    path = process.folder / "t.parquet"
    parquet.write_table(pa.table({"text": [make(1), make(1)]}), path)
    before = path.read_bytes()

    done = process("--fix", "--unsafe-fixes")

    assert (done.code, path.read_bytes()) == (2, before)
    assert "not moved: records are not cut out of parquet files; --fix-to FOLDER writes a copy without them" in done.err


def test_rows_with_views_of_strings_are_left_out(process: Process, make: Make) -> None:
    """The library cannot filter these, which other programs write."""
    kinds = {"text": pa.string_view(), "raw": pa.binary_view(), "n": pa.run_end_encoded(pa.int32(), pa.int64())}
    runs = pa.RunEndEncodedArray.from_arrays(pa.array([2, 5], pa.int32()), pa.array([1, 2]))
    texts = [make(number) for number in (1, 1, 2, 1, 3)]
    raw = pa.array([b"a", b"b", None, b"d", b"e"], pa.binary_view())
    table = pa.table({"text": pa.array(texts, pa.string_view()), "raw": raw, "n": runs}, schema=pa.schema(kinds))
    path = process.folder / "corpus" / "t.arrow"
    path.parent.mkdir()
    with pa.ipc.new_file(path, table.schema) as writer:
        writer.write_table(table, 3)

    done = process(*CALL)

    copy = pa.ipc.open_file(process.folder / "clean" / "corpus" / "t.arrow").read_all()
    assert (done.code, done.err, copy.schema) == (0, "", table.schema)
    assert copy.to_pylist() == [table.to_pylist()[row] for row in (0, 2, 4)]


@pytest.mark.parametrize("jobs", ["-j1", "-j2"])
def test_a_text_that_only_a_damaged_file_has_too_is_no_copy(process: Process, make: Make, jobs: str) -> None:
    """What can be read of a file counts, but no copy of it is made."""
    shard = gzip.compress(lines(*(make(number) for number in range(1, 200))), mtime=0)
    texts = {f"corpus/{name}.txt": f"{make(number)}\n" for name, number in {"b": 1, "c": 300, "d": 300}.items()}
    process.write({"corpus/a.jsonl.gz": shard[: len(shard) * 3 // 4], **texts})

    done = process(*CALL, jobs, "--output-format", "concise")

    assert under(process.folder / "clean") == {
        name: text.encode() for name, text in texts.items() if "d" not in name[7:8]
    }
    assert [line.split(": ")[:2] for line in done.err.splitlines()] == [["corpus/a.jsonl.gz", "RUN001 not checked"]]
    assert "corpus/b.txt:1:1: warning DUP001 [?] same words as corpus/a.jsonl.gz:1;" in done.out


def test_a_file_in_which_nothing_can_be_fixed_is_copied_as_it_is(process: Process, make: Make) -> None:
    """So that the text that stays is among the copies."""
    raw = pa.array([b"\xff", f"{make(2)} , too".encode(), make(3).encode()])
    path = process.folder / "corpus" / "p.parquet"
    process.write({"corpus/z.txt": f"{make(3)}\n"})
    parquet.write_table(pa.table({"text": pa.Array.from_buffers(pa.string(), 3, raw.buffers())}), path)

    done = process(*CALL)

    assert under(process.folder / "clean" / "corpus") == {"p.parquet": path.read_bytes()}
    assert "corpus/p.parquet: RUN003 not fixed: another text of the column is not UTF-8\n" in done.err


def test_what_cannot_be_left_out_is_told_and_copied(process: Process, make: Make) -> None:
    texts = json.dumps({"k1": {"text": make(1)}, "k2": {"text": make(1)}})
    process.write({"corpus/a.json": texts})

    done = process(*CALL)

    assert (done.code, under(process.folder / "clean" / "corpus")) == (2, {"a.json": texts.encode()})
    assert done.err.startswith("corpus/a.json: RUN003 not left out: records cannot be cut out of this json file")
