"""Which pairs of names are worth comparing, without comparing all with all.

Two channels: names of the vocabulary that share a key (transliteration key, consonant skeleton, or
either spelling with one letter left out), and tokens that share an exact neighbour, such as the
two surnames of Tony Gonzales and Tony Gonzalez.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

from corpuslint.text.names.spelling import skeleton, sound, squash

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
_ALL_PAIRS = 5
_LENGTHS_APART = 3
_FEWEST_LETTERS = 5
_ID_BITS = 24


def blocked_pairs(index: NameIndex, vocabulary: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of names under a common key, each once, the smaller id first, ascending."""
    entries = [
        crc32(key.encode()) << _ID_BITS | token for token in vocabulary for key in set(_keys(index.names[token]))
    ]
    entries.sort()
    groups = [group for group in _groups(entries) if 1 < len(group) <= LARGEST]
    return sorted(_pairs(groups, PER_NAME * (len(index.names) + _FEWEST_NAMES)))


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


def _keys(name: str) -> Iterator[str]:
    spelled, heard = squash(name), sound(name)
    yield "T" + heard
    if len(spelled) < _FEWEST_LETTERS:
        return
    bones = skeleton(name)
    if len(bones) >= 3:
        yield "S" + bones
    yield from _with_one_left_out(spelled)
    if len(heard) >= 4:
        yield from _with_one_left_out(heard)


def _with_one_left_out(text: str) -> Iterator[str]:
    yield text
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def neighbour_pairs(index: NameIndex, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Pairs of tokens of about one length that stand beside the same token, ascending."""
    groups: list[list[int]] = []
    for table in (index.after, index.before):
        for anchor, group in enumerate(table):
            if len(group) < 2 or not vocabulary.is_anchor(anchor):
                continue
            members = sorted(token for token in group if vocabulary.may_be_name(token))
            groups += _within_group(index, members)
    pairs = _pairs(groups, PER_NAME * (len(index.names) + _FEWEST_NAMES))
    names = index.names
    return sorted(pair for pair in pairs if abs(len(names[pair[0]]) - len(names[pair[1]])) <= _LENGTHS_APART)


def _within_group(index: NameIndex, members: list[int]) -> Iterator[list[int]]:
    """Tokens beside one neighbour that are worth comparing: all of a few, else those that share a loose key."""
    if len(members) <= _ALL_PAIRS:
        yield members
        return
    under: dict[str, list[int]] = {}
    for token in members:
        for key in set(_loose_keys(index.names[token])):
            under.setdefault(key, []).append(token)
    for group in under.values():
        if 1 < len(group) <= LARGEST_GROUP:
            yield group


def _loose_keys(name: str) -> Iterator[str]:
    yield from _with_one_left_out(squash(name))
    yield from _with_one_left_out(sound(name))
    bones = skeleton(name)
    if len(bones) >= 3:
        for key in _with_one_left_out(bones):
            yield "S" + key
