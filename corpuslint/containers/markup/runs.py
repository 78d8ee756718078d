"""Text gathered from stretches of markup: which bytes each code point was made of, and edits of those bytes alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum, StrEnum
from typing import NamedTuple

from corpuslint.containers.splicing import spliced
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span

PARAGRAPH = "\n\n"
"""What stands in the text between two paragraphs; it has no bytes of its own."""
LONGEST = 1024
"""Code points of a literal run, so that a place in it is found by encoding few of them."""
MOST = 1_000_000
"""Pieces that one document may be made of; more are no text for people, and each takes memory."""
WHITE = " \t\r\n"


class White(StrEnum):
    """What white space in elements is."""

    TEXT = "text"
    """Text, all of it."""
    LAYOUT = "layout"
    """Where it holds a line end, how the file is laid out: one space in the text, and none at the ends of a
    paragraph. Otherwise text."""
    ANY = "any"
    """Layout, all of it, as browsers take it: one space, however much there is."""


_LAYOUT = {
    White.LAYOUT: re.compile(r"(?<![ \t\r])[ \t\r]*+\n[ \t\r\n]*+"),
    White.ANY: re.compile(r"[ \t\r\n]{2,}+|[\t\r\n]"),
}
"""What is made one space; the first fails at once in a run of blanks without a line end."""


class Kind(IntEnum):
    """What a run of text is in the file."""

    TEXT = 0
    """Characters as they are."""
    CDATA = 1
    """Characters as they are, in a section in which nothing is escaped."""
    LINE = 2
    """A line end of the file that is written with CR."""
    WHOLE = 3
    """A reference, or white space of the layout: its bytes are one thing."""
    GAP = 4
    """Nothing: the border of two paragraphs."""


class Piece(NamedTuple):
    """Some text and the bytes it was made of (offsets in the record)."""

    text: str
    start: int
    end: int
    kind: Kind


class Runs:
    """The text of a record and where every part of it lies.

    `codec` is that of the literal runs.
    """

    def __init__(self, pieces: Sequence[Piece], codec: str) -> None:
        self.codec = codec
        self.text = "".join(piece.text for piece in pieces)
        self._pieces = pieces
        self._starts: list[int] = []
        at = 0
        for piece in pieces:
            self._starts.append(at)
            at += len(piece.text)

    def locate(self, span: Span) -> tuple[int, int]:
        """Byte offsets of a span; one that is empty lies behind the character before it."""
        if not self._pieces:
            return 0, 0
        if span.start < span.end:
            return self._begin(span.start), self._end(span.end)
        at = self._place(span.start)
        return at, at

    def _place(self, index: int) -> int:
        """Where something is inserted: inside the paragraph that the character before lies in."""
        number = self._number(index - 1) if index else 0
        if index and self._pieces[number].kind is not Kind.GAP:
            return self._end(index)
        return self._begin(index)

    def _number(self, index: int) -> int:
        return max(0, bisect_right(self._starts, index) - 1)

    def _begin(self, index: int) -> int:
        if index >= len(self.text):
            return self._pieces[-1].end
        number = self._number(index)
        piece = self._pieces[number]
        return piece.start + self._inside(number, index) if piece.kind <= Kind.CDATA else piece.start

    def _end(self, index: int) -> int:
        number = self._number(index - 1)
        piece = self._pieces[number]
        return piece.start + self._inside(number, index) if piece.kind <= Kind.CDATA else piece.end

    def _inside(self, number: int, index: int) -> int:
        return _size(self._pieces[number].text[: index - self._starts[number]], self.codec)

    def edit(self, raw: bytes, edits: Sequence[Edit], escaped: Callable[[str, Kind], bytes]) -> bytes:
        """The bytes after these edits (sorted, disjoint); tags, comments and references beside them stay.

        `escaped` writes text as a run of a kind wants it. Raises FixError where an edit would change
        the structure: join paragraphs, cut a reference, or put text across a tag.
        """
        replacements: list[tuple[int, int, bytes]] = []
        for edit in edits:
            replacements += self._replacements(_smallest(self.text, edit), escaped)
        return spliced(raw, replacements)

    def _replacements(self, edit: Edit, escaped: Callable[[str, Kind], bytes]) -> list[tuple[int, int, bytes]]:
        start, end = edit.span
        if start == end:
            if not edit.text:
                return []
            if not self._pieces:
                raise FixError("there is no text to put it beside; edit the file by hand")
            at = self._place(start)
            return [(at, at, escaped(edit.text, self._kind_at(start)))]
        places = self._covered(start, end)
        joined = [places[0]]
        for place in places[1:]:
            if place[0] == joined[-1][1] and (place[2] is Kind.CDATA) == (joined[-1][2] is Kind.CDATA):
                joined[-1] = (joined[-1][0], place[1], joined[-1][2])
            else:
                joined.append(place)
        if edit.text and len(joined) > 1:
            raise FixError("the new text would stand on both sides of a tag; edit the file by hand")
        first, *rest = joined
        return [(first[0], first[1], escaped(edit.text, first[2])), *((a, b, b"") for a, b, _ in rest)]

    def _kind_at(self, index: int) -> Kind:
        number = self._number(index - 1) if index else 0
        piece = self._pieces[number]
        if piece.kind is Kind.GAP:
            piece = self._pieces[min(number + 1, len(self._pieces) - 1)]
        return piece.kind

    def _covered(self, start: int, end: int) -> list[tuple[int, int, Kind]]:
        """The bytes of each piece that a span covers."""
        places: list[tuple[int, int, Kind]] = []
        for number in range(self._number(start), self._number(end - 1) + 1):
            piece, at = self._pieces[number], self._starts[number]
            first, last = max(start, at), min(end, at + len(piece.text))
            if piece.kind is Kind.GAP:
                raise FixError("it would join two paragraphs, which are elements of the file; edit the file by hand")
            if piece.kind is Kind.WHOLE and last - first < len(piece.text):
                raise FixError("it would change a part of what an entity stands for; edit the file by hand")
            places.append((self._begin(first), self._end(last), piece.kind))
        return places


def _smallest(text: str, edit: Edit) -> Edit:
    """The edit without what it replaces by itself at its ends."""
    (start, end), new = edit.span, edit.text
    first, last = 0, len(new)
    while start < end and first < last and text[start] == new[first]:
        start, first = start + 1, first + 1
    while start < end and first < last and text[end - 1] == new[last - 1]:
        end, last = end - 1, last - 1
    return Edit(Span(start, end), new[first:last])


class Gatherer:
    """Puts paragraphs together from pieces as they stream by; `white` says what white space is.

    `frame` are characters that are no text at the two ends of a document: what a wire put around it.
    """

    def __init__(self, codec: str, white: White, frame: str = "") -> None:
        self._codec = codec
        self._white = white
        self._frame = frame
        self._paragraph: list[Piece] = []
        self._done: list[Piece] = []
        self.crowded = False
        """Whether there were more pieces than anybody writes; those beyond are left out."""

    def add(self, piece: Piece) -> None:
        """The next piece of the paragraph; literal runs that touch become one."""
        if piece.kind <= Kind.CDATA:
            last = self._paragraph[-1] if self._paragraph else None
            touches = last and last.kind is piece.kind and last.end == piece.start
            if last and touches and len(last.text) + len(piece.text) <= LONGEST:
                self._paragraph[-1] = Piece(last.text + piece.text, last.start, piece.end, last.kind)
                return
            if len(piece.text) > LONGEST:
                self._paragraph += _parts(piece, self._codec, range(LONGEST, len(piece.text), LONGEST))
                return
        self.crowded = self.crowded or len(self._done) + len(self._paragraph) >= MOST
        if not self.crowded:
            self._paragraph.append(piece)

    def end(self) -> None:
        """The paragraph is over."""
        pieces, self._paragraph = self._paragraph, []
        if self._white is not White.TEXT:
            pieces = _laid_out(pieces, self._codec, self._white)
        elif not any(piece.text.strip(WHITE) for piece in pieces):
            return
        if pieces and self._done:
            at = self._done[-1].end
            self._done.append(Piece(PARAGRAPH, at, at, Kind.GAP))
        self._done += pieces

    def runs(self) -> Runs:
        """All of it."""
        self.end()
        return Runs(_unframed(self._done, self._codec, self._frame), self._codec)


def _parts(piece: Piece, codec: str, cuts: Iterable[int]) -> Iterator[Piece]:
    """A literal piece cut at these code points (sorted)."""
    at, start = 0, piece.start
    for cut in (*cuts, len(piece.text)):
        if cut > at:
            text = piece.text[at:cut]
            end = start + _size(text, codec)
            yield Piece(text, start, end, piece.kind)
            at, start = cut, end


def _size(text: str, codec: str) -> int:
    """How many bytes a literal text is made of."""
    if codec == "utf-8" and text.isascii():
        return len(text)
    return len(text.encode(codec, "surrogateescape"))


def _unframed(pieces: Sequence[Piece], codec: str, frame: str) -> Sequence[Piece]:
    """The pieces without these characters at their two ends."""
    if not frame:
        return pieces
    cut = [part for piece in pieces for part in _at_ends(piece, codec, frame)]
    first = next((number for number, piece in enumerate(cut) if piece.text.strip(frame)), len(cut))
    last = next((number for number in range(len(cut), first, -1) if cut[number - 1].text.strip(frame)), first)
    return cut[first:last]


def _at_ends(piece: Piece, codec: str, frame: str) -> Iterable[Piece]:
    """A piece with what may be frame at its ends cut off."""
    if piece.kind > Kind.CDATA:
        return (piece,)
    text = piece.text
    return _parts(piece, codec, (len(text) - len(text.lstrip(frame)), len(text.rstrip(frame))))


def _laid_out(pieces: Iterable[Piece], codec: str, layout: White) -> list[Piece]:
    """A paragraph with one space for white space that is layout, and none at its ends."""
    found: list[Piece] = []
    white: list[Piece] = []
    for whole in pieces:
        for piece in _words(whole, codec, layout):
            if _is_white(piece):
                white.append(piece)
                continue
            if white:
                found += _between(white, layout) if found else ()
                white = []
            found.append(piece)
    return found


def _words(piece: Piece, codec: str, layout: White) -> Iterable[Piece]:
    """A piece cut where white space that may be layout begins and ends."""
    if piece.kind > Kind.CDATA:
        return (piece,)
    text = piece.text
    first, last = len(text) - len(text.lstrip(WHITE)), len(text.rstrip(WHITE))
    if first >= last:
        return (piece,)
    inner = [cut for match in _LAYOUT[layout].finditer(text, first, last) for cut in match.span()]
    if not inner and last - first == len(text):
        return (piece,)
    return _parts(piece, codec, (first, *inner, last))


def _is_white(piece: Piece) -> bool:
    """Whether a piece is white space of the file; a reference to some is meant as text."""
    return piece.kind is not Kind.WHOLE and not piece.text.strip(WHITE)


def _between(white: Sequence[Piece], layout: White) -> Sequence[Piece]:
    """What white space between two words comes to: itself, a break that was asked for, or one space."""
    asked = next((piece for piece in white if piece.kind is Kind.GAP), None)
    if asked is not None:
        return (asked,)
    if len(white) == 1 and white[0].text == " ":
        return white
    if layout is not White.ANY and not any("\n" in piece.text for piece in white):
        return white
    last = white[0]
    for piece in white[1:]:
        if piece.start == last.end:
            last = piece
    return (Piece(" ", white[0].start, last.end, Kind.WHOLE),)
