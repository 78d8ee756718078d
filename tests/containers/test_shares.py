"""The records of all shares of a file are the records of the file, wherever it is cut."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from corpuslint.containers.base import WHOLE, BadRecord, Container, Fields, Record, Share
from corpuslint.containers.jsonl import Jsonl
from corpuslint.containers.parquet import Parquet

Records = list[Record | BadRecord]
LINES = st.sampled_from(
    [
        b'{"text": "a"}', b'{"id": "x", "text": "a \\n{ longer one"}', b"{broken", b"", b"  \t", b"\xef\xbb\xbf", b"17",
        b'  {"text": "b"}', b'{"text": "\xc3\xa9"}', b'{"text": "\xff"}', b'{"text": "' + b"long " * 30 + b'"}', b"\r",
    ]
)  # fmt: skip
FIELDS = Fields(text="text", id="id")


def whole(container: Container, data: bytes) -> Records:
    return list(container.records(BytesIO(data), FIELDS))


def shares(container: Container, data: bytes, size: int, within: Share = WHOLE) -> list[Share]:
    return list(container.shares(BytesIO(data), size, within))


def read(container: Container, data: bytes, cut: list[Share]) -> Records:
    return [record for share in cut for record in container.share(BytesIO(data), FIELDS, share)]


@given(st.lists(LINES, max_size=12), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.integers(1, 200))
def test_of_json_lines(lines: list[bytes], end: bytes, ended: bool, size: int) -> None:
    data = end.join(lines) + (end if ended else b"")
    container = Jsonl(longest=100)

    cut = shares(container, data, size)

    assert read(container, data, cut) == whole(container, data)
    assert all(one.end == other.start for one, other in pairwise(cut))
    assert not cut or (cut[0].start, cut[-1].end) == (0, len(data))
    for share in cut:
        parts = shares(container, data, 1, share)
        assert read(container, data, parts) == list(container.share(BytesIO(data), FIELDS, share))
        assert all(data[part.start : part.end].rstrip(b"\n").count(b"\n") == 0 for part in parts)


def test_a_file_in_utf_16_is_not_cut() -> None:
    assert shares(Jsonl(), '{"text": "a"}\n{"text": "b"}\n'.encode("utf-16"), 4) == []


@pytest.mark.parametrize("group", [1, 7, 30, 100])
@pytest.mark.parametrize("size", [1, 500, 3_000, 1 << 20])
def test_of_parquet(group: int, size: int) -> None:
    texts = [None if n == 50 else f"Text {n} of a file. " * (n % 9) for n in range(100)]
    out = BytesIO()
    parquet.write_table(pa.table({"id": [str(n) for n in range(100)], "text": texts}), out, row_group_size=group)
    data, container = out.getvalue(), Parquet()

    cut = shares(container, data, size)

    assert read(container, data, cut) == whole(container, data)
    assert (cut[0].start, cut[-1].end) == (0, 100)
    assert all(one.end == other.start for one, other in pairwise(cut))
    parts = [part for share in cut for part in shares(container, data, 1, share)]
    assert read(container, data, parts) == whole(container, data)


def test_a_parquet_row_is_found_alone_at_last() -> None:
    out = BytesIO()
    parquet.write_table(pa.table({"text": ["text"] * 300}), out)
    container, data = Parquet(), out.getvalue()
    share, steps = Share(0, 300), 0

    while share.end - share.start > 1:
        share = shares(container, data, max(1, (share.end - share.start) // 256), share)[-1]
        steps += 1

    assert (share.start, steps) == (299, 2)


def test_a_parquet_file_without_rows_has_no_shares() -> None:
    out = BytesIO()
    parquet.write_table(pa.table({"text": pa.array([], pa.string())}), out)

    assert shares(Parquet(), out.getvalue(), 10) == []
