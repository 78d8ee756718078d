"""Facts taken where documents are read: as `mapping` does, but by file, and not again where they are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from corpuslint.check import Outcome
from corpuslint.containers.base import Record
from corpuslint.facts import CorpusFacts
from corpuslint.hashes import blake2b
from corpuslint.index.columns import Damaged
from corpuslint.index.segment import DIGEST, Row
from corpuslint.index.store import Store
from corpuslint.mapping import Mapper
from corpuslint.model import Document
from corpuslint.registry import Entry
from corpuslint.scan import Scanner, Witness
from corpuslint.source import Source

ALONE = (0, -1, 1)
"""The place of a document that is a whole file."""


class Counted:
    """How many documents a file has, of how many the encoding is not sure, and the rows of the others."""

    def __init__(self) -> None:
        self.documents = 0
        self.unsure = 0
        self.rows: list[Row] = []


class Taken(CorpusFacts):
    """What was taken of files, by path."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, Counted] = {}

    def add(self, other: CorpusFacts) -> None:
        """Take in what was taken of other files."""
        super().add(other)
        if isinstance(other, Taken):
            self.files |= other.files

    def file(self, path: str) -> Counted:
        """What was taken of one file."""
        return self.files.setdefault(path, Counted())


class Known(NamedTuple):
    """Where facts may be known already; it can be sent to another process."""

    folder: str

    def store(self) -> Store:
        """The index there."""
        return Store(self.folder)


class TakingMapper(Mapper):
    """A mapper that maps no text whose facts the index has."""

    def __init__(self, entries: Iterable[Entry], known: Known) -> None:
        super().__init__(entries)
        self._store = known.store()
        self.taken = Taken()

    def finish(self) -> CorpusFacts:
        """All that was taken so far; the mapper begins anew."""
        facts = super().finish()
        taken, self.taken = self.taken, Taken()
        taken.add(facts)
        return taken

    def _take(self) -> None:
        docs, self._waiting, self._size = self._waiting, [], 0
        if not docs:
            return
        names = list(self._rules)
        digests = [digest_of(doc, names) for doc in docs]
        found = [self._kept(digest, names) for digest in digests]
        new = [doc for doc, values in zip(docs, found, strict=True) if values is None]
        fresh = self._mapped(new)
        for doc, digest, values in zip(docs, digests, found, strict=True):
            mine = next(fresh) if values is None else values
            place = self._places.pop(doc.key, ALONE)
            row = Row(doc.key.record, place, digest, doc.meta, {name: value for name, value in mine.items() if value})
            self.taken.file(doc.key.path).rows.append(row)

    def _mapped(self, docs: Sequence[Document]) -> Iterator[dict[str, bytes]]:
        if not docs:
            return iter(())
        columns = [self._values(entry, docs) for entry in self._rules.values()]
        return (dict(zip(self._rules, values, strict=True)) for values in zip(*columns, strict=True))

    def _kept(self, digest: bytes, names: Sequence[str]) -> dict[str, bytes] | None:
        try:
            for segment in self._store.segments:
                at = segment.of_content(digest)
                if at is not None:
                    return {name: segment.text(name, at) for name in names}
        except (Damaged, OSError):
            self._store.segments = []
        return None


def digest_of(doc: Document, groups: Iterable[str]) -> bytes:
    """The digest of all that facts are taken from: the text as rules see it, its record, and the groups of facts."""
    made = blake2b(digest_size=DIGEST)
    said = repr((sorted(groups), sorted(doc.meta.items()))).encode("utf-8", "surrogatepass")
    made.update(len(said).to_bytes(8, "little") + said)
    made.update(doc.data)
    return made.digest()


class _Counting(Scanner):
    """Counts documents by file, for a run that will not read the file again."""

    def keep(self, source: Source, record: Record, outcome: Outcome, lies: Record | None = None) -> None:
        """Count one document, and take it in as any scanner does."""
        before = self.part.unsure
        super().keep(source, record, outcome, lies)
        if isinstance(self.mapper, TakingMapper):
            file = self.mapper.taken.file(source.path)
            file.documents += 1
            file.unsure += self.part.unsure - before


class TakingScanner(_Counting):
    """A scanner that tells of each file what was taken of it."""


class TakingWitness(_Counting, Witness):
    """The same for documents that only lend evidence."""
