"""docs/python.md is true: its examples run and print what they say, and its table is that of the code."""

from __future__ import annotations

import doctest
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from corpuslint.findings import COLUMNS

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
BLOCK = re.compile(r"(?:<!-- needs (\w+) -->\n)?```pycon\n(.*?)```", re.DOTALL)


def test_the_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall(PAGE.read_text("utf-8"))
    text = "".join(block for needs, block in blocks if not needs or find_spec(needs))
    test = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    assert len(test.examples) > 20
    said: list[str] = []
    runner = doctest.DocTestRunner()
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)


def test_the_table_of_columns() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == dict(COLUMNS)
