"""Which file of settings holds for a folder, and that a text that is none is an error at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpuslint.config import Resolver, find, resolve
from corpuslint.errors import ConfigError
from corpuslint.settings import Settings
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_nearest_file_wins_and_nothing_is_mixed_in(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "preview = true\n[lint]\nignore = ['PUN']")
    near = write(tmp_path / "a/b/corpuslint.toml", "jobs = 2")
    (tmp_path / "a/b/c").mkdir()
    assert find(str(tmp_path / "a/b/c")) == str(near)
    settings = resolve(str(tmp_path / "a/b/c"))
    assert (settings.jobs, settings.preview, settings.ignore) == (2, False, ())
    assert settings.root == str(tmp_path / "a/b")
    assert resolve(str(tmp_path / "a")).preview is True


def test_names_in_one_folder_have_an_order(tmp_path: Path) -> None:
    names = [".corpuslint.toml", "corpuslint.toml", "pyproject.toml"]
    for name in names:
        write(tmp_path / name, "[tool.corpuslint]\n" if name == "pyproject.toml" else "")
    for name in names:
        assert find(str(tmp_path)) == str(tmp_path / name)
        (tmp_path / name).unlink()
    assert find(str(tmp_path / "home")) is None


def test_a_pyproject_that_says_nothing_of_us_is_passed_by(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 2")
    write(tmp_path / "a/pyproject.toml", "[project]\nname = 'x'\ndependencies = ['corpuslint']")
    assert resolve(str(tmp_path / "a")).jobs == 2
    write(tmp_path / "a/pyproject.toml", "this is no TOML at all")
    assert resolve(str(tmp_path / "a")).jobs == 2
    write(tmp_path / "a/pyproject.toml", "[tool.corpuslint]\njobs = 3")
    assert resolve(str(tmp_path / "a")).jobs == 3


def test_a_repository_does_not_stop_the_search_but_home_does(tmp_path: Path, home: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 2")
    write(tmp_path / "a/.git/HEAD", "")
    assert resolve(str(tmp_path / "a")).jobs == 2
    (home / "corpus").mkdir()
    assert resolve(str(home / "corpus")).jobs == 0
    write(home / "corpuslint.toml", "jobs = 3")
    assert resolve(str(home / "corpus")).jobs == 3


def test_the_users_own_file_holds_where_there_is_no_other(tmp_path: Path, home: Path) -> None:
    write(home / ".config/corpuslint/corpuslint.toml", "jobs = 5\nexclude = ['raw/']")
    settings = resolve(str(tmp_path))
    assert (settings.jobs, settings.root) == (5, str(tmp_path))
    write(tmp_path / "corpuslint.toml", "preview = true")
    assert resolve(str(tmp_path)).jobs == 0


def test_the_users_own_file_may_be_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "x/corpuslint/corpuslint.toml", "jobs = 6")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "x"))
    assert resolve(str(tmp_path)).jobs == 6


def test_isolated_reads_nothing(tmp_path: Path, home: Path) -> None:
    write(home / ".config/corpuslint/corpuslint.toml", "jobs = 5")
    write(tmp_path / "corpuslint.toml", "this is no TOML")
    assert resolve(str(tmp_path), isolated=True) == Settings(str(tmp_path))


def test_a_named_file_goes_before_all_others_and_is_about_the_working_folder(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 2")
    named = write(tmp_path / "elsewhere/any.toml", "jobs = 7\nexclude = ['raw/*']")
    settings = resolve(str(tmp_path), explicit_file=str(named))
    assert (settings.jobs, settings.root, settings.exclude) == (7, str(tmp_path), ("raw/*",))
    with pytest.raises(ConfigError, match="does not exist"):
        resolve(str(tmp_path), explicit_file="missing.toml")


def test_settings_for_many_folders_are_read_once(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "jobs = 2")
    write(tmp_path / "a/corpuslint.toml", "jobs = 3")
    for name in ("a/b", "a/c", "d"):
        (tmp_path / name).mkdir()
    resolver = Resolver(directory=str(tmp_path))
    found = [resolver.at(str(tmp_path / name)) for name in ("a/b", "a/c", "d", ".")]
    assert [settings.jobs for settings in found] == [3, 3, 2, 2]
    assert found[0] is found[1]
    assert found[2] is found[3]
    assert resolver.nested(str(tmp_path / "a")) is found[0]
    assert resolver.nested(str(tmp_path / "d")) is None
    isolated = Resolver(directory=str(tmp_path), isolated=True)
    assert isolated.nested(str(tmp_path / "a")) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("jobs = 2\n\n[lint]\nselct = ['PUN']\n", "corpuslint.toml:4: unknown key `selct` in [lint]. Did you mean"),
        ("[lint]\nselect = 'PUN'\n", 'corpuslint.toml:2: `lint.select` must be a list of texts: write ["PUN"]'),
        ("lint.select = 'PUN'\n", "corpuslint.toml:1: `lint.select` must be"),
        ("[lint.severity]\nPUN = 'fatal'\n", "corpuslint.toml:1: lint.severity: `PUN`: must be one of"),
        ("\n[[lint.overrides]]\nignore = []\n", "corpuslint.toml:2: `lint.overrides` number 1: needs `when`"),
        ("jobs = \n", "corpuslint.toml:1:8: not valid TOML: Invalid value"),
        ("jobs = 1\njobs = 2\n", "corpuslint.toml:2:9: not valid TOML: Cannot overwrite a value"),
        (b"jobs = 1\n# \xff\n", "corpuslint.toml:2: not UTF-8"),
        ("a = " + "[" * 100_000, "corpuslint.toml: nested too deeply"),
        ("jobs = " + "1" * 10_000, "corpuslint.toml: nested too deeply, or a number is too long"),
        ("names = {prefer = 1979-05-27}", "corpuslint.toml:1: names: `prefer` must be a list of texts"),
        ("rules.PUN101.n = 1979-05-27", "corpuslint.toml:1: rules: `PUN101`: `n`: must be"),
        ("#" * ((1 << 20) + 1), "is it the right file?"),
    ],
)  # fmt: skip
def test_an_error_names_file_line_key_and_remedy(tmp_path: Path, text: str | bytes, message: str) -> None:
    write(tmp_path / "corpuslint.toml", text)
    for _ in range(2):  # the second time from the cache, where there is one
        with pytest.raises(ConfigError) as caught:
            resolve(".")
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)


def test_in_pyproject_the_line_is_found_behind_the_table_of_ours(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\njobs = 1\n[tool.corpuslint]\npreview = true\njobs = 'x'\n")
    with pytest.raises(ConfigError, match=r"pyproject.toml:5: `jobs` must be"):
        resolve(".")
    write(tmp_path / "pyproject.toml", "[tool]\ncorpuslint = 3\n")
    with pytest.raises(ConfigError, match=r"write|must be a table"):
        resolve(".")


def test_files_of_windows_are_read(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", "\ufeff# a\r\njobs = 3\r\n")
    assert resolve(".").jobs == 3


def test_hostile_names_are_not_printed_raw(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31m\n\u202e"
    write(folder / "corpuslint.toml", '"\\u001b]0;x\\u0007" = 1')
    with pytest.raises(ConfigError) as caught:
        resolve(str(folder))
    assert str(caught.value).isprintable()
