"""SARIF 2.1.0, as GitHub code scanning and other viewers read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from corpuslint.model import Severity
from corpuslint.report import sarif_places as places
from corpuslint.report.escape import json_text
from corpuslint.report.limits import MOST_RESULTS, kept
from corpuslint.report.patch import patches
from corpuslint.report.place import SAFETIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from corpuslint.report.style import Style
    from corpuslint.result import Proposal, Result, RuleFacts, Run, Trouble

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LONGEST_DESCRIPTION = 1_024
"""Characters that GitHub takes of a rule's descriptions."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISIONS = ((0.95, "very-high"), (0.85, "high"), (0.6, "medium"))
"""Measured precision from which a rule gets this word of GitHub's; below, it is low."""

_Object = dict[str, object]


class Sarif:
    """One log with one run."""

    name = "sarif"

    def write(self, run: Run, out: TextIO, style: Style) -> None:  # noqa: ARG002 - no style in data
        """Write the log; of many findings the 5,000 most severe, in the order of the run."""
        out.write(f"{json_text({'$schema': SCHEMA, 'version': '2.1.0', 'runs': [_run(run)]}, indent=2)}\n")


def _run(run: Run) -> _Object:
    codes = sorted(run.rules.keys() | {result.code for result in run.results})
    indices = {code: index for index, code in enumerate(codes)}
    results, more = kept(run.results, MOST_RESULTS)
    return {
        "tool": {"driver": _driver(run, codes)},
        "automationDetails": {"id": "corpuslint/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(run, more)],
        "results": [_result(result, indices) for result in results],
    }


def _driver(run: Run, codes: list[str]) -> _Object:
    seen = {result.code: result for result in run.results}
    return {
        "name": "corpuslint",
        "version": run.version,
        "rules": [_rule(run.rules[code]) if code in run.rules else _unknown(seen[code]) for code in codes],
        "notifications": [{"id": code} for code in sorted({trouble.code for trouble in run.troubles})],
    }


def _rule(rule: RuleFacts) -> _Object:
    properties: _Object = {"tags": ["corpus", rule.family], "problem.severity": _PROBLEMS[rule.severity]}
    if rule.precision is not None:
        reached = (name for least, name in _PRECISIONS if rule.precision >= least)
        properties["precision"] = next(reached, "low")
    why = _sentence(rule.why) or _sentence(rule.summary)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _short(rule.summary)},
        "fullDescription": {"text": _short(why)},
        "help": {"text": f"{why}\n\nMore: corpuslint rule {rule.code}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _unknown(result: Result) -> _Object:
    """What is known of a rule by one of its findings alone."""
    summary = _short(result.summary or result.code)
    return {"id": result.code, "name": result.name, "shortDescription": {"text": summary}}


def _sentence(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_DESCRIPTION else f"{text[: LONGEST_DESCRIPTION - 1]}…"


def _result(result: Result, indices: Mapping[str, int]) -> _Object:
    found: _Object = {
        "ruleId": result.code,
        "ruleIndex": indices[result.code],
        "level": _LEVELS[result.severity],
        "message": {"text": places.message(result)},
        "locations": [places.location(result.location)],
        "partialFingerprints": {
            "primaryLocationLineHash": result.fingerprint,
            "corpuslint/v1": result.fingerprint,
        },
    }
    if result.related:
        found["relatedLocations"] = places.related(result)
    if result.fix and (fix := _fix(result.fix)):
        found["fixes"] = [fix]
    return found


def _fix(fix: Proposal) -> _Object | None:
    """The fix for viewers that can apply it; None where they cannot."""
    replacements: dict[str, list[_Object]] = {}
    for place, text in patches(fix):
        replacement: _Object = {"deletedRegion": places.region(place), "insertedContent": {"text": text}}
        replacements.setdefault(places.target(place.path), []).append(replacement)
    if not replacements:
        return None
    title = f"{fix.title} ({SAFETIES[fix.safety]})"
    changes = [{"artifactLocation": {"uri": target}, "replacements": parts} for target, parts in replacements.items()]
    return {"description": {"text": places.plain(title)}, "artifactChanges": changes}


def _invocation(run: Run, more: str) -> _Object:
    return {
        "executionSuccessful": not run.troubles and not run.interrupted,
        "toolExecutionNotifications": list(_notifications(run, more)),
    }


def _notifications(run: Run, more: str) -> Iterator[_Object]:
    for trouble in run.troubles:
        yield _trouble(trouble)
    if run.interrupted:
        yield _notification("warning", "The run was interrupted: this is not all there is to find.")
    if more:
        yield _notification("warning", more)
    for note in run.notes:
        yield _notification("note", note)


def _notification(level: str, text: str) -> _Object:
    return {"level": level, "message": {"text": places.plain(text)}}


def _trouble(trouble: Trouble) -> _Object:
    found = {"descriptor": {"id": trouble.code}, **_notification("error", trouble.message)}
    return found | ({"locations": [places.of_trouble(trouble)]} if trouble.path else {})
