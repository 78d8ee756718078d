"""Which files of a file system that only an engine reads are checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.plugins.test_failing_plugins import install

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Process

FILES = (
    "a.txt", "a/b.TXT", "a/c.tar.gz", "a/d.jsonl.zst", "a/log/e.log", "a/tmp/f.txt", "a/corpuslint-baseline.jsonl",
    "a/unknown.dat",
)  # fmt: skip
ENGINE = f"""
from fnmatch import fnmatchcase
from corpuslint.run import Serial
FILES = ["mem://host/tmp/" + name for name in {FILES!r}]
class Engine:
    name = "mine"
    def files(self, place):
        place = place.replace("mem:///", "mem://host/").rstrip("/")
        return [path for path in FILES if fnmatchcase(path, place) or fnmatchcase(path, place + "/*")]
    def run(self, job, tasks):
        job.places = dict.fromkeys(FILES, "a.txt")
        return Serial().run(job, tasks)
def corpuslint_runners(): return [Engine()]
"""


@pytest.mark.parametrize(
    ("places", "options", "expected"),
    [
        ("mem://host/tmp", "", "a.txt a/b.TXT a/c.tar.gz a/d.jsonl.zst a/tmp/f.txt"),
        ("mem:///tmp/", "", "a.txt a/b.TXT a/c.tar.gz a/d.jsonl.zst a/tmp/f.txt"),
        ("mem://host/tmp mem://host/tmp/a mem://host/tmp/a/tmp/f.txt", "exclude=['*.tar.gz']",
         "a.txt a/b.TXT a/d.jsonl.zst a/tmp/f.txt"),
        ("mem:///tmp", "exclude=['tmp/']", "a.txt a/b.TXT a/c.tar.gz a/d.jsonl.zst"),
        ("mem:///tmp/*/l*", "include=['*.log']", "a/log/e.log"),
        ("mem:///tmp/?/*.[Tt][Xx][Tt]", "exclude=['/tmp']", "a/b.TXT a/tmp/f.txt"),
        ("mem:///tmp/a/unknown.dat", "", "a/unknown.dat"),
        ("--force-exclude mem:///tmp/a/unknown.dat mem:///tmp/a.txt", "exclude=['*.dat']", "a.txt"),
    ],
)  # fmt: skip
def test_what_is_found_below_a_uri(process: Process, tmp_path: Path, places: str, options: str, expected: str) -> None:
    install(tmp_path / "engine", "mine", ENGINE)
    process.write({"a.txt": "A word.\n", "corpuslint.toml": options})

    done = process("--engine", "mine", "--show-files", *places.split(), PYTHONPATH=str(tmp_path / "engine"))

    assert (done.code, done.err) == (0, "")
    assert [path.removeprefix("mem://host/tmp/") for path in done.out.split()] == expected.split()
