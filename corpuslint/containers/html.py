"""HTML pages: the text that a reader sees, at its places in the file; they are read and never written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import BinaryIO

from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record
from corpuslint.containers.markup.listener import Listener
from corpuslint.containers.markup.mapping import described, mapped
from corpuslint.containers.markup.runs import Runs
from corpuslint.containers.markup.tags import Tags
from corpuslint.model import NOTHING, Span

SHOWN = 1000
_HTML = re.compile(rb"<html[\s>]", re.IGNORECASE)
_ARTICLE = re.compile(rb"<article[\s>]", re.IGNORECASE)
_PARTS = (("main", re.compile(rb"<main[\s>]", re.IGNORECASE)), ("body", re.compile(rb"<body[\s>]", re.IGNORECASE)))
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_NO_CHARSETS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
_DECLARED_WITHIN = 4096
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class Html(Container):
    """A page: its article, where it has exactly one, else its `main`, else its body; or what the configuration says.

    The bytes of a record are the page as UTF-8.
    """

    name = "html"
    suffixes: tuple[str, ...] = (".htm", ".html", ".xhtml")
    writable = False
    read_only = (
        "HTML is only read: a page is made by a program, which would make the mistake again; mend its source, or "
        "extract the texts to JSON Lines and fix those"
    )

    def __init__(self, longest: int = LONGEST, meta: Mapping[str, str] = NOTHING) -> None:
        """`meta` is what is known of the page beside what it says itself; a container that has some is that of one."""
        self._longest = longest
        self.meta = meta

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The page as one document."""
        raw = stream.read(self._longest + 1)
        if len(raw) > self._longest:
            yield BadRecord(1, 1, 1, f"a page longer than {self._longest:,} bytes was not read", raw[:SHOWN])
            return
        text, reason = decoded(raw, "")
        if text is None:
            yield BadRecord(1, 1, 1, reason, raw[:SHOWN])
        else:
            found = page(text, fields)
            yield found._replace(meta={**found.meta, **self.meta}) if isinstance(found, Record) and self.meta else found

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The paths that are followed in this page."""
        data = stream.read(self._longest)
        return described("html", fields if fields.text else fields._replace(text=_part(data)))

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The page again."""
        del address
        stream.seek(0)
        return next(self.records(stream, fields), None)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the page as UTF-8."""
        del fields
        runs: Runs = record.context
        return runs.locate(span)


def page(text: str, fields: Fields) -> Record | BadRecord:
    """A page as a document, number 1."""
    data = text.encode("utf-8", "replace")
    if not fields.text:
        fields = fields._replace(text=_part(data))
    how = mapped("html", fields, fold=True)
    listener = Listener(how, "utf-8")
    if not _HTML.search(data):  # a fragment; it lies in an `html` all the same
        listener.open("html", {}, 0)
    Tags(data, listener, "utf-8", html=True).read()
    found = listener.found()
    if found.refusal:
        return BadRecord(1, 1, 1, found.refusal, data[:SHOWN])
    return Record(1, found.runs.text, data, 0, 1, found.meta, None, how.field, found.runs)


def _part(data: bytes) -> str:
    """The element that holds what the page is about."""
    if len(list(zip(_ARTICLE.finditer(data), range(2), strict=False))) == 1:
        return "article"
    return next((name for name, there in _PARTS if there.search(data)), "/html")


def decoded(raw: bytes, charset: str) -> tuple[str | None, str]:
    """A page's bytes as text, or None and the reason why not; `charset` is what the server said, "" for nothing.

    What is valid UTF-8 beyond ASCII is UTF-8, whatever is said of it.
    """
    mark = next((codec for mark, codec in _MARKS if raw.startswith(mark)), "")
    declared = _CHARSET.search(raw, 0, _DECLARED_WITHIN)
    said = [charset, declared[1].decode("ascii") if declared else ""]
    for name in (mark, "" if raw.isascii() else "utf-8", *said, "utf-8"):
        codec = _codec(name)
        with suppress(UnicodeError):
            if codec:
                return raw.decode(codec), ""
    from corpuslint.text.encoding import decide  # only for pages that say nothing, or nothing true

    decision = decide(raw)
    if decision.trusted:
        return decision.text, ""
    return None, "its encoding is not declared and cannot be told; declare it in a <meta charset>, or use UTF-8"


def _codec(name: str) -> str:
    """The codec that browsers take for a name; "" where there is none."""
    try:
        found = codecs.lookup(name).name if name else ""
    except (LookupError, ValueError):
        return ""
    if found in _NO_CHARSETS:
        return ""
    return "cp1252" if found in {"ascii", "iso8859-1"} else found
