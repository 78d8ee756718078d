"""When all shares of a file are back, and when one process has to read it after all."""

from __future__ import annotations

from io import BytesIO
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Share
from corpuslint.containers.identity import Noted
from corpuslint.containers.jsonl import Jsonl
from corpuslint.part import Part
from corpuslint.result import Trouble
from corpuslint.run import Task
from corpuslint.workers.dividing import _Divided, cut, shrinking

SHARES = (Share(0, 10), Share(10, 25, 3, 4))


def part(share: Share, *, seed: int = 1, code: str = "") -> Part:
    noted = Noted("a.jsonl", share)
    noted.seed = seed
    made = Part([Trouble(code, "something")] if code else [])
    made.noted.append(noted)
    return made


CASES = {
    "all is well": ((part(SHARES[0]), part(SHARES[1])), False),
    "a share that cannot be read": ((part(SHARES[0]), part(SHARES[1], code="RUN001")), True),
    "a record that was lost": ((part(SHARES[0]), part(SHARES[1], code="RUN903")), False),
    "ids that were hashed in two ways": ((part(SHARES[0]), part(SHARES[1], seed=2)), True),
}


@pytest.mark.parametrize(("parts", "failed"), CASES.values(), ids=list(CASES))
def test_a_divided_file(parts: tuple[Part, Part], *, failed: bool) -> None:
    divided = _Divided(Task("a.jsonl"))

    assert divided.add(SHARES[1], parts[1]) is False
    divided.size = 25
    assert divided.add(SHARES[0], parts[0]) is True
    assert divided.failed is failed


def groups(*sizes: int) -> list[Share]:
    return [Share(start, end, start) for start, end in pairwise(accumulate((0, *sizes)))]


CUTS = {
    "a file of one group, of which the second reader decodes all": ((100,), 2, [54]),
    "one group for four": ((100,), 4, [31, 58, 81]),
    "as many groups as readers": ((100, 100), 2, [100]),
    "a group in the middle": ((100, 100, 100), 2, [100, 150, 200]),
    "a small group at the end": ((80, 20), 2, [50, 80]),
    "more readers than records": ((2, 1), 5, [1, 2]),
}


@pytest.mark.parametrize(("sizes", "readers", "edges"), CUTS.values(), ids=list(CUTS))
def test_where_records_are_cut(sizes: tuple[int, ...], readers: int, edges: list[int]) -> None:
    made = list(cut(groups(*sizes), readers, 0.15))

    assert made == [Share(start, end, start) for start, end in pairwise([0, *edges, sum(sizes)])]


@given(st.lists(st.integers(1, 50), min_size=1, max_size=9), st.integers(1, 9))
def test_no_share_reaches_into_two_groups_and_no_more_are_cut_than_must_be(sizes: list[int], readers: int) -> None:
    whole = groups(*sizes)

    made = list(cut(whole, readers, 0.15))

    assert {share.start for share in whole} <= {share.start for share in made}
    assert len(made) < len(whole) + readers
    assert all(one.end == other.start for one, other in pairwise(made))
    assert all(share.start == share.number < share.end for share in made)
    assert (made[0].start, made[-1].end) == (0, sum(sizes))


def test_the_last_shares_of_a_file_are_small() -> None:
    data = b"".join(b'{"text": "%04d"}\n' % number for number in range(1_000))

    made = list(shrinking(Jsonl(), BytesIO(data), 1_600, 10_000))

    assert (made[0].start, made[-1].end) == (0, len(data))
    assert all(one.end == other.start for one, other in pairwise(made))
    assert all(share.number == share.line - 1 == data[: share.start].count(b"\n") for share in made)
    assert {share.end - share.start for share in made if share.end <= 10_000} == {1_615}
    assert all(share.end - share.start <= 408 for share in made if share.end > 10_000)
