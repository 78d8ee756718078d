"""What a page knows of a review, and what has changed since it was told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from corpuslint.report import values
from corpuslint.report.html import payload
from corpuslint.report.html.payload import Documents, row
from corpuslint.review.closing import run_of

if TYPE_CHECKING:
    from corpuslint.result import Result
    from corpuslint.review.desk import Desk


class Shown:
    """The findings as pages were told of them, and every change since the corpus was looked at."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.begin()

    def begin(self) -> None:
        """Forget what pages know: the corpus was looked at anew."""
        self.look = secrets.token_hex(8)
        self._changes: list[set[str]] = []
        self._now = self._results()
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

    def _results(self) -> dict[str, Result]:
        return {matter.result.fingerprint: matter.result for matter in self._desk.matters()}

    def update(self) -> None:
        """Note what a decision has changed."""
        old, self._now = self._now, self._results()
        changed = old.keys() ^ self._now.keys()
        same = old.keys() & self._now.keys()
        changed |= {name for name in same if old[name] is not self._now[name] and old[name] != self._now[name]}
        self._changes.append(changed)

    def since(self, look: object, changes: object) -> dict[str, Any]:
        """What has changed since a page was told last; `reload` where it must be told everything."""
        if look != self.look or not isinstance(changes, int) or not 0 <= changes <= len(self._changes):
            return self._state() | {"reload": True}
        names: set[str] = set().union(*self._changes[changes:])
        results = [self._now[name] for name in sorted(names & self._now.keys())]
        documents = Documents()
        return self._state() | {
            "gone": sorted(names - self._now.keys()),
            "rows": [row(result, documents) for result in results],
            "documents": documents.listed,
            "rules": {one.code: values.facts(self._rules[one.code]) for one in results if one.code in self._rules},
        }
