"""Fixes as replacements in files, for programs that apply them without knowing the format of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from corpuslint.containers import format_of
from corpuslint.model import Safety
from corpuslint.report.escape import json_text
from corpuslint.result import Location, Proposal

if TYPE_CHECKING:
    from corpuslint.result import Change

_JSON = {"json", "jsonl"}
_MARKUP = {"sgml", "xml"}
_MARKED = {"csv", "tsv", *_MARKUP}
"""Formats in which some characters do not stand for themselves."""
_SIMPLE = re.compile(r"[\w .!?()’‘“”–—-]*")
"""Text that is written as it is in all of them."""


class Patch(NamedTuple):
    """A range of a file and the text, as it is written there, that takes its place."""

    place: Location
    text: str


def patches(fix: Proposal | None) -> list[Patch]:
    """All replacements of a fix, or none where they do not say all, or nothing that a person sees in the file.

    So it is in compressed and columnar files, in what is only read, and where the fix is for a person to make.
    """
    if fix is None or not fix.whole or fix.safety is Safety.MANUAL:
        return []
    found = [_patch(change) for change in fix.changes]
    return [patch for patch in found if patch] if all(found) else []


def _patch(change: Change) -> Patch | None:
    if change.location is None:
        return None
    if format_of(change.location.path).kind in _MARKUP and not _is_bare(change.before, change.location):
        return None
    text = _written(change.after, change.location)
    return None if text is None else Patch(change.location, text)


def _is_bare(text: str, place: Location) -> bool:
    """Whether a text stands in the file as it reads: nothing lies in it, such as a tag that would be replaced too."""
    return place.line == place.end_line and place.end_column - place.column == len(text)


def _written(text: str, place: Location) -> str | None:
    """The text as it stands in the file; None where that cannot be said."""
    kind, packing, _ = format_of(place.path)
    if packing:
        return None
    if not place.record:
        return text
    if kind in _JSON:
        return json_text(text)[1:-1]
    return text if kind in _MARKED and _SIMPLE.fullmatch(text) else None
