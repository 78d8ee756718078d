"""The law that every container keeps: an arbitrary fix changes its text and no other byte, and no fix changes none."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise

from hypothesis import strategies as st

from corpuslint.containers.base import Address, BadRecord, Container, Fields, Record
from corpuslint.containers.splicing import edited
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span

CHARACTERS = 'aé’😀"\\/,;|\n\r\t \u2028 \x01'


@st.composite
def edits_of(draw: st.DrawFn, text: str, characters: str = CHARACTERS) -> list[Edit]:
    """Any edits of a text, sorted and disjoint."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = [Span(a, b) for a, b in list(pairwise(cuts))[::2]]
    return [Edit(span, draw(st.text(characters, max_size=3))) for span in spans]


def apart(text: str, edits: Iterable[tuple[int, int, str]]) -> list[Edit]:
    """Edits by start, length and new text, as far as they fit in a text and do not touch one another."""
    taken: list[Edit] = []
    for start, length, new in sorted(edits):
        span = Span(min(start, len(text)), min(start + length, len(text)))
        if not taken or span.start > taken[-1].span.end:
            taken.append(Edit(span, new))
    return taken


def read(container: Container, data: bytes, fields: Fields) -> list[Record | BadRecord]:
    """All records of a file."""
    return list(container.records(BytesIO(data), fields))


def good(container: Container, data: bytes, fields: Fields) -> list[Record]:
    """The records of a file in which all can be read."""
    found = read(container, data, fields)
    assert [one for one in found if isinstance(one, BadRecord) and one.fatal] == []
    return [one for one in found if isinstance(one, Record)]


def fixed(container: Container, record: Record, fields: Fields, edits: list[Edit]) -> Record | None:
    """A record after edits, its bytes proven; None where they were refused."""
    try:
        raw = container.splice(record, fields, edits)
    except FixError:
        return None
    new = container.again(record, raw, fields)
    assert isinstance(new, Record)
    assert new.text == edited(record.text, edits)
    assert outside(container, record, fields, edits, raw)
    return new._replace(number=record.number, offset=record.offset, line=record.line)


def outside(container: Container, record: Record, fields: Fields, edits: list[Edit], raw: bytes) -> bool:
    """Whether the bytes before, between and after the edits are the old ones, in their order."""
    at = last = 0
    for number, edit in enumerate(edits):
        start, end = container.locate(record, fields, edit.span)
        at = raw.find(record.raw[last:start], at)
        if at < 0 or (number == 0 and at):
            return False
        at, last = at + start - last, end
    return raw.endswith(record.raw[last:])


def expect_found_again(container: Container, data: bytes, fields: Fields, records: list[Record]) -> None:
    """Every record is read again by its address, as the first time."""
    for record in records:
        address = Address(record.number, record.offset, len(record.raw), record.line)
        again = container.find(BytesIO(data), fields, address)
        assert isinstance(again, Record)
        assert (again.text, again.meta, again.raw, again.field) == (record.text, record.meta, record.raw, record.field)
        assert container.locate(again, fields, Span(0, len(again.text))) == container.locate(
            record, fields, Span(0, len(record.text))
        )
