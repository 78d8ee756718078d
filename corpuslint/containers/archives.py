"""Members of tar and zip archives, read only: one after another, or one once more."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

from corpuslint.containers.spooling import spooled
from corpuslint.containers.unpacking import BOMB, HARMLESS
from corpuslint.errors import ReadError

LARGEST = 1 << 62
"""Bytes that no file has."""
_SPOILED = (tarfile.TarError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError, OSError)
"""What the libraries raise for archives that are cut off, damaged, encrypted or packed in a way they do not know."""


class Member(NamedTuple):
    """A file in an archive: its name as `shown`, and how its content is read, which must be before the next member."""

    name: str
    open: Callable[[int], BinaryIO]
    """Its content, at most so many bytes of it; reading more raises ReadError, as what is damaged does."""


def members(stream: BinaryIO, kind: str) -> Iterator[Member]:
    """The files in an archive ("tar" or "zip"), in its order. Raises ReadError where it cannot be followed further."""
    return _in_tar(stream) if kind == "tar" else _in_zip(stream)


def shown(name: str) -> str:
    """The name of a member as part of a path: it leads nowhere out of its archive."""
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."})


def _in_tar(stream: BinaryIO) -> Iterator[Member]:
    done = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if info.isreg() and not info.issparse():
                    yield Member(shown(info.name), _opening(archive.extractfile, info, info.size, _Budget(info.size)))
                archive.members.clear()  # type: ignore[attr-defined]  # else it remembers all of them
                done += 1
    except ReadError:
        raise
    except _SPOILED as error:
        raise ReadError(f"all after member {done:,} of the tar archive: {_reason(error)}") from error


def _in_zip(stream: BinaryIO) -> Iterator[Member]:
    content = stream if stream.seekable() else spooled(lambda: stream)
    shared = _Budget(content.seek(0, io.SEEK_END))
    try:
        with zipfile.ZipFile(content) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    yield Member(shown(info.filename), _opening(archive.open, info, info.compress_size, shared))
    except ReadError:
        raise
    except _SPOILED as error:
        raise ReadError(f"the zip archive: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    said = "it is cut off" if isinstance(error, EOFError) else "it is cut off or damaged"
    return f"{said} ({error}); fetch it again"


class _Budget:
    """Bytes read of all members of an archive: they may claim the same packed bytes again and again."""

    def __init__(self, size: int) -> None:
        self.left = max(HARMLESS, BOMB * size)


def _opening(make: Callable[[Any], Any], info: Any, packed: int, budget: _Budget) -> Callable[[int], BinaryIO]:
    def opened(limit: int) -> BinaryIO:
        return io.BufferedReader(_Content(lambda: make(info), limit, packed, budget), 256 << 10)

    return opened


class _Content(io.RawIOBase):
    """The content of a member; what the library says of one that is damaged becomes a ReadError."""

    def __init__(self, make: Callable[[], Any], limit: int, packed: int, budget: _Budget) -> None:
        super().__init__()
        self._make = make
        self._inner: Any = None
        self._limit = limit
        self._size = 0
        self._most = max(HARMLESS, BOMB * packed)
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            if self._inner is None:
                self._inner = self._make()
            data = self._inner.read(len(buffer))
        except ReadError:
            raise
        except Exception as error:  # each library and method of packing raises its own kind
            where = f"all after byte {self._size:,} of its content" if self._size else "its content"
            reason = "it is encrypted" if "encrypted" in str(error) else str(error) or "it is damaged"
            raise ReadError(f"{where}: {reason}; unpack it with another program") from error
        self._count(len(data))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()
        super().close()

    def _count(self, size: int) -> None:
        self._size += size
        self._budget.left -= size
        if self._size > self._limit:
            raise ReadError(f"its content is more than max-file-size ({self._limit:,}); raise it to check this file")
        if self._size > self._most or self._budget.left < 0:
            which = "it takes" if self._size > self._most else "the archive has"
            raise ReadError(f"it has more than {BOMB} times the bytes that {which}; unpack it if you trust it")


class Catalogue:
    """The members of the archive that was asked for last, each to be read at any time."""

    def __init__(self) -> None:
        self._key: object = None
        self._content: BinaryIO | None = None
        self._make: Callable[[Any], Any] = str
        self._infos: dict[str, Any] = {}

    def member(self, key: object, opened: Callable[[], BinaryIO], kind: str, name: str, limit: int) -> BinaryIO:
        """The content of a member; `opened` gives the archive, if it is not the one known by this key.

        Raises ReadError where it is not there.
        """
        if key != self._key:
            self._open(opened, kind)
            self._key = key
        info = self._infos.get(name)
        if info is None:
            raise ReadError("it is not in the archive any more; run again")
        return io.BufferedReader(_Content(lambda: self._make(info), limit, LARGEST, _Budget(LARGEST)), 256 << 10)

    def _open(self, opened: Callable[[], BinaryIO], kind: str) -> None:
        if self._content is not None:
            self._content.close()
        stream = opened()
        self._content = content = stream if stream.seekable() else spooled(lambda: stream)
        self._infos = {}
        with suppress(*_SPOILED):
            if kind == "tar":
                tar = tarfile.open(fileobj=content, mode="r:")  # noqa: SIM115 - it stays open with its content
                self._make = tar.extractfile
                for info in tar:
                    self._infos[shown(info.name)] = info
            else:
                zipped = zipfile.ZipFile(content)
                self._make = zipped.open
                self._infos = {shown(info.filename): info for info in zipped.infolist()}


CATALOGUE = Catalogue()
