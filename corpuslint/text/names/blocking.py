"""Which pairs of names are worth comparing, without comparing all with all.

Two channels: names of the vocabulary that share a key (transliteration key, consonant skeleton, or
either spelling with one letter left out), and tokens that share an exact neighbour, such as the
two surnames of Tony Gonzales and Tony Gonzalez.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from corpuslint.text.names.keys import hashed, keys, loose_keys

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpuslint.text.names.index import NameIndex
    from corpuslint.text.names.vocabulary import Vocabulary

LARGEST = 80
"""Most names under one key; fuller ones say nothing (and would cost the square of their size)."""
LARGEST_GROUP = 40
PER_NAME = 10
"""Most pairs for each name of a corpus, beyond which the fullest keys are passed over; 10,000 articles come to 3."""
_FEWEST_NAMES = 1_000
_ROOMY = 0.9
ALL_PAIRS = 5
"""Tokens beside one neighbour up to which all are compared; more of them only under a loose key."""
LENGTHS_APART = 3
_ID_BITS = 24


def blocked_pairs(index: NameIndex, vocabulary: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of names under a common key, each once, the smaller id first, ascending."""
    return sorted(_pairs(_blocked(index, vocabulary), _most(index)))


def _blocked(index: NameIndex, vocabulary: Iterable[int]) -> list[list[int]]:
    entries = [hashed(key) << _ID_BITS | token for token in vocabulary for key in set(keys(index.names[token]))]
    entries.sort()
    return [group for group in _groups(entries) if 1 < len(group) <= LARGEST]


def has_room(index: NameIndex, vocabulary: Vocabulary) -> bool:
    """Whether all pairs of a corpus are compared, with room for some more."""
    most = int(_ROOMY * _most(index))
    blocked = _blocked(index, sorted(vocabulary.names | vocabulary.weak))
    return all(len(_pairs(groups, most)) < most for groups in (blocked, _neighbours(index, vocabulary)))


def _most(index: NameIndex) -> int:
    return PER_NAME * (sum(1 for _ in index.tokens()) + _FEWEST_NAMES)


def _pairs(groups: list[list[int]], most: int) -> set[tuple[int, int]]:
    """All pairs within groups, the smallest groups first, until there are enough of them."""
    pairs: set[tuple[int, int]] = set()
    for group in sorted(groups, key=lambda group: (len(group), group)):
        if len(pairs) >= most:
            break
        pairs.update(combinations(group, 2))
    return pairs


def _groups(entries: list[int]) -> Iterator[list[int]]:
    mask = (1 << _ID_BITS) - 1
    key, group = -1, [0]
    for entry in entries:
        if entry >> _ID_BITS != key:
            yield group
            key, group = entry >> _ID_BITS, []
        group.append(entry & mask)
    yield group


def neighbour_pairs(index: NameIndex, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Pairs of tokens of about one length that stand beside the same token, ascending."""
    pairs = _pairs(_neighbours(index, vocabulary), _most(index))
    names = index.names
    return sorted(pair for pair in pairs if abs(len(names[pair[0]]) - len(names[pair[1]])) <= LENGTHS_APART)


def _neighbours(index: NameIndex, vocabulary: Vocabulary) -> list[list[int]]:
    groups: list[list[int]] = []
    for table in (index.after, index.before):
        for anchor in index.tokens():
            group = table[anchor]
            if len(group) < 2 or not vocabulary.is_anchor(anchor):
                continue
            members = sorted(token for token in group if vocabulary.may_be_name(token))
            groups += _within_group(index, members)
    return groups


def _within_group(index: NameIndex, members: list[int]) -> Iterator[list[int]]:
    """Tokens beside one neighbour that are worth comparing: all of a few, else those that share a loose key."""
    if len(members) <= ALL_PAIRS:
        yield members
        return
    under: dict[str, list[int]] = {}
    for token in members:
        for key in set(loose_keys(index.names[token])):
            under.setdefault(key, []).append(token)
    for group in under.values():
        if 1 < len(group) <= LARGEST_GROUP:
            yield group
