"""What goes over the wire or to the disk comes back as it was, and nothing else is believed."""

from __future__ import annotations

import os
import pickle
import tempfile
from array import array
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import gathered, packed, spill
from corpuslint.containers.base import Share
from corpuslint.containers.identity import Noted
from corpuslint.facts import CorpusFacts, Facts
from corpuslint.index.columns import Damaged
from corpuslint.model import DocKey, Safety, Severity
from corpuslint.part import Part
from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result, Trouble

if TYPE_CHECKING:
    from pathlib import Path

texts = st.text(st.characters(codec=None, exclude_categories=()), max_size=8)
keys = st.builds(DocKey, texts, st.integers(0, 1 << 40))
rows = st.lists(st.builds(Facts, keys, st.binary(max_size=20), st.dictionaries(texts, texts, max_size=2)), max_size=9)
PLACE = Location("a\udc80/b.jsonl", 3, 4, 3, 9, 5, 10, 1, 2, 7, "id \ud800", "text", 1, 6)


def full() -> Part:
    """A part in which everything says something."""
    change = Change(2, "left", "be\ud800fore", "after", "right", True, True, PLACE)
    part = Part([Trouble("RUN001", "not checked: \udcff", "a", 3)], 4, 5)
    part.results = [
        Result(
            "X001", "name", "summary", Severity.ERROR, "message \u2028", PLACE, "text", Excerpt(1, "text", 0, 2, True),
            "evidence\x1f", Proposal("title", Safety.UNSAFE, (change,), False),
            (Related("note", PLACE, None), Related("note", PLACE, Excerpt(2, "", 0, 0))),
            {"share": 0.1, "list": [1, None, True], "table": {"a": "\ud83d\ude00"}}, {"source": "s"},
        ),
        Result("X002", "n", "s", Severity.INFO, "m", PLACE, "", None, ""),
    ]  # fmt: skip
    part.documents, part.unsure, part.interrupted = 6, 1, True
    part.quoting["folder \udc80"] = 3
    noted = Noted("b.jsonl", Share(1, 2, 3, 4))
    noted.signs, noted.numbers, noted.fields, noted.some, noted.unread = (
        array("Q", [1, 2]),
        array("Q", [3]),
        {"id"},
        True,
        9,
    )
    part.noted = [noted]
    return part


def test_a_part_comes_back() -> None:
    part = full()

    back = packed.part(packed.of_part(part))

    assert back.results == part.results
    assert [vars(one) for one in back.noted] == [vars(one) for one in part.noted]
    own, other = vars(part) | {"noted": 0, "facts": 0}, vars(back) | {"noted": 0, "facts": 0}
    assert other == own


def test_many_results_come_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    part, total = full(), Part()
    monkeypatch.setattr(packed, "PIECE", 1)
    results = list(part.results)

    pieces = list(packed.pieces(part))
    for piece in pieces:
        total.add(packed.part(piece))

    assert len(pieces) == 3
    assert (total.results, total.documents, total.files) == (results, 6, 4)


@given(rows)
def test_facts_come_back(facts: list[Facts]) -> None:
    assert packed.facts(packed.of_facts(facts)) == facts


@given(st.dictionaries(keys, st.tuples(*[st.integers(-1, 1 << 60)] * 3), max_size=9))
def test_addresses_come_back(addresses: dict[DocKey, tuple[int, int, int]]) -> None:
    places = gathered.Places()
    places.add(addresses)

    assert packed.addresses(packed.of_addresses(addresses)) == addresses
    assert {key: places.get(key) for key in addresses} == addresses
    assert places.get(DocKey("\x00", 1 << 41)) is None


@pytest.mark.parametrize("make", [packed.part, packed.facts, packed.addresses])
def test_what_is_not_whole_is_not_believed(make: object) -> None:
    data = packed.of_part(full())

    for bad in (b"", data[:-1], data[:40] + bytes([data[40] ^ 1]) + data[41:], b"x" * 100):
        with pytest.raises(Damaged):
            make(bad)  # type: ignore[operator]


def some(first: int, last: int) -> CorpusFacts:
    facts = CorpusFacts()
    facts.groups["g"] = [Facts(DocKey(f"{n % 3}.jsonl", n), bytes([n])) for n in range(first, last)]
    return facts


def test_what_is_on_the_disk_can_be_handed_over_and_goes_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathered, "LIMIT", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first, second = gathered.Gathered(), gathered.Gathered()
    first.add(some(0, 9))
    second.add(some(9, 20))

    first.add(pickle.loads(pickle.dumps(second)))  # noqa: S301 - as processes of one machine do
    first.drop({"1.jsonl"})
    del second
    found = first.many("g")

    assert found is not None
    assert sorted(row.key.record for row in found) == [n for n in range(20) if n % 3 != 1]
    assert len(os.listdir(tmp_path)) == 2
    del first, found
    assert os.listdir(tmp_path) == []


def test_rows_are_brought_together_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathered, "LIMIT", 1)
    monkeypatch.setattr(spill, "HELD", 300)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    facts = gathered.Gathered()
    facts.add(some(0, 100))
    spread = facts.many("g")
    assert spread is not None

    found = list(
        spread.exchanged(
            lambda _, rows: ((row.key.record % 5 - 2, row.value) for row in rows),
            lambda number, blocks: [(number, bytes(sorted(b"".join(blocks))))],
        )
    )

    assert found == [(n - 2, bytes(range(n, 100, 5))) for n in range(5)]
