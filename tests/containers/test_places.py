"""Where a span of a record's text lies in its file: the same whatever was asked before."""

from __future__ import annotations

import io
import json

from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Fields, Record
from corpuslint.containers.jsonl import Jsonl
from corpuslint.locate import Located
from corpuslint.model import DocKey, Span

FIELDS = Fields("text")
TEXTS = st.lists(st.sampled_from([*'aé’\n"\\\t\U0001f600', "word " * 150]), max_size=30).map("".join)


@given(TEXTS, st.booleans(), st.booleans(), st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=12))
def test_a_place_is_the_same_in_any_order(
    text: str, ascii_only: bool, whole: bool, asked: list[tuple[int, int]]
) -> None:
    raw = json.dumps({"é": "before", "text": text}, ensure_ascii=ascii_only).encode() + b"\n"
    (record,) = Jsonl(1 << 20).records(io.BytesIO(raw), FIELDS)
    assert isinstance(record, Record)
    record = record._replace(number=0) if whole else record  # as if the file were this text
    ends = [sorted((first % (len(text) + 1), last % (len(text) + 1))) for first, last in asked]
    spans = [Span(start, end) for start, end in ends]
    one_for_all = Located(DocKey("a.jsonl", 1), record, Jsonl(1 << 20), FIELDS)
    alone = [Located(DocKey("a.jsonl", 1), record, Jsonl(1 << 20), FIELDS).location(span) for span in spans]
    assert [one_for_all.location(span) for span in spans] == alone
    for span, place in zip(spans, alone, strict=True):
        before = text[: span.start].rpartition("\n")[2]
        if whole:
            assert place.byte_column == len(before.encode()) + 1
