"""What only all records of a file together show: ids that stand twice, fields that none has."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from corpuslint.containers.base import BadRecord, Fields, Record

_BESIDE = {"id", "title", "date", "source", "language"}
CODE = "DOC003"
MOST = 1_000
"""Records of a file that are told; what is found out to be an id may be none."""


class Seen:
    """The ids of a file: 12 bytes for each of them, and as many again that are free.

    An id is known by 64 bits of its hash, which is another in each run: nobody can make two ids equal.
    """

    def __init__(self) -> None:
        self._grow(1 << 10)

    def first(self, name: str, number: int) -> int:
        """The number of the record that had this id first; that of this record, which must not be 0, if it is new."""
        sign = hash(name) & 0xFFFFFFFFFFFFFFFF
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


def told(records: Iterable[Record | BadRecord], fields: Fields, *, ids: bool = True) -> Iterator[Record | BadRecord]:
    """The records of a file, and before each one whose id another has already what there is to say of it.

    At the end come the fields that are named for something beside the text and that no record has.
    """
    seen = Seen()
    left = MOST if ids else 0
    missing = {name for name in Fields._fields if name in _BESIDE and getattr(fields, name)}
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


def _never(name: str, field: str) -> BadRecord:
    message = f"no record has a field `{field[:60]}`, which the settings name for the {name}; correct the name"
    return BadRecord(0, 1, 1, message, b"", fatal=False)


def _twice(record: Record, name: str, first: int, *, last: bool) -> BadRecord:
    more = "; no more of this file are told" if last else ""
    message = f"the id `{name[:60]}` is that of record {first:,} too; give each record its own{more}"
    return BadRecord(record.number, record.line, record.column, message, record.raw[:1000], fatal=False, code=CODE)
