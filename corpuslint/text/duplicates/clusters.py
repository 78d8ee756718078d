"""Groups of copies that no template and no boilerplate chains together.

Only pairs that cover each other join groups. Where pairs inside of a group contradict (near-duplicates
by one pair, one template by another), groups are joined best pair first, and only while the pairs
between them that say "copy" outnumber those that say "template".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from corpuslint.text.duplicates.words import Flags, Ints

Pair = tuple[int, int]


def components(a: Ints, b: Ints, documents: int) -> Ints:
    """The smallest document of each one's connected component, where a[i] and b[i] are connected.

    Source of the method: hooking and pointer jumping (Shiloach and Vishkin 1982), on whole arrays.
    """
    label = np.arange(documents)
    while True:
        lowest = np.minimum(label[a], label[b])
        before = label.copy()
        np.minimum.at(label, before[a], lowest)
        np.minimum.at(label, before[b], lowest)
        while (further := label[label]).tobytes() != label.tobytes():
            label = further
        if (label == before).all():
            return label


def grouped(copies: tuple[Ints, Ints], templates: tuple[Ints, Ints], documents: int) -> Ints:
    """The group of every document: the number of one of its members, of itself where it is alone.

    `copies` are pairs of copies, the best first.
    """
    label = components(*copies, documents)
    inside = label[templates[0]] == label[templates[1]]
    contested = np.zeros(documents, dtype=bool)
    contested[label[templates[0][inside]]] = True
    contested = contested[label]
    if contested.any():
        label[contested] = np.flatnonzero(contested)
        chosen = contested[copies[0]]
        for document, top in _by_vote(_pairs(copies, chosen), _pairs(templates, inside)).items():
            label[document] = top
    return label


def _pairs(pairs: tuple[Ints, Ints], chosen: Flags) -> list[Pair]:
    a, b = pairs
    return list(zip(a[chosen].tolist(), b[chosen].tolist(), strict=True))


def _by_vote(copies: Sequence[Pair], templates: Sequence[Pair]) -> dict[int, int]:
    """The group of each document of these pairs."""
    above = {document: document for pair in (*copies, *templates) for document in pair}
    votes: dict[int, dict[int, int]] = defaultdict(dict)
    for pairs, vote in ((copies, 1), (templates, -1)):
        for a, b in pairs:
            votes[a][b] = votes[b][a] = votes[a].get(b, 0) + vote
    for pair in copies:
        a, b = (_top(above, document) for document in pair)
        if a == b or votes[a][b] <= 0:
            continue
        if len(votes[a]) < len(votes[b]):
            a, b = b, a
        above[b] = a
        for other, vote in votes.pop(b).items():
            del votes[other][b]
            if other != a:
                votes[a][other] = votes[other][a] = votes[a].get(other, 0) + vote
    return {document: _top(above, document) for document in above}


def _top(above: dict[int, int], document: int) -> int:
    """The document that stands for the group; halves the way there for the next time."""
    while (up := above[document]) != document:
        above[document] = document = above[up]
    return document


def members(label: Ints) -> list[list[int]]:
    """Members of every group of more than one, ascending."""
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    sizes = np.diff(starts, append=len(label))
    several = sizes > 1
    ends = zip(starts[several].tolist(), (starts + sizes)[several].tolist(), strict=True)
    return [order[start:end].tolist() for start, end in ends]
