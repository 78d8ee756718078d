"""Findings as reports need them: located in their files, with the text around them, free of documents.

Text in here is corpus text as it is, hostile characters included; every report escapes it at its exit.
"""

from collections.abc import Mapping
from typing import NamedTuple

from corpuslint.model import NOTHING, DocKey, Safety, Severity


class Location(NamedTuple):
    """A range in a file as editors count it.

    Lines and columns are 1-based, columns in code points of the file's text; the end column is exclusive.
    `line` and `column` are physical: in a JSON Lines file the record's line and the column in it, escapes counted.
    `record` is the record's 1-based number (0: the file is the document), `record_id` its id if it has one, and
    `text_line`, `text_column` the position inside the document's own text.
    `byte_column` and `end_byte_column` count UTF-8 bytes of the physical line, 1-based.
    `start` and `end` are 0-based code points of the document's text, the end exclusive.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    byte_column: int
    end_byte_column: int
    text_line: int
    text_column: int
    record: int = 0
    record_id: str = ""
    field: str = ""
    start: int = 0
    end: int = 0


class Excerpt(NamedTuple):
    """One line of a document around a span, at most a few hundred code points of it.

    `line` is the 1-based line in the document's text; `text` has no line end; `start` and `end` are offsets in
    `text` of the part of the span that lies on this line; `cut_left` and `cut_right` say that the line goes on.
    """

    line: int
    text: str
    start: int
    end: int
    cut_left: bool = False
    cut_right: bool = False


class Change(NamedTuple):
    """What a fix would do to one stretch of text: `before` becomes `after`, with unchanged text around it."""

    line: int
    left: str
    before: str
    after: str
    right: str
    cut_left: bool = False
    cut_right: bool = False
    location: Location | None = None
    """The replaced range in the file."""


class Proposal(NamedTuple):
    """A fix as a report shows it."""

    title: str
    safety: Safety
    changes: tuple[Change, ...]
    whole: bool = True
    """Whether `changes` are all edits with their full text, so that a machine may apply them."""


class Related(NamedTuple):
    """Another place that a finding points at."""

    note: str
    location: Location
    excerpt: Excerpt | None


class Result(NamedTuple):
    """One finding, ready for any report.

    `text` is the text of the span (at most 200 code points of it).
    `fingerprint` names the finding across runs: no line numbers in it, unique within a run.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    message: str
    location: Location
    text: str
    excerpt: Excerpt | None
    fingerprint: str
    fix: Proposal | None = None
    related: tuple[Related, ...] = ()
    data: Mapping[str, object] = NOTHING
    document: Mapping[str, str] = NOTHING
    """What the document's record says of it: title, date, source and language, as far as it has them."""
    speaks_for: frozenset[DocKey] = frozenset()
    """All documents that it lies in, where these are many; not known of a saved run."""


class Trouble(NamedTuple):
    """Something that was not checked or not done: code RUN..., a message that says what to do, and where."""

    code: str
    message: str
    path: str = ""
    line: int = 0


class RuleFacts(NamedTuple):
    """What reports say about a rule beside its findings."""

    code: str
    name: str
    summary: str
    why: str
    severity: Severity
    fix: Safety | None
    precision: float | None
    family: str


class Trend(NamedTuple):
    """How a run stands to what was known before, in findings by code."""

    new: Mapping[str, int]
    """Not known before."""
    known: Mapping[str, int]
    """Known before, and found again."""
    gone: Mapping[str, int]
    """Known before, and not found any more."""


class Run(NamedTuple):
    """Everything that one run came to; results are in order of path, record, offset and code."""

    version: str
    results: tuple[Result, ...]
    troubles: tuple[Trouble, ...]
    rules: Mapping[str, RuleFacts]
    """Rules that were selected, by code."""
    files: int
    documents: int
    size: int
    """Bytes read."""
    fixed: Mapping[str, int] = NOTHING
    """Findings fixed in this run, by code."""
    fixed_files: int = 0
    shown_fixes: tuple[tuple[str, str, int], ...] = ()
    """With --show-fixes: path, code, count."""
    undo: str = ""
    """The run id that `corpuslint undo` takes; empty when nothing was written."""
    suppressed: int = 0
    """Findings left out because the baseline or the accepted findings hold them."""
    interrupted: bool = False
    notes: tuple[str, ...] = ()
    """What the scope left out, in whole sentences ("cross-file rules compared 3 files only")."""
    trend: Trend | None = None
    """None where the run was compared neither with a baseline nor with another run."""
    spread: Mapping[str, int] = NOTHING
    """Documents that each rule found something in, by code."""
    clean: int | None = None
    """Documents without a finding; None where it is not known, as with a baseline that holds some."""
