"""HTML that is the text of an element, escaped or in CDATA, as feeds hold it: its tags, at their places in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpuslint.containers.markup.gathering import WHITE
from corpuslint.containers.markup.runs import PLAIN, Kind, Piece, Places, Style
from corpuslint.containers.markup.tags import Hearer, Tags

_CODEC = "utf-8"
"""In which the tags are looked for, whatever the file is written in."""


def read(pieces: Sequence[Piece], codec: str, hearer: Hearer) -> None:
    """Tell of the elements and the text in pieces of an element as if its tags stood in the file, which is in `codec`.

    Text that can be edited is in the style HTML.
    """
    inner = _Inner(pieces, codec, hearer)
    Tags(inner.data, inner, _CODEC, html=True).read()


class _Inner(Places):
    """Stands between a reader of tags and a hearer, and knows which bytes of the file the tags are."""

    def __init__(self, pieces: Sequence[Piece], codec: str, hearer: Hearer) -> None:
        written = [piece.text.encode(_CODEC, "surrogateescape") for piece in pieces]
        self._sizes = [len(one) for one in written]
        super().__init__(pieces, self._sizes, codec)
        self._hearer = hearer
        self.data = b"".join(written)

    @property
    def listening(self) -> bool:
        """As the hearer's."""
        return self._hearer.listening

    def wants_attributes(self, name: str) -> bool:
        """As the hearer's."""
        return self._hearer.wants_attributes(name)

    def open(self, name: str, attributes: Mapping[str, str], at: int) -> None:
        """Hand it on."""
        self._hearer.open(name, attributes, self._begin(at))

    def close(self, at: int) -> None:
        """Hand it on."""
        self._hearer.close(self._begin(at))

    def hear(self, piece: Piece) -> None:
        """Hand it on: what is one thing in the HTML is one in the file, and text is what the file has for it."""
        first, last = self._number(piece.start), self._number(piece.end - 1)
        layer = Style.HTML if piece.style == PLAIN else PLAIN
        if piece.kind is not Kind.TEXT:
            place = self._begin(piece.start), self._end(piece.end)
            self._hearer.hear(Piece(piece.text, *place, piece.kind, self._pieces[first].style | layer))
            return
        for number in range(first, last + 1):
            start = max(piece.start, self._starts[number])
            end = min(piece.end, self._starts[number] + self._sizes[number])
            if start < end:
                kind, text = self._pieces[number].kind, self._text(start, end)
                if kind is not Kind.TEXT:  # a reference of the file to white space is none of the HTML
                    kind = Kind.WHOLE if text.strip(WHITE) else Kind.LINE
                place = self._begin(start), self._end(end)
                self._hearer.hear(Piece(text, *place, kind, self._pieces[number].style | layer))

    def _text(self, start: int, end: int) -> str:
        return self.data[start:end].decode(_CODEC, "surrogateescape")
