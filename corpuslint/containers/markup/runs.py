"""Text gathered from stretches of markup: which bytes each code point was made of, and edits of those bytes alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum, IntFlag
from itertools import accumulate, pairwise
from typing import NamedTuple

from corpuslint.containers.splicing import spliced
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span

_JOINS = "it would join two paragraphs, which are elements of the file; edit the file by hand"


class Kind(IntEnum):
    """What a run of text is in the file."""

    TEXT = 0
    """Characters as they are."""
    LINE = 1
    """White space whose bytes are one thing: a line end that is written with CR."""
    WHOLE = 2
    """A reference, or white space of the layout: its bytes are one thing."""
    GAP = 3
    """Nothing: the border of two paragraphs."""


class Style(IntFlag):
    """How text is written where a run lies; what is neither is written with references of the file's own kind."""

    CDATA = 1
    """In a section in which nothing is escaped."""
    HTML = 2
    """In HTML that is itself text of the file, so that references of HTML are written first."""


PLAIN = Style(0)


class Piece(NamedTuple):
    """Some text and the bytes it was made of (offsets in the record)."""

    text: str
    start: int
    end: int
    kind: Kind
    style: Style = PLAIN


class Places:
    """Which bytes of the file lie behind an index into what pieces make together; `sizes` are theirs in its unit."""

    def __init__(self, pieces: Sequence[Piece], sizes: Iterable[int], codec: str) -> None:
        self.codec = codec
        self._pieces = pieces
        *self._starts, self._size = accumulate(sizes, initial=0)

    def _text(self, start: int, end: int) -> str:
        """What lies between two indexes."""
        raise NotImplementedError

    def _number(self, index: int) -> int:
        return max(0, bisect_right(self._starts, index) - 1)

    def _begin(self, index: int) -> int:
        if index >= self._size:
            return self._pieces[-1].end
        number = self._number(index)
        piece = self._pieces[number]
        return piece.start + self._inside(number, index) if piece.kind is Kind.TEXT else piece.start

    def _end(self, index: int) -> int:
        number = self._number(index - 1)
        piece = self._pieces[number]
        return piece.start + self._inside(number, index) if piece.kind is Kind.TEXT else piece.end

    def _inside(self, number: int, index: int) -> int:
        return size(self._text(self._starts[number], index), self.codec)


class Runs(Places):
    """The text of a record and where every part of it lies.

    `codec` is that of the literal runs.
    """

    def __init__(self, pieces: Sequence[Piece], codec: str) -> None:
        super().__init__(pieces, (len(piece.text) for piece in pieces), codec)
        self.text = "".join(piece.text for piece in pieces)

    def _text(self, start: int, end: int) -> str:
        return self.text[start:end]

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

    def fitted(self, edits: Sequence[Edit]) -> Sequence[Edit]:
        """These edits (sorted, disjoint), each that takes out whole paragraphs with one border of theirs.

        A paragraph without text has no border, whatever a fix that takes its line out leaves of white space.
        """
        grown = [edit if edit.text else Edit(self._with_border(edit.span), "") for edit in edits]
        apart = all(one.span.end <= other.span.start for one, other in pairwise(grown))
        return grown if apart else edits

    def _with_border(self, span: Span) -> Span:
        """A span that covers whole paragraphs and no more than parts of borders beside them, with all of one border."""
        start, end = span
        if start == end:
            return span
        before, behind = self._border(start), self._border(end)
        first, last = before.end if before else start, behind.start if behind else end
        if first >= last or (start and not before) or (end < len(self.text) and not behind):
            return span
        if before and behind:
            joins = start == before.start and end == behind.end
            return span if joins else Span(first, behind.end)
        return Span(before.start if before else first, behind.end if behind else last)

    def _border(self, index: int) -> Span | None:
        """The border of paragraphs that ends, begins or is at an index."""
        for number in {self._number(index - 1), self._number(index)} if index else ():
            if self._pieces[number].kind is Kind.GAP:
                return Span(self._starts[number], self._starts[number] + len(self._pieces[number].text))
        return None

    def edit(self, raw: bytes, edits: Sequence[Edit], escaped: Callable[[str, Style], bytes]) -> bytes:
        """The bytes after these edits (sorted, disjoint); tags, comments and references beside them stay.

        `escaped` writes text in the style of a run. Raises FixError where an edit would change
        the structure: join paragraphs, cut a reference, or put text across a tag.
        """
        replacements: list[tuple[int, int, bytes]] = []
        for edit in edits:
            replacements += self._replacements(_smallest(self.text, edit), escaped)
        return spliced(raw, replacements)

    def _replacements(self, edit: Edit, escaped: Callable[[str, Style], bytes]) -> list[tuple[int, int, bytes]]:
        start, end = edit.span
        if start == end:
            if not edit.text:
                return []
            if not self._pieces:
                raise FixError("there is no text to put it beside; edit the file by hand")
            at = self._place(start)
            return [(at, at, escaped(edit.text, self._style_at(start)))]
        places = self._covered(start, end, whole=not edit.text and self._is_border(start, end))
        if not places:
            raise FixError(_JOINS)
        joined = [places[0]]
        for place in places[1:]:
            if place[0] == joined[-1][1] and place[2] == joined[-1][2]:
                joined[-1] = (joined[-1][0], place[1], joined[-1][2])
            else:
                joined.append(place)
        if edit.text and len(joined) > 1:
            raise FixError("the new text would stand on both sides of a tag; edit the file by hand")
        first, *rest = joined
        return [(first[0], first[1], escaped(edit.text, first[2])), *((a, b, b"") for a, b, _ in rest)]

    def _style_at(self, index: int) -> Style:
        number = self._number(index - 1) if index else 0
        piece = self._pieces[number]
        if piece.kind is Kind.GAP:
            piece = self._pieces[min(number + 1, len(self._pieces) - 1)]
        return piece.style

    def _is_border(self, start: int, end: int) -> bool:
        """Whether a paragraph begins where a span does, or one ends where it ends: what is left stays apart."""
        before, behind = self._number(start - 1), self._number(end)
        gaps = (self._pieces[before].kind is Kind.GAP, self._pieces[behind].kind is Kind.GAP)
        return not start or end == len(self.text) or any(gaps)

    def _covered(self, start: int, end: int, *, whole: bool) -> list[tuple[int, int, Style]]:
        """The bytes of each piece that a span covers; with `whole` without those of borders of paragraphs in it."""
        places: list[tuple[int, int, Style]] = []
        for number in range(self._number(start), self._number(end - 1) + 1):
            piece, at = self._pieces[number], self._starts[number]
            first, last = max(start, at), min(end, at + len(piece.text))
            if piece.kind is Kind.GAP and whole:
                continue
            if piece.kind is Kind.GAP:
                raise FixError(_JOINS)
            if piece.kind is Kind.WHOLE and last - first < len(piece.text):
                raise FixError("it would change a part of what an entity stands for; edit the file by hand")
            places.append((self._begin(first), self._end(last), piece.style))
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


def size(text: str, codec: str) -> int:
    """How many bytes a literal text is made of."""
    if codec == "utf-8" and text.isascii():
        return len(text)
    return len(text.encode(codec, "surrogateescape"))
