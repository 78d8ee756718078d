"""A run as JSON values. The schema in docs/schemas/findings.schema.json says what each key means."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from corpuslint.model import Safety
from corpuslint.report import escape
from corpuslint.report.place import SAFETIES, SEVERITIES
from corpuslint.report.summary import fixable, severity_counts

if TYPE_CHECKING:
    from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result, RuleFacts, Run, Trouble

VERSION = 1
"""Of the format; it rises when a key changes its meaning or goes away, not when one is added."""

Value = dict[str, object]


def finding(result: Result) -> Value:
    """One finding with everything that is known of it."""
    return {
        "code": result.code,
        "name": result.name,
        "severity": SEVERITIES[result.severity],
        "message": result.message,
        "location": location(result.location),
        "text": result.text,
        "excerpt": excerpt(result.excerpt),
        "fix": proposal(result.fix),
        "related": [related(place) for place in result.related],
        "fingerprint": result.fingerprint,
        "data": dict(result.data),
        **({"document": dict(result.document)} if result.document else {}),
    }


def plain(result: Result) -> Value:
    """The same as JSON values whatever a rule made its data of; only texts may not be well-formed."""
    return {**finding(result), "data": escape.json_value(result.data, 1)}


def location(place: Location) -> Value:
    """A range in a file; the keys of a record only where there is one."""
    values: Value = {
        **path(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "byte_column": place.byte_column,
        "end_byte_column": place.end_byte_column,
        "text_line": place.text_line,
        "text_column": place.text_column,
    }
    if place.record:
        values |= {"record": place.record, "record_id": place.record_id, "field": place.field}
    return values


def path(name: str) -> Value:
    """A file name as text, and as bytes in hexadecimal where it is not UTF-8."""
    return {"path": name} if escape.is_utf8(name) else {"path": name, "path_bytes": escape.path_bytes(name).hex()}


def excerpt(shown: Excerpt | None) -> Value | None:
    """The line around a span."""
    if shown is None:
        return None
    return {
        "line": shown.line,
        "text": shown.text,
        "start": shown.start,
        "end": shown.end,
        "cut_left": shown.cut_left,
        "cut_right": shown.cut_right,
    }


def proposal(fix: Proposal | None) -> Value | None:
    """A fix and its changes."""
    if fix is None:
        return None
    return {
        "title": fix.title,
        "safety": SAFETIES[fix.safety],
        "whole": fix.whole,
        "changes": [change(one) for one in fix.changes],
    }


def change(one: Change) -> Value:
    """One replacement."""
    return {
        "location": location(one.location) if one.location else None,
        "line": one.line,
        "left": one.left,
        "before": one.before,
        "after": one.after,
        "right": one.right,
        "cut_left": one.cut_left,
        "cut_right": one.cut_right,
    }


def related(place: Related) -> Value:
    """Another place that a finding points at."""
    return {"note": place.note, "location": location(place.location), "excerpt": excerpt(place.excerpt)}


def trouble(one: Trouble) -> Value:
    """What was not checked or not done; without a path or a line where it has none."""
    values: Value = {"code": one.code, "message": one.message}
    if one.path:
        values |= path(one.path)
    return values | ({"line": one.line} if one.line else {})


def rules(run: Run) -> Value:
    """The rules that found something, by code."""
    found = sorted({result.code for result in run.results} & run.rules.keys())
    return {code: facts(run.rules[code]) for code in found}


def facts(rule: RuleFacts) -> Value:
    """What is known of a rule."""
    return {
        "name": rule.name,
        "summary": rule.summary,
        "why": rule.why,
        "family": rule.family,
        "severity": SEVERITIES[rule.severity],
        "fix": None if rule.fix is None else SAFETIES[rule.fix],
        "precision": rule.precision,
    }


def summary(run: Run) -> Value:
    """The figures of a run."""
    fixes = fixable(run.results)
    return {
        "files": run.files,
        "documents": run.documents,
        "bytes": run.size,
        "findings": len(run.results),
        "by_severity": severity_counts(run.results),
        "by_rule": dict(sorted(Counter(result.code for result in run.results).items())),
        "documents_by_rule": dict(run.spread),
        "clean": run.clean,
        "fixable": {name: fixes[safety] for safety, name in SAFETIES.items() if safety is not Safety.MANUAL},
        "suppressed": run.suppressed,
        "fixed": dict(run.fixed),
        "fixed_files": run.fixed_files,
        "fixes": [{**path(name), "code": code, "count": count} for name, code, count in run.shown_fixes],
        "undo": run.undo or None,
        "interrupted": run.interrupted,
        "trend": run.trend and {name: dict(counts) for name, counts in run.trend._asdict().items()},
    }


def around(run: Run) -> Value:
    """Everything but the findings: the format's version, the tool, and what the run came to."""
    return {
        "version": VERSION,
        "tool": {"name": "corpuslint", "version": run.version},
        "summary": summary(run),
        "rules": rules(run),
        "troubles": [trouble(one) for one in run.troubles],
        "notes": list(run.notes),
    }
