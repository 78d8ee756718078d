"""Runs the cases of rule files: anybody's, with the words validated, reported, wrong, missing, noisy.

A case is run as a user's text would be: bytes are read, found in, fixed and fixed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpuslint import catalog, corpus, fixes, mapping, rulecases
from corpuslint.check import Checker, Outcome
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.errors import CorpuslintError, RuleError
from corpuslint.lines import Lines
from corpuslint.locate import Located
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.registry import Choice, Entry, Registry
from corpuslint.settle import settle
from corpuslint.source import Source, document, reread


class Verdict(StrEnum):
    """How a case came out."""

    VALIDATED = "validated"
    """Silent, as it should be."""
    REPORTED = "reported"
    """Found and fixed, as it should be."""
    WRONG = "wrong"
    """Found at another place, or fixed to something else."""
    MISSING = "missing"
    """Not found."""
    NOISY = "noisy"
    """Found where there is nothing to find."""
    ERROR = "error"
    """The rule or the case failed."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case and how it came out; `detail` says what was expected and what came."""

    code: str
    rule: str
    case: str
    verdict: Verdict
    detail: str = ""
    expected_failure: bool = False

    @property
    def good(self) -> bool:
        """Whether the case came out as its file says."""
        passed = self.verdict in {Verdict.VALIDATED, Verdict.REPORTED}
        return passed != self.expected_failure


def run(folder: catalog.Folder, failed: list[RuleError] | None = None) -> Iterator[CaseResult]:
    """Every case of every rule file below a folder.

    A file that cannot be used goes to `failed`; raises RuleError where there is no such list.
    """
    entries, unusable = catalog.usable([folder])
    for error in unusable:
        _fail(error, failed)
    for entry in entries:
        try:
            with open(entry.meta.source, encoding="utf-8") as stream:
                found = rulecases.cases(entry.meta.source, stream.read())
        except RuleError as error:
            _fail(error, failed)
            continue
        if entry.by_engine:
            continue
        if not found:
            yield CaseResult(entry.meta.code, entry.meta.name, "", Verdict.ERROR, "the rule file has no cases")
        for case in found:
            yield run_case(entry, case)


def _fail(error: RuleError, failed: list[RuleError] | None) -> None:
    if failed is None:
        raise error
    failed.append(error)


def run_case(entry: Entry, case: rulecases.Case) -> CaseResult:
    """One case of one rule."""
    try:
        verdict, detail = _judge(_set(entry, case.options), case)
    except CorpuslintError as error:
        verdict, detail = Verdict.ERROR, str(error)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - rules of others run here
        verdict, detail = Verdict.ERROR, f"{type(error).__name__}: {error}"
    return CaseResult(entry.meta.code, entry.meta.name, case.name, verdict, detail, case.expected_failure)


def _set(entry: Entry, options: Mapping[str, Any]) -> Entry:
    choice = Choice(select=(entry.meta.name,), preview=True, options={entry.meta.code: options} if options else {})
    return Registry([entry]).select(choice)[0]


def _judge(entry: Entry, case: rulecases.Case) -> tuple[Verdict, str]:
    found = _found(entry, case)
    wrong = _compare(found, case)
    if wrong is not None:
        return wrong
    before = {key: _record(key, raw, case).text for key, raw in case.docs.items()}
    for least, wanted in ((Safety.UNSAFE, case.fixed), (Safety.SAFE, case.safe)):
        if not wanted and (least is Safety.SAFE or entry.meta.corpus):
            continue
        now = _applied(found, before, least) if entry.meta.corpus else _fixed(entry, case, least)
        for key, text in now.items():
            if text != wanted.get(key, before[key]):
                return Verdict.WRONG, f"fixed to {text!r}, not to {wanted.get(key, before[key])!r}"
    if not case.safe and (weak := _weakened(entry, found)):
        return Verdict.WRONG, weak
    return (Verdict.REPORTED if any(case.finds.values()) else Verdict.VALIDATED), ""


def _weakened(entry: Entry, found: Mapping[str, Sequence[Finding]]) -> str:
    """What to tell the author of a rule without Python whose fix is not as safe as the file says; "" where it is."""
    if "match" not in entry.head or entry.meta.fix is not Safety.SAFE:
        return ""
    fixes_ = [finding.fix for several in found.values() for finding in several if finding.fix is not None]
    if all(fix.safety is Safety.SAFE for fix in fixes_):
        return ""
    return (
        "fix is safe, but this fix changes letters or digits, so --fix leaves it to --unsafe-fixes: "
        "write fix: unsafe, or replaces_letters: true, or under `safe` what --fix makes of this case"
    )


def _compare(found: Mapping[str, Sequence[Finding]], case: rulecases.Case) -> tuple[Verdict, str] | None:
    for key, raw in case.docs.items():
        text = _record(key, raw, case).text
        wanted = case.finds.get(key, ())
        got = [_seen(finding, text) for finding in found.get(key, ())]
        if len(got) < len(wanted):
            return Verdict.MISSING, f"in {key}: found {got}, expected {[dict(w) for w in wanted]}"
        if len(got) > len(wanted):
            return Verdict.NOISY, f"in {key}: found {got}, expected {[dict(w) for w in wanted]}"
        for have, want in zip(got, wanted, strict=True):
            if any(have[name] != value for name, value in want.items()):
                return Verdict.WRONG, f"in {key}: found {have}, expected {dict(want)}"
    return None


def _seen(finding: Finding, text: str) -> dict[str, Any]:
    line, column = Lines(text).position(finding.span.start)
    span = text[finding.span.start : finding.span.end]
    return {"text": span, "line": line, "column": column, "message": finding.message}


def _source(key: str) -> Source:
    return Source(key, key, Plain(), Fields(), batched=True)


def _record(key: str, raw: bytes, case: rulecases.Case) -> Record:
    record = next(reread(_source(key), raw))
    if not isinstance(record, Record):
        raise RuleError(f"the text of {key} cannot be read")
    return record._replace(meta=case.meta)


def _found(entry: Entry, case: rulecases.Case) -> Mapping[str, Sequence[Finding]]:
    if entry.meta.corpus:
        return _found_in_corpus(entry, case)
    return {key: _check(entry, _record(key, raw, case), key).findings for key, raw in case.docs.items()}


def _check(entry: Entry, record: Record, key: str) -> Outcome:
    outcome = Checker([entry]).check(document(_source(key), record))
    if outcome.troubles:
        raise CorpuslintError(outcome.troubles[0].message)
    return outcome


def _found_in_corpus(entry: Entry, case: rulecases.Case) -> Mapping[str, Sequence[Finding]]:
    records = {DocKey(key): _record(key, raw, case) for key, raw in case.docs.items()}
    mapper = mapping.Mapper([entry])
    for key, record in records.items():
        mapper.map(Document(key, record.text, record.meta), record)

    def read(key: DocKey) -> tuple[Record, Located]:
        source = _source(key.path)
        return records[key], Located(key, records[key], source.container, source.fields)

    verdict = corpus.report([entry], mapper.finish(), corpus.Library(set(records), read, Checker([])))
    for trouble in [*mapper.troubles, *verdict.troubles]:
        raise CorpuslintError(trouble.message)
    found: dict[str, list[Finding]] = {}
    for finding in sorted(verdict.findings, key=lambda finding: (finding.doc, finding.span)):
        found.setdefault(finding.doc.path, []).append(finding)
    return found


def _applied(found: Mapping[str, Sequence[Finding]], before: Mapping[str, str], least: Safety) -> Mapping[str, str]:
    """The texts after one pass of fixes of a rule across files."""
    return {
        key: fixes.apply(text, fixes.edits_of(fixes.choose(found.get(key, ()), least))) for key, text in before.items()
    }


def _fixed(entry: Entry, case: rulecases.Case, least: Safety) -> Mapping[str, str]:
    checker = Checker([entry])

    def check(doc: Document) -> Outcome:
        return checker.check(Document(doc.key, doc.text, case.meta, doc.decoding, doc.raw))

    return {
        key: settle(_source(key), _record(key, raw, case), check, least).record.text for key, raw in case.docs.items()
    }


__all__ = ["CaseResult", "Verdict", "run", "run_case"]
