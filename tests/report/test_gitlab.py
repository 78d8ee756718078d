"""GitLab's code quality report: valid, unique fingerprints, paths as GitLab knows them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

SCHEMA = Path(__file__).with_name("schemas") / "gitlab.schema.json"


@pytest.fixture(scope="module")
def valid() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def entries(write: Callable[..., str]) -> Callable[[Run], Any]:
    return lambda run: json.loads(write(run, "gitlab"))


def test_any_run_is_valid(any_run: Run, entries: Callable[[Run], Any], valid: Draft202012Validator) -> None:
    found = entries(any_run)

    assert [error.message for error in valid.iter_errors(found)] == []
    assert len(found) == len(any_run.results) + len(any_run.troubles)
    assert len({entry["fingerprint"] for entry in found}) == len(found)


def test_the_schema_refuses_what_gitlab_drops(
    run: Run, entries: Callable[[Run], Any], valid: Draft202012Validator
) -> None:
    entry = entries(run)[0]
    for key in entry:
        assert not valid.is_valid([{name: value for name, value in entry.items() if name != key}])
    assert not valid.is_valid([{**entry, "severity": "warning"}])


def test_a_finding(run: Run, entries: Callable[[Run], Any]) -> None:
    assert entries(run)[0] == {
        "check_name": "PUN101",
        "description": "PUN101: second `”` after a quotation that is already closed",
        "severity": "major",
        "fingerprint": "PUN101-a.txt-2",
        "location": {
            "path": "a.txt",
            "positions": {"begin": {"line": 2, "column": 98}, "end": {"line": 2, "column": 100}},
        },
    }
    assert [entry["severity"] for entry in entries(run)] == ["major", "minor", "info", "minor"]


def test_a_record_is_named(run: Run, entries: Callable[[Run], Any]) -> None:
    assert entries(run)[2]["description"] == 'NAM101: `Havlik` is `Havelik` elsewhere (record "a17", text 1:42)'


def test_nothing_found_is_an_empty_array(run: Run, write: Callable[..., str]) -> None:
    assert write(run._replace(results=()), "gitlab") == "[]\n"


def test_what_was_not_checked_is_critical(troubled: Run, entries: Callable[[Run], Any]) -> None:
    first, second, *_ = entries(troubled)

    assert (first["severity"], first["location"]) == ("critical", {"path": "c d.jsonl", "lines": {"begin": 3}})
    assert (second["description"], second["location"]) == (
        "RUN203: plugin `x` cannot be loaded",
        {"path": ".", "lines": {"begin": 1}},
    )


def test_the_same_trouble_twice_is_shown_twice(troubled: Run, entries: Callable[[Run], Any]) -> None:
    found = entries(troubled._replace(troubles=troubled.troubles[:1] * 3, results=()))

    assert len({entry["fingerprint"] for entry in found}) == 3


def test_so_many_that_they_fit_and_the_number_of_the_rest(
    run: Run, entries: Callable[[Run], Any], valid: Draft202012Validator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpuslint.report.gitlab.MOST_ENTRIES", 2)

    found = entries(run)

    assert valid.is_valid(found)
    assert [entry["check_name"] for entry in found] == ["PUN101", "BLK001", "corpuslint"]
    assert found[2]["description"] == (
        "The 2 most severe findings are listed, and 2 more were found: 1 of severity warning, 1 of severity info."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a.txt", "news/a.txt"), ("../b.txt", "b.txt"), ("./a.txt", "news/a.txt"), ("../../c.txt", "../../c.txt")],
)
def test_paths_are_relative_to_the_checkout(
    name: str,
    shown: str,
    run: Run,
    entries: Callable[[Run], Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "checkout" / "news").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "checkout" / "news")
    monkeypatch.setenv("CI_PROJECT_DIR", str(tmp_path / "checkout"))
    found = run.results[0]

    for path in (name, os.path.normpath(tmp_path / "checkout" / "news" / name)):
        place = found.location._replace(path=path)
        (entry,) = entries(run._replace(results=(found._replace(location=place),)))
        inside = not shown.startswith("..")
        assert entry["location"]["path"] == (shown if inside else path)
