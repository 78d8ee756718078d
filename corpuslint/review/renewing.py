"""The findings of a record after its text has changed: those that were known before are the same items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.locate import Located
from corpuslint.model import DocKey, Finding
from corpuslint.review.following import Passes, follow, follow_finding
from corpuslint.review.items import Item, Naming, item
from corpuslint.review.mending import looked

if TYPE_CHECKING:
    from corpuslint.containers.base import Record
    from corpuslint.result import Result
    from corpuslint.scan import Scanner
    from corpuslint.source import Source


class Lens(NamedTuple):
    """How a file is looked at, and how what is found in it is named."""

    source: Source
    scanner: Scanner
    naming: Naming


def renewed(lens: Lens, record: Record, before: Sequence[Item], passes: Passes | None) -> Iterator[Item]:
    """The findings of a record now; `passes` are the edits since those `before`, None where nobody knows them."""
    source = lens.source
    places = ((one.place[0], follow(one.place[2], passes or [])) for one in before)
    expected = {place: one for place, one in zip(places, before, strict=True) if one.judged is None}
    for finding, result in looked(source, lens.scanner, record):
        fresh = item(result, None, lens.naming)
        one = expected.get((finding.rule, finding.span))
        if one is not None:
            one.result, one.evidence = fresh.result, fresh.evidence
        yield one or fresh
    if passes is not None:
        located = Located(DocKey(source.path, record.number), record, source.container, source.fields)
        yield from _led(before, passes, located)


def _led(before: Sequence[Item], passes: Passes, located: Located) -> Iterator[Item]:
    """What rules across files said, led to its new place."""
    for one in before:
        moved = follow_finding(one.judged, passes) if one.judged is not None else None
        if moved is not None:
            one.judged, one.result = moved, relocated(one.result, moved, located)
            yield one


def relocated(result: Result, finding: Finding, located: Located) -> Result:
    """The result of a finding that has moved within its document."""
    return result._replace(
        location=located.location(finding.span),
        excerpt=located.excerpt(finding.span),
        fix=located.proposal(finding.fix) if finding.fix else None,
    )
