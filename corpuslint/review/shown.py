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
        self._now: dict[str, Matter] = {}
        self._places: dict[str, set[str]] = {}
        self._note({matter.result.fingerprint: matter for matter in self._desk.tray.matters()})
        self._desk.tray.touched.clear()
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
            "undo": self._desk.sink.written.run_id,
        }

    def update(self) -> None:
        """Note what a decision has changed: in the files that it touched, and where one spoke for others."""
        tray = self._desk.tray
        old = {
            name: self._now[name] for path in tray.touched for name in self._places.get(path, ()) if name in self._now
        }
        now = {matter.result.fingerprint: matter for matter in tray.matters(tray.touched)}
        for name, matter in old.items():
            left = [one for one in matter.items if one.open and name not in now]
            now |= {again.result.fingerprint: again for one in left if (again := tray.matter_of(one))}
        tray.touched.clear()
        changed = old.keys() ^ now.keys()
        for name in old.keys() & now.keys():
            before, after = old[name].result, now[name].result
            if before is not after and before != after:
                changed.add(name)
        self._changes.append(Change(changed, _renamed(old, now)))
        for name in old.keys() - now.keys():
            del self._now[name]
        self._note(now)

    def _note(self, matters: Mapping[str, Matter]) -> None:
        self._now.update(matters)
        for name, matter in matters.items():
            for one in matter.items:
                self._places.setdefault(one.path, set()).add(name)

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
