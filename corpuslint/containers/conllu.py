"""CoNLL-U: the texts that a treebank annotates, at their places in its comments; they are read and never written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from corpuslint.containers.base import LONGEST, BadRecord, Container, Fields, Record
from corpuslint.containers.markup.gathering import MOST, Gatherer, White
from corpuslint.containers.markup.runs import Kind, Piece, Runs
from corpuslint.model import Span

SHOWN = 1000
DEFAULT = Fields(text="text", id="newdoc id")
"""The comments that hold what; each may be named otherwise."""
_COMMENT = re.compile(rb"^(?:\xef\xbb\xbf)?#([^\n]*)", re.MULTILINE)
_DOCUMENT = re.compile(rb"(?:\xef\xbb\xbf)?#[ \t]*newdoc(?=[\s=]|\Z)")
_TOKEN = re.compile(rb"^\d", re.MULTILINE)


class Conllu(Container):
    """A file of CoNLL-U: documents begin at `# newdoc`, and their sentences are the lines `# text = ...`.

    A file without `# newdoc` is one document, and each of its sentences a paragraph, for nobody knows which belong
    together.
    """

    name = "conllu"
    suffixes: tuple[str, ...] = (".conllu",)
    writable = False
    read_only = (
        "CoNLL-U is only read: tokens below a sentence would not follow what is changed in it; mend the texts, and "
        "annotate them anew"
    )

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents in order."""
        names = {path.encode(): name for name, path in self.detect(stream, fields)._asdict().items() if path}
        number = 0
        for raw, offset, line in _documents(stream, self._longest):
            if raw is not None and not _TOKEN.search(raw):  # comments on the whole of the file
                continue
            number += 1
            if raw is None:
                yield BadRecord(number, line, 1, f"a document longer than {self._longest:,} bytes was not read", b"")
            else:
                found = _record(raw, names)
                found = found._replace(number=number, line=line + found.line - 1)
                yield found._replace(offset=offset) if isinstance(found, Record) else found

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The comments that are read."""
        del stream
        return fields._replace(text=fields.text or DEFAULT.text, id=fields.id or DEFAULT.id)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the document."""
        del fields
        runs: Runs = record.context
        return runs.locate(span)


def _documents(stream: BinaryIO, longest: int) -> Iterator[tuple[bytes | None, int, int]]:
    """The bytes of each document, None where they are too many, with their offset and the line on which they begin."""
    held = bytearray()
    begin = size = lines = 0
    line, whole = 1, True
    while True:
        row = stream.readline(longest + 1)
        if size and (not row or (whole and _DOCUMENT.match(row))):
            yield (bytes(held) if size <= longest else None), begin, line
            begin, line = begin + size, line + lines
            size = lines = 0
            held.clear()
        if not row:
            return
        size += len(row)
        whole = row.endswith(b"\n")
        lines += whole
        if size <= longest:
            held += row


def _record(raw: bytes, names: Mapping[bytes, str]) -> Record | BadRecord:
    """The document in these bytes; `names` are comments and what they hold. Number, offset and line as if alone."""
    text = _Text()
    meta: dict[str, str] = {}
    for comment in _COMMENT.finditer(raw):
        key, _, value = comment[1].partition(b"=")
        name = names.get(key.strip())
        value = value.lstrip()
        try:
            said = value.rstrip().decode()
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, comment.start()) + 1
            reason = f"byte 0x{value[error.start]:02X} is not UTF-8, which CoNLL-U is; convert the file"
            return BadRecord(1, line, 1, reason, raw[:SHOWN])
        if key.split()[:1] in ([b"newdoc"], [b"newpar"]):
            text.part()
        if name == "text" and said:
            text.add(said, comment.end() - len(value))
        elif name and said:
            meta.setdefault(name, said)
    runs = text.gatherer.runs()
    if text.gatherer.crowded:
        return BadRecord(1, 1, 1, f"more than {MOST // 2:,} sentences in one document; it is not read", raw[:SHOWN])
    if not runs.text:
        reason = "no sentence of it has its text in a comment, such as `# text = ...`; name that comment as its text"
        return BadRecord(1, 1, 1, reason, raw[:SHOWN])
    field = next(key.decode() for key, name in names.items() if name == "text")
    return Record(1, runs.text, raw, 0, 1, meta, None, field, runs)


class _Text:
    """The sentences of a document, as paragraphs."""

    def __init__(self) -> None:
        self.gatherer = Gatherer("utf-8", White.TEXT)
        self._known = False
        """Whether it is known which sentences belong together."""
        self._inside = False

    def part(self) -> None:
        """A paragraph begins."""
        self._known, self._inside = True, False
        self.gatherer.end()

    def add(self, sentence: str, begin: int) -> None:
        """The next sentence, and where it lies in the bytes of the document."""
        if self._inside and self._known:
            self.gatherer.add(Piece(" ", begin, begin, Kind.GAP))
        else:
            self.gatherer.end()
        self.gatherer.add(Piece(sentence, begin, begin + len(sentence.encode()), Kind.TEXT))
        self._inside = True
