"""Tables in text: fields as the standard library reads them, and edits that change the bytes of one field only."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpuslint.containers.base import BadRecord, Fields, Record, Unfit
from corpuslint.containers.csv import Csv, Tsv
from corpuslint.containers.csv_dialect import Dialect, Row, sniffed
from corpuslint.containers.csv_rows import Rows
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Span
from tests.containers.slow import Slow
from tests.containers.splicing_law import edits_of, expect_found_again, fixed, good, read

FIELDS = Fields(text="body")


def test_rows_know_their_number_line_offset_and_bytes() -> None:
    raw = b'\xef\xbb\xbfid,body,n\r\n1,"a\r\nb",1.10\r\n\r\n2,c,1E400\n3,"d ""q""",\r4,e,-0'
    found = good(Csv(), raw, FIELDS)
    assert [(r.number, r.line, r.text, r.raw) for r in found] == [
        (1, 2, "a\r\nb", b'1,"a\r\nb",1.10'),
        (2, 5, "c", b"2,c,1E400"),
        (3, 6, 'd "q"', b'3,"d ""q""",'),
        (4, 6, "e", b"4,e,-0"),
    ]
    assert [raw[r.offset : r.offset + len(r.raw)] for r in found] == [r.raw for r in found]
    assert found[0].meta == {"id": "1"}
    expect_found_again(Csv(), raw, FIELDS, found)


@pytest.mark.parametrize(
    ("raw", "column", "texts"),
    [
        (b"id;body\n1;a, b\n", "body", ["a, b"]),
        (b"id\tbody\n1\ta, b\n", "body", ["a, b"]),
        (b"id|body\n1|a, b\n", "body", ["a, b"]),
        (b'id\tbody\n1\t"Rain" fell\n2\tit "rained"\n', "body", ['"Rain" fell', 'it "rained"']),
        (b"text\nRain fell\nSnow, too\n", "text", ["Rain fell", "Snow, too"]),
        (b'1,"Rain fell on the town, and nobody minded much."\n2,"Snow fell on the hills, and on the coast too."\n' * 9,
         "2", None),
        (b"label,Full_Text\n1,x\n", "Full_Text", ["x"]),
    ],
)  # fmt: skip
def test_dialect_and_columns_are_found_out(raw: bytes, column: str, texts: list[str] | None) -> None:
    if column == "2":
        with pytest.raises(Unfit):
            read(Csv(), raw, Fields())
        found = good(Csv(), raw, Fields(text="2"))
        assert (len(found), found[0].number) == (18, 1)
    else:
        assert [(r.text, r.field) for r in good(Csv(), raw, Fields())] == [(text, column) for text in texts or []]


@pytest.mark.parametrize(
    ("raw", "column", "texts"),
    [
        (b'1,"Rain fell, and snow."\n2,"Hail fell, and sleet."\n', "2",
         ["Rain fell, and snow.", "Hail fell, and sleet."]),
        (b'1,"Rain fell, ""he said"", on."\n2,"Hail fell, ""she"", and."\n', "2",
         ['Rain fell, "he said", on.', 'Hail fell, "she", and.']),
        (b'"a, b",text\n"c, d",Rain\n', "text", ["Rain"]),
        (b'1,"Rain fell, and snow."', "2", ["Rain fell, and snow."]),
        (b'1\t"Rain, twice\t3\n2\tit "rained"\t4\n', "2", ['"Rain, twice', 'it "rained"']),
    ],
)  # fmt: skip
def test_a_delimiter_that_each_row_has_in_its_quotes_parts_nothing(raw: bytes, column: str, texts: list[str]) -> None:
    assert [record.text for record in good(Csv(), raw, Fields(text=column))] == texts


def test_a_column_that_stands_twice_is_told() -> None:
    bad, record = read(Csv(), b"a,text,text\n1,first,second\n", Fields())
    assert isinstance(bad, BadRecord)
    assert (bad.line, bad.fatal) == (1, False)
    assert "two columns are called `text`" in bad.message
    assert isinstance(record, Record)
    assert record.text == "first"


def test_a_table_without_a_header_takes_the_longest_column() -> None:
    row = '3,"Rain","' + "It rained on the town. " * 12 + '"\n'
    found = good(Csv(), (row * 3).encode(), Fields())
    assert [(r.number, r.field) for r in found] == [(1, "3"), (2, "3"), (3, "3")]


@pytest.mark.parametrize(
    ("rows", "number", "line", "column", "message", "fatal"),
    [
        ('1,"a"b,2\n2,c,3\n', 1, 2, 3, "is not doubled", True),
        ('1,a,2\n2,"b,3\n', 2, 3, 3, "is not doubled", True),
        ("1,a,2\n2\n", 2, 3, 1, "1 fields and the first row 3", True),
        ("1,a, b,2\n", 1, 2, 1, "4 fields and the first row 3; quote fields with a delimiter", True),
        ("1,a,2,,\n", 1, 2, 1, "5 fields and the first row 3; quote fields with a delimiter", False),
        ("1,a\n", 1, 2, 1, "2 fields and the first row 3; quote a field with a line end", False),
        ("1,\udce9,2\n", 1, 2, 3, 'not utf-8; name the codec, such as encoding = {"*.csv" = "cp1252"}', True),
    ],
)
def test_a_bad_row_is_told_and_the_rest_goes_on(
    rows: str, number: int, line: int, column: int, message: str, fatal: bool
) -> None:
    raw = ("id,body,n\n" + rows + '8,"q",8\n' * 3 + "9,end,9\n").encode("utf-8", "surrogateescape")
    found = read(Csv(), raw, FIELDS)
    (bad,) = [one for one in found if isinstance(one, BadRecord)]
    assert (bad.number, bad.line, bad.column, bad.fatal) == (number, line, column, fatal)
    assert message in bad.message
    assert isinstance(found[-1], Record)
    assert found[-1].text == "end"


def test_a_text_that_a_comma_cuts_is_not_read() -> None:
    found = read(Csv(), b"id,body\n1,They left , and came back.\n2,Fog,\n3\n", FIELDS)
    assert [(one.number, getattr(one, "text", None)) for one in found] == [(1, None), (2, None), (2, "Fog"), (3, None)]


def test_a_row_too_long_is_passed_over() -> None:
    raw = b"id,body\n1,a\n2," + b"x" * 5_000_000 + b"\n3,c\n"
    found = read(Csv(longest=1_000_000), raw, FIELDS)
    assert [(one.number, type(one)) for one in found] == [(1, Record), (2, BadRecord), (3, Record)]


def test_a_quoted_field_without_an_end_does_not_take_the_whole_file() -> None:
    raw = b'id,body\n1,"open\n' + b"2,line\n" * 300_000
    found = read(Csv(longest=1_000_000), raw, FIELDS)
    assert isinstance(found[0], BadRecord)
    assert len([one for one in found if isinstance(one, Record)]) == 300_000


def test_a_row_of_far_too_many_fields_is_passed_over() -> None:
    found = read(Csv(), b"id,body\n1,a\n" + b"," * 1_000_000 + b"\n2,b\n", FIELDS)
    assert [(one.number, type(one)) for one in found] == [(1, Record), (2, BadRecord), (3, Record)]


def test_wide_encodings_are_refused() -> None:
    (bad,) = read(Csv(), "id,body\n1,a\n".encode("utf-16"), FIELDS)
    assert isinstance(bad, BadRecord)
    with pytest.raises(ReadError, match="convert it to UTF-8"):
        Csv("utf-16")


def test_a_codec_may_be_named() -> None:
    raw = 'id,body\n1,"Größe “x”"\n'.encode("cp1252")
    container = Csv("cp1252")
    (record,) = good(container, raw, FIELDS)
    assert record.text == "Größe “x”"
    assert container.splice(record, FIELDS, [Edit(Span(0, 1), "é")]) == record.raw.replace(b"G", b"\xe9")
    with pytest.raises(FixError, match="cp1252 has no U\\+6F22"):
        container.splice(record, FIELDS, [Edit(Span(0, 1), "漢")])


@pytest.mark.parametrize(
    ("row", "edit", "result"),
    [
        ('1,"a"', (1, 1, '"'), '1,"a"""'),
        ('1,"a ""b"""', (2, 3, ""), '1,"a b"""'),
        ('1,"a"', (1, 1, ",\r\n"), '1,"a,\r\n"'),
        ("1,a b", (1, 2, "_"), "1,a_b"),
        ("1,a", (1, 1, ","), None),
        ("1,a", (1, 1, "\n"), None),
        ("1,a", (0, 0, '"'), None),
    ],
)
def test_quoting_is_kept_or_the_edit_refused(row: str, edit: tuple[int, int, str], result: str | None) -> None:
    (record,) = good(Csv(), f"id,body\n{row}\n".encode(), FIELDS)
    new = fixed(Csv(), record, FIELDS, [Edit(Span(edit[0], edit[1]), edit[2])])
    assert (new.raw.decode() if new else None) == result


CELLS = st.text('aé’😀",;\n\r\t x', max_size=8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, list[list[str]]]:
    """A table in some dialect that the standard library writes, and its rows."""
    width = draw(st.integers(2, 4))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6))
    out = io.StringIO(newline="")
    every = draw(st.booleans())
    if not every:  # Python before 3.13 leaves a CR without quotation marks
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    writer = csv.writer(
        out,
        delimiter=draw(st.sampled_from(",;\t|")),
        quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL,
        lineterminator=draw(st.sampled_from(["\n", "\r\n"])),
    )
    writer.writerow([f"c{at}" for at in range(width - 1)] + ["body"])
    writer.writerows(rows)
    return out.getvalue().encode(), rows


@given(tables())
def test_fields_are_what_the_standard_library_reads(table: tuple[bytes, list[list[str]]]) -> None:
    raw, rows = table
    dialect = sniffed(raw, final=True)
    found, at = [], 0
    while at < len(raw):
        row = dialect.row(raw, at, final=True)
        assert isinstance(row, Row)
        found.append([dialect.value(raw[at:], cell).decode() for cell in row.cells])
        at = row.after
    assert found[1:] == rows


@given(st.data(), tables())
def test_arbitrary_edits_change_the_text_and_nothing_else(
    data: st.DataObject, table: tuple[bytes, list[list[str]]]
) -> None:
    raw, rows = table
    container = Csv()
    records = good(container, raw, FIELDS)
    assert [record.text for record in records] == [row[-1] for row in rows]
    expect_found_again(container, raw, FIELDS, records)
    changes = []
    for record in records:
        assert container.splice(record, FIELDS, []) == record.raw
        new = fixed(container, record, FIELDS, data.draw(edits_of(record.text)))
        if new is not None:
            changes.append((record, new))
    result = container.assemble(raw, changes, copy=False)
    by_number = {new.number: new.text for _, new in changes}
    wanted = [[*row[:-1], by_number.get(number, row[-1])] for number, row in enumerate(rows, 1)]
    delimiter = sniffed(raw, final=True).delimiter.decode()
    assert list(csv.reader(io.StringIO(result.decode(), newline=""), delimiter=delimiter))[1:] == wanted
    assert container.assemble(raw, [], copy=False) == raw


@given(st.binary(max_size=200) | st.text('a",\n\r;', max_size=60).map(str.encode), st.integers(1, 40))
@example(b'a,"b', 1)
@example(b'a,b\n"\n"', 3)
def test_any_bytes_are_told_apart_somehow_and_in_pieces_alike(raw: bytes, size: int) -> None:
    dialect = Dialect()
    whole = [row for _, _, row, _ in _rows(raw, dialect, 1 << 20)]
    pieces = [row for _, _, row, _ in _rows(raw, dialect, size)]
    assert whole == pieces


def _rows(raw: bytes, dialect: Dialect, size: int) -> list[tuple[int, int, object, bytes]]:
    rows = Rows(Slow(raw, size), 1 << 20)
    return list(rows.through(dialect))


def test_tabs_go_first_where_the_ending_says_so() -> None:
    raw = b"id\tbody, or so\n1\ta, b\n"
    assert [record.text for record in good(Tsv(), raw, Fields(text="body, or so"))] == ["a, b"]
