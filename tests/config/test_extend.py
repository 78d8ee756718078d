"""Files of settings that build on others, and patterns of theirs that keep their meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.config import resolve
from corpuslint.config.layers import _moved
from corpuslint.errors import ConfigError
from corpuslint.globs import Globs
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_builds_on_another(tmp_path: Path) -> None:
    write(
        tmp_path / "base.toml",
        "jobs = 2\npreview = true\nextend-exclude = ['a']\n[lint]\nignore = ['PUN']\nextend-select = ['STY']\n"
        "severity = {PUN = 'info', ENC = 'info'}\n[rules.PUN101]\nn = 1\nm = 1\n[rules.PUN102]\nn = 1\n",
    )
    write(
        tmp_path / "corpuslint.toml",
        "extend = 'base.toml'\njobs = 3\nextend-exclude = ['b']\n[lint]\nignore = ['BLK']\n"
        "extend-select = ['HYP']\nseverity = {PUN = 'error'}\n[rules.PUN101]\nn = 2\n",
    )
    settings = resolve(".")
    assert (settings.jobs, settings.preview) == (3, True)
    assert settings.extend_exclude == ("a", "b")
    assert settings.ignore == ("BLK",)
    assert settings.extend_select == ("STY", "HYP")
    assert settings.severity == {"ENC": "info", "PUN": "error"}
    assert settings.rules == {"PUN102": {"n": 1}, "PUN101": {"n": 2, "m": 1}}
    assert settings.files == ("corpuslint.toml", "base.toml")
    assert settings.origins["preview"] == "base.toml"
    assert settings.origins["jobs"] == "corpuslint.toml"
    assert settings.origins["lint.severity"] == "base.toml, corpuslint.toml"


def test_patterns_of_a_file_above_keep_their_meaning(tmp_path: Path) -> None:
    write(tmp_path / ".git/HEAD", "")
    write(tmp_path / "corpuslint.toml", "exclude = ['a/raw/*']\n[lint.per-file-ignores]\n'a/x.txt' = ['PUN']")
    write(
        tmp_path / "a/corpuslint.toml",
        "extend = '../corpuslint.toml'\nextend-exclude = ['/old', '*.bak']\nbaseline = 'known.jsonl'\n"
        "[lint.per-file-ignores]\n'y.txt' = ['ENC']\n",
    )
    settings = resolve("a")
    assert settings.root == str(tmp_path)
    assert Globs(settings.exclude).covers("a/raw/1.txt")
    extended = Globs(settings.extend_exclude)
    assert extended.covers("a/old/1.txt")
    assert extended.covers("a/deep/1.bak")
    assert not extended.covers("old/1.txt")
    assert not extended.covers("1.bak")
    assert settings.ignored_codes("a/x.txt") == ("PUN",)
    assert settings.ignored_codes("a/b/y.txt") == ("ENC",)
    assert settings.ignored_codes("y.txt") == ()
    assert settings.place("baseline") == str(tmp_path / "a/known.jsonl")
    assert settings.place("cache-dir") == str(tmp_path / "a/.corpuslint_cache")


def test_patterns_of_a_file_below_are_about_the_folder_that_uses_them(tmp_path: Path) -> None:
    write(tmp_path / "presets/news.toml", "exclude = ['raw/*']")
    write(tmp_path / "corpuslint.toml", "extend = ['presets/news.toml']")
    settings = resolve(".")
    assert (settings.root, settings.exclude) == (str(tmp_path), ("raw/*",))


def test_outside_of_a_repository_a_file_builds_on_one_that_would_hold_without_it(tmp_path: Path, home: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 2\nexclude = ['a/raw/*']")
    write(tmp_path / "a/corpuslint.toml", "extend = '../corpuslint.toml'\npreview = true")
    settings = resolve("a")
    assert (settings.jobs, settings.preview, settings.root) == (2, True, str(tmp_path))
    assert Globs(settings.exclude).covers("a/raw/1.txt")
    write(home / "a/corpuslint.toml", f"extend = '{tmp_path}/corpuslint.toml'")
    with pytest.raises(ConfigError, match="leads out of"):
        resolve(str(home / "a"))


def test_a_file_above_that_is_a_link_to_elsewhere_is_not_built_on(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/x.toml", "jobs = 2")
    (tmp_path / "c").mkdir()
    (tmp_path / "c/corpuslint.toml").symlink_to(tmp_path / "elsewhere/x.toml")
    write(tmp_path / "c/d/corpuslint.toml", "extend = '../corpuslint.toml'")
    with pytest.raises(ConfigError, match="link out of its folder"):
        resolve("c/d")


def test_the_way_leads_out_of_neither_folder_nor_repository(tmp_path: Path) -> None:
    write(tmp_path / "outside.toml", "jobs = 2")
    write(tmp_path / "c/corpuslint.toml", "\nextend = '../outside.toml'")
    with pytest.raises(ConfigError, match=r'corpuslint.toml:2: `extend` = "../outside.toml" leads out of'):
        resolve("c")
    write(tmp_path / "c/corpuslint.toml", f"extend = '{tmp_path}/outside.toml'")
    with pytest.raises(ConfigError, match="leads out of"):
        resolve("c")
    (tmp_path / "c/link.toml").symlink_to(tmp_path / "outside.toml")
    write(tmp_path / "c/corpuslint.toml", "extend = 'link.toml'")
    with pytest.raises(ConfigError, match="leads out of"):
        resolve("c")


def test_the_users_own_file_may_build_on_any_other(tmp_path: Path, home: Path) -> None:
    write(tmp_path / "outside.toml", "jobs = 2")
    write(home / "mine.toml", "preview = true")
    write(home / ".config/corpuslint/corpuslint.toml", f"extend = ['{tmp_path}/outside.toml', '~/mine.toml']")
    settings = resolve(".")
    assert (settings.jobs, settings.preview) == (2, True)


def test_what_is_missing_or_goes_round_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "extend = 'missing.toml'")
    with pytest.raises(ConfigError, match=r"corpuslint.toml:1: `extend`: there is no file missing.toml"):
        resolve(".")
    write(tmp_path / "corpuslint.toml", "extend = 'b.toml'")
    write(tmp_path / "b.toml", "extend = 'corpuslint.toml'")
    with pytest.raises(ConfigError, match="leads back to this file"):
        resolve(".")
    for number in range(12):
        write(tmp_path / f"{number}.toml", f"extend = '{number + 1}.toml'")
    with pytest.raises(ConfigError, match="more than 10 files"):
        resolve(".", explicit_file="0.toml")


def test_errors_of_the_other_file_name_it(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "extend = 'base.toml'")
    write(tmp_path / "base.toml", "jobs = 'x'")
    with pytest.raises(ConfigError, match=r"base\.toml:1: `jobs`"):
        resolve(".")


PIECES = st.sampled_from(["a", "b.txt", "*", "**", "/", "/", "?", "!", "[ab]", " ", "#", "\\"])
PATHS = ("a", "b.txt", "a/a", "a/b.txt", "b.txt/a", "x/a/b.txt", "#a", "a b", "!a")


@given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.sampled_from(["p", "p/q", "p [*]/q?", "!p"]))
def test_a_moved_pattern_means_the_same(pattern: str, prefix: str) -> None:
    moved = Globs([_moved("**", prefix), _moved(pattern, prefix)])
    for path in PATHS:
        assert moved.covers(f"{prefix}/{path}") == Globs(["**", pattern]).covers(path)
        assert not moved.covers(path)
