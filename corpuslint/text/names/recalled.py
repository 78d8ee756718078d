"""The counts of a corpus as an index kept them (see `kept`), with documents that have come and gone since.

Lists are read from the kept columns when they are asked for; those that have changed are made anew. All answers are
those of a `NameIndex` of the documents as they are, but for the numbers of documents and tokens.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corpuslint.text.names.index import NameIndex, neighbours, phrases
from corpuslint.text.names.kept import BLOCKED, FLAGS, LOOSE, STEP, entries
from corpuslint.text.names.keys import hashed
from corpuslint.text.names.letters import triples
from corpuslint.text.names.runs import INITIAL
from corpuslint.text.names.spelling import squash

if TYPE_CHECKING:
    from corpuslint.text.names.record import Record

_HASH = 32
_LOW = (1 << _HASH) - 1
_NONE = array("I")
Read = Callable[[str], bytes]


def words(data: bytes) -> list[str]:
    """The lines of a column."""
    return data.decode("utf-8", "surrogatepass").split("\n") if data else []


class Numbered:
    """A text for each document that was kept."""

    def __init__(self, read: Read, name: str) -> None:
        """Read two columns, see `kept`."""
        self._texts = [json.loads(line) for line in words(read(f"{name}s"))]
        self._each = array("I", read(name))

    def __getitem__(self, doc: int) -> str:
        return str(self._texts[self._each[doc // STEP - 1]])

    def counts(self) -> Counter[str]:
        """How many documents have each."""
        return Counter({self._texts[number]: count for number, count in Counter(self._each).items()})


class Lists:
    """Lists of numbers by number; some of them replaced."""

    def __init__(self, read: Read, name: str) -> None:
        """Take two columns, see `kept`."""
        self._begin = memoryview(read(f"{name}/begin")).cast("I")
        self._every = memoryview(read(f"{name}/list")).cast("I")
        self._changed: dict[int, Sequence[int]] = {}

    def __getitem__(self, at: int) -> Sequence[int]:
        """One list; empty for one that nobody has written."""
        found = self._changed.get(at)
        return self._kept(at) if found is None else found

    def _kept(self, at: int) -> Sequence[int]:
        return self._every[self._begin[at] : self._begin[at + 1]] if at + 1 < len(self._begin) else _NONE

    def __setitem__(self, at: int, values: Sequence[int]) -> None:
        """Replace one list."""
        self._changed[at] = values

    def change(self, changes: dict[int, Counter[int]]) -> None:
        """Put numbers in (above 0) and take some out (below), in order."""
        for at, change in changes.items():
            if any(change.values()):
                gone = {value for value, sign in change.items() if sign < 0}
                come = [value for value, sign in change.items() if sign > 0]
                self[at] = array("I", sorted([*(value for value in self[at] if value not in gone), *come]))


class Companions(Lists):
    """The tokens of a document, in the order in which it has them."""

    def _kept(self, at: int) -> Sequence[int]:
        return super()._kept(at // STEP - 1)


class Entries:
    """Numbers by a hash above them, in order; and more of them."""

    def __init__(self, data: bytes) -> None:
        """Take a column of pairs, hash above number."""
        self._sorted = memoryview(data).cast("Q")
        self._more: list[int] = []

    def add(self, entry: int) -> None:
        """Put one in."""
        insort(self._more, entry)

    def under(self, key: int) -> list[int]:
        """The numbers under a hash."""
        low, high = key << _HASH, key + 1 << _HASH
        found = self._sorted[bisect_left(self._sorted, low) : bisect_left(self._sorted, high)]
        more = self._more[bisect_left(self._more, low) : bisect_left(self._more, high)]
        return [entry & _LOW for entry in (*found, *more)]


class RecalledIndex(NameIndex):
    """An index of names that was kept."""

    def __init__(self, read: Read, lower: Counter[str], documents: int, linked: int) -> None:
        """Take what was kept; `lower` counts the lower-case words as they are now."""
        super().__init__()
        self.documents, self.linked, self.lower = documents, linked, lower
        self.names = words(read("names"))
        self.ids = {name: token for token, name in enumerate(self.names)}
        self.inside, self.as_first, self.as_second = (
            list(array("I", read(name))) for name in ("inside", "as_first", "as_second")
        )
        self.postings = self._docs = Lists(read, "postings")
        self.before, self.after = self._befores, self._afters = Lists(read, "before"), Lists(read, "after")
        self.companions = self._company = Companions(read, "companions")
        forms = Lists(read, "phrases")
        self.phrases = {form: array("I", forms[at]) for at, form in enumerate(words(read("phrases")))}
        self._codes = memoryview(read("links")).cast("Q")
        self._linked = Lists(read, "links")
        self._more: dict[int, Sequence[int]] = {}
        self._keys, self._spelled, self._joined = (Entries(read(name)) for name in ("keys", "spelled", "joined"))
        self._gone: set[int] = set()
        """Tokens that no document has any more."""
        self._read = read

    def tokens(self) -> Iterable[int]:
        """All tokens that some document has."""
        return self.ids.values()

    def together(self, first: int, second: int) -> Sequence[int]:
        """The documents in which `second` follows `first` within one name."""
        code = first << _HASH | second
        at = bisect_left(self._codes, code)
        if at < len(self._codes) and self._codes[at] == code:
            return self._linked[at]
        return self._more.get(code, _NONE)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """All pairs of neighbours."""
        return ((first, second) for first in self.tokens() for second in self.after[first])

    def under(self, key: int) -> list[int]:
        """The tokens that have a key, hashed (see `keys.keys`)."""
        return self._tokens_under(key, BLOCKED)

    def loosely_under(self, key: int) -> list[int]:
        """The tokens that have a loose key, hashed (see `keys.loose_keys`)."""
        return self._tokens_under(key, LOOSE)

    def _tokens_under(self, key: int, kind: int) -> list[int]:
        gone = self._gone
        return [at >> FLAGS for at in self._keys.under(key) if at & kind and at >> FLAGS not in gone]

    def spelled(self, letters: str) -> Iterator[int]:
        """The tokens with these letters (see `spelling.squash`)."""
        for token in self._spelled.under(hashed(letters)):
            if token not in self._gone and squash(self.names[token]) == letters:
                yield token

    def joined(self, letters: str) -> Iterator[tuple[int, int]]:
        """The pairs of neighbours that have these letters together."""
        for at in self._joined.under(hashed(letters)):
            code = self._codes[at] if at < len(self._codes) else list(self._more)[at - len(self._codes)]
            first, second = code >> _HASH, code & _LOW
            if self.together(first, second) and squash(self.names[first]) + squash(self.names[second]) == letters:
                yield first, second

    def triples(self) -> Counter[str]:
        """How many words have three letters in a row, with the edges of words."""
        counts = Counter(dict(zip(words(self._read("triples")), array("I", self._read("triples/counts")), strict=True)))
        for word, sign in self._words.items():
            for triple in set(triples(word)):
                counts[triple] += sign
        return counts

    def change(self, changes: Iterable[tuple[int, Record, int]], lower: Counter[str]) -> None:
        """Take documents in (with 1) and out (with -1); `lower` says which lower-case words came (1) and went (-1)."""
        self._words = Counter(lower)
        docs: defaultdict[int, Counter[int]] = defaultdict(Counter)
        links: defaultdict[int, Counter[int]] = defaultdict(Counter)
        forms: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for doc, record, sign in changes:
            ids = [self._id(name) for name in record.table]
            self.documents += sign
            seen = [ids[local] for local in dict.fromkeys(record.tokens)]
            for token in seen:
                docs[token][doc] += sign
            if sign > 0:
                self._company[doc] = array("I", seen)
            for local, flags in zip(record.tokens, record.flags, strict=True):
                self.inside[ids[local]] += sign * (not flags & INITIAL)
            for first, second in neighbours(record):
                links[ids[first] << _HASH | ids[second]][doc] += sign
            for form in phrases(record):
                forms[form][doc] += sign
        self._change_tokens(docs)
        self._change_links(links)
        self._change_phrases(forms)

    def _id(self, name: str) -> int:
        known = self.ids.get(name)
        if known is None:
            known = self.ids[name] = len(self.names)
            self.names.append(name)
            for counts in (self.inside, self.as_first, self.as_second):
                counts.append(0)
            for entry in entries(known, name):
                self._keys.add(entry)
            self._spelled.add(hashed(squash(name)) << _HASH | known)
        return known

    def _change_tokens(self, docs: dict[int, Counter[int]]) -> None:
        before = {token for token in docs if self.postings[token]}
        self._docs.change(docs)
        for token in docs:
            now = bool(self.postings[token])
            if now != (token in before):
                self._words[self.names[token]] += 1 if now else -1
            if not now:
                self._gone.add(token)
                del self.ids[self.names[token]]

    def _change_links(self, links: dict[int, Counter[int]]) -> None:
        after: defaultdict[int, Counter[int]] = defaultdict(Counter)
        before: defaultdict[int, Counter[int]] = defaultdict(Counter)
        for code, change in links.items():
            first, second = code >> _HASH, code & _LOW
            had = bool(self.together(first, second))
            self._change_link(code, change)
            sign = bool(self.together(first, second)) - had
            after[first][second] += sign
            before[second][first] += sign
            for counts, token in ((self.as_first, first), (self.as_second, second)):
                counts[token] += sum(change.values())
            self.linked += sum(change.values())
        self._afters.change(after)
        self._befores.change(before)

    def _change_link(self, code: int, change: Counter[int]) -> None:
        at = bisect_left(self._codes, code)
        if at < len(self._codes) and self._codes[at] == code:
            self._linked.change({at: change})
            return
        self._more[code] = array("I", sorted(doc for doc, sign in change.items() if sign > 0))
        letters = squash(self.names[code >> _HASH]) + squash(self.names[code & _LOW])
        self._joined.add(hashed(letters) << _HASH | len(self._codes) + len(self._more) - 1)

    def _change_phrases(self, forms: dict[str, Counter[int]]) -> None:
        for form, change in forms.items():
            gone = {doc for doc, sign in change.items() if sign < 0}
            kept = [doc for doc in self.phrases.get(form, _NONE) if doc not in gone]
            docs = sorted([*kept, *(doc for doc, sign in change.items() if sign > 0)])
            self.phrases.pop(form, None)
            if docs:
                self.phrases[form] = array("I", docs)
