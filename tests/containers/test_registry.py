"""The registry of containers names classes that keep the interface, and imports only the one asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpuslint import containers
from corpuslint.containers import Format


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("a/b.txt", Format("plain")),
        ("a/B.TXT", Format("plain")),
        ("story.text", Format("plain")),
        ("README.md", Format("plain")),
        ("x.jsonl", Format("jsonl")),
        ("x.ndjson", Format("jsonl")),
        ("x.txt.jsonl", Format("jsonl")),
        ("x.json", Format("json")),
        ("x.tsv", Format("tsv")),
        ("x.parquet", Format("parquet")),
        ("x.jsonl.gz", Format("jsonl", "gzip")),
        ("x.TXT.ZST", Format("plain", "zstandard")),
        ("x.gz", Format("", "gzip")),
        ("a.zip", Format(archive="zip")),
        ("a.tar.xz", Format("", "xz", "tar")),
        ("a.tgz", Format("", "gzip", "tar")),
        ("a.zip/b.csv.bz2", Format("csv", "bzip2")),
        ("picture.png", Format()),
        ("a.txt/b", Format()),
        ("txt", Format()),
    ],
)
def test_a_file_says_by_its_ending_how_it_is_read(path: str, wanted: Format) -> None:
    assert containers.format_of(path) == wanted


@pytest.mark.parametrize(
    ("ending", "known"),
    [
        (".txt", True),
        (".jsonl.gz", True),
        (".tar", True),
        (".tar.zst", True),
        (".tgz", True),
        (".gz", False),
        (".png", False),
    ],
)
def test_endings_of_known_formats_are_looked_for(ending: str, known: bool) -> None:
    assert (ending in containers.known_endings()) is known


@pytest.mark.parametrize("name", containers.BUILT_IN)
def test_each_built_in_says_of_itself_what_the_table_says(name: str) -> None:
    container = containers.load(name)()
    assert container.name == name
    assert set(container.suffixes) == {suffix for suffix, of in containers.SUFFIXES.items() if of == name}
    assert container.writable is not bool(container.read_only)


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        containers.load("papyrus")


@pytest.mark.parametrize(
    ("name", "absent"),
    [("plain", ["json", "corpuslint.containers.jsonl"]), ("jsonl", ["corpuslint.containers.plain"])],
)
def test_only_the_container_that_is_needed_is_imported(name: str, absent: list[str]) -> None:
    absent = [*absent, "numpy", "ftfy", "chardet", "corpuslint.text", "corpuslint.containers.json_errors"]
    code = (
        "import io, sys; from corpuslint import containers; from corpuslint.containers.base import Fields\n"
        f'records = list(containers.load({name!r})().records(io.BytesIO(b\'{{"text": "a"}}\'), Fields()))\n'
        f"print(len(records), [name for name in {absent!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "1 []\n"
