"""The folder of segments: a list of those that count, replaced as a whole, and never anything changed in place."""

from __future__ import annotations

import json
import os
import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from typing import Any, BinaryIO, NamedTuple

from corpuslint import cachedir
from corpuslint.errors import CorpuslintError, WriteRefused
from corpuslint.hashes import blake2b
from corpuslint.index.columns import Columns, Damaged
from corpuslint.index.segment import Segment
from corpuslint.model import NOTHING
from corpuslint.read import NO_LINK

LIST = "segments.json"
LOOK = "look.json"
LIST_SIZE = 1 << 20
"""Bytes of the longest list that is read, and of a look."""
_OURS = re.compile(r"[0-9a-f]{16}\.(segment|list|summary)")
"""Names of the files that we make, and that alone are ever removed."""
_SUMMARY = ".summary"
_FOLDERS = re.compile(r"[0-9a-f]{16}")
FOLDERS = 4
"""Indexes that are kept side by side, for other rules or settings."""
UNLISTED = 3600
"""Seconds after which a file that no list names is left over from a run that was killed."""


class Look(NamedTuple):
    """What a run knew that looked at all files of a corpus."""

    listing: str
    """The digest of all that says which files there are, beside themselves."""
    commit: str
    """What git had checked out; "" where there is no repository."""
    untracked: tuple[str, ...] | None = ()
    """Files that git does not know, by their names in the corpus; None where they were not looked for."""
    apart: tuple[str, ...] = ()
    """Files that must be looked at in every run, by their names in the corpus."""
    segments: Mapping[str, bytes] = NOTHING
    """Where all others are: for each file of a segment 1 where it counts, else 0."""


class Store:
    """The segments of one folder, which need not exist; what is damaged is left out.

    Several processes may use it at once: each reads the list once, and segments never change. Where two
    write, both keep what the other listed, or one of them loses its work; neither is wrong by that.
    """

    def __init__(self, folder: str) -> None:
        """Open what is there; "" is an empty place where nothing can be kept."""
        self.folder = folder
        self.damaged: list[str] = []
        self._unusable: set[str] = set()
        self.segments: list[Segment] = []
        for name in self._listed():
            try:
                self.segments.append(Segment(os.path.join(folder, name), name))
            except (Damaged, OSError) as error:
                self.damaged.append(f"{name}: {error}")
                self._unusable.add(name)

    def write(self, fill: Callable[[BinaryIO], None]) -> Segment:
        """A new segment on the disk, not yet listed. Raises WriteRefused and OSError, and leaves nothing behind."""
        self._prepare()
        name = f"{os.urandom(8).hex()}.segment"
        path = os.path.join(self.folder, name)
        with cachedir.creating(path, 0o600) as stream:
            fill(stream)
        return Segment(path, name)

    def publish(self, added: Iterable[Segment], dropped: Iterable[Segment] = ()) -> None:
        """List segments, leave others out, and clear away what no list names. Raises OSError."""
        self._prepare()
        gone = {segment.label for segment in dropped} | self._unusable
        names = [name for name in self._listed() if name not in gone]
        names += [segment.label for segment in added if segment.label not in names]
        self._put(LIST, names)
        self._clear({*names, LIST}, gone)

    def look(self) -> Look | None:
        """What the last look at all files came to, if all that it saw is still there."""
        said = self._got(LOOK)
        files = {segment.label: segment.files for segment in self.segments}
        try:
            listing, commit, untracked, apart, segments = said
            unknown = None if untracked is None else tuple(map(str, untracked))
            counting = {label: _unpacked(packed, files[label]) for label, packed in segments.items()}
            return Look(str(listing), str(commit), unknown, tuple(map(str, apart)), counting)
        except (TypeError, ValueError, KeyError, AttributeError, zlib.error):
            return None

    def keep_look(self, look: Look) -> None:
        """Keep that, in place of what was. Raises WriteRefused and OSError, and leaves nothing behind."""
        self._prepare()
        packed = {label: zlib.compress(counting).hex() for label, counting in look.segments.items()}
        self._put(LOOK, (look.listing, look.commit, look.untracked, look.apart, packed))

    def _put(self, name: str, said: Sequence[object]) -> None:
        """Write a file of JSON, as a whole."""
        body = json.dumps(said).encode()
        with self._replacing(os.path.join(self.folder, name)) as stream:
            stream.write(cachedir.digest(body).encode() + b"\n" + body)

    def _replacing(self, path: str) -> AbstractContextManager[BinaryIO]:
        """A file to be written in place of what is there; `_clear` knows what a run that is killed leaves of it."""
        spare = os.path.join(self.folder, f"{os.urandom(8).hex()}.list")
        return cachedir.replacing(path, mode=0o600, spare=spare)

    def summary(self, group: str) -> Columns | None:
        """What is kept of a whole corpus for a group of rules; None where nothing is, or it is damaged."""
        try:
            return Columns(self._summary(group)) if self.folder else None
        except (Damaged, OSError):
            return None

    def keep(self, group: str, fill: Callable[[BinaryIO], None]) -> None:
        """Keep that, in place of what was. Raises WriteRefused and OSError, and leaves nothing behind."""
        self._prepare()
        with self._replacing(self._summary(group)) as stream:
            fill(stream)

    def _summary(self, group: str) -> str:
        return os.path.join(self.folder, blake2b(group.encode(), digest_size=8).hexdigest() + _SUMMARY)

    def summaries(self) -> list[str]:
        """The paths of all that is kept of whole corpora."""
        with suppress(OSError):
            return [os.path.join(self.folder, name) for name in os.listdir(self.folder) if name.endswith(_SUMMARY)]
        return []

    def unsound(self) -> Iterator[tuple[Segment, str]]:
        """The segments in which a block is not what was written, and why."""
        for segment in self.segments:
            why = _damage(os.path.join(self.folder, segment.label))
            if why:
                yield segment, why

    def unsound_summaries(self) -> Iterator[tuple[str, str]]:
        """What is kept of the whole corpus and is not what was written, by its path, and why."""
        for path in self.summaries():
            why = _damage(path)
            if why:
                yield path, why

    def heal(self) -> None:
        """Leave out for good what is damaged, as far as that can be done."""
        with suppress(CorpuslintError, OSError):
            self.publish([], [segment for segment, _ in self.unsound()])
            for path, _ in self.unsound_summaries():
                os.unlink(path)

    def keep_few(self) -> None:
        """Remove the indexes that were not used for longest: each change of code or of settings begins another one."""
        with suppress(OSError):
            os.utime(os.path.join(self.folder, LIST))
        for folder in indexes(os.path.dirname(self.folder))[FOLDERS:]:
            with suppress(OSError):
                remove(folder)

    def _listed(self) -> Sequence[str]:
        names = self._got(LIST)
        if isinstance(names, list) and all(isinstance(name, str) and _OURS.fullmatch(name) for name in names):
            return names
        if names is not None:
            self.damaged.append(LIST)
        return []

    def _got(self, name: str) -> Any:
        """What a file of JSON holds; None where there is none, or it is damaged."""
        if not self.folder:
            return None
        try:
            descriptor = os.open(os.path.join(self.folder, name), NO_LINK)
        except OSError:
            return None
        try:
            data = os.read(descriptor, LIST_SIZE)
        except OSError:
            data = b""
        finally:
            os.close(descriptor)
        mark, _, body = data.partition(b"\n")
        if mark == cachedir.digest(body).encode():
            with suppress(ValueError, RecursionError):
                return json.loads(body)
        if data:
            self.damaged.append(name)
        return None

    def _prepare(self) -> None:
        """Make the folder, in that of all indexes, in the cache folder; none of them may be a link."""
        every = os.path.dirname(self.folder)
        cachedir.prepare(os.path.dirname(every))
        for folder in (every, self.folder):
            with suppress(FileExistsError):
                os.mkdir(folder)
            if not cachedir.is_own_folder(folder):
                raise WriteRefused(f"{folder}: the index must lie in a folder of your own, not a link; remove it")

    def _clear(self, kept: Iterable[str], gone: Iterable[str]) -> None:
        kept, gone = set(kept), set(gone)
        now = time.time()
        with suppress(OSError):
            for name in filter(_OURS.fullmatch, set(os.listdir(self.folder)) - kept):
                if name.endswith(_SUMMARY):
                    continue
                path = os.path.join(self.folder, name)
                with suppress(OSError):
                    if name in gone or now - os.lstat(path).st_mtime > UNLISTED:
                        os.unlink(path)


def _unpacked(packed: str, size: int) -> bytes:
    """Which files of a segment count. Raises ValueError where that is not said of each."""
    made = zlib.decompressobj()
    counting = made.decompress(bytes.fromhex(packed), size + 1)
    if len(counting) != size or counting.strip(b"\0\1"):
        raise ValueError("it is not said of each file whether it counts")
    return counting


def _damage(path: str) -> str:
    """Why a file of columns cannot be read, all of it; "" where it can."""
    try:
        Columns(path).check()
    except (Damaged, OSError) as error:
        return str(error)
    return ""


def remove(folder: str) -> int:
    """Remove an index, and of its folder nothing that is not ours; the bytes that were freed. Raises OSError."""
    freed = 0
    if not cachedir.is_own_folder(folder):
        return 0
    for name in os.listdir(folder):
        if name in {LIST, LOOK} or _OURS.fullmatch(name):
            path = os.path.join(folder, name)
            freed += os.lstat(path).st_size
            os.unlink(path)
    with suppress(OSError):
        os.rmdir(folder)
    return freed


def indexes(every: str) -> list[str]:
    """The folders of all indexes of a corpus, the one that was used last first."""
    try:
        names = [name for name in os.listdir(every) if _FOLDERS.fullmatch(name)]
    except OSError:
        return []
    return sorted((os.path.join(every, name) for name in names), key=_used, reverse=True)


def _used(folder: str) -> float:
    try:
        return os.lstat(os.path.join(folder, LIST)).st_mtime
    except OSError:
        return 0.0
