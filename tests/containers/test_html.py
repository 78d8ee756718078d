"""HTML: what a reader sees, where it stands, and nothing else."""

from __future__ import annotations

import io

import pytest

from corpuslint.containers.base import Address, BadRecord, Fields, Record
from corpuslint.containers.html import Html
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span

FIELDS = Fields()

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Harbour &amp; town</title>
<meta property="og:site_name" content="Coast News"><meta property="article:published_time" content="2025-01-02">
<link rel=canonical href="https://news.example/1"><style>p > a { x: "y" }</style></head>
<body><nav>Home | Sport</nav><article><h1>The harbour</h1>
<script>if (a < b) document.write("<p>no</p>")</script>
<p>She  said &ldquo;no&rdquo;,
   and <b>left</b> .
<p>“Später”<br>she came back.</p><aside>Advertisement</aside></article>
<footer>Imprint</footer></body></html>
"""


def read(raw: bytes, fields: Fields = FIELDS) -> Record:
    (found,) = Html().records(io.BytesIO(raw), fields)
    assert isinstance(found, Record), found
    return found


def test_the_article_of_a_page_and_its_metadata() -> None:
    found = read(PAGE.encode())
    assert found.text == "The harbour\n\nShe said “no”, and left .\n\n“Später”\nshe came back."
    assert found.meta == {
        "language": "en-GB", "title": "Harbour & town", "source": "Coast News", "date": "2025-01-02",
        "id": "https://news.example/1",
    }  # fmt: skip
    assert (found.number, found.line, found.field) == (1, 1, "article")


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        ('<meta itemprop="datePublished" content="2025-01-02">', "date", "2025-01-02"),
        ('<meta name="DC.date.issued" content="2025-01-02"><meta name="pubdate" content="2025">', "date", "2025-01-02"),
        ('<meta http-equiv="content-language" content="pl">', "language", "pl"),
        ('<meta property="og:locale" content="pl_PL">', "language", "pl_PL"),
        ('<meta name="publisher" content="Coast News">', "source", "Coast News"),
    ],
)
def test_what_pages_say_of_themselves(head: str, name: str, said: str) -> None:
    assert read(f"<html><head>{head}</head><body>x".encode()).meta == {name: said}


@pytest.mark.parametrize(
    ("words", "at"),
    [("harbour", (5, "harbour")), ("“no”", (7, "&ldquo;no&rdquo;")), ("left .", (8, "left</b> .")),
     ("Später", (9, "Später"))],
)  # fmt: skip
def test_places_are_those_of_the_file(words: str, at: tuple[int, str]) -> None:
    found = read(PAGE.encode())
    start = found.text.index(words)
    begin, end = Html().locate(found, FIELDS, Span(start, start + len(words)))
    assert (found.raw.count(b"\n", 0, begin) + 1, found.raw[begin:end].decode()) == at


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one<p>two", "one\n\ntwo"),
        ("bare words", "bare words"),
        ("bare <b>words</b>", "bare words"),
        ("<html><head><title>t</title></head><p>no body tag", "no body tag"),
        ("<body><main>m</main><article>a</article><article>b</article></body>", "m"),
        ("<body>x<article>a</article><article>b</article></body>", "x\n\na\n\nb"),
        ("<article>a</article> b", "a"),
        ("<ul><li>a<li>b</ul><table><tr><td>c<td>d</table>", "a\n\nb\n\nc\n\nd"),
        ("<p>a<textarea><p>x</textarea>b<noscript>no</noscript>", "ab"),
        ("a&nbsp;b &#8212; &#150; &copy2 &hellip; &x;", "a\xa0b — – ©2 … &x;"),
        ("<p>a<br>b<br /> <br>c<b><br></b><br><br>d</p><br><br><p>e", "a\nb\n\nc\n\nd\n\ne"),
        ("<P CLASS=x>Big <B>TAGS</B></P>", "Big TAGS"),
        ("<p>a</b></i></div>b", "ab"),
        ("<p>a <!-- x -- > --> b<![if x]>c<?php y ?>", "a bc"),
        ("<p title='a > b'>c</p>", "c"),
        ("<p>x</p><script>never closed <p>no", "x"),
        ("<p>a &lt;b&gt; c", "a <b> c"),
        ("", ""),
    ],
)
def test_text_as_browsers_show_it(page: str, text: str) -> None:
    assert read(page.encode()).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "<p>Größe “x”".encode(),
        '<meta charset="windows-1252"><p>Größe “x”'.encode("cp1252"),
        "<meta http-equiv=x content='text/html; charset=iso-8859-1'><p>Größe “x”".encode("cp1252"),
        "<p>Größe “x”".encode("utf-16"),
        "\ufeff<p>Größe “x”".encode(),
        '<meta charset="latin-1"><p>Größe “x”'.encode(),
        '<meta charset="utf-8"><p>Die Größe der Straße “x” über Jahre, sagte er später'.encode("cp1252"),
        '<meta charset="idna"><p>Größe “x”'.encode(),
    ],
)
def test_the_encoding_is_found(raw: bytes) -> None:
    assert "“x”" in read(raw).text
    assert "Größe" in read(raw).text


def test_a_page_in_no_encoding_is_told() -> None:
    (found,) = Html().records(io.BytesIO(bytes(range(128, 256)) * 3), FIELDS)
    assert isinstance(found, BadRecord)
    assert "its encoding is not declared" in found.message


def test_a_page_too_long_is_told() -> None:
    (found,) = Html(longest=10).records(io.BytesIO(b"<p>" + b"x" * 10), FIELDS)
    assert isinstance(found, BadRecord)
    assert "longer than 10 bytes" in found.message


def test_the_configuration_may_say_where_the_text_is() -> None:
    found = read(PAGE.encode(), Fields(text="article/p", title="h1"))
    assert found.text == "She said “no”, and left .\n\n“Später”\nshe came back."
    assert found.meta["title"] == "The harbour"


def test_pages_are_never_written() -> None:
    found = read(PAGE.encode())
    with pytest.raises(FixError, match="HTML is only read"):
        Html().splice(found, FIELDS, [Edit(Span(0, 1), "t")])
    again = Html().find(io.BytesIO(PAGE.encode()), FIELDS, Address(1))
    assert isinstance(again, Record)
    assert again.text == found.text


@pytest.mark.parametrize(
    "broken",
    [b"<!--" * 200_000, b"<a " * 300_000, b'<a b="' * 200_000, b"<div>" * 100_000, b"</div>" * 200_000,
     b"<script>" * 200_000, b"<p><b>" * 100_000, b"&" * 500_000, b"<title>" * 100_000, b"<meta charset=" * 50_000,
     b"<article" * 100_000],
)  # fmt: skip
def test_hostile_pages_take_no_longer_than_others(broken: bytes) -> None:
    assert read(b"<p>a " + broken).text.startswith("a") or b"<article" in broken
