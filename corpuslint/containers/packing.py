"""New content of a compressed file, packed as the old was.

What a program wrote with its own settings cannot be written again bit by bit, so the promise here is about the
content: it is what it should be, byte for byte, and is unpacked once more to prove it.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from typing import TYPE_CHECKING

from corpuslint.containers.unpacking import SKIPPED, unpacked, zstandard_library
from corpuslint.errors import FixError

if TYPE_CHECKING:
    from collections.abc import Callable

_BLOCK = 0xFF00
"""Bytes of content in a block of BGZF, the gzip of many short members that can be sought."""
_SEEK_TABLE = b"\xb1\xea\x92\x8f"


def packed(content: bytes, old: bytes, kind: str) -> bytes:
    """The content packed as the file `old` is. Raises FixError where something of that file would be lost."""
    new = _PACKERS[kind](content, old)
    if unpacked(new, kind) != content:
        raise FixError(f"the content could not be packed as {kind} without loss")
    return new


def _gzipped(content: bytes, old: bytes) -> bytes:
    header = _gzip_header(old)
    if b"BC\x02\x00" in header[10:]:
        blocks = [_block(content[at : at + _BLOCK]) for at in range(0, len(content), _BLOCK)]
        return b"".join(blocks) + _block(b"")
    level = {2: 9, 4: 1}.get(header[8], 6)
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    return header + body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)


def _gzip_header(old: bytes) -> bytes:
    """The header of a gzip file, with the name and the time in it, as it is."""
    flags, end = old[3], 10
    if flags & 4:
        end += 2 + int.from_bytes(old[end : end + 2], "little")
    for flag in (8, 16):
        if flags & flag:
            end = old.index(b"\0", end) + 1
    return old[: end + (2 if flags & 2 else 0)]


def _block(content: bytes) -> bytes:
    """One member of BGZF: it says how long it is."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    head = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0" + struct.pack("<H", len(body) + 25)
    return head + body + struct.pack("<II", zlib.crc32(content), len(content))


def _bzipped(content: bytes, old: bytes) -> bytes:
    return bz2.compress(content, int(old[3:4]))


def _xzipped(content: bytes, old: bytes) -> bytes:
    return lzma.compress(content, check=old[7] & 15)


def _zstandarded(content: bytes, old: bytes) -> bytes:
    if old.startswith(SKIPPED) or old.endswith(_SEEK_TABLE):
        raise FixError("the zstandard file has frames that are no content (such as a table for seeking)")
    zstandard = zstandard_library()
    known = zstandard.get_frame_parameters(old)
    packer = zstandard.ZstdCompressor(
        write_checksum=bool(known.has_checksum), write_content_size=known.content_size != zstandard.CONTENTSIZE_UNKNOWN
    )
    return bytes(packer.compress(content))


_PACKERS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "bzip2": _bzipped,
    "gzip": _gzipped,
    "xz": _xzipped,
    "zstandard": _zstandarded,
}
