"""What a page knows of a review, and what has changed since it was told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint.report import values
from corpuslint.report.html import payload
from corpuslint.report.html.payload import Documents, row
from corpuslint.review.closing import run_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corpuslint.review.desk import Desk
    from corpuslint.review.items import Matter


class Change(NamedTuple):
    """What one decision has changed: fingerprints that came, went or say something else, and new ones for old."""

    names: set[str]
    renamed: list[tuple[str, str]]


class Shown:
    """The findings as pages were told of them, and every change since the corpus was looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.begin()

    def begin(self) -> None:
        """Forget what pages know: the corpus was looked at anew."""
        self.look = secrets.token_hex(8)
        self._changes: list[Change] = []
        self._now = self._matters()
        self._rules = self._desk.facts()

    def whole(self) -> dict[str, Any]:
        """Everything, as the page of a report has it, and up to which change that is."""
        run, _ = run_of(self._desk)
        return payload(run) | self._state()

    def _state(self) -> dict[str, Any]:
        return {
            "look": self.look,
            "changes": len(self._changes),
            "left": len(self._now),
            "loose": self._desk.loose,
            "undo": self._desk.sink.run_id,
        }

    def _matters(self) -> dict[str, Matter]:
        return {matter.result.fingerprint: matter for matter in self._desk.matters()}

    def update(self) -> None:
        """Note what a decision has changed."""
        old, self._now = self._now, self._matters()
        changed = old.keys() ^ self._now.keys()
        for name in old.keys() & self._now.keys():
            before, after = old[name].result, self._now[name].result
            if before is not after and before != after:
                changed.add(name)
        self._changes.append(Change(changed, _renamed(old, self._now)))

    def since(self, look: object, changes: object) -> dict[str, Any]:
        """What has changed since a page was told last; `reload` where it must be told everything.

        A finding whose words around it have changed has another fingerprint: `renamed` says which.
        """
        if look != self.look or not isinstance(changes, int) or not 0 <= changes <= len(self._changes):
            return self._state() | {"reload": True}
        some = self._changes[changes:]
        names: set[str] = set().union(*(one.names for one in some))
        results = [self._now[name].result for name in sorted(names & self._now.keys())]
        documents = Documents()
        return self._state() | {
            "renamed": [list(pair) for one in some for pair in one.renamed],
            "gone": sorted(names - self._now.keys()),
            "rows": [row(result, documents) for result in results],
            "documents": documents.listed,
            "rules": {one.code: values.facts(self._rules[one.code]) for one in results if one.code in self._rules},
        }


def _renamed(old: Mapping[str, Matter], now: Mapping[str, Matter]) -> list[tuple[str, str]]:
    """The old and new fingerprints of findings that are the same ones."""
    before = {id(old[name].items[0]): name for name in old.keys() - now.keys()}
    pairs = ((before.get(id(now[name].items[0])), name) for name in now.keys() - old.keys())
    return sorted((was, name) for was, name in pairs if was is not None)
