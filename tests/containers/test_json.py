"""JSON: where records are, what is bad in them, and edits that change the bytes of one string only."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import BadRecord, Fields, Record, Unfit
from corpuslint.containers.json import Json
from corpuslint.containers.json_window import CutError, Window
from tests.containers.slow import Slow
from tests.containers.splicing_law import edits_of, expect_found_again, fixed, good, read

FIELDS = Fields()
ARTICLE = b'{"id": 1.10, "text": "a \\u2019\\ud83d\\ude00 \\"x\\"", "n": 1E400, "id": -0.0}'


@pytest.mark.parametrize(
    ("raw", "texts", "records"),
    [
        (b'[{"text": "a"}, {"text": "b"}]', ["a", "b"], ""),
        (b'\xef\xbb\xbf\n [ {"text": "a"}\n,\n{"text": "b"} ] \n', ["a", "b"], ""),
        (b'{"status": "ok", "articles": [{"content": "a"}]}', ["a"], "articles"),
        (b'{"response": {"total": 2, "docs": [{"body": "a"}, {"body": "b"}]}}', ["a", "b"], "response/docs"),
        (b'{"k1": {"articleBody": "a"}, "k2": {"articleBody": "b"}}', ["a", "b"], ""),
        (b'{"v": 1, "output": {"k1": {"articleBody": "a"}, "k2": {"articleBody": "b"}}}', ["a", "b"], "output"),
        (b'{"text": "a", "comments": [{"text": "b"}]}', ["a"], ""),
        (b'{"description": "A set.", "data": [{"text": "b"}]}', ["b"], "data"),
        (b'{"article": {"text": "a"}, "meta": {"id": "7"}}', ["a"], ""),
        (b'{"text": "a"}\n{"text": "b"}\n', ["a", "b"], ""),
        (b'{"text": "a"}{"text": "b"}', ["a", "b"], ""),
        (b"[]", [], ""),
        (b" \n", [], ""),
    ],
)
def test_records_are_found_where_they_are(raw: bytes, texts: list[str], records: str) -> None:
    found = good(Json(), raw, FIELDS)
    assert [record.text for record in found] == texts
    assert [raw[r.offset : r.offset + len(r.raw)] for r in found] == [r.raw for r in found]
    assert Json().detect(io.BytesIO(raw), FIELDS).records == records
    expect_found_again(Json(), raw, FIELDS, [record._replace(meta=record.meta) for record in found if not record.meta])


def test_the_names_of_records_are_their_ids() -> None:
    found = good(Json(), b'{"k1": {"text": "a"}, "k2": {"text": "b", "id": 7}}', FIELDS)
    assert [record.meta for record in found] == [{"id": "k1"}, {"id": "7"}]


def test_records_know_their_line_and_column() -> None:
    found = good(Json(), '[{"text": "ü"}, {"text": "b"},\n  {"text":\n"c"}]'.encode(), FIELDS)
    assert [(r.number, r.line, r.column) for r in found] == [(1, 1, 2), (2, 1, 17), (3, 2, 3)]


def test_the_place_of_the_records_may_be_named() -> None:
    raw = b'{"news": [{"text": "a"}], "blogs": [{"text": "b"}], "none": 3}'
    assert [r.text for r in good(Json(), raw, Fields(records="blogs"))] == ["b"]
    with pytest.raises(Unfit, match="there are no records at `none`"):
        read(Json(), raw, Fields(records="none"))


@pytest.mark.parametrize(
    "raw",
    [
        b'{"name": "x", "version": "1"}',
        b'{"name": "x", "description": "A tool."}',
        b'["a", "b"]',
        b"3",
        b"words",
        b"1 " * 9_000,
    ],
)
def test_what_holds_no_text_is_no_corpus(raw: bytes) -> None:
    with pytest.raises(Unfit):
        read(Json(), raw, FIELDS)


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b'[{"text": "a"}, {"text": "b"', ["a", (2, 29, "the line ends inside the record")]),
        (b'[{"text": "a"}, {"text": "b', ["a", (2, 26, "the string that begins here has no end")]),
        (b'[{"text": "a"},', ["a", (2, 16, "the file ends inside of a value")]),
        (b'[{"text": "a"},]', ["a", (1, 15, "a comma before the closing bracket")]),
        (b'[{"text": "a"} {"text": "b"}]', ["a", (1, 16, "expected a comma here"), "b"]),
        (b'[{"text": "a"}, 7, {"text": "b"}]', ["a", (2, 17, "a record must be one object"), "b"]),
        (b'[{"text": "a"}, "x", {"text": "b"}]', ["a", (2, 17, "the record is a string"), "b"]),
        (b'[{"text": "a"}, {"text": \n"x" "y"}, {"text": "b"}]', ["a", (2, 5, "expected a comma here"), "b"]),
        (b'[{"text": "a"}, {"text": "\xff"}, {"text": "b"}]', ["a", (2, 27, "byte 0xFF is not UTF-8"), "b"]),
        (b'[{"text": "a"}, {"t": 1}, {"text": "b"}]', ["a", (2, 17, "no field `text` (there is `t`)"), "b"]),
        (b'[{"text": "a"}, {"text": 1}, {"text": "b"}]', ["a", (2, 26, "`text` is a number, not a string"), "b"]),
        (b'[{"text": "a"}, {"text": "x", "text": "b"}]', ["a", (2, 26, "`text` stands twice"), "b"]),
        (b'[{"text": "a"}]\n[{"text": "b"}]', ["a", (2, 1, "behind the records there is more")]),
        (b'[{"text": "a"}] words', ["a", (2, 17, "behind the records there is more")]),
        (b'{"of": [{"text": "a"}], "n": [1, "]"]} words', ["a", (2, 40, "behind the records there is more")]),
        (b'{"of": [{"text": "a"}], "n": "]', ["a", (2, 32, "the file ends inside of a value")]),
        (b'{"of": {"all": [{"text": "a"}, {"text": "b"}]}', ["a", "b", (3, 47, "the file ends inside of a value")]),
        (b'[{"text": "a"}, ' + b"[" * 100_000, ["a", (2, 17, "")]),
        (b'[{"text": "a"}, {"text": "open}, {"text": "b"}, {"text": "c"}]', ["a", (2, 26, ""), (2, 34, ""), "b", "c"]),
    ],
)
def test_a_bad_record_is_told_and_the_rest_goes_on(raw: bytes, found: list[str | tuple[int, int, str]]) -> None:
    seen = read(Json(), raw, FIELDS)
    assert len(seen) == len(found), seen
    for one, wanted in zip(seen, found, strict=True):
        if isinstance(wanted, str):
            assert isinstance(one, Record)
            assert one.text == wanted
        else:
            assert isinstance(one, BadRecord)
            assert (one.number, one.column) == wanted[:2]
            assert wanted[2] in one.message


def test_a_first_record_that_is_broken_does_not_hide_the_fields() -> None:
    bad, record = read(Json(), b'[{"content": "a" "b"}, {"content": "c"}]', FIELDS)
    assert isinstance(bad, BadRecord)
    assert isinstance(record, Record)
    assert record.text == "c"


def test_a_record_too_long_is_passed_over_without_being_held() -> None:
    long = b'{"text": "' + b'x\\"}' * 1_000_000 + b'"}'
    raw = b'[{"text": "a"}, ' + long + b', {"text": "b"}]'
    found = read(Json(longest=100_000), raw, FIELDS)
    assert [(one.number, type(one)) for one in found] == [(1, Record), (2, BadRecord), (3, Record)]


def test_what_is_around_the_records_may_be_large() -> None:
    raw = b'{"articles": [{"text": "a"}], "images": ["' + b"x" * 3_000_000 + b'"], "more": [{"text": "no"}]}'
    assert [r.text for r in good(Json(longest=100_000), raw, FIELDS)] == ["a"]
    raw = b'{"images": ["' + b"x" * 3_000_000 + b'"], "articles": [{"text": "a"}]}'
    fields = Fields(text="text", records="articles")
    with pytest.raises(Unfit):
        read(Json(), raw, Fields())
    assert fields.records == "articles"


def test_many_records_without_an_end_are_given_up_at_some_point() -> None:
    found = read(Json(longest=100_000), b'[{"text": "a"}, ' + b'{"text": "b", { "c": 1}, ' * 5_000, FIELDS)
    assert isinstance(found[0], Record)
    assert isinstance(found[-1], BadRecord)
    assert len(found) < 5_000


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('a"\\{}[],:é😀\n', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('a"{}', max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.integers(1, 9), st.booleans())
def test_the_end_of_any_value_is_seen_in_pieces_too(value: object, size: int, pretty: bool) -> None:
    raw = json.dumps([value], indent=1 if pretty else None).encode()
    window = Window(Slow(raw + b" ,", size))
    assert window.next() == b"["
    assert window.value(1 << 20) == raw
    window = Window(Slow(raw + b" ,", size))
    window.next()
    window.skip()
    assert (window.next(), window.offset) == (b",", len(raw) + 1)
    with pytest.raises(CutError):
        Window(Slow(raw[:-1], size)).value(1 << 20)


OTHERS = st.sampled_from(
    [b'"a"', b"1.10", b"1E400", b"-0", b'[1, {"text": "in"}]', b'{"text":"in"}', b"null", b'"\\u2019"']
)
SPACE = st.sampled_from([b"", b" ", b"\n  ", b"\t", b"\r\n"])


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[str]]:
    """A list of records in some spelling, alone or in an object, and their texts."""
    gap = draw(SPACE)
    texts = draw(st.lists(st.text('aé’😀"\\/\n ', max_size=12), min_size=1, max_size=4))
    records = []
    for text in texts:
        literal = json.dumps(text, ensure_ascii=draw(st.booleans())).encode()
        members = [b'"id"' + gap + b":" + draw(OTHERS), b'"text"' + gap + b":" + gap + literal, b'"z":' + draw(OTHERS)]
        records.append(b"{" + gap + (gap + b"," + gap).join(members) + gap + b"}")
    whole = b"[" + gap + (gap + b"," + gap).join(records) + gap + b"]"
    return (whole if draw(st.booleans()) else b'{"n": 1.10,' + gap + b'"articles":' + whole + b', "z": 1E400}'), texts


@given(st.data(), files())
def test_arbitrary_edits_change_the_text_and_nothing_else(data: st.DataObject, file: tuple[bytes, list[str]]) -> None:
    raw, texts = file
    container = Json()
    records = good(container, raw, FIELDS)
    assert [record.text for record in records] == texts
    expect_found_again(container, raw, FIELDS, records)
    changes = []
    for record in records:
        assert container.splice(record, FIELDS, []) == record.raw
        new = fixed(container, record, FIELDS, data.draw(edits_of(record.text)))
        assert new is not None
        changes.append((record, new))
    result = container.assemble(raw, changes, copy=False)
    assert [record.text for record in good(container, result, FIELDS)] == [new.text for _, new in changes]
    at = 0
    for old, new in changes:
        assert result[at:].startswith(raw[raw.rfind(b"}", 0, old.offset) + 1 if at else 0 : old.offset])
        at = result.index(new.raw, at) + len(new.raw)
    assert result[at:] == raw[changes[-1][0].offset + len(changes[-1][0].raw) :]
    assert container.assemble(raw, [], copy=False) == raw


def test_numbers_and_duplicate_names_stay() -> None:
    (record,) = good(Json(), b"[" + ARTICLE + b"]", FIELDS)
    new = fixed(Json(), record, FIELDS, [])
    assert new is not None
    assert new.raw == ARTICLE
