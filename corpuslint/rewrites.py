"""What a fix makes of a file, whole and record by record; the interface of what takes it, and what only keeps it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple, Protocol

from corpuslint.containers.base import Record
from corpuslint.errors import FixError
from corpuslint.model import DocKey, Finding
from corpuslint.source import Source

LARGEST = 1 << 30
"""Bytes of the largest content that is fixed: old and new are in memory until the file is replaced."""
CHUNK = 1 << 20


class Before(NamedTuple):
    """A record and what becomes of its text, for a diff."""

    label: str
    before: str
    after: str
    codecs: tuple[str, str] | None = None
    """How its bytes are read before and after, where that changes or the text does not."""


class Rewrite(NamedTuple):
    """One file as it was read and as it is to be; equal where nothing is to be changed."""

    source: Source
    old: bytes
    new: bytes
    codes: Mapping[str, int]
    records: tuple[Before, ...] = ()


class Taken(NamedTuple):
    """A document that is taken out of the corpus: the finding that says why, and its bytes (of a record its line)."""

    finding: Finding
    raw: bytes


class Removal(NamedTuple):
    """One file without the documents that are taken out; `new` is None where that is the whole file."""

    source: Source
    old: bytes
    """Its bytes; of a file that is compressed and stays what is in it."""
    new: bytes | None
    taken: tuple[Taken, ...]


class Written(NamedTuple):
    """What a sink has to tell of a run that is over."""

    run_id: str = ""
    """The run that `corpuslint undo` takes back; "" where there is nothing to take back."""
    kept: Sequence[str] = ()
    """Old temporary files that hold a text which is neither an old nor a new one of ours."""
    quarantine: str = ""
    """The folder that documents were moved to; "" where none was."""
    left_out: int = 0
    """Documents that the copies do not have."""


class Sink(Protocol):
    """Where fixed files go."""

    all_files: bool
    """Whether files without a change are wanted too."""
    lasting: bool
    """Whether a file is what it was put as when it is read again."""

    copies: bool
    """Whether the files themselves stay as they are."""
    shows: bool
    """Whether the records of a file are wanted beside it, as a diff shows them."""

    @property
    def places(self) -> Mapping[str, str]:
        """Where files lie, by their own paths, that were put elsewhere and are read there from then on."""
        ...

    @property
    def written(self) -> Written:
        """What was done until now."""
        ...

    def put(self, rewrite: Rewrite) -> None:
        """Take one file. Raises CorpuslintError or OSError where that cannot be done; the file is as it was."""
        ...

    def take_out(self, removal: Removal) -> bool:
        """Take documents out of the corpus; False where this sink never does. Raises as `put`."""
        ...


@dataclass
class Differences:
    """Keeps what would change."""

    copies: bool = False
    rewrites: list[Rewrite] = field(default_factory=list)
    all_files: bool = False
    lasting: bool = False
    shows: bool = True
    places: Mapping[str, str] = field(default_factory=dict)
    removals: list[Removal] = field(default_factory=list)
    written: Written = field(default_factory=Written)

    @property
    def some(self) -> bool:
        """Whether anything would change."""
        return bool(self.removals) or any(one.new != one.old for one in self.rewrites)

    def put(self, rewrite: Rewrite) -> None:
        """Keep one file's records with their change."""
        self.rewrites.append(rewrite)

    def take_out(self, removal: Removal) -> bool:
        """Keep what would be taken out."""
        self.removals.append(removal)
        return True


class Tally:
    """What was fixed: findings by file and code."""

    def __init__(self) -> None:
        self.files: dict[str, Counter[str]] = {}

    def add(self, path: str, codes: Mapping[str, int]) -> None:
        """Count the fixes of one file."""
        self.files.setdefault(path, Counter()).update(codes)


def whole(stream: BinaryIO) -> bytes:
    """All of a stream. Raises FixError where that is more than is fixed at once."""
    parts = []
    size = 0
    while part := stream.read(CHUNK):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise FixError(f"more than {LARGEST:,} bytes are not fixed at once; split the file")
    return parts[0] if len(parts) == 1 else b"".join(parts)


def assemble(
    source: Source, data: bytes, changes: Iterable[tuple[Record, Record, Sequence[Finding]]], *, copy: bool = False
) -> Rewrite:
    """The file with some records in place of others; everything between them stays byte for byte.

    `copy`: the file itself stays as it is. Raises FixError where its format has no room for that without loss.
    """
    codes: Counter[str] = Counter()
    told = []
    changed = []
    for old, new, used in changes:
        if new.raw == old.raw:
            continue
        changed.append((old, new))
        codes.update(finding.rule for finding in used)
        told.append(_before(source, old, new))
    content = source.container.assemble(data, changed, copy=copy) if changed else data
    return Rewrite(source, data, content, codes, tuple(told))


def _before(source: Source, old: Record, new: Record) -> Before:
    codecs = _codec(old), _codec(new)
    same = codecs[0] == codecs[1] and old.text != new.text
    return Before(str(DocKey(source.path, old.number)), old.text, new.text, None if same else codecs)


def _codec(record: Record) -> str:
    decoding = record.decoding
    if decoding is None:
        return ""
    return f"{decoding.codec} and {decoding.island_codec}" if decoding.island_codec else decoding.codec
