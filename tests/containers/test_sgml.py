"""SGML: documents side by side, tags in any case, and edits that change runs of text alone."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Address, BadRecord, Fields, Record, Unfit
from corpuslint.containers.sgml import Sgml
from corpuslint.containers.splicing import edited
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span
from tests.containers.splicing_law import apart

FIELDS = Fields()

WIRE = b"""<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" NEWID="7">
<DATE> 1-JAN-1987 </DATE><PLACES><D>usa</D></PLACES><UNKNOWN>&#5;&#5;F f0704</UNKNOWN>
<TEXT>&#2;
<TITLE>GRAIN &amp; OIL</TITLE><DATELINE>    X, Jan 1 - </DATELINE><BODY>Prices rose ,
traders said. &lt;XYZ.O> fell.
    Next paragraph.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<reuters newid='8'><TEXT TYPE="UNPROC">&#2;
TABLE   1
&#3;</TEXT></reuters><REUTERS NEWID="9"><TEXT TYPE="BRIEF">******<TITLE>GRAIN UP</TITLE>x</TEXT></REUTERS>
"""


def read(raw: bytes, fields: Fields = FIELDS, longest: int = 1 << 22) -> list[Record | BadRecord]:
    return list(Sgml(longest).records(io.BytesIO(raw), fields))


def first(raw: bytes, fields: Fields = FIELDS) -> Record:
    found = read(raw, fields)[0]
    assert isinstance(found, Record), found
    return found


def test_the_wire_of_reuters() -> None:
    found = [one for one in read(WIRE) if isinstance(one, Record)]
    assert [(one.text, one.meta, one.line, one.column) for one in found] == [
        (
            "Prices rose ,\ntraders said. <XYZ.O> fell.\n    Next paragraph.\n Reuter",
            {"id": "7", "title": "GRAIN & OIL", "date": "1-JAN-1987"}, 2, 1,
        ),
        ("TABLE   1", {"id": "8"}, 11, 1),
        ("GRAIN UP", {"id": "9", "title": "GRAIN UP"}, 13, 22),
    ]  # fmt: skip
    assert all(WIRE[one.offset :].startswith(one.raw) for one in found)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        ((11, 12, ""), b"rose ,", b"rose,"),
        ((28, 29, "{"), b"&lt;XYZ", b"{XYZ"),
        ((29, 32, "A&B<C"), b"XYZ", b"A&amp;B&lt;C"),
        ((62, 63, "\x04&"), b" Reuter", b"\x04&amp;Reuter"),
    ],
)
def test_an_edit_changes_its_run_only(edit: tuple[int, int, str], old: bytes, new: bytes) -> None:
    container, found = Sgml(), first(WIRE)
    assert container.splice(found, FIELDS, []) == found.raw
    wanted = [Edit(Span(*edit[:2]), edit[2])]
    result = container.splice(found, FIELDS, wanted)
    assert result == found.raw.replace(old, new)
    again = container.again(found, result, FIELDS)
    assert isinstance(again, Record)
    assert again.text == edited(found.text, wanted)
    once_more = container.find(io.BytesIO(WIRE), FIELDS, Address(1, found.offset, len(found.raw)))
    assert isinstance(once_more, Record)
    assert (once_more.text, once_more.meta) == (found.text, found.meta)


def test_a_file_of_old_keeps_its_codec() -> None:
    raw = '<DOC id="a"><TEXT>\n<P>\nDie Männer gingen über die Straße , sagte er spät.\n</P>\n</TEXT></DOC>'.encode(
        "cp1252"
    )
    found = first(raw)
    assert found.text == "Die Männer gingen über die Straße , sagte er spät."
    assert Sgml().splice(found, FIELDS, [Edit(Span(33, 34), "")]) == raw.replace(b" ,", b",")
    assert Sgml().splice(found, FIELDS, [Edit(Span(0, 0), "\u0142")]) == raw.replace(b"Die", b"&#322;Die")


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<p>a<p>b", "a\n\nb"),
        ("a<!-- <p> -->b", "ab"),
        ("a &unknown; &amp b", "a &unknown; & b"),
        ("a < b <3 c", "a < b <3 c"),
        ("<X/>a<x a='>'>b</x>", "ab"),
        ("</q>a</text>b", "a"),
        ("a\r\nb\rc", "a b c"),
        ("<![CDATA[a &amp; <b>]]>", "a &amp; <b>"),
        ("a<!-- never closed b", "a"),
        ('a<x y="never closed b', "a"),
    ],
)
def test_whatever_stands_there_is_read(inner: str, text: str) -> None:
    assert first(f"<DOC><TEXT>{inner}".encode()).text == text


def test_the_next_document_ends_one_that_is_not_closed() -> None:
    found = read(b"<DOC id='1'><TEXT>one<DOC id='2'><TEXT>two</TEXT></DOC>\n<DOC id='3'>")
    assert [one.text for one in found if isinstance(one, Record)] == ["one", "two", ""]


@pytest.mark.parametrize("rest", [b"</DOC", b"</TEXT>", b"", b" and so on"])
def test_a_file_that_was_cut_is_told(rest: bytes) -> None:
    *documents, told = read(b"<DOC id='1'><TEXT>one</TEXT></DOC>\n<DOC id='2'><TEXT>two" + rest)
    assert [getattr(one, "meta", {}).get("id") for one in documents] == ["1", "2"]
    assert isinstance(told, BadRecord)
    assert (told.number, told.line, told.message) == (2, 2, "the file ends inside this document; it was cut")


def test_a_document_too_long_is_passed_over() -> None:
    long = b"<DOC>" + b"x " * 600_000 + b"</DOC>\n"
    found = read(b"<DOC><TEXT>one</TEXT></DOC>\n" + long + b"<DOC><TEXT>two</TEXT></DOC>", longest=1000)
    assert [one.text if isinstance(one, Record) else (one.line, one.message) for one in found] == [
        "one", (2, "a document longer than 1,000 bytes was not read"), "two",
    ]  # fmt: skip
    assert found[-1].line == 3


def test_what_is_no_sgml_is_unfit() -> None:
    with pytest.raises(Unfit, match="is it SGML"):
        read(b"words and nothing else")
    with pytest.raises(Unfit, match="no known kind"):
        read(b"<thing>words</thing>")
    (found,) = read(b"<!-- DOC --><thing>words</thing>", Fields(text="body", records="article"))
    assert isinstance(found, BadRecord)
    assert "no element in it is a document" in found.message


@pytest.mark.parametrize(
    "broken",
    [b"<!--" * 200_000, b"<a " * 300_000, b'<a b="' * 200_000, b"<![CDATA[" * 100_000, b"<p>" * 200_000,
     b"</p>" * 200_000, b"&" * 500_000, b"&#" * 400_000, b"<" * 500_000, b" \n" * 400_000, b" " * 1_000_000 + b"x"],
)  # fmt: skip
def test_hostile_input_takes_no_longer_than_other_input(broken: bytes) -> None:
    found = first(b"<DOC><TEXT>a " + broken)
    assert found.text.startswith("a")


TEXT = st.text("ab \n<>&;é“\"'/=!-]\r", max_size=30)
EDITS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3), st.text("xé’<&> \n", max_size=3)), max_size=3)


@given(TEXT, EDITS)
def test_an_edit_reads_back_or_is_refused(inner: str, edits: list[tuple[int, int, str]]) -> None:
    raw = f"<DOC><TEXT><P>{inner}</P>\n<P>two</P></TEXT></DOC>".encode()
    container, found = Sgml(), first(raw)
    assert container.splice(found, FIELDS, []) == found.raw
    wanted = apart(found.text, edits)
    try:
        result = container.splice(found, FIELDS, wanted)
    except FixError:
        return
    places = [container.locate(found, FIELDS, edit.span) for edit in wanted]
    if places:
        assert result.startswith(found.raw[: places[0][0]])
        assert result.endswith(found.raw[places[-1][1] :])
    assert len(re.findall(b"</?P>", result)) >= 4 or len(re.findall(b"</?P>", found.raw)) < 4
