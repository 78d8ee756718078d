"""Copies taken out of the corpus as somebody has chosen, and what that does to the numbers of records after them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from corpuslint import aside
from corpuslint.errors import FixError, ReadError
from corpuslint.model import DocKey, Finding, Fix, Safety, Span
from corpuslint.review.items import Item
from corpuslint.review.mending import records

if TYPE_CHECKING:
    from corpuslint.result import Location
    from corpuslint.review.desk import Desk

Refused = dict[str, str]
"""Why nothing was taken out of a file, by its path."""


def going(items: Iterable[Item], kept: DocKey) -> list[Finding]:
    """What is to be taken out where one document of the groups of some findings stays, each with the reason."""
    found = {doc: _finding(one, doc, kept) for one in items for doc in documents(one)}
    return [finding for doc, finding in found.items() if doc != kept]


def documents(item: Item) -> tuple[DocKey, ...]:
    """The document of a finding of a duplicate, and the one that it is a copy of. Raises FixError for others."""
    finding = item.judged
    if finding is None or "duplicate" not in finding.data or not finding.related:
        raise FixError(f"{item.result.code} says nothing of copies")
    return finding.doc, finding.related[0].doc


def _finding(item: Item, doc: DocKey, kept: DocKey) -> Finding:
    fix = Fix((), Safety.UNSAFE, f"move to quarantine; {kept} stays", Span(0, 0), copy_of=kept)
    return Finding(item.result.code, doc, Span(0, 0), item.result.message, item.result.severity, fix)


def take_out(desk: Desk, findings: Collection[Finding]) -> Refused:
    """Move documents to the quarantine, and lead the findings that are left to the documents as they are now."""

    def again(key: DocKey) -> object:
        sheet = desk.sheet(key.path)
        if not any(True for _ in records(sheet, desk.scanner(key.path), [key.record])):
            raise ReadError(f"{key}: it is not there any more")
        return sheet

    for finding in findings:
        desk.sheet(finding.doc.path)
    gone = aside.take_out(list(findings), desk.source, again, desk.sink, desk.tally)
    for path in gone.files:
        desk.drop(path)
    for path in gone.cut:
        _follow_cut(desk, path, sorted(finding.doc.record for finding in findings if finding.doc.path == path))
    return {trouble.path: trouble.message for trouble in gone.troubles}


def _follow_cut(desk: Desk, path: str, cut: Sequence[int]) -> None:
    desk.loose = True
    for one in desk.tray.items():
        lead(one, path, cut)
    desk.read_again(path)
    desk.tray.rename()


def lead(item: Item, path: str, cut: Sequence[int]) -> None:
    """Number the records of a file anew in one finding, after those of these numbers were cut out of it."""

    def renumbered(key: DocKey) -> DocKey:
        later = key.path == path and key.record not in cut
        return key._replace(record=key.record - bisect_left(cut, key.record)) if later else key

    def moved(place: Location) -> Location:
        return place._replace(record=renumbered(DocKey(place.path, place.record)).record)

    finding, result = item.judged, item.result
    item.gone |= result.location.path == path and result.location.record in cut
    related = tuple(one._replace(location=moved(one.location)) for one in result.related)
    item.result = result._replace(location=moved(result.location), related=related)
    if finding is None:
        return
    kept = finding.fix.copy_of if finding.fix else None
    item.gone |= kept is not None and kept.path == path and kept.record in cut
    fix = finding.fix._replace(copy_of=renumbered(kept)) if finding.fix and kept else finding.fix
    places = tuple(one._replace(doc=renumbered(one.doc)) for one in finding.related)
    item.judged = finding._replace(doc=renumbered(finding.doc), fix=fix, related=places)
    if item.judged != finding:  # a document without an id is known by its number
        item.result = item.result._replace(fingerprint=item.evidence)
