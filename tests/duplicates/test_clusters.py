"""Groups join by the best pairs, and not against the votes of pairs that contradict."""

from __future__ import annotations

import pytest

from corpuslint.text.duplicates.clusters import Pair, grouped


@pytest.mark.parametrize(
    ("copies", "templates", "expected"),
    [
        ([], [], []),
        ([(1, 2)], [], [[1, 2]]),
        ([(1, 2), (2, 3), (5, 6)], [], [[1, 2, 3], [5, 6]]),
        ([(1, 2), (2, 3)], [(1, 3)], [[1, 2]]),
        ([(2, 3), (1, 2)], [(1, 3)], [[2, 3]]),
        ([(1, 2), (2, 3), (1, 4), (3, 4)], [(1, 3)], [[1, 2, 3, 4]]),
        ([(1, 2), (3, 4), (1, 3), (1, 4), (2, 3)], [(2, 4)], [[1, 2, 3, 4]]),
        ([(1, 2)], [(1, 2)], []),
        ([(1, 2)], [(7, 8)], [[1, 2]]),
    ],
)
def test_groups(copies: list[Pair], templates: list[Pair], expected: list[list[int]]) -> None:
    groups = grouped(copies, templates)
    assert sorted(groups.members().values()) == expected
    assert groups.of(99) == 99


def test_a_long_chain_is_one_group() -> None:
    groups = grouped([(at, at + 1) for at in range(50_000)], [])
    assert [len(members) for members in groups.members().values()] == [50_001]
