"""The nouns of corpuslint: documents, spans, edits, fixes and findings.

Nothing here reads, writes, prints or knows a rule.
Every offset is a 0-based code point of `Document.text`; every span is half-open.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Any, Final, NamedTuple

NOTHING: Final[Mapping[str, Any]] = {}
"""The mapping of what says nothing more; named tuples share it, and nobody writes to a Mapping."""


class Safety(IntEnum):
    """How far a fix may go without a human."""

    MANUAL = 0
    """Only ever shown."""
    UNSAFE = 1
    """Applied with --unsafe-fixes."""
    SAFE = 2
    """Applied with --fix."""


class Severity(IntEnum):
    """How much a finding matters; --fail-on compares against it."""

    INFO = 0
    WARNING = 1
    ERROR = 2


class Stage(IntEnum):
    """When a rule looks at a document. Later stages judge the text as earlier ones would repair it."""

    BYTES = 0
    """How the bytes became text; runs on every document, also on one that could not be decoded."""
    REPAIR = 1
    """Damage that other rules must not trip over: mojibake, controls, markup residue."""
    TEXT = 2
    """Everything that reads the text as text."""


_MARKDOWN = (".md", ".markdown")
_MARKUP = (".html", ".htm", ".xhtml", ".xml", ".sgml", ".sgm", ".rss", ".atom", *_MARKDOWN, ".svg")


class DocKey(NamedTuple):
    """Which document: the file it lies in and, in a file of many, the record.

    `path` is relative to the working directory with forward slashes where it lies below it.
    `record` is 1-based; 0 means that the whole file is the document.
    """

    path: str
    record: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.record}" if self.record else self.path

    @property
    def is_markdown(self) -> bool:
        """Whether the file is Markdown, as its ending says."""
        return self.path.lower().endswith(_MARKDOWN)

    @property
    def is_markup(self) -> bool:
        """Whether it is a whole file of markup, as its ending says; of a record the container has read the tags."""
        return not self.record and self.path.lower().endswith(_MARKUP)


class Span(NamedTuple):
    """Half-open range of code points in `Document.text`."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a code point, or touch where one of them is empty."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


class Edit(NamedTuple):
    """Replace `span` by `text`; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that stand or fall together.

    `basis` is the text that the judgement rests on: no other fix may touch it in the same pass.
    `codec`, where set, asks for the file to be written in that codec instead of its own.
    `copy_of`, where set, asks for the whole document to be taken out of the corpus, since that one stays; there are
    no edits then.
    """

    edits: tuple[Edit, ...]
    safety: Safety
    title: str
    basis: Span
    codec: str | None = None
    copy_of: DocKey | None = None


PAIR: Final = "\x1d"
"""Begins the identity of a finding on two documents, its own and its first related one: it is the same finding at
whichever of them it is told."""


class Place(NamedTuple):
    """A span somewhere else that a finding points at, and what is to be seen there."""

    doc: DocKey
    span: Span
    note: str


class Finding(NamedTuple):
    """One defect at one place.

    `identity` replaces the text around the span in the fingerprint of findings that are about
    a whole document or a relation between documents (a duplicate pair, a name and its variant).
    `data` holds what a machine may want beyond the message; values are JSON values.
    """

    rule: str
    doc: DocKey
    span: Span
    message: str
    severity: Severity = Severity.WARNING
    fix: Fix | None = None
    related: tuple[Place, ...] = ()
    identity: str | None = None
    data: Mapping[str, object] = NOTHING


class Reading(StrEnum):
    """What the bytes of a document turned out to be."""

    UTF8 = "utf-8"
    """Strictly valid UTF-8 (ASCII included), with or without a byte order mark."""
    UTF16 = "utf-16/32"
    """UTF-16 or UTF-32, with or without a byte order mark."""
    LEGACY = "legacy"
    """Another codec, single-byte or multi-byte."""
    MIXED = "mixed"
    """UTF-8 with islands of another codec."""
    TRUNCATED = "truncated"
    """UTF-8 but for a last character that was cut."""
    BINARY = "binary"
    """Not a text."""


class Candidate(NamedTuple):
    """A codec that the bytes may be in: its score and a line of what they would say."""

    codec: str
    score: float
    sample: str


class Decoding(NamedTuple):
    """How bytes were read as text, and how sure that is.

    `codec` is a Python codec name; encoding the text with it and putting `mark` in front gives the
    bytes back exactly (`bijective`), or the document is never written.
    `margin` is the distance to the next candidate whose text differs; `trusted` says that other
    rules may judge the text.
    `islands` are spans of the text that were read in `island_codec` (mixed files), and for a
    truncated file the undecodable end, kept as surrogate escapes.
    """

    reading: Reading
    codec: str
    text: str
    mark: bytes = b""
    margin: float = 1.0
    trusted: bool = True
    bijective: bool = True
    candidates: tuple[Candidate, ...] = ()
    islands: tuple[Span, ...] = ()
    island_codec: str = ""
    note: str = ""
    prescribed: bool = False
    """Whether the configuration named the codec."""

    @property
    def guessed(self) -> bool:
        """Whether the codec was inferred from the text, so that other text might be read in another one."""
        return self.reading in {Reading.LEGACY, Reading.MIXED} and not self.prescribed


class Document:
    """One article: where it lies, the text it was read as, and what its record says of it.

    `meta` may hold the keys id, title, date, source and language.
    `decoding` tells how a file's bytes became the text; None for a record of a structured file.
    `raw` are the bytes of the file or the record.
    A byte order mark is part of the text as U+FEFF at offset 0 when the file is UTF-8.
    """

    damage = 0
    """How much the rules that repair a text before others see it found here; known where a corpus rule reads it."""

    def __init__(
        self,
        key: DocKey,
        text: str,
        meta: Mapping[str, str] = NOTHING,
        decoding: Decoding | None = None,
        raw: bytes = b"",
    ) -> None:
        self.key = key
        self.text = text
        self.meta = meta
        self.decoding = decoding
        self.raw = raw

    def __repr__(self) -> str:
        """The key and how much text there is."""
        return f"<Document {self.key}, {len(self.text)} code points>"

    @cached_property
    def data(self) -> bytes:
        """The text as UTF-8; what cannot be encoded (lone surrogates) is kept as surrogates."""
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def language(self) -> str:
        """The declared language as a lower-case primary subtag ("en"), or ""."""
        declared = self.meta.get("language", "").strip().lower().replace("_", "-").split("-")[0]
        if len(declared) == 2 and declared != "no":
            return declared
        from corpuslint import language_names  # most records name theirs by two letters, or not at all

        return language_names.subtag(declared)

    def with_text(self, text: str) -> "Document":
        """The same document with another text, for looking again after a fix."""
        return Document(self.key, text, self.meta, self.decoding, self.raw)
