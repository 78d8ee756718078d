"""No character that commands or deceives leaves through a text report or a JSON one."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.report import FORMATS, Style, escape, statistics
from corpuslint.report.diff import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.result import Run

TEXT_FORMATS = ["full", "concise", "grouped", "github", "markdown", "azure", "checkstyle", "csv", "junit", "pylint"]
HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
COMMAND = re.compile(r"(?m)^\s*::\w|##\w*\[")


@lru_cache
def hidden_characters() -> list[str]:
    """Every control, format and separator character and surrogate, and every 40th of the empty areas."""
    found = [(chr(code), unicodedata.category(chr(code))) for code in range(0x110000)]
    rare = [character for character, category in found if category in {"Co", "Cn"}]
    common = [character for character, category in found if category in HIDDEN_CATEGORIES - {"Co", "Cn"}]
    return [*common, *rare[:8000:40], *rare[::40_000], "\U0010ffff"]


def raw(text: str) -> set[str]:
    return {character for character in text if unicodedata.category(character) in HIDDEN_CATEGORIES} - {"\n"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – 日本", "plain “text” – 日本"),
        ("\x1b[31m", "␛[31m"),
        ("\x00\t\x7f", "␀␉␡"),
        ("a\r\nb\n", "a␍⏎b⏎"),
        ("\x9b\u200b\u202e\ufeff\u00ad", "<U+009B><U+200B><U+202E><U+FEFF><U+00AD>"),
        ("\u2028\u0378\ue000\ud800", "<U+2028><U+0378><U+E000><U+D800>"),
        ("\udcff\udc93", "<FF><93>"),
        ("\u3164\ufe0f\U000e0100\u034f", "<U+3164><U+FE0F><U+E0100><U+034F>"),
        ("10\u00a0km\u3000e\u0301", "10\u00a0km\u3000e\u0301"),
        ("## [a] #[b] ##[error]x ##vso[y]", "## [a] #[b] ##<U+005B>error]x ##vso<U+005B>y]"),
    ],
)
def test_terminal(text: str, shown: str) -> None:
    assert escape.terminal(text) == shown
    assert escape.terminal(text, unicode=False).isascii()


def test_terminal_without_unicode() -> None:
    assert escape.terminal("a“b\x1b\udcff\n", unicode=False) == "a<U+201C>b<U+001B><FF><U+000A>"


@given(st.text(st.characters()))
def test_one_piece_for_each_code_point(text: str) -> None:
    assert "".join(escape.pieces(text)) == escape.terminal(text)
    assert len(escape.pieces(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "data", "property_"),
    [
        ("100 %\r\n", "100 %25%0D%0A", "100 %25%0D%0A"),
        ("a:b,c", "a:b,c", "a%3Ab%2Cc"),
        ("%0A%3A", "%250A%253A", "%250A%253A"),
    ],
)
def test_github_as_the_toolkit_writes_it(text: str, data: str, property_: str) -> None:
    assert escape.github_data(text) == data
    assert escape.github_property(text) == property_


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a.txt", "a.txt"), ("::error::x", "./::error::x"), ("\u00a0::x", "./\u00a0::x"), ("d/::x", "d/::x")],
)
def test_a_file_name_begins_no_command(name: str, shown: str) -> None:
    assert escape.path(name) == shown


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("a b/ü:#?%.txt", "a%20b/%C3%BC%3A%23%3F%25.txt"),
        ("./a.txt", "a.txt"),
        ("\udcff\x1b.txt", "%FF%1B.txt"),
        ("\ud800", "%ED%A0%80"),
        ("../a.txt", "../a.txt"),
    ],
)
def test_uri(name: str, uri: str) -> None:
    assert escape.uri(name) == uri


@pytest.mark.skipif(sys.platform == "win32", reason="a path of POSIX")
def test_uri_of_an_absolute_path() -> None:
    assert escape.uri("/data/a b.txt") == "file:///data/a%20b.txt"


def test_json_values_that_json_cannot_hold() -> None:
    nested: object = "x"
    for _ in range(100):
        nested = [nested]
    value = {
        1: float("nan"),
        "\udcff": {"s": {1}},
        "deep": nested,
        "fine": [1, 2.5, True, None, "##[x]\x7f"],
    }
    written = escape.json_text(value)
    back = json.loads(written)
    assert back["1"] == "nan"
    assert back["<FF>"] == {"s": "{1}"}
    assert back["fine"] == [1, 2.5, True, None, "##[x]\x7f"]
    assert "##" not in written
    assert "\x7f" not in written


@pytest.mark.parametrize("name", TEXT_FORMATS)
@pytest.mark.parametrize("unicode", [True, False])
def test_no_hidden_character_is_written_raw(
    name: str,
    unicode: bool,
    run: Run,
    write: Callable[..., str],
    with_text: Callable[[Run, str], Run],
) -> None:
    hidden = hidden_characters()
    assert len(hidden) > 2_500
    for start in range(0, len(hidden), 400):
        text = "".join(hidden[start : start + 400])
        written = write(with_text(run, text), name, Style(unicode=unicode))
        assert raw(written) == set()
        written.encode("utf-8")


@pytest.mark.parametrize("name", ["gitlab", "json", "json-lines", "rdjson", "rdjsonl", "sarif"])
def test_json_is_printable_ascii(
    name: str, run: Run, write: Callable[..., str], with_text: Callable[[Run, str], Run]
) -> None:
    written = write(with_text(run, "".join(hidden_characters()[:400])), name)
    assert written.isascii()
    assert written.replace("\n", "").isprintable()
    json.loads(written.splitlines()[0] if name in {"json-lines", "rdjsonl"} else written)


def test_statistics_and_diff_write_no_hidden_character_raw(run: Run, with_text: Callable[[Run, str], Run]) -> None:
    hidden = hidden_characters()
    for start in range(0, len(hidden), 400):
        text = "".join(hidden[start : start + 400])
        out = StringIO()
        statistics.write(with_text(run, text), out, Style())
        statistics.write_json(with_text(run, text), out)
        written = out.getvalue() + render(text, f"{text}\na{text}b\n", f"{text}\na{text}c{text}", Style())
        assert raw(written) == set()


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"parquet"}))
@pytest.mark.parametrize(
    "text",
    [
        "::error::forged",
        "\n::error::forged",
        "x\r::set-output name=a::b",
        "\u2028::error::forged",
        " \t::warning file=a::b",
        "##[error]forged",
        "##vso[task.complete result=Failed]",
        "##teamcity[x]",
        "%0A::error::forged",
        "a,line=1::forged",
    ],
)
def test_no_build_log_finds_a_command(
    name: str, text: str, run: Run, write: Callable[..., str], with_text: Callable[[Run, str], Run]
) -> None:
    written = write(with_text(run, text), name)
    if name == "github":
        assert {line.split(" ")[0] for line in written.splitlines()} == {"::error", "::warning", "::notice"}
        assert "\r" not in written
    else:
        own = re.sub(r"(?m)^##vso\[task\.logissue ", "", written) if name == "azure" else written
        assert COMMAND.search(own) is None


@pytest.mark.parametrize("text", ["::error::x", " ::error::x", "\u3000::error::x", "##[error]x"])
def test_no_build_log_finds_a_command_in_a_diff(text: str) -> None:
    written = render(text, f"{text}\na\n{text}\n", f"{text}\nb\n{text}\n", Style())
    assert COMMAND.search(written) is None
    assert "error" in written


def test_colour_comes_from_the_style_alone(
    run: Run, write: Callable[..., str], with_text: Callable[[Run, str], Run]
) -> None:
    style = Style(colour=True, hyperlinks=True, root="/data")
    written = write(with_text(run, "\x1b[31m\x1b]8;;http://evil\x1b\\"), "full", style)
    plain = re.sub(r"\x1b\[[\d;]+m|\x1b\]8;;(file://[\w/%.-]*)?\x1b\\", "", written)
    assert raw(plain) == set()
    assert "file:///data/" in written
