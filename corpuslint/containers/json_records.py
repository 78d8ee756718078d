"""One JSON object as a record: its text, what else it says of itself, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from json import JSONDecodeError

from corpuslint.containers import json_text
from corpuslint.containers.base import BadRecord, Fields, Record
from corpuslint.containers.detection import flat, listed
from corpuslint.containers.json_paragraphs import Paragraphs, told
from corpuslint.containers.json_text import Literal
from corpuslint.containers.splicing import edited, spliced
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span
from corpuslint.settings import METADATA

SHOWN = 1000
"""Bytes of a bad record that are kept."""
REMEDY = "say in the configuration which field holds the text"


class ObjectReader:
    """Turns the bytes of objects into records; knows where each field is."""

    def __init__(self, fields: Fields) -> None:
        self._name = fields.text
        self._text = json_text.steps(fields.text)
        self._key = b'"' + self._text[-1].encode("utf-8", "surrogatepass") + b'"'
        paths = {name: json_text.steps(path) for name in METADATA if (path := getattr(fields, name))}
        self._direct = [(name, path[0]) for name, path in paths.items() if len(path) == 1]
        self._deeper = [(name, path) for name, path in paths.items() if len(path) > 1]

    def read(self, number: int, raw: bytes, offset: int, line: int) -> list[Record | BadRecord]:
        """The record of one object, or what is wrong with it; a text that stands twice is told before."""
        found = self.record(number, raw, offset, line)
        if raw.count(self._key) > 1 or b"\\u00" in raw:
            twice = self._twice(found) if isinstance(found, Record) else None
            if twice is not None:
                return [twice, found]
        return [found]

    def record(self, number: int, raw: bytes, offset: int, line: int) -> Record | BadRecord:
        """The record of one object, or what is wrong with it."""
        try:
            source = raw.decode()
            value = json_text.parse(source)
        except UnicodeDecodeError as error:
            return _not_utf8(number, line, raw, error.start)
        except JSONDecodeError as error:
            from corpuslint.containers.json_errors import explain  # only for bad records

            return bad(number, *_place(source, *explain(source, error), line), raw)
        except RecursionError:
            return bad(number, line, 1, "the record is nested too deeply to be read", raw)
        text = field(value, self._text)
        if type(text) is not str:
            text = told(text)
        if text is None or not isinstance(value, dict):
            return self._without_text(number, line, raw, value)
        return Record(number, text, raw, offset, line, self._meta_of(value), field=self._name)

    def _meta_of(self, value: Mapping[str, object]) -> Mapping[str, str]:
        meta: dict[str, str] = {}
        for name, key in self._direct:
            _put(meta, name, value.get(key))
        for name, path in self._deeper:
            _put(meta, name, field(value, path))
        return meta

    def _twice(self, record: Record) -> BadRecord | None:
        source = record.raw.decode()
        try:
            span = json_text.hidden(source, self._text)
        except RecursionError:
            return None
        if span is None:
            return None
        message = f"`{self._name}` stands twice; readers take the last one, and this one is never seen: remove it"
        line, column, message = _place(source, span.start, message, record.line)
        return bad(record.number, line, column, message, record.raw)._replace(fatal=False)

    def _without_text(self, number: int, line: int, raw: bytes, value: object) -> BadRecord:
        from corpuslint.containers.json_errors import kind  # only for bad records

        source = raw.decode()
        if not isinstance(value, dict):
            message = f"the record is {kind(value)}; each record must be one object"
            return bad(number, *_place(source, _start(source, ()), message, line), raw)
        if json_text.value_span(source, self._text) is None:
            message = f"no field `{self._name}`{listed(value)}; {self._hint(value)}"
            return bad(number, *_place(source, _start(source, ()), message, line), raw)._replace(lacking=True)
        found = field(value, self._text)
        what = "a list, and not of strings alone" if isinstance(found, list) else f"{kind(found)}, not a string"
        message = f"`{self._name}` is {'null: leave the record out, or' if found is None else f'{what};'} {REMEDY}"
        return bad(number, *_place(source, _start(source, self._text), message, line), raw)

    def _hint(self, value: Mapping[str, object]) -> str:
        path = self._name.replace(".", "/")
        if path != self._name and field(value, json_text.steps(path)) is not None:
            return f"fields inside of others are named with a slash: `{path}`"
        return REMEDY


def _put(meta: dict[str, str], name: str, value: object) -> None:
    if isinstance(value, str):
        meta[name] = str(value)
    elif isinstance(value, bool):
        meta[name] = "true" if value else "false"


class ObjectSplicer:
    """Finds the text in the bytes of a record, and changes it there."""

    def __init__(self) -> None:
        self._measured: tuple[Record, Literal | Paragraphs] | None = None

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the record of the characters, or escapes, that a span of its text is made of."""
        literal = self._literal(record, fields)
        return literal.at(span.start), literal.at(span.end)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The record's bytes with the text field changed by these edits.

        What is inserted is escaped no more than it must be, unless the string writes everything
        beyond ASCII as escapes. Raises FixError where the edits would join two lone surrogates, or paragraphs.
        """
        literal = self._literal(record, fields)
        if isinstance(literal, Paragraphs):
            for edit in edits:
                literal.expect_inside(edit.span)
        ascii_only = literal.ascii_only
        result = spliced(
            record.raw,
            [
                (*self.locate(record, fields, edit.span), json_text.escaped(edit.text, ascii_only).encode())
                for edit in edits
            ],
        )
        if told(field(json_text.parse(result.decode()), _steps(record, fields))) != edited(record.text, edits):
            raise FixError("these edits would join two lone surrogates to another character")
        return result

    def _literal(self, record: Record, fields: Fields) -> Literal | Paragraphs:
        known = self._measured
        if known is None or known[0] is not record:
            text = record.raw.decode()
            try:
                span = json_text.value_span(text, _steps(record, fields))
            except RecursionError:
                span = None
            if span is None:
                raise FixError(f"the field {record.field or fields.text!r} cannot be found in the record's bytes")
            if text.startswith("[", span.start):
                known = self._measured = (record, Paragraphs(text, span.start))
            else:
                known = self._measured = (record, Literal(text, span, len(text[: span.start + 1].encode())))
        return known[1]


def sample(raw: bytes) -> dict[str, object] | None:
    """The values of an object by their paths; None where it cannot be read or is no object."""
    try:
        value = json_text.parse(raw.decode())
        return dict(flat(value)) if isinstance(value, dict) else None
    except (UnicodeDecodeError, JSONDecodeError, RecursionError):
        return None


def field(value: object, path: Sequence[str]) -> object:
    """The value at a path; None where there is none."""
    for key in path:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def bad(number: int, line: int, column: int, message: str, raw: bytes) -> BadRecord:
    """A bad record with the first of its bytes."""
    return BadRecord(number, line, column, message, raw[:SHOWN])


def marked(raw: bytes) -> BadRecord:
    """A byte order mark before the first record (its bytes with the mark), which is read all the same."""
    message = "byte order mark at the beginning of the file, which JSON parsers refuse; remove its three bytes by hand"
    return BadRecord(1, 1, 1, message, raw[:SHOWN], fatal=False, code="ENC002")


def _steps(record: Record, fields: Fields) -> tuple[str, ...]:
    return json_text.steps(record.field or fields.text)


def _place(source: str, at: int, message: str, line: int) -> tuple[int, int, str]:
    """Physical line and column of a place in a record that begins on a line."""
    before = source.count("\n", 0, at)
    return line + before, at - source.rfind("\n", 0, at), message


def _start(source: str, path: tuple[str, ...]) -> int:
    span = json_text.value_span(source, path)
    return span.start if span else 0


def _not_utf8(number: int, line: int, raw: bytes, at: int) -> BadRecord:
    message = f"byte 0x{raw[at]:02X} is not UTF-8; convert the file (such as iconv -f WINDOWS-1252 -t UTF-8)"
    return bad(number, *_place(source := raw[:at].decode(), len(source), message, line), raw)
