"""SGML of news archives: documents side by side in one file, tags in any case and not always closed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record, Unfit
from corpuslint.containers.markup.listener import Listener
from corpuslint.containers.markup.mapping import Mapped, described, known, mapped
from corpuslint.containers.markup.runs import Runs
from corpuslint.containers.markup.tags import Tags, outermost
from corpuslint.containers.markup.writing import written
from corpuslint.model import Edit, Reading, Span

CHUNK = 1 << 18
HEAD = 1 << 16
"""Bytes in which the first element must begin."""
SHOWN = 1000
LONGEST_TAG = 64
"""Bytes of the longest tag that parts documents, without its attributes."""


class Context(NamedTuple):
    """What the container keeps of a record."""

    mapped: Mapped
    codec: str
    runs: Runs


class Sgml(Container):
    """A file of documents in SGML, such as Reuters-21578 or Gigaword; or what the configuration maps.

    A document ends with its end tag, or where the next one begins; the last one of a file whose others have end tags
    is cut where it has none. Each is read as UTF-8 if it is that, else in
    the codec that its bytes speak for.
    """

    name = "sgml"
    suffixes: tuple[str, ...] = (".sgm", ".sgml")
    writable = True

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents in order."""
        head = stream.read(HEAD)
        how = _mapped(head, fields)
        names = "|".join(sorted(re.escape(name) for name in how.record_names))
        slices = _Slices(stream, head, names.encode(), self._longest)
        number = 0
        for number, (raw, place) in enumerate(slices, 1):
            if raw is None:
                message = f"a document longer than {self._longest:,} bytes was not read"
                yield BadRecord(number, *place[1:], message, b"")
            else:
                yield _placed(_record(raw, how), number, place)
        if slices.cut:
            yield BadRecord(number, *place[1:], "the file ends inside this document; it was cut", b"", fatal=False)
        if not number:
            yield BadRecord(1, 1, 1, "no element in it is a document, by what is known of such files", head[:SHOWN])

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The paths of what is known of such files, where the configuration has none. Raises Unfit as `records`."""
        head = stream.read(HEAD)
        _mapped(head, fields)
        return described(known(outermost(head), fold=True), fields)

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The document with other bytes."""
        del fields
        return _record(raw, record.context.mapped)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The document of that address."""
        how = _mapped(stream.read(HEAD), fields)
        stream.seek(address.offset)
        return _record(stream.read(address.size), how)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets of the characters or references that a span of the text is made of."""
        del fields
        runs: Runs = record.context.runs
        return runs.locate(span)

    def fitted(self, record: Record, edits: Sequence[Edit]) -> Sequence[Edit]:
        """These edits with the borders of the paragraphs that they take out."""
        context: Context = record.context
        return context.runs.fitted(edits)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The document's bytes with its text changed. Raises FixError where an edit would change the structure."""
        del fields
        context: Context = record.context
        return context.runs.edit(record.raw, edits, lambda text, style: written(text, style, context.codec))


class _Slices:
    """The documents of a stream, each with its offset, line and column; None for the bytes of one that is too long."""

    def __init__(self, stream: BinaryIO, head: bytes, names: bytes, longest: int) -> None:
        self._stream = stream
        self._held = bytearray(head)
        self._longest = longest
        self._offset = 0
        self._line = self._column = 1
        self._open = False
        """Whether documents end where others begin."""
        self.cut = False
        """Whether the file ends inside a document."""
        self._begins = re.compile(rb"<(?:" + names + rb")(?=[\s>])", re.IGNORECASE)
        self._ends = re.compile(rb"</(?:" + names + rb")\s{0,20}>|(?=<(?:" + names + rb")[\s>])", re.IGNORECASE)

    def __iter__(self) -> Iterator[tuple[bytes | None, tuple[int, int, int]]]:
        """Each in turn."""
        while self._at_next():
            size = self._size()
            yield (bytes(self._held[:size]) if size else None), (self._offset, self._line, self._column)
            self._drop(size or 1)

    def _at_next(self) -> bool:
        """Go on to where the next document begins."""
        while True:
            found = self._begins.search(self._held)
            if found is not None and found.end() < len(self._held):
                self._drop(found.start())
                return True
            self._drop(max(0, len(self._held) - LONGEST_TAG) if found is None else found.start())
            if not self._more():
                return found is not None

    def _size(self) -> int:
        """The bytes of the document that is held from its first byte on; 0 where they are too many."""
        at = 1
        while True:
            found = self._ends.search(self._held, at)
            if found is not None:
                self._open |= not found[0]
                return found.end() if found.end() <= self._longest else 0
            if len(self._held) > self._longest:
                return 0
            at = max(1, len(self._held) - LONGEST_TAG)
            if not self._more():
                self.cut = not self._open
                return len(self._held)

    def _more(self) -> bool:
        chunk = self._stream.read(CHUNK)
        self._held += chunk
        return bool(chunk)

    def _drop(self, size: int) -> None:
        self._line += self._held.count(b"\n", 0, size)
        begin = self._held.rfind(b"\n", 0, size) + 1
        self._column = len(self._held[begin:size].decode("utf-8", "replace")) + (1 if begin else self._column)
        self._offset += size
        del self._held[:size]


def _mapped(head: bytes, fields: Fields) -> Mapped:
    name = outermost(head)
    if not name:
        raise Unfit("there is no tag at its beginning; is it SGML?")
    return mapped(name, fields, fold=True)


def _record(raw: bytes, how: Mapped) -> Record | BadRecord:
    """One document; number, offset and line are those of a file of its own."""
    codec = _codec(raw)
    if codec is None:
        return BadRecord(1, 1, 1, "its encoding cannot be told; convert the file to UTF-8", raw[:SHOWN])
    listener = Listener(how, codec)
    Tags(raw, listener, codec, html=False).read()
    found = listener.found()
    if found.refusal:
        return BadRecord(1, 1, 1, found.refusal, raw[:SHOWN])
    return Record(1, found.runs.text, raw, 0, 1, found.meta, None, how.field, Context(how, codec, found.runs))


def _placed(one: Record | BadRecord, number: int, place: tuple[int, int, int]) -> Record | BadRecord:
    offset, line, column = place
    if isinstance(one, BadRecord):
        return one._replace(number=number, line=line, column=column)
    return one._replace(number=number, offset=offset, line=line, column=column)


def _codec(raw: bytes) -> str | None:
    """UTF-8 where it is valid, else the codec that the bytes speak for, if it can be edited in place."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        from corpuslint.text.encoding import decide  # only for files of old

        decision = decide(raw)
        plain = decision.reading is Reading.LEGACY and decision.trusted and decision.bijective
        return decision.codec if plain and not decision.codec.startswith(("iso2022", "hz", "utf")) else None
    return "utf-8"
