"""The gate: which rules may find something in which of many texts, told by few looks at all of them at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from corpuslint import regex
from corpuslint.errors import RuleError
from corpuslint.model import Stage
from corpuslint.registry import Entry

EDGE = regex.SEPARATOR.encode()
CLEAR: frozenset[str] = frozenset()
"""What the gate says of a document in which no rule can find anything."""
LAST = 160
"""Bytes before the end of a document in which endings are looked for."""
FIRST_WAIT = 32
"""Batches before clear texts are looked for in the pass of the triggers: fewer do not pay for compiling."""
PROOF = 16
"""Batches in a row that rules themselves must call clear before that: else compiling is in vain."""


class Gate:
    """All triggers of the rules as one pattern set, and the rules that clear a text themselves."""

    def __init__(self, entries: Sequence[Entry], cache: Any = None) -> None:
        self.entries = entries
        self._cache = cache
        self._turns = _Turns()
        self._endings = _Endings(entries, cache)

    @cached_property
    def _owners(self) -> list[Entry]:
        return [entry for entry in self.entries for _ in entry.meta.triggers]

    @cached_property
    def _repairing(self) -> frozenset[str]:
        return frozenset(entry.meta.code for entry in self.entries if entry.meta.stage is Stage.REPAIR)

    @cached_property
    def _triggers(self) -> list[str]:
        return [pattern for entry in self.entries for pattern in entry.meta.triggers]

    @cached_property
    def _set(self) -> regex.PatternSet:
        return regex.compile_set(self._triggers, self._cache)

    @cached_property
    def _with_languages(self) -> regex.PatternSet:
        try:
            return regex.compile_set(self._triggers, self._cache, [group.language for group in self._languages])
        except RuleError:  # a rule names what is no pattern: what it clears is asked of it as ever
            return self._set

    @cached_property
    def _clearing(self) -> list[_Clearing]:
        """Rules without a trigger, one for all that clear alike.

        Those of the first stage look at what could not be read as UTF-8, so never here.
        """
        alike: dict[str, list[Entry]] = {}
        for entry in self.entries:
            has_patterns = entry.meta.triggers or entry.meta.endings
            if not has_patterns and entry.meta.stage is not Stage.BYTES and not entry.by_engine:
                alike.setdefault(_clears_as(entry), []).append(entry)
        return [
            _Clearing(group[0], frozenset(entry.meta.code for entry in group), _clear_language(group[0]))
            for group in alike.values()
        ]

    @cached_property
    def _languages(self) -> list[_Clearing]:
        return [group for group in self._clearing if group.language] if regex.backend() == "re2" else []

    def hits(self, data: bytes) -> frozenset[str]:
        """The codes of the rules that may find something in documents that stand between U+001E, as UTF-8."""
        found = {self._owners[index].meta.code for index in self._set.match(data)} if self._owners else set()
        return self.uncleared(data).union(found, (code for _, code in self._endings.found(data.split(EDGE))))

    def uncleared(self, data: bytes) -> frozenset[str]:
        """The codes of the rules among them that have no trigger; no pattern is compiled for that."""
        return frozenset().union(*(group.codes for group in self._clearing if not _clears(group.entry, data)))

    def hits_of_each(self, texts: Sequence[bytes], data: bytes) -> list[frozenset[str]]:
        """What `hits` says of each of these texts; `data` is all of them between U+001E.

        All are asked at once, and only what that leaves open is asked of each. Where a trigger says that a text may be
        repaired, text rules are not asked whether they clear it: they are asked that of the text as it is repaired.
        """
        found: dict[int, set[str]] = {}
        matching, clear = self._look(data)
        if matching:
            edges = _edges(texts)
            for index in matching:
                for at in _places(self._set, index, data, edges):
                    found.setdefault(at, set()).add(self._owners[index].meta.code)
        for at, code in self._endings.found(texts):
            found.setdefault(at, set()).add(code)
        whole = [at for at in range(len(texts)) if self._repairing.isdisjoint(found.get(at, CLEAR))]
        for group in self._clearing:
            if group not in clear:
                asked = whole if group.entry.meta.stage is Stage.TEXT else range(len(texts))
                for at in _uncleared_among(asked, group.entry, texts, data):
                    found.setdefault(at, set()).update(group.codes)
        return [frozenset(found.get(at, CLEAR)) for at in range(len(texts))] if found else [CLEAR] * len(texts)

    def _look(self, data: bytes) -> tuple[list[int], list[_Clearing]]:
        """Which triggers match in a batch, and which rules have nothing to do in it as far as one pass tells."""
        if not self._owners:
            return [], []
        if not (self._languages and self._turns.due()):
            return list(self._set.match(data)), []
        if not self._turns.proven:
            gained = all(_clears(group.entry, data) for group in self._languages)
            self._turns.learn(gained=gained)
            return list(self._set.match(data)), self._languages if gained else []
        number = len(self._owners)
        matching = self._with_languages.match(data)
        clear = [self._languages[index - number] for index in matching if index >= number]
        self._turns.learn(gained=len(clear) == len(self._languages))
        return [index for index in matching if index < number], clear


class _Endings:
    """What stands at the end of a document, as patterns that are searched nowhere else."""

    def __init__(self, entries: Sequence[Entry], cache: Any) -> None:
        self._owners = [entry.meta.code for entry in entries for _ in entry.meta.endings]
        self._patterns = [pattern for entry in entries for pattern in entry.meta.endings]
        self._cache = cache

    @cached_property
    def _set(self) -> regex.PatternSet:
        return regex.compile_set(self._patterns, self._cache)

    def found(self, texts: Sequence[bytes]) -> Iterator[tuple[int, str]]:
        """Which of these texts, by index, end in such a way, and the code of the rule for which they do."""
        if not self._owners:
            return
        ends = [text[-LAST:] for text in texts]
        data, edges = between_edges(ends), _edges(ends)
        for index in self._set.match(data):
            for at in _places(self._set, index, data, edges):
                yield at, self._owners[index]


class _Clearing(NamedTuple):
    """A rule that clears texts, the codes it speaks for, and the language of what it clears, "" where it has none."""

    entry: Entry
    codes: frozenset[str]
    language: str


class _Turns:
    """Which batches are asked whether they are of the languages of clear texts: seldom where that was in vain.

    It saves a pass over a batch that is, and makes the pass dearer for one that is not.
    """

    def __init__(self) -> None:
        self._wait = self._left = FIRST_WAIT
        self._gains = 0

    def due(self) -> bool:
        """Whether the next batch is one of them."""
        self._left -= 1
        return self._left < 0

    @property
    def proven(self) -> bool:
        """Whether the last batches that were asked were all clear."""
        return self._gains >= PROOF

    def learn(self, *, gained: bool) -> None:
        """Take in whether that saved something."""
        self._gains = self._gains + 1 if gained else 0
        self._wait = self._wait // 2 if gained else max(2 * self._wait, FIRST_WAIT)
        self._left = 0 if gained else self._wait


def _edges(texts: Iterable[bytes]) -> Sequence[int]:
    """The offsets of all U+001E around the documents of a batch."""
    return [0, *accumulate(len(text) + 1 for text in texts)]


def _places(patterns: regex.PatternSet, index: int, data: bytes, edges: Sequence[int]) -> Iterator[int]:
    """Which documents of a batch hold matches of a pattern."""
    last = -1
    while last + 2 < len(edges) and (match := patterns.search(index, data, edges[last + 1])):
        first = max(bisect_right(edges, match[0]) - 1, last + 1)
        last = max(bisect_left(edges, match[1] - 1) - 1, first)
        yield from range(first, min(last + 1, len(edges) - 1))


def between_edges(texts: Iterable[bytes]) -> bytes:
    """A batch as the gate takes it."""
    return EDGE.join((b"", *texts, b""))


def is_plain(data: bytes) -> bool:
    """Whether these bytes are valid UTF-8 without NUL."""
    if b"\0" in data:
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _clears_as(entry: Entry) -> str:
    try:
        return entry.rule.clears_as or entry.meta.code
    except Exception:  # noqa: BLE001 - a rule that cannot be loaded is called and reported where its document is known
        return entry.meta.code


def _clear_language(entry: Entry) -> str:
    try:
        return str(entry.rule.clear_language)
    except Exception:  # noqa: BLE001 - as above
        return ""


def _clears(entry: Entry, data: bytes) -> bool:
    try:
        return entry.rule.clears(data)
    except (Exception, SystemExit):  # noqa: BLE001 - a rule that fails here is called and reported where its document is known
        return False


def _uncleared_among(asked: Sequence[int], entry: Entry, texts: Sequence[bytes], data: bytes) -> Sequence[int]:
    if len(asked) == len(texts):
        return _uncleared(entry, texts, data)
    some = [texts[at] for at in asked]
    left = set(_uncleared(entry, some, between_edges(some))) if some else ()
    return [at for number, at in enumerate(asked) if number in left]


def _uncleared(entry: Entry, texts: Sequence[bytes], data: bytes) -> Sequence[int]:
    try:
        return tuple(entry.rule.uncleared(texts, data))
    except (Exception, SystemExit):  # noqa: BLE001 - as above
        return range(len(texts))
