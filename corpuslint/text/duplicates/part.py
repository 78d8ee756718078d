"""The corpus as the duplicate rules see it: what was noted of each document, and what follows from all notes."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING

from corpuslint.errors import ReadError
from corpuslint.facts import Facts
from corpuslint.model import DocKey
from corpuslint.rule import Corpus
from corpuslint.text.dates import day
from corpuslint.text.duplicates.judgement import Judgement
from corpuslint.text.duplicates.keeping import Keeping
from corpuslint.text.duplicates.layout import HEADER, MARK_BYTES, is_cut, unpacked
from corpuslint.text.duplicates.limits import enough

if TYPE_CHECKING:
    from corpuslint.text.duplicates.boilerplate import Passage
    from corpuslint.text.duplicates.table import Table

FEW_MARKS = 20_000
"""Fingerprints up to which a corpus is searched without numpy for any pair worth aligning."""
FEW_PAIRS = 32
"""Pairs of documents that are looked at in plain Python; and so many documents of one fingerprint."""
MANY_MARKS = 2_000_000
"""Fingerprints of a corpus from which on they are not held both as notes and as a table."""
FEW_WORDS = 5_000
"""Words of the longest document that is."""
_HEAD = itemgetter(slice(HEADER.size))
_YEAR = re.compile(r"\d{4}(?!\d)")


class Part:
    """Notes and dates (ISO 8601, where known) of some documents."""

    __hash__ = None  # type: ignore[assignment] # it grows

    def __init__(self, notes: dict[DocKey, bytes] | None = None, dates: dict[DocKey, str] | None = None) -> None:
        self.notes = {} if notes is None else notes
        self.dates = {} if dates is None else dates
        self._judged: dict[str, tuple[Corpus, Judgement]] = {}
        self._table: Table | None = None

    def __eq__(self, other: object) -> bool:
        """Whether the same is noted of the same documents."""
        return isinstance(other, Part) and (self.notes, self.dates) == (other.notes, other.dates)

    def judgement(self, corpus: Corpus, keep: str = "words") -> Judgement:
        """All duplicates; worked out once for all the rules that report from this part.

        `keep` is what decides first which document of a group is kept, see `keeping.Keeping`.
        """
        known = self._judged.get(keep)
        if known is None or known[0] is not corpus:
            known = self._judged[keep] = corpus, judged(self, Keeping(self.dates, corpus, keep))
        return known[1]

    @property
    def told(self) -> bool:
        """Whether duplicates were told from this part."""
        return bool(self._judged or self._table)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.notes)

    @cached_property
    def contents(self) -> tuple[list[DocKey], dict[DocKey, list[DocKey]]]:
        """One document of each words, and by these all that have the same words where there are several."""
        return self._by_words[:2]

    @cached_property
    def _by_words(self) -> tuple[list[DocKey], dict[DocKey, list[DocKey]], bytes]:
        """The same, and the headers of the notes of the former in a row."""
        first: dict[bytes, DocKey] = {}
        same: dict[DocKey, list[DocKey]] = {}
        for key, head in zip(self.notes, map(_HEAD, self.notes.values()), strict=True):
            other = first.setdefault(head, key)
            if other is not key:
                same.setdefault(other, [other]).append(key)
        return list(first.values()), same, b"".join(first)

    def table(self, kept: Mapping[DocKey, DocKey]) -> Table:
        """The table of documents of which no two have the same words; `kept` says under which names some of them are.

        A large part is spent by that: it takes in no others any more.
        """
        from corpuslint.text.duplicates.table import Table, table

        if self._table is None:
            keys, _, heads = self._by_words
            self._table = table(keys, heads, list(map(self.notes.__getitem__, keys)))
            if len(self._table.marks) > MANY_MARKS:
                for key, note in self.notes.items():  # one after the other: never are all of both held
                    self.notes[key] = note[: HEADER.size]
        known = self._table
        return Table(list(map(kept.get, known.keys, known.keys)), known.words, known.marks) if kept else known

    def words(self, key: DocKey) -> int:
        """Words of a document."""
        return unpacked(self.notes[key][: HEADER.size]).words

    def cut(self) -> list[DocKey]:
        """Documents of which only the beginning is compared."""
        return sorted(key for key, note in self.notes.items() if is_cut(note))

    def shared_passages(self, corpus: Corpus, documents: int, shortest: int) -> Iterator[Passage]:
        """Passages of at least so many words that at least so many documents share."""
        if self.documents < documents:
            return
        judgement = self.judgement(corpus)
        if "numpy" not in sys.modules and not self._any_crowd(documents):
            return
        from corpuslint.text.duplicates.boilerplate import shared_passages

        kept, _ = by_words(self, Keeping(self.dates, corpus))
        yield from shared_passages(self.table(kept), judgement, corpus, documents, shortest)

    def _any_crowd(self, documents: int) -> bool:
        """Whether so many documents have one fingerprint in common."""
        holders: Counter[int] = Counter()
        for note in self.notes.values():
            holders.update(set(unpacked(note).marks))
        return any(count >= documents for count in holders.values())

    def groups(
        self, keeps: Mapping[DocKey, DocKey], identical: Mapping[DocKey, DocKey]
    ) -> dict[DocKey, tuple[DocKey, ...]]:
        """Members of every group by the document kept of it, which comes first.

        `keeps` gives the kept document of each copy, `identical` the document that has the same words.
        """
        members: dict[DocKey, set[DocKey]] = defaultdict(set)
        for copy, keep in keeps.items():
            members[keep].add(copy)
        for copy, same in identical.items():
            members[keeps.get(same, same)].add(copy)
        return {keep: (keep, *sorted(copies - {keep})) for keep, copies in members.items()}


def collect(facts: Iterable[Facts]) -> Part:
    """One part, from the facts of its documents."""
    notes: dict[DocKey, bytes] = {}
    dates: dict[DocKey, str] = {}
    for key, note, meta in facts:
        notes[key] = note
        if meta and (date := date_of(meta)):
            dates[key] = date
    return Part(notes, dates)


def date_of(meta: Mapping[str, str]) -> str:
    """The day that a record says it is of, in ISO 8601; a month or a year where it says no more."""
    date = meta.get("date")
    if not date:
        return ""
    found = _YEAR.match(date)
    return day(date) or (found[0] if found else "")


def merge(a: Part, b: Part) -> Part:
    """Two parts as one. Raises ValueError where one of them was told from already, see `Part.table`."""
    if a.told or b.told:
        raise ValueError("facts are brought together before duplicates are told from them")
    a.notes |= b.notes
    a.dates |= b.dates
    return a


def judged(part: Part, keeping: Keeping) -> Judgement:
    """All duplicates of a corpus, as far as they concern wanted documents."""
    kept, identical = by_words(part, keeping)
    if "numpy" not in sys.modules:
        notes = {kept.get(key, key): part.notes[key] for key in part.contents[0]}
        if _nothing_near(notes, keeping.corpus):
            return Judgement(identical, groups=part.groups({}, identical))
    from corpuslint.text.duplicates.search import searched

    return searched(part, keeping, kept, identical)


def by_words(part: Part, keeping: Keeping) -> tuple[dict[DocKey, DocKey], dict[DocKey, DocKey]]:
    """Where documents have the same words: for the first that there is the one to keep, and this for all others."""
    kept: dict[DocKey, DocKey] = {}
    identical: dict[DocKey, DocKey] = {}
    for first, keys in part.contents[1].items():
        kept[first] = keep = keeping.best((key, 0) for key in keys)
        identical.update((copy, keep) for copy in keys if copy != keep)
    return kept, identical


def _nothing_near(kept: Mapping[DocKey, bytes], corpus: Corpus) -> bool:
    """Whether a few documents are certainly unrelated. False where plain Python had better not say."""
    if sum(map(len, kept.values())) > FEW_MARKS * MARK_BYTES:
        return False
    notes = {key: unpacked(note) for key, note in kept.items()}
    pairs = _sharing({key: set(note.marks) for key, note in notes.items()})
    if pairs is None or any(note.words > FEW_WORDS for note in notes.values()):
        return False
    from corpuslint.text.duplicates.bounds import may_be_related

    try:
        return not any(may_be_related(corpus.document(a).text, corpus.document(b).text) for a, b in pairs)
    except ReadError:
        return False


def _sharing(marks: Mapping[DocKey, set[int]]) -> list[tuple[DocKey, DocKey]] | None:
    """Pairs of documents with enough fingerprints in common to be aligned; None if there may be many."""
    holders: dict[int, list[DocKey]] = defaultdict(list)
    for key, own in marks.items():
        for mark in own:
            holders[mark].append(key)
    if max(map(len, holders.values()), default=0) > FEW_PAIRS:
        return None
    shared: Counter[tuple[DocKey, DocKey]] = Counter()
    for documents in holders.values():
        shared.update(combinations(documents, 2))
    found = [(a, b) for (a, b), count in shared.items() if enough(count, min(len(marks[a]), len(marks[b])))]
    return found if len(found) <= FEW_PAIRS else None
