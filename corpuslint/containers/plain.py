"""A file that is one document: all of its bytes are the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from corpuslint.containers.base import BadRecord, Container, Fields, Record
from corpuslint.containers.splicing import ByteOffsets, edited, spliced
from corpuslint.errors import FixError
from corpuslint.model import NOTHING, Decoding, Edit, Reading, Span

MARK = b"\xef\xbb\xbf"


class Plain(Container):
    """A plain text file.

    `codec` is one that the configuration forces; without it, or with "utf-8,CODEC", strictly valid UTF-8 is read as it
    is and everything else is decided by `corpuslint.text.encoding`, which is imported only then.
    `meta` is what is known of the file; a container that has some is that of one file.
    """

    name = "plain"
    suffixes: tuple[str, ...] = (".markdown", ".md", ".text", ".txt")
    writable = True

    def __init__(self, codec: str | None = None, meta: Mapping[str, str] = NOTHING) -> None:
        self.meta = meta
        first, _, self._fallback = (codec or "").partition(",")
        self._forced = "" if self._fallback else first
        self.batched = not self._forced
        self._measured: tuple[Record, ByteOffsets] | None = None

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:  # noqa: ARG002 - a text has no fields
        """The one document of the file."""
        raw = stream.read()
        decoding = (None if self._forced else _plainly(raw)) or self._decided(raw)
        yield Record(number=0, text=decoding.text, raw=raw, offset=0, line=1, meta=self.meta, decoding=decoding)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:  # noqa: ARG002 - as above
        """Byte offsets of a span, in the codec the file was read in."""
        offsets = self._offsets(record)
        base = len(_decoding(record).mark)
        return base + offsets.at(span.start), base + offsets.at(span.end)

    def splice(self, record: Record, fields: Fields, edits: Sequence[Edit]) -> bytes:
        """The file's bytes after these edits, written in its own codec.

        Raises FixError where the bytes were not read without loss, where the codec lacks a character
        of an edit, or where it is one (with shift states) in which the edit cannot stand alone.
        """
        decoding = _decoding(record)
        if not decoding.bijective:
            raise FixError(
                f"the file cannot be written back as {decoding.codec} without loss; convert it to UTF-8 first"
            )
        result = spliced(
            record.raw,
            [(*self.locate(record, fields, edit.span), _encoded(edit.text, decoding.codec)) for edit in edits],
        )
        if self._text(result, decoding) != edited(record.text, edits):
            raise FixError(f"these edits cannot be made in {decoding.codec}; convert the file to UTF-8 first")
        return result

    def _text(self, raw: bytes, as_before: Decoding) -> str | None:
        """What these bytes would be read as: the proof that an edit says what it should."""
        if as_before.reading is Reading.MIXED:
            return self._decided(raw).text
        mark = as_before.mark
        try:
            text = raw[len(mark) :].decode(as_before.codec, "surrogateescape")
        except UnicodeDecodeError:
            return None
        return text if raw.startswith(mark) else None

    def _decided(self, raw: bytes) -> Decoding:
        from corpuslint.text.encoding import decide  # not needed for a clean file

        return decide(raw, self._forced, self._fallback)

    def _offsets(self, record: Record) -> ByteOffsets:
        if self._measured is None or self._measured[0] is not record:
            read = _decoding(record)
            offsets = ByteOffsets(record.text, read.codec, read.islands, read.island_codec)
            self._measured = (record, offsets)
        return self._measured[1]


def _plainly(raw: bytes) -> Decoding | None:
    """Bytes that are UTF-8 beyond doubt: valid, without a mark, and without NUL."""
    if raw.startswith(MARK) or b"\0" in raw:
        return None
    try:
        return Decoding(Reading.UTF8, "utf-8", raw.decode())
    except UnicodeDecodeError:
        return None


def _decoding(record: Record) -> Decoding:
    return record.decoding or Decoding(Reading.UTF8, "utf-8", record.text)


def _encoded(text: str, codec: str) -> bytes:
    try:
        return text.encode(codec, "surrogateescape")
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        raise FixError(f"{codec} has no U+{code:04X}; convert the file to UTF-8 first") from error
