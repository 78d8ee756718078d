"""What the caller sets goes before all files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpuslint.config import Resolver, resolve, split_arguments
from corpuslint.errors import ConfigError, UsageError
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path


def test_options_go_before_inline_settings_before_the_environment_before_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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


def test_select_starts_over_and_ignore_adds(tmp_path: Path) -> None:
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


def test_patterns_of_the_caller_are_relative_to_where_he_is(tmp_path: Path) -> None:
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


def test_wrong_options_are_named() -> None:
    with pytest.raises(ConfigError, match="--select: "):
        resolve(".", overrides={"lint.select": ["no code"]})
    with pytest.raises(ConfigError, match="--config: unknown key `nope`"):
        resolve(".", inline={"nope": 1})


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORPUSLINT_OUTPUT_FORMAT", "no word")
    with pytest.raises(ConfigError, match="CORPUSLINT_OUTPUT_FORMAT: `output-format` must be a word"):
        resolve(".")


def test_config_takes_files_and_settings(tmp_path: Path) -> None:
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


def test_config_that_is_neither_file_nor_setting() -> None:
    with pytest.raises(UsageError, match=r"--config missing.toml: there is no such file"):
        split_arguments(["missing.toml"])
    with pytest.raises(ConfigError, match=r"--config fail-on=error.*: not valid TOML.*text needs quotes"):
        split_arguments(["fail-on=error"])
    with pytest.raises(ConfigError, match=r"unknown key `fail-no`.* Did you mean `fail-on`"):
        resolve(".", inline=split_arguments(["fail-no='error'"])[1])
