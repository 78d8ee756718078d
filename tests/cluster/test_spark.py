"""The engine spark: the findings of one process under any number of partitions, and when workers are lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from tests.cluster.conftest import large
from tests.cluster.store import LOCKED, served
from tests.conftest import Process
from tests.index.conftest import story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULES = str(Path(__file__).with_name("rules"))
PROGRAM = """\
import json, sys
from corpuslint.cli import main
for name, arguments in json.load(sys.stdin):
    code = main(arguments)
    print(f"{name} {code}", flush=True)
"""
"""Several commands in one process: to start Spark takes longer than what is tested."""
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""For a Java that lives a minute: to compile its code well would take longer than to run it."""
here = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("pyspark", "pandas", "pyarrow")) or shutil.which("java") is None,
    reason="needs the extra `spark` and a Java runtime (apt-get install openjdk-17-jre-headless)",
)


class Outcome(NamedTuple):
    """What a command came to."""

    code: int
    report: bytes


def shards(folder: Path) -> None:
    """Two shards of the size that is divided, one of them in Parquet."""
    import pyarrow as pa
    import pyarrow.parquet

    rows = [{"id": f"r{n % 250}", "text": "\n".join(story(n % 90, 9)), "source": f"s{n % 3}"} for n in range(0, 600, 2)]
    with (folder / "shard.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.write("\n" * 10 + '{"id": "cut", "text": "no end\n' + '{"text": ' + " " * 8_000_000 + '"far"}\n')
    table = pa.Table.from_pylist(rows[:40])
    pyarrow.parquet.write_table(table, folder / "table.parquet", row_group_size=7)


@pytest.fixture(scope="module")
def above(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the corpus lies in."""
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def outcomes(above: Path) -> Iterator[dict[str, Outcome]]:
    """The outcomes of all commands, by name."""
    folder = above / "corpus"
    folder.mkdir()
    process = Process(folder, above / "cache")
    process.write(large())
    shards(folder)
    (above / "partly").mkdir()
    for name in ("open.txt", LOCKED):
        (above / "partly" / name).write_text("A word \n", "utf-8")
    with served(above) as store:
        found = run(process, above, list(commands(folder, above, store)))
    yield found
    process.end()


def commands(folder: Path, above: Path, store: str) -> Iterator[tuple[str, list[str]]]:
    """Name and arguments of each command; the store holds the folder above."""
    usual = ["--no-cache", "--preview", "--rules", RULES, "--output-format", "json"]
    spark = [*usual, "--engine", "spark"]
    yield "local", usual
    yield "spark 1", [*spark, "-j", "1"]
    yield "spark 2, a worker killed", [*spark, "-j", "2", "--config", f'rules.kills-once.marker="{above}/killed"']
    yield "spark 7", [*spark, "-j", "7"]
    yield "webhdfs", [*spark, f"{store}/{folder.name}"]
    yield "file", [*spark, folder.as_uri()]
    some = ["paper", "--select", "BLK,X902", "--scope", "documents", "-j", "2"]
    yield "guilty local", [*usual, *some]
    yield "guilty spark", [*spark, *some, "--output", f"parquet:{above / 'found.parquet'}"]
    yield "nowhere", [*spark, (folder / "nowhere").as_uri()]
    yield "unknown", [*spark, "s3a://bucket/news"]
    yield "partly", [*spark, "--select", "BLK", "--scope", "documents", f"{store}/partly"]


def run(process: Process, above: Path, every: Sequence[tuple[str, list[str]]]) -> dict[str, Outcome]:
    rows = [(name, [*words, "-o", str(above / f"{name}.json")]) for name, words in every]
    child = process.start(program=("-c", PROGRAM), stdin=subprocess.PIPE, environment={"SPARK_SUBMIT_OPTS": QUICK})
    out, err = child.communicate(json.dumps(rows).encode(), timeout=1_200)
    assert child.returncode == 0, err.decode()
    codes = dict(line.rsplit(" ", 1) for line in out.decode().splitlines())
    assert "Traceback" not in err.decode(), err.decode()
    return {name: Outcome(int(codes[name]), (above / f"{name}.json").read_bytes()) for name, _ in every}


def codes(outcome: Outcome) -> set[str]:
    return {row["code"] for row in json.loads(outcome.report)["findings"]}


@here
@pytest.mark.parametrize("engine", ["spark 1", "spark 2, a worker killed", "spark 7"])
def test_findings_are_those_of_one_process(outcomes: dict[str, Outcome], engine: str) -> None:
    local = outcomes["local"]

    assert {"DUP001", "DUP002", "DUP007", "NAM001", "DOC002", "DOC003", "ENC010"} <= codes(local)
    assert outcomes[engine] == local


@here
@pytest.mark.usefixtures("outcomes")
def test_a_worker_was_killed(above: Path) -> None:
    assert (above / "killed").exists()


@here
def test_a_document_that_kills_every_worker_is_told(outcomes: dict[str, Outcome]) -> None:
    local, spark = outcomes["guilty local"], outcomes["guilty spark"]

    troubles = json.loads(spark.report)["troubles"]

    assert {(one["code"], one["path"]) for one in troubles} == {
        ("RUN903", f"paper/s{n:02}.txt") for n in range(0, 24, 6)
    }
    assert spark == local


def reads_store(outcome: Outcome) -> None:
    """Skip a test where Spark comes without all that its reader of WebHDFS needs, and says so."""
    if any("cannot read webhdfs: yet" in one["message"] for one in json.loads(outcome.report)["troubles"]):
        pytest.skip("this release of Spark lacks a class that its reader of WebHDFS needs")


@here
@pytest.mark.parametrize("scheme", ["webhdfs", "file"])
def test_a_uri_is_read_by_the_engine(outcomes: dict[str, Outcome], scheme: str) -> None:
    reads_store(outcomes[scheme])
    local, away = (json.loads(outcomes[name].report)["findings"] for name in ("local", scheme))

    def placed(rows: Sequence[Any]) -> list[tuple[str, str, int, int]]:
        places = ((row["code"], row["location"]) for row in rows)
        return sorted(
            (code, place["path"].split("/corpus/")[-1], place["line"], place["column"]) for code, place in places
        )

    assert {row["location"]["path"].split(":")[0] for row in away} == {scheme}
    assert placed(away) == [row for row in placed(local) if row[1] != "old/empty.txt"], "Spark leaves empty files out"


@here
def test_a_uri_that_leads_nowhere_is_told(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["nowhere"]

    (trouble,) = json.loads(outcome.report)["troubles"]

    assert outcome.code == 2
    assert (trouble["code"], "nowhere" in trouble["path"]) == ("RUN001", True)


@here
def test_a_store_that_spark_has_no_package_for_is_told(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["unknown"]

    (trouble,) = json.loads(outcome.report)["troubles"]

    assert outcome.code == 2
    assert "Spark cannot read s3a: yet; add the package that can (PYSPARK_SUBMIT_ARGS" in trouble["message"]


@here
def test_a_file_that_the_engine_cannot_read_is_told(outcomes: dict[str, Outcome]) -> None:
    outcome = outcomes["partly"]
    reads_store(outcome)

    (trouble,) = json.loads(outcome.report)["troubles"]

    assert outcome.code == 2
    assert (trouble["code"], trouble["path"].rsplit("/", 1)[-1]) == ("RUN001", LOCKED)
    assert "Spark could not read it" in trouble["message"]
    assert codes(outcome) == {"BLK004"}


@here
def test_findings_are_written_as_parquet(outcomes: dict[str, Outcome], above: Path) -> None:
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(above / "found.parquet").to_pylist()
    told = json.loads(outcomes["guilty spark"].report)["findings"]

    assert told
    assert [row["fingerprint"] for row in rows] == [row["fingerprint"] for row in told]


def test_without_java_it_says_what_to_install(process: Process) -> None:
    process.write({"a.txt": "A word.\n"})
    if any(find_spec(name) is None for name in ("pyspark", "pandas", "pyarrow")):
        pytest.skip("needs the extra `spark`")

    done = process("--engine", "spark", JAVA_HOME=str(process.folder))

    assert done.code == 2
    assert "needs a Java runtime, 17 or newer, and there is none: install one (apt-get install" in done.err


def test_without_the_extra_it_says_what_to_install(process: Process) -> None:
    process.write({"a.txt": "A word.\n"})
    program = "import sys; sys.modules['pyspark'] = None; from corpuslint.cli import main; sys.exit(main(sys.argv[1:]))"

    done = subprocess.run(
        [sys.executable, "-c", program, "--engine", "spark"],
        cwd=process.folder,
        env=process.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "--engine spark needs pyspark" in done.stderr  # and pandas, where that is missing too
    assert "pip install 'corpuslint[spark]'" in done.stderr


@pytest.mark.parametrize("option", ["--fix", "--diff", "--fix-to=copies"])
def test_the_engine_fixes_nothing(process: Process, option: str) -> None:
    process.write({"a.txt": "A word.\n"})

    done = process("--engine", "spark", option)

    assert (done.code, "--engine spark reports and fixes nothing" in done.err) == (2, True)


def test_only_an_engine_reads_a_uri(process: Process) -> None:
    done = process("s3a://bucket/news")

    assert (done.code, "s3a://bucket/news: only an engine reads this" in done.err) == (2, True)
