"""Findings as the language server protocol has them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from lsprotocol import types
from pygls import uris

from corpuslint.model import Safety, Severity
from corpuslint.report.escape import terminal
from corpuslint.result import Location, Result
from corpuslint.server.text import Text

SOURCE = "corpuslint"
MOST_RELATED = 20
"""Other places that a finding points at."""
LARGEST = 4 << 20
"""Bytes of the largest file that is read to place something in it."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_MARKS = {Safety.SAFE: "", Safety.UNSAFE: " (unsafe)", Safety.MANUAL: " (decide yourself)"}


def extent(text: Text, place: Location) -> types.Range:
    """The range of a finding in the text of its file."""
    start = text.at(place.line, place.column)
    return text.range(start, max(start, text.at(place.end_line, place.end_column)))


def diagnostic(text: Text, result: Result, texts: Texts) -> types.Diagnostic:
    """A finding; nothing of a corpus in it can do more than be shown."""
    related = [
        types.DiagnosticRelatedInformation(texts.location(one.location), terminal(one.note or result.summary))
        for one in result.related[:MOST_RELATED]
    ]
    return types.Diagnostic(
        range=extent(text, result.location),
        severity=_SEVERITIES[result.severity],
        code=result.code,
        source=SOURCE,
        message=terminal(result.message),
        related_information=related or None,
        data={"fingerprint": result.fingerprint},
    )


def title(result: Result) -> str:
    """What a fix is called."""
    fix = result.fix
    return f"{terminal(fix.title)} ({result.code}){_MARKS[fix.safety]}" if fix else ""


class Texts:
    """The texts of files that findings point at: as an editor has them open, or from the disk."""

    def __init__(self, opened: Mapping[str, Text], units: types.PositionEncodingKind) -> None:
        """`opened` are the texts of open files, by real path."""
        self._known: dict[str, Text | None] = {os.path.realpath(path): text for path, text in opened.items()}
        self._units = units

    def location(self, place: Location) -> types.Location:
        """A place in any file; where its text cannot be had, columns count code points."""
        path = os.path.realpath(place.path)
        if path not in self._known:
            self._known[path] = self._read(path)
        text = self._known[path]
        if text is None:
            start = types.Position(place.line - 1, place.column - 1)
            end = types.Position(place.end_line - 1, place.end_column - 1)
            return types.Location(_uri(path), types.Range(start, end))
        return types.Location(_uri(path), extent(text, place))

    def _read(self, path: str) -> Text | None:
        try:
            if os.path.getsize(path) > LARGEST:
                return None
            with open(path, encoding="utf-8-sig", newline="") as stream:
                return Text(stream.read(), self._units)
        except (OSError, UnicodeDecodeError):
            return None


def _uri(path: str) -> str:
    return str(uris.from_fs_path(path))


def covers(extent: types.Range, other: types.Range) -> bool:
    """Whether two ranges share a place; they do where one ends and the other begins."""
    return _before(extent.start, other.end) and _before(other.start, extent.end)


def _before(a: types.Position, b: types.Position) -> bool:
    return (a.line, a.character) <= (b.line, b.character)
