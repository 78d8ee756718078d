"""Diffs: true, windowed, and quick whatever they are given."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuslint.report import Style
from corpuslint.report.align import Gap, changes, gaps
from corpuslint.report.diff import render

LONG = "He spoke of interests and mutual benefit. " * 6
LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e", ""]), max_size=30)


def patched(before: list[str], after: list[str], found: list[Gap]) -> list[str]:
    """`before` with the gaps filled from `after`."""
    out, at = [], 0
    for gap in found:
        assert at <= gap.a <= gap.a_end
        assert gap.a_end - gap.a or gap.b_end - gap.b
        out += before[at : gap.a] + after[gap.b : gap.b_end]
        at = gap.a_end
    return out + before[at:]


@given(LINES, LINES)
def test_gaps_turn_one_sequence_into_the_other(before: list[str], after: list[str]) -> None:
    found = gaps(before, after)
    assert patched(before, after, found) == after
    assert patched(after, before, [Gap(gap.b, gap.b_end, gap.a, gap.a_end) for gap in found]) == before


@given(st.text("ab .", max_size=60), st.text("ab .", max_size=60))
def test_changes_turn_one_line_into_the_other(before: str, after: str) -> None:
    assert "".join(patched(list(before), list(after), changes(before, after))) == after


def test_changes_far_apart_are_told_apart() -> None:
    before, after = f"x {LONG}y", f"z {LONG}w"
    assert changes(before, after) == [
        Gap(0, 1, 0, 1),
        Gap(len(before) - 1, len(before), len(after) - 1, len(after)),
    ]
    assert changes("a b c", "x b y") == [Gap(0, 5, 0, 5)]


def test_anchors_keep_a_long_repetitive_text_apart() -> None:
    before = [line for number in range(2_000) for line in (f"unique {number}", "", "")]
    after = [line for number in range(2_000) for line in (f"unique {number}", "")]
    assert len(gaps(before, after)) == 2_000


def test_a_diff() -> None:
    before = f'Title\n\n\n\nFirst.\n{LONG}"dear friend" ".\nend   \nlast\n'
    after = f'Title\n\nFirst.\n{LONG}"dear friend".\nend\nlast\n'
    assert render("a b.txt", before, after, Style(width=60)) == (
        "--- a b.txt\n"
        "+++ a b.txt\n"
        "@@ -2,7 +2,5 @@\n"
        "\n"
        "-\n"
        "-\n"
        " First.\n"
        '-…He spoke of interests and mutual benefit. "dear friend" ".\n'
        '+…He spoke of interests and mutual benefit. "dear friend".\n'
        "-end[-   -]\n"
        "+end\n"
        " last\n"
    )


def test_changes_that_one_window_shows_are_shown_once() -> None:
    before = "Rain , it was said on Tuesday in the harbour,  it may be, fell.  "
    after = "Rain, it was said on Tuesday in the harbour,  it may be, fell."
    assert render("f", before, after, Style(width=80)).splitlines()[3:] == [
        "-Rain[- -], it was said on Tuesday in the harbour,  it may be, fell.[-  -]",
        "+Rain, it was said on Tuesday in the harbour,  it may be, fell.",
    ]
    between = "\x1b[31m, it was said on Tuesday in the harbour,  it may be, fell.\x1b[0m"
    removed = f"\x1b[31m-Rain\x1b[0m\x1b[9;31m \x1b[0m{between}\x1b[9;31m  \x1b[0m"
    assert render("f", before, after, Style(colour=True, width=80)).splitlines()[3] == removed


def test_a_window_holds_the_changes_that_it_shows_whole() -> None:
    before, after = f"{LONG}one {'and ' * 12}two {LONG}", f"{LONG}1 {'and ' * 12}2 {LONG}"
    shown = render("f", before, after, Style(width=70)).splitlines()[3:]
    assert len(shown) == 2
    assert "one and" in shown[0]
    assert "and two" in shown[0]


def test_hunks_far_apart() -> None:
    before = "a\n" * 5 + "x\n" + "b\n" * 5 + "y\n" + "c\n" * 5
    after = "a\n" * 5 + "X\n" + "b\n" * 5 + "c\n" * 5
    assert render("f", before, after, Style()) == (
        "--- f\n+++ f\n@@ -5,3 +5,3 @@\n a\n-x\n+X\n b\n@@ -11,3 +11,2 @@\n b\n-y\n c\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "body"),
    [
        ("", "a\n", "@@ -0,0 +1 @@\n+a\n"),
        ("a\n", "", "@@ -1 +0,0 @@\n-a\n"),
        ("a\r\n", "a\n", "@@ -1 +1 @@\n-a[-␍-]\n+a\n"),
        ("a\r\n", "b\r\n", "@@ -1 +1 @@\n-a\n+b\n"),
        ("a", "a\n", "@@ -1 +1 @@\n-a\n+a\n\\ Newline at end of file added\n"),
        ("a\n", "b", "@@ -1 +1 @@\n-a\n+b\n\\ Newline at end of file removed\n"),
        ("a\x1b\n", "a\n", "@@ -1 +1 @@\n-a␛\n+a\n"),
        ("\ufeffa\n", "a\n", "@@ -1 +1 @@\n-<U+FEFF>a\n+a\n"),
    ],
)
def test_line_ends_and_hidden_characters(before: str, after: str, body: str) -> None:
    assert render("f", before, after, Style()) == f"--- f\n+++ f\n{body}"


def test_nothing_changed() -> None:
    assert render("f", "a", "a", Style()) == ""


def test_both_sides_of_a_long_line_begin_alike() -> None:
    *_, removed, added = render("f", f"{LONG}the the{LONG}", f"{LONG}the{LONG}", Style(width=70)).splitlines()
    assert len(removed) == len(added) == 70
    where = removed.index("the the")
    assert removed[1:where] == added[1:where]
    assert removed.endswith("…")


def test_colour() -> None:
    lines = render("f", "ab c\n", "ab d\n", Style(colour=True)).splitlines()
    assert lines[-2] == "\x1b[31m-ab \x1b[0m\x1b[9;31mc\x1b[0m"
    assert lines[-1] == "\x1b[32m+ab \x1b[0m\x1b[4;32md\x1b[0m"


@given(st.text(max_size=300), st.text(max_size=300), st.integers(40, 90))
@settings(max_examples=50)
def test_every_line_fits_ascii_terminals(before: str, after: str, width: int) -> None:
    written = render("f", before, after, Style(width=width, unicode=False))
    assert written.isascii()
    for line in written.splitlines()[2:]:
        assert len(line) <= width + len("[--]<U+003A>")
    assert bool(written) == (before != after)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("\n" * 100_000, "\n", 100_003),
        ("a\n\n" * 50_000, "a\n" * 50_000, 150_002),
        ("x \n" * 50_000, "x\n" * 50_000, 100_003),
        ('"' * 300_000, '"' * 200_000, 5),
        ("a b " * 100_000 + "c", "c a b" * 100_000, 5),
        ("e" + "\u0301" * 100_000, "e", 5),
        ("ab\n" * 20_000 + "cd\n" * 20_000, "cd\n" * 20_000 + "ab\n" * 20_000, 80_003),
    ],
    ids=["blanks", "every second", "every line", "quotes", "one long line", "marks", "swapped"],
)
def test_texts_that_a_quadratic_diff_would_never_finish(before: str, after: str, lines: int) -> None:
    written = render("f", before, after, Style())
    assert written.count("\n") == lines
    assert max(map(len, written.splitlines())) < 1_000
    old, new = before.split("\n"), after.split("\n")
    assert patched(old, new, gaps(old, new)) == new
