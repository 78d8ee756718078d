"""The rules that the documentation shows pass their cases, and its tables have every key that a rule file may have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpuslint import rulecases, rulefile, rulehead

if TYPE_CHECKING:
    from tests.conftest import Process

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"<!-- file: ([\w./-]+) -->\n```(?:yaml|python)\n(.*?)```", re.DOTALL)
KEY = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)


@pytest.mark.parametrize(("page", "cases"), [("docs/rule-files.md", 11), ("CONTRIBUTING.md", 2)])
def test_rules_that_are_shown(process: Process, page: str, cases: int) -> None:
    process.write(dict(FILE.findall((ROOT / page).read_text("utf-8"))))

    done = process("test", "house")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{cases} cases: ")


def test_every_key_is_in_a_table() -> None:
    text = (ROOT / "docs" / "rule-files.md").read_text("utf-8")
    head, match, cases = (text.split(title)[1].split("\n## ")[0] for title in ("## The rule", "## Match", "## Cases"))

    assert told(head) == rulefile.FIELDS
    assert told(match) == {*rulehead.KINDS, "replace", "message", "case"}
    assert told(cases) == rulecases.CASE_FIELDS
    assert all(f"`{kind}`" in head for kind in rulehead.OPTION_TYPES)


def test_every_code_of_what_was_not_done_is_in_a_table() -> None:
    used = {
        code
        for path in (ROOT / "corpuslint").rglob("*.py")
        for code in re.findall(r'"(RUN\d{3})"', path.read_text("utf-8"))
    }
    page = (ROOT / "docs" / "safety.md").read_text("utf-8")

    assert set(re.findall(r"^\| (RUN\d{3}) \|", page, re.MULTILINE)) == used


def told(section: str) -> set[str]:
    """The keys that tables of a section explain."""
    return {key for row in KEY.findall(section) for key in re.findall(r"`(\w+)`", row)}
