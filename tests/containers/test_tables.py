"""Tables beside text files: what they say of a file counts wherever a record's own metadata would."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import re
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.index.conftest import asked, story

if TYPE_CHECKING:
    from tests.conftest import Process

SLIP = 'He said , "yes".\n'
QUIET = '\n[[lint.overrides]]\nwhen = {source = "Gazette"}\nignore = ["PUN"]\n'
"""What the rules say of a text then tells whether its source is known."""
SETTINGS = '[documents.plain]\ntable = "metadata.csv"\n' + QUIET
OLDEST = '[documents.plain]\ntable = "metadata.csv"\n[rules.identical-document]\nkeep = "oldest"\n'
ROWS = "filename,source,date,language\na.txt,Gazette,2020-01-01,en\nb.txt,Herald,2021-02-03,en\n"
CORPUS = {"corpuslint.toml": SETTINGS, "metadata.csv": ROWS, "a.txt": SLIP, "b.txt": SLIP, "c.md": SLIP}


def told(process: Process, *arguments: str) -> dict[str, tuple[str, str]]:
    """The source and date of each file with a finding."""
    done = process("--select", "PUN", "--output-format", "csv", *arguments)
    assert done.code in {0, 1}, done.err
    return {row["path"]: (row["source"], row["date"]) for row in csv.DictReader(io.StringIO(done.out))}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_rules_and_reports_know_what_the_table_says(process: Process, jobs: str) -> None:
    process.write(CORPUS)

    assert told(process, "-j", jobs) == {"b.txt": ("Herald", "2021-02-03"), "c.md": ("", "")}


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("meta.tsv", b"filename\tsource\r\na.txt\tGazette\r\n"),
        ("meta.jsonl", b'{"file": "a.txt", "source": "Gazette"}\n'),
        ("meta.json", b'[{"path": "a.txt", "source": "Gazette"}]'),
        ("meta.jsonl", b'\xef\xbb\xbf{"path": "a.txt", "source": "Gazette"}\n'),
        ("meta.csv.gz", gzip.compress(b"file_name;source\na.txt;Gazette\n", mtime=0)),
        ("meta/all.csv", b"path,publisher\n../a.txt,Gazette\n"),
        ("meta.csv", '\ufefffilename,source,note\na.txt,Gazette,"two\nlines"\n'.encode()),
        ("meta.CSV", b"filename,source\na.txt,Gazette\n"),
    ],
)
def test_tables_are_of_any_format(process: Process, table: str, content: bytes) -> None:
    process.write(CORPUS | {"corpuslint.toml": SETTINGS.replace("metadata.csv", table), table: content})

    assert "a.txt" not in told(process)


def test_a_parquet_file_is_a_table_too(process: Process) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    process.write(CORPUS | {"corpuslint.toml": SETTINGS.replace("metadata.csv", "meta.parquet")})
    parquet.write_table(pa.table({"path": ["a.txt"], "source": ["Gazette"]}), process.folder / "meta.parquet")

    assert "a.txt" not in told(process)


@pytest.mark.parametrize(
    ("row", "path"),
    [
        ("a.txt", "deep/er/a.txt"),
        ("./a.txt", "a.txt"),
        ("a", "deep/a.txt"),
        ("a.b", "a.b.txt"),
        ("deep/a.txt", "deep/a.txt"),
        ("deep\\a.txt", "deep/a.txt"),
        ("deep/a", "deep/a.txt"),
        ("a.txt", "a.txt.gz"),
        ("é.txt", "e\u0301.txt"),
    ],
)
def test_rows_name_files_by_path_or_by_name(process: Process, row: str, path: str) -> None:
    content = gzip.compress(SLIP.encode()) if path.endswith(".gz") else SLIP.encode()
    process.write({"corpuslint.toml": SETTINGS, "metadata.csv": f"filename,source\n{row},Gazette\n", path: content})

    assert told(process) == {}


@pytest.mark.parametrize(
    ("row", "path"), [("deep/a.txt", "a.txt"), ("deep/a.txt", "other/a.txt"), ("a", "a.b.txt"), ("a.txt", "b.txt")]
)
def test_other_files_are_not_meant(process: Process, row: str, path: str) -> None:
    process.write({"corpuslint.toml": SETTINGS, "metadata.csv": f"filename,source\n{row},Gazette\n", path: SLIP})

    assert told(process) == {path: ("", "")}


def test_each_folder_may_have_a_table(process: Process) -> None:
    settings = (
        '[documents."old/**"]\ntable = "old/list.csv"\nfile = "1"\nsource = "2"\n'
        '[documents.plain]\ntable = "new/list.csv"\nfile = "Datei"\nsource = "Blatt"\n' + QUIET
    )
    process.write({
        "corpuslint.toml": settings,
        "old/list.csv": "1.txt,Gazette,7\n2.txt,Herald,8\n",
        "new/list.csv": "Datei,Blatt,source\n1.txt,Herald,Gazette\n2.txt,Gazette,Herald\n",
        **{f"{folder}/{name}.txt": SLIP for folder in ("old", "new") for name in "12"},
    })  # fmt: skip

    assert told(process) == {"old/2.txt": ("Herald", ""), "new/1.txt": ("Herald", "")}


def test_a_nested_configuration_has_its_own_table(process: Process) -> None:
    process.write({
        "corpuslint.toml": SETTINGS, "metadata.csv": "filename,source\nb.txt,Gazette\n", "b.txt": SLIP,
        "deep/corpuslint.toml": 'extend = "../corpuslint.toml"\n[documents.plain]\ntable = "meta.tsv"\n',
        "deep/meta.tsv": "filename\tsource\na.txt\tGazette\n", "deep/a.txt": SLIP, "deep/b.txt": SLIP,
        "base/corpuslint.toml": 'extend = "../corpuslint.toml"\n', "base/b.txt": SLIP,
    })  # fmt: skip

    assert set(told(process)) == {"deep/b.txt"}


def test_a_text_on_standard_input_goes_by_its_name(process: Process) -> None:
    process.write(CORPUS)

    codes = [process("--stdin-filename", name, "-", stdin=SLIP.encode()).code for name in ("a.txt", "b.txt")]

    assert codes == [0, 1]


def test_fixes_go_by_the_table(process: Process) -> None:
    process.write(CORPUS)

    process("--fix", "--select", "PUN")

    assert [process.read(name).decode() for name in ("a.txt", "b.txt")] == [SLIP, SLIP.replace(" ,", ",")]


def test_the_oldest_copy_is_kept(process: Process) -> None:
    text = "\n".join(story(1)) + "\n"
    rows = "filename,date\na.txt,2021-03-01\nb.txt,2019-03-01\nc.txt,2020-01-01\n"
    process.write({
        "corpuslint.toml": OLDEST,
        "metadata.csv": rows, "a.txt": text, "b.txt": text, "c.txt": text,
    })  # fmt: skip

    found = json.loads(process("--select", "DUP001", "--output-format", "json").out)["findings"]

    assert {one["location"]["path"] for one in found} == {"a.txt", "c.txt"}


def test_a_habit_is_that_of_a_source_of_the_table(process: Process) -> None:
    process.write({f"u{n}.txt": f'She left. He said: "We saw {n} boats on the way home.\n' for n in range(12)})
    process.write({f"c{n}.txt": f'He said "yes" {n} times.\n' for n in range(27)})
    sources = {f"u{n}": "Gazette" for n in range(12)} | {f"c{n}": "Gazette" for n in range(18)}
    rows = "".join(f"{name},{source}\n" for name, source in sources.items())
    process.write({"corpuslint.toml": SETTINGS.replace(QUIET, ""), "metadata.csv": f"filename,source\n{rows}"})

    done = process("--select", "PUN", "--output-format", "concise")

    assert "12 of the 30 documents with quotation marks of source Gazette never close" in done.out


def test_members_of_archives_are_named_too(process: Process) -> None:
    process.write(CORPUS)
    with zipfile.ZipFile(process.folder / "old.zip", "w") as archive:
        archive.writestr("in/a.txt", SLIP)
        archive.writestr("in/c.txt", SLIP)

    assert set(told(process, "old.zip")) == {"old.zip/in/c.txt"}


def test_a_folder_whose_table_is_broken_is_told_and_left_out(process: Process) -> None:
    nested = {"deep/corpuslint.toml": '[documents.plain]\ntable = "none.csv"\n', "deep/a.txt": SLIP}
    process.write(CORPUS | nested)

    done = process("--select", "PUN", "--output-format", "concise")

    assert done.code == 2
    assert "b.txt:1:8: " in done.out
    assert "deep/a.txt" not in done.out
    assert "there is no table deep/none.csv" in done.err


def test_the_command_line_names_a_table(process: Process) -> None:
    process.write(CORPUS | {"corpuslint.toml": QUIET})
    given = ("--config", 'documents.plain.table = "metadata.csv"', "--config", 'documents.plain.source = "source"')

    assert set(told(process)) == {"a.txt", "b.txt", "c.md"}
    assert set(told(process, *given)) == {"b.txt", "c.md"}


@pytest.mark.parametrize(
    ("table", "more", "said"),
    [
        (None, "", "corpuslint.toml: documents.plain: there is no table metadata.csv; check `table`"),
        ("name,source\na.txt,x\n", "", "metadata.csv: no column `filename` (there is `name`, `source`); say which one"),
        (ROWS, 'file = "datei"', "metadata.csv: no column `datei` (there is `filename`, `source`, `date`, `language`)"),
        (ROWS, 'title = "kop"', "metadata.csv: no row has a `kop`; name the column that holds the title"),
        (ROWS + "./b.txt,Sun,2020-01-01,en\n", "", "metadata.csv:4: `b.txt` has a row in line 3 already; take one of"),
        (ROWS + " ,Sun,2020-01-01,en\n", "", "metadata.csv:4: `filename` is empty; name the file there, or"),
        (ROWS + "c.txt,Sun, Day,2020-01-01,en\n", "", "metadata.csv:4: the row has 5 fields and the first row 4"),
        (ROWS.encode() + b"\xe9.txt,Sun,2020-01-01,en\n", "", "metadata.csv:4: byte 0xE9 is not utf-8; name the codec"),
        (ROWS, 'file = ""', "must not be empty"),
        ("version https://git-lfs.github.com/spec/v1\n", "", "metadata.csv: a Git LFS pointer"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_told_once(
    process: Process, table: str | bytes | None, more: str, said: str
) -> None:
    files: dict[str, str | bytes] = {f"{n}.txt": SLIP for n in range(9)}
    settings = f'[documents.plain]\ntable = "metadata.csv"\n{more}\n'
    process.write(files | {"corpuslint.toml": settings} | ({"metadata.csv": table} if table is not None else {}))

    for call in (
        ("-j1",),
        ("-j2",),
        ("0.txt", "--fix"),
        ("index", "build"),
        ("map", "--shard", "1/1", "-o", "../parts"),
    ):
        done = process(*call)
        assert done.code == 2, call
        assert done.err.count(said) == 1, done.err


def test_a_table_is_read_where_it_tells_of_something(process: Process) -> None:
    records = "".join(json.dumps({"id": f"{n}", "text": "One."}) + "\n" for n in range(9))
    process.write({f"{name}.jsonl": records for name in "abc"})
    process.write({"corpuslint.toml": SETTINGS, "docs.jsonl": "[]"})

    for call in (("a.jsonl", "-j1"), ("a.jsonl", "b.jsonl", "c.jsonl", "-j2"), ("rule", "--all"), ("config", "show")):
        done = process(*call)
        assert done.code == 0
        assert "metadata.csv" not in done.err


def test_rows_of_json_lines_are_told_by_line(process: Process) -> None:
    settings = SETTINGS.replace(".csv", ".jsonl")
    for row, said in (
        ('{"filename": 7}', "`filename` is a number, not a string; name the file there"),
        ('{"name": "b.txt"}', "no field `filename` (there is `name`); name the file there"),
        ('{"filename": ', "metadata.jsonl:2: "),
    ):
        process.write({"corpuslint.toml": settings, "a.txt": SLIP})
        process.write({"metadata.jsonl": f'{{"filename": "a.txt", "source": "x"}}\n{row}\n'})
        done = process("a.txt")
        assert done.code == 2
        assert "metadata.jsonl:2: " in done.err
        assert said in done.err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[documents.plain]\ntable = "../metadata.csv"', "must lie below the folder of the configuration"),
        ('[documents.plain]\ntable = "/etc/passwd"', "must lie below the folder of the configuration"),
        ('[documents.plain]\ntable = "link.csv"', "leads out of the folder of the configuration by a link"),
        ('[documents.plain]\ntable = "a.txt"', "a.txt is no table; name one in .csv"),
        ('[documents.plain]\nfile = "name"', "`file` is a column of a `table`; name one beside it"),
        ('[documents.jsonl]\ntable = "metadata.csv"', "`table` is for texts and pages; write it below documents.html"),
        ('[documents.plain]\ntable = ["metadata.csv"]', "must be text in quotes"),
    ],
)
def test_settings_are_held_to_their_place(process: Process, settings: str, said: str) -> None:
    outside = process.folder.parent / "outside.csv"
    outside.write_text("filename,source\na.txt,Gazette\n")
    process.write(CORPUS | {"corpuslint.toml": settings + "\n"})
    (process.folder / "link.csv").symlink_to(outside)

    done = process("a.txt")

    assert done.code == 2
    assert said in done.err


def test_cells_are_only_ever_text(process: Process) -> None:
    rows = [
        ["../../etc/passwd", "Gazette"], ["/etc/passwd", "Gazette"], ["b.txt\0", "Gazette"], ["*.txt", "Gazette"],
        ["a.txt", "\x1b[31mred\x1b[0m\n=cmd()\u202e" + "x" * 5000],
    ]  # fmt: skip
    with io.StringIO() as stream:
        csv.writer(stream).writerows([["filename", "source"], *rows])
        process.write(CORPUS | {"metadata.csv": stream.getvalue()})

    done = process("--select", "PUN", "a.txt", "b.txt", "-v")

    assert done.code == 1
    assert {"a.txt", "b.txt"} == set(told(process, "a.txt", "b.txt"))
    assert "\x1b" not in done.out + done.err


def test_the_table_itself_is_no_text_of_the_corpus(process: Process) -> None:
    rows = 'filename,description\na.txt,"He said , yes and more ."\n'
    process.write(CORPUS | {"metadata.csv": rows})

    found, named = process("--show-files").out.split(), told(process, "metadata.csv")

    assert found == ["a.txt", "b.txt", "c.md"]
    assert set(named) == {"metadata.csv"}, "who names it wants it checked"


@pytest.mark.parametrize(
    ("paths", "said"),
    [
        (("-v",), ["Tables have no row for 1 of 3 files, such as c.md"]),
        ((), []),
        (("c.md",), ["Tables have no row for 1 of 1 files, such as c.md"]),
        (("-v", "a.txt"), []),
    ],
)
def test_files_without_a_row_are_counted(process: Process, paths: tuple[str, ...], said: list[str]) -> None:
    process.write(CORPUS | {"more.jsonl": '{"text": "One."}\n'})
    with zipfile.ZipFile(process.folder / "more.zip", "w") as archive:
        archive.writestr("d.txt", "One.\n")

    done = process("-n", "--select", "PUN", *paths)

    lines = [line.removeprefix("note: ") for line in done.out.splitlines() if "Tables" in line]
    assert [line.partition(";")[0] for line in lines] == said


def test_the_configuration_shows_what_the_table_says(process: Process) -> None:
    process.write(CORPUS)

    shown = process("config", "show").out

    assert "# a.txt (and 1 more): plain; date, source, language by a table" in shown
    assert "# c.md: plain\n" in shown


def test_a_changed_row_is_one_file_to_read_again(process: Process) -> None:
    files = {f"t{n}.txt": "\n".join(story(n)) + "\n" for n in range(5)}
    table = "filename,date\n" + "".join(f"{name},2020-01-01\n" for name in files)
    process.write(files | {"copy.txt": files["t3.txt"], "corpuslint.toml": OLDEST, "metadata.csv": table})
    time.sleep(0.1)  # a file that changed a moment ago is read again
    read, answers = [], []
    for rows in ("", "", "copy.txt,2019-01-01\n", "copy.txt,2021-01-01\n"):
        process.write({"metadata.csv": table + rows})
        exact = asked(process, "--no-cache", "--select", "DUP", "t3.txt")
        assert asked(process, "--trust-index", "--select", "DUP", "t3.txt") == exact
        answers.append(exact)
        process.write({"metadata.csv": table.replace("t4.txt,2020", "t4.txt,2018") + rows})
        read.append(re.findall(r"; (\d+) read", process("index", "build", "--select", "DUP").out))

    assert answers[0] == answers[1] != answers[2] != answers[3], "another copy is the oldest"
    assert read == [["1"], ["1"], ["1"], ["1"]], "the check has read the rest"


def test_jobs_of_one_run_have_one_table(process: Process) -> None:
    process.write(CORPUS)
    one = process("--output-format", "json", "--no-cache")

    for at, rows in ((1, ROWS), (2, ROWS)):
        process.write({"metadata.csv": rows})
        assert process("map", "--shard", f"{at}/2", "-o", "../parts").code == 0
    merged = process("merge", "../parts", "--output-format", "json", "--no-cache")
    process.write({"metadata.csv": ROWS.replace("Herald", "Sun")})
    process("map", "--shard", "2/2", "-o", "../parts")
    refused = process("merge", "../parts")

    assert (merged.code, merged.out) == (one.code, one.out)
    assert refused.code == 2


def test_an_editor_sees_what_the_table_says(process: Process) -> None:
    pytest.importorskip("pygls")
    from tests.server.conftest import editing

    process.write(CORPUS)

    async def story() -> None:
        async with editing(process) as editor:
            editor.open("a.txt")
            editor.open("b.txt")
            assert "PUN001" in [code for code, _ in await editor.told("b.txt")]
            assert await editor.told("a.txt") == []
            editor.write("a.txt", SLIP * 2)
            assert await editor.told("a.txt") == []
            process.write({"metadata.csv": ROWS.replace("Gazette", "Sun")})
            editor.write("a.txt", SLIP * 3)
            assert "PUN001" in [code for code, _ in await editor.told("a.txt")]

    asyncio.run(story())


PAGE = """<html lang="de"><head><title>Hafen</title><meta property="og:site_name" content="Herald"></head>
<body><article>She left , he said.</article></body></html>"""


def test_a_table_tells_of_pages_before_these_do(process: Process) -> None:
    process.write({
        "corpuslint.toml": '[documents.html]\ntable = "m.csv"\nsource = "publisher"\ntext = "article"\n' + QUIET,
        "m.csv": "file,publisher,day\na.html,Gazette,2020-01-01\nb,Sun,2020-01-02\nd.txt,Gazette,2020-01-02\n",
        "a.html": PAGE, "b.htm": PAGE, "c.xhtml": PAGE, "d.txt": SLIP,
    })  # fmt: skip

    assert told(process) == {"b.htm": ("Sun", ""), "c.xhtml": ("Herald", ""), "d.txt": ("", "")}
    shown = process("config", "show", "b.htm").out
    assert shown.splitlines()[-1].endswith("; source by a table")


def test_a_pattern_tells_of_texts_and_pages(process: Process) -> None:
    settings = '[documents."in/**"]\ntable = "in/m.csv"\ntitle = "head"\n' + QUIET
    process.write({
        "corpuslint.toml": settings, "in/m.csv": "file,source,head\na,Gazette,x\nb,Sun,y\n",
        "in/a.html": PAGE, "in/b.txt": SLIP, "out/a.html": PAGE,
    })  # fmt: skip

    assert told(process) == {"in/b.txt": ("Sun", ""), "out/a.html": ("Herald", "")}


def test_a_table_says_other_things_in_another_encoding(process: Process) -> None:
    process.write({
        "corpuslint.toml": '[documents.plain]\ntable = "in/m.csv"\n[encoding]\n"in/m.csv" = "cp437"\n',
        "in/corpuslint.toml": '[documents.plain]\ntable = "m.csv"\n[encoding]\n"m.csv" = "cp1252"\n',
        "in/m.csv": b"file,source\na.txt,Stra\xdfe\nb.txt,Stra\xdfe\n", "in/a.txt": SLIP, "b.txt": SLIP,
    })  # fmt: skip

    assert told(process) == {"in/a.txt": ("Straße", ""), "b.txt": ("Stra▀e", "")}
