"""CSV and Parquet: every finding a row, read back by others as it was written."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.errors import UsageError
from corpuslint.findings import COLUMNS, Findings
from corpuslint.report import Style, escape, reporter

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

FORMULA = tuple("=+-@\t\r＝＋－＠")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_row_for_each_finding(any_run: Run, write: Callable[..., str]) -> None:
    head, *rows = table(write(any_run, "csv"))

    assert head == list(COLUMNS)
    assert len(rows) == len(any_run.results)
    for row, expected in zip(rows, Findings(any_run).rows(), strict=True):
        values = [escape.terminal(value) if isinstance(value, str) else str(value) for value in expected.values()]
        assert [cell.removeprefix("'") for cell in row] == [value.removeprefix("'") for value in values]
        assert not [cell for cell in row if cell.lstrip().startswith(FORMULA)]


def test_a_finding(run: Run, write: Callable[..., str]) -> None:
    assert write(run, "csv").splitlines()[3] == (
        "NAM101,inconsistent-name,info,`Havlik` is `Havelik` elsewhere,c d.jsonl,17,a17,text,17,45,1,42,0,0,Havlik,"
        "unsafe,Use `Havelik`,NAM101-c d.jsonl-17,,,b.txt,0,"
    )


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49", "'+49"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("'tis", "''tis"),
        ("\t=1", "␉=1"),
        ("1-1", "1-1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert escape.formula_free(text) == cell


@given(st.text())
def test_one_apostrophe_less_gives_the_text_back(text: str) -> None:
    assert escape.formula_free(text).removeprefix("'") == escape.terminal(text) or not text


def parquet(run: Run) -> Any:
    pq = pytest.importorskip("pyarrow.parquet")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    reporter("parquet").write(run, out, Style())
    return pq.read_table(io.BytesIO(out.buffer.getvalue()))


def test_parquet_holds_the_table_and_the_figures(any_run: Run) -> None:
    found = parquet(any_run)

    assert found.schema.names == list(COLUMNS)
    assert found.to_pylist() == list(Findings(any_run).rows())
    summary = json.loads(found.schema.metadata[b"corpuslint"])["summary"]
    assert (summary["findings"], summary["documents"]) == (len(any_run.results), any_run.documents)


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"needs the package pyarrow: pip install 'corpuslint\[parquet\]'"):
        reporter("parquet")
