"""Places and edits in texts, against what the protocol says of UTF-16."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from corpuslint.server.edits import edits
from corpuslint.server.text import Text

TEXTS = st.text(st.sampled_from("ab,\n\r\u2028\x0b\x0c\x85é😀𐐀\ufeff"), max_size=40)
KINDS = list(types.PositionEncodingKind)


def model(text: str) -> list[str]:
    """The lines of a text with their ends, by the letter of the protocol."""
    lines, line = [], ""
    for at, char in enumerate(text):
        line += char
        if char == "\n" or (char == "\r" and text[at + 1 : at + 2] != "\n"):
            lines.append(line)
            line = ""
    return [*lines, line]


def units(text: str, kind: str) -> int:
    return len(text.encode({"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[kind])) // WIDTH[kind]


WIDTH = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


@given(TEXTS, st.sampled_from(KINDS), st.data())
def test_a_place_leads_there_and_back(text: str, kind: types.PositionEncodingKind, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    made = Text(text, kind)
    position = made.position(offset)
    lines = model(text)
    before = "".join(lines[: position.line])

    assert position.character == units(text[len(before) : offset], kind.value)
    if text[max(offset - 1, 0) : offset + 1] != "\r\n":
        assert made.offset(position) == offset


@given(TEXTS, TEXTS, st.integers(0, 9), st.integers(0, 50), st.integers(0, 9), st.integers(0, 50))
def test_a_change_is_that_of_the_protocol(text: str, put: str, line: int, at: int, line2: int, at2: int) -> None:
    lines = model(text)

    def offset(line: int, at: int) -> int:
        if line >= len(lines):
            return len(text)
        inner = lines[line].rstrip("\r\n")
        fits = next(n for n in range(len(inner), -1, -1) if units(inner[:n], "utf-16") <= at)
        return sum(map(len, lines[:line])) + fits

    start, end = sorted([(line, at), (line2, at2)])
    where = types.Range(types.Position(*start), types.Position(*end))
    changed = Text(text).changed([types.TextDocumentContentChangePartial(where, put)])

    assert changed.text == text[: offset(*start)] + put + text[max(offset(*start), offset(*end)) :]


@given(TEXTS, TEXTS, st.sampled_from(KINDS))
def test_edits_make_the_new_text(old: str, new: str, kind: types.PositionEncodingKind) -> None:
    if new.startswith("\ufeff") is not old.startswith("\ufeff"):
        new = new.lstrip("\ufeff") if new.startswith("\ufeff") else "\ufeff" + new
    text = Text(old, kind)
    changes = [types.TextDocumentContentChangePartial(edit.range, edit.new_text) for edit in edits(text, new)]

    assert text.changed(reversed(changes)).text == new


CHANGES = st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 4), st.integers(0, 9), TEXTS)


@given(TEXTS, st.lists(CHANGES, max_size=6))
def test_many_changes_are_one_after_the_other(text: str, rows: list[tuple[int, int, int, int, str]]) -> None:
    changes = [
        types.TextDocumentContentChangePartial(types.Range(types.Position(a, b), types.Position(c, d)), put)
        if a < 4
        else types.TextDocumentContentChangeWholeDocument(put)
        for a, b, c, d, put in rows
    ]
    made = Text(text)
    for change in changes:
        made = made.changed([change])

    assert Text(text).changed(changes).text == made.text


def test_ten_thousand_changes_at_once() -> None:
    lines = ["word,, word\n"] * 10_000
    changes = [
        types.TextDocumentContentChangePartial(types.Range(types.Position(n, 4), types.Position(n, 6)), ",")
        for n in reversed(range(10_000))
    ]

    assert Text("".join(lines)).changed(changes).text == "word, word\n" * 10_000


def test_edits_are_few_and_small() -> None:
    old = "one\ntwo  \nthree,, four\n" + "x" * 1_000_000 + ",,\n"
    new = old.replace("two  ", "two").replace(",,", ",")

    assert [(one.range.start.line, one.range.end.character, one.new_text) for one in edits(Text(old), new)] == [
        (1, 5, ""),
        (2, 7, ""),
        (3, 1_000_002, ""),
    ]


@pytest.mark.parametrize(("text", "line", "column", "offset"), [
    ("\ufeffab\r\nc", 1, 1, 1), ("\ufeffab\r\nc", 1, 2, 2), ("\ufeffab\r\nc", 2, 1, 5), ("a\rb\nc", 1, 3, 2),
    ("a\rb\nc", 2, 1, 4), ("a", 9, 9, 1), ("a", 1, 9, 1),
])  # fmt: skip
def test_a_finding_is_placed(text: str, line: int, column: int, offset: int) -> None:
    assert Text(text).at(line, column) == offset


def test_half_a_character_is_as_long_as_its_replacement() -> None:
    assert Text("a\ud83db").text == "a\ufffdb"
    assert Text("a\ud83db").position(2).character == 2
