"""A run loads nothing of the configuration that it does not need."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from corpuslint.config import resolve
from corpuslint.errors import ConfigError
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

START = """
import sys
from corpuslint import config
settings = config.resolve(sys.argv[1])
print(settings.jobs, *sorted({'tomllib', 'difflib', 'pathlib', 'json', 'subprocess', 'hashlib', 'pathspec',
                              'tempfile', 'corpuslint.config.text',
                              'corpuslint.config.json_schema'} & set(sys.modules)))
"""


def started(folder: Path) -> str:
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        f"import sys; sys.path.insert(0, {os.getcwd()!r})\n{START}",
        str(folder),
    ]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(autouse=True)
def checkout(monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
    monkeypatch.chdir(pytestconfig.rootpath)


def test_without_a_file_nothing_is_loaded(tmp_path: Path) -> None:
    assert started(tmp_path) == "0"


def test_toml_is_parsed_only_when_the_file_changed(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 1")
    assert started(tmp_path) == "1 json tomllib"
    assert started(tmp_path) == "1 json"
    write(tmp_path / "corpuslint.toml", "jobs = 2")
    assert started(tmp_path) == "2 json tomllib"
    assert started(tmp_path) == "2 json"


def test_a_pyproject_of_others_is_not_parsed(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'")
    assert started(tmp_path) == "0"


def test_one_text_as_two_kinds_of_file(tmp_path: Path) -> None:
    write(tmp_path / "a/corpuslint.toml", "jobs = 1\n[tool.corpuslint]\njobs = 2")
    write(tmp_path / "b/pyproject.toml", "jobs = 1\n[tool.corpuslint]\njobs = 2")
    for _ in range(2):
        assert resolve(str(tmp_path / "b")).jobs == 2
        with pytest.raises(ConfigError, match="unknown key `tool`"):
            resolve(str(tmp_path / "a"))


def test_a_damaged_cache_is_ignored_and_written_again(tmp_path: Path, home: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 1")
    started(tmp_path)
    (entry,) = (home / ".cache/corpuslint/config").iterdir()
    whole = entry.read_bytes()
    for damaged in (b"", whole[:-1], whole.replace(b"1", b"9"), b"\xff" * 100, b'{"jobs": 9}'):
        entry.write_bytes(damaged)
        assert started(tmp_path) == "1 json tomllib"
        assert entry.read_bytes() == whole


def test_a_forged_cache_makes_nothing_valid(tmp_path: Path) -> None:
    from corpuslint.cachedir import UserCache, digest

    write(tmp_path / "corpuslint.toml", "jobs = 1")
    UserCache("config").put(digest(b"jobs = 1"), b'{"jobs": 1, "plugins": ["evil"], "cache-dir": "/etc"}')
    with pytest.raises(ConfigError, match="unknown key `plugins`"):
        resolve(str(tmp_path))
    UserCache("config").put(digest(b"jobs = 1"), b"[1]")
    assert resolve(str(tmp_path)).jobs == 1
