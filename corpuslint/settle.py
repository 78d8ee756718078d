"""Fix and look again until nothing is left to fix, record by record, and prove it before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from corpuslint import fixes
from corpuslint.check import Outcome
from corpuslint.containers.base import Record
from corpuslint.errors import FixError
from corpuslint.model import Document, Edit, Finding, Safety, Span
from corpuslint.source import Source, document

Check = Callable[[Document], Outcome]


@dataclass(slots=True)
class Settled:
    """A record after its fixes: what it is now, what was fixed, and what is left to say of it."""

    record: Record
    outcome: Outcome
    used: list[Finding] = field(default_factory=list)


def settle(source: Source, record: Record, check: Check, least: Safety) -> Settled:
    """Apply fixes of at least this class until a look finds none.

    Raises FixError, and nothing is to be written, where fixes undo each other, do not come to an end in
    MAX_PASSES, or cannot be written without loss.
    """
    now = Settled(record, check(document(source, record)))
    seen = {record.raw}
    for _ in range(fixes.MAX_PASSES):
        acting = fixes.choose([one for one in now.outcome.findings if may_act(one, now.record)], least)
        if not acting:
            return now
        changed = _pass(source, now.record, acting)
        if changed.raw in seen:
            raise FixError(f"fixes of {_codes(acting)} undo each other; leave one out with --unfixable")
        seen.add(changed.raw)
        now = Settled(changed, check(document(source, changed)), now.used + acting)
    raise FixError(f"still changing after {fixes.MAX_PASSES} passes ({_codes(acting)}); leave one out with --unfixable")


def may_act(finding: Finding, record: Record) -> bool:
    """Whether a finding may be fixed in a record: a text in a guessed codec is converted first, or left alone."""
    if record.decoding is None or not record.decoding.guessed:
        return True
    fix = finding.fix
    return fix is not None and (bool(fix.codec) or fix.basis == Span(0, len(record.text)))


_MISREAD = "the bytes would be taken for another encoding than before", "set encoding for this file"
_UNHELD = "the text would be read otherwise than it is to be", "write what this format can hold there"
"""Why a fix is not written, and the remedy: in plain files, and in those of records."""


def apply_once(
    source: Source, record: Record, findings: Sequence[Finding], least: Safety
) -> tuple[Record, list[Finding]]:
    """One pass of fixes that were judged elsewhere (corpus rules): the new record and the findings that acted."""
    acting = fixes.choose(findings, least)
    return (_pass(source, record, acting), acting) if acting else (record, [])


def _codes(findings: Sequence[Finding]) -> str:
    return ", ".join(sorted({finding.rule for finding in findings}))


def _pass(source: Source, record: Record, acting: Sequence[Finding]) -> Record:
    codec = next((finding.fix.codec for finding in acting if finding.fix and finding.fix.codec), None)
    if codec is not None:
        return _transcoded(source, record, codec)
    edits = source.container.fitted(record, fixes.edits_of(acting))
    raw = source.container.splice(record, source.fields, edits)
    changed = _again(source, record, raw)
    wanted = fixes.apply(record.text, edits)
    if changed.text != wanted:
        why, remedy = _MISREAD if record.decoding else _UNHELD
        raise FixError(
            f"nothing was written: after the fixes of {_codes(acting)} {why}; {remedy}, or leave a rule out with "
            "--unfixable"
        )
    _prove_locality(source, record, raw, edits, _codes(acting))
    return changed


def _transcoded(source: Source, record: Record, codec: str) -> Record:
    """The whole record in another codec; alone in its pass, for its basis is the whole text."""
    if record.number or record.decoding is None or not record.decoding.bijective:
        raise FixError(f"cannot be written in {codec} without loss")
    return _again(source, record, record.text.encode(codec))


def _again(source: Source, record: Record, raw: bytes) -> Record:
    new = source.container.again(record, raw, source.fields)
    if not isinstance(new, Record):
        raise FixError("the fixed record could not be read back")
    return new._replace(number=record.number, offset=record.offset, line=record.line, meta=record.meta)


def _prove_locality(source: Source, record: Record, raw: bytes, edits: Sequence[Edit], codes: str) -> None:
    """The bytes before, between and after the edits are the old ones, in order."""
    places = [source.container.locate(record, source.fields, edit.span) for edit in edits]
    kept = [0, *(end for _, end in places)]
    starts = [*(start for start, _ in places), len(record.raw)]
    at = 0
    for number, (begin, end) in enumerate(zip(kept, starts, strict=True)):
        piece = record.raw[begin:end]
        found = raw.find(piece, at) if number else (0 if raw.startswith(piece) else -1)
        if found < 0:
            raise FixError(f"bytes outside the edits would change ({codes})")
        at = found + len(piece)
    if not raw.endswith(record.raw[kept[-1] :]):
        raise FixError(f"bytes outside the edits would change ({codes})")
