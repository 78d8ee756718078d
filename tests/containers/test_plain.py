"""Plain text: read without loss, located in its own codec, and spliced so that no other byte changes."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.containers.splicing import STEP, ByteOffsets, edited
from corpuslint.errors import FixError
from corpuslint.model import Decoding, Edit, Reading, Span

FIELDS = Fields()


def read(raw: bytes, codec: str | None = None) -> Record:
    (record,) = Plain(codec).records(io.BytesIO(raw), FIELDS)
    assert isinstance(record, Record)
    return record


def record_in(codec: str, text: str, *, mark: bytes = b"", bijective: bool = True) -> Record:
    decoding = Decoding(Reading.LEGACY, codec, text, mark, bijective=bijective)
    return Record(0, text, mark + text.encode(codec), 0, 1, decoding=decoding)


@pytest.mark.parametrize("raw", [b"", b"plain", "näher „so“ 😀\r\n".encode(), b"a\rb\n\n", b"no end"])
def test_valid_utf8_is_read_as_it_is(raw: bytes) -> None:
    record = read(raw)
    assert (record.text, record.raw, record.number, record.offset, record.line) == (
        raw.decode(),
        raw,
        0,
        0,
        1,
    )
    assert record.decoding == Decoding(Reading.UTF8, "utf-8", raw.decode())


def test_a_byte_order_mark_is_the_first_character() -> None:
    record = read(b"\xef\xbb\xbfab")
    assert record.text == "\ufeffab"
    assert Plain().splice(record, FIELDS, [Edit(Span(0, 1), "")]) == b"ab"
    assert Plain().splice(record, FIELDS, [Edit(Span(2, 3), "é")]) == b"\xef\xbb\xbfa\xc3\xa9"


def test_other_bytes_are_decided() -> None:
    raw = "\ufeffZwei Zeilen, kurz\nund gut".encode("utf-16")
    record = read(raw.replace(b"\xff\xfe\xff\xfe", b"\xff\xfe"))
    assert record.decoding is not None
    assert record.decoding.reading is Reading.UTF16
    assert Plain().splice(record, FIELDS, [Edit(Span(0, 4), "Drei")]).decode("utf-16").startswith("Drei Zeilen")


def test_a_forced_codec_is_obeyed() -> None:
    record = read("Žižkov".encode("cp1250"), "cp1250")
    assert record.text == "Žižkov"
    assert Plain("cp1250").splice(record, FIELDS, [Edit(Span(6, 6), "š")]) == "Žižkovš".encode("cp1250")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-32-be", "cp1252", "shift_jis", "gb18030", "euc_kr"])
def test_locate_counts_bytes_of_the_codec(codec: str) -> None:
    text = {"cp1252": "“é”–x", "shift_jis": "日x本ー", "euc_kr": "한x국말"}.get(codec, "aé😀”z")
    record = record_in(codec, text, mark=b"\xff\xfe" if "16" in codec else b"")
    plain = Plain()
    for i in range(len(text) + 1):
        for j in range(i, len(text) + 1):
            start, end = plain.locate(record, FIELDS, Span(i, j))
            assert record.raw[start:end].decode(codec) == text[i:j]


def test_a_codec_with_shift_states_is_spliced_or_refused() -> None:
    record = record_in("iso2022_jp", "ab日本語cd")
    assert Plain().splice(record, FIELDS, [Edit(Span(0, 1), "X")]) == "Xb日本語cd".encode("iso2022_jp")
    assert Plain().splice(record, FIELDS, [Edit(Span(3, 4), "")]) == "ab日語cd".encode("iso2022_jp")
    with pytest.raises(FixError, match="iso2022_jp"):
        Plain().splice(record, FIELDS, [Edit(Span(3, 3), "X")])


def test_what_the_codec_lacks_is_refused_by_name() -> None:
    with pytest.raises(FixError, match=r"cp1252 has no U\+0141; convert the file to UTF-8"):
        Plain().splice(record_in("cp1252", "Lodz"), FIELDS, [Edit(Span(0, 1), "Ł")])


def test_what_was_not_read_without_loss_is_refused() -> None:
    record = record_in("cp932", "abc", bijective=False)
    with pytest.raises(FixError, match="without loss"):
        Plain().splice(record, FIELDS, [Edit(Span(0, 1), "")])


def test_a_mixed_file_keeps_its_islands() -> None:
    raw = "Ein „Satz“ über Köln – und ".encode() + b"Stra\xdfe" + " mit „noch“ einem".encode()
    record = read(raw)
    assert record.decoding is not None
    assert record.decoding.reading is Reading.MIXED
    at = record.text.index("mit")
    assert Plain().splice(record, FIELDS, [Edit(Span(at, at + 3), "ohné")]) == raw.replace(b"mit", "ohné".encode())
    plain = Plain()
    for i, char in enumerate(record.text):
        start, end = plain.locate(record, FIELDS, Span(i, i + 1))
        assert raw[start:end] == (b"\xdf" if char == "ß" else char.encode())


def test_a_cut_end_stays_cut() -> None:
    raw = "Ein „Satz“ über Köln".encode() + b"\xe2\x80"
    record = read(raw)
    assert Plain().splice(record, FIELDS, [Edit(Span(0, 3), "Kein")]) == b"Kein" + raw[3:]


def test_edits_must_not_change_what_the_bytes_around_them_say() -> None:
    raw = b"ab\xe2\x80 c"
    text = raw.decode("utf-8", "surrogateescape")
    record = Record(0, text, raw, 0, 1, decoding=Decoding(Reading.TRUNCATED, "utf-8", text))
    assert Plain().splice(record, FIELDS, [Edit(Span(0, 2), "x")]) == b"x\xe2\x80 c"
    with pytest.raises(FixError, match="cannot be made in utf-8"):
        Plain().splice(record, FIELDS, [Edit(Span(4, 5), "\udc9c")])


def test_offsets_cross_the_remembered_places() -> None:
    text = ("aé😀" * STEP)[: 2 * STEP + 7]
    offsets = ByteOffsets(text, "utf-8")
    for index in [0, 1, STEP - 1, STEP, STEP + 1, 2 * STEP, len(text) - 1, len(text)]:
        assert offsets.at(index) == len(text[:index].encode())


@st.composite
def texts_with_edits(draw: st.DrawFn, alphabet: str) -> tuple[str, list[Edit]]:
    text = draw(st.text(alphabet, max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Span(a, b) for a, b in list(pairwise(cuts))[::2]]
    return text, [Edit(span, draw(st.text(alphabet, max_size=4))) for span in spans]


ALPHABETS = {
    "utf-8": "ab \r\n\0é”😀\ufeff\u0301",
    "utf-16-le": "ab \r\né”😀",
    "cp1252": "ab \r\né”–€",
    "gb18030": "ab \né”汉😀",
    "shift_jis": "ab \n日本ー",
}


@given(st.data(), st.sampled_from(sorted(ALPHABETS)))
def test_only_the_edits_change(data: st.DataObject, codec: str) -> None:
    text, edits = data.draw(texts_with_edits(ALPHABETS[codec]))
    record = record_in(codec, text)
    plain = Plain()
    result = plain.splice(record, FIELDS, edits)
    assert result.decode(codec) == edited(text, edits)
    assert plain.splice(record, FIELDS, []) == record.raw
    outside, rest, last = [], result, 0
    for edit in edits:
        start, end = plain.locate(record, FIELDS, edit.span)
        outside.append((record.raw[last:start], edit.text.encode(codec)))
        last = end
    for kept, new in outside:
        assert rest.startswith(kept + new)
        rest = rest[len(kept + new) :]
    assert rest == record.raw[last:]


@given(st.binary(max_size=40))
def test_any_bytes_are_read_and_an_empty_splice_gives_them_back(raw: bytes) -> None:
    record = read(raw)
    assert record.raw == raw
    assert record.decoding is not None
    if record.decoding.bijective:
        assert Plain().splice(record, FIELDS, []) == raw
