"""Facts in blocks on the disk, brought together by key there: for a corpus that is larger than the memory.

The files lie in a folder of their own below the system's temporary folder (TMPDIR), and go with the run, see `scratch`.
"""

from __future__ import annotations

import os
import struct
import tempfile
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from corpuslint import packed
from corpuslint.errors import NoRoom
from corpuslint.facts import Facts, First, Numbered, Step, Values
from corpuslint.scratch import Scratch

HELD = 32 << 20
"""Bytes on their way to a partition that are held before they are written."""
OF_ONE = 200
"""Bytes that each piece of them takes beside its content, about."""
_FRAME = struct.Struct("<Q")


class Disk:
    """Blocks of facts in one temporary folder, by group; the folder goes with the object, in whatever process it is."""

    def __init__(self) -> None:
        with _room():
            self._scratch = Scratch()
        self._paths: dict[str, list[str]] = defaultdict(list)
        self._written = 0

    @property
    def folder(self) -> str:
        """Where the blocks lie."""
        return self._scratch.folder

    def close(self) -> None:
        """Remove the folder at once, whoever still holds this."""
        self._scratch.close()

    def keep(self, group: str, rows: Sequence[Facts]) -> None:
        """Write one block. Raises NoRoom."""
        path = os.path.join(self.folder, f"{self._written}.facts")
        _write(path, rows)
        self._paths[group].append(path)
        self._written += 1

    def drop(self, paths: Container[str]) -> None:
        """Forget the facts of the documents of some files. Raises NoRoom."""
        for path in chain.from_iterable(self._paths.values()):
            rows = packed.facts(_content(path))
            left = [row for row in rows if row.key.path not in paths]
            if len(left) < len(rows):
                _write(path, left)

    def of(self, group: str) -> list[str]:
        """The files of a group."""
        return self._paths.get(group, [])

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """All blocks as they were written, each with its group."""
        return ((group, _content(path)) for group in sorted(self._paths) for path in self._paths[group])


@contextmanager
def _room() -> Iterator[None]:
    """Around what needs the disk. Raises NoRoom."""
    try:
        yield
    except OSError as error:
        raise NoRoom(
            f"{tempfile.gettempdir()}: what was noted of documents cannot be kept there ({error.strerror or error}); "
            "make room, or name another folder (TMPDIR)"
        ) from None


def _write(path: str, rows: Sequence[Facts]) -> None:
    with _room(), open(path, "wb") as stream:
        stream.write(packed.of_facts(rows))


class Blocks:
    """The facts of a group on disks: `facts.Spread` on one machine."""

    def __init__(self, group: str, disks: Sequence[Disk]) -> None:
        self._disks = disks  # their folders go with them
        self._folder = disks[0].folder
        self._paths = [path for disk in disks for path in disk.of(group)]

    def __iter__(self) -> Iterator[Facts]:
        """All facts, one block in memory at a time."""
        for path in self._paths:
            yield from packed.facts(_content(path))

    def mapped(self, function: Values) -> Iterator[tuple[int, list[Facts]]]:
        """Each block with other values."""
        for number, path in enumerate(self._paths):
            rows = packed.facts(_content(path))
            yield number, [Facts(key, value, meta) for (key, _, meta), value in zip(rows, function(rows), strict=True)]

    def exchanged(self, first: First, *steps: Step) -> Iterator[Numbered]:
        """What the steps make of the facts; every step but the first has all that is for one number at once."""
        rows: Iterator[Numbered] = (
            row for number, path in enumerate(self._paths) for row in first(number, packed.facts(_content(path)))
        )
        for step in steps:
            rows = self._apart(rows, step)
        return rows

    def _apart(self, rows: Iterable[Numbered], step: Step) -> Iterator[Numbered]:
        """One step, from files of what is for each number."""
        with _folder(self._folder) as folder:
            for number in sorted(_partitioned(rows, folder)):
                yield from step(number, list(_frames(_content(os.path.join(folder, str(number))))))
                os.unlink(os.path.join(folder, str(number)))


def _partitioned(rows: Iterable[Numbered], folder: str) -> set[int]:
    """Write rows to one file for each number; the numbers."""
    numbers: set[int] = set()
    held: dict[int, list[bytes]] = defaultdict(list)
    size = 0
    for number, data in rows:
        held[number] += (_FRAME.pack(len(data)), data)
        size += len(data) + OF_ONE
        if size >= HELD:
            numbers |= _appended(held, folder)
            size = 0
    return numbers | _appended(held, folder)


def _appended(held: dict[int, list[bytes]], folder: str) -> set[int]:
    written = set(held)
    for number, frames in held.items():
        with _room(), open(os.path.join(folder, str(number)), "ab") as stream:
            stream.writelines(frames)
    held.clear()
    return written


def _frames(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        (size,) = _FRAME.unpack_from(data, at)
        at += _FRAME.size + size
        yield data[at - size : at]


@contextmanager
def _folder(above: str) -> Iterator[str]:
    with _room():
        made = tempfile.TemporaryDirectory(dir=above)
    with made as folder:
        yield folder


def _content(path: str) -> bytes:
    with _room(), open(path, "rb") as stream:
        return stream.read()
