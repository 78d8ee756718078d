"""How an XML file begins: what may stand before its outermost element, and the name of that."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import BinaryIO
from xml.parsers import expat

from corpuslint.containers.markup.paths import local

CHUNK = 1 << 16
HEAD = 1 << 20
"""Bytes that may stand before the outermost element."""
BLANK = "blank lines before the XML declaration, which XML parsers refuse; remove them"
_BLANK = re.compile(rb"[ \t\r\n]*\n(?=<\?xml\s)")


def before_declaration(chunk: bytes) -> bytes:
    """The blank lines with which a file begins (its first bytes are given) whose XML declaration comes behind them."""
    found = _BLANK.match(chunk)
    return found[0] if found else b""


def outermost(stream: BinaryIO) -> str:
    """The local name of the outermost element; "" where none can be read."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, _: names.append(name)
    parser.DefaultHandler = lambda _: None
    with suppress(expat.ExpatError, LookupError, ValueError):
        for number in range(HEAD // CHUNK):
            chunk = stream.read(CHUNK)
            if names or not chunk:
                break
            parser.Parse(chunk if number else chunk[len(before_declaration(chunk)) :], False)
    return local(names[0]) if names else ""
