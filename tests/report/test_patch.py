"""Which fixes other programs may apply, and with which characters."""

from __future__ import annotations

import json

import pytest

from corpuslint.model import Safety
from corpuslint.report.patch import patches
from corpuslint.result import Change, Proposal
from tests.report.conftest import location


def written(path: str, after: str, *, record: int = 1, safety: Safety = Safety.UNSAFE) -> str | None:
    place = location(path, 1, 1, record=record)
    found = patches(Proposal("t", safety, (Change(1, "", "x", after, "", location=place),)))
    return found[0].text if found else None


@pytest.mark.parametrize(
    ("path", "record", "after", "text"),
    [
        ("a.txt", 0, '"\n<&é', '"\n<&é'),
        ("notes", 0, "a", "a"),
        ("a.jsonl", 3, '"\n–', r"\"\n\u2013"),
        ("a.json", 3, "a’b", r"a\u2019b"),
        ("a.csv", 3, "Kyiv’s own", "Kyiv’s own"),
        ("a.csv", 3, 'say "no"', None),
        ("a.csv", 3, "a;b", None),
        ("a.tsv", 3, "a\tb", None),
        ("a.xml", 1, "Kyiv", "Kyiv"),
        ("a.xml", 1, "AT&T", None),
        ("a.parquet", 1, "Kyiv", None),
        ("a.html", 1, "Kyiv", None),
        ("a.txt.gz", 0, "Kyiv", None),
        ("a.jsonl.zst", 1, "Kyiv", None),
        ("dump.log", 1, "Kyiv", None),
    ],
)
def test_text_as_it_stands_in_the_file(path: str, record: int, after: str, text: str | None) -> None:
    assert written(path, after, record=record) == text


@pytest.mark.parametrize(("path", "offered"), [("a.xml", False), ("a.sgm", False), ("a.jsonl", True), ("a.csv", True)])
def test_text_with_tags_in_it_is_not_replaced_as_a_whole(path: str, offered: bool) -> None:
    """` </b> ` reads as two blanks: whoever took it out of the file would take out the tag too."""
    place = location(path, 1, 5, record=1)._replace(end_column=11)
    found = patches(Proposal("t", Safety.SAFE, (Change(1, "on", "  ", "", ",", location=place),)))
    assert bool(found) is offered


def test_json_text_means_what_was_meant() -> None:
    text = "“\\”"

    assert json.loads(f'"{written("a.jsonl", text)}"') == text


def test_nothing_for_a_person_or_in_part() -> None:
    place = location("a.txt", 1, 1)
    change = Change(1, "", "x", "y", "", location=place)

    assert patches(None) == []
    assert patches(Proposal("t", Safety.MANUAL, (change,))) == []
    assert patches(Proposal("t", Safety.SAFE, (change,), whole=False)) == []
    assert patches(Proposal("t", Safety.SAFE, (change, change._replace(location=None)))) == []
    assert len(patches(Proposal("t", Safety.SAFE, (change, change)))) == 2
