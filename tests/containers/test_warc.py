"""WARC and WET: the pages that a crawler kept, and what of them is damaged."""

from __future__ import annotations

import gzip
import io
import sys

import pytest

from corpuslint.containers.base import Address, BadRecord, Fields, Record
from corpuslint.containers.warc import Warc
from corpuslint.errors import FixError, ReadError
from corpuslint.model import Edit, Span

pytest.importorskip("fastwarc", reason="an extra: pip install 'corpuslint[warc]'")

FIELDS = Fields()


def warc(kind: str, number: int, block: bytes, media: str, **headers: str) -> bytes:
    lines = {
        "WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{number}>", "WARC-Date": "2025-01-02T03:04:05Z",
        "WARC-Target-URI": f"https://news.example:443/{number}", "Content-Type": media,
        "Content-Length": str(len(block)), **{key.replace("_", "-"): value for key, value in headers.items()},
    }  # fmt: skip
    head = "".join(f"{key}: {value}\r\n" for key, value in lines.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def response(
    number: int, body: bytes, media: str = "text/html; charset=utf-8", status: int = 200, more: str = ""
) -> bytes:
    http = f"HTTP/1.1 {status} x\r\nContent-Type: {media}\r\n{more}\r\n".encode() + body
    return warc("response", number, http, "application/http; msgtype=response")


PAGE = '<html lang="de"><title>T</title>\n<body><p>Er sagte „ja“ .</p></body></html>'.encode()
ARCHIVE = b"".join(
    [
        warc("warcinfo", 0, b"software: t\r\n", "application/warc-fields"),
        response(1, PAGE),
        warc("request", 2, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        response(3, PAGE, status=404),
        response(4, b"\x89PNG", "image/png"),
        response(5, "<p>café".encode("latin-1"), "text/html; charset=iso-8859-1"),
        response(6, b"7\r\n<p>one \r\n4\r\ntwo.\r\n0\r\n\r\n", more="Transfer-Encoding: chunked\r\n"),
        response(7, gzip.compress(b"<p>packed"), more="Content-Encoding: gzip\r\n"),
        warc("conversion", 8, "Plain “text”\nhere".encode(), "text/plain", WARC_Identified_Content_Language="eng,fra"),
        warc("metadata", 9, b"x: y\r\n", "text/plain"),
    ]
)


def read(raw: bytes, longest: int = 1 << 20) -> list[Record | BadRecord]:
    return list(Warc(longest).records(io.BytesIO(raw), FIELDS))


def test_pages_and_texts_with_what_is_known_of_them() -> None:
    found = [one for one in read(ARCHIVE) if isinstance(one, Record)]
    assert [(one.number, one.text) for one in found] == [
        (1, "Er sagte „ja“ ."), (2, "café"), (3, "one two."), (4, "packed"), (5, "Plain “text”\nhere"),
    ]  # fmt: skip
    assert found[0].meta == {
        "id": "urn:uuid:1", "date": "2025-01-02T03:04:05Z", "source": "news.example", "title": "T", "language": "de",
    }  # fmt: skip
    assert found[4].meta["language"] == "eng"
    assert [ARCHIVE[one.offset :].startswith(b"WARC/1.0\r\nWARC-Type: ") for one in found] == [True] * 5


@pytest.mark.parametrize(("number", "words", "raw"), [(1, "„ja“ .", "„ja“ ."), (2, "é", "é"), (5, "“text”", "“text”")])
def test_places_and_looking_again(number: int, words: str, raw: str) -> None:
    container = Warc()
    first = read(ARCHIVE)[number - 1]
    assert isinstance(first, Record)
    again = container.find(io.BytesIO(ARCHIVE), FIELDS, Address(number, first.offset, len(first.raw)))
    assert isinstance(again, Record)
    assert (again.text, again.meta, again.raw) == (first.text, first.meta, first.raw)
    start = again.text.index(words)
    begin, end = container.locate(again, FIELDS, Span(start, start + len(words)))
    assert again.raw[begin:end].decode() == raw


@pytest.mark.parametrize(
    ("raw", "texts", "message"),
    [
        (ARCHIVE[: ARCHIVE.index(b"sagte")], [], "is cut"),
        (ARCHIVE[: ARCHIVE.index(b"WARC-Type: request") + 30], ["Er sagte „ja“ ."], "it ends inside a record"),
        (b"no archive at all\n" * 4, [], "the file is damaged or was cut"),
        (response(1, bytes(range(128, 256)) * 3, "text/plain"), [], "its encoding"),
    ],
)
def test_damage_is_told(raw: bytes, texts: list[str], message: str) -> None:
    found = read(raw)
    assert [one.text for one in found if isinstance(one, Record)] == texts
    told = [one.message for one in found if isinstance(one, BadRecord)]
    assert any(message in one for one in told), told


def test_a_page_that_grows_without_end_is_not_unpacked() -> None:
    bomb = gzip.compress(b"<p>" + b"x" * 50_000_000)
    found = read(response(1, bomb, more="Content-Encoding: gzip\r\n") + response(2, PAGE), longest=1 << 20)
    assert isinstance(found[0], BadRecord)
    assert "longer than 1,048,576 bytes" in found[0].message
    assert isinstance(found[1], Record)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.warc", None)
    with pytest.raises(ReadError, match=r"pip install 'corpuslint\[warc\]'"):
        read(ARCHIVE)


def test_archives_are_never_written() -> None:
    first = read(ARCHIVE)[0]
    assert isinstance(first, Record)
    with pytest.raises(FixError, match="WARC files are only read"):
        Warc().splice(first, FIELDS, [Edit(Span(0, 1), "x")])
