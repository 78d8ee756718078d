"""What rules see of the index in one run: the documents of the files that the run is about, and no others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, NamedTuple

from corpuslint.facts import Extent, Facts
from corpuslint.index.columns import Damaged
from corpuslint.index.segment import DIGEST, DOCUMENT_BITS, MOST, Segment, said
from corpuslint.mapping import corpus_rule, group
from corpuslint.model import DocKey
from corpuslint.registry import Entry

SHARE = 50
SMALL = 5_000
"""Documents are looked up one by one, each with those that matter for it, where they are so small a share of all;
a corpus of fewer documents counts as one of so many."""
TOGETHER = 1_000
"""Documents that are looked up together."""
AT_ONCE = 1 << 30
"""Bytes of the facts of one group that are in memory together."""
Turn = tuple[Collection[DocKey] | None, "list[Facts] | Ready"]
"""Facts of a group, and the documents about which they say all; None: every wanted one."""


class View:
    """Segments, and which of their files count. A document's number has the number of its segment above it.

    Files of all segments are numbered in a row. What a run calls a file is its name behind a prefix, unless said.
    """

    def __init__(self, prefix: str = "") -> None:
        self.segments: list[Segment] = []
        self.prefix = prefix
        self._first: list[int] = []
        """The number of the first file of each segment."""
        self._counting = bytearray()
        """By the number of a file: 1 where it counts."""
        self._called: dict[int, str] = {}
        """What files are called that the prefix does not lead to."""
        self._files: dict[str, int] = {}
        """The numbers of files by what they are called; of several the one that was taken last."""
        self._documents: int | None = None

    def add(self, segment: Segment) -> int:
        """Take in a segment of which no file counts yet; the number of its first file."""
        first = len(self._counting)
        self.segments.append(segment)
        self._first.append(first)
        self._counting += bytes(segment.files)
        return first

    def find(self, segment: Segment, first: int) -> None:
        """Let the files of a segment be found by what they are called, `first` being the number of the first one."""
        names: Iterable[str] = segment.names
        if self.prefix:
            names = map(self.prefix.__add__, names)
        self._files.update(zip(names, range(first, first + segment.files), strict=True))

    @property
    def number(self) -> Callable[[str], int | None]:
        """Gives the number of a file by what it is called."""
        return self._files.get

    def rename(self, name: str, path: str) -> int | None:
        """Call a file by another path than the prefix leads to; its number, if there is one of that name."""
        file = self._files.pop(name, None)
        if file is not None:
            self._files[path], self._called[file] = file, path
        return file

    def count(self, path: str, file: int) -> None:
        """Let a file count."""
        self._files[path] = file
        self._called[file] = path
        self.count_all((file,))

    def count_all(self, files: Iterable[int], *, counts: bool = True) -> None:
        """Let files count, or not, that are called as was said when they were found."""
        counting = self._counting
        for file in files:
            counting[file] = counts
        self._documents = None

    def leave_out(self, path: str) -> None:
        """Let a file count no more."""
        file = self._files.pop(path, None)
        if file is not None:
            self._counting[file] = 0
            self._documents = None

    def __contains__(self, path: object) -> bool:
        """Whether a file counts."""
        file = self.number(path) if isinstance(path, str) else None
        return file is not None and bool(self._counting[file])

    def idle(self, number: int) -> int:
        """How many documents of a segment do not count."""
        segment, flags = self.segments[number], self._flags(number)
        return segment.documents - sum(compress(segment.sizes(), flags)) if 0 in flags else 0

    def numbers(self, path: str) -> range:
        """The documents of a file; none if it does not count."""
        file = self.number(path)
        if file is None or not self._counting[file]:
            return range(0)
        number, at = self.lies_in(file)
        begin = self.segments[number].begin
        return range(number << DOCUMENT_BITS | begin[at], number << DOCUMENT_BITS | begin[at + 1])

    def lies_in(self, file: int) -> tuple[int, int]:
        """The number of the segment that a file lies in, and its number there."""
        number = bisect_right(self._first, file) - 1
        return number, file - self._first[number]

    def alive(self, number: int, document: int) -> bool:
        """Whether a document of a segment lies in a file that counts."""
        return bool(self._counting[self._first[number] + self.segments[number].file_of(document)])

    def key(self, number: int) -> DocKey:
        """The key of a document."""
        segment, document = self.split(number)
        return DocKey(self._path(number >> DOCUMENT_BITS, segment.file_of(document)), segment.records[document])

    def _path(self, number: int, file: int) -> str:
        called = self._called.get(self._first[number] + file)
        return self.prefix + self.segments[number].name(file) if called is None else called

    def _flags(self, number: int) -> bytearray:
        first = self._first[number]
        return self._counting[first : first + self.segments[number].files]

    def split(self, number: int) -> tuple[Segment, int]:
        """The segment of a document, and its number there."""
        return self.segments[number >> DOCUMENT_BITS], number & (MOST - 1)

    def get(self, key: DocKey) -> Extent | None:
        """Byte offset, size and line of a record; None of a document that is a whole file."""
        numbers = self.numbers(key.path)
        if not key.record or not numbers:
            return None
        segment, first = self.split(numbers.start)
        at = bisect_left(segment.records, key.record, first, first + len(numbers))
        if at == first + len(numbers) or segment.records[at] != key.record:
            return None
        return segment.place(at)

    def __len__(self) -> int:
        """How many files count."""
        return self._counting.count(1)

    def documents(self) -> int:
        """How many documents count."""
        if self._documents is None:
            self._documents = sum(segment.documents - self.idle(n) for n, segment in enumerate(self.segments))
        return self._documents

    def weight(self, name: str) -> int:
        """Bytes of all facts of a group."""
        return sum(segment.columns.size(f"{name}/text") for segment in self.segments)

    def facts(self, name: str) -> Iterator[Facts]:
        """All facts of a group."""
        for segment, paths in self.files():
            if any(paths):
                yield from _facts_of(segment, paths, name)

    def noted(self, name: str) -> Iterator[tuple[DocKey, int, bytes]]:
        """The documents of which something is noted for a group: key, number, and digest."""
        for number, (segment, paths) in enumerate(self.files()):
            if not any(paths) or not segment.columns.size(f"{name}/at"):
                continue
            at, digests = segment.columns.numbers(f"{name}/at", "Q"), segment.columns.read("digests")
            for file, path in enumerate(paths):
                for document in range(segment.begin[file], segment.begin[file + 1]) if path else ():
                    if at[document] < at[document + 1]:
                        key = DocKey(path, segment.records[document])
                        digest = digests[DIGEST * document : DIGEST * (document + 1)]
                        yield key, number << DOCUMENT_BITS | document, digest

    def of_content(self, digest: bytes) -> int | None:
        """A document with this digest, be it one that does not count any more."""
        for number, segment in enumerate(self.segments):
            document = segment.of_content(digest)
            if document is not None:
                return number << DOCUMENT_BITS | document
        return None

    def counting(self) -> Iterator[tuple[Segment, bytes]]:
        """All segments, with 1 for each of their files that counts, else 0."""
        for number, segment in enumerate(self.segments):
            yield segment, bytes(self._flags(number))

    def files(self) -> Iterator[tuple[Segment, list[str]]]:
        """All segments, with what each of their files is called; "" where it does not count."""
        for number, segment in enumerate(self.segments):
            flags = self._flags(number)
            yield segment, [self._path(number, file) if flag else "" for file, flag in enumerate(flags)]


def _facts_of(segment: Segment, paths: Sequence[str], name: str) -> Iterator[Facts]:
    values = segment.texts(name)
    metas = segment.texts("meta")
    for file, path in enumerate(paths):
        if not path:
            continue
        for at in range(segment.begin[file], segment.begin[file + 1]):
            if values[at]:
                key = DocKey(path, segment.records[at])
                yield Facts(key, values[at], said(metas[at])) if metas[at] else Facts(key, values[at])


class Ready(NamedTuple):
    """A corpus as a rule recalls it, in place of facts."""

    part: Any


class GroupLookup:
    """The facts of one group by document and by key, as `facts.Lookup` says."""

    def __init__(self, view: View, name: str) -> None:
        self._view = view
        self._name = name

    def __len__(self) -> int:
        """How many documents there are."""
        return self._view.documents()

    def holding(self, key: int) -> Sequence[int]:
        """The documents that have a key, in ascending order."""
        view = self._view
        return [
            number << DOCUMENT_BITS | document
            for number, segment in enumerate(view.segments)
            for document in segment.holding(self._name, key)
            if view.alive(number, document)
        ]

    def value(self, number: int) -> bytes:
        """What was noted of a document."""
        segment, document = self._view.split(number)
        return segment.text(self._name, document)

    def facts(self, number: int) -> Facts:
        """The same with the key of the document, and what its record says of it."""
        segment, document = self._view.split(number)
        return Facts(self._view.key(number), segment.text(self._name, document), segment.meta(document))


def related(view: View, entry: Entry, wanted: Sequence[int]) -> list[Facts] | None:
    """The facts that matter for what a rule says of wanted documents; None where it judges by all. Raises Damaged."""
    lookup = GroupLookup(view, group(entry))
    try:
        chosen = corpus_rule(entry).related(wanted, lookup)
    except Damaged:
        raise
    except Exception:  # noqa: BLE001 - a rule of others that fails here is asked with all facts, and named if it fails again
        return None
    if chosen is None:
        return None
    return [facts for number in sorted(set(chosen)) if (facts := lookup.facts(number)).value]


def turns(view: View, entry: Entry, wanted: Sequence[int]) -> Iterator[Turn]:
    """The facts that a corpus rule judges by, with the documents that they say all about; None: all wanted ones.

    Where there are more facts than may be in memory, the wanted documents come some after the others, with what
    matters for them. Raises Damaged.
    """
    few = SHARE * len(wanted) <= max(view.documents(), SMALL)
    large = view.weight(group(entry)) > AT_ONCE
    for first in range(0, len(wanted), TOGETHER if few or large else len(wanted)):
        some = wanted[first : first + TOGETHER]
        found = related(view, entry, some) if few or large else None
        if found is None:  # all facts at once for all that is left
            rest = {view.key(number) for number in wanted[first:]} if first else None
            yield rest, list(view.facts(group(entry)))
            return
        yield {view.key(number) for number in some}, found
