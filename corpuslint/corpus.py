"""Rules that judge documents against one another: facts are taken where a document is read, and judged once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint import vetting
from corpuslint.check import Checker, led_back, rule_trouble
from corpuslint.containers.base import Record
from corpuslint.errors import ReadError
from corpuslint.facts import CorpusFacts, Facts, Spread
from corpuslint.fixes import Repaired
from corpuslint.index.columns import Damaged
from corpuslint.index.view import Ready
from corpuslint.mapping import corpus_rule, group
from corpuslint.model import DocKey, Document, Finding, Fix, Place, Safety, Span
from corpuslint.registry import Entry
from corpuslint.result import Location, Result, Trouble
from corpuslint.rule import CorpusRule

if TYPE_CHECKING:
    from corpuslint.index.refresh import Index
    from corpuslint.locate import Located

Judged = tuple[Collection[DocKey] | None, list[Facts] | Spread | Ready]
"""A `view.Turn`, or facts that are not in memory."""
GATHERED = 4096
"""Facts that are collected into one part."""


Reader = Callable[[DocKey], tuple[Record, "Located"]]


class Library:
    """The corpus as corpus rules see it: documents by key, in the text that earlier stages would make of them."""

    def __init__(self, wanted: Container[DocKey], read: Reader, checker: Checker, *, last: bool = False) -> None:
        """`last`: whether nobody needs the facts any more once the rules of their group have them."""
        self.wanted = wanted
        self.last = last
        self._read = read
        self._checker = checker
        self.opened = lru_cache(512)(self._opened)
        """Gives a document; those that were asked for last are kept, as several rules report on the same ones."""

    def document(self, key: DocKey) -> Document:
        """Read one document again. Raises ReadError if it is gone or changed."""
        return self.opened(key)[0]

    def _opened(self, key: DocKey) -> tuple[Document, Repaired | None, Located]:
        record, located = self._read(key)
        doc = Document(key, record.text, record.meta, record.decoding, record.raw)
        outcome = self._checker.check(doc)
        repaired = outcome.repaired
        seen = doc.with_text(repaired.text) if repaired else doc
        seen.damage = len(outcome.findings)
        return seen, repaired, located

    def confined(self, some: Collection[DocKey]) -> Library:
        """The same with no other documents wanted than some that can be listed."""
        made = Library([key for key in some if key in self.wanted], self._read, self._checker, last=self.last)
        made.opened = self.opened
        return made

    def led_back(self, finding: Finding) -> Finding:
        """A finding on repaired texts at its places in the texts as they are."""
        _, repaired, _ = self.opened(finding.doc)
        moved = led_back(finding, repaired) if repaired else finding
        return moved._replace(related=tuple(place for one in finding.related if (place := self._place(one))))

    def location(self, key: DocKey, span: Span) -> Location:
        """Where a span of a repaired text lies in its file. Raises ReadError if that is gone or changed."""
        _, repaired, located = self.opened(key)
        return located.location(repaired.back(span) if repaired else span)

    def _place(self, place: Place) -> Place | None:
        """The place in the text as it is; None where the text is not here, see `--against`."""
        try:
            _, repaired, _ = self.opened(place.doc)
        except ReadError:
            return None
        return place._replace(span=repaired.back(place.span)) if repaired else place


class Verdict(NamedTuple):
    """What the corpus rules said."""

    findings: list[Finding]
    results: list[Result]
    troubles: list[Trouble]


def report(entries: Iterable[Entry], facts: CorpusFacts | Index, library: Library) -> Verdict:
    """The findings of all corpus rules at wanted documents; a rule that fails is named and the rest goes on.

    Raises Damaged where an index turns out to be.
    """
    verdict = Verdict([], [], [])
    for alike in _by_group(entries, verdict):
        for turn in _turns(facts, alike[0]):
            whole: list[Any] = []
            for entry in alike:
                _judge(entry, turn, whole, library, verdict)
            if whole and not isinstance(facts, CorpusFacts) and turn[0] is None:
                facts.keep(alike[0], whole[0])
    return verdict


def _by_group(entries: Iterable[Entry], verdict: Verdict) -> list[list[Entry]]:
    """The rules that share facts; one that cannot be loaded is named."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        try:
            groups.setdefault(group(entry), []).append(entry)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - rules of others run here; the message names rule and cause
            verdict.troubles.append(rule_trouble(entry, "", error))
    return list(groups.values())


def _turns(facts: CorpusFacts | Index, entry: Entry) -> Iterable[Judged]:
    if not isinstance(facts, CorpusFacts):
        return facts.turns(entry)
    name = group(entry)
    return [(None, facts.many(name) or facts.groups.get(name, []))]


def _judge(entry: Entry, turn: Judged, whole: list[Any], library: Library, verdict: Verdict) -> None:
    """What one rule finds; `whole` holds the facts as one part, once a rule of the group has made it."""
    some, rows = turn
    try:
        if not whole:
            whole.append(_part(entry, rows, library))
        asked = library.confined(some) if some is not None and isinstance(rows, Ready) else library
        for found in corpus_rule(entry).report(whole[0], asked):
            finding = vetting.vet(found, entry.meta.code)
            if finding.doc in library.wanted and (some is None or finding.doc in some):
                try:
                    _keep(entry, library, finding, verdict)
                except ReadError as error:  # it was there when its facts were taken
                    verdict.troubles.append(Trouble("RUN001", f"not checked: {error}", finding.doc.path))
    except Damaged:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - as above
        verdict.troubles.append(rule_trouble(entry, "", error))


def _part(entry: Entry, rows: Sequence[Facts] | Spread | Ready, library: Library) -> Any:
    if isinstance(rows, Ready):
        return rows.part
    part = total(corpus_rule(entry), rows)
    if library.last and isinstance(rows, list):
        rows.clear()
    return part


def _keep(entry: Entry, library: Library, finding: Finding, verdict: Verdict) -> None:
    from corpuslint.locate import result

    doc, _, located = library.opened(finding.doc)
    moved = library.led_back(vetting.within(finding, len(doc.text)))
    if moved.fix is not None:
        moved = moved._replace(fix=_bounded(entry, moved))
    shown = result(moved, entry, located, lambda key: library.opened(key)[2])
    verdict.findings.append(moved)
    verdict.results.append(shown)


def _bounded(entry: Entry, finding: Finding) -> Fix | None:
    if finding.fix is None or entry.meta.fix is None:
        return None
    return finding.fix._replace(safety=Safety(min(finding.fix.safety, entry.meta.fix)))


def total(rule: CorpusRule[Any], facts: Sequence[Facts] | Spread) -> Any:
    """The corpus as one part; facts go in by order of key, so that no run depends on how they came."""
    if not isinstance(facts, Sequence):
        part = rule.gather(facts)
        if part is not None:
            return part
    rows = sorted(facts, key=lambda row: row.key)
    parts = (rule.collect(rows[at : at + GATHERED]) for at in range(0, max(len(rows), 1), GATHERED))
    whole = next(parts)
    for part in parts:
        whole = rule.merge(whole, part)
    return whole
