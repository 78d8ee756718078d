"""Named columns of bytes in one file that is written once. All that is read from it is checked, block by block."""

from __future__ import annotations

import json
import os
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import BinaryIO
from zlib import crc32

from corpuslint.read import NO_LINK

MAGIC = b"corpuslint index 2\n"
BLOCK = 1024
"""Bytes that have one checksum, and that a look-up reads."""
MOST_HEAD = 64 << 20
"""Bytes of the largest head that is believed."""
_END = struct.Struct("<QI")


class Damaged(Exception):  # noqa: N818 - a state of things
    """A part of the index is not what was written, or not of this version."""


class Outdated(Damaged):
    """A file that matters is not as the index has it: a run that took it at its word must look at all files."""


def write(stream: BinaryIO, columns: Iterable[tuple[str, bytes]]) -> None:
    """Write a file of columns, one after the other, so that only one of them need be in memory.

    A column of whole blocks or more begins with one, so that what is looked up in it lies in as few as can be.
    Behind the data stands a head in JSON: where each column lies, and the byte order of numbers; with it the
    CRC-32 of each block of the data, and last the length and CRC-32 of all that.
    """
    stream.write(MAGIC)
    places: dict[str, tuple[int, int]] = {}
    sums = array("I")
    at, rest = 0, b""
    for name, data in columns:
        padding = bytes(-at % (BLOCK if len(data) >= BLOCK else 8))
        places[name] = at + len(padding), len(data)
        at += len(padding) + len(data)
        for chunk in (padding, data):
            stream.write(chunk)
            first = min(-len(rest) % BLOCK, len(chunk))
            rest += chunk[:first]
            if len(rest) == BLOCK:
                sums.append(crc32(rest))
                rest = b""
            if not rest:
                whole = first + (len(chunk) - first) // BLOCK * BLOCK
                sums.extend(_sums(memoryview(chunk)[first:whole]))
                rest = chunk[whole:]
    if rest:
        sums.append(crc32(rest))
    said = json.dumps({"columns": places, "size": at, "order": sys.byteorder}).encode()
    head = struct.pack("<I", len(said)) + said + sums.tobytes()
    stream.write(head + _END.pack(len(head), crc32(head)))


def of_texts(name: str, values: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Two columns for many texts: where each begins, and all of them in a row."""
    yield f"{name}/at", array("Q", accumulate(map(len, values), initial=0)).tobytes()
    yield f"{name}/text", b"".join(values)


def _sums(body: bytes | memoryview) -> list[int]:
    view = memoryview(body)
    return [crc32(view[at : at + BLOCK]) for at in range(0, len(body), BLOCK)]


class Columns:
    """The columns of one file, or of the same bytes in memory."""

    def __init__(self, source: str | bytes) -> None:
        """Open a file by its path. Raises Damaged where it is none of ours or not whole, OSError."""
        self._data = source if isinstance(source, bytes) else None
        self._fd = -1 if isinstance(source, bytes) else os.open(source, NO_LINK)
        length = len(source) if isinstance(source, bytes) else os.fstat(self._fd).st_size
        end = self._raw(length - _END.size, _END.size) if length >= len(MAGIC) + _END.size else b""
        if len(end) != _END.size or self._raw(0, len(MAGIC)) != MAGIC:
            raise Damaged("no index of this version, or not all of it")
        size, check = _END.unpack(end)
        begin = length - _END.size - size
        head = self._raw(begin, size) if begin >= len(MAGIC) and size <= MOST_HEAD else b""
        if not head or len(head) != size or crc32(head) != check:
            raise Damaged("the head of a part is damaged")
        self._body = len(MAGIC)
        self._read_head(head)
        if self._size != begin - len(MAGIC):
            raise Damaged("a part is longer or shorter than it says")

    def _read_head(self, head: bytes) -> None:
        try:
            (size,) = struct.unpack_from("<I", head)
            said = json.loads(head[4 : 4 + size])
            self._places = {str(name): (int(at), int(length)) for name, (at, length) in said["columns"].items()}
            self._size, order = int(said["size"]), said["order"]
            self._sums = array("I", head[4 + size :])
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError, struct.error):
            raise Damaged("the head of a part is no head") from None
        if order != sys.byteorder or len(self._sums) != -(-self._size // BLOCK):
            raise Damaged("a part is of another machine, or its head says what cannot be")

    def __del__(self) -> None:
        """Close the file."""
        if getattr(self, "_fd", -1) >= 0:
            os.close(self._fd)

    def size(self, name: str) -> int:
        """Bytes of a column; 0 where there is none of this name."""
        return self._places.get(name, (0, 0))[1]

    def sizes(self) -> list[tuple[str, int]]:
        """All columns with their bytes."""
        return [(name, size) for name, (_, size) in self._places.items()]

    def read(self, name: str, start: int = 0, end: int | None = None) -> bytes:
        """Bytes of a column from `start` up to `end`. Raises Damaged where they are not what was written."""
        at, size = self._places.get(name, (0, 0))
        end = size if end is None else end
        if not 0 <= start <= end <= size:
            raise Damaged("a part points at what is not there")
        if start == end:
            return b""
        first, last = at + start, at + end
        begin = first - first % BLOCK
        data = self._checked(begin, min(-(-last // BLOCK) * BLOCK, self._size))
        return data[first - begin : last - begin]

    def numbers(self, name: str, code: str) -> array[int]:
        """A whole column as numbers of one type (see `array`)."""
        found: array[int] = array(code)
        try:
            found.frombytes(self.read(name))
        except ValueError:
            raise Damaged("a column has half a number") from None
        return found

    def texts(self, name: str, count: int) -> list[bytes]:
        """The texts that `of_texts` wrote, so many; all empty where there are none of this name."""
        if not self.size(f"{name}/at"):
            return [b""] * count
        at, every = self.numbers(f"{name}/at", "Q"), self.read(f"{name}/text")
        if len(at) != count + 1:
            raise Damaged("a part has lost a text")
        return [every[at[n] : at[n + 1]] for n in range(count)]

    def check(self) -> None:
        """Read everything once. Raises Damaged."""
        for begin in range(0, self._size, 256 * BLOCK):
            self._checked(begin, min(begin + 256 * BLOCK, self._size))

    def _checked(self, begin: int, end: int) -> bytes:
        """Whole blocks of the data."""
        data = self._raw(self._body + begin, end - begin)
        first = begin // BLOCK
        if len(data) != end - begin or _sums(data) != self._sums[first : first + -(-len(data) // BLOCK)].tolist():
            raise Damaged("a block is not what was written")
        return data

    def _raw(self, at: int, size: int) -> bytes:
        if self._data is not None:
            return self._data[at : at + size]
        data = b""
        while more := _read_at(self._fd, size - len(data), at + len(data)):
            data = data + more if data else more
            if len(data) == size:
                break
        return data


def _read_at(fd: int, size: int, at: int) -> bytes:
    if hasattr(os, "pread"):
        return os.pread(fd, size, at)
    os.lseek(fd, at, os.SEEK_SET)
    return os.read(fd, size)
