"""What the page knows of a run, as JSON values: the contract between Python and the views.

Version 1 is an object with these keys.

- `version`: 1; it rises when a key changes its meaning or goes away, not when one is added.
- `tool`: the version of corpuslint. `views`: the views of the page in order.
- `summary`, `troubles`, `notes`, `rules`: as in the json report (docs/schemas/findings.schema.json).
- `documents`: what findings lie in or point at, by number:
  `{path, source, record?, id?, title?, date?, day?}`. `source` is that of the record, else its file; of a file its
  folder (`news/`). `day` is the date as YYYY-MM-DD, or YYYY-MM, where it can be told.
- `columns`: the names of the values of a finding; `findings`: one row of values for each, in order of the run.
  - `code`, `severity`, `message`, `fingerprint`: as in the json report. `document`: a number.
  - `place`: `[line, column]` in the file, for a record also `[…, text_line, text_column]`.
  - `excerpt`: `[line, left, found, right, cut]` or null; bit 1 of `cut` says that the line begins before `left`,
    bit 2 that it goes on after `right`.
  - `fix`: `[title, safety, changes, whole]` or null, a change being `[line, left, before, after, right, cut]`.
  - `related`: a list of `[note, document, line, column, excerpt]`.
- `more`: findings left out, the least severe ones.
- `clusters`: documents that share text, see `clusters.py`. `names`: names in several forms, see `spellings.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from posixpath import dirname
from typing import Any

from corpuslint.model import DocKey
from corpuslint.report import values
from corpuslint.report.escape import json_value
from corpuslint.report.html.clusters import clusters
from corpuslint.report.html.spellings import spellings
from corpuslint.report.place import SAFETIES, SEVERITIES
from corpuslint.report.summary import most_severe_first
from corpuslint.result import Change, Excerpt, Location, Proposal, Result, Run
from corpuslint.text.dates import day

VERSION = 1
VIEWS = ("overview", "findings", "documents", "duplicates", "names")
COLUMNS = ("code", "severity", "document", "place", "message", "excerpt", "fix", "related", "fingerprint")
MOST = 100_000
"""Findings on a page; browsers open the page of so many within seconds."""
AROUND, LONGEST = 160, 240
"""Code points shown on either side of what was found, and of that itself."""
RELATED = 12
"""Places that a finding points at."""


def payload(run: Run, views: Sequence[str] = VIEWS) -> dict[str, Any]:
    """What the page knows of a run."""
    kept = {id(result) for result in most_severe_first(run.results)[:MOST]}
    results = [result for result in run.results if id(result) in kept]
    documents = Documents()
    head = values.around(run)
    return {
        "version": VERSION,
        "tool": run.version,
        "views": list(views),
        "summary": head["summary"],
        "troubles": head["troubles"],
        "notes": head["notes"],
        "rules": json_value(_rules(run)),
        "columns": list(COLUMNS),
        "findings": [row(result, documents) for result in results],
        "more": len(run.results) - len(results),
        "clusters": json_value(clusters(results, documents.number)),
        "names": json_value(spellings(results, documents.number, excerpt)),
        "documents": documents.listed,
    }


def _rules(run: Run) -> dict[str, Any]:
    """The rules that findings, or the baseline, speak of; what little is known of one that was not selected."""
    found = {result.code: result for result in run.results}
    trend = {code for counts in run.trend for code in counts} if run.trend else set()
    rules: dict[str, Any] = {
        code: values.facts(run.rules[code]) for code in sorted((found.keys() | trend) & run.rules.keys())
    }
    for code in sorted(found.keys() - rules.keys()):
        one = found[code]
        rules[code] = {
            "name": one.name, "summary": one.summary, "why": "", "family": code[:3],
            "severity": SEVERITIES[one.severity], "fix": None, "precision": None,
        }  # fmt: skip
    return rules


class Documents:
    """The documents that findings speak of, numbered as they come."""

    def __init__(self) -> None:
        self.listed: list[dict[str, Any]] = []
        self._numbers: dict[DocKey, int] = {}

    def number(self, place: Location, meta: Mapping[str, str] | None = None) -> int:
        """The number of the document of a place; `meta` is what its record says of it, where that is known."""
        key = DocKey(place.path, place.record)
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.listed)
            self.listed.append(_document(place))
        if meta:
            self.listed[number].update(_told(meta))
        return number


def _document(place: Location) -> dict[str, Any]:
    if place.record:
        return {"path": place.path, "source": place.path, "record": place.record, "id": place.record_id}
    return {"path": place.path, "source": f"{dirname(place.path) or '.'}/"}


def _told(meta: Mapping[str, str]) -> dict[str, str]:
    told = {name: meta[name] for name in ("source", "title", "date") if meta.get(name)}
    if day_of := day(told.get("date", "")):
        told["day"] = day_of
    return told


def row(result: Result, documents: Documents) -> list[Any]:
    """The values of a finding, in the order of COLUMNS."""
    return [
        result.code,
        SEVERITIES[result.severity],
        documents.number(result.location, result.document),
        position(result.location),
        result.message,
        excerpt(result.excerpt),
        _fix(result.fix),
        [
            [place.note, documents.number(place.location), *position(place.location)[:2], excerpt(place.excerpt)]
            for place in result.related[:RELATED]
        ],
        result.fingerprint,
    ]


def position(place: Location) -> list[int]:
    """Line and column in the file, and for a record also in its text."""
    inside = [place.text_line, place.text_column] if place.record else []
    return [place.line, place.column, *inside]


def excerpt(shown: Excerpt | None) -> list[Any] | None:
    """A line in three parts, cut to what a page shows."""
    if shown is None:
        return None
    left, found, right = shown.text[: shown.start], shown.text[shown.start : shown.end], shown.text[shown.end :]
    cut_left = shown.cut_left or len(left) > AROUND
    cut_right = shown.cut_right or len(right) > AROUND or len(found) > LONGEST
    right = right[:AROUND] if len(found) <= LONGEST else ""
    return [shown.line, left[max(0, len(left) - AROUND) :], found[:LONGEST], right, cut_left + 2 * cut_right]


def _fix(fix: Proposal | None) -> list[Any] | None:
    if fix is None:
        return None
    return [fix.title, SAFETIES[fix.safety], [_change(one) for one in fix.changes], fix.whole]


def _change(one: Change) -> list[Any]:
    return [one.line, one.left, one.before, one.after, one.right, one.cut_left + 2 * one.cut_right]
