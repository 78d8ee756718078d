"""XML: articles in elements that a mapping names; fixes change runs of their text and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import BinaryIO

from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record
from corpuslint.containers.markup.expat import Reading
from corpuslint.containers.markup.head import outermost
from corpuslint.containers.markup.mapping import described, known, mapped
from corpuslint.containers.markup.opened import Context
from corpuslint.containers.markup.runs import Style
from corpuslint.containers.markup.writing import written
from corpuslint.errors import FixError
from corpuslint.model import Edit, Span


class Xml(Container):
    """An XML file of one document or many: NITF, NewsML-G2, TEI, or what the configuration maps.

    Attributes, comments, processing instructions, CDATA sections, references, and white space in tags stay as they
    are. Nothing outside the file is read: no external entity and no DTD.
    """

    name = "xml"
    suffixes: tuple[str, ...] = (".atom", ".nitf", ".rss", ".tei", ".xml")
    writable = True

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents in order; reading ends where the file is not well-formed."""
        return Reading(fields, self._longest).records(stream)

    def detect(self, stream: BinaryIO, fields: Fields) -> Fields:
        """The paths of what is known of such files, where the configuration has none. Raises Unfit as `records`."""
        name = outermost(stream)
        if name:
            mapped(name, fields)
        return described(known(name, fold=False), fields)

    def again(self, record: Record, raw: bytes, fields: Fields) -> Record | BadRecord | None:
        """The document with other bytes, read with the head of its file."""
        return next(Reading(fields, self._longest, record.context).records(BytesIO(raw)), None)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The document of that address, read with the head of its file."""
        like = Reading(fields, self._longest).context(stream) if address.offset else None
        stream.seek(address.offset)
        if like is None:
            found = self.records(stream, fields)
            return next((one for one in found if isinstance(one, Record) or one.fatal), None)
        return next(Reading(fields, self._longest, like).records(BytesIO(stream.read(address.size))), None)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets of the characters or references that a span of the text is made of."""
        del fields
        return _context(record).runs.locate(span)

    def fitted(self, record: Record, edits: Sequence[Edit]) -> Sequence[Edit]:
        """These edits with the borders of the paragraphs that they take out."""
        return _context(record).runs.fitted(edits)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The document's bytes with its text changed.

        Raises FixError where an edit would change the structure, or text that XML or the codec cannot hold.
        """
        del fields
        context = _context(record)
        return context.runs.edit(record.raw, edits, lambda text, style: _written(text, style, context.codec))


def _context(record: Record) -> Context:
    if not isinstance(record.context, Context):
        raise FixError("the record was not read as XML")
    return record.context


def _written(text: str, style: Style, codec: str) -> bytes:
    bad = next((char for char in text if (char < " " and char not in "\t\n\r") or char in "\ufffe\uffff"), "")
    if bad:
        raise FixError(f"XML cannot hold U+{ord(bad):04X}")
    return written(text, style, codec)
