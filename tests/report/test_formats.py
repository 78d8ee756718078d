"""Every format is told of: on its page, in the help, and by its own name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corpuslint.cli import options
from corpuslint.report import FORMATS, reporter

PAGE = Path(__file__).parents[2] / "docs" / "outputs.md"
ALIASES = {"jsonl": "json-lines"}
NAMES = FORMATS.keys() - ALIASES


def test_the_page_has_a_row_for_each() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE)

    assert sorted(re.findall(r"`([\w-]+)`", " ".join(rows))) == sorted(NAMES)


def test_the_help_names_each() -> None:
    said = " ".join(options.parser(start=False).format_help().split())
    (listed,) = re.findall(r"--output-format FORMAT (.*?) -o\b", said)

    assert set(re.findall(r"[\w-]+", listed.replace("(default)", "").replace("json- lines", "json-lines"))) == NAMES


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_reporter_is_called_as_it_is_asked_for(name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")

    assert reporter(name).name == ALIASES.get(name, name)
