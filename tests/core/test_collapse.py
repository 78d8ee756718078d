"""The same finding in many documents is told once: with its places, in one order, under one fingerprint."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpuslint import catalog, session
from corpuslint.baseline import Entry, split, unused
from corpuslint.bench import Toolset
from corpuslint.collapse import MOST, habits, repeats
from corpuslint.houses import house
from corpuslint.locate import in_order
from corpuslint.model import Severity
from corpuslint.result import Location, Result
from corpuslint.run import Job, Runner, Serial, Task
from corpuslint.settings import Settings
from corpuslint.workers.local import Local

RULES = catalog.Folder(str(Path(__file__).parents[2] / "rules"), "corpuslint.rules", python=True)
LINE = "The story of the Harbour , told by our readers."
OPEN = '"We are ready for the storm, and we have all that is needed for it. Nobody has to leave the islands'


def made(path: str, words: str, code: str = "PUN001", message: str = "A blank", **data: object) -> Result:
    place = Location(path, 1, 5, 1, 6, 5, 6, 1, 5)
    return Result(code, "name", "summary", Severity.WARNING, message, place, ",", None, words, data=data)


def names(number: int, folder: str = "a") -> list[str]:
    return [f"{folder}/{at:04}.txt" for at in range(number)]


def test_five_documents_with_the_same_words_are_one_result() -> None:
    (result,) = repeats([made(path, "a , b") for path in names(5)], {"PUN001"})
    assert result.location.path == "a/0000.txt"
    assert result.message == "A blank (and the same in 4 more documents)"
    assert result.data == {"documents": 5, "count": 5, "places": [f"{path}:1:5" for path in names(5)]}


@pytest.mark.parametrize(
    "results",
    [
        pytest.param([made(path, "a , b") for path in names(4)], id="four documents"),
        pytest.param([made(path, "a , b") for path in names(2) * 4], id="many times in two documents"),
        pytest.param([made(path, f"{path} , b") for path in names(9)], id="other words"),
        pytest.param([made(path, "a , b", message=path) for path in names(9)], id="other messages"),
        pytest.param([made(path, "a , b", code="BPL001") for path in names(9)], id="a rule that does not collapse"),
    ],
)
def test_others_stay(results: list[Result]) -> None:
    left = repeats(results, {"PUN001"})
    assert [result._replace(data={}) for result in left] == results
    assert all(("contexts" in result.data) == (result.code == "PUN001") for result in left)


def test_places_are_capped_and_all_counted() -> None:
    (result,) = repeats([made(path, "a , b") for path in names(MOST + 7)], {"PUN001"})
    assert isinstance(result.data["places"], list)
    assert len(result.data["places"]) == MOST
    assert result.data["count"] == MOST + 7


def test_order_does_not_matter_and_the_first_document_is_not_in_the_fingerprint() -> None:
    results = [made(path, "a , b") for path in names(9)]
    mixed = results[:]
    random.Random(3).shuffle(mixed)  # noqa: S311 - an order, not a secret
    assert repeats(mixed, {"PUN001"}) == repeats(results, {"PUN001"})
    (whole,) = in_order(repeats(results, {"PUN001"}))
    (later,) = in_order(repeats(results[3:], {"PUN001"}))
    assert whole.fingerprint == later.fingerprint
    assert whole.location != later.location


def test_a_document_is_at_home_in_its_source_or_its_folder() -> None:
    assert house("a.txt", {}) == "folder ."
    assert house("old/news/a.txt", {}) == "folder old/news"
    assert house("a.jsonl", {"source": "Wire"}) == "source Wire"


def unclosed(number: int, name: str = "folder a") -> list[Result]:
    return [
        made(path, path, code="PUN102", habit="never close a quotation", house=name)
        for path in names(number, name.rsplit(maxsplit=1)[-1])
    ]


def test_a_habit_of_a_source_is_told_once() -> None:
    (result,) = habits(unclosed(12), {"folder a": 30}, "")
    assert result.message == (
        "12 of the 30 documents with quotation marks of folder a never close a quotation: a habit there"
    )
    assert result.data["documents"] == 12


@pytest.mark.parametrize(
    ("results", "quoting"),
    [
        pytest.param(unclosed(9), 9, id="too few"),
        pytest.param(unclosed(12), 41, id="too small a share"),
        pytest.param([made(path, path, code="PUN102") for path in names(40)], 40, id="no habit"),
    ],
)
def test_what_is_no_habit_stays(results: list[Result], quoting: int) -> None:
    assert [result._replace(data={}) for result in habits(results, {"folder a": quoting}, "")] == [
        result._replace(data={}) for result in results
    ]


def test_sources_do_not_share_a_habit() -> None:
    found = habits(unclosed(12) + unclosed(9, "folder b"), {"folder a": 12, "folder b": 9}, "")
    assert len(found) == 10


def test_alone_a_result_is_known_by_the_one_that_would_speak_for_it() -> None:
    several = in_order(repeats([made(path, "a , b") for path in names(6)], {"PUN001"}))
    alone = in_order(repeats([made("a/0003.txt", "a , b")], {"PUN001"}))
    other = in_order(repeats([made("a/0003.txt", "b , c")], {"PUN001"}))
    known = {result.fingerprint for result in several}
    assert split([*alone, *other], known) == (other, alone)
    entries = {name: Entry(name) for name in known}
    assert unused(entries, alone, lambda _: True) == []
    assert unused(entries, other, lambda _: True) == list(entries.values())


def test_a_habit_covers_a_run_on_a_few_documents() -> None:
    (habit,) = in_order(habits(unclosed(12), {"folder a": 30}, ""))
    few = in_order(habits(unclosed(2), {"folder a": 2}, ""))
    assert split(few, {habit.fingerprint}) == ([], few)


def run(paths: list[str], runner: Runner) -> list[Result]:
    job = Job((Settings(root=str(Path.cwd()), select=("PUN",)),), Toolset((RULES,)))
    return session.run(session.Request(job, [Task(path) for path in paths], runner)).results


def test_a_run_tells_repeats_and_habits_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    paths = []
    for at in range(600):
        tail = f" in the year {at}.\nThe pier {at} is closed for good." if at < 400 else '," they said.'
        paths.append(f"news/{at}.txt")
        Path(paths[-1]).write_text(f"Number {at}.\n{LINE}\n{OPEN}{tail}\n", encoding="utf-8")
    found = run(paths, Serial())
    assert [(item.code, item.data["documents"]) for item in found] == [("PUN001", 600), ("PUN102", 400)]
    assert found[1].message.startswith("400 of the 600 documents with quotation marks of folder news")
    assert run(paths[::-1], Serial()) == found
    assert run(paths, Local(2)) == found
