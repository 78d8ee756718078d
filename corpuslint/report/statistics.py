"""How often each rule found something: the view of --statistics."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple, TextIO

from corpuslint import collapse
from corpuslint.report import escape
from corpuslint.report.place import COLOURS, MARKS, SAFETIES, SEVERITIES, mark
from corpuslint.report.style import BOLD, Style
from corpuslint.report.summary import count, lines

if TYPE_CHECKING:
    from corpuslint.model import Safety, Severity
    from corpuslint.result import Result, Run


class Count(NamedTuple):
    """What one rule found; `fixable` counts findings that have a safe or unsafe fix.

    `documents` are all that the findings speak for, `files` those that they point at first.
    """

    code: str
    name: str
    severity: Severity
    fix: Safety | None
    findings: int
    documents: int
    files: int
    fixable: int


COLUMNS = Count._fields
"""The keys of the JSON objects, and the columns of the table."""


def counts(run: Run) -> list[Count]:
    """One count for each rule that found something, the most findings first, then by code."""
    found: dict[str, list[Result]] = {}
    for result in run.results:
        found.setdefault(result.code, []).append(result)
    rows = (_count(results, run.spread.get(code)) for code, results in found.items())
    return sorted(rows, key=lambda one: (-one.findings, one.code))


def _count(results: list[Result], documents: int | None) -> Count:
    first = results[0]
    fixes = [result.fix.safety for result in results if result.fix]
    return Count(
        first.code,
        first.name,
        max(result.severity for result in results),
        max(fixes, default=None),
        len(results),
        documents or collapse.documents(results),
        len({result.location.path for result in results}),
        sum(1 for safety in fixes if safety in MARKS),
    )


def write(run: Run, out: TextIO, style: Style) -> None:
    """Write a table of findings, documents, code, mark and name, the documents without findings, and the summary."""
    rows = counts(run)
    findings = max((len(f"{row.findings:,}") for row in rows), default=0)
    documents = max((len(f"{row.documents:,}") for row in rows), default=0)
    for row in rows:
        code = style.paint(escape.terminal(row.code, unicode=style.unicode), COLOURS[row.severity])
        name = escape.terminal(row.name, unicode=style.unicode)
        number = style.paint(f"{row.findings:>{findings},}", BOLD)
        noun = "document " if row.documents == 1 else "documents"
        out.write(f"{number} in {row.documents:>{documents},} {noun}  {code} {mark(row.fix, style) or '    '}{name}\n")
    if rows:
        out.write("\n")
    if style.summary and (clean := without(run)):
        out.write(f"{clean}\n")
    out.writelines(f"{line}\n" for line in lines(run, style))


def without(run: Run) -> str:
    """How many documents have no finding, in a sentence; "" where that is not known, or there is none at all."""
    if run.clean is None or not run.documents or not run.results:
        return ""
    share = 1000 * run.clean // run.documents / 10  # rounded down: nearly all are not 100.0 %
    verb = "has" if run.clean == 1 else "have"
    return f"{run.clean:,} of {count(run.documents, 'document')} ({share} %) {verb} no finding."


def write_json(run: Run, out: TextIO) -> None:
    """Write the same as a JSON array of objects."""
    out.write(f"{escape.json_text([_value(row) for row in counts(run)], indent=2)}\n")


def write_csv(run: Run, out: TextIO) -> None:
    """Write the same as a table for spreadsheets."""
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in counts(run):
        value = _value(row)
        texts = {key: escape.formula_free(text) for key, text in value.items() if isinstance(text, str)}
        writer.writerow(value | texts)


def _value(row: Count) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "severity": SEVERITIES[row.severity],
        "fix": None if row.fix is None else SAFETIES[row.fix],
        "findings": row.findings,
        "documents": row.documents,
        "files": row.files,
        "fixable": row.fixable,
    }
