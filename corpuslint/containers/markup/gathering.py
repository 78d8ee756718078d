"""Paragraphs put together from the pieces of markup as they stream by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from corpuslint.containers.markup.runs import Kind, Piece, Runs, size
from corpuslint.containers.splicing import PARAGRAPH

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
    LINES = "lines"
    """As ANY, but a blank line parts paragraphs: so people write where a program makes the markup."""


_ANY = re.compile(r"[ \t\r\n]{2,}+|[\t\r\n]")
_LAYOUT = {
    White.LAYOUT: re.compile(r"(?<![ \t\r])[ \t\r]*+\n[ \t\r\n]*+"),
    White.ANY: _ANY,
    White.LINES: _ANY,
}
"""What is made one space; the first fails at once in a run of blanks without a line end."""


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
        if piece.kind is Kind.TEXT:
            last = self._paragraph[-1] if self._paragraph else None
            touches = last and last.kind is Kind.TEXT and last.style == piece.style and last.end == piece.start
            if last and touches and len(last.text) + len(piece.text) <= LONGEST:
                self._paragraph[-1] = Piece(last.text + piece.text, last.start, piece.end, last.kind, last.style)
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

    def pieces(self) -> Sequence[Piece]:
        """All of it."""
        self.end()
        return _unframed(self._done, self._codec, self._frame)

    def runs(self) -> Runs:
        """All of it, as a text."""
        return Runs(self.pieces(), self._codec)


def _parts(piece: Piece, codec: str, cuts: Iterable[int]) -> Iterator[Piece]:
    """A literal piece cut at these code points (sorted)."""
    at, start = 0, piece.start
    for cut in (*cuts, len(piece.text)):
        if cut > at:
            text = piece.text[at:cut]
            end = start + size(text, codec)
            yield Piece(text, start, end, piece.kind, piece.style)
            at, start = cut, end


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
    if piece.kind is not Kind.TEXT:
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
    if piece.kind is not Kind.TEXT:
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
    asked = [piece for piece in white if piece.kind is Kind.GAP]
    if asked:
        twice = asked[0].text == "\n" and len(asked) > 1  # `<br><br>`: the next line is empty
        return (asked[0]._replace(text=PARAGRAPH) if twice else asked[0],)
    if layout is White.LINES and sum(piece.text.count("\n") for piece in white) > 1:
        return (Piece(PARAGRAPH, white[-1].end, white[-1].end, Kind.GAP),)
    if len(white) == 1 and white[0].text == " ":
        return white
    if layout is White.LAYOUT and not any("\n" in piece.text for piece in white):
        return white
    last = white[0]
    for piece in white[1:]:
        if piece.start == last.end:
            last = piece
    return (Piece(" ", white[0].start, last.end, Kind.WHOLE, white[0].style),)
