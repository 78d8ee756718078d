"""A corpus file as it is read: how it is opened and unpacked, and the records in it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from io import BufferedReader, BytesIO
from typing import BinaryIO, NamedTuple

from corpuslint.containers import PLAIN, SIGNS
from corpuslint.containers.base import Address, BadRecord, Container, Fields, Record, Share
from corpuslint.errors import ReadError
from corpuslint.facts import Extent
from corpuslint.model import DocKey, Document
from corpuslint.read import FLAGS

LFS = b"version https://git-lfs.github.com/spec/"
CHUNK = 64 << 10
"""Bytes read at once; small files need no more, and larger requests cost an allocation each."""


class Archive(NamedTuple):
    """An archive: its kind, how it is compressed; for a file in it the name, for itself how its files are read."""

    kind: str
    packing: str = ""
    member: str = ""
    inside: Callable[[str], Source | None] | None = None
    """How a member is read; None where it is left alone."""


class Source(NamedTuple):
    """A file to be read, and how: its container, its fields, and the rules that stay silent in it."""

    path: str
    """As it is shown."""
    file: str
    """As it is opened."""
    container: Container
    fields: Fields
    without: frozenset[str] = frozenset()
    limit: int = 1 << 30
    batched: bool = False
    """Whether its bytes may go to the gate as they are: a plain text that is UTF-8 where it can be."""
    packing: str = ""
    """How it is compressed; "" where it is not."""
    archive: Archive | None = None
    share: Share | None = None
    """Which of its records are read, where others read the rest."""
    held: bytes | None = None
    """Its content, where that is not what lies on the disk: what somebody writes in an editor."""

    @property
    def read_only(self) -> str:
        """Why it is never written, and what to do instead; "" where it may be."""
        if self.archive is not None:
            return "members of archives are only read; unpack it, and fix the files"
        return "" if self.container.writable else self.container.read_only or "this format is only read"


def document(source: Source, record: Record) -> Document:
    """The document that a record holds."""
    return Document(DocKey(source.path, record.number), record.text, record.meta, record.decoding, record.raw)


def opened(source: Source) -> BinaryIO:
    """The content of the file as a stream of bytes. Raises ReadError as `regular` does, and where it is damaged."""
    archive = source.archive
    if source.held is not None:
        return BytesIO(source.held)
    if archive is None:
        return unpacked(regular(source), source, source.packing)
    from corpuslint.containers import archives

    key = (source.file, os.stat(source.file).st_mtime_ns)
    plain = source._replace(archive=None, limit=1 << 62, packing=archive.packing)
    stream = archives.CATALOGUE.member(key, lambda: opened(plain), archive.kind, archive.member, source.limit)
    return unpacked(stream, source, source.packing)


def unpacked(stream: BinaryIO, source: Source, packing: str) -> BinaryIO:
    """What is in a file that may be compressed.

    Raises ReadError for the pointer that Git LFS leaves in its place, and for what is compressed without its name
    saying so.
    """
    if not source.batched:
        start = stream.peek(len(LFS)) if isinstance(stream, BufferedReader) else b""
        if start.startswith(LFS):
            raise ReadError("a Git LFS pointer, not the data itself; run `git lfs pull`")
        ending = next((ending for ending, sign in SIGNS.items() if start.startswith(sign)), "")
        if ending and not packing and source.container.name != PLAIN:
            raise ReadError(f"compressed, and its name does not say so; let it end with {ending}")
    if not packing:
        return stream
    from corpuslint.containers.unpacking import reader

    return reader(stream, packing, source.limit)


def regular(source: Source) -> BinaryIO:
    """The file as it is. Raises ReadError where it is no regular file or larger than its limit."""
    descriptor = os.open(source.file, FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("not a regular file; name a text file or a folder")
        if status.st_size > source.limit:
            size, limit = f"{status.st_size:,}", f"{source.limit:,}"
            raise ReadError(f"{size} bytes is more than max-file-size ({limit}); raise it to check this file")
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


class Reader:
    """Reads whole files; of many in one folder, the folder is looked up once."""

    def __init__(self) -> None:
        self._folder = ""
        self._descriptor: int | None = None

    def contents(self, source: Source) -> bytes:
        """All bytes of a file. Raises ReadError as `opened` does, and OSError."""
        folder, _, name = source.file.rpartition("/")
        if folder != self._folder or self._descriptor is None:
            self._enter(folder)
        descriptor = os.open(name if self._descriptor else source.file, FLAGS, dir_fd=self._descriptor)
        try:
            data = os.read(descriptor, CHUNK)
            # A second read says that this was all: it costs less than to ask for the size and kind of the file.
            if data and len(data) <= source.limit and not os.read(descriptor, 1):
                return data
        except IsADirectoryError:
            pass
        finally:
            os.close(descriptor)
        with opened(source) as stream:
            return stream.read()

    def _enter(self, folder: str) -> None:
        self.close()
        self._folder = folder
        if folder and os.open in os.supports_dir_fd:
            self._descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))

    def close(self) -> None:
        """Let go of the folder."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def contents(source: Source) -> bytes:
    """All bytes of one file. Raises ReadError as `opened` does, and OSError."""
    with opened(source) as stream:
        return stream.read()


def reread(source: Source, raw: bytes) -> Iterator[Record | BadRecord]:
    """The records in bytes that belong to a file, as if the file held nothing else."""
    return source.container.records(BytesIO(raw), source.fields)


def read_record(source: Source, key: DocKey, address: Extent | None) -> Record:
    """One record of a file again, found by its byte offset, length and line. Raises ReadError where it has changed."""
    where = Address(key.record, *(address or ()))
    if source.packing or source.archive is not None:
        from corpuslint.containers.spooling import SHELF

        now = os.stat(source.file)  # a clock of whole seconds does not tell a file from the one before
        known = (source.path, now.st_ino, now.st_size, now.st_mtime_ns)
        record = source.container.find(SHELF.take(known, lambda: opened(source)), source.fields, where)
    else:
        with opened(source) as stream:
            record = source.container.find(stream, source.fields, where)
    if not isinstance(record, Record):
        raise ReadError(f"{key}: changed since it was read; run again")
    return record._replace(number=key.record, offset=where.offset, line=where.line)
