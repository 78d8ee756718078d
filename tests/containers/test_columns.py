"""Parquet and Arrow: rows as records, and fixed files that are laid out as they were."""

from __future__ import annotations

import struct
import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslint.containers.arrow import Arrow
from corpuslint.containers.base import BadRecord, Fields, Record, Unfit
from corpuslint.containers.columns import Columnar
from corpuslint.containers.parquet import Parquet
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Span
from tests.containers.splicing_law import edits_of, expect_found_again, fixed, good, read

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
feather = pytest.importorskip("pyarrow.feather")

FIELDS = Fields()
TEXTS = ["a", "b", 'ü ".', "", "e"]


def table(texts: list[str] | None = None, kind: Any = None) -> Any:
    """A table with something of everything beside its texts."""
    texts = TEXTS if texts is None else texts
    rows = len(texts)
    return pa.table(
        {
            "id": pa.array(range(rows), pa.int32()),
            "text": pa.array(texts, kind or pa.string()),
            "kind": pa.array((["x", "y", None] * rows)[:rows]).dictionary_encode(),
            "said": [{"by": "A", "share": 1.5}] * rows,
            "tags": ([["x"], ["y", "z"], [], None, [""]] * rows)[:rows],
            "score": pa.array(([1.0, float("nan"), None, -0.0] * rows)[:rows], pa.float64()),
            "when": pa.array([1] * rows, pa.timestamp("s", tz="UTC")),
        }
    ).replace_schema_metadata({"huggingface": '{"info": {"features": {}}}', "mine": "x"})


def parquet(of: Any, **options: Any) -> bytes:
    out = BytesIO()
    pq.write_table(of, out, **options)
    return out.getvalue()


def ipc(of: Any, make: Any, codec: str | None = None, size: int = 2) -> bytes:
    out = BytesIO()
    with make(out, of.schema, options=pa.ipc.IpcWriteOptions(compression=codec)) as writer:
        writer.write_table(of, max_chunksize=size)
    return out.getvalue()


COLUMNS = ["id", "text", "kind", "said.by", "said.share", "tags.list.element", "score", "when"]
LAYOUTS: dict[str, dict[str, Any]] = {
    "as it comes": {},
    "several row groups": {"row_group_size": 2},
    "a codec for each column": {
        "compression": dict(
            zip(COLUMNS, ["gzip", "none", "snappy", "brotli", "zstd", "lz4", "snappy", "zstd"], strict=True)
        )
    },
    "without the schema of Arrow": {"store_schema": False},
    "version 1": {"version": "1.0"},
    "version 2.4": {"version": "2.4"},
    "no dictionaries": {"use_dictionary": False},
    "a dictionary for one column": {"use_dictionary": ["kind"]},
    "new pages and their index": {"data_page_version": "2.0", "write_page_index": True},
    "sorted": {"sorting_columns": [pq.SortingColumn(0)]},
    "no statistics": {"write_statistics": False},
    "statistics of one column": {"write_statistics": ["id"]},
    "old timestamps": {"use_deprecated_int96_timestamps": True},
    "old names of lists": {"use_compliant_nested_type": False},
    "another encoding": {"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}},
}


def layout(data: bytes) -> dict[str, object]:
    """Everything about a Parquet file that a fix must leave."""
    file = pq.ParquetFile(BytesIO(data))
    known = file.metadata
    groups = [known.row_group(at) for at in range(known.num_row_groups)]
    columns = [group.column(at) for group in groups for at in range(known.num_columns)]
    return {
        "schema": str(file.schema).split("\n", 1)[1],
        "arrow": file.schema_arrow.to_string(show_field_metadata=True, show_schema_metadata=True),
        "metadata": known.metadata,
        "version": known.format_version,
        "rows": [group.num_rows for group in groups],
        "sorting": [group.sorting_columns for group in groups],
        "columns": [
            (c.path_in_schema, c.compression, sorted(set(c.encodings)), c.is_stats_set, c.has_dictionary_page,
             c.has_offset_index, c.statistics.to_dict() if c.is_stats_set and c.path_in_schema != "text" else None)
            for c in columns
        ],
    }  # fmt: skip


def changed(container: Columnar, data: bytes, row: int, text: str, *, copy: bool = False) -> bytes:
    """The file with another text in a row."""
    (old,) = (record for record in good(container, data, FIELDS) if record.number == row)
    new = fixed(container, old, FIELDS, [Edit(Span(0, len(old.text)), text)])
    assert new is not None
    return container.assemble(data, [(old, new)], copy=copy)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_fixed_parquet_is_laid_out_as_it_was(name: str) -> None:
    data = parquet(table(), **LAYOUTS[name])

    result = changed(Parquet(), data, 3, "Rain")

    assert layout(result) == layout(data)
    before, after = pq.read_table(BytesIO(data)), pq.read_table(BytesIO(result))
    assert after["text"].to_pylist() == ["a", "b", "Rain", "", "e"]
    assert repr(after.drop(["text"]).to_pylist()) == repr(before.drop(["text"]).to_pylist())
    assert Parquet().assemble(data, [], copy=False) == data


@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("kept", [True, False])
def test_checksums_of_pages_stay(kept: bool, version: str) -> None:
    options: dict[str, Any] = {"compression": "none", "use_dictionary": False, "data_page_version": version}
    data = parquet(table(["Hail" * 99, "Snow"]), write_page_checksum=kept, **options)
    result = changed(Parquet(), data, 2, "Rain")
    spoilt = BytesIO(result.replace(b"Rain", b"Ruin"))
    if kept:
        with pytest.raises(OSError, match="CRC checksum"):
            pq.ParquetFile(spoilt, page_checksum_verification=True).read()
    else:
        pq.ParquetFile(spoilt, page_checksum_verification=True).read()


@pytest.mark.parametrize("codec", [None, "lz4", "zstd"])
@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream], ids=["file", "stream"])
def test_a_fixed_arrow_file_has_the_other_bytes_as_they_were(codec: str | None, make: Any) -> None:
    data = ipc(table(), make, codec)

    result = changed(Arrow(), data, 3, "Rain")

    assert len(result) == len(data)
    assert changed(Arrow(), changed(Arrow(), result, 3, 'ü ".'), 3, "Rain") == result
    opened = pa.ipc.open_file if make is pa.ipc.new_file else pa.ipc.open_stream
    after = opened(BytesIO(result)).read_all()
    assert after["text"].to_pylist() == ["a", "b", "Rain", "", "e"]
    assert [len(chunk) for chunk in after["text"].chunks] == [2, 2, 1]
    assert after.schema.equals(table().schema, check_metadata=True)


def test_feather_is_read_and_fixed() -> None:
    out = BytesIO()
    feather.write_feather(table(), out)
    assert feather.read_table(BytesIO(changed(Arrow(), out.getvalue(), 1, "Rain")))["text"][0].as_py() == "Rain"


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.string_view()], ids=str)
def test_types_of_strings_stay(kind: Any) -> None:
    data = parquet(table(kind=kind))
    result = changed(Parquet(), data, 1, "Rain")
    assert layout(result) == layout(data)
    assert pq.read_table(BytesIO(result))["text"].to_pylist()[0] == "Rain"


@pytest.mark.parametrize(
    ("data", "container"), [(parquet(table()), Parquet()), (ipc(table(), pa.ipc.new_file), Arrow())]
)
def test_rows_are_records(data: bytes, container: Columnar) -> None:
    found = good(container, data, FIELDS)
    assert [(r.number, r.text, r.raw.decode(), r.field, r.line) for r in found] == [
        (number, text, text, "text", 1) for number, text in enumerate(TEXTS, 1)
    ]
    assert found[1].meta["id"] == "1"
    expect_found_again(container, data, FIELDS, found)


NESTED = pa.array([{"b": "x", "n/1": 1}, None, {"b": None, "n/1": 2}, {"b": "y", "n/1": 3}])


@pytest.mark.parametrize(
    ("container", "data"),
    [
        (Parquet(), parquet(pa.table({"a": NESTED, "c": ["k"] * 4}), row_group_size=3)),
        (Arrow(), ipc(pa.table({"a": NESTED, "c": ["k"] * 4}), pa.ipc.new_file)),
    ],
    ids=["parquet", "arrow"],
)
def test_fields_may_lie_deeper(container: Columnar, data: bytes) -> None:
    fields = Fields(text="a/b", id="a/n~11")
    found = read(container, data, fields)
    assert [one.number for one in found if isinstance(one, BadRecord)] == [2, 3]
    last = found[3]
    assert isinstance(last, Record)
    assert last.meta == {"id": "3"}
    result = container.assemble(data, [(last, last._replace(text="z", raw=b"z"))], copy=False)
    table = pq.read_table if isinstance(container, Parquet) else feather.read_table
    rows = [{"b": "x", "n/1": 1}, None, {"b": None, "n/1": 2}, {"b": "z", "n/1": 3}]
    assert table(BytesIO(result)).to_pydict() == {"a": rows, "c": ["k"] * 4}


@pytest.mark.parametrize("name", ["full/text", "text.body"])
def test_names_of_columns_may_have_signs_of_paths_in_them(name: str) -> None:
    data = parquet(pa.table({name: ["a", "b"], "of": [{name: "z"}] * 2}))
    fields = Fields(text=name.replace("/", "~1"))
    first = good(Parquet(), data, fields)[0]
    result = Parquet().assemble(data, [(first, first._replace(text="c", raw=b"c"))], copy=False)
    assert pq.read_table(BytesIO(result)).column(name).to_pylist() == ["c", "b"]


@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream], ids=["file", "stream"])
def test_a_dictionary_of_arrow_is_fixed_in_a_copy_alone(make: Any) -> None:
    data = ipc(table(kind=pa.dictionary(pa.int32(), pa.string())), make)
    with pytest.raises(FixError, match="dictionary, which Arrow files share"):
        changed(Arrow(), data, 3, "Rain")
    result = changed(Arrow(), data, 3, "Rain", copy=True)
    before, after = (feather.read_table(BytesIO(one)) if make is pa.ipc.new_file else pa.ipc.open_stream(one).read_all()
                     for one in (data, result))  # fmt: skip
    assert after["text"].to_pylist() == ["a", "b", "Rain", "", "e"]
    assert after.schema.equals(before.schema, check_metadata=True)
    assert repr(after.drop(["text"]).to_pylist()) == repr(before.drop(["text"]).to_pylist())


@pytest.mark.parametrize("container", [Parquet(), Arrow()])
def test_columns_of_one_name(container: Columnar) -> None:
    def data(*names: str) -> bytes:
        of = pa.table([pa.array(["a"]), pa.array(["b"]), pa.array(["c"])], names=names)
        return parquet(of) if isinstance(container, Parquet) else ipc(of, pa.ipc.new_file)

    with pytest.raises(ReadError, match="two columns are called `text`; rename one"):
        read(container, data("id", "text", "text"), FIELDS)
    assert [(one.text, one.meta) for one in good(container, data("id", "id", "text"), FIELDS)] == [("c", {"id": "a"})]
    result = changed(container, data("id", "id", "text"), 1, "Rain")
    assert good(container, result, FIELDS)[0].text == "Rain"


@pytest.mark.parametrize(
    ("of", "fields", "message"),
    [
        ({"id": [1], "name": ["x"]}, Fields(), "no field looks like a text"),
        ({"id": [1], "body": [["x"]]}, Fields(), "no column holds strings (there is `id`, `body`)"),
        ({"id": [1], "body": ["x"]}, Fields(text="text"), "no column `text` (there is `id`, `body`)"),
        ({"a": [{"b": "x"}]}, Fields(text="a.b"), "named with a slash: `a/b`"),
        ({"text": [1]}, Fields(text="text"), "is of type int64, not of strings"),
    ],
)
def test_a_text_that_is_not_there_is_told(of: dict[str, list[Any]], fields: Fields, message: str) -> None:
    with pytest.raises((ReadError, Unfit)) as caught:
        read(Parquet(), parquet(pa.table(of)), fields)
    assert message in str(caught.value)


@pytest.mark.parametrize("path", ["text", "page/body"])
def test_a_column_of_strings_is_the_text_by_its_name_even_if_nothing_is_in_it(path: str) -> None:
    nothing = pa.array([None, None], pa.string())
    columns = {"id": pa.array(["a", "b"]), "note": pa.array(["c", "d"])}
    top, _, inner = path.partition("/")
    columns[top] = pa.StructArray.from_arrays([nothing], [inner]) if inner else nothing
    found = read(Parquet(), parquet(pa.table(columns)), Fields(text=path if inner else ""))
    assert [one.message for one in found if isinstance(one, BadRecord)] == [f"`{path}` is null"] * 2


def test_a_table_without_strings_is_no_corpus() -> None:
    with pytest.raises(Unfit):
        read(Parquet(), parquet(pa.table({"n": [1]})), Fields())


def test_rows_without_a_text_are_told_and_the_rest_goes_on() -> None:
    bytes_ = pa.array([b"a", b"\xff", None, b"d"], pa.binary())
    texts = pa.StringArray.from_buffers(4, bytes_.buffers()[1], bytes_.buffers()[2], bytes_.buffers()[0], 1)
    found = read(Parquet(), parquet(pa.table({"text": texts})), FIELDS)
    assert [type(one) for one in found] == [Record, BadRecord, BadRecord, Record]
    assert isinstance(found[1], BadRecord)
    assert "not UTF-8 at byte 1" in found[1].message


@pytest.mark.parametrize("container", [Parquet(), Arrow()])
@pytest.mark.parametrize("cut", [0, 4, 100, -1])
def test_what_is_cut_off_is_an_error_to_read(container: Columnar, cut: int) -> None:
    data = parquet(table()) if isinstance(container, Parquet) else ipc(table(), pa.ipc.new_file)
    with pytest.raises(ReadError):
        read(container, data[:cut], FIELDS)


@pytest.mark.parametrize(
    ("rows", "group", "damaged", "size", "compression"),
    [(4_000, 1_000, 2, 400, "zstd"), (80, 40, 1, 40, "snappy")],
    ids=["in the middle", "behind the first rows, where fields are looked for"],
)
def test_damage_is_an_error_after_the_rows_before_it(
    rows: int, group: int, damaged: int, size: int, compression: str
) -> None:
    texts = table([f"text {n}" for n in range(rows)])
    data = bytearray(parquet(texts, row_group_size=group, compression=compression))
    at = pq.ParquetFile(BytesIO(bytes(data))).metadata.row_group(damaged).column(1).data_page_offset
    data[at : at + size] = b"\xff" * size
    seen: list[Record | BadRecord] = []
    with pytest.raises(ReadError, match="the rows before them were checked"):
        seen.extend(Parquet().records(BytesIO(bytes(data)), FIELDS))
    assert len(seen) == damaged * group


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_no_functions_on_columns_are_loaded_to_read_rows(kind: Any) -> None:
    code = (
        "import io, sys; from corpuslint.containers.base import Fields\n"
        "from corpuslint.containers.parquet import Parquet\n"
        "records = Parquet().records(io.BytesIO(sys.stdin.buffer.read()), Fields())\n"
        "print([record.text for record in records], 'pyarrow.compute' in sys.modules)"
    )
    data = parquet(pa.table({"id": ["1", "2"], "text": pa.array(["rain", "snow"], kind)}))
    done = subprocess.run([sys.executable, "-c", code], input=data, capture_output=True, check=True)
    assert done.stdout == b"['rain', 'snow'] False\n"


@pytest.mark.parametrize("make", [pa.ipc.new_file, pa.ipc.new_stream])
@pytest.mark.parametrize("offsets", [(0, 4, 2, 12), (0, 4, -8, 12), (0, 4, 8, 1 << 30)])
def test_an_arrow_file_that_points_beyond_its_data_is_damaged(make: Any, offsets: tuple[int, ...]) -> None:
    data = ipc(pa.table({"text": ["rain", "snow", "fogs"]}), make, size=3)
    old = struct.pack("<4i", 0, 4, 8, 12)
    assert data.count(old) == 1
    with pytest.raises(ReadError, match="rows that cannot be read"):
        read(Arrow(), data.replace(old, struct.pack("<4i", *offsets)), FIELDS)


def test_strings_of_arrow_that_are_not_utf8_are_told_row_by_row() -> None:
    found = read(
        Arrow(), ipc(pa.table({"text": ["rain", "snow"]}), pa.ipc.new_file).replace(b"rain", b"ra\xffn"), FIELDS
    )
    assert [type(one) for one in found] == [BadRecord, Record]


def test_damage_beside_the_text_refuses_a_fix() -> None:
    rows = [f"some long words of row {n}" for n in range(100)]
    data = bytearray(parquet(pa.table({"text": rows, "x": rows}), row_group_size=50, compression="zstd"))
    at = pq.ParquetFile(BytesIO(bytes(data))).metadata.row_group(1).column(1).data_page_offset
    data[at : at + 60] = b"\xff" * 60
    old = good(Parquet(), bytes(data), Fields(text="text"))[0]
    with pytest.raises(FixError, match="not all of the file can be read"):
        Parquet().assemble(bytes(data), [(old, old._replace(text="new", raw=b"new"))], copy=False)


def test_a_layout_that_cannot_be_kept_is_refused_and_a_copy_is_not() -> None:
    data = parquet(table(["x" * 50] * 50), bloom_filter_options={"id": {}}, row_group_size=10)
    if pq.ParquetFile(BytesIO(data)).metadata.row_group(0).column(0).to_dict()["bloom_filter_offset"] is None:
        pytest.skip("this version of pyarrow writes no bloom filters")
    with pytest.raises(FixError, match="bloom filter of the column `id` would be lost"):
        changed(Parquet(), data, 1, "Rain")
    assert pq.read_table(BytesIO(changed(Parquet(), data, 1, "Rain", copy=True)))["text"][0].as_py() == "Rain"


@settings(max_examples=15)
@given(st.data(), st.lists(st.text('aé’😀"\n', max_size=6), min_size=1, max_size=4), st.integers(1, 4))
def test_arbitrary_edits_change_the_texts_and_nothing_else(data: st.DataObject, texts: list[str], size: int) -> None:
    for container, raw in (
        (Parquet(), parquet(table(texts), row_group_size=size)),
        (Arrow(), ipc(table(texts), pa.ipc.new_file, size=size)),
    ):
        records = good(container, raw, FIELDS)
        changes = []
        for record in records:
            assert container.splice(record, FIELDS, []) == record.raw
            new = fixed(container, record, FIELDS, data.draw(edits_of(record.text)))
            assert new is not None
            if new.raw != record.raw:
                changes.append((record, new))
        result = container.assemble(raw, changes, copy=False)
        by_number = {new.number: new.text for _, new in changes}
        wanted = [by_number.get(number, text) for number, text in enumerate(texts, 1)]
        assert [record.text for record in good(container, result, FIELDS)] == wanted
        assert [record.meta for record in good(container, result, FIELDS)] == [record.meta for record in records]
        assert changes or result == raw
        if isinstance(container, Parquet):
            assert layout(result) == layout(raw)


def test_rows_that_are_far_more_than_the_file_are_a_bomb() -> None:
    data = parquet(pa.table({"text": pa.repeat("It rained. " * 100_000, 600)}), compression="zstd")
    seen: list[Record | BadRecord] = []
    with pytest.raises(ReadError, match="more than 250 times the bytes of the file"):
        seen.extend(Parquet().records(BytesIO(data), FIELDS))
    assert len(data) < 1_000_000


def test_names_that_are_not_utf8_are_damage() -> None:
    data = parquet(pa.table({"text": ["a"], "a longer name": [1]}))
    with pytest.raises(ReadError, match="no Parquet that can be read"):
        read(Parquet(), data.replace(b"a longer name", b"a l\xffnger name"), FIELDS)


@pytest.mark.parametrize("container", [Parquet(), Arrow()])
def test_a_text_that_is_not_utf8_refuses_a_fix_of_another(container: Columnar) -> None:
    of = pa.table({"text": ["rain", "snow"]})
    data = parquet(of, compression="none", write_statistics=False, use_dictionary=False)
    data = (data if isinstance(container, Parquet) else ipc(of, pa.ipc.new_file)).replace(b"rain", b"ra\xffn")
    old = read(container, data, Fields(text="text"))[1]
    assert isinstance(old, Record)
    with pytest.raises(FixError, match="another text of the column is not UTF-8"):
        container.assemble(data, [(old, old._replace(text="new", raw=b"new"))], copy=False)
