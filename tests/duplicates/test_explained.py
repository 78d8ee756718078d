"""What is said of a pair: facts and words that differ, the rest of its group, and which document is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from corpuslint.text.duplicates.differing import differences
from corpuslint.text.duplicates.wording import differing_facts
from tests.conftest import Process

Make = Callable[..., str]


def findings(process: Process, *arguments: str) -> list[dict[str, Any]]:
    done = process("--select", "DUP,ENC", "--output-format", "json", *arguments)
    return [found for found in json.loads(done.out)["findings"] if found["code"].startswith("DUP")]


@pytest.mark.parametrize(
    ("there", "here", "expected"),
    [
        ("for 4,800 crowns a day", "for 4,900 crowns a day", [("4,900", "4,800")]),
        ("in May 1974 it was built", "in May 1975 it was built", [("1975", "1974")]),
        ("said Marta Oldin of the office", "said Maria Holdin of the office", [("Maria Holdin", "Marta Oldin")]),
        ("was shut for a while then", "was closed for a while then", []),
        ("rose by 4.8 % in spring", "rose by 5.1 % in spring", [("5.1", "4.8")]),
    ],
)
def test_facts_that_differ(make: Make, there: str, here: str, expected: list[tuple[str, str]]) -> None:
    texts = [f"{make(1, 40)} It is known that the boat {text}, and so on. {make(2, 40)}" for text in (here, there)]
    assert differing_facts(texts[0], texts[1], differences(texts[0], texts[1])) == expected


def test_differences_are_told_from_either_side(make: Make) -> None:
    words = make(1, 100).split()
    here, there = " ".join(words), "é " + " ".join([*words[:30], "x", "y", *words[32:60], *words[61:]])
    spans = [(here[slice(*one.here)], there[slice(*one.there)]) for one in differences(here, there)]
    assert spans == [(" ".join(words[30:32]), "x y"), (words[60], "")]
    back = [(one.there, one.here) for one in differences(there, here)]
    assert back == [(one.here, one.there) for one in differences(here, there)]


def test_show_diff(process: Process, make: Make) -> None:
    story = make(1, 100)
    process.write({"a.txt": f"{story}\nIt has cost 4,800 crowns, they say.\n", "b.txt": f"{story}\n"
                   "It has cost 4,900 crowns, they say.\n"})  # fmt: skip

    (found,) = findings(process, "--show-diff")

    (difference,) = found["data"]["duplicate"]["differences"]
    assert (difference["line"], difference["here"], difference["there"]) == (4, "900", "800")
    assert "differences" not in findings(process)[0]["data"]["duplicate"]
    assert "4,[-800-]{+900+} crowns" in process("--select", "DUP", "--show-diff").out


def test_the_whole_group_is_told(process: Process, make: Make) -> None:
    process.write({f"{name}.txt": make(1, 100) for name in "abcd"})

    found = findings(process)

    assert [one["location"]["path"] for one in found] == ["b.txt", "c.txt", "d.txt"]
    for one in found:
        assert one["data"]["duplicate"]["kept"] == "a.txt"
        assert one["data"]["duplicate"]["copies"] == ["b.txt", "c.txt", "d.txt"]
        here = one["location"]["path"]
        assert [place["location"]["path"] for place in one["related"]] == [
            name for name in ("a.txt", "b.txt", "c.txt", "d.txt") if name != here
        ]
    sarif = json.loads(process("--select", "DUP", "--output-format", "sarif").out)
    assert [len(result["relatedLocations"]) for result in sarif["runs"][0]["results"]] == [3, 3, 3]


TEXT = "Die Fähre zur Insel bleibt im Hafen, weil ein Ersatzteil für das Ruder fehlt; später fährt sie über Köln.\n"


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("words", "b"), ("damage", "b"), ("oldest", "c"), ("newest", "d"), ("path", "a")],
)
def test_which_is_kept(process: Process, keep: str, kept: str) -> None:
    rows = {
        "a": (TEXT.encode().decode("cp1252"), ""),
        "b": (TEXT, ""),
        "c": (TEXT.encode().decode("cp1252"), "1999-05-01"),
        "d": (TEXT.encode().decode("cp1252"), "2021-05-01T10:00:00"),
    }
    lines = (json.dumps({"id": name, "text": text, "date": date}) + "\n" for name, (text, date) in rows.items())
    process.write({"r.jsonl": "".join(lines)})

    found = findings(process, "--config", f"rules.DUP001.keep='{keep}'")

    number = list(rows).index(kept) + 1
    assert {one["data"]["duplicate"]["kept"] for one in found} == {f"r.jsonl:{number}"}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("first", "second", "oldest"),
    [
        ("Mon, 06 Sep 2021 00:01:00 +0000", "2021-09-05", 2),
        ("Mon, 06 Sep 2021 00:01:00 +0000", "Tue, 07 Sep 2021 00:01:00 +0000", 1),
        ("20210906", "20210905", 2),
        ("2021", "2020", 2),
        ("1709632800", "2021-09-05", 2),
    ],
)
def test_dates_are_compared_however_records_write_them(process: Process, first: str, second: str, oldest: int) -> None:
    rows = [{"text": TEXT, "date": first}, {"text": TEXT, "date": second}]
    process.write({"r.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})

    found = findings(process, "--config", "rules.DUP001.keep='oldest'")

    assert [one["data"]["duplicate"]["kept"] for one in found] == [f"r.jsonl:{oldest}"]


def test_near_copies_keep_what_is_asked_for(process: Process, make: Make) -> None:
    story = make(1, 100)
    process.write({"a.txt": story[:600], "b.txt": story})

    assert [one["location"]["path"] for one in findings(process)] == ["a.txt"]
    (found,) = findings(process, "--config", "rules.DUP002.keep='path'")
    assert (found["location"]["path"], found["data"]["duplicate"]["kept"]) == ("b.txt", "a.txt")
