"""Content that must be sought, of streams that can only be read on: kept in memory, or in a file without a name."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from corpuslint.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable

_SHORT = 4 << 20
"""Bytes of content that are kept in memory."""


class Shelf:
    """The content of the file that was asked for last, where it can be read at any place: in a file without a name."""

    def __init__(self) -> None:
        self._key: object = None
        self._content: BinaryIO | None = None

    def take(self, key: object, opened: Callable[[], BinaryIO]) -> BinaryIO:
        """The content of the stream that `opened` gives, if that is not the one known by this key."""
        if self._content is None or key != self._key:
            self.clear()
            self._content, self._key = spooled(opened), key
        self._content.seek(0)
        return self._content

    def clear(self) -> None:
        """Let go of it."""
        if self._content is not None:
            self._content.close()
        self._content = self._key = None


SHELF = Shelf()


def spooled(opened: Callable[[], BinaryIO]) -> BinaryIO:
    """All of a stream where it can be sought, in a file without a name unless it is short.

    Of one that is damaged it is what can be read.
    """
    content: BinaryIO = _Short()
    with opened() as stream, suppress(ReadError):
        while chunk := stream.read(_SHORT):
            if content.tell() == _SHORT:
                content = _filed(content)
            content.write(chunk)
    content.seek(0)
    return content


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
