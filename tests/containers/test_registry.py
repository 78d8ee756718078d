"""The registry of containers names classes that keep the interface, and imports only the one asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpuslint import containers


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a/b.txt", "plain"),
        ("a/B.TXT", "plain"),
        ("story.text", "plain"),
        ("x.jsonl", "jsonl"),
        ("x.ndjson", "jsonl"),
        ("x.txt.jsonl", "jsonl"),
        ("picture.png", None),
        ("README.md", None),
        ("txt", None),
    ],
)
def test_a_file_finds_its_container_by_its_ending(path: str, name: str | None) -> None:
    assert containers.for_path(path) == name


@pytest.mark.parametrize("name", containers.BUILT_IN)
def test_each_built_in_says_of_itself_what_the_table_says(name: str) -> None:
    container = containers.load(name)()
    assert container.name == name
    assert set(container.suffixes) == {suffix for suffix, of in containers.SUFFIXES.items() if of == name}
    assert container.writable


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
