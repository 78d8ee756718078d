"""Pylint's parseable lines, read by the patterns of those who read them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

READERS = {
    "jenkins": r"(.*):(\d+): \[(\D\d*).*\] (.*)",
    "plain": r"([^\n]+?):(\d+): \[(\w+)\] (.+)",
}


def test_lines(run: Run, write: Callable[..., str]) -> None:
    assert write(run, "pylint") == (
        "a.txt:2: [PUN101] second `”` after a quotation that is already closed\n"
        "b.txt:1: [BLK001] 3 blank lines before the text\n"
        'c d.jsonl:17: [NAM101] `Havlik` is `Havelik` elsewhere (record "a17", text 1:42)\n'
        '日本.txt:7: [PUN102] a `"` alone\n'
    )


def test_what_was_not_checked_comes_first(troubled: Run, write: Callable[..., str]) -> None:
    assert write(troubled, "pylint").splitlines()[:2] == [
        "c d.jsonl:3: [RUN101] the record is no JSON: line 3 column 7",
        "corpuslint:1: [RUN203] plugin `x` cannot be loaded",
    ]


@pytest.mark.parametrize("reader", READERS)
def test_every_line_is_read(any_run: Run, write: Callable[..., str], reader: str) -> None:
    lines = write(any_run, "pylint").split("\n")[:-1]

    assert len(lines) == len(any_run.results) + len(any_run.troubles)
    for line in lines:
        assert re.fullmatch(READERS[reader], line), line
