"""One document through all rules: the stages, and the guard around every call."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from corpuslint import fixes
from corpuslint.errors import ConfigError, NoRoom, RuleError
from corpuslint.model import Document, Finding, Fix, Reading, Safety, Severity, Span, Stage
from corpuslint.registry import Entry
from corpuslint.result import Trouble
from corpuslint.screening import CLEAR, Gate, between_edges, is_plain

if TYPE_CHECKING:
    from corpuslint.fences import Code

MAX_FINDINGS = 1_000
"""Findings of one rule in one document; what is beyond is counted."""
_OF_PROSE = frozenset({"BPL", "MUP", "NAM", "PUN"})
"""Families that leave the code in Markdown files alone."""


class Outcome:
    """What the rules said of one document.

    `repaired` is the text as the first stages would repair it; None where it needs no repair.
    """

    def __init__(self, most: int | None = MAX_FINDINGS) -> None:
        self.most = most
        self.findings: list[Finding] = []
        self.troubles: list[Trouble] = []
        self.repaired: fixes.Repaired | None = None


class Exceptions(NamedTuple):
    """What holds for one document beside what holds for all."""

    silenced: frozenset[str] = CLEAR
    """Rules that say nothing of it."""
    severity: Mapping[str, Severity] = {}
    """What weighs other than usual, by code."""


class Checker:
    """The per-document rules of a run."""

    def __init__(
        self, entries: Iterable[Entry], promoted: Mapping[str, Safety] | None = None, cache: Any = None
    ) -> None:
        self.entries = [entry for entry in entries if not entry.meta.corpus and not entry.by_engine]
        self.promoted = promoted or {}
        self._by_stage: dict[Stage, dict[str, Entry]] = {stage: {} for stage in Stage}
        for entry in self.entries:
            self._by_stage[entry.meta.stage][entry.meta.code] = entry
        self.gate = Gate(self.entries, cache)
        self._text_gate = Gate(list(self._by_stage[Stage.TEXT].values()), cache)

    def screen(self, texts: Sequence[bytes]) -> list[frozenset[str] | None]:
        """What the gate says of each of these UTF-8 texts; None where the bytes are not plain text."""
        data = between_edges(texts)
        if not is_plain(data):
            return [self._alone(between_edges([text])) for text in texts]
        return list(self.gate.hits_of_each(texts, data))

    def _alone(self, data: bytes) -> frozenset[str] | None:
        return self.gate.hits(data) if is_plain(data) else None

    def check(
        self,
        doc: Document,
        without: frozenset[str] = frozenset(),
        hits: frozenset[str] | None = None,
        *,
        most: int | None = MAX_FINDINGS,
    ) -> Outcome:
        """All findings of one document, in order of place; rules whose code is in `without` stay silent.

        `hits` is what `screen` said of the document where it was asked already; `most` findings of one rule are
        kept and the others counted (None: all are kept, as fixes need them).
        Later stages judge the text as the earlier ones would repair it, and their spans are led back.
        """
        outcome = Outcome(most)
        in_part = hits is not None and not hits.isdisjoint(self._by_stage[Stage.REPAIR])
        hits = (self.gate.hits(_framed(doc)) if hits is None else hits) - without
        self._run(Stage.BYTES, doc, hits, outcome)
        if doc.decoding is None or doc.decoding.trusted:
            self._run(Stage.REPAIR, doc, hits, outcome)
            outcome.repaired = _repaired(doc, outcome.findings)
            if outcome.repaired is None and in_part:  # where a text may be repaired, `screen` leaves this open
                hits |= self._text_gate.uncleared(_framed(doc)) - without
            self._judge_text(doc, hits, without, outcome)
        if doc.decoding is not None and doc.decoding.guessed:
            outcome.findings = [_waiting(finding, outcome.findings, doc) for finding in outcome.findings]
        outcome.findings.sort(key=lambda finding: (finding.span, finding.rule, finding.message))
        return outcome

    def _judge_text(self, doc: Document, hits: frozenset[str], without: frozenset[str], outcome: Outcome) -> None:
        repaired = outcome.repaired
        if repaired is None:
            self._run(Stage.TEXT, doc, hits, outcome)
            return
        later = Outcome(outcome.most)
        doc = doc.with_text(repaired.text)
        self._run(Stage.TEXT, doc, self._text_gate.hits(_framed(doc)) - without, later)
        outcome.troubles += later.troubles
        outcome.findings += [led_back(finding, repaired) for finding in later.findings]

    def _run(self, stage: Stage, doc: Document, hits: frozenset[str], outcome: Outcome) -> None:
        entries = self._by_stage[stage]
        unread = stage is Stage.BYTES and doc.decoding is not None and doc.decoding.reading is not Reading.UTF8
        parts = _code(doc) if doc.key.is_markdown else None
        for code in sorted(entries if unread else hits & entries.keys()):
            if _speaks(entries[code], doc):
                outcome.findings += self._guarded(entries[code], doc, outcome, parts)

    def _guarded(self, entry: Entry, doc: Document, outcome: Outcome, parts: Code | None) -> list[Finding]:
        """The findings of one rule; whatever it does wrong becomes a trouble and harms no other rule."""
        text = doc.text
        try:
            findings: Iterator[object] = iter(entry.rule.check(doc))
            valid = self._valid(entry, doc, findings)
            if parts is not None and entry.meta.family in _OF_PROSE:
                findings = valid = parts.outside(valid)
            kept = list(islice(valid, outcome.most))
            more = sum(1 for _ in findings) if len(kept) == outcome.most else 0
            if doc.text is not text:
                raise TypeError("the rule changed the document, which others read too")
        except (Exception, SystemExit) as error:  # noqa: BLE001 - rules of others run here; the message names rule, document and cause
            doc.text = text
            outcome.troubles.append(rule_trouble(entry, str(doc.key), error))
            return []
        if more:
            kept[-1] = kept[-1]._replace(message=f"{kept[-1].message} (and {more:,} more in this document)")
        return kept

    def _valid(self, entry: Entry, doc: Document, findings: Iterable[object]) -> Iterator[Finding]:
        from corpuslint.vetting import vet, within  # where all is clean, no rule is called

        for found in findings:
            finding = within(vet(found, entry.meta.code, doc.key), len(doc.text))
            fix = finding.fix
            if fix is not None and (bounded := self._bounded(entry, doc, fix)) is not fix:
                finding = finding._replace(fix=bounded)
            yield finding

    def _bounded(self, entry: Entry, doc: Document, fix: Fix) -> Fix | None:
        """The fix with its class as the rule and the settings allow it; a safe one must keep every letter."""
        meta = entry.meta
        if meta.fix is None:
            return None
        safety = min(fix.safety, meta.fix)
        if safety is Safety.SAFE and meta.stage is Stage.TEXT and not meta.replaces_letters:
            safety = Safety.SAFE if fixes.keeps_letters(doc.text, fix.edits) else Safety.UNSAFE
        if safety is not Safety.MANUAL:
            safety = self.promoted.get(meta.code, safety)
        return fixes.behind_mark(doc.text, fix if safety is fix.safety else fix._replace(safety=safety))


def _code(doc: Document) -> Code:
    from corpuslint.fences import Code  # most corpora have no Markdown

    return Code(doc.text)


def rule_trouble(entry: Entry, where: str, error: BaseException) -> Trouble:
    """A rule that failed, as a trouble that says which rule, where, why and what to do; or what is set wrongly."""
    from corpuslint.blame import told

    if isinstance(error, ConfigError | NoRoom):  # the same for all documents and rules that need it: told once
        return Trouble("RUN902", f"{error}; the rules that need it were left out")
    meta = entry.meta
    if isinstance(error, RuleError):  # the same for all documents
        said = (
            f"{error}; rule {meta.code} {meta.name} was left out: mend this, or leave it out with --ignore {meta.code}"
        )
        return Trouble("RUN902", said)
    cause = told(error, os.path.dirname(meta.source))
    return Trouble(
        "RUN902",
        f"rule {meta.code} {meta.name} ({meta.source}) failed and was left out here: {cause}; "
        f"report it to its author, or leave it out with --ignore {meta.code}",
        where,
    )


def _framed(doc: Document) -> bytes:
    return between_edges([doc.data])


def _speaks(entry: Entry, doc: Document) -> bool:
    languages = entry.meta.languages
    if not languages:
        return True
    return (doc.language or _guess(doc)) in languages


def _guess(doc: Document) -> str:
    from corpuslint.text import language  # only documents with a hit of a rule for some languages come here

    return language.detect(doc.text)


def led_back(finding: Finding, repaired: fixes.Repaired) -> Finding:
    """A finding on the repaired text at its place in the text as it is; a fix that meets a repair waits for it."""
    fix = finding.fix
    if fix is not None:
        meets = any(repaired.touched(edit.span) for edit in fix.edits)
        fix = None if meets else Fix(
            tuple(edit._replace(span=repaired.back(edit.span)) for edit in fix.edits),
            fix.safety, fix.title, repaired.back(fix.basis), fix.codec,
        )  # fmt: skip
    places = tuple(
        place._replace(span=repaired.back(place.span)) if place.doc == finding.doc else place
        for place in finding.related
    )
    return finding._replace(span=repaired.back(finding.span), fix=fix, related=places)


def _waiting(finding: Finding, findings: Sequence[Finding], doc: Document) -> Finding:
    """A finding in a text whose codec was guessed: its fix waits for the conversion, and is no safer than that."""
    whole = Span(0, len(doc.text))
    conversions = [f.fix.safety for f in findings if f.fix is not None and (f.fix.codec or f.fix.basis == whole)]
    if finding.fix is None or finding.fix.codec or finding.fix.basis == whole:
        return finding
    safety = min(finding.fix.safety, max(conversions, default=Safety.MANUAL))
    return finding._replace(fix=finding.fix._replace(safety=safety))


def _repaired(doc: Document, findings: Iterable[Finding]) -> fixes.Repaired | None:
    acting = fixes.choose((f for f in findings if f.fix is not None and f.fix.edits), Safety.UNSAFE)
    return fixes.Repaired.of(doc.text, fixes.edits_of(acting)) if acting else None
