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


def test_the_cases_of_a_folder(process: Process, call: Call, rules: str) -> None:
    done = call("test", rules)
    named = call("test", rules, "--verbose")

    assert (done.code, done.out) == (0, "9 cases: 3 validated, 6 reported\n")
    assert "reported  X101 two-exclamation-marks: two\n" in named.out
    assert list(process.folder.iterdir()) == []


CASES = """\
code: X001
name: frogs
summary: A frog
why: For the test.
fix: safe
replaces_letters: true
match: {words: [frog], replace: toad}
---
found and fixed: {text: 'A frog.', finds: [frog], fixed: 'A toad.'}
silent: {text: 'A toad.'}
nothing is found: {text: 'A toad.', finds: [toad]}
more is found: {text: 'A frog and a frog.', finds: [frog], fixed: 'A toad and a toad.'}
something else is found: {text: 'A frog.', finds: [frogs], fixed: 'A toad.'}
elsewhere: {text: 'A frog.', finds: [{text: frog, column: 4}], fixed: 'A toad.'}
fixed otherwise: {text: 'A frog.', finds: [frog], fixed: 'A newt.'}
fixed, which the case does not say: {text: 'A frog.', finds: [frog]}
known to be wrong: {text: 'A frog.', expected_failure: true}
said to be wrong: {text: 'A toad.', expected_failure: true}
"""


def test_the_words_for_cases_that_fail(process: Process, call: Call) -> None:
    process.write({"mine/frogs.yaml": CASES})

    done = call("test", "mine")

    assert done.code == 1
    lines = [line.split(" X001 frogs: ") for line in done.out.splitlines() if " X001 frogs: " in line]
    assert {case: verdict.strip() for verdict, case in lines} == {
        "nothing is found": "missing",
        "more is found": "noisy",
        "something else is found": "wrong",
        "elsewhere": "wrong",
        "fixed otherwise": "wrong",
        "fixed, which the case does not say": "wrong",
        "said to be wrong (expected failure)": "validated",
    }
    assert done.out.endswith("10 cases: 2 validated, 1 reported, 4 wrong, 1 missing, 2 noisy\n")


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


def test_rules_of_the_configuration_are_explained_and_tested(process: Process, call: Call) -> None:
    process.write({"corpuslint.toml": 'rule-folders = ["mine"]\n', "mine/frogs.yaml": CASES, "sub/a.txt": "x"})

    assert "X001" in call("rule", "frogs").out
    assert "X001" in call("rule", "--all").out
    assert "wrong     X001 frogs: elsewhere" in call("test").out


TAKEN = [("X001", "newts", "X001 newts is taken by"), ("X002", "frogs", "X002 frogs is taken by"),
         ("PUN001", "newts", "PUN001 newts is taken by")]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "message"), TAKEN)
def test_rules_that_a_check_cannot_load_do_not_pass(
    process: Process, call: Call, code: str, name: str, message: str
) -> None:
    other = CASES.replace("X001", code).replace("name: frogs", f"name: {name}")
    process.write({"mine/frogs.yaml": CASES, "mine/newts.yaml": other})

    done = call("test", "mine")

    assert done.code == 2
    assert f"corpuslint: error: mine/newts.yaml: {message} " in done.err


def test_a_file_that_cannot_be_used_does_not_keep_others_from_being_tested(process: Process, call: Call) -> None:
    sound = CASES.partition("nothing is found")[0]
    process.write(
        {
            "mine/a.yaml": "code: X002\n",
            "mine/b.yaml": sound,
            "mine/c.yaml": "code: X003\nname: newts\nsummary: N\nwhy: N\nmatch: {words: [newt]}\n---\na: {}\n",
        }
    )

    done = call("test", "mine")

    assert (done.code, done.out) == (2, "2 cases: 1 validated, 1 reported\n")
    assert done.err == (
        "corpuslint: error: mine/a.yaml: the key 'name' is missing\n"
        "corpuslint: error: mine/c.yaml: case 'a' needs one of text, docs, hex\n"
    )


def test_a_fix_that_is_not_as_safe_as_its_file_says(process: Process, call: Call) -> None:
    file = CASES.partition("silent")[0].replace("replaces_letters: true\n", "")
    process.write({"mine/a.yaml": file})

    done = call("test", "mine")
    process.write({"mine/a.yaml": file.replace("A toad.'}", "A toad.', safe: 'A frog.'}")})

    assert (done.code, done.out.splitlines()[-1]) == (1, "1 case: 1 wrong")
    assert "fix is safe, but this fix changes letters or digits" in done.out
    assert call("test", "mine").out == "1 case: 1 reported\n"


TWINS = """\
from corpuslint.api import CorpusRule, Safety, Span, replace
class Twins(CorpusRule):
    def map(self, doc): return doc.text.encode()
    def collect(self, facts): return [one.key for one in facts]
    def merge(self, a, b): return a + b
    def report(self, total, corpus):
        for key in sorted(total)[1:]:
            fix = replace(Span(0, 1), "B", Safety.UNSAFE, "Begin with another letter")
            yield self.finding(corpus.document(key), Span(0, 1), "not the first", fix=fix)
"""
ACROSS = """\
code: X001
name: twins
summary: Twins
why: For the test.
fix: unsafe
corpus: true
python: twins.py:Twins
---
second: {docs: {a: A text., b: A text.}, finds: {b: [A]}, fixed: {b: B text.}}
fixed otherwise: {docs: {a: A text., b: A text.}, finds: {b: [A]}, fixed: {b: C text.}}
"""


def test_the_fixes_of_a_rule_across_files(process: Process, call: Call) -> None:
    process.write({"mine/twins.yaml": ACROSS, "mine/twins.py": TWINS})

    done = call("test", "mine")

    assert done.code == 1
    assert done.out == (
        "wrong     X001 twins: fixed otherwise\n"
        "          fixed to 'B text.', not to 'C text.'\n"
        "2 cases: 1 reported, 1 wrong\n"
    )


def test_a_folder_that_is_named_twice_is_one(process: Process, call: Call) -> None:
    process.write({"mine/a/frogs.yaml": CASES})

    assert call("test", "mine", "mine/a").code == 1
