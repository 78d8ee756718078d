"""Which rules speak, how loudly, and in which files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Call
    from tests.conftest import Process

FILES = {
    "a.txt": "\n\nStop!! said plugh to foobar???\n",
    "sub/b.txt": "The xyzzy fell on Monday.  \n",
}
ALL = ["BLK001", "BLK004", "X101", "X102", "X105"]

CHOICES = [
    ("", ALL),
    ("--select ALL", ALL),
    ("--select BLK", ["BLK001", "BLK004"]),
    ("--select BLK --select X101", ["BLK001", "BLK004", "X101"]),
    ("--select BLK,X101", ["BLK001", "BLK004", "X101"]),
    ("--select BLK00", ["BLK001", "BLK004"]),
    ("--select leading-blank-lines", ["BLK001"]),
    ("--select X", ["X101", "X102", "X105"]),
    ("--select X104", ["X104"]),
    ("--select hidden-word", ["X104"]),
    ("--select X103", []),
    ("--select X103 --preview", ["X103"]),
    ("--preview", [*ALL, "X103"]),
    ("--extend-select X104", [*ALL, "X104"]),
    ("--extend-select X103", ALL),
    ("--extend-select X103 --preview", [*ALL, "X103"]),
    ("--ignore X", ["BLK001", "BLK004"]),
    ("--ignore X --select X101", ["X101"]),
    ("--ignore X101 --select X", ["X102", "X105"]),
    ("--ignore ALL --extend-select X101", ["X101"]),
    ("--per-file-ignores *.txt:X", ["BLK001", "BLK004"]),
    ("--per-file-ignores sub/:ALL", ["BLK001", "X101", "X105"]),
    ("--per-file-ignores sub/*:X102 --per-file-ignores a.txt:X", ["BLK001", "BLK004"]),
    ("--config lint.select=['X104']", ["X104"]),
    ("--config lint.ignore=['X']", ["BLK001", "BLK004"]),
    ("--config lint.ignore=['X'] --ignore BLK001", ["BLK004"]),
    ("--config rules.X105.minimum=4", ["BLK001", "BLK004", "X101", "X102"]),
    ("--config preview=true", [*ALL, "X103"]),
    ("a.txt", ["BLK001", "X101", "X105"]),
    ("sub", ["BLK004", "X102"]),
    ("--exclude sub/", ["BLK001", "X101", "X105"]),
    ("--extend-exclude *.txt", []),
    ("--include sub/*.txt", ["BLK004", "X102"]),
    ("sub/b.txt --exclude sub/", ["BLK004", "X102"]),
    ("sub/b.txt --exclude sub/ --force-exclude", []),
    ("--scope documents", ALL),
]


@pytest.mark.parametrize(("arguments", "codes"), CHOICES)
def test_which_rules_speak(process: Process, call: Call, rules: str, arguments: str, codes: list[str]) -> None:
    process.write(FILES)

    done = call("--rules", rules, "--output-format", "json", *arguments.split())

    found = [found["code"] for found in json.loads(done.out)["findings"]]
    assert sorted(code for code in found if code.startswith(("X", "BLK"))) == sorted(codes)


CONFIG = """\
fail-on = "error"
extend-exclude = ["old/"]
documents = {jsonl = {text = "body", source = "outlet"}}

[lint]
ignore = ["X101"]
severity = {X105 = "error"}

[lint.per-file-ignores]
"sub/" = ["BLK"]

[[lint.overrides]]
when = {source = "Herald"}
ignore = ["X102"]

[rules.X105]
minimum = 4
"""


def test_a_configuration(process: Process, call: Call, rules: str) -> None:
    process.write(FILES)
    process.write({
        "corpuslint.toml": CONFIG,
        "old/c.txt": "xyzzy",
        "d.txt": "What????\n",
        "e.jsonl": '{"body": "xyzzy fell", "outlet": "Herald"}\n{"body": "xyzzy rose", "outlet": "Post"}\n',
    })  # fmt: skip

    done = call("--rules", rules, "--output-format", "concise", "-q")

    assert done.out.splitlines() == [
        "a.txt:1:1: warning BLK001 [*] 2 blank lines before the text",
        "d.txt:1:5: error X105 4 question marks",
        "e.jsonl:2:11: error X102 The word `xyzzy` stands here (record 2, body 1:1)",
        "sub/b.txt:1:5: error X102 The word `xyzzy` stands here",
    ]
    assert call("--rules", rules, "--isolated", "a.txt", "-s").code == 1
    assert call("--rules", rules, "a.txt").code == 0


def test_the_closest_configuration_holds(process: Process, call: Call) -> None:
    process.write(FILES)
    process.write(
        {"corpuslint.toml": "[lint]\nselect = ['BLK004']\n", "sub/corpuslint.toml": "[lint]\nselect = ['BLK001']\n"}
    )
    process.write({"sub/b.txt": "\n\nRain.  \n"})

    done = call("--output-format", "concise", "-q")

    assert done.out == "sub/b.txt:1:1: warning BLK001 [*] 2 blank lines before the text\n"


def test_rules_of_the_corpus(process: Process, call: Call) -> None:
    rule = "code: X001\nname: no-frogs\nsummary: A frog\nwhy: For the test.\nmatch: {words: [frog]}\n"
    process.write({"corpuslint.toml": 'rule-folders = ["mine"]\n', "mine/frogs.yaml": rule, "a.txt": "A frog.\n"})

    assert call("--output-format", "concise", "-q").out == "a.txt:1:3: warning X001 A frog: `frog`\n"


def test_fields_of_records_by_option(process: Process, call: Call) -> None:
    process.write({"a.jsonl": '{"no": 7, "inner": {"x": 1}, "body": "\\n\\nRain."}\n'})

    done = call("--text-field", "body", "--id-field", "no", "--output-format", "json")

    (found,) = json.loads(done.out)["findings"]
    assert (found["location"]["record_id"], found["location"]["column"]) == ("7", 39)


def test_a_codec_by_option(process: Process, call: Call) -> None:
    process.write({"a.txt": "Die Brücke bleibt zu.\n\n\n\n".encode("utf-16-le")})

    done = call("--encoding", "utf-16-le", "--select", "BLK", "--fix")

    assert (done.code, process.read("a.txt")) == (0, "Die Brücke bleibt zu.\n".encode("utf-16-le"))
