"""SGML and HTML read as they come: tags need not match, and nothing is an error.

The tokens are those of the HTML standard as far as text is concerned; every pattern runs in linear time, however
broken the input is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Protocol

from corpuslint.containers.markup.listener import DEEPEST
from corpuslint.containers.markup.runs import PLAIN, Kind, Piece, Style

_TOKEN = re.compile(
    rb"""
    <!--.*?(?:--!?>|\Z) | <!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z) | <[!?][^>]*+(?:>|\Z)
    | <(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*+)
      (?P<attributes>(?:[^>"'=]++ | =\s*+(?:"[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) | ) | ["'])*+) (?:>|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"?|'([^']*+)'?|([^\s"'>]*+)))?""")
_REFERENCE = re.compile(rb"&(?:#[0-9]{1,8}+;?|#[xX][0-9a-fA-F]{1,8}+;?|[A-Za-z][A-Za-z0-9]{0,31}+;?)|\r\n?")
_CONTROL = re.compile(r"&#(?:0*(\d{1,3})|[xX]0*([0-9a-fA-F]{1,2}));?")
_ELEMENTS = {
    "void": "area base br col embed hr img input link meta param source track wbr",
    "unread": "script style xmp iframe noembed noframes textarea title",
    "ends paragraph": "address article aside blockquote details dialog dir div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul",
    "ends its like": "dd dt li optgroup option p td th tr",
}
_VOID, _UNREAD, _ENDS_PARAGRAPH, _ENDS_ITS_LIKE = (frozenset(names.split()) for names in _ELEMENTS.values())
"""HTML elements that have no end tag; that hold characters and no tags, whatever stands in them; that end a `p` which
is open; and that end one of their own name."""
_WITHOUT_REFERENCES = _UNREAD - {"textarea", "title"}


def outermost(data: bytes) -> str:
    """The name of the element that opens first, in lower case; "" where none does."""
    found = next((token for token in _TOKEN.finditer(data) if token["name"] and not token["end"]), None)
    return _name(found) if found else ""


def _name(token: re.Match[bytes]) -> str:
    return token["name"].decode("latin-1").casefold().rpartition(":")[2]


class Hearer(Protocol):
    """Who hears of elements and text; see `Listener`."""

    @property
    def listening(self) -> bool:
        """Whether text that comes now is wanted."""
        ...

    def wants_attributes(self, name: str) -> bool:
        """Whether the attributes of an element with this local name matter."""
        ...

    def open(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """An element opens."""
        ...

    def close(self, at: int) -> None:
        """The element that opened last closes."""
        ...

    def hear(self, piece: Piece) -> None:
        """Text, where it is wanted."""
        ...


class Tags:
    """Leads a listener through markup; `html`: by the rules for HTML elements, else those of plain SGML.

    `data` must be in a codec in which ASCII characters are single bytes.
    """

    def __init__(self, data: bytes, listener: Hearer, codec: str, *, html: bool) -> None:
        self._data = data
        self._listener = listener
        self._codec = codec
        self._html = html
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()

    def read(self) -> None:
        """All of it, from the first byte to the last."""
        at = 0
        data = self._data
        while token := _TOKEN.search(data, at):
            self._text(at, token.start())
            at = token.end()
            if token["cdata"] is not None:
                self._text(token.start("cdata"), token.end("cdata"), Style.CDATA)
            elif token["name"] is not None:
                at = self._tag(token, _name(token))
        self._text(at, len(data))
        while self._open:
            self._close(len(data))

    def _tag(self, token: re.Match[bytes], name: str) -> int:
        """A start or an end tag; returns where to go on."""
        if token["end"]:
            self._end(name, token.start())
            return token.end()
        self._start(name, token)
        empty = name in _VOID if self._html else token["attributes"].endswith(b"/")
        if empty:
            self._close(token.end())
        elif self._html and name in _UNREAD:
            return self._unread(name, token.end())
        return token.end()

    def _start(self, name: str, token: re.Match[bytes]) -> None:
        at = token.start()
        if len(self._open) >= DEEPEST:  # nobody nests so deeply: what is in it belongs to the element around it
            self._close(at)
        if self._html and self._open:
            above = self._open[-1]
            if (above == "p" and name in _ENDS_PARAGRAPH) or (above == name and name in _ENDS_ITS_LIKE):
                self._close(at)
        attributes: Mapping[str, str] = {}
        if self._listener.wants_attributes(name):
            attributes = dict(_attributes(token["attributes"].decode(self._codec, "replace")))
        self._open.append(name)
        self._counts[name] += 1
        self._listener.open(name, attributes, at)

    def _end(self, name: str, at: int) -> None:
        """Close the innermost element of this name and all in it; without one nothing happens."""
        if not self._counts[name]:
            return
        while self._open[-1] != name:
            self._close(at)
        self._close(at)

    def _close(self, at: int) -> None:
        self._counts[self._open.pop()] -= 1
        self._listener.close(at)

    def _unread(self, name: str, start: int) -> int:
        """The inside of an element that ends at its own end tag alone; returns where that is."""
        found = re.compile(rf"</{name}(?=[\s/>])".encode(), re.IGNORECASE).search(self._data, start)
        end = found.start() if found else len(self._data)
        if name not in _WITHOUT_REFERENCES:
            self._text(start, end)
        return end

    def _text(self, start: int, end: int, style: Style = PLAIN) -> None:
        if start == end or not self._listener.listening:
            return
        data, at = self._data, start
        for found in _REFERENCE.finditer(data, start, end):
            meant = self._meant(found[0].decode("ascii"))
            if meant is None or (style is Style.CDATA and found[0][0] == 0x26):
                continue
            self._hear(at, found.start(), style)
            at = found.end()
            if meant:
                kind = Kind.LINE if found[0][0] == 0x0D else Kind.WHOLE
                self._listener.hear(Piece(meant, found.start(), at, kind, style))
        self._hear(at, end, style)

    def _hear(self, start: int, end: int, style: Style) -> None:
        if start < end:
            text = self._data[start:end].decode(self._codec, "surrogateescape")
            self._listener.hear(Piece(text, start, end, Kind.TEXT, style))

    def _meant(self, reference: str) -> str | None:
        """What a reference or a line end stands for; None where it is no reference at all."""
        if reference[0] == "\r":
            return "\n"
        control = None if self._html else _CONTROL.fullmatch(reference)
        if control:  # in HTML these are nothing
            return chr(int(control[1]) if control[1] else int(control[2], 16))
        meant = unescape(reference)
        return None if meant == reference else meant


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    """Names (in lower case) and values, the last of a name first so that the first one counts."""
    for found in reversed(list(_ATTRIBUTE.finditer(text))):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        yield found[1].casefold(), unescape(value)
