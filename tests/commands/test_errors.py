"""What is wrong is said in one message that names the place and the remedy; the rest is still checked."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process

BLANK = {"blank.txt": "\n\nRain fell on Tuesday.\n"}
FOUND = "blank.txt:1:1: warning BLK001 [*] 2 blank lines before the text\n"

WRONG = [
    ("--fixx", "unrecognized arguments: --fixx. Did you mean `--fix`?"),
    ("--selct=PUN", "unrecognized arguments: --selct=PUN. Did you mean `--select`?"),
    ("--dry-run", "unrecognized arguments: --dry-run. Did you mean `--diff`?"),
    ("--json blank.txt", "unrecognized arguments: --json. Did you mean `--output-format json`?"),
    ("--workers=4", "unrecognized arguments: --workers=4. Did you mean `--jobs`?"),
    ("check --unsafe", "unrecognized arguments: --unsafe. Did you mean `--unsafe-fixes`?"),
    ("--select BLK01", "no rule, family or name is 'BLK01'; did you mean BLK001?"),
    (
        "--ignore leading-blank-line",
        "no rule, family or name is 'leading-blank-line'; did you mean leading-blank-lines?",
    ),
    ("--extend-select PNU101", "no rule, family or name is 'PNU101'; did you mean PUN101?"),
    ("--severity BLK01=error", "no rule, family or name is 'BLK01'; did you mean BLK001?"),
    (
        "--severity BLK001=warn",
        '`BLK001`: must be one of "error", "warning", "info", not "warn". Did you mean `warning`?',
    ),
    ("--severity BLK001", "'BLK001' is not of the form --severity CODE=LEVEL"),
    ("--per-file-ignores BLK001", "'BLK001' is not of the form --per-file-ignores GLOB:CODES"),
    ("--config fail_on='error'", "--config: unknown key `fail_on`. Did you mean `fail-on`"),
    ("--config lint.selct=['PUN']", "--config: unknown key `selct` in [lint]. Did you mean `select`?"),
    ("--config fail-on='warnin'", "Did you mean `warning`?"),
    ("--config nothing.toml", "--config nothing.toml: there is no such file; settings are KEY=VALUE"),
    ("--config fail-on=warning", "not valid TOML"),
    ("--output-format sarfi", 'unknown output format "sarfi". Did you mean `sarif`?'),
    ("--output sarfi:x", 'unknown output format "sarfi". Did you mean `sarif`?'),
    ("--output json", "--output 'json' is not of the form FORMAT:PATH"),
    ("--output json:nowhere/report.json", "nowhere/report.json: the folder does not exist"),
    ("--output-file nowhere/report.txt", "nowhere/report.txt: the folder does not exist"),
    ("--output json:o --output sarif:o", "o: two reports cannot lie in one file; give each a file of its own"),
    ("-o o --output json:./o", "./o: two reports cannot lie in one file"),
    ("--encoding utf9", 'there is no codec "utf9". Did you mean `utf-8`?'),
    ("--jobs many", '`jobs` must be "auto" or a number'),
    ("--engine warp", "there is no engine 'warp'; known are local"),
    ("--rules nowhere", "--rules nowhere: not a folder"),
    ("--files-from nowhere", "nowhere: No such file or directory"),
    ("--changed staged", "--changed staged says nothing without --scope corpus"),
    ("--scope corpus --changed staged", "--changed staged: this is no git repository"),
    ("--fix --fix-to copies --diff", "use one of --fix, --diff and --fix-to"),
    ("--fix --diff -", "use one of --fix, --diff and --fix-to"),
    ("--diff --output-format json", "--diff is a form of its own; leave out --output-format"),
    ("--write-baseline --diff", "--write-baseline is about the texts as they are, which --diff leaves alone"),
    (
        "--prune-baseline --fix-to copies",
        "--prune-baseline is about the texts as they are, which --fix-to leaves alone",
    ),
    ("- blank.txt", "- is standard input, which is checked alone: name no other paths, or ./- for a file"),
    ("report run.json", "run.json: there is no such saved run, file or folder; check the path"),
    ("report -", "- is standard input, which is checked alone"),
    ("--fix-to /proc/copies", "--fix-to /proc/copies: it cannot be made (No such file or directory); name a folder"),
    ("--fix-to=", "--fix-to names no folder; name one for the copies"),
    ("--fix-to blank.txt", "--fix-to blank.txt: it is a file; name a folder for the copies"),
    ("chek", "there is no command and no path 'chek'. Did you mean `check`?"),
    ("fix blank.txt", "there is no command and no path 'fix'. Did you mean `--fix`?"),
    ("init", "there is no command and no path 'init'. Did you mean `config init`?"),
    ("explain PUN101", "there is no command and no path 'explain'. Did you mean `rule`?"),
    ("lint blank.txt", "there is no command and no path 'lint'. Did you mean `check`?"),
    ("rules", "there is no command and no path 'rules'. Did you mean `rule --all`?"),
    ("stats blank.txt", "there is no command and no path 'stats'. Did you mean `--statistics`?"),
    ("-o page.html", "page.html: what is written there is in the format full; add --output-format html, or name"),
    ("--statistics --output-format html", "--statistics is a table as text, json or csv; leave it out: html tells of"),
    ("--statistics -o table.csv", "in the format full; add --output-format csv, or name a file that ends otherwise"),
    ("report -o page.md", "page.md: what is written there is in the format html; add --output-format markdown, or"),
    ("chek blank.txt", "there is no command and no path 'chek'. Did you mean `check`?"),
    ("--select ,-", "(such as PUN001, PUN, mojibake)"),
    ("--stdin-filename a.txt blank.txt", "with a text on standard input no paths are read"),
    ("help blank.txt", "there is no command and no path 'help'. Did you mean `--help`?"),
    ("rule BLK01", "there is no rule 'BLK01'; did you mean BLK001?"),
    ("rule", "name a rule (corpuslint rule PUN101), or list them with --all"),
    ("rule --all --rules nowhere", "--rules nowhere: not a folder"),
    ("undo", "there is no run to undo"),
    ("undo 20260101-000000-1", "there is no run named '20260101-000000-1'"),
    ("config shw", "invalid choice: 'shw'"),
    ("config show nowhere", "nowhere: there is no such file or folder"),
    ("completion tcsh", "invalid choice: 'tcsh'"),
    ("version 2", "version takes no arguments, not '2'"),
    ("test nowhere", "nowhere: not a folder"),
    ("test .", "no rule files were found; a rule file ends in .yaml"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_wrong_command_changes_nothing_and_says_what_is_wrong(
    process: Process, call: Call, arguments: str, message: str
) -> None:
    process.write(BLANK)

    fixes = not arguments.startswith(_VERBS) and "--diff" not in arguments and "chek" not in arguments
    done = call(*arguments.split(), *(["--fix"] if fixes else []))

    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert len(done.err.splitlines()) == (2 if done.err.startswith("usage") else 1)
    assert process.read("blank.txt") == BLANK["blank.txt"].encode()


_VERBS = ("report", "rule", "undo", "config", "completion", "version", "test", "check")


def test_what_may_be_left_out_is_not_asked_for(call: Call) -> None:
    done = call("names", "prefer")

    assert (done.code, done.err.splitlines()[-1].split(": ", 1)) == (
        2,
        ["corpuslint names prefer", "error: the following arguments are required: FORM"],
    )


def test_a_path_that_is_missing(process: Process, call: Call) -> None:
    process.write(BLANK)

    done = call("missing.txt", "blank.txt", "nowhere/", "--output-format", "concise", "-q")

    assert (done.code, done.out) == (2, FOUND)
    assert done.err.splitlines() == [
        "missing.txt: RUN001 there is no such file or folder; check the path",
        "nowhere: RUN001 there is no such file or folder; check the path",
    ]


def test_a_folder_without_a_known_format(process: Process) -> None:
    names = ("in/a.story", "in/b.story", "in/c d.rtf", "in/noend", "in/.hid", "in/.git2/x.story")
    process.write(dict.fromkeys(names, "Rain .\n") | {"odd/a.\x1b[31m": "a", "empty/.keep": ""})
    process.write(dict.fromkeys(("data/a.txt", "data/b.jsonl", "data/notes.x", "excluded/README.md"), "It rained .\n"))

    done = process("in")
    told = process("in", "--include", "*.story", "--output-format", "concise", "-q")
    data, excluded = process("data", "--extend-exclude", "data/*"), process("excluded")
    others = process("in", "--include", "*.xyz"), process("empty")

    assert done.code == 0
    assert done.out.splitlines()[0] == (
        "note: There was no file to check. Of no known format are 2 of *.story, 1 of *.rtf, 1 without an ending: "
        "name them, or say which with --include '*.story'."
    )
    assert [line.split(":")[0] for line in told.out.splitlines()] == ["in/a.story", "in/b.story"]
    assert [one.out.splitlines()[0] for one in others] == ["note: There was no file to check."] * 2
    assert "\x1b" not in process("odd").out
    assert data.out.splitlines()[0] == (
        "note: There was no file to check. "
        "Left out by git or `exclude`: 2 of known formats; name them, or their folder. "
        "Of no known format are 1 of *.x: name them, or say which with --include '*.x'."
    )
    assert "`exclude`: 1 of known formats; name them, or their folder.\n" in excluded.out


LEFT_OUT = "not checked: the search of the corpus leaves it out (git ignores it, exclude, or no known format); "


@pytest.mark.parametrize("trust", [(), ("--trust-index",)])
def test_a_path_that_the_corpus_leaves_out(process: Process, call: Call, trust: tuple[str, ...]) -> None:
    process.write(BLANK | dict.fromkeys(("raw/in/a.txt", "b.story", "empty/.keep"), BLANK["blank.txt"]))
    process.write({"corpuslint.toml": 'extend-exclude = ["raw/"]\n'})
    options = ("--scope", "corpus", "--output-format", "concise", "-q")
    call("index", "build")

    done = call(*options, *trust, "blank.txt", "raw", "raw/in/a.txt", "b.story", "empty", ".")
    asked = call(*options, "--changed", "all", "raw", *trust)
    hook = call(*options, "--force-exclude", *trust, "raw/in/a.txt")

    assert (done.code, done.out) == (2, FOUND)
    assert [line.split(": RUN001 ") for line in done.err.splitlines()] == [
        [path, f"{LEFT_OUT}use --scope files"] for path in ("raw", "raw/in/a.txt", "b.story")
    ]
    assert (asked.code, asked.err, hook.code, hook.err) == (1, "", 0, "")


def test_a_path_outside_the_corpus(process: Process, tmp_path_factory: pytest.TempPathFactory) -> None:
    process.write(BLANK)
    other = tmp_path_factory.mktemp("other") / "blank.txt"
    other.write_text(BLANK["blank.txt"])

    done = process("--scope", "corpus", "--output-format", "concise", "-q", "blank.txt", str(other))

    assert (done.code, done.out) == (2, FOUND)
    assert done.err == (
        f"{other}: RUN001 not checked: it lies outside the corpus, which is {process.folder.resolve()}; "
        "run in its folder, or use --scope files\n"
    )


def test_a_record_that_is_broken(process: Process, call: Call) -> None:
    process.write(
        {"a.jsonl": '{"text": "\\n\\nRain fell."}\n{"text": \n{"no": 1}\n7\n{"text": "\\n\\nSnow is due."}\n'}
    )

    done = call("--output-format", "concise", "-q")

    assert done.code == 2
    assert [line.split(" [*]")[0][:40] for line in done.out.splitlines()] == [
        "a.jsonl:1:11: warning BLK001",
        "a.jsonl:2:10: error DOC002 invalid JSON:",
        "a.jsonl:3:1: error DOC002 no field `text",
        "a.jsonl:4:1: error DOC002 the record is ",
        "a.jsonl:5:11: warning BLK001",
    ]
    assert done.err == "a.jsonl: RUN002 3 records were not checked; DOC002 says why\n"
    silent = call("--output-format", "concise", "-q", "--ignore", "DOC002")
    assert silent.code == 2
    assert [line.split(" ", 2)[:2] for line in silent.err.splitlines()] == [
        ["a.jsonl:2:", "RUN002"],
        ["a.jsonl:3:", "RUN002"],
        ["a.jsonl:4:", "RUN002"],
    ]


def test_records_around_a_broken_one_are_fixed(process: Process, call: Call) -> None:
    whole = b'{"text": "\\n\\nRain fell."}\n{"text": \n{ "id":7,"text": "Sn\\u00f6w\\n\\n" }'
    process.write({"a.jsonl": whole})

    done = call("--fix")

    assert done.code == 2
    assert process.read("a.jsonl") == b'{"text": "Rain fell."}\n{"text": \n{ "id":7,"text": "Sn\\u00f6w\\n" }'


@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is not installed")
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can make a file unreadable for root")
def test_a_file_that_may_not_be_read(process: Process) -> None:
    process.write({"secret.txt": "x", "secret/a.txt": "x", "blank.txt": BLANK["blank.txt"]})
    (process.folder / "secret.txt").chmod(0)
    (process.folder / "secret").chmod(0)
    drop = ("setpriv", "--bounding-set", "-all", "--inh-caps", "-all")

    child = process.start("--output-format", "concise", "-q", before=drop)
    out, err = child.communicate(timeout=60)

    assert (child.returncode, out.decode()) == (2, FOUND)
    assert sorted(err.decode().splitlines()) == [
        "secret.txt: RUN001 not checked: Permission denied",
        "secret: RUN001 not checked: Permission denied",
    ]


def test_an_empty_path_is_not_the_current_folder(process: Process, call: Call) -> None:
    process.write(BLANK)

    done = call("", "--fix")

    assert (done.code, process.read("blank.txt")) == (2, BLANK["blank.txt"].encode())


CONFIGS: dict[str, tuple[bytes | str, str]] = {
    "unknown key": ('slect = ["PUN"]\n', "corpuslint.toml:1: unknown key `slect`. Did you mean `lint.select`?"),
    "unknown key in a table": (
        '[lint]\nselct = ["PUN"]\n',
        "corpuslint.toml:2: unknown key `selct` in [lint]. Did you mean `select`?",
    ),
    "key in the wrong table": ('[lint]\nfail-on = "info"\n', "Did you mean `fail-on` outside of any table?"),
    "wrong value": ('fail-on = "never"\n', 'corpuslint.toml:1: `fail-on` must be one of "error", "warning", "info"'),
    "wrong type": ("preview = 1\n", "corpuslint.toml:1: `preview` must be true or false"),
    "no TOML": ("[lint\n", "corpuslint.toml:1:6: not valid TOML"),
    "no UTF-8": (b"# caf\xe9\n", "corpuslint.toml:1: not UTF-8; save the file as UTF-8"),
    "unknown rule": ('[lint]\nignore = ["BLK01"]\n', "no rule, family or name is 'BLK01'; did you mean BLK001?"),
    "unknown rule in some files": (
        '[lint.per-file-ignores]\n"*.txt" = ["BLK01"]\n',
        "corpuslint.toml: `lint.per-file-ignores`: no rule, family or name is 'BLK01'; did you mean BLK001?",
    ),
    "unknown option of a rule": ("[rules.X105]\nminimun = 2\n", "X105 many-question-marks has no option 'minimun'"),
    "value of an option of a rule": ("[rules.X105]\nminimum = 1\n", "option minimum of X105: 1 is below 2"),
    "folder of rules": ('rule-folders = ["mine"]\n', "rule-folders: "),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_wrong_configuration(process: Process, call: Call, rules: str, name: str) -> None:
    text, message = CONFIGS[name]
    process.write({"corpuslint.toml": text, **BLANK})

    done = call("--rules", rules, "--fix")

    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert message in done.err
    assert process.read("blank.txt") == BLANK["blank.txt"].encode()


def test_all_keys_that_are_wrong_are_told_at_once(process: Process, call: Call) -> None:
    process.write({"corpuslint.toml": 'slect = ["PUN"]\nfail-on = 3\n\n[lint]\nignored = []\n'} | BLANK)

    done = call()

    assert [line[:51] for line in done.err.splitlines()] == [
        "corpuslint: error: corpuslint.toml:1: unknown key `",
        "corpuslint: error: corpuslint.toml:2: `fail-on` mus",
        "corpuslint: error: corpuslint.toml:5: unknown key `",
    ]


RULE = "code: X001\nname: a-rule\nsummary: A rule\nwhy: For the test.\n"
RULE_FILES: dict[str, tuple[str | bytes, str]] = {
    "no YAML": ("code: [\n", "r/a.yaml:2:1: not YAML"),
    "no mapping": ("- code\n", "a rule file begins with a mapping"),
    "missing key": ("code: X001\n", "the key 'name' is missing"),
    "unknown key": (RULE + "sumary: x\nmatch: {regex: a}\n", "unknown key 'sumary'; did you mean 'summary'?"),
    "no match": (RULE, "a rule has either `match` or `python`"),
    "two matches": (RULE + "match: {regex: a, chars: b}\n", "match needs exactly one of"),
    "no pattern": (RULE + "match: {regex: '('}\n", "r/a.yaml: not a pattern"),
    "a pattern that is no RE2": (RULE + "match: {regex: '(a)\\1'}\n", "'\\\\1' is not in the pattern dialect"),
    "severity": (RULE + "severity: fatal\nmatch: {regex: a}\n", "severity must be one of error, warning, info"),
    "code": (RULE.replace("X001", "XY1") + "match: {regex: a}\n", "code 'XY1' is not three letters and three digits"),
    "taken code": (RULE.replace("X001", "BLK001") + "match: {regex: a}\n", "BLK001 a-rule is taken by"),
    "taken name": (RULE.replace("a-rule", "blank-line-run") + "match: {regex: a}\n", "X001 blank-line-run is taken by"),
    "not UTF-8": (b"code: \xff\n", "not UTF-8 at byte 6"),
}


@pytest.mark.parametrize("name", RULE_FILES)
def test_a_wrong_rule_file(process: Process, call: Call, name: str) -> None:
    text, message = RULE_FILES[name]
    process.write({"r/a.yaml": text, "r/here.py": "", "here.py": "", **BLANK})

    done = call("--rules", "r", "--fix")

    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert message in done.err
    assert "a.yaml" in done.err
    assert process.read("blank.txt") == b"Rain fell on Tuesday.\n", "the rules that can be used are"


PYTHON = ("missing.py:Rule", "here.py:Missing", "../here.py:Rule", "broken.py:Rule", "here.py:f")


@pytest.mark.parametrize("python", PYTHON)
def test_a_rule_whose_python_cannot_be_loaded_is_named_and_left_out(process: Process, call: Call, python: str) -> None:
    process.write(
        {"r/a.yaml": f"{RULE}python: {python}\n", "here.py": "", "r/here.py": "f = str", "r/broken.py": "1 / 0"}
    )
    process.write(BLANK)

    done = call("--rules", "r", "--fix")

    assert (done.code, len(done.err.splitlines()), process.read("blank.txt")) == (2, 1, b"Rain fell on Tuesday.\n")
    assert done.err.startswith("RUN902 r/a.yaml: ")
    assert python in done.err


def test_a_run_without_a_file_says_nothing_of_what_was_compared(process: Process) -> None:
    done = process("missing.txt")
    told = "Checked 0 documents in 0 files (0 B): no findings. 1 thing was not checked or done.\n"
    assert (done.code, done.out) == (2, told)
