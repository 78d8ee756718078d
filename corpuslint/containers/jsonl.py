"""JSON Lines: one object on each physical line, its text in one of the object's fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO

from corpuslint.containers.base import LONGEST, WHOLE, Address, BadRecord, Container, Fields, Record, Share
from corpuslint.containers.detection import HEAD, SAMPLES, Remembered, found
from corpuslint.containers.json_records import SHOWN, ObjectReader, ObjectSplicer, bad, marked, sample
from corpuslint.errors import ReadError

MARK = b"\xef\xbb\xbf"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
_REMEDY = 'say which one holds it: --text-field body, or documents = {jsonl = {text = "body"}} in the configuration'
BRACE = ord("{")
Line = tuple[bytes, int, bool]
"""A line with its end, or the start of one that is too long; its size in the file; whether it is whole."""


class Jsonl(ObjectSplicer, Container):
    """A file of JSON objects, one to a line.

    A line ends with LF; a CR before it belongs to the line end. Lines of white space alone are passed
    over. Of a name that an object has twice the last member counts, as for every JSON parser; NaN and
    Infinity, which Python writes, are accepted as numbers. A field is a path of names ("content/text").
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    writable = True
    lines = True

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__()
        self._longest = longest
        self._known = Remembered[Fields]()

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The records in order; what is wrong with one is said, and the rest goes on."""
        return self._from_start(stream, fields, WHOLE)

    def _from_start(self, stream: BinaryIO, fields: Fields, share: Share) -> Iterator[Record | BadRecord]:
        head = _head(self._lines(stream))
        if head and head[0][0].startswith(UTF16):
            message = "the file is UTF-16; JSON Lines are UTF-8 (iconv -f UTF-16 -t UTF-8)"
            yield bad(1, 1, 1, message, head[0][0])
            return
        if head and head[0][0].startswith(MARK):
            yield marked(head[0][0])
        yield from self._read(chain(head, self._lines(stream)), ObjectReader(_fields(head, fields)), share)

    def _read(self, lines: Iterator[Line], reader: ObjectReader, share: Share) -> Iterator[Record | BadRecord]:
        offset, end, number, first = share
        for place, (raw, size, whole) in enumerate(lines, first):
            mark = len(MARK) if place == 1 and raw.startswith(MARK) else 0
            body = raw[mark:].removesuffix(b"\n").removesuffix(b"\r")
            if body and not body.isspace():
                number += 1
                if whole:
                    yield from reader.read(number, body, offset + mark, place)
                else:
                    yield bad(number, place, 1, f"a line longer than {self._longest:,} bytes was not read", body)
            offset += size
            if offset >= end:
                return

    def shares(self, stream: BinaryIO, size: int, within: Share = WHOLE) -> Iterator[Share]:
        """Stretches of whole lines; records are counted without being parsed."""
        stream.seek(within.start)
        start, end, number, line = within
        block = bytearray(size)  # one for all: to ask for new memory would cost more than to read
        while start < end and (read := stream.readinto(memoryview(block)[: end - start])):  # type: ignore[attr-defined]
            if not start and block.startswith(UTF16):
                return
            rest = b"" if block.endswith(b"\n", 0, read) else stream.readline(self._longest)
            length = read + len(rest) + (0 if rest.endswith(b"\n") or not rest else _passed(stream))
            yield Share(start, start + length, number, line)
            lines, blank = _counted(block, read, rest, start=not start)
            number += lines - blank
            line += lines
            start += length

    def share(self, stream: BinaryIO, fields: Fields, share: Share) -> Iterator[Record | BadRecord]:
        """The records of some of the lines."""
        if not share.start:
            yield from self._from_start(stream, fields, share)
            return
        reader = ObjectReader(self._known.of(stream, fields, lambda: self.detect(stream, fields)))
        stream.seek(share.start)
        yield from self._read(self._lines(stream), reader, share)

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of a file, those that are not named found out."""
        return _fields(_head(self._lines(stream)), fields)

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The line as a record."""
        return ObjectReader(fields._replace(text=record.field or fields.text)).record(1, raw, 0, 1)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The line of that address as a record."""
        reader = ObjectReader(self._known.of(stream, fields, lambda: self.detect(stream, fields)))
        stream.seek(address.offset)
        return reader.record(1, stream.read(address.size), 0, 1)

    def _lines(self, stream: BinaryIO) -> Iterator[Line]:
        readline, most = stream.readline, self._longest + 1
        while raw := readline(most):
            size = len(raw)
            if size < most or raw.endswith(b"\n"):
                yield raw, size, True
            else:
                yield raw[:SHOWN], size + _passed(stream), False


def _passed(stream: BinaryIO) -> int:
    """How many bytes the rest of a line has."""
    size = 0
    while part := stream.readline(1 << 20):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _counted(block: bytearray, size: int, rest: bytes, *, start: bool) -> tuple[int, int]:
    """How many lines there are in so much of a block with the rest of its last line, and how many hold nothing.

    Nearly always each line begins with a brace, and then counting is all.
    """
    lines, at, objects = 0, 0, True
    while at < size:  # for lines of some length several times as fast as `count`
        objects = objects and block[at] == BRACE
        at = block.find(b"\n", at, size) + 1 or size
        lines += 1
    if objects:
        return lines, 0
    text = bytes(block[:size]) + rest
    text = text.removeprefix(MARK) if start else text
    return lines, sum(not line or line.isspace() for line in text.removesuffix(b"\n").split(b"\n"))


def _head(lines: Iterator[Line]) -> list[Line]:
    """The first lines, enough of them to see what the fields are."""
    head: list[Line] = []
    size = 0
    with suppress(ReadError):  # what comes before the damage is read
        for line in lines:
            head.append(line)
            size += len(line[0])
            if len(head) >= SAMPLES or size >= HEAD:
                break
    return head


def _fields(head: list[Line], fields: Fields) -> Fields:
    if all(fields[:6]):
        return fields
    samples = [one for raw, _, whole in head if whole and (one := sample(raw.removeprefix(MARK))) is not None]
    return found(fields, samples, _REMEDY)
