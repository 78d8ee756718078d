"""What only all records of a file together show: ids that stand twice, fields that none has."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping

from corpuslint.containers.base import BadRecord, Fields, Record, Share
from corpuslint.settings import METADATA

CODE = "DOC003"
MOST = 1_000
"""Records of a file that are told; what is found out to be an id may be none."""
FEW = 1 << 20
"""Ids that are looked at all at once, which takes 64 bytes for each and a tenth of the time."""


class Seen:
    """The ids of a file: 12 bytes for each of them, and as many again that are free.

    An id is known by 64 bits of its hash, which is another in each run: nobody can make two ids equal.
    """

    def __init__(self) -> None:
        self._grow(1 << 10)

    def first(self, name: str, number: int) -> int:
        """The number of the record that had this id first; that of this record, which must not be 0, if it is new."""
        return self.first_of(sign(name), number)

    def first_of(self, sign: int, number: int) -> int:
        """The same for the sign of an id."""
        at = self._place(sign)
        if self._numbers[at]:
            return self._numbers[at]
        self._signs[at], self._numbers[at] = sign, number
        self._count += 1
        if self._count * 2 > len(self._numbers):
            self._rehash()
        return number

    def _place(self, sign: int) -> int:
        """Where a sign is, or the free place for it."""
        signs, numbers = self._signs, self._numbers
        mask = len(numbers) - 1
        at = sign & mask
        while numbers[at] and signs[at] != sign:
            at = (at + 1) & mask
        return at

    def _grow(self, size: int) -> None:
        self._signs = array("Q", bytes(8 * size))
        self._numbers = array("I", bytes(4 * size))
        self._count = 0

    def _rehash(self) -> None:
        signs, numbers = self._signs, self._numbers
        count = self._count
        self._grow(2 * len(numbers))
        for sign, number in zip(signs, numbers, strict=True):
            if number:
                at = self._place(sign)
                self._signs[at], self._numbers[at] = sign, number
        self._count = count


def sign(name: str) -> int:
    """64 bits that tell an id from others."""
    return hash(name) & 0xFFFFFFFFFFFFFFFF


def told(records: Iterable[Record | BadRecord], fields: Fields, *, ids: bool = True) -> Iterator[Record | BadRecord]:
    """The records of a file, and before each one whose id another has already what there is to say of it.

    At the end come the fields that are named for something beside the text and that no record has.
    """
    seen = Seen()
    left = MOST if ids else 0
    missing = {name for name in METADATA if getattr(fields, name)}
    some = False
    for record in records:
        if isinstance(record, Record) and record.number:
            some = True
            if missing:
                missing -= record.meta.keys()
            if left and (name := record.meta.get("id")):
                first = seen.first(name, record.number)
                if first != record.number:
                    left -= 1
                    yield _twice(record, name, first, last=not left)
        yield record
    for name in sorted(missing) if some else ():
        yield _never(name, getattr(fields, name))


class Noted:
    """What the records of a share say of the file, for `together`."""

    def __init__(self, path: str, share: Share) -> None:
        self.path = path
        self.share = share
        self.seed = sign("a text that is hashed alike by processes of one kind")
        """Signs can be compared where this is the same."""
        self.signs = array("Q")
        """Of the ids, where they are wanted."""
        self.numbers = array("Q")
        """The numbers of the records that have them."""
        self.fields: set[str] = set()
        """What any record says beside its text."""
        self.some = False
        """Whether there is a record."""
        self.unread = 0
        """Records that were not checked."""

    def note(self, records: Iterable[Record | BadRecord], *, ids: bool) -> Iterator[Record | BadRecord]:
        """The records as they are, noted."""
        for record in records:
            if isinstance(record, Record):
                self.some = True
                self.fields.update(record.meta)
                if ids and (name := record.meta.get("id")):
                    self.signs.append(sign(name))
                    self.numbers.append(record.number)
            yield record


def together(shares: Iterable[Noted]) -> dict[int, int]:
    """Records whose id another has already, by number, with the number of that other, from the shares of a file."""
    shares = list(shares)
    count = sum(len(noted.signs) for noted in shares)
    if count <= FEW and len(set().union(*(noted.signs for noted in shares))) == count:
        return {}
    seen = Seen()
    twice: dict[int, int] = {}
    for noted in sorted(shares, key=lambda one: one.share.start):
        for name, number in zip(noted.signs, noted.numbers, strict=True):
            first = seen.first_of(name, number)
            if first != number:
                twice[number] = first
                if len(twice) == MOST:
                    return twice
    return twice


def again(records: Iterable[Record | BadRecord], twice: Mapping[int, int]) -> Iterator[BadRecord]:
    """What there is to say of records whose id another has already."""
    for record in records:
        first = twice.get(record.number)
        if first is not None and isinstance(record, Record):
            full = len(twice) == MOST and record.number == max(twice)
            yield _twice(record, record.meta["id"], first, last=full)


def never(shares: Iterable[Noted], fields: Fields) -> Iterator[BadRecord]:
    """The fields that are named for something beside the text and that no record of these shares has."""
    noted = list(shares)
    met = set().union(*(one.fields for one in noted))
    for name in sorted({*METADATA} - met) if any(one.some for one in noted) else ():
        if path := getattr(fields, name):
            yield _never(name, path)


def _never(name: str, field: str) -> BadRecord:
    message = f"no record has a field `{field[:60]}`, which the settings name for the {name}; correct the name"
    return BadRecord(0, 1, 1, message, b"", fatal=False)


def _twice(record: Record, name: str, first: int, *, last: bool) -> BadRecord:
    more = "; no more of this file are told" if last else ""
    message = f"the id `{name[:60]}` is that of record {first:,} too; give each record its own{more}"
    return BadRecord(record.number, record.line, record.column, message, record.raw[:1000], fatal=False, code=CODE)
