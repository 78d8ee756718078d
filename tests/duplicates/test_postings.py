"""Candidate pairs: what a plain count of common fingerprints says, whatever is held at a time."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.text.duplicates import inverted
from corpuslint.text.duplicates.fingerprints import offsets
from corpuslint.text.duplicates.inverted import Candidates, Marks, candidates
from corpuslint.text.duplicates.prints import Held
from corpuslint.text.duplicates.rarity import Rarity

corpora = st.lists(
    st.lists(st.integers(0, 30).map(lambda mark: mark * 0x9E3779B9 % (1 << 40)), max_size=30), max_size=12
)


def marks_of(documents: list[list[int]]) -> Marks:
    values = np.array([mark for marks in documents for mark in marks], dtype=np.uint64)
    low, high = values.astype(np.uint32), (values >> np.uint64(32)).astype(np.uint8)
    return Marks(low, high, offsets([len(marks) for marks in documents]))


def counted(documents: list[list[int]]) -> dict[tuple[int, int], tuple[int, int]]:
    """Common fingerprints of every pair, and the rare ones among them."""
    holders = Counter(mark for marks in documents for mark in set(marks))
    found = {}
    for (a, one), (b, two) in combinations(enumerate(documents), 2):
        shared = set(one) & set(two)
        if shared:
            found[a, b] = len(shared), sum(holders[mark] <= inverted.RARE for mark in shared)
    return found


def rows(found: Candidates) -> dict[tuple[int, int], tuple[int, int]]:
    pairs = zip(found.a.tolist(), found.b.tolist(), strict=True)
    counts = zip(found.shared.tolist(), found.rare.tolist(), strict=True)
    return dict(zip(pairs, counts, strict=True))


@given(corpora, st.sampled_from([20, 70, 2_000_000]))
def test_counts_are_those_of_a_plain_count(documents: list[list[int]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inverted, "RANGE", size)
        found = candidates(marks_of(documents))
    expected = counted(documents)
    assert all(expected[pair] == counts for pair, counts in rows(found).items())
    assert found.sizes.tolist() == [len(set(marks)) for marks in documents]


@given(corpora)
def test_documents_with_much_in_common_are_candidates(documents: list[list[int]]) -> None:
    found = rows(candidates(marks_of(documents)))
    sizes = [len(set(marks)) for marks in documents]
    for (a, b), (shared, _) in counted(documents).items():
        if shared >= 3 and shared >= 0.4 * min(sizes[a], sizes[b]):
            assert (a, b) in found


def test_a_crowd_costs_a_few_pairs_for_each_document() -> None:
    found = candidates(marks_of([[1, 2, 3, 4, 5, 6, 7, 8, 1_000 + at] for at in range(5_000)]))
    assert len(found.a) <= inverted.NEIGHBOURS * 5_000


def test_copies_of_the_pair_do_not_make_its_text_common() -> None:
    marks = marks_of([[1, 2, 3]] * 6 + [[2, 9]])
    rarity = Rarity(Held(marks), np.array([0, 0]), np.array([1, 6]))
    assert rarity.share(np.arange(7)).tolist() == [0.0, 0.0]
    assert rarity.share(np.array([0, 0, 0, 0, 0, 0, 6])).tolist() == [1.0, 1.0]
    assert rarity.share(np.array([0, 0, 0, 3, 3, 3, 6])).tolist() == [0.0, 0.0]
