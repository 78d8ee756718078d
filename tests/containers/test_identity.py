"""Ids that stand twice: every one of them, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import BadRecord, Fields, Record
from corpuslint.containers.identity import MOST, Seen, told

if TYPE_CHECKING:
    from tests.conftest import Process


@given(st.lists(st.text("ab", max_size=6), max_size=60))
def test_the_first_of_each_id_is_known(names: list[str]) -> None:
    seen, first = Seen(), dict[str, int]()
    for number, name in enumerate(names, 1):
        assert seen.first(name, number) == first.setdefault(name, number)


def test_many_ids_are_known() -> None:
    seen = Seen()
    assert all(seen.first(str(number), number) == number for number in range(1, 50_000))
    assert all(seen.first(str(number), 7) == number for number in range(1, 50_000))


def record(number: int, **meta: str) -> Record:
    return Record(number, "a", b"a", number, number, meta)


def test_records_with_an_id_of_another_are_told_before_they_come() -> None:
    records = [record(1, id="a"), record(2), record(3, id="b"), record(4), record(5, id="a"), record(0, id="a")]
    found = list(told(records, Fields()))
    assert [one for one in found if isinstance(one, Record)] == records
    (bad,) = [one for one in found if isinstance(one, BadRecord)]
    assert (bad.number, bad.line, bad.fatal, bad.code) == (5, 5, False, "DOC003")
    assert bad.message == "the id `a` is that of record 1 too; give each record its own"
    assert found.index(bad) == 4


def test_a_field_that_is_no_id_is_not_told_for_ever() -> None:
    found = [one for one in told([record(n, id="en") for n in range(1, 5_000)], Fields()) if isinstance(one, BadRecord)]
    assert len(found) == MOST
    assert found[-1].message.endswith("; no more of this file are told")


def test_a_named_field_that_no_record_has_is_told_once() -> None:
    fields = Fields(id="guid", title="head", date="day")
    found = list(told([record(1, title="x"), record(2, title="y", date="z")], fields, ids=False))
    (bad,) = [one for one in found if isinstance(one, BadRecord)]
    assert (bad.number, bad.fatal, bad.code) == (0, False, "DOC002")
    assert bad.message == "no record has a field `guid`, which the settings name for the id; correct the name"
    assert list(told([], fields)) == []


def test_the_command_tells_them_and_ends_with_1(process: Process) -> None:
    process.write({"a.jsonl": '{"id": 1, "text": "Rain."}\n{"id": 2, "text": "Fog."}\n{"id": 1, "text": "Snow."}\n'})

    done = process("--output-format", "concise", "--scope", "documents")
    ignored = process("--ignore", "duplicate-id", "--scope", "documents")
    fixed = process("--fix", "--scope", "documents", "--output-format", "concise")

    assert (done.code, ignored.code, fixed.code) == (1, 0, 1)
    said = "a.jsonl:3:1: warning DOC003 the id `1` is that of record 1 too; give each record its own (record 3"
    assert done.out.startswith(said)
    assert fixed.out.startswith(said)
