"""Where a finding lies and what it is called, in words that editors and people understand."""

from __future__ import annotations

import os
from functools import lru_cache

from corpuslint.model import Safety, Severity
from corpuslint.report import escape
from corpuslint.report.style import BLUE, BOLD_BLUE, BOLD_RED, BOLD_YELLOW, CYAN, RED, YELLOW, Style
from corpuslint.result import Location, Proposal, Result

SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
SAFETIES = {Safety.SAFE: "safe", Safety.UNSAFE: "unsafe", Safety.MANUAL: "manual"}
MARKS = {Safety.SAFE: "[*] ", Safety.UNSAFE: "[?] "}
_PLAIN = Style()
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


def told(result: Result) -> str:
    """The message and the record that it is about, as one line that a log can only show."""
    return f"{escape.terminal(result.message)}{record(result.location, _PLAIN)}"


def in_checkout(path: str, variable: str) -> str:
    """The path as a host of builds knows it: relative to the checkout that a variable of the environment names.

    As it is where the variable is not set, or the file lies elsewhere.
    """
    root = os.environ.get(variable)
    return _below(path, root, os.getcwd()) if root else path


@lru_cache(maxsize=4096)
def _below(path: str, root: str, here: str) -> str:
    found = os.path.relpath(os.path.join(os.path.realpath(here), path), os.path.realpath(root))
    return path if found.split(os.sep)[0] == os.pardir else found.replace(os.sep, "/")
