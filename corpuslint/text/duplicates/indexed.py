"""Notes looked up in an index: which documents matter for what is said of some, in plain Python.

A document matters that shares a fingerprint with one that is reached: it says how rare the fingerprint is.
Reached are the wanted documents, and from each reached one all those with which it may be worth aligning
(see `postings` and `limits`), so that groups come out as from all notes.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from corpuslint.facts import Lookup
from corpuslint.text.duplicates.layout import DIGEST, HEADER, HEADER_MARKS, MARK_BITS, MARK_BYTES, unpacked
from corpuslint.text.duplicates.limits import enough

DOCUMENT_BITS = 24
"""Bits below the key of a posting, see `rule.CorpusRule.postings`."""
CROWD = 32
NEIGHBOURS = 3
"""As in `postings`, which plain Python must not load."""
MANY = 1 << 20
"""Bytes of notes from which on loading numpy is worth it."""
TOGETHER = 4096
"""Notes that are unpacked at a time."""
SHARE = 10
FEW = 300
"""Looking documents up one by one costs more than taking all where more than one in ten matters, and so many;"""
LINKS = 100
FEWEST_LINKS = 50_000
"""and where they hang together more than so much: links looked at for each wanted document, and for a few."""


def postings(notes: Sequence[bytes]) -> array[int]:
    """Keys of notes: every fingerprint, and what the words are told from."""
    found = array("Q")
    if "numpy" in sys.modules or sum(map(len, notes)) > MANY:
        for first in range(0, len(notes), TOGETHER):
            found.frombytes(_vectorised(notes[first : first + TOGETHER], first))
    else:
        found.extend(_same(note) << DOCUMENT_BITS | at for at, note in enumerate(notes) if note)
        found.extend(mark << DOCUMENT_BITS | at for at, note in enumerate(notes) for mark in _marks(note))
    return found


def _vectorised(notes: Sequence[bytes], first: int) -> bytes:
    """The keys of some notes, which are numbered from `first` on.

    Each key is five bytes of the note: the first ones, and all that are not of the header.
    """
    import numpy as np

    fives = np.frombuffer(b"".join(notes), dtype=np.uint8).reshape(-1, MARK_BYTES)
    sizes = np.array(list(map(len, notes)), dtype=np.int64) // MARK_BYTES
    is_key, header = np.ones(len(fives), dtype=bool), (sizes.cumsum() - sizes)[sizes > 0]
    for rest in range(1, HEADER_MARKS):
        is_key[header + rest] = False
    eights = np.zeros((len(fives), 8), dtype=np.uint8)
    eights[:, :MARK_BYTES] = fives
    keys = eights.view(np.uint64).ravel() << np.uint64(DOCUMENT_BITS)
    keys |= np.repeat(np.arange(first, first + len(notes), dtype=np.uint64), sizes)
    return keys[is_key].tobytes()


def _same(note: bytes) -> int:
    return int.from_bytes(note[: MARK_BITS // 8], "little")


def _marks(note: bytes) -> tuple[int, ...]:
    return unpacked(note).marks if note else ()


def related(wanted: Iterable[int], index: Lookup) -> set[int] | None:
    """The documents whose notes matter for the wanted ones; None where they are too many to look up."""
    reached = list(wanted)
    search = _Search(index, max(FEWEST_LINKS, LINKS * len(reached)))
    while reached and not search.is_over:
        reached += search.reached_from(reached.pop())
    return None if search.is_over else search.found


class _Search:
    def __init__(self, index: Lookup, links: int) -> None:
        self._index = index
        self._most = max(FEW, len(index) // SHARE)
        self._links = links
        self.found: set[int] = set()
        self._notes: dict[int, bytes] = {}
        self._holders: dict[int, list[int]] = {}
        self._done: set[bytes] = set()

    @property
    def is_over(self) -> bool:
        """Whether taking all documents is cheaper by now."""
        return len(self.found) > self._most or self._links < 0

    def reached_from(self, number: int) -> list[int]:
        """Documents that may be worth aligning with this one; all that matter for it are found."""
        own = self._note(number)
        words = own[:DIGEST]
        if not own or words in self._done:
            return []
        self._done.add(words)
        same = self._index.holding(_same(own))
        if len(same) > self._most:
            self._links = -1
            return []
        self.found.add(number)
        self.found.update(n for n in same if self._note(n)[:DIGEST] == words)
        marks = set(_marks(own))
        shared: Counter[int] = Counter()
        for mark in marks:
            partners = self._partners(mark, words)
            shared.update(partners)
            self._links -= len(partners)
            if self.is_over:
                return []
        return [
            other
            for other, count in shared.items()
            if count > 1 and enough(count, min(len(marks), len(set(_marks(self._note(other))))))
        ]

    def _partners(self, mark: int, words: bytes) -> list[int]:
        """Documents with other words that a fingerprint links to those with these, one of each words."""
        holders = self._holders.get(mark)
        if holders is None:
            holders = self._holders[mark] = self._holders_of(mark)
        if len(holders) <= CROWD:
            return [number for number in holders if self._note(number)[:DIGEST] != words]
        at = next((n for n, number in enumerate(holders) if self._note(number)[:DIGEST] == words), 0)
        return holders[max(0, at - NEIGHBOURS) : at] + holders[at + 1 : at + 1 + NEIGHBOURS]

    def _holders_of(self, mark: int) -> list[int]:
        """One document of each words that has a fingerprint, ordered as in `table`."""
        every = self._index.holding(mark)
        self.found.update(every)
        if self.is_over:
            return []
        first: dict[bytes, int] = {}
        for number in every:
            first.setdefault(self._note(number)[:DIGEST], number)
        return sorted(first.values(), key=lambda number: _rank(self._note(number)))

    def _note(self, number: int) -> bytes:
        if number not in self._notes:
            self._notes[number] = self._index.value(number)
        return self._notes[number]


def _rank(note: bytes) -> tuple[int, int, int]:
    digest, words, lowest = HEADER.unpack_from(note)
    return int.from_bytes(lowest, "little"), digest, words
