"""Controls and separators that text has no use for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Safety, Span, delete, replace

_ESCAPE = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|\][^\x07\x1b\n]{0,400}(?:\x07|\x1b\\)?"  # OSC: titles, links
    r"|[PX^_][^\x1b\n]{0,400}\x1b\\"
    r"|[()*+][0-9A-Za-z]|[@-Z\\^_=>]|c)"
)
_CONTROL = re.compile(rf"{_ESCAPE}|\x1b|[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]+|[\x0b\x0c]+")
_SEPARATOR = re.compile("\r?\n?(?P<here>[\u2028\u2029]+)\r?\n?")
_SHIFT = "\x1b$"
"""Announces characters of ISO-2022: such text is no ASCII, and its controls are for ENC001."""
_BREAKS = "\x0b\x0c"


class ControlCharacter(Rule):
    """C0 controls, DEL and terminal escape sequences."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run of controls and for each escape sequence."""
        shifted = _SHIFT in doc.text
        for match in _CONTROL.finditer(doc.text):
            if shifted and match[0][0] in "\x1b\x0e\x0f":
                continue
            span, found = Span(*match.span()), match[0]
            if found[0] in _BREAKS:
                title = "Write a line break"
                fix = replace(span, "\n", Safety.UNSAFE, title)
                yield self.finding(doc, span, f"{_names(found)}, which breaks lines on paper", fix=fix)
            elif found == "\x1b":
                fix = delete(span, Safety.UNSAFE, "Remove it")
                yield self.finding(doc, span, "an escape character without a sequence", fix=fix)
            else:
                what = "a terminal escape sequence" if found[0] == "\x1b" else f"control {_names(found)}"
                yield self.finding(doc, span, what, fix=delete(span, Safety.SAFE, "Remove it"))


def _names(found: str) -> str:
    names = " ".join(f"U+{ord(c):04X}" for c in found[:3])
    return names if len(found) <= 3 else f"{names} and {len(found) - 3:,} more"


class LineSeparator(Rule):
    """U+2028 and U+2029, which break lines for some programs and not for others."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding for each run, with a line break around it."""
        crlf = doc.text.count("\r\n")
        end = "\r\n" if crlf * 2 > doc.text.count("\n") else "\n"
        for match in _SEPARATOR.finditer(doc.text):
            span, at = Span(*match.span()), Span(*match.span("here"))
            code = f"U+{ord(doc.text[at.start]):04X}"
            fix = replace(span, end, Safety.SAFE, "Write a line break")
            yield self.finding(doc, at, f"{code} instead of a line break", fix=fix)
