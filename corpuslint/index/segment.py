"""Files with their documents, and what was noted of each, as columns: what the index writes at a time."""

from __future__ import annotations

import json
import os
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from io import BytesIO
from itertools import accumulate
from operator import sub
from typing import BinaryIO, NamedTuple

from corpuslint.facts import Extent
from corpuslint.hashes import blake2b
from corpuslint.index.columns import Columns, Damaged, of_texts, write
from corpuslint.index.states import State
from corpuslint.model import NOTHING

KEY_BITS = 40
DOCUMENT_BITS = 24
"""A posting is a key above the number of a document: 64 bits together."""
MOST = 1 << DOCUMENT_BITS
"""Documents of one segment."""
DIGEST = 16
"""Bytes of a document's digest."""
RECIPE = 8
"""Bytes that say how a file was read, see `recipe`."""
FENCE = 128
"""Postings between which a look-up first chooses: those of one block."""
SORT_WITH_NUMPY = 100_000
"""Postings from which on loading numpy is worth it."""
CONTENT = "#content"
"""The name under which documents are found by their digest."""
FILES = "#files"
"""The name under which files are found by their own."""


class Row(NamedTuple):
    """One document: its record, where that lies (offset, size, line), its digest, what its record says of it."""

    record: int
    place: Extent
    digest: bytes
    meta: Mapping[str, str]
    values: Mapping[str, bytes]
    """What was noted, by group of facts; nothing is left out but b""."""


class FileRows(NamedTuple):
    """One file as it was read: name relative to the corpus, size, times of change in ns, and its documents.

    `documents` counts those too of which nothing is noted because their encoding is not sure, `unsure`.
    """

    name: str
    stat: State
    recipe: bytes
    documents: int
    unsure: int
    rows: Sequence[Row]


Postings = Callable[[Sequence[Row]], "array[int] | None"]
"""For rows in order: key << DOCUMENT_BITS | number of the row, for all keys of all rows; None: no look-ups."""


def build(files: Sequence[FileRows], groups: Mapping[str, Postings], stream: BinaryIO) -> None:
    """Write the segment of these files. Raises Damaged for more than `MOST` documents."""
    rows = [row for file in files for row in file.rows]
    if max(len(rows), len(files)) > MOST:
        raise Damaged("more documents in a file than the index can number")
    write(stream, _columns(files, rows, groups))


def in_memory(files: Sequence[FileRows], groups: Mapping[str, Postings]) -> Segment:
    """The segment of these files, for this run only. Raises Damaged as `build`."""
    stream = BytesIO()
    build(files, groups, stream)
    return Segment(stream.getvalue())


def _columns(
    files: Sequence[FileRows], rows: Sequence[Row], groups: Mapping[str, Postings]
) -> Iterator[tuple[str, bytes]]:
    begin = accumulate((len(file.rows) for file in files), initial=0)
    names = [os.fsencode(file.name) for file in files]
    yield "names", b"\0".join(names)
    yield "names/at", array("Q", accumulate((len(name) + 1 for name in names), initial=0)).tobytes()
    yield from _sorted(FILES, array("Q", (posting(_key_of(name), at) for at, name in enumerate(names))))
    yield "stats", array("q", (part for file in files for part in file.stat)).tobytes()
    yield "recipes", b"".join(file.recipe for file in files)
    yield "counts", array("I", (n for file in files for n in (file.documents, file.unsure))).tobytes()
    yield "begin", array("I", begin).tobytes()
    yield "records", array("I", (row.record for row in rows)).tobytes()
    yield "places", _places(rows)
    yield "digests", b"".join(row.digest for row in rows)
    metas = (json.dumps(dict(row.meta), sort_keys=True).encode() if row.meta else b"" for row in rows)
    yield from of_texts("meta", list(metas))
    yield from _sorted(CONTENT, array("Q", (posting(_key(row.digest), n) for n, row in enumerate(rows))))
    for name, postings in groups.items():
        yield from of_texts(name, [row.values.get(name, b"") for row in rows])
        found = postings(rows)
        if found is not None:
            yield from _sorted(name, found)


def posting(key: int, number: int) -> int:
    """A key and the document that has it."""
    return key << DOCUMENT_BITS | number


def _key_of(name: bytes) -> int:
    return _key(blake2b(name, digest_size=KEY_BITS // 8).digest())


def _key(digest: bytes) -> int:
    return int.from_bytes(digest[: KEY_BITS // 8], "little")


def _places(rows: Sequence[Row]) -> bytes:
    if not any(row.record for row in rows):
        return b""
    return array("q", (part for row in rows for part in row.place)).tobytes()


def _sorted(name: str, postings: array[int]) -> Iterator[tuple[str, bytes]]:
    if len(postings) < SORT_WITH_NUMPY and "numpy" not in sys.modules:
        postings = array("Q", sorted(postings))
    elif len(postings):
        import numpy as np

        np.frombuffer(postings, dtype=np.uint64).sort()  # in place
    yield f"{name}/fences", postings[::FENCE].tobytes()
    yield f"{name}/keys", postings.tobytes()


class Segment:
    """A segment as it is read. Everything may raise Damaged."""

    def __init__(self, source: str | bytes, label: str = "") -> None:
        """Open the file at a path, or take its bytes."""
        self.columns = Columns(source)
        self.label = label
        self.begin = self.columns.numbers("begin", "I")
        self.files = len(self.begin) - 1
        self.documents = self.begin[-1] if self.begin else -1
        widths = (("stats", 24), ("recipes", RECIPE), ("counts", 8))
        sound = all(self.columns.size(name) == width * self.files for name, width in widths)
        begins = self.begin.tolist()
        if not sound or begins != sorted(begins) or self.columns.size("records") != 4 * self.documents:
            raise Damaged("a part does not fit together")

    @cached_property
    def names(self) -> list[str]:
        """The files, relative to the corpus."""
        names = os.fsdecode(self.columns.read("names")).split("\0") if self.files else []
        if len(names) != self.files:
            raise Damaged("a part has lost a name")
        return names

    def name(self, file: int) -> str:
        """The name of one file."""
        if "names" in vars(self):
            return self.names[file]
        at = array("Q", self.columns.read("names/at", 8 * file, 8 * file + 16))
        return os.fsdecode(self.columns.read("names", at[0], at[1] - 1))

    def file_named(self, name: str) -> int | None:
        """The file of this name."""
        held = self._holding(FILES, _key_of(os.fsencode(name)), self.files)
        return next((file for file in held if self.name(file) == name), None)

    def is_as(self, file: int, status: os.stat_result) -> bool:
        """Whether a file is as it was when it was read."""
        state = array("q", self.columns.read("stats", 24 * file, 24 * file + 24))
        return state.tolist() == [status.st_size, status.st_mtime_ns, status.st_ctime_ns]

    def recipe(self, file: int) -> bytes:
        """How a file was read."""
        return self.columns.read("recipes", RECIPE * file, RECIPE * (file + 1))

    def states(self) -> tuple[array[int], bytes]:
        """Size and times of each file when it was read, and how it was read."""
        return self.columns.numbers("stats", "q"), self.columns.read("recipes")

    @cached_property
    def counts(self) -> array[int]:
        """Documents, and those of them whose encoding is not sure, file by file."""
        return self.columns.numbers("counts", "I")

    def sizes(self) -> Iterator[int]:
        """How many documents each file has."""
        return map(sub, self.begin[1:], self.begin)

    def file_of(self, document: int) -> int:
        """The file that a document lies in."""
        return bisect_right(self.begin, document) - 1

    @cached_property
    def records(self) -> array[int]:
        """The record that each document is; 0: a whole file."""
        return self.columns.numbers("records", "I")

    def place(self, document: int) -> Extent:
        """Byte offset, size and line of a record."""
        found = array("q", self.columns.read("places", 24 * document, 24 * document + 24))
        return found[0], found[1], found[2]

    def digest(self, document: int) -> bytes:
        """The digest of what was noted from."""
        return self.columns.read("digests", DIGEST * document, DIGEST * (document + 1))

    def meta(self, document: int) -> Mapping[str, str]:
        """What the record says of a document."""
        return said(self.text("meta", document))

    def text(self, name: str, document: int) -> bytes:
        """One text of a column of texts; b"" where there is no such column."""
        if not self.columns.size(f"{name}/at"):
            return b""
        at = array("Q", self.columns.read(f"{name}/at", 8 * document, 8 * document + 16))
        return self.columns.read(f"{name}/text", at[0], at[1])

    def texts(self, name: str) -> list[bytes]:
        """All texts of a column of texts."""
        return self.columns.texts(name, self.documents)

    def holding(self, name: str, key: int) -> Sequence[int]:
        """The documents that have a key, ascending."""
        return self._holding(name, key, self.documents)

    def _holding(self, name: str, key: int, most: int) -> Sequence[int]:
        fences, column, size = self._posted.get(name) or self._posted_as(name)
        low = key << DOCUMENT_BITS
        high = low + MOST
        last = bisect_left(fences, high)
        first = last - 1 if last and fences[last - 1] < low else max(bisect_left(fences, low) - 1, 0)
        found = memoryview(self.columns.read(column, 8 * FENCE * first, min(8 * FENCE * last, size))).cast("Q")
        at = bisect_left(found, low)
        if at == len(found) or found[at] >= high:
            return ()
        documents = [posted & (MOST - 1) for posted in found[at : bisect_left(found, high, at)]]
        if documents[-1] >= most:
            raise Damaged("a key points at nothing")
        return documents

    def _posted_as(self, name: str) -> tuple[array[int], str, int]:
        column = f"{name}/keys"
        found = self.columns.numbers(f"{name}/fences", "Q"), column, self.columns.size(column)
        if found[2] % 8 or len(found[0]) != -(-found[2] // (8 * FENCE)):
            raise Damaged("a part has lost a key")
        self._posted[name] = found
        return found

    @cached_property
    def _posted(self) -> dict[str, tuple[array[int], str, int]]:
        """Of a group every so many postings, and the name and the bytes of the column that holds all."""
        return {}

    def of_content(self, digest: bytes) -> int | None:
        """A document with this digest."""
        return next((found for found in self.holding(CONTENT, _key(digest)) if self.digest(found) == digest), None)

    def taken(self, groups: Sequence[str]) -> Iterator[FileRows]:
        """All files as they were taken in."""
        rows = list(self._rows(groups))
        states, recipes = self.states()
        for file, name in enumerate(self.names):
            mine = rows[self.begin[file] : self.begin[file + 1]]
            counts = self.counts[2 * file], self.counts[2 * file + 1]
            size, modified, changed = states[3 * file : 3 * file + 3]
            yield FileRows(name, (size, modified, changed), recipes[RECIPE * file : RECIPE * (file + 1)], *counts, mine)

    def _rows(self, groups: Sequence[str]) -> Iterator[Row]:
        metas = self.texts("meta")
        digests = self.columns.read("digests")
        noted = {name: self.texts(name) for name in groups}
        for at in range(self.documents):
            place = self.place(at) if self.columns.size("places") else (0, -1, 1)
            values = {name: values[at] for name, values in noted.items() if values[at]}
            yield Row(self.records[at], place, digests[DIGEST * at : DIGEST * (at + 1)], said(metas[at]), values)


def said(data: bytes) -> Mapping[str, str]:
    """What a record says, from the text that is kept of it. Raises Damaged."""
    if not data:
        return NOTHING
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged("what a record says cannot be read") from None
    if not isinstance(found, dict):
        raise Damaged("what a record says cannot be read")
    return found
