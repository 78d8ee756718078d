"""What a review decides on: findings at their places, alone or as one that speaks for many documents."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpuslint.collapse import single
from corpuslint.errors import CorpuslintError
from corpuslint.locate import fingerprinted
from corpuslint.model import DocKey, Finding, Safety, Span
from corpuslint.result import Result

Place = tuple[str, DocKey, Span]
"""Rule, document and span: what a finding of one moment is known by."""


@dataclass(eq=False, slots=True)
class Item:
    """One finding at one place, followed through the changes of its file until it is gone."""

    result: Result
    """The finding as reports take it, with its fingerprint once `named` has been here."""
    evidence: str
    """What it is known by across runs, see `locate`."""
    judged: Finding | None = None
    """What a rule across files said; None of one that is asked again wherever its document changes."""
    gone: bool = False
    known: bool = False
    """Whether the baseline or the accepted findings hold it."""

    @property
    def open(self) -> bool:
        """Whether there is something to decide."""
        return not self.gone and not self.known

    @property
    def by_machine(self) -> bool:
        """Whether it may be fixed together with others, without a look at each."""
        fix = self.result.fix
        return fix is not None and fix.safety is not Safety.MANUAL

    @property
    def path(self) -> str:
        """The file that it lies in."""
        return self.result.location.path

    @property
    def copied(self) -> str:
        """Of a copy, the file of the document that it is a copy of; else ""."""
        return self.judged.related[0].doc.path if self.judged and "duplicate" in self.judged.data else ""

    @property
    def record(self) -> int:
        """The number of its record, from 1; 0 where the file is the document."""
        return self.result.location.record

    @property
    def place(self) -> Place:
        """Rule, document and span."""
        return place(self.result)


class Stale(CorpuslintError):  # noqa: N818 - a state of things
    """A finding that is not there any more, or not as it was shown."""


class Matter(NamedTuple):
    """Something to decide: a finding as it is shown, and all places that it speaks for."""

    result: Result
    items: Sequence[Item]


def place(result: Result) -> Place:
    """Rule, document and span of a result."""
    where = result.location
    return result.code, DocKey(where.path, where.record), Span(where.start, where.end)


class Naming(NamedTuple):
    """How findings are named: paths relative to `root`; those of `collapsing` rules may speak for many documents."""

    root: str
    collapsing: Container[str]


def item(result: Result, judged: Finding | None, naming: Naming) -> Item:
    """An item of a result that has its evidence in place of the fingerprint."""
    return Item(single(result, naming.root, naming.collapsing), result.fingerprint, judged)


def named(items: Sequence[Item], root: str) -> None:
    """Give items the fingerprints that a run over all of them would give; they are in order.

    Rules across files name a document by what they know of all: theirs stay once they are there.
    """
    plain = (one.result._replace(fingerprint=one.evidence) for one in items)
    for one, result in zip(items, fingerprinted(plain, root), strict=True):
        if one.judged is None or one.result.fingerprint == one.evidence:
            one.result = result
