"""Content that must be sought, of streams that can only be read on: kept in memory, or in a file without a name."""

from __future__ import annotations

import io
import shutil
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from corpuslint.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORT = 1 << 20
"""Bytes of content that are kept in memory."""
_ROOM = 4 << 30
"""The most bytes of contents that lie on a shelf, where the temporary folder has four times as many."""
_MOST = 100
"""The most contents: each is an open file."""


class Shelf:
    """The contents of files that were asked for last, where they can be read at any place: in files without a name.

    Rules across files ask for documents of many files in turn. What was not asked for the longest goes first.
    """

    def __init__(self, room: int | None = None, most: int = _MOST) -> None:
        """Keep so many bytes, in so many files; by default as many as suits the temporary folder."""
        self._room = room
        self._most = most
        self._contents: dict[object, BinaryIO] = {}
        self._sizes: dict[object, int] = {}

    def take(self, key: object, opened: Callable[[], BinaryIO]) -> BinaryIO:
        """The content of the stream that `opened` gives, if none is known by this key."""
        content = self._contents.pop(key, None)
        if content is None:
            content = spooled(opened)
            self._sizes[key] = content.seek(0, io.SEEK_END)
            self._make_room()
        self._contents[key] = content
        content.seek(0)
        return content

    def _make_room(self) -> None:
        """Let go of what goes beyond the room, but for what is taken now."""
        if self._room is None:
            self._room = min(_ROOM, shutil.disk_usage(tempfile.gettempdir()).free // 4)
        while self._contents and (len(self._contents) >= self._most or sum(self._sizes.values()) > self._room):
            oldest = next(iter(self._contents))
            self._contents.pop(oldest).close()
            del self._sizes[oldest]

    def clear(self) -> None:
        """Let go of all of them."""
        for content in self._contents.values():
            content.close()
        self._contents.clear()
        self._sizes.clear()


SHELF = Shelf()


def spooled(opened: Callable[[], BinaryIO]) -> BinaryIO:
    """All of a stream where it can be sought, in a file without a name unless it is short.

    Of one that is damaged it is what can be read. Raises OSError, which names the folder where there is no room.
    """
    content: BinaryIO = _Short()
    with opened() as stream, suppress(ReadError):
        while chunk := stream.read(_SHORT):
            with _room():
                if content.tell() == _SHORT:
                    content = _filed(content)
                content.write(chunk)
    with _room():
        content.seek(0)
    return content


@contextmanager
def _room() -> Iterator[None]:
    """Around what needs the disk: the error is not about the file that is read."""
    try:
        yield
    except OSError as error:
        reason = f"{tempfile.gettempdir()}: {error.strerror or error}; make room there, or name another folder (TMPDIR)"
        raise OSError(error.errno, reason) from None


class _Short(io.BytesIO):
    """Content in memory, which is no other content."""

    def __init__(self) -> None:
        super().__init__()
        self.identity = object()


def _filed(content: BinaryIO) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it stays open for its caller
    content.seek(0)
    file.write(content.read())
    return file
