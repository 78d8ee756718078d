"""What rules keep of a whole corpus, so that a run about few documents need not collect the facts of all others."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Any, NamedTuple

from corpuslint.facts import Facts
from corpuslint.index.columns import Columns, Damaged
from corpuslint.index.segment import DIGEST
from corpuslint.index.store import Store
from corpuslint.index.view import GroupLookup, View
from corpuslint.mapping import corpus_rule, group
from corpuslint.model import DocKey
from corpuslint.registry import Entry
from corpuslint.rule import CorpusRule

FEWEST = 500
"""Documents of a corpus from which anything is kept."""
STALE = 200
"""Documents that have come or gone from which it is kept anew."""
MOST_CHANGED = 1_000
"""Documents that have come or gone from which all facts are collected."""
_OF_RULE = "rule/"


class Now(NamedTuple):
    """A document that counts: its number in the index, and its digest."""

    number: int
    digest: bytes


def documents(view: View, group: str) -> dict[DocKey, Now]:
    """The documents of which something is noted for a group."""
    return {key: Now(number, digest) for key, number, digest in view.noted(group)}


def columns(
    now: Mapping[DocKey, Now], name: Callable[[str], str], kept: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    """What is written: files by their names in the corpus, documents, and what the rule keeps."""
    keys = sorted(now)
    files = [(path, len(list(rows))) for path, rows in groupby(key.path for key in keys)]
    yield "names", b"\0".join(os.fsencode(name(path)) for path, _ in files)
    yield "begin", array("I", accumulate((size for _, size in files), initial=0)).tobytes()
    yield "records", array("I", (key.record for key in keys)).tobytes()
    yield "digests", b"".join(now[key].digest for key in keys)
    for column, data in kept.items():
        yield _OF_RULE + column, data


class Summary:
    """What was kept, beside the corpus as it is now; see `facts.Kept`. Everything may raise Damaged."""

    def __init__(self, source: Columns, view: View, group: str, now: Mapping[DocKey, Now], path: Callable[[str], str]):
        """Compare what was kept with the documents that count; `path` leads from a name to what this run calls it."""
        self._columns, self._view, self._now = source, view, now
        self._lookup = GroupLookup(view, group)
        self._group = group
        self._digests = source.read("digests")
        self.keys: Sequence[DocKey] = list(self._keys(path))
        then = {key: number for number, key in enumerate(self.keys)}
        self.gone: Sequence[int] = [number for key, number in then.items() if self._is_gone(key, number)]
        left = set(self.gone)
        come = sorted(key for key in now if key not in then or then[key] in left)
        self.changes = len(self.gone) + len(come)
        self._come = come

    def _keys(self, path: Callable[[str], str]) -> Iterator[DocKey]:
        names = os.fsdecode(self._columns.read("names")).split("\0")
        begin, records = self._columns.numbers("begin", "I"), self._columns.numbers("records", "I")
        if len(begin) != len(names) + 1 or begin[-1] != len(records) or len(self._digests) != DIGEST * len(records):
            raise Damaged("what was kept of all documents does not fit together")
        for name, (first, last) in zip(names, pairwise(begin), strict=True):
            called = path(name)
            yield from (DocKey(called, record) for record in records[first:last])

    def _digest(self, number: int) -> bytes:
        return self._digests[DIGEST * number : DIGEST * (number + 1)]

    def _is_gone(self, key: DocKey, number: int) -> bool:
        return key not in self._now or self._now[key].digest != self._digest(number)

    def fits(self) -> bool:
        """Whether it can be brought in step: few changes, old facts still there, and the order of keys is the same."""
        if self.changes > MOST_CHANGED or any(a >= b for a, b in pairwise(self.keys)):
            return False
        return all(self._view.of_content(self._digest(number)) is not None for number in self.gone)

    @property
    def come(self) -> Sequence[Facts]:
        """What was noted of documents that are new or have changed."""
        return [self._lookup.facts(self._now[key].number) for key in self._come]

    def facts(self, number: int) -> Facts:
        """What was noted of a document that was there."""
        key = self.keys[number]
        if not self._is_gone(key, number):
            return self._lookup.facts(self._now[key].number)
        at = self._view.of_content(self._digest(number))
        if at is None:
            raise Damaged("the facts of a document that is gone are gone too")
        segment, document = self._view.split(at)
        return Facts(key, segment.text(self._group, document), segment.meta(document))

    def read(self, name: str) -> bytes:
        """One of the columns that the rule kept."""
        return self._columns.read(_OF_RULE + name)


class Summaries:
    """What rules keep of one corpus, by group: each is read once, and brought in step with the documents that count."""

    def __init__(self, store: Store, view: View, path: Callable[[str], str]) -> None:
        """`path` leads from the name of a file in the corpus to what this run calls it."""
        self._store, self._view, self._path = store, view, path
        self._known: dict[str, Summary | None] = {}

    def recalled(self, entry: Entry) -> Any:
        """The corpus as a rule recalls it; None where nothing is kept, or too much has changed. Raises Damaged."""
        rule = corpus_rule(entry)
        summary = self._of(group(entry)) if type(rule).recall is not CorpusRule.recall else None
        return rule.recall(summary) if summary else None

    def _of(self, name: str) -> Summary | None:
        """What is kept for a group of rules, if it can be brought in step."""
        if name not in self._known:
            kept = self._store.summary(name)
            found = kept and Summary(kept, self._view, name, documents(self._view, name), self._path)
            self._known[name] = found if found and found.fits() else None
        return self._known[name]

    def fresh(self, entry: Entry, part: Any, name: Callable[[str], str]) -> Iterator[tuple[str, bytes]] | None:
        """The columns of what a rule keeps of the whole corpus, its `part`; None where what is kept is fresh.

        `name` gives the name of a file in the corpus.
        """
        rule = corpus_rule(entry)
        if type(rule).keep is CorpusRule.keep:
            return None
        summary = self._of(group(entry))
        now = documents(self._view, group(entry)) if summary is None or summary.changes >= STALE else {}
        kept = rule.keep(part) if len(now) >= FEWEST else None
        return columns(now, name, kept) if kept else None
