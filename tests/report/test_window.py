"""Lines are cut to the terminal, and marks stand below what they mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcwidth

from corpuslint.report import Style, escape
from corpuslint.report.window import Line, cells, fit, head, middle, tail, text_of, width

PLAIN = Style()
TEXTS = st.text(st.one_of(st.sampled_from("ab “”…日e\u0301\u200b\x1b\udcff😀"), st.characters()), max_size=80)


def columns(shown: str) -> int:
    return sum(max(wcwidth(character), 0) for character in shown)


def shown(text: str, start: int, end: int, room: int, **cut: bool) -> tuple[str, int, int]:
    row = cells(text, PLAIN)
    fitted = fit(Line(row[:start], row[start:end], row[end:], **cut), room, PLAIN)
    return fitted.left + fitted.core + fitted.right, fitted.left_width, fitted.core_width


@pytest.mark.parametrize(
    ("text", "start", "end", "room", "expected"),
    [
        ("short", 1, 2, 20, ("short", 1, 1)),
        ("0123456789" * 3, 15, 16, 11, ("…123456789…", 5, 1)),
        ("0123456789" * 3, 0, 1, 11, ("0123456789…", 0, 1)),
        ("0123456789" * 3, 29, 30, 11, ("…0123456789", 10, 1)),
        ("0123456789" * 3, 0, 30, 11, ("01234567…", 0, 9)),
        ("0123456789" * 3, 0, 28, 11, ("01234567…", 0, 9)),
        ("0123456789" * 3, 5, 28, 11, ("…456789012…", 2, 9)),
        ("日本日本日本日本", 4, 5, 9, ("…本日本…", 3, 2)),
        ("e\u0301e\u0301x", 4, 5, 20, ("e\u0301e\u0301x", 2, 1)),
        ("a\u200bb", 2, 3, 20, ("a<U+200B>b", 9, 1)),
        ("", 0, 0, 20, ("", 0, 0)),
    ],
)
def test_fit(text: str, start: int, end: int, room: int, expected: tuple[str, int, int]) -> None:
    assert shown(text, start, end, room) == expected


def test_what_was_cut_before_gets_dots() -> None:
    assert shown("abc", 1, 2, 20, cut_left=True, cut_right=True) == ("…abc…", 2, 1)


@given(TEXTS, st.integers(0, 80), st.integers(0, 20), st.integers(12, 60), st.tuples(*[st.booleans()] * 2))
def test_a_fitted_line_fits_and_its_marks_are_right(
    text: str, start: int, length: int, room: int, cut: tuple[bool, bool]
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    row = cells(text, PLAIN)
    fitted = fit(Line(row[:start], row[start:end], row[end:], *cut), room, PLAIN)
    assert columns(fitted.left) == fitted.left_width
    assert columns(fitted.core) == fitted.core_width
    assert columns(fitted.left + fitted.core + fitted.right) <= room
    whole = text_of(row[start:end])
    assert fitted.core == whole or (fitted.core.endswith("…") and whole.startswith(fitted.core[:-1]))
    assert text_of(row[:start]).endswith(fitted.left.removeprefix("…"))
    assert text_of(row[end:]).startswith(fitted.right.removesuffix("…"))


@given(TEXTS, st.integers(6, 40), st.booleans(), st.sampled_from([PLAIN, Style(unicode=False)]))
def test_head_tail_and_middle_fit(text: str, room: int, goes_on: bool, style: Style) -> None:
    row = cells(text, style)
    for part in (
        head(row, room, goes_on=goes_on, style=style),
        tail(row, room, goes_on=goes_on, style=style),
        middle(row, room, style),
    ):
        assert width(part) <= room
        if width(row) + len(style.dots) <= room:
            assert text_of(part).replace(style.dots, "") == text_of(row).replace(style.dots, "")


def test_what_is_counted_instead_of_measured_is_narrow() -> None:
    plain = [chr(code) for code in range(0x3000) if escape.pieces(chr(code)) == chr(code)]
    assert {character: width(character) for character in plain} == {
        character: max(wcwidth(character), 0) for character in plain
    }


def test_no_mark_combines_with_the_dots() -> None:
    row = cells("abcde\u0301\u0302fgh", PLAIN)
    assert text_of(tail(row, 4, goes_on=False, style=PLAIN)) == "…fgh"
    assert text_of(tail(row, 5, goes_on=False, style=PLAIN)) == "…e\u0301\u0302fgh"


def test_nothing_fits_into_nothing() -> None:
    assert head("abc", 0, goes_on=True, style=PLAIN) == []
