"""JSON Lines: one object on each physical line, its text in one of the object's fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from json import JSONDecodeError
from typing import BinaryIO

from corpuslint.containers import json_text
from corpuslint.containers.base import BadRecord, Fields, Record
from corpuslint.containers.json_text import Literal
from corpuslint.containers.splicing import edited, spliced
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span

LONGEST = 256 << 20
"""Bytes of the longest line that is read; a longer one is passed over without being held."""
SHOWN = 1000
"""Bytes of a bad record that are kept."""
_MARK = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_META = ("id", "title", "date", "source", "language")


class Jsonl:
    """A file of JSON objects, one to a line.

    A line ends with LF; a CR before it belongs to the line end. Lines of white space alone are passed
    over. Of a name that an object has twice the last member counts, as for every JSON parser; NaN and
    Infinity, which Python writes, are accepted as numbers. A field is a path of names ("content/text").
    """

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")
    writable = True

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._measured: tuple[Record, Fields, Literal] | None = None

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The records in order; what is wrong with one is said, and the rest goes on."""
        reader = _Reader(fields)
        number = offset = 0
        for line in count(1):
            raw, size, whole = self._line(stream)
            if not size:
                return
            if line == 1 and raw.startswith(_UTF16):
                yield _bad(1, 1, 1, "the file is UTF-16; JSON Lines are UTF-8 (iconv -f UTF-16 -t UTF-8)", raw)
                return
            mark = len(_MARK) if line == 1 and raw.startswith(_MARK) else 0
            body = raw[mark:].removesuffix(b"\n").removesuffix(b"\r")
            if body and not body.isspace():
                number += 1
                if whole:
                    yield reader.read(number, body, offset + mark, line)
                else:
                    yield _bad(number, line, 1, f"a line longer than {self._longest:,} bytes was not read", raw)
            offset += size

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the record of the characters, or escapes, that a span of its text is made of."""
        literal = self._literal(record, fields)
        return literal.at(span.start), literal.at(span.end)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The record's bytes with the text field changed by these edits.

        What is inserted is escaped no more than it must be, unless the string writes everything
        beyond ASCII as escapes. Raises FixError where the edits would join two lone surrogates.
        """
        literal = self._literal(record, fields)
        ascii_only = literal.ascii_only
        result = spliced(
            record.raw,
            [
                (*self.locate(record, fields, edit.span), json_text.escaped(edit.text, ascii_only).encode())
                for edit in edits
            ],
        )
        if _field(json_text.parse(result.decode()), json_text.steps(fields.text)) != edited(record.text, edits):
            raise FixError("these edits would join two lone surrogates to another character")
        return result

    def _line(self, stream: BinaryIO) -> tuple[bytes, int, bool]:
        """The next line with its end, or the start of one that is too long; its size; whether it is whole."""
        raw = stream.readline(self._longest + 1)
        size = len(raw)
        if size <= self._longest or raw.endswith(b"\n"):
            return raw, size, True
        raw = raw[:SHOWN]
        while part := stream.readline(1 << 20):
            size += len(part)
            if part.endswith(b"\n"):
                break
        return raw, size, False

    def _literal(self, record: Record, fields: Fields) -> Literal:
        known = self._measured
        if known is None or known[0] is not record or known[1] != fields:
            text = record.raw.decode()
            try:
                span = json_text.value_span(text, json_text.steps(fields.text))
            except RecursionError:
                span = None
            if span is None:
                raise FixError(f"the field {fields.text!r} cannot be found in the record's bytes")
            known = self._measured = (record, fields, Literal(text, span))
        return known[2]


class _Reader:
    """Turns lines into records; knows where each field is."""

    def __init__(self, fields: Fields) -> None:
        self._name = fields.text
        self._text = json_text.steps(fields.text)
        self._meta = {name: json_text.steps(getattr(fields, name)) for name in _META}

    def read(self, number: int, raw: bytes, offset: int, line: int) -> Record | BadRecord:
        """The record of one line (without its end), or what is wrong with it."""
        try:
            source = raw.decode()
            value = json_text.parse(source)
        except UnicodeDecodeError as error:
            return _not_utf8(number, line, raw, error.start)
        except JSONDecodeError as error:
            from corpuslint.containers.json_errors import explain  # only for bad records

            at, message = explain(source, error)
            return _bad(number, line, at + 1, message, raw)
        except RecursionError:
            return _bad(number, line, 1, "the record is nested too deeply to be read", raw)
        text = _field(value, self._text)
        if type(text) is not str:
            return self._without_text(number, line, raw, value)
        return Record(number, text, raw, offset, line, self._meta_of(value))

    def _meta_of(self, value: object) -> Mapping[str, str]:
        meta = {}
        for name, path in self._meta.items():
            found = _field(value, path)
            if isinstance(found, str):
                meta[name] = str(found)
            elif isinstance(found, bool):
                meta[name] = "true" if found else "false"
        return meta

    def _without_text(self, number: int, line: int, raw: bytes, value: object) -> BadRecord:
        from corpuslint.containers.json_errors import kind  # only for bad records

        source = raw.decode()
        if not isinstance(value, dict):
            message = f"the record is {kind(value)}; each line must hold one object"
            return _bad(number, line, _column(source, ()), message, raw)
        say = "say in the configuration which field holds the text"
        if json_text.value_span(source, self._text) is None:
            message = f"no field `{self._name}`{_others(value)}; {say}"
            return _bad(number, line, _column(source, ()), message, raw)
        message = f"`{self._name}` is {kind(_field(value, self._text))}, not a string; {say}"
        return _bad(number, line, _column(source, self._text), message, raw)


def _field(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def _column(source: str, path: tuple[str, ...]) -> int:
    span = json_text.value_span(source, path)
    return span.start + 1 if span else 1


def _others(value: Mapping[str, object]) -> str:
    names = ", ".join(f"`{name[:30]}`" for name in list(value)[:5])
    return f" (there is {names})" if names else ""


def _not_utf8(number: int, line: int, raw: bytes, at: int) -> BadRecord:
    column = len(raw[:at].decode()) + 1
    message = f"byte 0x{raw[at]:02X} is not UTF-8; convert the file (such as iconv -f WINDOWS-1252 -t UTF-8)"
    return _bad(number, line, column, message, raw)


def _bad(number: int, line: int, column: int, message: str, raw: bytes) -> BadRecord:
    return BadRecord(number, line, column, message, raw[:SHOWN])
