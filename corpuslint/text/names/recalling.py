"""The names of a corpus that an index kept, brought in step with the documents that have come and gone since."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from functools import cached_property

from corpuslint.facts import Facts, Kept
from corpuslint.model import DocKey
from corpuslint.text.names.copies import SKETCH, Alike, sketch
from corpuslint.text.names.corpus import Names, Near, Noted, Part
from corpuslint.text.names.kept import STEP
from corpuslint.text.names.recalled import Numbered, RecalledIndex
from corpuslint.text.names.recalled_tongues import Change, RecalledTongues
from corpuslint.text.names.record import Record, unpack
from corpuslint.text.names.source import is_of_path, source_of

MOST_WANTED = 1_000
"""Documents for which only what matters for them is looked for; for more of them all names are."""


class RecalledPart(Part):
    """A corpus as it was kept, and what has changed; where other names are asked for, every record is read again."""

    def __init__(self, kept: Kept, places: Mapping[int, Facts]) -> None:
        """`places` are the documents that have come, by the numbers that they get."""
        super().__init__({})
        self._kept = kept
        self._places = places

    def _made(self, languages: tuple[str, ...], source: str) -> Names:
        kept, (known_languages, known_source, *_) = self._kept, json.loads(self._kept.read("head"))
        if [*languages] == known_languages and source == known_source:
            return RecalledNames(kept, self._places, languages, source)
        gone = set(kept.gone)
        every = [kept.facts(number) for number in range(len(kept.keys)) if number not in gone]
        noted = {fact.key: Noted(fact.value, fact.meta) for fact in (*every, *kept.come)}
        return Part(noted).names(languages, source)


def recall(kept: Kept) -> RecalledPart | None:
    """The corpus that was kept, as it is now; None where more has come between two documents than can be numbered."""
    places: dict[int, Facts] = {}
    for fact in sorted(kept.come, key=lambda fact: fact.key):
        at = bisect_left(kept.keys, fact.key)
        number = STEP * (at + 1)
        if at == len(kept.keys) or kept.keys[at] != fact.key:
            number = max(STEP * at, max(places, default=0)) + 1
            if number >= STEP * (at + 1):
                return None
        places[number] = fact
    return RecalledPart(kept, places)


class RecalledNames(Names):
    """All names of a corpus; the number of a document is not its rank, but in the same order."""

    def __init__(self, kept: Kept, places: Mapping[int, Facts], languages: Collection[str], source: str) -> None:
        """Take what was kept, and the documents that have come by the numbers that they have."""
        self._kept, self._places, self._source = kept, places, source
        self._of = source_of(source)
        self._tongues = RecalledTongues(kept, places, languages)
        self._changes = list(self._tongues.changes())
        super().__init__(_Keys(kept, places))

    def _value(self, doc: int) -> bytes:
        return self._places[doc].value if doc in self._places else self._kept.facts(doc // STEP - 1).value

    @cached_property
    def index(self) -> RecalledIndex:
        """Counts and neighbours over all documents."""
        read = self._kept.read
        *_, documents, linked = json.loads(read("head"))
        index = RecalledIndex(read, self._tongues.lower, documents, linked)
        changes = [(doc, unpack(value), sign) for doc, value, sign in self._changes]
        index.change(changes, self._tongues.new)
        return index

    @cached_property
    def first(self) -> _Firsts:
        """For each document the first one whose text it copies, or itself."""
        return _Firsts(self._kept, self._changes, self.record)

    def source(self, doc: int) -> str:
        """Where a document came from; empty where it does not say."""
        if doc in self._places:
            return self._of(self.keys[doc], self._places[doc].meta)
        if is_of_path(self._source):
            return self._of(self.keys[doc], {})
        return self._sources[doc]

    @cached_property
    def _sources(self) -> Numbered:
        return Numbered(self._kept.read, "source")

    def language(self, doc: int) -> str:
        """The language of a document, a likely one where it is too short to be sure; empty where it does not tell."""
        return self._tongues.language(doc)

    @property
    def main(self) -> str:
        """The language of most documents, if any tells its own."""
        return self._tongues.main

    def look_at(self, wanted: Container[DocKey]) -> None:
        """Find only what matters for some documents; for all, where they cannot be listed or are many."""
        self.near = None
        if isinstance(wanted, Collection) and len(wanted) <= MOST_WANTED:
            found = (self._doc(key) for key in wanted)
            docs = sorted(doc for doc in found if doc and self._tongues.judges(doc))
            self.near = Near(self.index, docs, {token for doc in docs for token in self.index.companions[doc]})

    def _doc(self, key: DocKey) -> int:
        """The number of a document; 0 where there is none of this key."""
        if key in self._numbers:
            return self._numbers[key]
        at = bisect_left(self._kept.keys, key)
        return STEP * (at + 1) if at < len(self._kept.keys) and self._kept.keys[at] == key else 0

    @cached_property
    def _numbers(self) -> dict[DocKey, int]:
        return {fact.key: doc for doc, fact in self._places.items()}


class _Keys:
    """The keys of documents by number."""

    def __init__(self, kept: Kept, places: Mapping[int, Facts]) -> None:
        self._keys, self._places = kept.keys, places

    def __getitem__(self, doc: int) -> DocKey:
        return self._places[doc].key if doc in self._places else self._keys[doc // STEP - 1]


class _Firsts:
    """For each document the first one that it copies, or itself; anew for documents of whose sketch one has changed."""

    def __init__(self, kept: Kept, changes: Sequence[Change], record: Callable[[int], Record]) -> None:
        self._kept, self._sketches = array("I", kept.read("first")), kept.read("sketches")
        self._new: dict[int, int] = {}
        gone = {change.doc for change in changes if change.sign < 0}
        come: defaultdict[bytes, set[int]] = defaultdict(set)
        for doc, value, sign in changes:
            mark = sketch(unpack(value).table)
            come[mark].update([doc] if sign > 0 else [])
            self._new[doc] = doc
        come.pop(b"", None)
        for mark, docs in come.items():
            alike = Alike()
            for doc in sorted({*self._marked(mark)} - gone | docs):
                self._new[doc] = alike.first(doc, record(doc).table)

    def _marked(self, mark: bytes) -> Iterator[int]:
        """The kept documents of one sketch."""
        at = self._sketches.find(mark)
        while at >= 0:
            if at % SKETCH.size == 0:
                yield STEP * (at // SKETCH.size + 1)
            at = self._sketches.find(mark, at + 1)

    def __getitem__(self, doc: int) -> int:
        """The first document that this one copies."""
        return self._new[doc] if doc in self._new else STEP * (self._kept[doc // STEP - 1] + 1)
