"""WARC and WET: what a crawler kept, page by page; read with fastwarc (corpuslint[warc]) and never written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from corpuslint.containers.base import LONGEST, Address, BadRecord, Container, Fields, Record
from corpuslint.containers.html import decoded, page
from corpuslint.containers.splicing import ByteOffsets
from corpuslint.errors import ReadError
from corpuslint.model import Span

SHOWN = 1000
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = "text/plain"
_UNREADABLE = "no WARC record can be read from here on ({}); the file is damaged or was cut"


class Warc(Container):
    """The pages and extracted texts of a crawl.

    Taken are responses with status 2xx, resources and conversions that are HTML or plain text. `offset` is that of
    the WARC record in the (unpacked) file; `raw` and lines are those of the payload as UTF-8.
    """

    name = "warc"
    suffixes: tuple[str, ...] = (".warc", ".wet")
    writable = False
    read_only = (
        "WARC files are only read: they are evidence of what a server sent, with digests of it; extract the texts to "
        "JSON Lines and fix those"
    )

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest

    def records(self, stream: BinaryIO, fields: Fields) -> Iterator[Record | BadRecord]:
        """The documents in order; reading ends where the file is damaged."""
        number = 0
        for number, (kept, offset) in enumerate(_kept(stream), 1):  # the offset of none is the reason
            if kept is None:
                yield BadRecord(number, 1, 1, _UNREADABLE.format(offset), b"")
            else:
                yield _document(kept, fields, self._longest, number, offset)

    def find(self, stream: BinaryIO, fields: Fields, address: Address) -> Record | BadRecord | None:
        """The document whose WARC record begins at the offset of the address."""
        stream.seek(address.offset)
        kept, _ = next(_kept(stream), (None, 0))
        return None if kept is None else _document(kept, fields, self._longest, address.number, address.offset)

    def locate(self, record: Record, fields: Fields, span: Span) -> tuple[int, int]:
        """Byte offsets in the payload as UTF-8."""
        del fields
        if isinstance(record.context, ByteOffsets):
            return record.context.at(span.start), record.context.at(span.end)
        place: tuple[int, int] = record.context.locate(span)
        return place


class _Watched:
    """A stream that remembers how it ended."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """As of any stream."""
        data = self._stream.read(size)
        self._at += len(data)
        self.last = (self.last + data[-4:])[-4:]
        return data

    def tell(self) -> int:
        """Bytes read so far."""
        return self._at


def _kept(stream: BinaryIO) -> Iterator[tuple[Any, Any]]:
    """The WARC records that may be documents, each with its offset; last None and why no more can be read."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise ReadError("WARC files need fastwarc: pip install 'corpuslint[warc]'") from error
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    watched = _Watched(stream)
    try:
        archive = ArchiveIterator(
            cast("BinaryIO", watched), record_types=wanted, auto_decode="all", stream_detect=False, fsspec_args=False
        )
        for record in archive:
            if _media_type(record):
                yield record, record.stream_pos
    except (OSError, ValueError, RuntimeError) as error:
        yield None, error
        return
    if watched.last not in {b"", b"\r\n\r\n"}:
        yield None, "it ends inside a record"


def _media_type(record: Any) -> str:
    """The media type of a record that may be a document; "" of one that is none."""
    if record.is_http:
        status = record.http_headers.status_code if record.http_headers else None
        kind = record.http_content_type if status is not None and 200 <= status < 300 else ""
    else:
        kind = (record.headers.get("Content-Type") or "").partition(";")[0]
    kind = (kind or "").strip().casefold()
    return kind if kind in _PAGES or kind == _PLAIN else ""


def _document(kept: Any, fields: Fields, longest: int, number: int, offset: int) -> Record | BadRecord:
    """The document that a WARC record holds."""
    try:
        data: bytes = kept.reader.read(longest + 1)
    except (OSError, ValueError, RuntimeError) as error:
        return BadRecord(number, 1, 1, _UNREADABLE.format(error), b"")
    if len(data) > longest:
        message = f"the payload of the WARC record at byte {offset:,} is longer than {longest:,} bytes and was not read"
        return BadRecord(number, 1, 1, message, data[:SHOWN])
    if len(data) < kept.content_length and not _is_packed(kept):
        return BadRecord(number, 1, 1, f"the WARC record at byte {offset:,} is cut", data[:SHOWN])
    text, reason = decoded(data, (kept.http_charset if kept.is_http else "") or "")
    if text is None:
        return BadRecord(number, 1, 1, f"the WARC record at byte {offset:,}: {reason}", data[:SHOWN])
    if _media_type(kept) == _PLAIN:
        context = ByteOffsets(text, "utf-8")
        found = Record(1, text, text.encode("utf-8", "replace"), 0, 1, {}, None, "payload", context)
    elif isinstance(seen := page(text, fields), BadRecord):
        return seen._replace(number=number)
    else:
        found = seen
    return found._replace(number=number, offset=offset, meta={**_metadata(kept), **found.meta, "id": _id(kept)})


def _is_packed(kept: Any) -> bool:
    """Whether the payload was sent in chunks or compressed, so that its size is not known."""
    return bool(kept.is_http) and any(kept.http_headers.get(f"{kind}-Encoding") for kind in ("Transfer", "Content"))


def _id(kept: Any) -> str:
    return str(kept.record_id or "").strip("<>")


def _metadata(kept: Any) -> dict[str, str]:
    """What the archive says of a page."""
    headers = kept.headers
    try:
        host = urlsplit(headers.get("WARC-Target-URI") or "").hostname or ""
    except ValueError:
        host = ""
    languages = (headers.get("WARC-Identified-Content-Language") or "").split(",")
    known = {"date": headers.get("WARC-Date") or "", "source": host, "language": languages[0].strip()}
    return {name: value for name, value in known.items() if value}
