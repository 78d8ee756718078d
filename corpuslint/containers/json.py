"""JSON: a list of objects, an object that holds such a list, objects by their ids, or objects one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

from corpuslint.containers import json_text
from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record, Unfit
from corpuslint.containers.detection import HEAD, SAMPLES, Remembered, found
from corpuslint.containers.json_records import ObjectReader, ObjectSplicer, bad, marked, sample
from corpuslint.containers.json_shape import Place, collection
from corpuslint.containers.json_window import CutError, Window
from corpuslint.containers.jsonl import MARK, UTF16
from corpuslint.containers.splicing import with_line_end

REMEDY = (
    'say where the records are and which field holds the text: documents = {json = {records = "...", text = "..."}}'
)
TRAILING_COMMA = "invalid JSON: a comma before the closing bracket; remove it"
BEHIND = "behind the records there is more, which was not read; a JSON file is one value: split it, or make it one list"
BROKEN = 100
"""Records without an end after which the rest of a list is given up."""
_BETWEEN = re.compile(rb"\}\s*,\s*(?=\{)")
_ELEMENT = re.compile(rb"\[\s*[^\]\s]")
_COMMA = re.compile(rb"\s*,\s*")
_BACK = 1 << 16
"""Bytes before a record that are looked at to tell its column."""


class _Read(NamedTuple):
    """What is known before the first record."""

    place: Place
    fields: Fields


class Json(ObjectSplicer, Container):
    """A JSON text with many records in it.

    The records are the objects of a list, at the top or at the path that `records` names; the values of an object
    whose names are ids; or, where an object at the top has a text itself, all objects at the top (there may be more
    than one, as in JSON Lines). What is around them is passed over, and the file is read as a stream.
    """

    name = "json"
    suffixes: tuple[str, ...] = (".json",)
    writable = True

    def __init__(self, longest: int = LONGEST) -> None:
        super().__init__()
        self._longest = longest
        self._known = Remembered[Fields]()

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The records in order; what is wrong with one is said, and the rest goes on."""
        window = Window(stream)
        if any(map(window.starts_with, UTF16)):
            yield bad(1, 1, 1, "the file is UTF-16; JSON is UTF-8 (iconv -f UTF-16 -t UTF-8)", window.take(100))
            return
        if window.starts_with(MARK):
            window.take(len(MARK))
            window.column = 1
            yield marked(MARK)
        if not window.next():
            return
        known = _looked_at(window.head(HEAD)[:HEAD], fields)
        reader = ObjectReader(known.fields)
        walk = _Walk(window, reader, self._longest)
        try:
            yield from walk.collection(known.place)
        except CutError:
            yield from walk.cut()

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The fields of a file and the place of its records, what is not named found out."""
        head = stream.read(HEAD).removeprefix(MARK)
        return _looked_at(head, fields).fields if head.strip() else fields

    def cuts(self, data: bytes, records: Sequence[Record]) -> Sequence[tuple[int, int]]:
        """Each object with the comma behind it; the last ones of a list with the comma before them."""
        stretches: list[tuple[int, int]] = []
        for record in records:
            begin, end = record.offset, record.offset + len(record.raw)
            comma = _COMMA.match(data, end)
            end = comma.end() if comma else end
            if stretches and stretches[-1][1] == begin:
                begin = stretches.pop()[0]
            stretches.append((begin, end) if comma else _last(data, begin, end))
        return stretches

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The object as a record."""
        return ObjectReader(fields._replace(text=record.field or fields.text)).record(1, raw, 0, 1)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The object of that address as a record."""
        reader = ObjectReader(self._known.of(stream, fields, lambda: self.detect(stream, fields)))
        stream.seek(max(0, address.offset - _BACK))
        before = stream.read(min(address.offset, _BACK))
        record = reader.record(1, stream.read(address.size), 0, 1)
        if not isinstance(record, Record):
            return record
        line = before[before.rfind(b"\n") + 1 :].removeprefix(MARK)
        return record._replace(column=len(line.decode("utf-8", "replace")) + 1)


def _last(data: bytes, begin: int, end: int) -> tuple[int, int]:
    """A stretch with no comma behind it: with the one before it, else with the end of its line."""
    at = begin
    while at and data[at - 1 : at].isspace():
        at -= 1
    if data[at - 1 : at] == b",":
        return at - 1, end
    return with_line_end(data, begin, end)


class _Walk:
    """Goes to the records and through them."""

    def __init__(self, window: Window, reader: ObjectReader, longest: int) -> None:
        self._window = window
        self._reader = reader
        self._longest = longest
        self._number = 0
        self._broken = 0
        self._told = False

    def collection(self, place: Place) -> Iterator[Record | BadRecord]:
        """The records at a place, which may be the whole file."""
        window = self._window
        if place.sequence:
            while window.next():
                yield from self._record()
            return
        around = json_text.steps(place.path) if place.path else ()
        for key in around:
            if not self._enter(key):
                return
        closing = b"]" if window.next() == b"[" else b"}"
        window.step()
        yield from self._members(closing)
        for _ in around:
            self._leave()
        if window.next():
            yield bad(self._number + 1, window.line, window.column, BEHIND, window.head(100))

    def cut(self) -> Iterator[BadRecord]:
        """The file ends where it should go on, if that was not said of a record already."""
        window = self._window
        if not self._told:
            yield bad(self._number + 1, window.line, window.column, "the file ends inside of a value; it was cut", b"")

    def _enter(self, key: str) -> bool:
        """Go to the value of a member of the object that begins here."""
        window = self._window
        if window.next() != b"{":
            return False
        window.step()
        while window.next() == b'"':
            name = window.value(self._longest) or b""
            if window.next() == b":":
                window.step()
            if window.next() and _key(name) == key:
                return True
            self._pass()
            if window.next() == b",":
                window.step()
        return False

    def _leave(self) -> None:
        """Pass the rest of the object that we are in."""
        window = self._window
        while char := window.next():
            if char == b"}":
                window.step()
                return
            self._pass()
        raise CutError

    def _members(self, closing: bytes) -> Iterator[Record | BadRecord]:
        """The records of a list, or of an object that has them by their ids."""
        window = self._window
        while (char := window.next()) != closing:
            name = ""
            if not char:
                raise CutError
            if closing == b"}" and char == b'"':
                name = _key(window.value(self._longest) or b"")
                if window.next() == b":":
                    window.step()
            yield from self._record(name)
            char = window.next()
            if char == b",":
                line, column = window.line, window.column
                window.step()
                if window.next() == closing:
                    yield bad(self._number, line, column, TRAILING_COMMA, b"")._replace(fatal=False)
            elif char and char != closing:
                lost = char != b"{"
                place = (self._number, window.line, window.column)
                yield bad(*place, "invalid JSON: expected a comma here", b"")._replace(fatal=lost)
                if lost and window.to_next_object(self._longest) is None:
                    self._told = True
                    raise CutError
        window.step()

    def _record(self, name: str = "") -> Iterator[Record | BadRecord]:
        window = self._window
        self._number += 1
        char = window.next()
        offset, line, column = window.offset, window.line, window.column
        if not char or char not in b'{["':
            yield bad(self._number, line, column, "a record must be one object", window.head(100))
            self._pass()
            return
        try:
            raw = window.value(self._longest)
        except CutError:
            yield from self._without_end(offset, line, column)
            return
        if raw is None:
            yield bad(self._number, line, column, f"a record longer than {self._longest:,} bytes was not read", b"")
            window.skip()
            return
        for one in self._reader.read(self._number, raw, offset, line):
            yield _placed(one, line, column, name)

    def _without_end(self, offset: int, line: int, column: int) -> Iterator[Record | BadRecord]:
        """A record that would go on to the end of the file; the next one is looked for."""
        window = self._window
        self._broken += 1
        raw = window.to_next_object(self._longest) if self._broken <= BROKEN else None
        if raw is None:
            raw = window.head(self._longest)
            window.take(len(raw))
            self._told = True
        for one in self._reader.read(self._number, raw.rstrip(b", \t\r\n"), offset, line):
            yield _placed(one, line, column, "")

    def _pass(self) -> None:
        char = self._window.next()
        if char and char in b'{["':
            self._window.skip()
        elif char and char in b",:]}":
            self._window.step()
        else:
            self._window.scalar()


def _placed(one: Record | BadRecord, line: int, column: int, name: str) -> Record | BadRecord:
    """A record that need not begin where its line does, and whose name may be its id."""
    if isinstance(one, BadRecord):
        return one._replace(column=one.column + column - 1) if one.line == line else one
    meta = {"id": name, **one.meta} if name else one.meta
    return one._replace(column=column, meta=meta)


def _key(raw: bytes) -> str:
    try:
        return str(json_text.parse(raw.decode("utf-8", "replace")))
    except ValueError:
        return ""


def _pieces(head: bytes) -> Iterator[dict[str, object]]:
    """The objects of a list that is broken somewhere, as far as each can be read alone."""
    for piece in _BETWEEN.split(head, SAMPLES)[:SAMPLES]:
        begun = piece.lstrip(b"[ \t\r\n")
        values = sample(begun + b"}") or sample(begun.rstrip(b"] \t\r\n"))
        if values:
            yield values


def _looked_at(head: bytes, fields: Fields) -> _Read:
    """Where the records are, and what their fields are. Raises Unfit."""
    place = collection(head.decode("utf-8", "replace"), fields)
    if head.startswith(b"[") and (place is None or not place.samples):
        place = Place("", False, list(_pieces(head)))
        if not place.samples and b"{" not in head:
            place = None if _ELEMENT.match(head) else place
    if place is None:
        if fields.records:
            raise Unfit(f"there are no records at `{fields.records}`; {REMEDY}")
        raise Unfit(f"no objects with a text were found; {REMEDY}")
    chosen = found(fields, place.samples, REMEDY)
    return _Read(place, chosen._replace(records=place.path))
