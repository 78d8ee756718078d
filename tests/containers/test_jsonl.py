"""JSON Lines: what is read, what is bad and where, and edits that change the bytes of one string only."""

from __future__ import annotations

import io
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import BadRecord, Fields, Record, Unfit
from corpuslint.containers.jsonl import Jsonl
from corpuslint.containers.splicing import edited
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span
from tests.containers import splicing_law as law

FIELDS = Fields("text", "id", "title", "date", "source", "language")


def read(raw: bytes, fields: Fields = FIELDS, longest: int = 1 << 20) -> list[Record | BadRecord]:
    return list(Jsonl(longest).records(io.BytesIO(raw), fields))


def record(raw: bytes, fields: Fields = FIELDS) -> Record:
    *told, found = read(raw, fields)
    assert all(isinstance(one, BadRecord) and "stands twice" in one.message for one in told)
    assert isinstance(found, Record), found
    return found


def bad(raw: bytes, fields: Fields = FIELDS) -> BadRecord:
    (found,) = read(raw, fields)
    assert isinstance(found, BadRecord), found
    return found


def splice(raw: bytes, *edits: tuple[int, int, str], fields: Fields = FIELDS) -> bytes:
    return Jsonl().splice(record(raw, fields), fields, [Edit(Span(a, b), new) for a, b, new in edits])


def test_records_know_their_number_line_offset_and_bytes() -> None:
    raw = b'\xef\xbb\xbf{"text": "a"}\r\n\n  \t\n {"text": "b"} \n[1]\n{"text": "c"}'
    mark, *found = read(raw)
    assert isinstance(mark, BadRecord)
    assert (mark.code, mark.line, mark.column, mark.fatal) == ("ENC002", 1, 1, False)
    places = [(r.number, r.line, r.raw) for r in found]
    assert places == [
        (1, 1, b'{"text": "a"}'),
        (2, 4, b' {"text": "b"} '),
        (3, 5, b"[1]"),
        (4, 6, b'{"text": "c"}'),
    ]
    good = [r for r in found if isinstance(r, Record)]
    assert [raw[r.offset : r.offset + len(r.raw)] for r in good] == [r.raw for r in good]
    assert [r.text for r in good] == ["a", "b", "c"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\r\n", b" \t\n"])
def test_nothing_but_white_space_holds_no_record(raw: bytes) -> None:
    assert read(raw) == []


def test_the_fields_beside_the_text_become_text() -> None:
    raw = b'{"id": 1.10, "title": "A \\u2019", "date": 1E400, "source": true, "language": null, "text": "x"}'
    assert record(raw).meta == {"id": "1.10", "title": "A ’", "date": "1E400", "source": "true"}


def test_a_number_too_long_for_python_is_read() -> None:
    assert record(b'{"id": ' + b"7" * 6000 + b', "text": "x"}').meta == {"id": "7" * 6000}


def test_fields_may_lie_deeper() -> None:
    fields = Fields(text="content/body/text", id="meta/guid", title="a~1b")
    raw = b'{"content": {"body": {"text": "one"}}, "meta": {"guid": 7}, "a/b": "slash", "text": "other"}'
    found = record(raw, fields)
    assert (found.text, found.meta) == ("one", {"id": "7", "title": "slash"})
    assert splice(raw, (0, 1, "O"), fields=fields) == raw.replace(b"one", b"One")


def test_of_a_name_that_stands_twice_the_last_counts() -> None:
    raw = b'{"text": "first", "te\\u0078t": "second", "id": 1, "id": 2}'
    assert record(raw).text == "second"
    assert splice(raw, (0, 6, "2nd")) == raw.replace(b"second", b"2nd")
    nested = b'{"a": {"b": "x"}, "a": {"b": "y"}}'
    assert splice(nested, (0, 1, "z"), fields=Fields(text="a/b")) == b'{"a": {"b": "x"}, "a": {"b": "z"}}'


@pytest.mark.parametrize(
    ("raw", "column", "message"),
    [
        (b'{"text": "a",}', 13, "a comma before the closing bracket; remove it"),
        (b'{"text": "a", "b": [1, 2, ]}', 25, "a comma before the closing bracket"),
        (b'{"text": "a', 10, "the string that begins here has no end"),
        (b'{"text": "a"', 13, "the line ends inside the record"),
        (b'{"text": ', 10, "the line ends inside the record"),
        (b'{"text": "a\tb"}', 12, "U+0009 inside a string must be escaped"),
        (b'{"text": "a\\q"}', 12, "a backslash in a string that begins no escape"),
        (b'{"text": "a\\u12"}', 12, "a backslash in a string that begins no escape"),
        (b'{"text": "a"} {"text": "b"}', 15, "a second record on the line"),
        (b'{"text": "a"},', 14, "a comma after the record"),
        (b'{"text": "a"} x', 15, "more text after the record"),
        (b"{'text': 'a'}", 2, "double quotes"),
        (b'{"text": None}', 10, "null"),
        (b'{"text" "a"}', 9, "expected a colon"),
        (b'{"text": "a" "b": 1}', 14, "expected a comma"),
        (b'{"text": hello}', 10, "expected a value"),
        (b"{text: 1}", 2, "a name in double quotes"),
        (b"plain words", 1, "expected a value"),
        (b"version https://git-lfs.github.com/spec/v1", 1, "git lfs pull"),
        (b'[{"text": "a"}]', 1, "the record is a list; each record must be one object"),
        (b'  "words"', 3, "the record is a string"),
        (b"null", 1, "the record is null"),
        (b"12", 1, "the record is a number"),
        (b'{"body": "a", "id": 1}', 1, "no field `text` (there is `body`, `id`); say in the configuration"),
        (b"{}", 1, "no field `text`; say"),
        (b'{"id": 1, "text": 12}', 19, "`text` is a number, not a string"),
        (b'{"id": 1, "text": null}', 19, "`text` is null: leave the record out"),
        (b'{"text": "a", "text": ["b", 1]}', 23, "`text` is a list, and not of strings alone"),
        (b'{"text": {"a": 1}}', 10, "`text` is an object"),
        (b'{"a.b": "x", "a": {"b": "c"}}', 1, "no field `text`"),
        (b'{"text": false}', 10, "`text` is true or false"),
        ('{"title": "é”", "text": "'.encode() + b'\x93"}', 26, "byte 0x93 is not UTF-8"),
        (b'{"text": "\xed\xa0\x80"}', 11, "byte 0xED is not UTF-8"),
        (b"[" * 100_000, 1, "nested too deeply"),
        (b'{"text": "a", "b": ' + b'{"c":' * 100_000 + b"1" + b"}" * 100_001, 1, "nested too deeply"),
    ],
)
def test_a_bad_record_is_told_where_and_what_to_do(raw: bytes, column: int, message: str) -> None:
    found = bad(raw)
    assert (found.number, found.line, found.column) == (1, 1, column)
    assert message in found.message
    assert found.fatal
    assert found.raw == raw[:1000]


def test_the_rest_goes_on_after_a_bad_record() -> None:
    found = read(b'{"text": "a"}\n{"text": \n\n{"text": "b"}\n')
    assert [(r.number, r.line, type(r)) for r in found] == [(1, 1, Record), (2, 2, BadRecord), (3, 4, Record)]


def test_a_broken_file_tells_every_line() -> None:
    with open(Path(__file__).parent / "files" / "broken.jsonl", "rb") as stream:
        found = list(Jsonl().records(stream, FIELDS))
    assert [r.meta["id"] for r in found if isinstance(r, Record)] == ["1", "8"]
    assert [(r.line, r.column, r.message.split(";")[0]) for r in found if isinstance(r, BadRecord)] == [
        (2, 43, "invalid JSON: a comma before the closing bracket"),
        (4, 1, "no field `text` (there is `id`, `body`)"),
        (5, 21, "`text` is a number, not a string"),
        (6, 25, "byte 0xE9 is not UTF-8"),
        (7, 1, "the record is a list"),
        (8, 21, "invalid JSON: the string that begins here has no end"),
    ]


def test_a_file_in_utf16_is_one_bad_record() -> None:
    (found,) = read('{"text": "a"}\n{"text": "b"}\n'.encode("utf-16"))
    assert isinstance(found, BadRecord)
    assert "UTF-16" in found.message


def test_a_mark_between_joined_files_is_named() -> None:
    found = read(b'{"text": "a"}\n\xef\xbb\xbf{"text": "b"}\n')
    assert isinstance(found[1], BadRecord)
    assert (found[1].line, found[1].column) == (2, 1)
    assert "byte order mark" in found[1].message


class Tape(io.BytesIO):
    """A stream that remembers the longest line it was asked for."""

    longest = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.longest = max(self.longest, len(line))
        return line


def test_a_line_too_long_is_passed_over() -> None:
    long = b'{"text": "' + b"x" * 5_000_000 + b'"}'
    raw = b'{"text": "a"}\n' + long + b'\n{"text": "b"}\n' + long
    tape = Tape(raw)
    found = list(Jsonl(longest=1000).records(tape, FIELDS))
    assert [(r.line, type(r)) for r in found] == [(1, Record), (2, BadRecord), (3, Record), (4, BadRecord)]
    assert isinstance(found[1], BadRecord)
    assert "longer than 1,000 bytes" in found[1].message
    assert found[1].raw == long[:1000]
    assert isinstance(found[2], Record)
    assert found[2].offset == raw.index(b'{"text": "b"')
    assert tape.longest <= 1 << 20


@pytest.mark.parametrize(("extra", "kind"), [(0, Record), (1, BadRecord)])
@pytest.mark.parametrize("end", [b"\n", b""])
def test_the_limit_counts_the_line_without_its_end(extra: int, kind: type, end: bytes) -> None:
    line = b'{"text": "' + b"x" * (88 + extra) + b'"}'
    (found,) = read(line + end, longest=100)
    assert isinstance(found, kind)


QUIRKS = [
    rb'{"id":1,"n":12345678901234567890123,"f":1e5,"text":"caf\u00e9 \"x\" \" ","u":"x"}',
    rb'{"a": 1.10, "text": "x\/y\\z\\u2019", "b": [1,2], "c": NaN}',
    rb'{"text": "\ud83d\ude00 \u2019\uD83D\uDE00\t\u0041", "big": 1E400, "neg0": -0.0}',
    '{"text": "\\ud83d ü 😀\\ud83d\\ud83d\\ude00\\ude00\\n", "text2": "ü"}'.encode(),
    '\t{ "u" : {"text": "no"} ,\r "text"\t: "“Größe” 😀" } '.encode(),
]


@pytest.mark.parametrize("raw", QUIRKS)
def test_every_single_character_can_be_changed_alone(raw: bytes) -> None:
    container = Jsonl()
    found = record(raw)
    assert container.splice(found, FIELDS, []) == raw
    for i in range(len(found.text)):
        edit = Edit(Span(i, i + 1), '’"\n')
        start, end = container.locate(found, FIELDS, edit.span)
        result = container.splice(found, FIELDS, [edit])
        assert json.loads(result)["text"] == edited(found.text, [edit])
        assert result[:start] == raw[:start]
        assert result[len(result) - (len(raw) - end) :] == raw[end:]
        assert json.loads(b'"' + raw[start:end] + b'"') == found.text[i]


@pytest.mark.parametrize(
    ("string", "edit", "result"),
    [
        (r"a\u2019b", (2, 3, "é😀"), r"a\u2019\u00e9\ud83d\ude00"),
        (r"a\u2019’b", (3, 4, "é"), r"a\u2019’é"),
        ("ab", (1, 2, "é’"), "aé’"),
        (r"a\u0041b", (2, 3, "é"), r"a\u0041é"),
        (r"a\\u2019b", (1, 1, "é"), r"aé\\u2019b"),
        (r"\/a", (1, 2, "/"), r"\//"),
        ("ab", (1, 1, '"\\\n\r\t\b\f\x00\x1f\x7f'), 'a\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f\x7fb'),
        ("ab", (1, 1, "\ud800"), r"a\ud800b"),
        (r"\ud83d\ude00x", (1, 2, ""), r"\ud83d\ude00"),
    ],
)
def test_inserted_text_is_escaped_as_little_as_the_record_does(
    string: str, edit: tuple[int, int, str], result: str
) -> None:
    assert splice(f'{{"text": "{string}"}}'.encode(), edit) == f'{{"text": "{result}"}}'.encode()


PARAGRAPHS = (
    '{"text": [ "caf\\u00e9 , ü" ,"", "\\ud83d\\ude00 \\\\ \\"x\\""\t], "n": 1.10}'.encode(),
    b'{"text":["one"]}',
    b'{"text":[]}',
)


@pytest.mark.parametrize("raw", PARAGRAPHS)
def test_strings_of_a_list_are_paragraphs(raw: bytes) -> None:
    container = Jsonl()
    found = record(raw)
    assert found.text == "\n\n".join(json.loads(raw)["text"])
    assert container.splice(found, FIELDS, []) == raw
    joints = [at for at in range(len(found.text)) if found.text[at] == "\n"]
    for i in range(len(found.text)):
        edit = Edit(Span(i, i + 1), '’"\n')
        if i in joints:
            with pytest.raises(FixError, match="joined or parted"):
                container.splice(found, FIELDS, [edit])
            continue
        start, end = container.locate(found, FIELDS, edit.span)
        result = container.splice(found, FIELDS, [edit])
        assert "\n\n".join(json.loads(result)["text"]) == edited(found.text, [edit])
        assert result[:start] == raw[:start]
        assert result.endswith(raw[end:])


@given(data=st.data(), paragraphs=st.lists(st.text(law.CHARACTERS, max_size=8), max_size=4), escaped=st.booleans())
def test_any_fix_of_paragraphs_changes_them_alone(data: st.DataObject, paragraphs: list[str], escaped: bool) -> None:
    found = record(json.dumps({"a": 1.5, "text": paragraphs, "z": [[]]}, ensure_ascii=escaped).encode())
    assert found.text == "\n\n".join(paragraphs)
    law.fixed(Jsonl(), found, FIELDS, data.draw(law.edits_of(found.text)))


def test_paragraphs_are_the_text_by_their_name() -> None:
    for name in ("text", "paragraphs"):
        found = record(json.dumps({"summary": "Rain.", name: ["It rained.", "It snowed."]}).encode(), Fields())
        assert (found.field, found.text) == (name, "It rained.\n\nIt snowed.")


def test_two_lone_surrogates_are_not_joined() -> None:
    raw = rb'{"text": "\ud83d-\ude00"}'
    assert splice(raw, (1, 2, "+")) == raw.replace(b"-", b"+")
    with pytest.raises(FixError, match="surrogates"):
        splice(raw, (1, 2, ""))


NEWS = b'{"_id": 7, "headline": "Rain", "article": {"body": "It rained."}, "pub_date": "2021-05-04", "lang": "en"}'


def test_fields_that_nobody_named_are_found_out() -> None:
    found = record(NEWS + b"\n", Fields())
    assert (found.field, found.text) == ("article/body", "It rained.")
    assert found.meta == {"id": "7", "title": "Rain", "date": "2021-05-04", "language": "en"}
    assert splice_as(found, (0, 2, "Then it")) == NEWS.replace(b"It rained", b"Then it rained")


def test_what_is_said_of_a_document_may_stand_in_an_object_of_its_own() -> None:
    about = b'{"id": "a", "text": "It rained.", "Metadata": {"source": "cc", "crawl_date": "2021-05-04", "lang": "en"}}'
    assert record(about, Fields()).meta == {"id": "a", "source": "cc", "date": "2021-05-04", "language": "en"}
    assert record(about.replace(b"Metadata", b"author"), Fields()).meta == {"id": "a"}


def splice_as(found: Record, edit: tuple[int, int, str]) -> bytes:
    return Jsonl().splice(found, Fields(), [Edit(Span(edit[0], edit[1]), edit[2])])


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'{"description": "a", "text": "b"}', "text"),
        (b'{"text": null, "content": "b"}', "content"),
        (b'{"Full_Text": "a", "x": "b"}', "Full_Text"),
        (b'{"a/b": {"text": "c"}}', "a~1b/text"),
        (b'{"x": "' + b"word " * 50 + b'", "y": "z"}', "x"),
        (b'{"text": null}', "text"),
        (b"[]", "text"),
    ],
)
def test_the_text_is_the_best_name_that_holds_one(raw: bytes, name: str) -> None:
    assert Jsonl().detect(io.BytesIO(raw), Fields()).text == name


def test_a_file_without_any_text_is_no_corpus() -> None:
    with pytest.raises(Unfit, match=r"no field looks like a text \(there is `name`, `version`\); say which"):
        read(b'{"name": "left-pad", "version": "1"}\n', Fields())


def test_a_field_named_with_a_dot_is_explained() -> None:
    assert "named with a slash: `a/b`" in bad(b'{"a": {"b": "x"}}', FIELDS._replace(text="a.b")).message


def test_a_text_that_stands_twice_is_told_at_the_one_that_nobody_reads() -> None:
    first, second = read(b'\n{"te\\u0078t": "first", "text": "second"}')
    assert isinstance(first, BadRecord)
    assert (first.number, first.line, first.column, first.fatal) == (1, 2, 15, False)
    assert isinstance(second, Record)
    assert second.text == "second"


CHARACTERS = 'aé’😀"\\/\n\t\x01\x7f\u2028 \ud83d\ude00'


@st.composite
def spelled(draw: st.DrawFn, text: str) -> str:
    """A JSON string in which every character may be spelled in any way that is allowed."""
    out = []
    for char in text:
        units = char.encode("utf-16-be", "surrogatepass").hex()
        digits = draw(st.sampled_from([str.upper, str.lower]))(units)
        forms = ["".join(f"\\u{digits[i : i + 4]}" for i in range(0, len(digits), 4))]
        short = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t"}.get(char)
        forms += [short] if short else []
        forms += [char] if char not in '"\\\n\t\x01' and not "\ud800" <= char <= "\udfff" else []
        out.append(draw(st.sampled_from(forms)))
    return '"' + "".join(out) + '"'


SPACE = st.text(" \t", max_size=2)
OTHERS = st.sampled_from(
    ['"a"', "1.10", "1E400", "-0", '[1, {"text": "in"}]', '{"text":"in"}', "null", "true", "NaN", '"\\u2019"']
)


@st.composite
def lines(draw: st.DrawFn) -> tuple[bytes, str]:
    """A record in some spelling, and its text."""
    text = draw(st.text(CHARACTERS, max_size=30))
    text = re.sub("\ud83d+(?=\ude00)", "", text)
    members = [(draw(st.sampled_from(['"id"', '"b"', '"te\\u0078t"', '"text"'])), draw(OTHERS)) for _ in range(3)]
    members = members[: draw(st.integers(0, 3))]
    members.append((draw(st.sampled_from(['"text"', '"\\u0074ext"'])), draw(spelled(text))))
    members += [('"z"', draw(OTHERS))] * draw(st.integers(0, 2))
    gap = draw(SPACE)
    inner = f"{gap},{gap}".join(f"{name}{gap}:{gap}{value}" for name, value in members)
    return f"{gap}{{{gap}{inner}{gap}}}{gap}".encode(), text


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in list(pairwise(cuts))[::2]]
    return [Edit(span, draw(st.text(CHARACTERS.replace("\ude00", ""), max_size=3))) for span in spans]


@given(st.data(), lines())
def test_arbitrary_edits_change_the_text_and_nothing_else(data: st.DataObject, line: tuple[bytes, str]) -> None:
    raw, text = line
    container = Jsonl()
    found = record(raw + data.draw(st.sampled_from([b"", b"\n", b"\r\n"])))
    assert (found.text, found.raw) == (text, raw)
    assert container.splice(found, FIELDS, []) == raw
    edits = data.draw(edits_of(text))
    wanted = edited(text, edits)
    try:
        result = container.splice(found, FIELDS, edits)
    except FixError:
        assert re.search("\ud83d\ude00", wanted)
        return
    assert record(result).text == wanted
    assert any(result == rebuilt(raw, container, found, edits, ascii_only) for ascii_only in (False, True))


def rebuilt(raw: bytes, container: Jsonl, found: Record, edits: list[Edit], ascii_only: bool) -> bytes:
    """The record with each edit spelled as the standard library would, all other bytes taken from it."""
    out, last = b"", 0
    for edit in edits:
        start, end = container.locate(found, FIELDS, edit.span)
        new = json.dumps(edit.text, ensure_ascii=ascii_only)[1:-1].replace("\\u007f", "\x7f")
        out, last = out + raw[last:start] + new.encode("utf-8", "backslashreplace"), end
    return out + raw[last:]


@given(lines(), st.data())
def test_locate_is_the_inverse_of_reading(line: tuple[bytes, str], data: st.DataObject) -> None:
    raw, text = line
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = Jsonl().locate(record(raw), FIELDS, Span(start, end))
    assert json.loads(b'"' + raw[first:last] + b'"') == text[start:end]


@pytest.mark.parametrize(
    "unit", [r"\n", "\\u2019", r"\ud83d\ude00", "é", r"\\", "a\\ud83d", "x" * 511 + r"\ud83d\ude00"]
)
def test_long_strings_are_located_across_the_remembered_places(unit: str) -> None:
    raw = f'{{"text": "{unit * 900}"}}'.encode()
    container, found = Jsonl(), record(raw)
    each = len(json.loads(f'"{unit}"'))
    for n in [0, 1, 42, 43, 85, 86, 255, 256, 257, 511, 512, 513, 899]:
        start, end = container.locate(found, FIELDS, Span(n * each, (n + 1) * each))
        assert raw[start:end] == unit.encode()


@given(st.binary(max_size=60))
def test_any_bytes_are_records_or_bad_records(raw: bytes) -> None:
    found = [one for one in read(raw) if not isinstance(one, BadRecord) or one.code == "DOC002"]
    filled = [line for line in raw.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    assert len(found) <= len(filled)
