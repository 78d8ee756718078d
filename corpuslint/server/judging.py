"""What is found in the text of one open document, and what becomes of it by a fix."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from corpuslint import baseline, collapse, containers
from corpuslint.containers import PLAIN
from corpuslint.containers.base import Record
from corpuslint.errors import CorpuslintError
from corpuslint.fixing import FixingScanner
from corpuslint.locate import in_order
from corpuslint.model import Edit, Finding, Fix, Safety, Span
from corpuslint.result import Result, Trouble
from corpuslint.review.items import place
from corpuslint.review.mending import Sheet, looked, records
from corpuslint.rewrites import Differences, Tally, assemble
from corpuslint.scan import Scanner
from corpuslint.settle import apply_once
from corpuslint.source import Source, contents

if TYPE_CHECKING:
    from corpuslint.bench import Bench
    from corpuslint.server.project import Project

MARK = "\ufeff"
LARGEST = 64 << 20
"""Bytes of the largest file that is compared with what an editor shows of it."""
_DECLARED = re.compile(
    r"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]+)|<meta[^>]{0,200}?charset\s*=\s*["']?([\w.-]+)""",
    re.IGNORECASE,
)


class Content(NamedTuple):
    """The bytes that are judged in place of the text in an editor, and how they are read."""

    source: Source
    data: bytes
    codec: str
    exact: bool
    """Whether they say what the editor shows, so that a fix of them is one of that."""
    saved: bool = False
    """Whether they are those of the file on the disk."""


class Judged(NamedTuple):
    """What was found in an open document; known findings are left out."""

    content: Content
    results: list[Result]
    troubles: list[Trouble]


def judged(project: Project, path: str, text: str) -> Judged:
    """What the rules for one document find. Raises CorpuslintError where the file cannot be judged at all."""
    bench = project.bench(path)
    content = content_of(bench, path, text)
    part = Scanner(bench).examine(content.source, content.data)
    told = collapse.repeats(collapse.habits(part.results, part.quoting, project.root), bench.collapsing)
    results, _ = baseline.split(in_order(told, project.root), project.known)
    return Judged(content, results, part.troubles)


def content_of(bench: Bench, path: str, text: str) -> Content:
    """The bytes of the file where the editor shows just these, so that their encoding is judged, or of the text."""
    source = bench.files.source(path)
    saved = _saved(source)
    unpacked = source._replace(packing="", batched=False)
    if saved is not None:
        data, shown = saved
        if shown is not None and shown.removeprefix(MARK) == text.removeprefix(MARK):
            return Content(unpacked, data, "utf-8-sig", exact=True, saved=True)
        if data.decode("utf-8-sig", "replace") == text.removeprefix(MARK):  # read in a codec that it is not in
            return Content(unpacked, data, "utf-8-sig", exact=False, saved=True)
    source = as_text(source)
    codec = _declared(text) if source.container.name in {"html", "xml"} else "utf-8"
    return Content(source, text.encode(codec, "replace"), codec, exact=True)


def as_text(source: Source) -> Source:
    """How a file is read whose content is the text of an editor: unpacked, and in no codec of its own."""
    like = source._replace(packing="", batched=False)
    if like.container.name == PLAIN:
        like = like._replace(container=containers.load(PLAIN)(meta=like.container.meta))
    return like


def _declared(text: str) -> str:
    """The codec that a text of markup says it is in, if that holds all of it."""
    found = _DECLARED.search(text[:4096])
    codec = (found[1] or found[2]) if found else "utf-8"
    try:
        text.encode(codec)
    except (LookupError, UnicodeError):
        return "utf-8"
    return codec


def _saved(source: Source) -> tuple[bytes, str | None] | None:
    """The file on the disk and its text, None where it is none; None where there is no such file."""
    try:
        status = os.stat(source.file)
    except (OSError, ValueError):
        return None
    if status.st_size > LARGEST:
        return None
    return _read(source, (status.st_ino, status.st_size, status.st_mtime_ns))


@lru_cache(4)
def _read(source: Source, _: tuple[int, int, int]) -> tuple[bytes, str | None] | None:
    try:
        data = contents(source)
        record = _record(source, data) if source.container.name == PLAIN else None
        return data, record.text if record else data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data, None
    except (CorpuslintError, OSError):
        return None


def _record(source: Source, data: bytes) -> Record | None:
    found = next(source.container.records(BytesIO(data), source.fields), None)
    return found if isinstance(found, Record) else None


def fixed(project: Project, path: str, content: Content, results: Sequence[Result]) -> list[tuple[Result, str]]:
    """The findings whose fixes can be made of what the editor shows, each with the text with its fix.

    A fix that is only ever shown is made too: a person asks for it, and sees what becomes of it.
    """
    able = [result for result in results if result.fix is not None]
    if not able or not content.exact or content.source.read_only:
        return []
    scanner, sheet = Scanner(project.bench(path)), Sheet(content.source, content.data, (0, 0, 0))
    made = []
    for record in records(sheet, scanner, {result.location.record for result in able}):
        found = {place(one): finding for finding, one in looked(content.source, scanner, record)}
        for result in able:
            if result.location.record == record.number:
                finding = found.get(place(result)) or _of_proposal(record, result)
                text = _with(content, record, finding) if finding is not None else None
                made += [(result, text)] if text is not None else []
    return made


def _with(content: Content, record: Record, finding: Finding) -> str | None:
    """The text with the fix of a finding; None where it cannot be made without loss."""
    try:
        new, acted = apply_once(content.source, record, [finding], Safety.MANUAL)
        if not acted:
            return None
        return _text(content, new.text, assemble(content.source, content.data, [(record, new, acted)]).new)
    except (CorpuslintError, OSError):
        return None


def _of_proposal(record: Record, result: Result) -> Finding | None:
    """The finding of a rule across files, made of its proposal; None if that is not all, or of another text."""
    fix = result.fix
    if fix is None or not fix.whole or any(change.location is None for change in fix.changes):
        return None
    edits = tuple(Edit(Span(one.location.start, one.location.end), one.after) for one in fix.changes if one.location)
    for edit, change in zip(edits, fix.changes, strict=True):
        if record.text[edit.span.start : edit.span.end] != change.before:
            return None
    code, doc, span = place(result)
    return Finding(code, doc, span, result.message, fix=Fix(edits, fix.safety, fix.title, span))


def all_fixed(project: Project, path: str, content: Content) -> str | None:
    """The text with all safe fixes of rules for one document; None where there is nothing to fix."""
    if not content.exact or content.source.read_only:
        return None
    bench, sink = project.bench(path), Differences()
    scanner = FixingScanner(bench)
    scanner.fixing(Safety.SAFE, sink, Tally()).sparing(project.known, project.root)
    scanner.examine(content.source, content.data)
    if not sink.rewrites:
        return None
    rewrite = sink.rewrites[0]
    return _text(content, rewrite.records[0].after if rewrite.records else "", rewrite.new)


def _text(content: Content, plain: str, data: bytes) -> str:
    """What the editor is to show of new bytes; of a plain file that is the text of its one document."""
    return plain if content.source.container.name == PLAIN else data.decode(content.codec)
