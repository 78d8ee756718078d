"""Settings as text: what is shown can be read again, and what one begins with changes nothing."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from corpuslint import config
from corpuslint.config import load, resolve
from corpuslint.keys import SETTINGS
from corpuslint.settings import DEFAULTS, EXCLUDED
from tests.config.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

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


def test_what_is_shown_can_be_read_and_says_the_same(tmp_path: Path) -> None:
    write(tmp_path / "corpuslint.toml", EVERYTHING)
    settings = resolve(".")
    shown = config.show(settings)
    assert all(line.isprintable() for line in shown.split("\n"))
    again = load(str(write(tmp_path / "again/corpuslint.toml", shown)))
    for setting in SETTINGS:
        assert getattr(again, setting.attribute) == getattr(settings, setting.attribute), setting.key


def test_every_setting_is_shown_with_its_origin(tmp_path: Path) -> None:
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


def test_the_file_to_begin_with_changes_nothing_until_a_mark_is_taken_away(tmp_path: Path) -> None:
    text = config.init_text()
    assert load(str(write(tmp_path / "corpuslint.toml", text))).origins == {}
    uncommented = [line.removeprefix("# ") if " = " in line else line for line in text.split("\n")]
    table = tomllib.loads("\n".join(uncommented))
    assert {*table, *(f"lint.{key}" for key in table["lint"])} - {"lint"} == {s.key for s in SETTINGS}
    write(tmp_path / ".git/HEAD", "")
    (tmp_path / "a").mkdir()
    load(str(write(tmp_path / "a/corpuslint.toml", "\n".join(uncommented))))


def test_defaults_are_what_the_table_says() -> None:
    assert resolve(".", isolated=True).exclude == EXCLUDED == DEFAULTS.exclude
