"""S5: nothing in a file of settings leads out of its folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from corpuslint.config import resolve
from corpuslint.errors import ConfigError
from corpuslint.settings import Settings
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pipe_or_a_folder_is_no_configuration(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "corpuslint.toml")
    with pytest.raises(ConfigError, match="named pipe"):
        resolve(".")
    os.unlink(tmp_path / "corpuslint.toml")
    os.mkdir(tmp_path / "corpuslint.toml")
    with pytest.raises(ConfigError, match="folder"):
        resolve(".")


def test_a_link_may_stay_in_the_repository_and_not_leave_it(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.toml", "jobs = 2")
    inside = write(tmp_path / "repo/shared.toml", "jobs = 3")
    write(tmp_path / "repo/.git/HEAD", "")
    (tmp_path / "repo/a").mkdir()
    (tmp_path / "repo/a/corpuslint.toml").symlink_to(inside)
    assert resolve("repo/a").jobs == 3
    (tmp_path / "repo/a/corpuslint.toml").unlink()
    (tmp_path / "repo/a/corpuslint.toml").symlink_to(outside)
    with pytest.raises(ConfigError, match="link out of its folder"):
        resolve("repo/a")
    assert resolve("repo/a", explicit_file="repo/a/corpuslint.toml").jobs == 2


def test_a_dangling_link_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "corpuslint.toml").symlink_to(tmp_path / "missing")
    with pytest.raises(ConfigError, match="does not exist"):
        resolve(".")


def test_places_are_below_the_root_also_behind_links(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    write(tmp_path / "c/corpuslint.toml", "baseline = 'link/known.jsonl'\nrule-folders = ['rules', 'link']")
    (tmp_path / "c/link").symlink_to(tmp_path / "outside")
    settings = resolve("c")
    with pytest.raises(ConfigError, match=r"baseline = 'link/known.jsonl' leads out of the folder"):
        settings.place("baseline")
    with pytest.raises(ConfigError, match="leads out"):
        settings.places("rule-folders")
    assert settings.place("cache-dir") == str(tmp_path / "c/.corpuslint_cache")
    assert settings.place("accepted") == str(tmp_path / "c/corpuslint-accepted.jsonl")
    assert Settings("/x").place("baseline") == ""


def test_the_caller_may_name_any_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "c/corpuslint.toml", "cache-dir = 'in'")
    settings = resolve("c", overrides={"cache-dir": "/var/cache/x", "baseline": "known.jsonl"})
    assert settings.place("cache-dir") == "/var/cache/x"
    assert settings.place("baseline") == str(tmp_path / "c/known.jsonl")
    monkeypatch.setenv("CORPUSLINT_CACHE_DIR", "../cache")
    settings = resolve("c")
    assert os.path.normpath(settings.place("cache-dir")) == str(tmp_path / "cache")
    assert settings.origins["cache-dir"] == "CORPUSLINT_CACHE_DIR"
