"""Groups join by the best pairs, and not against the votes of pairs that contradict."""

from __future__ import annotations

import random

import numpy as np
import pytest

from corpuslint.text.duplicates.clusters import Pair, components, grouped, members
from corpuslint.text.duplicates.words import Ints


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
    assert members(grouped(columns(copies), columns(templates), 10)) == expected


def columns(pairs: list[Pair]) -> tuple[Ints, Ints]:
    return np.array([a for a, _ in pairs], dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64)


def test_a_long_chain_is_one_group() -> None:
    order = random.Random(1).sample(range(50_000), 50_000)  # noqa: S311 - the same chain in every run
    chain = columns([(order[at], order[at + 1]) for at in range(49_999)])
    assert set(components(*chain, 50_001).tolist()) == {0, 50_000}
