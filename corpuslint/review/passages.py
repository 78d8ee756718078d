"""The passage of a finding as a person edits it: the lines that its fix touches, before and after that fix."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import fixes
from corpuslint.errors import FixError, UsageError
from corpuslint.lines import Lines
from corpuslint.model import Edit, Span
from corpuslint.review.mending import looked, records
from corpuslint.writing.write import write_new

if TYPE_CHECKING:
    from corpuslint.model import Finding
    from corpuslint.review.desk import Desk
    from corpuslint.review.items import Item

AROUND = 2_000
"""Code points of a long line that are shown on either side of a finding."""
LONGEST = 100_000
"""Code points of a passage that a person is asked to edit."""
_ERRORS = "surrogateescape"


class Passage(NamedTuple):
    """A stretch of a document, what stands there, and what the fix would make of it."""

    span: Span
    before: str
    after: str


def passage(desk: Desk, item: Item) -> Passage:
    """The passage of a finding. Raises Stale where its file has changed, FixError where it is too long to edit."""
    sheet, scanner = desk.sheet(item.path), desk.scanner(item.path)
    for record in records(sheet, scanner, [item.record]):
        found = (one for one, _ in looked(sheet.source, scanner, record) if (one.rule, one.span) == item.place[::2])
        finding = item.judged or next(found, None)
        if finding is not None:
            return _passage(record.text, finding)
    raise FixError("it is not found any more; check again")


def _passage(text: str, finding: Finding) -> Passage:
    edits = fixes.edits_of([finding])
    spans = [finding.span, *(edit.span for edit in edits)]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    lines = Lines(text)
    start = max(lines.bounds(lines.position(start)[0])[0], start - AROUND)
    end = min(max(lines.bounds(lines.position(end)[0])[1], end), end + AROUND)
    if end - start > LONGEST:
        raise FixError(f"{end - start:,} characters are too many to edit here; edit the file itself")
    moved = [edit._replace(span=Span(edit.span.start - start, edit.span.end - start)) for edit in edits]
    return Passage(Span(start, end), text[start:end], fixes.apply(text[start:end], moved))


def rewritten(item: Passage, text: str) -> Edit | None:
    """The edit that makes this text of the passage; None where it is what stands there."""
    return Edit(item.span, text) if text != item.before else None


def edit(text: str) -> str:
    """A text as it comes back from the user's editor. Raises UsageError where that cannot be started or fails."""
    with tempfile.TemporaryDirectory(prefix="corpuslint-") as folder:
        path = os.path.join(folder, "passage.txt")
        write_new(path, _encoded(text + "\n"), mode=0o600)
        command = [*_editor(), path]
        try:
            code = subprocess.run(command, check=False).returncode
        except OSError as error:
            raise UsageError(f"{command[0]}: {error.strerror or error}; set EDITOR to an editor") from error
        if code:
            raise UsageError(f"{command[0]} ended with {code}; nothing was changed")
        with open(path, encoding="utf-8", errors=_ERRORS, newline="") as file:
            return file.read().removesuffix("\n")


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", _ERRORS)
    except UnicodeEncodeError:
        raise FixError("half a character stands here, which no editor keeps; decide on that first") from None


def _editor() -> list[str]:
    """The user's editor with its arguments."""
    usual = "notepad" if sys.platform == "win32" else "vi"
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or usual
    return shlex.split(named, posix=sys.platform != "win32") or [usual]
