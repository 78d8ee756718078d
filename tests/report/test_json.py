"""The JSON formats keep to their schema, and every reader can read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from corpuslint.report import values
from corpuslint.report.escape import json_line, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpuslint.result import Run

SCHEMA = Path(__file__).parents[2] / "docs" / "schemas" / "findings.schema.json"


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(SCHEMA.read_text("utf-8"))


@pytest.fixture(scope="module")
def valid(schema: Any) -> Draft202012Validator:
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def _keys(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, value in node.get("properties", {}).items():
            yield f"{place}/{name}", value
        for name, value in node.items():
            yield from _keys(value, f"{place}/{name}")
    elif isinstance(node, list):
        for item in node:
            yield from _keys(item, place)


def test_every_key_is_explained(schema: Any) -> None:
    keys = dict(_keys(schema))
    assert len(keys) > 60
    for place, value in keys.items():
        named = schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
        assert {"title", "description"} <= {*value, *named}, place


def test_documents_keep_to_the_schema(any_run: Run, write: Callable[..., str], valid: Draft202012Validator) -> None:
    document = json.loads(write(any_run, "json"))
    assert list(valid.iter_errors(document)) == []
    lines = [json.loads(line) for line in write(any_run, "jsonl").splitlines()]
    assert [error for line in lines for error in valid.iter_errors(line)] == []
    assert [line.pop("kind") for line in lines] == ["finding"] * len(any_run.results) + ["summary"]
    *findings, last = lines
    assert document == {**last, "findings": findings}


ODD = ["a\ud83d b", "\U0001f600", "a\\udfoo", "##[error]", "\x7f\x1b", "ü’"]


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_a_finding_is_written_as_any_value_is(run: Run, text: str) -> None:
    data: dict[Any, Any] = {"nan": float("nan"), 1: {None: (text,)}, text: {2}, "deep": json.loads("[" * 40 + "]" * 40)}
    one = run.results[0]._replace(message=text, text=text, data=data)
    assert json_line(values.plain(one)) == json_text(values.finding(one))


def test_the_schema_refuses_what_is_wrong(run: Run, write: Callable[..., str], valid: Draft202012Validator) -> None:
    document = json.loads(write(run, "json"))
    for wrong in ({"version": 2}, {"extra": 1}, {"findings": [{**document["findings"][0], "extra": 1}]}):
        assert not valid.is_valid({**document, **wrong})
    place = document["findings"][0]["location"]
    for bad_place in ({"line": 0}, {"record": 1}, {"path_bytes": "FF"}):
        bad = {**document["findings"][0], "location": {**place, **bad_place}}
        assert not valid.is_valid({**document, "findings": [bad]})


def test_a_finding_in_full(run: Run, write: Callable[..., str]) -> None:
    document = json.loads(write(run._replace(results=run.results[2:3]), "json"))
    there = {
        "line": 12,
        "column": 5,
        "end_line": 12,
        "end_column": 12,
        "byte_column": 5,
        "end_byte_column": 12,
    }
    there |= {"text_line": 12, "text_column": 5}
    here = {"path": "c d.jsonl", "line": 17, "column": 45, "end_line": 17, "end_column": 51}
    here |= {"byte_column": 45, "end_byte_column": 51, "text_line": 1, "text_column": 42}
    here |= {"record": 17, "record_id": "a17", "field": "text"}
    assert document["findings"] == [
        {
            "code": "NAM101",
            "name": "inconsistent-name",
            "severity": "info",
            "message": "`Havlik` is `Havelik` elsewhere",
            "location": here,
            "text": "Havlik",
            "excerpt": {
                "line": 1,
                "text": "ed by Mr Havlik of the council.",
                "start": 9,
                "end": 15,
                "cut_left": True,
                "cut_right": False,
            },
            "fix": {
                "title": "Use `Havelik`",
                "safety": "unsafe",
                "whole": True,
                "changes": [
                    {
                        "location": here,
                        "line": 1,
                        "left": "Mr ",
                        "before": "Havlik",
                        "after": "Havelik",
                        "right": " of",
                        "cut_left": True,
                        "cut_right": True,
                    }
                ],
            },
            "related": [
                {
                    "note": "majority",
                    "location": {"path": "b.txt", **there},
                    "excerpt": {
                        "line": 12,
                        "text": "The Havelik plan",
                        "start": 4,
                        "end": 11,
                        "cut_left": False,
                        "cut_right": False,
                    },
                },
                {"note": "majority", "location": {"path": "e.txt", **there}, "excerpt": None},
            ],
            "fingerprint": "NAM101-c d.jsonl-17",
            "data": {"variants": {"Havelik": 2, "Havlik": 1}},
        }
    ]
    assert list(document["rules"]) == ["NAM101"]


def test_the_figures(troubled: Run, write: Callable[..., str]) -> None:
    document = json.loads(write(troubled, "json"))
    assert document["summary"] == {
        "files": 4,
        "documents": 20,
        "bytes": 13_700,
        "findings": 4,
        "by_severity": {"error": 1, "warning": 2, "info": 1},
        "by_rule": {"BLK001": 1, "NAM101": 1, "PUN101": 1, "PUN102": 1},
        "documents_by_rule": {},
        "clean": None,
        "fixable": {"safe": 2, "unsafe": 1},
        "suppressed": 3,
        "fixed": {"PUN101": 1, "BLK001": 1},
        "fixed_files": 2,
        "fixes": [
            {"path": "a.txt", "code": "PUN101", "count": 1},
            {"path": "b.txt", "code": "BLK001", "count": 1},
        ],
        "undo": "20261121-1",
        "interrupted": False,
        "trend": None,
    }
    assert document["troubles"] == [
        {
            "code": "RUN101",
            "message": "the record is no JSON: line 3 column 7",
            "path": "c d.jsonl",
            "line": 3,
        },
        {"code": "RUN203", "message": "plugin `x` cannot be loaded"},
    ]


def test_the_document_has_a_finding_on_each_line(run: Run, write: Callable[..., str]) -> None:
    written = write(run, "json")
    assert written.count("\n") == len(run.results) + 2
    assert write(run._replace(results=()), "json").endswith('"findings": []}\n')


def test_a_name_that_is_not_utf8_comes_with_its_bytes(run: Run, write: Callable[..., str]) -> None:
    found = run.results[0]
    named = found._replace(location=found.location._replace(path="caf\udce9.txt"))
    (line, _) = write(run._replace(results=(named,)), "json-lines").splitlines()
    location = json.loads(line)["location"]
    assert location["path"] == "caf<E9>.txt"
    assert bytes.fromhex(location["path_bytes"]) == b"caf\xe9.txt"
