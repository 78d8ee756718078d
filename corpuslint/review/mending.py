"""Chosen fixes of one file made in memory: record by record, in as many passes as they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

from corpuslint import fixes
from corpuslint.containers.base import BadRecord, Record
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Finding, Safety
from corpuslint.read import read
from corpuslint.result import Result
from corpuslint.review.following import follow, follow_finding
from corpuslint.review.items import Item
from corpuslint.rewrites import whole
from corpuslint.scan import Scanner
from corpuslint.settle import apply_once, may_act
from corpuslint.source import Source, document, unpacked

Stamp = tuple[int, int, int]
"""Which file this is, its size in bytes and when it was changed last."""


class Sheet(NamedTuple):
    """A file as it was read: what it holds, unpacked, and which file that was."""

    source: Source
    data: bytes
    stamp: Stamp


class Chosen(NamedTuple):
    """A finding whose fix is to be made, and what it was decided as."""

    item: Item
    finding: Finding


class Mended(NamedTuple):
    """One record, what becomes of it, the findings that were fixed, and the edits of each pass."""

    old: Record
    new: Record
    used: list[Chosen]
    passes: list[list[Edit]]


def opened(source: Source) -> Sheet:
    """A file as it is now. Raises ReadError, and FixError where it is never written."""
    if source.read_only:
        raise FixError(source.read_only)
    snapshot = read(source.file, source.limit)
    with unpacked(BytesIO(snapshot.data), source, source.packing) as stream:
        data = whole(stream)
    stat = snapshot.stat
    return Sheet(source, data, (stat.st_ino, stat.st_size, stat.st_mtime_ns))


def records(sheet: Sheet, scanner: Scanner, only: Iterable[int] | None = None) -> Iterator[Record]:
    """The records of a file, or those of these numbers."""
    wanted = None if only is None else set(only)
    for record in scanner.read(sheet.source, BytesIO(sheet.data)):
        if not isinstance(record, BadRecord) and (wanted is None or record.number in wanted):
            yield record


def looked(source: Source, scanner: Scanner, record: Record) -> list[tuple[Finding, Result]]:
    """What is found in one record now; results hold their evidence in place of the fingerprint."""
    outcome = scanner.check(source, document(source, record), most=None)
    return list(zip(outcome.findings, scanner.results(source, record, outcome), strict=True))


def mended(sheet: Sheet, scanner: Scanner, chosen: Mapping[int, Sequence[Chosen]]) -> list[Mended]:
    """The records (by number) with these findings fixed.

    Raises FixError where a fix cannot be made without loss, ReadError where a record is not there.
    """
    done = [_record(sheet.source, scanner, record, chosen[record.number]) for record in records(sheet, scanner, chosen)]
    if len(done) < len(chosen):
        raise ReadError("changed since it was read; check it again")
    return done


def _record(source: Source, scanner: Scanner, record: Record, chosen: Sequence[Chosen]) -> Mended:
    done = Mended(record, record, [], [])
    left = list(chosen)
    for _ in range(fixes.MAX_PASSES):
        ready = [one for one in left if may_act(one.finding, done.new)]
        if left and not ready and not done.used:
            raise FixError("its encoding was guessed; decide on its conversion (ENC001) first")
        new, acted = apply_once(source, done.new, [one.finding for one in ready], Safety.MANUAL)
        if not acted:
            break
        edits = fixes.edits_of(acted)
        used = [one for one in ready if any(one.finding is finding for finding in acted)]
        done = Mended(record, new, done.used + used, [*done.passes, edits])
        left = [one for one in left if one not in used]
        left = _again(source, scanner, new, left, edits) if left else []
    return done


def _again(
    source: Source, scanner: Scanner, record: Record, left: Sequence[Chosen], edits: Sequence[Edit]
) -> list[Chosen]:
    """What is still found after a pass; what rules across files said is led to its new place."""
    now = {(finding.rule, finding.span): finding for finding, _ in looked(source, scanner, record)}
    kept = []
    for one in left:
        span = follow(one.finding.span, [edits])
        if one.item.judged is not None:
            again = follow_finding(one.finding, [edits])
        else:
            again = now.get((one.finding.rule, span)) if span is not None else None
        if again is not None:
            kept.append(Chosen(one.item, again))
    return kept
