"""Copies taken out of the corpus: which ones, and only while the document that stays is there."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO
from typing import NamedTuple

from corpuslint.containers.base import Record
from corpuslint.corpus import Verdict
from corpuslint.errors import CorpuslintError, FixError
from corpuslint.fixing import only_read
from corpuslint.locate import fingerprinted
from corpuslint.model import DocKey, Finding, Safety
from corpuslint.read import read
from corpuslint.result import Trouble
from corpuslint.rewrites import Removal, Sink, Taken, Tally, whole
from corpuslint.source import Source, unpacked


class Gone(NamedTuple):
    """Paths of files that were moved as a whole, of files out of which records were cut, and what was refused."""

    files: list[str]
    cut: list[str]
    troubles: list[Trouble]


def chosen(verdict: Verdict, least: Safety, spared: AbstractSet[str], root: str) -> list[Finding]:
    """The findings whose document may go now: not accepted, and what they are a copy of does not go as well."""
    shown = fingerprinted(verdict.results, root)
    able = [
        finding
        for finding, result in zip(verdict.findings, shown, strict=True)
        if finding.fix and finding.fix.copy_of and finding.fix.safety >= least and result.fingerprint not in spared
    ]
    going = {finding.doc for finding in able}
    return [finding for finding in able if finding.fix and finding.fix.copy_of not in going]


def take_out(
    findings: Sequence[Finding],
    source: Callable[[str], Source],
    again: Callable[[DocKey], object],
    sink: Sink,
    tally: Tally,
) -> Gone:
    """Take the documents of these findings out of the corpus, file by file.

    `again` reads a document again and raises ReadError where it is not what was judged: then neither it nor a copy of
    it is taken.
    """
    gone = Gone([], [], [])
    done = "left out" if sink.copies else "moved"
    by_path: dict[str, dict[int, Finding]] = {}
    stay: dict[str, set[DocKey]] = {}
    for finding in findings:
        by_path.setdefault(finding.doc.path, {}).setdefault(finding.doc.record, finding)
        if finding.fix and finding.fix.copy_of:
            stay.setdefault(finding.fix.copy_of.path, set()).add(finding.fix.copy_of)
    for path, documents in sorted(by_path.items()):
        holder = source(path)
        if holder.archive is not None or (holder.read_only and 0 not in documents):
            gone.troubles.append(only_read(holder, f"not {done}"))
            continue
        try:
            for kept in sorted(stay.get(path, ())):
                again(kept)
            for finding in documents.values():
                _stays(finding, source, again, gone.cut)
            removal = _removal(holder, documents, copy=sink.copies)
            if not sink.take_out(removal):
                continue
        except (CorpuslintError, OSError) as error:
            gone.troubles.append(Trouble("RUN003", f"not {done}: {error}", path))
            continue
        for taken in removal.taken:
            tally.add(path, {taken.finding.rule: 1})
        (gone.files if removal.new is None else gone.cut).append(path)
    return gone


def _stays(
    finding: Finding, source: Callable[[str], Source], again: Callable[[DocKey], object], cut: Container[str]
) -> None:
    """Raise where the document or the one that is to stay is not what it was, or both are the very same file.

    In a file that was cut just now it was looked at before that, and may have another number and place since.
    """
    kept = finding.fix.copy_of if finding.fix else None
    if kept is None:
        raise FixError("nothing says which document stays")
    again(finding.doc)
    if kept.path not in cut:
        again(kept)
    if kept.path != finding.doc.path and not finding.doc.record:
        here, there = (os.path.realpath(source(key.path).file) for key in (finding.doc, kept))
        if here == there:
            raise FixError(f"it is {kept} under another name")


def _removal(source: Source, documents: Mapping[int, Finding], *, copy: bool) -> Removal:
    data = read(source.file, source.limit).data
    if 0 in documents:
        return Removal(source, data, None, (Taken(documents[0], data),))
    data = _content(source, data)
    going = [
        record
        for record in source.container.records(BytesIO(data), source.fields)
        if isinstance(record, Record) and record.number in documents
    ]
    if len(going) < len(documents):
        raise FixError("it changed since it was read; run again")
    new = source.container.without(data, going, copy=copy)
    if _said(source, data, documents) != _said(source, new):
        kind = source.container.name
        raise FixError(f"records cannot be cut out of this {kind} file without loss; take them out where it is made")
    return Removal(source, data, new, tuple(Taken(documents[one.number], one.raw + b"\n") for one in going))


def _content(source: Source, data: bytes) -> bytes:
    """What is in a file with these bytes. Raises ReadError where it is damaged, and FixError where it is too much."""
    with unpacked(BytesIO(data), source, source.packing) as stream:
        return whole(stream)


def _said(source: Source, data: bytes, but: Container[int] = ()) -> list[tuple[object, ...]]:
    """What the records of a file say, and what is wrong with others, but for those of some numbers."""
    every = source.container.records(BytesIO(data), source.fields)
    return [
        (one.text, dict(one.meta), one.raw) if isinstance(one, Record) else (one.message, one.raw)
        for one in every
        if one.number not in but
    ]
