"""Reviewdog's formats: valid, columns in bytes, and a suggestion only where it can be taken as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from corpuslint.model import Safety
from corpuslint.result import Change, Proposal
from tests.report.conftest import location, result

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

SCHEMA = json.loads((Path(__file__).with_name("schemas") / "rdjson.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def whole() -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def line() -> Draft202012Validator:
    return Draft202012Validator({**SCHEMA, "$ref": "#/$defs/Diagnostic"})


@pytest.fixture
def diagnostics(write: Callable[..., str]) -> Callable[[Run], Any]:
    return lambda run: json.loads(write(run, "rdjson"))["diagnostics"]


def test_any_run_is_valid(
    any_run: Run, write: Callable[..., str], whole: Draft202012Validator, line: Draft202012Validator
) -> None:
    document = json.loads(write(any_run, "rdjson"))
    lines = [json.loads(one) for one in write(any_run, "rdjsonl").splitlines()]

    assert [error.message for error in whole.iter_errors(document)] == []
    assert [error.message for one in lines for error in line.iter_errors(one)] == []
    assert document["source"] == {"name": "corpuslint"}
    assert lines == [{"source": document["source"], **one} for one in document["diagnostics"]]
    assert len(lines) == len(any_run.results) + len(any_run.troubles)


def test_a_finding_with_a_suggestion(run: Run, diagnostics: Callable[[Run], Any]) -> None:
    here = {"start": {"line": 17, "column": 45}, "end": {"line": 17, "column": 51}}
    assert diagnostics(run)[2] == {
        "message": '`Havlik` is `Havelik` elsewhere (record "a17", text 1:42)',
        "location": {"path": "c d.jsonl", "range": here},
        "severity": "INFO",
        "code": {"value": "NAM101"},
        "suggestions": [{"range": here, "text": "Havelik"}],
    }


def test_columns_count_bytes(run: Run, diagnostics: Callable[[Run], Any]) -> None:
    """The example of the format: in `a𐐀b` the column of b is 6."""
    place = location("a.txt", 1, 3, 1, byte_column=6, end_byte_column=7)
    (found,) = diagnostics(run._replace(results=(result("PUN102", "b", place, "b"),)))

    assert found["location"]["range"] == {"start": {"line": 1, "column": 6}, "end": {"line": 1, "column": 7}}
    assert diagnostics(run)[3]["location"]["range"]["start"] == {"line": 7, "column": 7}


def test_troubles(troubled: Run, diagnostics: Callable[[Run], Any]) -> None:
    assert diagnostics(troubled)[:2] == [
        {
            "message": "the record is no JSON: line 3 column 7",
            "severity": "ERROR",
            "code": {"value": "RUN101"},
            "location": {"path": "c d.jsonl", "range": {"start": {"line": 3}}},
        },
        {"message": "plugin `x` cannot be loaded", "severity": "ERROR", "code": {"value": "RUN203"}},
    ]


def test_a_fix_of_several_parts_is_no_suggestion(run: Run, diagnostics: Callable[[Run], Any]) -> None:
    place = location("a.txt", 1, 1)
    changes = tuple(Change(1, "", "x", "y", "", location=place) for _ in range(2))
    found = result("PUN102", "b", place, "x", fix=Proposal("t", Safety.SAFE, changes))

    assert "suggestions" not in diagnostics(run._replace(results=(found,)))[0]
