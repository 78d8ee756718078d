"""What every setting may be, and what is said of what it may not be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpuslint.config.json_schema import schema
from corpuslint.config.layers import checked
from corpuslint.config.values import CHECKS
from corpuslint.errors import ConfigError
from corpuslint.keys import BY_KEY, SETTINGS
from corpuslint.settings import DEFAULTS, Override, Settings

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "schemas" / "config.schema.json"

GOOD: list[tuple[str, Any, Any]] = [
    ("include", ["a/**", "!b"], ("a/**", "!b")),
    ("exclude", [], ()),
    ("extend", "base.toml", ("base.toml",)),
    ("extend", ["a.toml", "b.toml"], ("a.toml", "b.toml")),
    ("preview", True, True),
    ("respect-gitignore", False, False),
    ("fail-on", "info", "info"),
    ("baseline", "known/findings.jsonl", "known/findings.jsonl"),
    ("cache-dir", "..cache", "..cache"),
    ("output-format", "json-lines", "json-lines"),
    ("jobs", "auto", 0),
    ("jobs", 8, 8),
    ("scope", "documents", "documents"),
    ("changed", "main..HEAD", "main..HEAD"),
    ("changed", "origin/main...HEAD~2", "origin/main...HEAD~2"),
    ("changed", "staged", "staged"),
    ("max-file-size", 1, 1),
    ("max-file-size", "64 MiB", 64 << 20),
    ("max-file-size", "2kB", 2000),
    ("max-file-size", "1K", 1024),
    ("encoding", {"old/**": "Windows-1252", "*": "auto"}, {"old/**": "cp1252", "*": "auto"}),
    ("encoding", {"*": "UTF-8, Latin1"}, {"*": "utf-8,iso8859-1"}),
    ("documents", {"jsonl": {"text": "body"}}, {"jsonl": {"text": "body"}}),
    ("documents", {"*.records": {"format": "jsonl"}}, {"*.records": {"format": "jsonl"}}),
    ("rule-folders", ["house", "more/rules"], ("house", "more/rules")),
    ("lint.select", ["PUN", "ENC001", "stray-quote", "ALL"], ("PUN", "ENC001", "stray-quote", "ALL")),
    ("lint.severity", {"PUN": "error"}, {"PUN": "error"}),
    ("lint.per-file-ignores", {"a/*": ["PUN"]}, {"a/*": ("PUN",)}),
    (
        "lint.overrides",
        [{"when": {"language": "fr", "source": ["A*", "B"]}, "ignore": ["PUN"], "severity": {"ENC": "info"}}],
        (Override({"language": ("fr",), "source": ("A*", "B")}, ignore=("PUN",), severity={"ENC": "info"}),),
    ),
    ("rules", {"PUN101": {"n": 1, "f": 0.5, "b": True, "s": "x", "l": ["y"]}},
     {"PUN101": {"n": 1, "f": 0.5, "b": True, "s": "x", "l": ["y"]}}),
    ("names", {"languages": ["en", "French", "pt-BR", "no", "ca"]}, {"languages": ["en", "fr", "pt", "nb", "ca"]}),
    ("names", {"prefer": ["Kyiv"], "groups": [{"forms": ["a", "b"]}], "style": "ap", "distinct": [["a", "c"]]},
     {"prefer": ["Kyiv"], "groups": [{"forms": ["a", "b"]}], "style": ["ap"], "distinct": [["a", "c"]]}),
]  # fmt: skip

BAD: list[tuple[str, Any, str]] = [
    ("include", "a", r'`include` must be a list of texts: write \["a"\]'),
    ("include", [1], '`include` must be text in quotes, not 1: write "1"'),
    ("include", [""], "`include` must not be empty"),
    ("preview", "yes", 'must be true or false, not "yes"'),
    ("fail-on", "eror", r'must be one of "error", "warning", "info", not "eror". Did you mean `error`\?'),
    ("fail-on", 2, "must be one of"),
    ("baseline", "../known.jsonl", "must lie below the folder of the configuration"),
    ("baseline", "a/../../known.jsonl", "must lie below"),
    ("baseline", "a\\..\\known.jsonl", "must lie below"),
    ("cache-dir", "/var/cache", "only be given on the command line"),
    ("cache-dir", "C:\\cache", "must lie below"),
    ("cache-dir", "\\\\host\\share", "must lie below"),
    ("cache-dir", "~/cache", "must lie below"),
    ("cache-dir", "a\0b", "must not contain NUL"),
    ("rule-folders", ["../rules"], "must lie below"),
    ("output-format", "full; rm", "must be a word"),
    ("jobs", -1, '"auto" or a number'),
    ("jobs", True, '"auto" or a number'),
    ("changed", "--output=x..y", '"staged" or a range'),
    ("changed", "a..-b", '"staged" or a range'),
    ("changed", "HEAD", '"staged" or a range'),
    ("changed", "a..b\nc", '"staged" or a range'),
    ("max-file-size", "64 apples", "a number of bytes"),
    ("max-file-size", 0, "a number of bytes"),
    ("max-file-size", "0 MiB", "a number of bytes"),
    ("encoding", {"a": "cp12522"}, r'encoding: `a`: there is no codec "cp12522". Did you mean `cp1252`\?'),
    ("encoding", {"a": "hex"}, "there is no codec"),
    ("encoding", {"a": "utf-8, cp12522"}, r"there is no codec \"cp12522\". Did you mean `cp1252`\?"),
    ("encoding", {"a": "cp1252,utf-8"}, "of two codecs the first is utf-8"),
    ("encoding", {"a": "utf-8,"}, "there is no codec \"\""),
    ("encoding", {"a": "rot13"}, "there is no codec"),
    ("encoding", {"a": "punycode"}, "is no encoding of files"),
    ("encoding", {"a": "a\0b"}, "NUL"),
    ("encoding", "cp1252", "a table of patterns and codecs"),
    ("documents", {"jsonl": {"txt": "body"}}, r"`jsonl`: unknown key `txt`. Did you mean `text`\?"),
    ("documents", {"jsonl": "body"}, "a table of fields"),
    ("lint.select", ["PUN 1"], '"PUN 1" is no code, family or name'),
    ("lint.select", ["--fix"], "is no code"),
    ("lint.select", "PUN", r'write \["PUN"\]'),
    ("lint.severity", {"PUN": "fatal"}, "lint.severity: `PUN`: must be one of"),
    ("lint.per-file-ignores", {"a": "PUN"}, r"lint.per-file-ignores: `a`: must be a list"),
    ("lint.overrides", {"when": {}}, r"write \[\[lint.overrides\]\]"),
    ("lint.overrides", [{"ignore": ["PUN"]}], "number 1: needs `when`"),
    ("lint.overrides", [{"when": {"language": "fr"}}], "number 1: needs `when`"),
    ("lint.overrides", [{"when": {}, "ignore": ["PUN"]}], "number 1: needs `when`"),
    ("lint.overrides", [{"when": {"lang": "fr"}, "ignore": ["PUN"]}], "Did you mean `language`"),
    ("lint.overrides", [{"when": {"title": 1}, "ignore": ["PUN"]}], "must be a list of texts"),
    ("rules", {"PUN101": 3}, "rules: `PUN101`: must be a table of options"),
    ("rules", {"PUN101": {"n": {"deep": 1}}}, "true or false, a number, text"),
    ("names", [], "must be a table"),
    ("names", {"perfer": ["Kyiv"]}, "unknown key `perfer`. Did you mean `prefer`"),
    ("names", {"prefer": "Kyiv"}, r'names: `prefer` must be a list of texts: write \["Kyiv"\]'),
    ("names", {"lock": "../names.yaml"}, "names: `lock` .* must lie below the folder of the configuration"),
    ("names", {"groups": ["Kyiv"]}, "names: `groups` number 1: must be a table such as"),
    ("names", {"groups": [{"forms": ["Kyiv"]}]}, "names: `groups` number 1: needs two different forms"),
    ("names", {"groups": [{"form": ["Kyiv", "Kiev"]}]}, "`groups` number 1: unknown key `form`. Did you mean `forms`"),
    ("names", {"distinct": [["Petterson"]]}, "names: `distinct` .* is no pair of two names"),
    ("names", {"distinct": "Petterson"}, "names: `distinct` must be a list of pairs"),
    ("names", {"languages": ["en", "Klingon"]}, "names: `languages` .*Klingon.* is no language; write \"en\""),
    ("names", {"style": ["ap", 3]}, "names: `style` must be text in quotes, not 3"),
]  # fmt: skip


def nested(key: str, value: object) -> dict[str, Any]:
    table, _, name = key.rpartition(".")
    return {table: {name: value}} if table else {name: value}


@pytest.mark.parametrize(("key", "value", "becomes"), GOOD)
def test_a_good_value_becomes_what_settings_hold(key: str, value: object, becomes: object) -> None:
    assert checked(nested(key, value), lambda _: "file") == {key: becomes}
    jsonschema.validate(nested(key, value), schema())


@pytest.mark.parametrize(("key", "value", "message"), BAD)
def test_a_bad_value_is_named_with_file_key_and_remedy(key: str, value: object, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        checked(nested(key, value), lambda named: f"file:{named}")
    assert str(caught.value).startswith(f"file:{key}: ")
    assert "\n" not in str(caught.value)


MORE_THAN_A_SCHEMA_TELLS = {"encoding", "names", "changed", "baseline", "cache-dir", "max-file-size"}
BAD_TO_SCHEMA = [(key, value) for key, value, _ in BAD if key not in MORE_THAN_A_SCHEMA_TELLS]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *BAD_TO_SCHEMA,
        ("baseline", "../known.jsonl"),
        ("cache-dir", "C:\\cache"),
        ("cache-dir", "~/cache"),
        ("encoding", "cp1252"),
        ("max-file-size", "64 apples"),
        ("changed", "HEAD"),
        ("names", []),
        ("lint.nope", 1),
    ],
)
def test_the_schema_refuses_what_the_check_refuses(key: str, value: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(nested(key, value), schema())


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"selct": []}, "unknown key `selct`. Did you mean `lint.select`"),
        ({"lint": {"selct": ["PUN"]}}, r"unknown key `selct` in \[lint\]. Did you mean `select`\?"),
        ({"lint": {"fail-no": "error"}}, r"unknown key `fail-no` in \[lint\]. Did you mean `fail-on`\?"),
        ({"select": ["PUN"]}, r"unknown key `select`. Did you mean `select` in \[lint\]\?"),
        ({"lint": {"preview": True}}, r"in \[lint\]. Did you mean `preview` outside of any table\?"),
        ({"lint": {"extend_select": []}}, r"Did you mean `extend-select` in \[lint\]"),
        ({"lint": ["PUN"]}, r"`lint` must be a table: \[lint\]"),
        ({"plugins": ["evil"]}, "unknown key `plugins`"),
        ({"tool": {"corpuslint": {"jobs": 2}}}, "unknown key `tool`. Only in pyproject.toml do tables"),
        ({"x": 1}, "unknown key `x`. `corpuslint config init` shows all keys."),
        ({"qqqqq": 1}, "`corpuslint config init` shows all keys"),
        ({"a\x1b[31m\nb": 1}, r"unknown key `a\\x1b\[31m\\nb`"),
    ],
)  # fmt: skip
def test_an_unknown_key_is_an_error_that_suggests(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        checked(table, lambda _: "file")


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        checked({"preview": 1, "nope": 2, "jobs": "x"}, lambda key: key)
    assert [line.partition(":")[0] for line in str(caught.value).split("\n")] == ["preview", "nope", "jobs"]


def test_every_setting_has_a_field_a_check_and_help() -> None:
    fields = set(Settings.__annotations__) - {"root", "files", "origins"}
    assert {setting.attribute for setting in SETTINGS} == fields
    assert len(BY_KEY) == len(SETTINGS) == len(fields)
    for setting in SETTINGS:
        assert setting.choices or setting.kind in CHECKS
        assert setting.help.endswith(".")
        assert setting.choices == () or setting.default in setting.choices


def test_the_schema_on_file_is_fresh() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    wanted = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA_FILE.read_text(encoding="utf-8") == wanted, "write it: corpuslint config schema > " + str(SCHEMA_FILE)


@pytest.mark.parametrize(
    ("meta", "applies"),
    [
        ({"language": "fr"}, True),
        ({"language": "FR_ca"}, True),
        ({"language": "fro"}, False),
        ({"language": ""}, False),
        ({}, False),
    ],
)
def test_an_override_by_language_means_the_language_and_its_kinds(meta: dict[str, str], applies: bool) -> None:
    assert Override({"language": ("fr",)}).applies(meta) is applies


def test_an_override_asks_every_field_and_one_pattern_of_each() -> None:
    override = Override({"source": ("The *", "B?C"), "date": ("1999-*",)})
    assert override.applies({"source": "the times", "date": "1999-01-02"})
    assert override.applies({"source": "BBC", "date": "1999-01-02"})
    assert not override.applies({"source": "BBC", "date": "2000-01-02"})
    assert not override.applies({"source": "BBC"})
    assert not override.applies({"source": "Times", "date": "1999-01-02"})


def test_settings_answer_for_a_path() -> None:
    settings = Settings(
        "/corpus",
        per_file_ignores={"ocr/**": ("CHR",), "*.txt": ("PUN", "ENC")},
        encoding={"old/**": "cp1252", "old/new/**": "auto", "*.ru": "koi8-r"},
        documents={"jsonl": {"text": "body", "id": "n"}, "wire/*.dat": {"format": "jsonl", "text": "story"}},
    )
    assert settings.ignored_codes("ocr/a.txt") == ("CHR", "PUN", "ENC")
    assert settings.ignored_codes("a.md") == ()
    assert settings.codec("old/a") == "cp1252"
    assert settings.codec("old/new/a") is None
    assert settings.codec("old/a.ru") == "koi8-r"
    assert settings.codec("a") is None
    assert settings.fields("x.jsonl", "jsonl") == {"text": "body", "id": "n"}
    assert settings.fields("wire/x.dat", "plain") == {"format": "jsonl", "text": "story", "id": "n"}
    assert settings.fields("x.txt", "plain") == {}
    assert DEFAULTS.documents == {}
