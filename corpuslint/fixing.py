"""Checks that fix: every file is one transaction, and where it goes is decided by a sink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO
from typing import BinaryIO

from corpuslint.check import MAX_FINDINGS, Outcome
from corpuslint.containers.base import BadRecord, Record
from corpuslint.errors import CorpuslintError, FixError, ReadError
from corpuslint.model import Document, Finding, Safety, Span
from corpuslint.result import Trouble
from corpuslint.rewrites import Rewrite, Sink, Tally, assemble, whole
from corpuslint.scan import Scanner, Witness
from corpuslint.settle import Settled, apply_once, settle
from corpuslint.source import Archive, Source, contents, document, opened


class FixingScanner(Scanner):
    """A scanner that fixes each file it looks at closely, and reports what is left."""

    least: Safety = Safety.SAFE
    sink: Sink
    tally: Tally
    spared: AbstractSet[str] = frozenset()
    """Fingerprints of findings that are known and stay as they are."""
    root: str = ""

    def fixing(self, least: Safety, sink: Sink, tally: Tally) -> FixingScanner:
        """Say how far fixes may go and where the files go to."""
        self.least, self.sink, self.tally = least, sink, tally
        return self

    def sparing(self, fingerprints: AbstractSet[str], root: str) -> FixingScanner:
        """Say which findings are not to be fixed; paths in their fingerprints are relative to a folder."""
        self.spared, self.root = fingerprints, root
        return self

    def _pass(self, files: Sequence[tuple[Source, bytes]]) -> None:
        super()._pass(files)
        if self.sink.all_files:
            for source, raw in files:
                self._put(Rewrite(source, raw, raw, {}))

    def _records(self, source: Source, stream: BinaryIO, hits: frozenset[str] | None = None) -> None:  # noqa: ARG002 - a fix looks again in any case
        if source.read_only:
            if self._unfixed(source, stream, Safety.MANUAL):
                self.part.troubles.append(only_read(source))
            return
        try:
            data = whole(stream)
        except ReadError:  # checked up to there, and never written
            with opened(source) as again:
                super()._records(source, again)
            raise
        except FixError as error:
            with opened(source) as again:
                if self._unfixed(source, again, self.least):
                    self.part.troubles.append(Trouble("RUN003", f"not fixed: {error}", source.path))
            return
        held: dict[int, tuple[Record, Settled]] = {}
        clean = False
        for record in self.read(source, BytesIO(data)):
            if isinstance(record, BadRecord):
                self._bad(source, record)
                continue
            now = self._settled(source, record)
            if now.record.raw == record.raw and _says_nothing(now.outcome):
                clean = True
            else:
                held[record.number] = record, now
        written = self._written(source, data, [(old, now.record, now.used) for old, now in held.values()])
        self._keep_all(source, _every(source, data, held) if clean else held.values(), written=written)

    def _keep_all(self, source: Source, records: Iterable[tuple[Record, Settled]], *, written: bool) -> None:
        """All records of a file, as they are where it was not written."""
        shift = lines = 0
        for record, now in records:
            if written:
                new = now.record._replace(offset=record.offset + shift, line=record.line + lines)
                self.keep(source, new, now.outcome, new if self.sink.lasting else record)
                if source.container.bytewise:
                    shift += len(now.record.raw) - len(record.raw)
                    lines += now.record.raw.count(b"\n") - record.raw.count(b"\n")
            else:
                self.keep(source, record, self.check(source, document(source, record)))

    def _unfixed(self, source: Source, stream: BinaryIO, least: Safety) -> bool:
        """Check a file that is not written; whether it has something to fix."""
        before = len(self.part.results)
        super()._records(source, stream)
        if self.sink.all_files and source.archive is None:
            self._put(Rewrite(source, b"", b"", {}))
        return any(one.fix is not None and one.fix.safety >= least for one in self.part.results[before:])

    def _archive(self, source: Source, archive: Archive) -> None:
        super()._archive(source, archive)
        if self.sink.all_files:
            self._put(Rewrite(source, b"", b"", {}))

    def _written(
        self, source: Source, data: bytes, changes: Sequence[tuple[Record, Record, Sequence[Finding]]]
    ) -> bool:
        """Put a file with its changed records where it goes to; whether that was done, or there was nothing to do."""
        try:
            rewrite = assemble(source, data, changes, copy=self.sink.copies)
        except FixError as error:
            hint = "" if self.sink.copies else "; --fix-to FOLDER writes a copy without that"
            self.part.troubles.append(Trouble("RUN003", f"not fixed: {error}{hint}", source.path))
            if self.sink.all_files:
                self._put(Rewrite(source, data, data, {}))
            return False
        return self._put(rewrite) if rewrite.new != data or self.sink.all_files else True

    def _settled(self, source: Source, record: Record) -> Settled:
        held: set[str] = set()  # rules with a known finding here: after the first pass their others wait for a next run

        def check(doc: Document) -> Outcome:
            outcome = self.check(source, doc, most=None)
            if doc.raw is record.raw and self.spared:
                known = self._known(source, record, outcome)
                held.update(rule for rule, _ in known)
                outcome.findings = [one for one in outcome.findings if (one.rule, one.span) not in known]
            else:
                outcome.findings = [finding for finding in outcome.findings if finding.rule not in held]
            return outcome

        try:
            settled = settle(source, record, check, self.least)
        except FixError as error:
            self.part.troubles.append(_refused(source, record, error))
            settled = Settled(record, Outcome())
        settled.outcome = self.check(source, document(source, settled.record))
        return settled

    def _known(self, source: Source, record: Record, outcome: Outcome) -> set[tuple[str, Span]]:
        """Rule and place of the findings with a fix that are known and stay as they are."""
        from corpuslint import collapse
        from corpuslint.locate import is_known

        able = Outcome()
        able.findings = [finding for finding in outcome.findings if finding.fix is not None]
        codes = frozenset(code for code, entry in self.entries.items() if entry.meta.collapses)
        results = self.results(source, record, able)
        told = collapse.repeats(collapse.habits(results, {}, self.root), codes)
        return {
            (item.code, Span(item.location.start, item.location.end))
            for item in told if is_known(item, self.spared, self.root)
        }  # fmt: skip

    def _put(self, rewrite: Rewrite) -> bool:
        try:
            self.sink.put(rewrite)
        except (CorpuslintError, OSError) as error:
            reason = str(error).removeprefix(f"{rewrite.source.path}: ")
            self.part.troubles.append(Trouble("RUN003", f"not fixed: {reason}", rewrite.source.path))
            return False
        if rewrite.codes:
            self.tally.add(rewrite.source.path, rewrite.codes)
        return True

    def apply(self, source: Source, findings: Mapping[int, Sequence[Finding]]) -> bool:
        """Fixes that were judged over the whole corpus, by record number; whether the file was changed."""
        if source.read_only:
            self.part.troubles.append(only_read(source))
            return False
        data = contents(source)
        changes = []
        for record in source.container.records(BytesIO(data), source.fields):
            if isinstance(record, Record) and record.number in findings:
                new, used = apply_once(source, record, findings[record.number], self.least)
                changes.append((record, new, used))
        if all(new.raw == old.raw for old, new, _ in changes):
            return False
        return self._written(source, data, changes)


class FixingWitness(Witness, FixingScanner):
    """The same where nothing is said of documents alone: none is fixed, and what is judged across them may be."""

    def check(
        self,
        source: Source,
        doc: Document,
        hits: frozenset[str] | None = None,
        *,
        most: int | None = MAX_FINDINGS,
    ) -> Outcome:
        """The repaired text alone."""
        outcome = super().check(source, doc, hits, most=most)
        outcome.findings = []
        return outcome


def _says_nothing(outcome: Outcome) -> bool:
    """Whether there is nothing to tell of a document, whose text needs no repair."""
    return not (outcome.findings or outcome.troubles or outcome.repaired)


def _every(source: Source, data: bytes, held: Mapping[int, tuple[Record, Settled]]) -> Iterator[tuple[Record, Settled]]:
    """The records of a file; clean ones are read again: to hold them takes more than the file."""
    for record in source.container.records(BytesIO(data), source.fields):
        if isinstance(record, Record):
            yield held.get(record.number) or (record, Settled(record, Outcome()))


def only_read(source: Source, what: str = "not fixed") -> Trouble:
    """That something was left as it is in a file of a format that is never written."""
    return Trouble("RUN007", f"{what}: {source.read_only}", source.path)


def _refused(source: Source, record: Record, error: Exception) -> Trouble:
    return Trouble("RUN003", f"not fixed: {error}", source.path, record.line if record.number else 0)
