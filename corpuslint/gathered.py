"""Facts of a run as its parts bring them: in memory while they are few, else in blocks on the disk."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from corpuslint.errors import NoRoom
from corpuslint.facts import CorpusFacts, Extent, Facts, Spread
from corpuslint.model import DocKey

if TYPE_CHECKING:
    from corpuslint.spill import Disk

LIMIT = 128 << 20
"""Bytes of facts that stay in memory."""
BLOCK = 8 << 20
"""Bytes of facts that are written together."""
OF_ONE = 300
"""Bytes that the facts of one document take beside their value, about."""


class Places:
    """Where records lie in their files, with 32 bytes for each."""

    def __init__(self) -> None:
        self._runs: dict[str, list[tuple[array[int], array[int]]]] = defaultdict(list)

    def add(self, addresses: Mapping[DocKey, Extent]) -> None:
        """Take in the addresses of some documents."""
        fresh: dict[str, tuple[array[int], array[int]]] = {}
        for (path, record), address in addresses.items():
            records, places = fresh.setdefault(path, (array("Q"), array("q")))
            if records and record < records[-1]:  # each run ascends, so that it can be searched
                self._runs[path].append(fresh.pop(path))
                records, places = fresh.setdefault(path, (array("Q"), array("q")))
            records.append(record)
            places.extend(address)
        for path, run in fresh.items():
            self._runs[path].append(run)

    def join(self, other: Places) -> None:
        """Take in all addresses of others."""
        for path, runs in other._runs.items():
            self._runs[path] += runs

    def drop(self, paths: Container[str]) -> None:
        """Forget where the records of some files lie."""
        for path in [path for path in self._runs if path in paths]:
            del self._runs[path]

    def get(self, key: DocKey, /) -> Extent | None:
        """Byte offset, size in bytes and first line of a record; None of a document that is a whole file."""
        for records, places in self._runs.get(key.path, ()):
            at = bisect_left(records, key.record)
            if at < len(records) and records[at] == key.record:
                return places[3 * at], places[3 * at + 1], places[3 * at + 2]
        return None

    def by_file(self) -> Iterator[dict[DocKey, Extent]]:
        """The addresses of all records, one file at a time."""
        for path, runs in self._runs.items():
            yield {
                DocKey(path, record): (places[3 * at], places[3 * at + 1], places[3 * at + 2])
                for records, places in runs
                for at, record in enumerate(records)
            }


class Gathered(CorpusFacts):
    """Facts as documents and parts bring them; what is on the disk stays there, whoever takes it over."""

    def __init__(self) -> None:
        super().__init__()
        self.places = Places()
        self._sizes: dict[str, int] = defaultdict(int)
        self.disks: list[Disk] = []
        self.elsewhere: Callable[[str], Spread] | None = None
        """The facts of a group where they lie with an engine."""
        self.lost: NoRoom | None = None
        """Why there are none any more: they fit nowhere."""

    def add(self, other: CorpusFacts) -> None:
        """Take in the facts of other documents; of too many the disk does."""
        if isinstance(other, Gathered):
            self.places.join(other.places)
            self.disks += other.disks
            self.elsewhere = self.elsewhere or other.elsewhere
            self.lost = self.lost or other.lost
        self.places.add(other.addresses)
        other.addresses = {}
        for name, rows in other.groups.items():
            self._sizes[name] += sum(len(row.value) for row in rows) + OF_ONE * len(rows)
        super().add(other)
        if self.disks or self.lost or sum(self._sizes.values()) > LIMIT:
            self._spill(BLOCK)

    def addressed(self) -> Places:
        """Where records lie."""
        return self.places

    @property
    def taken(self) -> bool:
        """Whether any facts were taken."""
        return bool(self.groups or self.disks or self.elsewhere or self.lost)

    def many(self, group: str) -> Spread | None:
        """The facts of a group that are not in memory; None where all are. Raises NoRoom."""
        if self.elsewhere is not None:
            return self.elsewhere(group)
        if self.disks:
            self._spill(0)
        if self.lost is not None:
            raise self.lost
        if not self.disks:
            return None
        from corpuslint.spill import Blocks

        return Blocks(group, self.disks)

    def drop(self, paths: Container[str]) -> None:
        """Forget facts and places of some files, see `CorpusFacts`."""
        super().drop(paths)
        self.places.drop(paths)
        for disk in self.disks:
            disk.drop(paths)

    def located(self) -> Iterator[bytes]:
        """Where records lie, packed, one file at a time."""
        from corpuslint import packed

        return map(packed.of_addresses, self.places.by_file())

    def packed(self, block: int = BLOCK) -> Iterator[tuple[str, bytes]]:
        """All facts in blocks, wherever they are, each with its group; `block`: bytes of those in memory.

        Raises NoRoom.
        """
        from corpuslint import packed

        if self.lost is not None:
            raise self.lost
        for name in sorted(self.groups):
            yield from ((name, packed.of_facts(some)) for some in blocks(self.groups[name], block))
        for disk in self.disks:
            yield from disk.contents()

    def _spill(self, least: int) -> None:
        """Write the groups that have so many bytes in memory; where they fit nowhere, all are forgotten."""
        from corpuslint.spill import Disk  # few corpora are so large

        try:
            if self.lost is not None:
                raise self.lost
            self.disks = self.disks or [Disk()]
            for name in [name for name, size in self._sizes.items() if size >= least]:
                for some in blocks(self.groups.pop(name, ()), BLOCK):
                    self.disks[0].keep(name, some)
                del self._sizes[name]
        except NoRoom as error:
            self.lost = NoRoom(str(error))  # the error itself holds what is forgotten here
            self.groups.clear()
            self._sizes.clear()
            for disk in self.disks:
                disk.close()  # from Python 3.12 on the frames of an error that is over may live on
            self.disks.clear()


def blocks(rows: Iterable[Facts], block: int) -> Iterator[list[Facts]]:
    """Rows in blocks of about so many bytes."""
    held: list[Facts] = []
    size = 0
    for row in rows:
        held.append(row)
        size += len(row.value) + OF_ONE
        if size >= block:
            yield held
            held, size = [], 0
    if held:
        yield held
