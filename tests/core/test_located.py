"""What a result shows of a text: a window of the line of the finding, and what a fix really changes."""

from __future__ import annotations

import pytest

from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.locate import AROUND, LONGEST, MAX_CHANGES, NEAR, Located
from corpuslint.model import DocKey, Edit, Fix, Safety, Span

LONG = "a" * 500 + "!" + "b" * 499 + "?"


def located(text: str, *, read_only: bool = False) -> Located:
    record = Record(0, text, text.encode(), 0, 1)
    return Located(DocKey("a.txt"), record, Plain(), Fields(), read_only=read_only)


@pytest.mark.parametrize(
    ("text", "span", "line", "shown", "marked", "cut"),
    [
        ("Rain .\nSun.\n", (4, 6), 1, "Rain .", " .", (False, False)),
        ("Rain .\nSun.\n", (0, 4), 1, "Rain .", "Rain", (False, False)),
        ("Rain .\nSun.\n", (7, 8), 2, "Sun.", "S", (False, False)),
        ("Rain .\nSun", (7, 10), 2, "Sun", "Sun", (False, False)),
        ("Rain .\nSun.\n", (4, 9), 1, "Rain .", " .", (False, False)),
        ("\n\nRain.\n", (0, 2), 1, "", "", (False, False)),
        ("", (0, 0), 1, "", "", (False, False)),
        (LONG, (500, 501), 1, LONG[500 - AROUND : 501 + AROUND], "!", (True, True)),
        (LONG, (AROUND, AROUND + 1), 1, LONG[: 2 * AROUND + 1], "a", (False, True)),
        (LONG, (0, 1001), 1, LONG[: 2 * AROUND], LONG[: 2 * AROUND], (False, True)),
        (LONG, (1001 - AROUND, 1001), 1, LONG[1001 - 2 * AROUND :], LONG[-AROUND:], (True, False)),
    ],
)
def test_an_excerpt_is_a_window_of_the_first_line(
    text: str, span: tuple[int, int], line: int, shown: str, marked: str, cut: tuple[bool, bool]
) -> None:
    found = located(text).excerpt(Span(*span))

    assert (found.line, found.text, found.text[found.start : found.end]) == (line, shown, marked)
    assert (found.cut_left, found.cut_right) == cut
    assert found.start == span[0] - text.index(shown)


def test_a_place_that_is_pointed_at_again_is_the_same() -> None:
    there = located("Rain .\nSun.\n")

    place, excerpt = there.shown(Span(7, 10))

    assert (place.line, place.column, place.end_column, excerpt.text) == (2, 1, 4, "Sun.")
    assert there.shown(Span(7, 10)) == (place, excerpt)


@pytest.mark.parametrize(
    ("text", "edit", "change"),
    [
        ("Rain .\nSun.\n", (4, 6, "."), (1, "Rain", " ", "", ".", False, False)),
        ("Rain .\nSun.\n", (0, 6, "Rain."), (1, "Rain", " ", "", ".", False, False)),
        ("Rain ,,\n", (5, 7, ","), (1, "Rain ,", ",", "", "", False, False)),
        ("Rain\n\n\nSun.\n", (5, 7, ""), (2, "", "\n\n", "", "Sun.", False, False)),
        (LONG, (500, 501, "?"), (1, "a" * NEAR, "!", "?", "b" * NEAR, True, True)),
        ("x" * 300, (0, 300, "x" * 300), (1, "", "x" * LONGEST, "x" * LONGEST, "", False, False)),
    ],
)
def test_a_change_shows_what_really_changes(
    text: str, edit: tuple[int, int, str], change: tuple[int, str, str, str, str, bool, bool]
) -> None:
    start, end, new = edit
    (found,) = located(text).proposal(Fix((Edit(Span(start, end), new),), Safety.SAFE, "t", Span(0, len(text)))).changes

    assert found[:-1] == change


@pytest.mark.parametrize(
    ("number", "length", "title", "whole"),
    [
        (1, LONGEST, "t", True),
        (1, LONGEST + 1, "t", False),
        (MAX_CHANGES, 1, "t", True),
        (MAX_CHANGES + 3, 1, "t (and 3 more places)", False),
    ],
)
def test_a_proposal_says_whether_it_shows_all(number: int, length: int, title: str, whole: bool) -> None:
    text = ("x" * length + "\n") * number
    spans = [Span(at * (length + 1), at * (length + 1) + length) for at in range(number)]
    fix = Fix(tuple(Edit(span, "") for span in spans), Safety.SAFE, "t", Span(0, len(text)))

    found = located(text).proposal(fix)

    assert (found.title, found.whole, len(found.changes)) == (title, whole, min(number, MAX_CHANGES))


def test_a_fix_of_a_file_that_is_never_written_is_for_people() -> None:
    fix = Fix((Edit(Span(0, 1), ""),), Safety.SAFE, "t", Span(0, 4))

    assert located("Rain").proposal(fix).safety is Safety.SAFE
    assert located("Rain", read_only=True).proposal(fix).safety is Safety.MANUAL
