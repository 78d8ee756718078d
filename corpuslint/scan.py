"""Files to documents to findings: reads in batches, asks the gate, and looks closely only where it must."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from corpuslint.check import MAX_FINDINGS, Outcome
from corpuslint.containers import PLAIN
from corpuslint.containers.base import BadRecord, Record, Unfit
from corpuslint.errors import ConfigError, CorpuslintError, reason
from corpuslint.houses import Houses, at_home
from corpuslint.model import DocKey, Document, Reading
from corpuslint.part import Part
from corpuslint.result import Result, Trouble
from corpuslint.screening import CLEAR
from corpuslint.source import Archive, Reader, Source, document, regular, reread, unpacked

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.containers.identity import Noted
    from corpuslint.mapping import Mapper

BATCH = 48 << 10
"""Bytes that are asked of the gate at once: more would make more of what is not clear, less would be more calls."""


class Scanner:
    """Checks files one after another and gathers what comes of them."""

    alive: Callable[[], None] = staticmethod(lambda: None)
    """Called wherever the work gets on."""
    _witnesses = False

    def __init__(self, bench: Bench, mapper: Mapper | None = None) -> None:
        """`mapper` takes facts of all documents."""
        self.checker = bench.repairer if self._witnesses else bench.checker
        self.entries = {entry.meta.code: entry for entry in bench.entries}
        self.mapper = mapper
        self._exceptions = bench.exceptions if bench.settings.overrides else None
        self._pending: list[tuple[Source, bytes]] = []
        self._pending_size = 0
        self._reader = Reader()
        self._unread: Counter[str] = Counter()
        self.part = Part()

    def scan(self, sources: Iterable[Source]) -> Part:
        """Everything that comes of these files; one that cannot be read becomes a trouble."""
        self.part = Part()
        self._unread.clear()
        try:
            for source in sources:
                try:
                    self._take(source)
                except (CorpuslintError, OSError) as error:
                    self._failed(source, error)
            self._flush()
        except KeyboardInterrupt:  # what was found until now is told
            self.part.interrupted = True
            return self.part
        finally:
            self._reader.close()
            self._tell_unread()
        if self.mapper is not None:
            self.part.facts = self.mapper.finish()
            self.part.troubles += self.mapper.troubles
        return self.part

    def examine(self, source: Source, data: bytes) -> Part:
        """Everything that comes of one file whose bytes are given."""
        self.part = Part(files=1, size=len(data))
        self._unread.clear()
        try:
            self._records(source, unpacked(BytesIO(data), source, source.packing))
        except (CorpuslintError, OSError) as error:
            self._failed(source, error)
        self._tell_unread()
        return self.part

    def _failed(self, source: Source, error: Exception) -> None:
        self.part.troubles.append(unread(source, error))

    def _take(self, source: Source) -> None:
        if not source.batched:
            if source.archive is not None:
                self._archive(source, source.archive)
            else:
                self._stream(source)
            return
        raw = self._reader.contents(source)
        self._pending.append((source, raw))
        self._pending_size += len(raw)
        if self._pending_size >= BATCH:
            self._flush()

    def _flush(self) -> None:
        pending, self._pending = self._pending, []
        if not pending:
            return
        self.part.files += len(pending)
        self.part.size += self._pending_size
        self._pending_size = 0
        clear: list[tuple[Source, bytes]] = []
        for file, hits in zip(pending, self.checker.screen([raw for _, raw in pending]), strict=True):
            if hits or hits is None:
                self._records(file[0], BytesIO(file[1]), hits)
            else:
                clear.append(file)
        self._pass(clear)

    def _pass(self, files: Sequence[tuple[Source, bytes]]) -> None:
        """Plain files in which no rule can find anything; only their facts may still be wanted."""
        if self.mapper is None:
            self.part.documents += len(files)
            self.part.quoting.count_files((source.path, source.container.meta, raw) for source, raw in files)
            return
        for source, raw in files:
            for record in reread(source, raw):
                if isinstance(record, Record):
                    self.keep(source, record, Outcome())

    def _stream(self, source: Source) -> None:
        if source.held is not None:
            self.part.files += 1
            self.part.size += len(source.held)
            self._records(source, BytesIO(source.held))
            return
        with regular(source) as file:
            if source.share is None or not source.share.start:
                self.part.files += 1
                self.part.size += os.fstat(file.fileno()).st_size
            self._records(source, unpacked(file, source, source.packing))

    def _archive(self, source: Source, archive: Archive) -> None:
        from corpuslint.containers import archives

        with regular(source) as file:
            self.part.files += 1
            self.part.size += os.fstat(file.fileno()).st_size
            for member in archives.members(unpacked(file, source, archive.packing), archive.kind):
                try:
                    inner = archive.inside(member.name) if archive.inside is not None else None
                    if inner is not None:
                        with member.open(inner.limit) as stream:
                            self._records(inner, unpacked(stream, inner, inner.packing))
                except ConfigError:
                    raise
                except (CorpuslintError, OSError) as error:
                    self._failed(source._replace(path=f"{source.path}/{member.name}"), error)

    def _records(self, source: Source, stream: BinaryIO, hits: frozenset[str] | None = None) -> None:
        """The records of a file; `hits` is what the gate said of a file that is one document."""
        batch: list[Record] = []
        size = 0
        try:
            for record in self.read(source, stream):
                if isinstance(record, BadRecord):
                    self._bad(source, record)
                elif not record.number:
                    self.keep(source, record, self.check(source, document(source, record), hits))
                else:
                    batch.append(record)
                    size += len(record.raw)
                if size >= BATCH:
                    self._together(source, batch)
                    batch, size = [], 0
        finally:  # where the file breaks off, too
            self._together(source, batch)

    def read(self, source: Source, stream: BinaryIO) -> Iterator[Record | BadRecord]:
        """The records of a file, and what is wrong with them."""
        container, share = source.container, source.share
        if container.name == PLAIN:
            return container.records(stream, source.fields)
        from corpuslint.containers import identity

        ids = identity.CODE in self.entries and identity.CODE not in source.without
        if share is None:
            return identity.told(container.records(stream, source.fields), source.fields, ids=ids)
        noted = identity.Noted(source.path, share)
        self.part.noted.append(noted)
        return noted.note(container.share(stream, source.fields, share), ids=ids)

    def _together(self, source: Source, batch: Sequence[Record]) -> None:
        """Records that lie side by side in one file."""
        if not batch:
            return
        self.alive()
        texts = [record.text.encode("utf-8", "surrogatepass") for record in batch]
        for record, text, hits in zip(batch, texts, self.checker.screen(texts), strict=True):
            if hits != CLEAR:
                self.keep(source, record, self.check(source, document(source, record), hits))
            elif self.mapper is not None or record.decoding is not None:
                self.keep(source, record, Outcome())
            else:  # as `keep` would, without what nobody asks for
                self.part.documents += 1
                self.part.quoting.count(source.path, record.meta, text)

    def keep(self, source: Source, record: Record, outcome: Outcome, lies: Record | None = None) -> None:
        """Count one document, keep what was found in it, and take its facts; `lies` is where its text is read again."""
        if outcome.findings:  # before it is counted: a run may be interrupted anywhere
            self.part.results += self.results(source, record, outcome)
        self.part.documents += 1
        self.part.quoting.count(source.path, record.meta, record.text)
        self.part.troubles += outcome.troubles
        doc = document(source, record)
        if doc.decoding is not None and not doc.decoding.trusted:
            self.part.unsure += doc.decoding.reading is not Reading.BINARY
        elif self.mapper is not None:
            self.mapper.map(doc.with_text(outcome.repaired.text) if outcome.repaired else doc, lies or record)

    def check(
        self,
        source: Source,
        doc: Document,
        hits: frozenset[str] | None = None,
        *,
        most: int | None = MAX_FINDINGS,
    ) -> Outcome:
        """The findings of one document, with the rules left out that its path or metadata silence."""
        without = source.without | self._exceptions(doc).silenced if self._exceptions else source.without
        return self.checker.check(doc, without, hits, most=most)

    def results(self, source: Source, record: Record, outcome: Outcome) -> list[Result]:
        """The findings of one document at their places."""
        from corpuslint.locate import Located, result  # a clean file has no findings to place

        key = DocKey(source.path, record.number)
        located = Located(key, record, source.container, source.fields, read_only=bool(source.read_only))
        found = [at_home(finding, source.path, record.meta) for finding in outcome.findings]
        results = [result(finding, self.entries[finding.rule], located, lambda _key: None) for finding in found]
        if self._exceptions is None:
            return results
        other = self._exceptions(document(source, record)).severity
        return [one._replace(severity=other.get(one.code, one.severity)) for one in results]

    def _bad(self, source: Source, bad: BadRecord) -> None:
        entry = self.entries.get(bad.code)
        told = entry is not None and bad.code not in source.without
        if entry is not None and told:
            from corpuslint.locate import bad_record

            self.part.results.append(bad_record(source.path, bad, entry))
        if bad.fatal and told and source.share is not None:
            self.part.noted[-1].unread += 1
        elif bad.fatal and told:
            self._unread[source.path] += 1
        elif bad.fatal:
            self.part.troubles.append(Trouble("RUN002", bad.message, source.path, bad.line))

    def _tell_unread(self) -> None:
        """The records of each file that were not checked; a finding says of each where it is, and why."""
        self.part.troubles += [unchecked(path, number) for path, number in self._unread.items()]

    def sum_up(self, source: Source, shares: Sequence[Noted]) -> Part:
        """What all shares of a file together say of it, when all of them are done."""
        from corpuslint.containers import identity

        self.part = Part()
        for bad in identity.never(shares, source.fields):
            self._bad(source, bad)
        twice = identity.together(shares)
        for noted in shares:
            if not twice.keys().isdisjoint(noted.numbers):
                with regular(source) as file:
                    records = source.container.share(file, source.fields, noted.share)
                    for bad in identity.again(records, twice):
                        self._bad(source, bad)
        if number := sum(noted.unread for noted in shares):
            self.part.troubles.append(unchecked(source.path, number))
        return self.part


class Witness(Scanner):
    """A scanner for documents that only lend evidence to rules across files: nothing is said of them alone."""

    _witnesses = True

    def scan(self, sources: Iterable[Source]) -> Part:
        """Everything but findings."""
        part = super().scan(sources)
        part.results, part.quoting = [], Houses()
        return part


def unchecked(path: str, number: int) -> Trouble:
    """So many records of a file that were not checked."""
    what = "record was" if number == 1 else "records were"
    return Trouble("RUN002", f"{number:,} {what} not checked; DOC002 says why", path)


def unread(source: Source, error: Exception) -> Trouble:
    """A file that could not be read, as a trouble that says why."""
    code = "RUN005" if isinstance(error, Unfit) else "RUN001"
    return Trouble(code, f"not checked: {reason(error)}", source.path)
