"""Findings at their places in files, with what reports show around them."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from itertools import chain
from operator import itemgetter

from corpuslint.containers.base import BadRecord, Container, Fields, Record
from corpuslint.hashes import blake2b
from corpuslint.lines import Lines
from corpuslint.model import PAIR, DocKey, Edit, Finding, Fix, Safety, Span
from corpuslint.registry import Entry
from corpuslint.result import Change, Excerpt, Location, Proposal, Related, Result

AROUND = 240
"""Code points of a line kept on either side of a span."""
NEAR = 48
"""Code points kept on either side of a change."""
CONTEXT = 20
"""Code points on either side of a finding that it is known by across runs."""
LONGEST = 200
"""Code points of found or replaced text kept in a result."""
MAX_CHANGES = 20
"""Edits of one fix that a result shows."""
MOST_ALIKE = 16
"""Findings with the same words around them that are told apart by number."""
_TOLD = ("title", "date", "source", "language")
"""What a result says of its document; its id stands in the location."""
SHARED = "\x1e"
"""Begins the evidence of a result that speaks for many documents; no words around a finding begin so."""


class Located:
    """One document where it lies: turns spans of its text into places in its file.

    `read_only`: its file is never written, so that fixes are for people.
    """

    def __init__(
        self, key: DocKey, record: Record, container: Container, fields: Fields, *, read_only: bool = False
    ) -> None:
        self.key = key
        self.record = record
        self._container = container
        self._fields = fields
        self._read_only = read_only
        self._lines = Lines(record.text)
        self._codec: str = getattr(record.context, "codec", "utf-8")
        self._places = [(0, record.line, record.column, record.column)]
        """Byte offsets that were asked for, in order, with line and columns: a long record is gone through once."""
        self._bytes = [(0, 1)]
        """Offsets in the text that were asked for, in order, with their columns in bytes: a line may be very long."""
        self._shown: dict[Span, tuple[Location, Excerpt]] = {}
        self._last: tuple[Span, Location] | None = None
        self.document = {name: value[:LONGEST] for name, value in record.meta.items() if name in _TOLD}
        """What its record says of it, as far as a result repeats it."""

    def location(self, span: Span) -> Location:
        """The range of a span in the file; most fixes replace what their finding is about, and ask again."""
        if self._last is None or self._last[0] != span:
            self._last = span, self._placed(span)
        return self._last[1]

    def _placed(self, span: Span) -> Location:
        start, end = self._lines.position(span.start), self._lines.position(span.end)
        if self.record.number:
            first, last = self._container.locate(self.record, self._fields, span)
            begin, stop = self._physical(first), self._physical(last)
        else:
            begin, stop = self._in_text(span.start, *start), self._in_text(span.end, *end)
        return Location(
            self.key.path, begin[0], begin[1], stop[0], stop[1], begin[2], stop[2], *start,
            self.record.number, self.record.meta.get("id", "") if self.record.number else "",
            self.record.field or self._fields.text if self.record.number else "", *span,
        )  # fmt: skip

    def _physical(self, at: int) -> tuple[int, int, int]:
        """1-based line and columns (code points, bytes) of a byte offset in a record that lies in a larger file."""
        index = bisect_right(self._places, at, key=itemgetter(0))
        known, line, column, byte = self._places[index - 1]
        if known == at:
            return line, column, byte
        text = self.record.raw[known:at].decode(self._codec, "replace")
        breaks = text.count("\n")
        if breaks:
            line, column, byte, text = line + breaks, 1, 1, text[text.rindex("\n") + 1 :]
        column, byte = column + len(text), byte + len(text.encode("utf-8", "replace"))
        self._places.insert(index, (at, line, column, byte))
        return line, column, byte

    def _in_text(self, offset: int, line: int, column: int) -> tuple[int, int, int]:
        begin, _ = self._lines.bounds(line)
        index = bisect_right(self._bytes, offset, key=itemgetter(0))
        at, byte = self._bytes[index - 1]
        if at < begin:
            at, byte = begin, 1
        byte += len(self.record.text[at:offset].encode("utf-8", "replace"))
        if offset - at > NEAR:
            self._bytes.insert(index, (offset, byte))
        return line, column, byte

    def excerpt(self, span: Span) -> Excerpt:
        """The first line of the span, windowed."""
        line, begin, end = self._lines.around(span.start)
        left = max(begin, span.start - AROUND)
        right = min(end, max(span.start, min(span.end, span.start + AROUND)) + AROUND)
        text = self.record.text[left : max(left, right)]
        start = min(max(span.start - left, 0), len(text))
        return Excerpt(line, text, start, min(max(span.end - left, start), len(text)), left > begin, right < end)

    def shown(self, span: Span) -> tuple[Location, Excerpt]:
        """Place and excerpt of a span that many findings may point at, each span looked up once."""
        if span not in self._shown:
            self._shown[span] = self.location(span), self.excerpt(span)
        return self._shown[span]

    def proposal(self, fix: Fix) -> Proposal:
        """A fix with the text around each of its edits."""
        changes = tuple([self._change(edit) for edit in fix.edits[:MAX_CHANGES]])
        more = len(fix.edits) - len(changes)
        whole = not more and fix.codec is None and fix.copy_of is None and all(_fits(edit) for edit in fix.edits)
        title = f"{fix.title} (and {more} more places)" if more else fix.title
        return Proposal(title, Safety.MANUAL if self._read_only else fix.safety, changes, whole)

    def _change(self, edit: Edit) -> Change:
        text = self.record.text
        span, new = _smallest(text, edit)
        line, begin, end = self._lines.around(span.start)
        if span.end > end:
            _, _, end = self._lines.around(span.end)
        left, right = max(begin, span.start - NEAR), min(max(end, span.end), span.end + NEAR)
        return Change(
            line, text[left : span.start], text[span.start : span.end][:LONGEST], new[:LONGEST],
            text[span.end : right], left > begin, right < end, self.location(span),
        )  # fmt: skip


def _smallest(text: str, edit: Edit) -> tuple[Span, str]:
    """The edit without what it replaces by itself at its ends, so that a report shows what really changes."""
    start, end, new = edit.span.start, edit.span.end, edit.text
    if end - start > LONGEST:
        return edit.span, new
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    return Span(start, end), new


def _fits(edit: Edit) -> bool:
    return edit.span.end - edit.span.start <= LONGEST and len(edit.text) <= LONGEST


def result(finding: Finding, entry: Entry, located: Located, elsewhere: Callable[[DocKey], Located | None]) -> Result:
    """A finding as reports take it; its fingerprint is set by `fingerprinted`."""
    text = located.record.text
    return Result(
        finding.rule,
        entry.meta.name,
        entry.meta.summary,
        entry.meta.severity,
        finding.message,
        located.location(finding.span),
        text[finding.span.start : finding.span.end][:LONGEST],
        located.excerpt(finding.span),
        _evidence(finding, text),
        located.proposal(finding.fix) if finding.fix else None,
        tuple(_related(finding, located, elsewhere)),
        finding.data,
        located.document,
    )


def bad_record(path: str, bad: BadRecord, entry: Entry) -> Result:
    """What is wrong with a record that holds no document, as the finding of a rule."""
    place = Location(path, bad.line, bad.column, bad.line, bad.column, bad.column, bad.column, 1, 1, bad.number)
    text = bad.raw[:200].decode("utf-8", "replace").split("\n")[0]
    at = min(bad.column - 1, len(text))
    meta = entry.meta
    return Result(
        meta.code, meta.name, meta.summary, meta.severity, bad.message, place, text,
        Excerpt(bad.line, text, at, at), text,
    )  # fmt: skip


def _related(finding: Finding, located: Located, elsewhere: Callable[[DocKey], Located | None]) -> Iterable[Related]:
    for place in finding.related:
        there = located if place.doc == located.key else elsewhere(place.doc)
        if there is not None and place.span.end <= len(there.record.text):
            yield Related(place.note, *there.shown(place.span))


def _evidence(finding: Finding, text: str) -> str:
    """What a finding is known by across runs beside its rule and its file: the words around it."""
    if finding.identity is not None:
        return finding.identity
    start, end = finding.span
    before, found, after = text[max(0, start - NEAR) : start], text[start:end][:LONGEST], text[end : end + NEAR]
    return "\x1f".join((_words(before)[-CONTEXT:], _words(found), _words(after)[:CONTEXT]))


def _words(text: str) -> str:
    """A text without what tells its blanks apart, so that a fix of blanks nearby leaves it as it is."""
    return " ".join(text.split())


def fingerprinted(results: Iterable[Result], root: str) -> list[Result]:
    """Results with the evidence in `fingerprint` made into a short digest that is unique within the run.

    It names rule, file (relative to `root`), record and the words around the finding, never a line number; what
    speaks for many documents names none of them, and what speaks of two of them both, in whichever it stands.
    """
    seen: dict[str, int] = {}
    paths = _Paths(root)
    out = []
    for item in results:
        where = _where(item, paths)
        basis = "\x1f".join((item.code, *where, item.fingerprint))
        ordinal = seen[basis] = seen.get(basis, 0) + 1
        out.append(item._replace(fingerprint=_digest(basis, ordinal)))
    return out


def is_known(item: Result, known: AbstractSet[str], root: str) -> bool:
    """Whether a result that still has its evidence in `fingerprint` is among known ones.

    Which of several with the same words it is cannot be told where only a part of the run is looked at: one known
    among the first MOST_ALIKE is enough.
    """
    if not known:
        return False
    basis = "\x1f".join((item.code, *_where(item, _Paths(root)), item.fingerprint))
    contexts = item.data.get("contexts")
    own = (_digest(basis, ordinal) for ordinal in range(1, MOST_ALIKE + 1))
    return any(name in known for name in chain(own, contexts if isinstance(contexts, list) else ()))


def shared_fingerprint(code: str, evidence: str) -> str:
    """What the fingerprint of a result becomes that speaks for many documents with this evidence."""
    return _digest("\x1f".join((code, "", "", SHARED + evidence)), 1)


def _digest(basis: str, ordinal: int) -> str:
    data = f"{basis}\x1f{ordinal}".encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=10).hexdigest()


class _Paths(dict[str, str]):
    """Paths relative to a root, with slashes."""

    def __init__(self, root: str) -> None:
        super().__init__()
        self._root = root or os.curdir

    def __missing__(self, path: str) -> str:
        self[path] = found = os.path.relpath(os.path.abspath(path), self._root).replace(os.sep, "/")
        return found


def _where(item: Result, paths: _Paths) -> Iterable[str]:
    """The names of the documents that a finding is about."""
    if item.fingerprint.startswith(SHARED):
        return "", ""
    if item.fingerprint.startswith(PAIR) and item.related:
        both = (item.location, item.related[0].location)
        return sorted(f"{paths[one.path]}\x1e{one.record_id or one.record or ''}" for one in both)
    return paths[item.location.path], item.location.record_id


def order(item: Result) -> tuple[object, ...]:
    """Path, record, place, code: the same whatever the number of workers."""
    where = item.location
    return (where.path, where.record, where.text_line, where.text_column, item.code, item.message)


def in_order(results: Iterable[Result], root: str = "") -> list[Result]:
    """Results sorted, and each with its fingerprint."""
    return fingerprinted(sorted(results, key=order), root)
