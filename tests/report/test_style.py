"""When colour, links and characters beyond ASCII are used."""

from __future__ import annotations

import os
from io import BytesIO, StringIO, TextIOWrapper

import pytest

from corpuslint.report import Style, colour_wanted, style_of


@pytest.mark.parametrize(
    ("flag", "env", "is_tty", "wanted"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"TERM": "dumb", "CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": ""}, False, False),
        ("auto", {"FORCE_COLOR": ""}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_the_order_of_what_decides_on_colour(flag: str, env: dict[str, str], is_tty: bool, wanted: bool) -> None:
    assert colour_wanted(flag, env, is_tty) is wanted


def test_a_file_gets_a_hundred_columns_and_no_escapes() -> None:
    assert style_of(StringIO(), "auto", {"COLUMNS": "60"}) == Style()


def test_an_ascii_stream_gets_ascii() -> None:
    stream = TextIOWrapper(BytesIO(), encoding="ascii")
    style = style_of(stream, "auto", {}, summary=False)
    assert style == Style(unicode=False, summary=False)
    assert (style.dots, style.times, style.dash) == ("...", "x", "-")


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("7", 40), ("many", 100), ("-5", 100)])
def test_a_terminal_gets_its_width_colour_and_links(columns: str, width: int) -> None:
    pty = pytest.importorskip("pty", reason="terminals of POSIX")
    master, slave = pty.openpty()
    try:
        with os.fdopen(slave, "w", encoding="utf-8") as stream:
            style = style_of(stream, "auto", {"COLUMNS": columns})
            dumb = style_of(stream, "auto", {"TERM": "dumb"})
    finally:
        os.close(master)
    assert style == Style(colour=True, width=width, hyperlinks=True, root=os.getcwd())
    assert not dumb.colour
    assert not dumb.hyperlinks


def test_paint_and_link() -> None:
    style = Style(colour=True, hyperlinks=True, root="/data")
    assert style.paint("x", "31") == "\x1b[31mx\x1b[0m"
    assert style.paint("", "31") == ""
    assert style.link("a b", "a b") == "\x1b]8;;file:///data/a%20b\x1b\\a b\x1b]8;;\x1b\\"
    assert Style().link("a b", "a b") == "a b"
