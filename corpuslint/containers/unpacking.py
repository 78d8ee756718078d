"""Compressed files: their content as a stream that cannot grow without end."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from corpuslint.containers import PACKED, SIGNS
from corpuslint.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

BOMB = 250
"""Bytes of content for one packed byte beyond which a file is taken for one that is made to fill memory or time."""
HARMLESS = 128 << 20
"""Bytes of content up to which any ratio is fine."""
_CHUNK = 128 << 10
_ZSTD_CHUNK = 4 << 10
"""Packed bytes given to zstandard at once: at worst they become 128 MiB."""
SKIPPED = tuple(bytes([low, 0x2A, 0x4D, 0x18]) for low in range(0x50, 0x60))
"""What frames of zstandard begin with that are no content."""
_BEGINNINGS = {PACKED[ending]: (sign, *SKIPPED) for ending, sign in SIGNS.items()}
_LONGEST = max(map(len, SIGNS.values()))
"""Bytes of the longest of them."""


class _Decoder(Protocol):
    """What unpacks one stream of a file; streams may follow one another."""

    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Content, at most so many bytes of it; b"" where more input is needed."""
        ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class _Zstandard:
    """The binding says nothing of how much it may return, so it is fed little at once."""

    def __init__(self) -> None:
        self._inner = zstandard_library().ZstdDecompressor().decompressobj()
        self._input = io.BytesIO()
        self._output = io.BytesIO()

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and self._output.tell() == len(self._output.getbuffer())

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._input.read()

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if data:
            self._input = io.BytesIO(data)
        while True:
            out = self._output.read(max_length)
            if out or self._inner.eof:
                return out
            piece = self._input.read(_ZSTD_CHUNK)
            if not piece:
                return b""
            self._output = io.BytesIO(self._inner.decompress(piece))


def zstandard_library() -> Any:
    """The binding. Raises ReadError with what to install."""
    try:
        import zstandard
    except ImportError:
        raise ReadError("reading .zst needs the package zstandard: pip install 'corpuslint[zstd]'") from None
    return zstandard


_DECODERS: dict[str, Callable[[], Any]] = {
    "bzip2": bz2.BZ2Decompressor,
    "gzip": _Gzip,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ),
    "zstandard": _Zstandard,
}


class Unpacked(io.RawIOBase):
    """The content of a compressed file; streams that follow one another are one content.

    It ends where the data is damaged or cut off, has more content than `limit` bytes, or so much more than it has
    bytes that it must be a bomb; `broken` says so then.
    """

    def __init__(self, stream: BinaryIO, kind: str, limit: int = 1 << 62) -> None:
        super().__init__()
        self._stream = stream
        self._kind = kind
        self._limit = limit
        self._decoder: _Decoder = _DECODERS[kind]()
        self._packed = self._size = 0
        self._first = b""
        self.broken = ""
        """Why this is not all of the content."""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Content into a buffer; how many bytes it was, 0 at the end."""
        data = b"" if self.broken else self._some(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def check(self, *, whole: bool = False) -> None:
        """Raise ReadError where there is more content than could be had; `whole`: without the rest none is of use."""
        if self.broken:
            behind = self._size and not whole
            raise ReadError(f"{f'all after byte {self._size:,} of ' if behind else ''}its content, {self.broken}")

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()

    def _some(self, most: int) -> bytes:
        """Some of what comes next, b"" where nothing does."""
        fresh = b""
        while True:
            data = self._decoded(fresh, most)
            if data or self.broken:
                return data
            if not self._decoder.eof:
                fresh = self._more()
                if not fresh:
                    self.broken = f"where the {self._kind} data is cut off; fetch the file again"
                    return b""
                continue
            fresh = self._decoder.unused_data.lstrip(b"\0") or self._more().lstrip(b"\0")
            if not fresh:
                return b""
            self._decoder = _DECODERS[self._kind]()

    def _decoded(self, fresh: bytes, most: int) -> bytes:
        if self._decoder.eof:
            return b""
        try:
            data = self._decoder.decompress(fresh, most)
        except Exception as error:  # noqa: BLE001 - each library raises its own kind
            self.broken = (
                f"where the {self._kind} data is damaged ({error}); fetch the file again"
                if self._first.startswith(_BEGINNINGS[self._kind])
                else f"which is no {self._kind} data; rename it if it is not compressed, or fetch it again"
            )
            return b""
        size = self._size + len(data)
        if size > self._limit:
            self.broken = f"which is more than max-file-size ({self._limit:,}); raise it to check this file"
        elif size > HARMLESS and size > BOMB * self._packed:
            self.broken = f"as it has more than {BOMB} times the bytes of the file; unpack it if you trust it"
        if self.broken:
            return b""
        self._size = size
        return data

    def _more(self) -> bytes:
        fresh = self._stream.read(_CHUNK)
        self._first = self._first or fresh[:_LONGEST]
        self._packed += len(fresh)
        return fresh


class Content(io.BufferedReader):
    """Compressed content: ReadError is raised where it breaks off, once all that came before has been handed out.

    Who asks for all of it gets the error at once.
    """

    def __init__(self, raw: Unpacked, size: int) -> None:
        super().__init__(raw, size)
        self._unpacked = raw

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any stream."""
        data = super().read(size)
        whole = size is None or size < 0
        if whole or (size and not data):
            self._unpacked.check(whole=whole)
        return data

    def read1(self, size: int = -1, /) -> bytes:
        """As of any stream."""
        data = super().read1(size)
        if size and not data:
            self._unpacked.check()
        return data

    def readline(self, size: int | None = -1, /) -> bytes:
        """As of any stream; a line that breaks off is none."""
        line = super().readline(size)
        if not line.endswith(b"\n") and len(line) != size:
            self._unpacked.check()
        return line

    def readinto(self, buffer: Any, /) -> int:
        """As of any stream."""
        size = super().readinto(buffer)
        if not size and len(buffer):
            self._unpacked.check()
        return size


def reader(stream: BinaryIO, kind: str, limit: int = 1 << 62) -> BinaryIO:
    """The content of a compressed file as a stream, which closes the file when it is closed."""
    return Content(Unpacked(stream, kind, limit), 2 * _CHUNK)


def unpacked(data: bytes, kind: str) -> bytes:
    """The content of a compressed file. Raises ReadError as `Unpacked` does."""
    return reader(io.BytesIO(data), kind).read()
