"""Where a finding lies and what it is called, in words that editors and people understand."""

from __future__ import annotations

from corpuslint.model import Safety, Severity
from corpuslint.report import escape
from corpuslint.report.style import BLUE, BOLD_BLUE, BOLD_RED, BOLD_YELLOW, CYAN, RED, YELLOW, Style
from corpuslint.result import Location, Proposal

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
SAFETIES = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe", Safety.MANUAL: "manual"}
MARKS = {Safety.SAFE: "[*] ", Safety.UNSAFE: "[?] "}
COLOURS = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: BLUE}
BOLD_COLOURS = {Severity.ERROR: BOLD_RED, Severity.WARNING: BOLD_YELLOW, Severity.INFO: BOLD_BLUE}


def mark(fix: Proposal | Safety | None, style: Style) -> str:
    """`[*] ` for a safe fix, `[?] ` for an unsafe one, nothing for others."""
    safety = fix.safety if isinstance(fix, Proposal) else fix
    shown = MARKS.get(safety, "") if safety is not None else ""
    return f"{style.paint(shown[:-1], CYAN)} " if shown else ""


def where(location: Location, style: Style) -> str:
    """`path:line:column`, a link on a terminal."""
    name = escape.path(location.path, unicode=style.unicode)
    return style.link(f"{name}:{location.line}:{location.column}", location.path)


def record(location: Location, style: Style) -> str:
    """` (record "a17", text 1:42)` for a place in a file of many documents, otherwise nothing."""
    if not location.record:
        return ""
    known = f'"{location.record_id}"' if location.record_id else str(location.record)
    name = escape.terminal(known, unicode=style.unicode)
    field = escape.terminal(location.field or "text", unicode=style.unicode)
    return f" (record {name}, {field} {location.text_line}:{location.text_column})"
