"""Where the records of a JSON text are, told by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from json import JSONDecodeError
from typing import NamedTuple

from corpuslint.containers import json_text
from corpuslint.containers.base import Fields
from corpuslint.containers.detection import LONG, SAMPLES, flat, is_vague, named_text
from corpuslint.containers.json_records import field

_DEPTH = 3
"""Objects around the records that are looked into."""
_REPAIRS = 3
"""Mistakes in the first bytes after which what stands before them has to do."""
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{},]', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}

Sample = dict[str, object]


class Place(NamedTuple):
    """Where records are: in the list or object at a path, or, for a sequence, one after another at the top."""

    path: str
    sequence: bool
    samples: list[Sample]


def collection(head: str, fields: Fields) -> Place | None:
    """Where the records are, as far as the first part of a text shows; None where nothing in it holds a text."""
    values = list(islice(_values(head), SAMPLES + 1))
    top = values[0] if values else None
    if fields.records:
        return _held(field(top, json_text.steps(fields.records)), fields.records)
    if isinstance(top, list):
        return _held(top, "")
    if not isinstance(top, dict):
        return None
    samples = _samples(values)
    return Place("", True, samples) if len(values) > 1 else _best(top, samples, fields)


def _best(top: Mapping[str, object], own: list[Sample], fields: Fields) -> Place | None:
    """The object itself if it is an article, else what it holds that looks most like articles."""
    text = named_text(fields, own)
    if text and "/" not in text and not is_vague(text):
        return Place("", True, own)
    inside = [place for place in _inside(top, "", _DEPTH) if place.samples]
    for place in inside:
        if named_text(fields, place.samples):
            return place
    if text and is_vague(text) and not fields.text and max(len(str(sample.get(text))) for sample in own) < LONG:
        return None  # such as the description of a package
    return Place("", True, own) if own and (text or not inside) else next(iter(inside), None)


def _inside(value: Mapping[str, object], prefix: str, depth: int) -> Iterator[Place]:
    """Everything in an object that may hold records, what lies higher first."""
    place = _held(value, prefix.rstrip("/"))
    if place is not None:
        yield place
    for name, inner in value.items():
        path = prefix + name.replace("~", "~0").replace("/", "~1")
        if isinstance(inner, list):
            place = _held(inner, path)
            if place is not None:
                yield place
        elif isinstance(inner, dict) and depth:
            yield from _inside(inner, f"{path}/", depth - 1)


def _held(value: object, path: str) -> Place | None:
    """A list of objects, or several objects of one kind by their ids."""
    if isinstance(value, list):
        samples = _samples(value)
        return Place(path, False, samples) if samples or not value else None
    if not isinstance(value, dict) or len(value) < 2 or not all(isinstance(one, dict) for one in value.values()):
        return None
    samples = _samples(value.values())
    text = named_text(Fields(), samples)
    return Place(path, False, samples) if text and all(text in sample for sample in samples) else None


def _samples(values: Iterable[object]) -> list[Sample]:
    return [dict(flat(value)) for value in islice(values, SAMPLES) if isinstance(value, dict)]


def _values(text: str) -> Iterator[object]:
    """The values that a text begins with; the last one as far as it goes."""
    at = 0
    while (at := json_text.after_space(text, at)) < len(text):
        try:
            value, at = json_text.parse_at(text, at)
        except (JSONDecodeError, RecursionError) as error:
            value = _mended(text, at, error)
            if value is not None:
                yield value
            return
        yield value


def _mended(text: str, at: int, error: Exception) -> object:
    """The value at an offset that is cut off or broken, up to the last comma before that; None if there is nothing."""
    end = error.pos if isinstance(error, JSONDecodeError) else len(text)
    text = text[at : max(end, at)] or text[at:]
    for _ in range(_REPAIRS):
        text = _closed(text)
        try:
            return json_text.parse(text) if text else None
        except JSONDecodeError as mistake:
            text = text[: mistake.pos]
        except RecursionError:
            return None
    return None


def _closed(text: str) -> str:
    """The text up to its last comma outside of strings, with what is open there closed."""
    stack: list[str] = []
    best = ""
    at = 0
    for match in _TOKEN.finditer(text):
        sign = match[0]
        if sign in _CLOSING:
            stack.append(_CLOSING[sign])
        elif sign in {"]", "}"} and stack:
            stack.pop()
        elif sign == ",":
            at, best = match.start(), "".join(reversed(stack))
        elif sign.startswith('"') and not match[1]:
            break
    return text[:at] + best if at else ""
