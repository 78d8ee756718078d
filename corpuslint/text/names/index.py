"""What a whole corpus says of its names: counts, neighbours and where each is to be found."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from corpuslint.text.names.letters import triples
from corpuslint.text.names.runs import INITIAL, LINKED, PART
from corpuslint.text.names.spots import spots
from corpuslint.text.names.words import PARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpuslint.text.names.record import Record

_SHIFT = 32


class Rows(Protocol):
    """Lists of numbers, by number."""

    def __getitem__(self, at: int, /) -> Sequence[int]:
        """One list."""
        ...


class NameIndex:
    """Counts over documents; a token is an index into `names`, a document its rank in the input.

    Feed the records in one fixed order (sorted by document), so that every list below has a fixed
    order too.
    """

    def __init__(self) -> None:
        """No document yet."""
        self.names: list[str] = []
        self.ids: dict[str, int] = {}
        self.documents = 0
        self.inside: list[int] = []
        """How many mentions of a token stand where only a name takes a capital."""
        self._postings: list[array[int]] = []
        self._before: list[list[int]] = []
        self._after: list[list[int]] = []
        self._companions: list[array[int]] = []
        self.postings: Rows = self._postings
        """The documents of a token, ascending."""
        self.before: Rows = self._before
        """The distinct tokens seen right before a token (given names)."""
        self.after: Rows = self._after
        self.links: dict[int, array[int]] = {}
        """The documents of each pair of neighbours."""
        self.companions: Rows = self._companions
        """The distinct tokens of a document, in order of first sight."""
        self.lower: Counter[str] = Counter()
        """In how many documents a lower-case word occurs."""
        self.phrases: dict[str, array[int]] = {}
        """The documents of names of two tokens with particles between."""
        self.as_first: list[int] = []
        """How often a token is the first of two neighbours, each pair counted once in a document."""
        self.as_second: list[int] = []
        self.linked = 0
        """How many such pairs there are."""

    def tokens(self) -> Iterable[int]:
        """All tokens that some document has."""
        return range(len(self.names))

    def frequency(self, token: int) -> int:
        """In how many documents a token occurs."""
        return len(self.postings[token])

    def ordered(self, x: int, y: int) -> tuple[int, int]:
        """The token in more documents first; among equals the first in the alphabet."""
        first, second = ((-self.frequency(token), self.names[token], token) for token in (x, y))
        return (x, y) if first < second else (y, x)

    def together(self, first: int, second: int) -> Sequence[int]:
        """The documents in which `second` follows `first` within one name."""
        return self.links.get(first << _SHIFT | second, _NONE)

    def pairs(self) -> Iterable[tuple[int, int]]:
        """All pairs of neighbours, in order of first sight."""
        mask = (1 << _SHIFT) - 1
        return ((code >> _SHIFT, code & mask) for code in self.links)

    def holding(self, form: str) -> Sequence[int]:
        """The documents of a name of one token or two, ascending."""
        if form in self.ids:
            return self.postings[self.ids[form]]
        first, _, second = form.partition(" ")
        if first in self.ids and second in self.ids:
            return self.together(self.ids[first], self.ids[second])
        return self.phrases.get(form, _NONE)

    def triples(self) -> Counter[str]:
        """How many words, names and others, have three letters in a row, with the edges of words as spaces."""
        return Counter(chain.from_iterable(set(triples(word)) for word in chain(self.names, self.lower)))

    def add(self, record: Record) -> None:
        """Take in the next document."""
        doc = self.documents
        self.documents += 1
        ids = [self._id(name) for name in record.table]
        seen = dict.fromkeys(record.tokens)
        for local in seen:
            self._postings[ids[local]].append(doc)
        self._companions.append(array("I", [ids[local] for local in seen]))
        inside = self.inside
        for local, flags in zip(record.tokens, record.flags, strict=True):
            if not flags & INITIAL:
                inside[ids[local]] += 1
        for first, second in neighbours(record):
            self._link(ids[first], ids[second], doc)
        for form in phrases(record):
            self.phrases.setdefault(form, array("I")).append(doc)

    def _id(self, name: str) -> int:
        known = self.ids.get(name)
        if known is None:
            known = self.ids[name] = len(self.names)
            self.names.append(name)
            for counts in (self.inside, self.as_first, self.as_second):
                counts.append(0)
            self._postings.append(array("I"))
            self._before.append([])
            self._after.append([])
        return known

    def _link(self, first: int, second: int, doc: int) -> None:
        code = first << _SHIFT | second
        docs = self.links.get(code)
        if docs is None:
            docs = self.links[code] = array("I")
            self._after[first].append(second)
            self._before[second].append(first)
        docs.append(doc)
        self.linked += 1
        self.as_first[first] += 1
        self.as_second[second] += 1


_NONE = array("I")


def neighbours(record: Record) -> Iterable[tuple[int, int]]:
    """The distinct pairs of tokens that follow each other within a name, particles passed over.

    `George W. Bush` gives George before Bush beside its two own pairs.
    """
    pairs: dict[tuple[int, int], None] = {}
    last = given = -1
    for local, flags in zip(record.tokens, record.flags, strict=True):
        name = record.table[local]
        if flags & PART or name[0].islower():
            continue
        if not flags & LINKED:
            last, given = local, -1
            continue
        pairs[last, local] = None
        if given >= 0:
            pairs[given, local] = None
        given = last if name[-1] == "." else -1
        last = local
    return pairs


def phrases(record: Record) -> list[str]:
    """The names of two tokens with particles between."""
    if PARTICLES.isdisjoint(record.table):
        return []
    return list(dict.fromkeys(spot.form for spot in spots(record) if spot.form.count(" ") > 1))


def build(records: Iterable[Record], lower: Counter[str]) -> NameIndex:
    """The index of a corpus; the order of the records is the order of its documents.

    `lower` counts their lower-case words.
    """
    index = NameIndex()
    for record in records:
        index.add(record)
    index.lower = lower
    return index
