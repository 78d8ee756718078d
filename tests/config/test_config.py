"""Which settings hold where, and that a configuration can do nothing but set them."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import config
from corpuslint.config import Resolver, find, load, resolve, split_arguments
from corpuslint.config.layers import _moved
from corpuslint.errors import ConfigError, UsageError
from corpuslint.globs import Globs
from corpuslint.keys import SETTINGS
from corpuslint.settings import DEFAULTS, EXCLUDED, Settings

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class TestFinding:
    def test_the_nearest_file_wins_and_nothing_is_mixed_in(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "preview = true\n[lint]\nignore = ['PUN']")
        near = write(tmp_path / "a/b/corpuslint.toml", "jobs = 2")
        (tmp_path / "a/b/c").mkdir()
        assert find(str(tmp_path / "a/b/c")) == str(near)
        settings = resolve(str(tmp_path / "a/b/c"))
        assert (settings.jobs, settings.preview, settings.ignore) == (2, False, ())
        assert settings.root == str(tmp_path / "a/b")
        assert resolve(str(tmp_path / "a")).preview is True

    def test_names_in_one_folder_have_an_order(self, tmp_path: Path) -> None:
        names = [".corpuslint.toml", "corpuslint.toml", "pyproject.toml"]
        for name in names:
            write(tmp_path / name, "[tool.corpuslint]\n" if name == "pyproject.toml" else "")
        for name in names:
            assert find(str(tmp_path)) == str(tmp_path / name)
            (tmp_path / name).unlink()
        assert find(str(tmp_path / "home")) is None

    def test_a_pyproject_that_says_nothing_of_us_is_passed_by(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 2")
        write(tmp_path / "a/pyproject.toml", "[project]\nname = 'x'\ndependencies = ['corpuslint']")
        assert resolve(str(tmp_path / "a")).jobs == 2
        write(tmp_path / "a/pyproject.toml", "this is no TOML at all")
        assert resolve(str(tmp_path / "a")).jobs == 2
        write(tmp_path / "a/pyproject.toml", "[tool.corpuslint]\njobs = 3")
        assert resolve(str(tmp_path / "a")).jobs == 3

    def test_a_repository_does_not_stop_the_search_but_home_does(self, tmp_path: Path, home: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 2")
        write(tmp_path / "a/.git/HEAD", "")
        assert resolve(str(tmp_path / "a")).jobs == 2
        (home / "corpus").mkdir()
        assert resolve(str(home / "corpus")).jobs == 0
        write(home / "corpuslint.toml", "jobs = 3")
        assert resolve(str(home / "corpus")).jobs == 3

    def test_the_users_own_file_holds_where_there_is_no_other(self, tmp_path: Path, home: Path) -> None:
        write(home / ".config/corpuslint/corpuslint.toml", "jobs = 5\nexclude = ['raw/']")
        settings = resolve(str(tmp_path))
        assert (settings.jobs, settings.root) == (5, str(tmp_path))
        write(tmp_path / "corpuslint.toml", "preview = true")
        assert resolve(str(tmp_path)).jobs == 0

    def test_the_users_own_file_may_be_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "x/corpuslint/corpuslint.toml", "jobs = 6")
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "x"))
        assert resolve(str(tmp_path)).jobs == 6

    def test_isolated_reads_nothing(self, tmp_path: Path, home: Path) -> None:
        write(home / ".config/corpuslint/corpuslint.toml", "jobs = 5")
        write(tmp_path / "corpuslint.toml", "this is no TOML")
        assert resolve(str(tmp_path), isolated=True) == Settings(str(tmp_path))

    def test_a_named_file_goes_before_all_others_and_is_about_the_working_folder(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 2")
        named = write(tmp_path / "elsewhere/any.toml", "jobs = 7\nexclude = ['raw/*']")
        settings = resolve(str(tmp_path), explicit_file=str(named))
        assert (settings.jobs, settings.root, settings.exclude) == (7, str(tmp_path), ("raw/*",))
        with pytest.raises(ConfigError, match="does not exist"):
            resolve(str(tmp_path), explicit_file="missing.toml")

    def test_settings_for_many_folders_are_read_once(self, tmp_path: Path) -> None:
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


class TestErrors:
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
    def test_an_error_names_file_line_key_and_remedy(self, tmp_path: Path, text: str | bytes, message: str) -> None:
        write(tmp_path / "corpuslint.toml", text)
        for _ in range(2):  # the second time from the cache, where there is one
            with pytest.raises(ConfigError) as caught:
                resolve(".")
            assert message in str(caught.value)
            assert "\n" not in str(caught.value)

    def test_in_pyproject_the_line_is_found_behind_the_table_of_ours(self, tmp_path: Path) -> None:
        write(tmp_path / "pyproject.toml", "[project]\njobs = 1\n[tool.corpuslint]\npreview = true\njobs = 'x'\n")
        with pytest.raises(ConfigError, match=r"pyproject.toml:5: `jobs` must be"):
            resolve(".")
        write(tmp_path / "pyproject.toml", "[tool]\ncorpuslint = 3\n")
        with pytest.raises(ConfigError, match=r"write|must be a table"):
            resolve(".")

    def test_files_of_windows_are_read(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "\ufeff# a\r\njobs = 3\r\n")
        assert resolve(".").jobs == 3

    def test_hostile_names_are_not_printed_raw(self, tmp_path: Path) -> None:
        folder = tmp_path / "a\x1b[31m\n\u202e"
        write(folder / "corpuslint.toml", '"\\u001b]0;x\\u0007" = 1')
        with pytest.raises(ConfigError) as caught:
            resolve(str(folder))
        assert str(caught.value).isprintable()


class TestPlaces:
    """S5: nothing in a file leads out of its folder."""

    def test_a_pipe_or_a_folder_is_no_configuration(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "corpuslint.toml")
        with pytest.raises(ConfigError, match="named pipe"):
            resolve(".")
        os.unlink(tmp_path / "corpuslint.toml")
        os.mkdir(tmp_path / "corpuslint.toml")
        with pytest.raises(ConfigError, match="folder"):
            resolve(".")

    def test_a_link_may_stay_in_the_repository_and_not_leave_it(self, tmp_path: Path) -> None:
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

    def test_a_dangling_link_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "corpuslint.toml").symlink_to(tmp_path / "missing")
        with pytest.raises(ConfigError, match="does not exist"):
            resolve(".")

    def test_places_are_below_the_root_also_behind_links(self, tmp_path: Path) -> None:
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

    def test_the_caller_may_name_any_place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path / "c/corpuslint.toml", "cache-dir = 'in'")
        settings = resolve("c", overrides={"cache-dir": "/var/cache/x", "baseline": "known.jsonl"})
        assert settings.place("cache-dir") == "/var/cache/x"
        assert settings.place("baseline") == str(tmp_path / "c/known.jsonl")
        monkeypatch.setenv("CORPUSLINT_CACHE_DIR", "../cache")
        settings = resolve("c")
        assert os.path.normpath(settings.place("cache-dir")) == str(tmp_path / "cache")
        assert settings.origins["cache-dir"] == "CORPUSLINT_CACHE_DIR"


class TestExtend:
    def test_a_file_builds_on_another(self, tmp_path: Path) -> None:
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

    def test_patterns_of_a_file_above_keep_their_meaning(self, tmp_path: Path) -> None:
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

    def test_patterns_of_a_file_below_are_about_the_folder_that_uses_them(self, tmp_path: Path) -> None:
        write(tmp_path / "presets/news.toml", "exclude = ['raw/*']")
        write(tmp_path / "corpuslint.toml", "extend = ['presets/news.toml']")
        settings = resolve(".")
        assert (settings.root, settings.exclude) == (str(tmp_path), ("raw/*",))

    def test_outside_of_a_repository_a_file_builds_on_one_that_would_hold_without_it(
        self, tmp_path: Path, home: Path
    ) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 2\nexclude = ['a/raw/*']")
        write(tmp_path / "a/corpuslint.toml", "extend = '../corpuslint.toml'\npreview = true")
        settings = resolve("a")
        assert (settings.jobs, settings.preview, settings.root) == (2, True, str(tmp_path))
        assert Globs(settings.exclude).covers("a/raw/1.txt")
        write(home / "a/corpuslint.toml", f"extend = '{tmp_path}/corpuslint.toml'")
        with pytest.raises(ConfigError, match="leads out of"):
            resolve(str(home / "a"))

    def test_a_file_above_that_is_a_link_to_elsewhere_is_not_built_on(self, tmp_path: Path) -> None:
        write(tmp_path / "elsewhere/x.toml", "jobs = 2")
        (tmp_path / "c").mkdir()
        (tmp_path / "c/corpuslint.toml").symlink_to(tmp_path / "elsewhere/x.toml")
        write(tmp_path / "c/d/corpuslint.toml", "extend = '../corpuslint.toml'")
        with pytest.raises(ConfigError, match="link out of its folder"):
            resolve("c/d")

    def test_the_way_leads_out_of_neither_folder_nor_repository(self, tmp_path: Path) -> None:
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

    def test_the_users_own_file_may_build_on_any_other(self, tmp_path: Path, home: Path) -> None:
        write(tmp_path / "outside.toml", "jobs = 2")
        write(home / "mine.toml", "preview = true")
        write(home / ".config/corpuslint/corpuslint.toml", f"extend = ['{tmp_path}/outside.toml', '~/mine.toml']")
        settings = resolve(".")
        assert (settings.jobs, settings.preview) == (2, True)

    def test_what_is_missing_or_goes_round_is_an_error(self, tmp_path: Path) -> None:
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

    def test_errors_of_the_other_file_name_it(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "extend = 'base.toml'")
        write(tmp_path / "base.toml", "jobs = 'x'")
        with pytest.raises(ConfigError, match=r"base\.toml:1: `jobs`"):
            resolve(".")

    PIECES = st.sampled_from(["a", "b.txt", "*", "**", "/", "/", "?", "!", "[ab]", " ", "#", "\\"])
    PATHS = ("a", "b.txt", "a/a", "a/b.txt", "b.txt/a", "x/a/b.txt", "#a", "a b", "!a")

    @given(st.lists(PIECES, min_size=1, max_size=5).map("".join), st.sampled_from(["p", "p/q", "p [*]/q?", "!p"]))
    def test_a_moved_pattern_means_the_same(self, pattern: str, prefix: str) -> None:
        moved = Globs([_moved("**", prefix), _moved(pattern, prefix)])
        for path in self.PATHS:
            assert moved.covers(f"{prefix}/{path}") == Globs(["**", pattern]).covers(path)
            assert not moved.covers(path)


class TestCaller:
    def test_options_go_before_inline_settings_before_the_environment_before_files(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(tmp_path / "corpuslint.toml", "output-format = 'json'\njobs = 1\nfail-on = 'info'\npreview = true")
        monkeypatch.setenv("CORPUSLINT_OUTPUT_FORMAT", "concise")
        inline = {"output-format": "grouped", "jobs": 2}
        settings = resolve(".", inline=inline, overrides={"output-format": "sarif"})
        assert (settings.output_format, settings.jobs, settings.fail_on) == ("sarif", 2, "info")
        assert settings.origins["output-format"] == "--output-format"
        assert settings.origins["jobs"] == "--config"
        assert settings.origins["fail-on"] == "corpuslint.toml"
        assert resolve(".").output_format == "concise"
        assert resolve(".").origins["output-format"] == "CORPUSLINT_OUTPUT_FORMAT"
        assert "scope" not in settings.origins

    def test_select_starts_over_and_ignore_adds(self, tmp_path: Path) -> None:
        write(
            tmp_path / "corpuslint.toml",
            "[lint]\nselect = ['ENC']\nextend-select = ['STY']\nignore = ['BLK003', 'PUN']\nunfixable = ['NAM']",
        )
        settings = resolve(".", overrides={"lint.select": ["BLK", "PUN"], "lint.unfixable": ["ENC"]})
        assert settings.select == ("BLK", "PUN")
        assert settings.extend_select == ()
        assert settings.ignore == ("BLK003",)
        assert settings.unfixable == ("NAM", "ENC")
        settings = resolve(".", overrides={"lint.ignore": ["CHR"], "lint.extend-select": ["BLK003"]})
        assert settings.select == ("ENC",)
        assert settings.extend_select == ("STY", "BLK003")
        assert settings.ignore == ("PUN", "CHR")
        assert settings.origins["lint.ignore"] == "corpuslint.toml, --ignore"

    def test_patterns_of_the_caller_are_relative_to_where_he_is(self, tmp_path: Path) -> None:
        write(tmp_path / "top/corpuslint.toml", "exclude = ['x/*.bak']")
        write(tmp_path / "top/here/below/corpuslint.toml", "extend-exclude = ['y/*.bak']")
        resolver = Resolver(directory="top/here", overrides={"extend-exclude": ["z/*.bak"]})
        here = resolver.at("top/here")
        assert here.root == str(tmp_path / "top")
        assert here.extend_exclude == ("/here/z/*.bak",)
        below = resolver.at("top/here/below")
        assert below.root == str(tmp_path / "top/here")
        assert below.extend_exclude == ("/below/y/*.bak", "z/*.bak")
        assert below.place("cache-dir") == str(tmp_path / "top/here/below/.corpuslint_cache")

    def test_wrong_options_are_named(self) -> None:
        with pytest.raises(ConfigError, match="--select: "):
            resolve(".", overrides={"lint.select": ["no code"]})
        with pytest.raises(ConfigError, match="--config: unknown key `nope`"):
            resolve(".", inline={"nope": 1})

    def test_a_wrong_variable_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CORPUSLINT_OUTPUT_FORMAT", "no word")
        with pytest.raises(ConfigError, match="CORPUSLINT_OUTPUT_FORMAT: `output-format` must be a word"):
            resolve(".")

    def test_config_takes_files_and_settings(self, tmp_path: Path) -> None:
        write(tmp_path / "a=b.toml", "jobs = 3")
        given = [
            "a=b.toml",
            "jobs=2",
            'lint.select=["PUN"]',
            "lint.ignore = ['ENC']",
            "rules.PUN101.n=1",
            "rules.PUN101.m=2",
        ]
        file, inline = split_arguments(given)
        assert file == "a=b.toml"
        assert inline == {
            "jobs": 2,
            "lint": {"select": ["PUN"], "ignore": ["ENC"]},
            "rules": {"PUN101": {"n": 1, "m": 2}},
        }
        settings = resolve(".", explicit_file=file, inline=inline)
        assert (settings.jobs, settings.select, settings.ignore) == (2, ("PUN",), ("ENC",))

    def test_config_that_is_neither_file_nor_setting(self) -> None:
        with pytest.raises(UsageError, match=r"--config missing.toml: there is no such file"):
            split_arguments(["missing.toml"])
        with pytest.raises(ConfigError, match=r"--config fail-on=error.*: not valid TOML.*text needs quotes"):
            split_arguments(["fail-on=error"])
        with pytest.raises(ConfigError, match=r"unknown key `fail-no`.* Did you mean `fail-on`"):
            resolve(".", inline=split_arguments(["fail-no='error'"])[1])


class TestText:
    EVERYTHING = """
include = ["a/**"]
exclude = ["x \\u001b[31m\\u202e\\\\ \\"q\\""]
extend-exclude = ["b"]
preview = true
fail-on = "info"
baseline = "known.jsonl"
jobs = 3
max-file-size = "1 MiB"
respect-gitignore = false
rule-folders = ["house"]
encoding = {"old/**" = "cp1252"}
documents = {jsonl = {text = "body"}}
names = {prefer = ["Kyiv", "K\\u00e1"], lock = "names.yaml", distinct = [["a", "b"]]}
rules = {PUN101 = {n = 1, f = 1.5, on = true, l = ["x"]}}
[lint]
select = ["PUN"]
severity = {PUN = "error"}
per-file-ignores = {"a/*" = ["PUN"]}
overrides = [{when = {language = ["fr", "de"]}, ignore = ["PUN"], severity = {ENC = "info"}}]
"""

    def test_what_is_shown_can_be_read_and_says_the_same(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", self.EVERYTHING)
        settings = resolve(".")
        shown = config.show(settings)
        assert all(line.isprintable() for line in shown.split("\n"))
        again = load(str(write(tmp_path / "again/corpuslint.toml", shown)))
        for setting in SETTINGS:
            assert getattr(again, setting.attribute) == getattr(settings, setting.attribute), setting.key

    def test_every_setting_is_shown_with_its_origin(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 3\n[lint]\nignore = ['PUN']")
        shown = config.show(resolve(".", overrides={"fail-on": "error"})).split("\n")
        assert shown[0] == f"# for {tmp_path}"
        assert shown[1] == "# read: corpuslint.toml"
        assert "jobs = 3  # corpuslint.toml" in shown
        assert 'fail-on = "error"  # --fail-on' in shown
        assert 'ignore = ["PUN"]  # corpuslint.toml' in shown
        assert "preview = false  # default" in shown
        assert '# baseline = ""  # default' in shown
        assert len([line for line in shown if " = " in line]) == len(SETTINGS)

    def test_the_file_to_begin_with_changes_nothing_until_a_mark_is_taken_away(self, tmp_path: Path) -> None:
        text = config.init_text()
        assert load(str(write(tmp_path / "corpuslint.toml", text))).origins == {}
        uncommented = [line.removeprefix("# ") if " = " in line else line for line in text.split("\n")]
        table = tomllib.loads("\n".join(uncommented))
        assert {*table, *(f"lint.{key}" for key in table["lint"])} - {"lint"} == {s.key for s in SETTINGS}
        write(tmp_path / ".git/HEAD", "")
        (tmp_path / "a").mkdir()
        load(str(write(tmp_path / "a/corpuslint.toml", "\n".join(uncommented))))

    def test_defaults_are_what_the_table_says(self) -> None:
        assert resolve(".", isolated=True).exclude == EXCLUDED == DEFAULTS.exclude


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


class TestStart:
    """A run loads nothing that it does not need."""

    @pytest.fixture(autouse=True)
    def checkout(self, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config) -> None:
        monkeypatch.chdir(pytestconfig.rootpath)

    def test_without_a_file_nothing_is_loaded(self, tmp_path: Path) -> None:
        assert started(tmp_path) == "0"

    def test_toml_is_parsed_only_when_the_file_changed(self, tmp_path: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 1")
        assert started(tmp_path) == "1 json tomllib"
        assert started(tmp_path) == "1 json"
        write(tmp_path / "corpuslint.toml", "jobs = 2")
        assert started(tmp_path) == "2 json tomllib"
        assert started(tmp_path) == "2 json"

    def test_a_pyproject_of_others_is_not_parsed(self, tmp_path: Path) -> None:
        write(tmp_path / "pyproject.toml", "[project]\nname = 'x'")
        assert started(tmp_path) == "0"

    def test_one_text_as_two_kinds_of_file(self, tmp_path: Path) -> None:
        write(tmp_path / "a/corpuslint.toml", "jobs = 1\n[tool.corpuslint]\njobs = 2")
        write(tmp_path / "b/pyproject.toml", "jobs = 1\n[tool.corpuslint]\njobs = 2")
        for _ in range(2):
            assert resolve(str(tmp_path / "b")).jobs == 2
            with pytest.raises(ConfigError, match="unknown key `tool`"):
                resolve(str(tmp_path / "a"))

    def test_a_damaged_cache_is_ignored_and_written_again(self, tmp_path: Path, home: Path) -> None:
        write(tmp_path / "corpuslint.toml", "jobs = 1")
        started(tmp_path)
        (entry,) = (home / ".cache/corpuslint/config").iterdir()
        whole = entry.read_bytes()
        for damaged in (b"", whole[:-1], whole.replace(b"1", b"9"), b"\xff" * 100, b'{"jobs": 9}'):
            entry.write_bytes(damaged)
            assert started(tmp_path) == "1 json tomllib"
            assert entry.read_bytes() == whole

    def test_a_forged_cache_makes_nothing_valid(self, tmp_path: Path) -> None:
        from corpuslint.cachedir import UserCache, digest

        write(tmp_path / "corpuslint.toml", "jobs = 1")
        UserCache("config").put(digest(b"jobs = 1"), b'{"jobs": 1, "plugins": ["evil"], "cache-dir": "/etc"}')
        with pytest.raises(ConfigError, match="unknown key `plugins`"):
            resolve(str(tmp_path))
        UserCache("config").put(digest(b"jobs = 1"), b"[1]")
        assert resolve(str(tmp_path)).jobs == 1
