"""What is noted of a document: the same from plain Python and from numpy, alone and in any batch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import DocKey, Document
from corpuslint.text.duplicates import fingerprints, layout, noting, plain
from corpuslint.text.duplicates.alphabet import OPENERS, SEPARATORS, SINGLES

EDGES = "".join(
    chr(point)
    for ranges in (SEPARATORS, SINGLES, OPENERS)
    for ends in ranges
    for end in ends
    for point in (end, end + 1)
)
LETTERS = (
    "abcxyzABCXYZ0189 \n\t.,-\"'éÉßÿŸžŽſİıłŁαΑωΩςжЖяЯӘәґҐאءあア漢字한글กิ์ကាកᲐაỳỲẞ“”’…€•\ufeff\u00ad\u0301😀𠀀\ud800"
)
texts = st.text(st.sampled_from(LETTERS) | st.sampled_from(EDGES), max_size=400)
words = st.lists(
    st.sampled_from(
        [
            "a",
            "of",
            "The",
            "night",
            "harbourmaster",
            "x" * 8,
            "x" * 16,
            "y" * 33,
            "z" * 64,
            "z" * 65,
            "z" * 200,
            "z" * 199 + "y",
        ]
    ),
    max_size=500,
)
prose = words.map(" ".join)


def vectorised(*found: str) -> list[bytes]:
    data = [text.encode("utf-8", "surrogatepass") for text in found]
    return fingerprints.notes(b"\n".join(data), [len(text) for text in data])


@given(st.lists(texts | prose, min_size=1, max_size=5))
def test_numpy_and_plain_python_note_the_same(found: list[str]) -> None:
    assert vectorised(*found) == [plain.note(text) for text in found]


@given(st.text(max_size=60))
def test_every_character_has_one_meaning(text: str) -> None:
    assert vectorised(text) == [plain.note(text)]


def test_all_two_and_three_byte_characters_alike() -> None:
    spaced = " ".join(chr(point) for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000)
    joined = "".join(chr(point) for point in range(0x10000) if not 0xD800 <= point < 0xE000)
    numbered = "".join(f"{chr(point)}7" for point in range(0x10000) if not 0xD800 <= point < 0xE000)
    assert vectorised(spaced, joined, numbered) == [plain.note(spaced), plain.note(joined), plain.note(numbered)]


@pytest.mark.parametrize(
    "count", [0, 1, 4, 5, 7, 8, 9, 19, 20, 131, 132, 133, 134, 259, 260, 261, 262, 515, 516, 517, 518, 600]
)
def test_every_length_around_the_widths_of_windows(make: Callable[..., str], count: int) -> None:
    text = make(5, count) if count else ""
    assert vectorised(text, "between", text) == [plain.note(text), plain.note("between"), plain.note(text)]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Hello, World", "hello world"),
        ("“Don’t,” he said.", '"Don\'t" he said'),
        ("one\r\n\r\ntwo", "one two"),
        ("ÉCOLE Ångström", "école ångström"),
        ("Москва и Київ", "МОСКВА И КИЇВ"),
        ("Αθήνα", "αΘήνα"),
        ("東京。大阪", "東京大阪"),
        ("ภาษาไทย", "ภาษา ไทย"),
        ("วันที่8มีเมฆ", "วันที่ 8 มีเมฆ"),
        ("ของBBCไทย", "ของ bbc ไทย"),
        ("\ufeffword\u00a0word", "word word"),
        ("price €5 – 6", "PRICE 5 6"),
    ],
)
def test_case_punctuation_and_blanks_do_not_count(text: str, same: str) -> None:
    assert layout.unpacked(plain.note(text))[:2] == layout.unpacked(plain.note(same))[:2]


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("one two", "two one"),
        ("one two", "onetwo"),
        ("1.5", "15"),
        ("a b", "a b b"),
        ("x" * 24, "x" * 23 + "y"),
        ("x" * 99 + "y", "x" * 100),
        ("x" * 12 + "y" + "x" * 12, "x" * 25),
        ("東京", "京東"),
        ("e\u0301", "e"),
    ],
)
def test_words_and_their_order_count(text: str, other: str) -> None:
    assert layout.unpacked(plain.note(text)).digest != layout.unpacked(plain.note(other)).digest


def test_a_note_taken_apart() -> None:
    note = layout.unpacked(plain.note("\n  The first line.\nAnd the second one, with words to fill a window of it.\n"))
    assert note.words == 15
    assert len(note.marks) == 7
    assert all(mark < 1 << layout.MARK_BITS for mark in note.marks)


@pytest.mark.parametrize("text", ["", " \n", "—", "...", "\ufeff", "😀"])
def test_nothing_is_noted_of_a_text_without_words(text: str) -> None:
    assert plain.note(text) == b""
    assert vectorised(text, "word") == [b"", plain.note("word")]


def test_a_short_text_has_no_fingerprints() -> None:
    assert layout.unpacked(plain.note("one two three four five six seven")).marks == ()
    assert layout.unpacked(plain.note("one two three four five six seven eight")).marks != ()


def test_a_shared_run_of_twenty_words_leaves_a_shared_fingerprint(make: Callable[..., str]) -> None:
    shared = make(1, 20)
    for seed in range(2, 40):
        one = layout.unpacked(plain.note(f"{make(seed, 300)} {shared} {make(seed + 100, 400)}"))
        two = layout.unpacked(plain.note(f"{make(seed + 200, 70)} {shared}"))
        assert set(one.marks) & set(two.marks)


@given(st.lists(prose, min_size=1, max_size=12), st.integers(1, 2_000))
def test_batches_make_no_difference(found: list[str], size: int) -> None:
    docs = [Document(DocKey(str(at)), text) for at, text in enumerate(found)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noting, "BATCH", size)
        assert noting._vectorised(docs) == [plain.note(text) for text in found]


def test_beyond_the_limit_only_the_digest_looks(make: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "LARGEST", 1_000)
    monkeypatch.setattr(noting, "LARGEST", 1_000)
    begin = "é" + make(1, 300)[:998]
    first, second, again = (
        layout.unpacked(noting._vectorised([Document(DocKey("a"), begin + rest)])[0])
        for rest in ("é one end", "é other end", "é ONE end")
    )
    assert first.digest != second.digest
    assert first.digest == again.digest
    assert first.marks == second.marks
    assert layout.beginning(("é" * 501).encode()) == ("é" * 500).encode()
    assert layout.beginning(("x" + "é" * 501).encode()) == ("x" + "é" * 499).encode()
