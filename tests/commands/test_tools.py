"""The commands beside the check."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING

import jsonschema
import pytest

from corpuslint import __version__
from corpuslint.cli import VERBS

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process

BLANK = {"blank.txt": "\n\nRain fell on Tuesday.\n"}


def test_the_start_page_fits_a_screen_and_has_examples(call: Call) -> None:
    lines = call("--help").out.splitlines()

    assert len(lines) <= 40
    assert max(map(len, lines)) <= 100
    assert sum(line.startswith("  corpuslint ") for line in lines) >= 5
    assert all(any(verb in line for line in lines) for verb in VERBS)
    assert call("-h").out.splitlines() == lines


def test_every_option_of_the_check_is_explained(call: Call) -> None:
    text = call("check", "--help").out

    for option in ("--fix", "--select", "--stdin-filename", "--files-from", "--baseline", "--output", "--jobs"):
        assert option in text


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"check"}))
def test_every_command_has_help(call: Call, verb: str) -> None:
    done = call(verb, "--help")

    assert (done.code, done.out.split()[:3]) == (0, ["usage:", "corpuslint", verb])


def test_a_path_that_has_the_name_of_a_command(process: Process) -> None:
    process.write({"rule": "\n\nRain.\n", "test": "x"})

    command = process("rule", "BLK001")
    path = process("./rule", "-q", "--output-format", "concise")

    assert command.err == "corpuslint: `rule` is a command; write ./rule for the path of that name\n"
    assert command.out.startswith("# BLK001 leading-blank-lines")
    assert (path.code, path.out[:11], path.err) == (1, "rule:1:1: w", "")


def test_a_rule_is_explained_from_its_file(call: Call, rules: str) -> None:
    by_code = call("rule", "BLK001")
    by_name = call("rule", "leading-blank-lines")
    own = call("rule", "X101", "X105", "--rules", rules)

    assert (by_code.code, by_code.out) == (0, by_name.out)
    for part in ("# BLK001 leading-blank-lines", "## Why", "## Fix safety", "## Examples", "Fix: safe (`--fix`)"):
        assert part in by_code.out
    assert "An unsafe fix for the tests" in own.out
    assert "`minimum`: int, default `3` (at least 2)" in own.out


def test_rules_are_listed(call: Call, rules: str) -> None:
    lines = call("rule", "--all", "--rules", rules).out.splitlines()
    listed = json.loads(call("rule", "--all", "--rules", rules, "--output-format", "json").out)

    codes = [line.split()[0] for line in lines]
    assert codes == sorted(codes) == [rule["code"] for rule in listed]
    assert {"BLK001", "PUN101", "DUP002", "NAM001", "BPL001", "DOC002", "ENC001", "CHR001", "X105"} <= set(codes)
    assert next(line for line in lines if line.startswith("X104")).split()[:5] == [
        "X104",
        "hidden-word",
        "info",
        "-",
        "off",
    ]


def test_the_rules_of_a_family_are_listed(call: Call) -> None:
    every = call("rule", "--all").out.splitlines()

    two = call("rule", "blk", "ENC").out.splitlines()
    pages = call("rule", "BLK", "PUN001").out

    assert two == [line for line in every if line.startswith(("BLK", "ENC"))]
    assert len(two) > 10
    assert [f"# {code} " in pages for code in ("BLK001", "BLK005", "PUN001", "PUN002")] == [True, True, True, False]


def test_config_show_says_what_holds_and_why(process: Process, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    process.write({"corpuslint.toml": 'fail-on = "error"\n[lint]\nignore = ["BLK"]\n', "sub/a.txt": "a"})

    text = call("config", "show", "sub/a.txt", "--config", "preview=true").out
    values = tomllib.loads(text)

    assert (values["fail-on"], values["lint"]["ignore"], values["preview"]) == ("error", ["BLK"], True)
    assert 'fail-on = "error"  # corpuslint.toml' in text
    assert "preview = true  # --config" in text
    assert "# read: corpuslint.toml" in text
    monkeypatch.setenv("CORPUSLINT_OUTPUT_FORMAT", "concise")
    assert 'output-format = "concise"  # CORPUSLINT_OUTPUT_FORMAT' in call("config", "show").out
    assert 'fail-on = "warning"  # default' in call("config", "show", "--isolated").out


def test_config_init_begins_a_file_that_holds(process: Process, call: Call) -> None:
    process.write(BLANK)

    first = call("config", "init")
    again = call("config", "init")
    check = call("-s")

    assert (first.code, again.code, check.code) == (0, 2, 1)
    assert "corpuslint.toml exists already" in again.err
    assert tomllib.loads(process.read("corpuslint.toml").decode()) == {"lint": {}}


def test_config_schema_accepts_what_the_command_accepts(process: Process, call: Call) -> None:
    process.write({"corpuslint.toml": 'fail-on = "error"\njobs = "auto"\n[lint]\nselect = ["PUN"]\n'})
    schema = json.loads(call("config", "schema").out)
    validator = jsonschema.Draft202012Validator(schema)
    config = tomllib.loads(process.read("corpuslint.toml").decode())

    assert list(validator.iter_errors(config)) == []
    assert call("config", "show").code == 0
    assert [error.validator for error in validator.iter_errors({"fail_on": 1})] == ["additionalProperties"]


def test_the_examples_of_a_new_configuration_name_rules_that_there_are(process: Process, call: Call) -> None:
    call("config", "init")
    text = process.read("corpuslint.toml").decode()
    table = text[text.index("[lint]") :]
    process.write({"corpuslint.toml": re.sub(r"(?m)^# (?=[a-z-]+ = |\[)", "", table), "a.txt": "Rain fell.\n"})

    assert call("a.txt").err == ""
    assert b"\nignore = " in process.read("corpuslint.toml")


def test_version(call: Call) -> None:
    lines = call("version").out.splitlines()

    assert lines[0] == f"corpuslint {__version__}"
    assert any(line.startswith("pattern engine: ") for line in lines)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "expected", "absent"),
    [
        (["corpuslint", ""], {"check", "rule", "undo", "here.txt"}, set()),
        (["corpuslint", "ru"], {"rule"}, {"undo"}),
        (["corpuslint", "--sel"], {"--select"}, {"--fix"}),
        (["corpuslint", "--select", "BLK00"], {"BLK001", "BLK004"}, {"PUN101"}),
        (["corpuslint", "rule", "doubled-cl"], {"doubled-closing-quote"}, {"BLK001"}),
        (["corpuslint", "--output-format", "sa"], {"sarif"}, {"json"}),
        (["corpuslint", "--fix", "he"], {"here.txt"}, {"--help"}),
    ],
)
def test_completion_in_a_real_bash(process: Process, words: list[str], expected: set[str], absent: set[str]) -> None:
    process.write({"here.txt": "x", "completion.bash": process("completion", "bash").raw})
    quoted = " ".join(f"'{word}'" for word in words)
    script = f"""
        source completion.bash
        COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}
        {'$(complete -p corpuslint | sed "s/.*-F //;s/ .*//")'}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """

    done = subprocess.run(
        ["bash", "--norc", "-uc", script], cwd=process.folder, capture_output=True, text=True, timeout=60, check=False
    )

    offered = set(done.stdout.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert expected <= offered
    assert not absent & offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_names_every_option(call: Call, shell: str) -> None:
    assert f"corpuslint completion {shell}" in call("completion", "--help").out
    script = call("completion", shell).out

    assert all(word in script for word in ("stdin-filename", "files-from", "PUN101", "blank-line-run", "completion"))
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script.encode(), capture_output=True, timeout=60, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_show_files(process: Process, call: Call) -> None:
    process.write({"b.txt": "b", "a.jsonl": '{"text": "a"}', "notes.bin": "m", ".hidden/c.txt": "c", "d/e.txt": "e"})

    done = call("--show-files")

    assert (done.code, done.out.splitlines()) == (0, ["a.jsonl", "b.txt", os.path.join("d", "e.txt")])


def test_a_baseline_leaves_only_what_is_new(process: Process, call: Call) -> None:
    process.write(BLANK)

    written = call("--write-baseline", "--baseline", "known.jsonl")
    silent = call("--baseline", "known.jsonl")
    process.write({"blank.txt": "\n\nRain fell on Tuesday.\n\n\n\n\n\nSnow.  \n", "new.txt": "\n\nFog.\n"})
    moved = call("--baseline", "known.jsonl", "--output-format", "concise", "-q")

    assert (written.code, silent.code, moved.code) == (0, 0, 1)
    assert [line.split(" ")[2] for line in moved.out.splitlines()] == ["BLK003", "BLK004", "BLK001"]
