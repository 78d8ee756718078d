"""A run read back from its json or json-lines report, so that it can be reported once more in another form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpuslint.errors import UsageError
from corpuslint.hints import visible
from corpuslint.read import read as read_file
from corpuslint.report import escape
from corpuslint.report.place import SAFETIES, SEVERITIES
from corpuslint.report.values import VERSION
from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result, RuleFacts, Run, Trend, Trouble

_SEVERITY = {name: severity for severity, name in SEVERITIES.items()}
_SAFETY = {name: safety for safety, name in SAFETIES.items()}
_NUMBERS = ("line", "column", "end_line", "end_column", "byte_column", "end_byte_column", "text_line", "text_column")

_Object = dict[str, Any]


def read(path: str) -> Run:
    """The run of a report. What of it is not written (offsets in a text, rules that found nothing) is not known.

    A json-lines report without its last line is that of a run that was interrupted.
    Raises ReadError for a file that cannot be read, and UsageError for one that is no such report.
    """
    data = read_file(path).data
    try:
        return _run(*_parts(data))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise UsageError(
            f"{visible(path)}: not a report of corpuslint in the format json or json-lines, or a damaged one; "
            "write one with `corpuslint --output json:run.json`"
        ) from None


def _parts(data: bytes) -> tuple[_Object, list[_Object]]:
    """What stands around the findings, and the findings."""
    first = data[: data.find(b"\n") + 1]
    if b'"kind"' not in first[:20]:
        document = json.loads(data)
        return document, document["findings"]
    lines = data.split(b"\n")
    values = [json.loads(line) for line in lines[:-1]]
    if values[-1]["kind"] == "summary":
        return values[-1], values[:-1]
    return _unfinished(len(values)), values


def _unfinished(findings: int) -> _Object:
    """What stands around the findings of a report that was cut off."""
    note = f"The report ends after {findings:,} findings, without its summary: the figures of the run are not known."
    return {"version": VERSION, "tool": {"version": "?"}, "summary": {"interrupted": True}, "notes": [note]}


def _run(head: _Object, findings: list[_Object]) -> Run:
    if not isinstance(head["version"], int) or head["version"] > VERSION:
        raise UsageError(f"the report is of version {head['version']} of its format; a newer corpuslint reads it")
    summary, rules = head["summary"], head.get("rules", {})
    return Run(
        version=_text(head["tool"]["version"]),
        results=tuple(_result(one, rules) for one in findings),
        troubles=tuple(map(_trouble, head.get("troubles", []))),
        rules={_text(code): _facts(code, facts) for code, facts in rules.items()},
        files=int(summary.get("files", 0)),
        documents=int(summary.get("documents", 0)),
        size=int(summary.get("bytes", 0)),
        fixed=_counts(summary.get("fixed", {})),
        fixed_files=int(summary.get("fixed_files", 0)),
        shown_fixes=tuple((_path(one), _text(one["code"]), int(one["count"])) for one in summary.get("fixes", [])),
        undo=_text(summary.get("undo") or ""),
        suppressed=int(summary.get("suppressed", 0)),
        interrupted=bool(summary.get("interrupted")),
        notes=tuple(map(_text, head.get("notes", []))),
        trend=_trend(summary.get("trend")),
        spread=_counts(summary.get("documents_by_rule", {})),
        clean=None if summary.get("clean") is None else int(summary["clean"]),
    )


def _trend(told: _Object | None) -> Trend | None:
    return None if told is None else Trend(*(_counts(told[name]) for name in Trend._fields))


def _trouble(one: _Object) -> Trouble:
    return Trouble(_text(one["code"]), _text(one["message"]), _path(one), int(one.get("line", 0)))


def _facts(code: str, facts: _Object) -> RuleFacts:
    fix, precision = facts["fix"], facts["precision"]
    return RuleFacts(
        code, _text(facts["name"]), _text(facts["summary"]), _text(facts.get("why", "")), _SEVERITY[facts["severity"]],
        None if fix is None else _SAFETY[fix], None if precision is None else _share(precision), _text(facts["family"]),
    )  # fmt: skip


def _result(one: _Object, rules: Mapping[str, _Object]) -> Result:
    code, fix = _text(one["code"]), one["fix"]
    return Result(
        code,
        _text(one["name"]),
        _text(rules.get(code, {}).get("summary", "")),
        _SEVERITY[one["severity"]],
        _text(one["message"]),
        _location(one["location"]),
        _text(one["text"]),
        _excerpt(one["excerpt"]),
        _text(one["fingerprint"]),
        None if fix is None else _proposal(fix),
        tuple(
            Related(_text(place["note"]), _location(place["location"]), _excerpt(place["excerpt"]))
            for place in one["related"]
        ),
        dict(one["data"]),
        {name: _text(value) for name, value in one.get("document", {}).items()},
    )


def _proposal(fix: _Object) -> Proposal:
    return Proposal(
        _text(fix["title"]), _SAFETY[fix["safety"]], tuple(map(_change, fix["changes"])), bool(fix["whole"])
    )


def _change(one: _Object) -> Change:
    left, before, after, right = (_text(one[name]) for name in ("left", "before", "after", "right"))
    place = None if one["location"] is None else _location(one["location"])
    return Change(int(one["line"]), left, before, after, right, bool(one["cut_left"]), bool(one["cut_right"]), place)


def _excerpt(shown: _Object | None) -> Excerpt | None:
    if shown is None:
        return None
    return Excerpt(
        int(shown["line"]), _text(shown["text"]), int(shown["start"]), int(shown["end"]),
        bool(shown["cut_left"]), bool(shown["cut_right"]),
    )  # fmt: skip


def _location(place: _Object) -> Location:
    return Location(
        path=_path(place),
        **{name: int(place[name]) for name in _NUMBERS},
        record=int(place.get("record", 0)),
        record_id=_text(place.get("record_id", "")),
        field=_text(place.get("field", "")),
    )


def _path(named: _Object) -> str:
    """A file name, from its bytes where they are no UTF-8."""
    told = _text(named.get("path", ""))
    raw = bytes.fromhex(named.get("path_bytes", ""))
    names = (raw.decode("utf-8", errors) for errors in ("surrogateescape", "surrogatepass"))
    return next((name for name in names if escape.well_formed(name) == told), told) if raw else told


def _share(value: float) -> float:
    """A number from 0 to 1."""
    if not 0 <= value <= 1:
        raise ValueError("not a share")
    return float(value)


def _counts(found: _Object) -> dict[str, int]:
    return {_text(code): int(count) for code, count in found.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
