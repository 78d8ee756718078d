"""What is wrong in one place is told, and everything else is still checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

ARTICLE = "The mayor , however, left the town with his family on the last day of May.\n"
GOOD = """\
code: {code}
name: {name}
summary: The mayor is named
why: A test.
not_reported: Others.
severity: error
fix: none
match:
  words: [mayor]
  message: The mayor
---
nobody:
  text: a
"""


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("[rules.PUN001]\nx = 1\n", "has no option 'x'"),
        ("[lint]\nselect = ['NOPE']\n", "no rule, family or name is 'NOPE'"),
        ("rule-folders = ['nowhere']\n", "is not a folder"),
        ("nope = 1\n", "unknown key `nope`"),
    ],
)
def test_a_folder_whose_configuration_is_wrong(process: Process, config: str, reason: str) -> None:
    process.write({"a/a.txt": ARTICLE, "a/corpuslint.toml": config, "b.txt": ARTICLE})

    done = process("--output-format", "concise", "-q")

    assert (done.code, done.out) == (2, "b.txt:1:10: warning PUN001 [*] Blank before `,`\n")
    assert "RUN001 not checked: a/corpuslint.toml" in done.err
    assert reason in done.err


def test_rule_files_that_cannot_be_used(process: Process) -> None:
    process.write({
        "a.txt": ARTICLE,
        "corpuslint.toml": "rule-folders = ['house']\n[lint]\nselect = ['X', 'PUN']\n",
        "house/bad.yaml": "code: X001\nname: [\n",
        "house/good.yaml": GOOD.format(code="X002", name="mayor-named"),
        "house/same.yaml": GOOD.format(code="PUN001", name="other-name"),
    })  # fmt: skip

    done = process("--output-format", "concise", "-q")

    assert (done.code, done.out.splitlines()) == (
        2,
        ["a.txt:1:5: error X002 The mayor", "a.txt:1:10: warning PUN001 [*] Blank before `,`"],
    )
    assert [line.split(" ")[0] for line in done.err.splitlines()] == ["RUN902", "RUN902"]
    assert "bad.yaml:3:1: not YAML" in done.err
    assert "same.yaml: PUN001 other-name is taken by" in done.err
