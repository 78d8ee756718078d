"""Texts aligned with documents of which only fingerprints are here: what `alignment` would find, estimated.

The fingerprints of a document are some of its shingles in order, the fewer the wider its windows are. Each is looked up
among all shingles of the text, so it is found wherever its five words stand there; fingerprints that follow one another
at about the same distance on both sides make a passage. What the document lacks of the text is told from the
fingerprints that the text would leave in windows of that width: those that the document does not have hold a word that
is another one there, or gone. Where such are those with a number or a name far more often than those without,
numbers and names differ, as in fillings of a template; in a copy that was edited, or recognised badly, both are missing
alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corpuslint.text.duplicates.alignment import Overlaps, Passages, covered
from corpuslint.text.duplicates.chunks import Chunk
from corpuslint.text.duplicates.decision import DIFFERING, LIFT
from corpuslint.text.duplicates.fingerprints import Polynomials, marked, offsets, ranges, winnowed
from corpuslint.text.duplicates.hashing import SHINGLE
from corpuslint.text.duplicates.inverted import Floats, Marks, run_starts
from corpuslint.text.duplicates.layout import MARK_BITS, WIDTHS
from corpuslint.text.duplicates.words import U64, Flags, Ints, u64

APART, WINDOWS = 20, 3
"""Words and widths of a window that may stand between two fingerprints of one passage, together."""
SKEW, DRIFT = 8, 0.25
"""Words beside a window, and share of that distance, by which it may be another one in the document."""
DOUBTFUL = 0.05
"""Share of facts that are told to differ where they may, at the least: too many for a story in many papers, too few
for a template."""
MARGIN = 1.8
"""Standard errors by which the share of missing fingerprints with facts is taken for less than it was counted where
facts are told to differ."""
_LOW = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Pairs:
    """Texts of a chunk by number, and the documents that each is compared with, by number among `marks`.

    `words` are those of the documents, `kind` says which of WIDTHS the windows of all of them have.
    """

    chunk: Chunk
    marks: Marks
    here: Ints
    there: Ints
    words: Ints
    kind: int

    def __len__(self) -> int:
        """How many there are."""
        return len(self.here)

    @property
    def width(self) -> int:
        """Shingles in a window."""
        return WIDTHS[self.kind][0]

    @property
    def sizes(self) -> Ints:
        """Fingerprints of each document."""
        return np.diff(self.marks.begin)[self.there]

    @property
    def step(self) -> Floats:
        """Words of each document for one fingerprint."""
        found: Floats = (self.words - SHINGLE + 1) / np.maximum(1, self.sizes)
        return found


class _Rows(NamedTuple):
    """Fingerprints of pairs, in order of these: which one of its document, and the word of the text where it stands."""

    pair: Ints
    number: Ints
    word: Ints


class _Runs(NamedTuple):
    """Passages: pair, words of the text at which the first and the last fingerprint stand, and which ones these are."""

    pair: Ints
    first: Ints
    last: Ints
    first_number: Ints
    last_number: Ints


class _Windows(NamedTuple):
    """Of each pair: fingerprints of the text that stand inside of passages, without facts and with some; how many of
    both are missing in the document; and the facts in those with some.
    """

    plain: Ints
    plain_missing: Ints
    telling: Ints
    telling_missing: Ints
    facts: Ints


class _Places:
    """Where each shingle of some documents stands first: sorted by document and shingle."""

    def __init__(self, documents: Ints, marks: U64, places: Ints, count: int) -> None:
        """Take in what stands where; `count` is how many documents there are."""
        keys = _keys(documents, marks)
        order = np.argsort(keys, kind="stable")
        order = order[run_starts(keys[order])]
        self._keys, self._places = keys[order], places[order]
        self.begin = np.searchsorted(self._keys, np.arange(count + 1, dtype=np.uint64) << u64(MARK_BITS))

    @property
    def sizes(self) -> Ints:
        """How many different shingles each document has."""
        return np.diff(self.begin)

    def at(self, rows: Ints) -> tuple[U64, Ints]:
        """Shingles in some rows, and their places."""
        return self._keys[rows] & u64((1 << MARK_BITS) - 1), self._places[rows]

    def of(self, documents: Ints, marks: U64) -> Ints:
        """The place of a shingle in each document, -1 where it has none."""
        wanted = _keys(documents, marks)
        at = np.searchsorted(self._keys, wanted)
        known = _among(self._keys, wanted, at)
        found = np.full(len(wanted), -1)
        found[known] = self._places[at[known]]
        return found


def _keys(documents: Ints, marks: U64) -> U64:
    return documents.view(np.uint64) << u64(MARK_BITS) | marks


def _among(known: U64 | Ints, wanted: U64 | Ints, at: Ints) -> Flags:
    """Which of the wanted values there are; `known` ascends, and `at` is where each would stand in it."""
    found = np.zeros(len(wanted), dtype=bool)
    inside = np.flatnonzero(at < len(known))
    found[inside] = known[at[inside]] == wanted[inside]
    return found


def align(pairs: Pairs) -> tuple[Overlaps, Passages]:
    """What each text (a) and its document (b) have in common, about. Facts are those of the text."""
    shingles = Polynomials(pairs.chunk.hashes).shingles(SHINGLE)
    texts = _of_texts(pairs.chunk, shingles)
    found = _found(pairs, texts)
    runs, facts = _runs(pairs, found), _facts(pairs.chunk)
    windows = _windows(pairs, _own(pairs, shingles, texts), found, runs, facts)
    missing = (windows.plain_missing + windows.telling_missing) / np.maximum(1, windows.plain + windows.telling)
    passages = _passages(pairs, runs, 1 - missing)
    return _overlaps(pairs, passages, 1 - missing, windows, facts), passages


def _of_texts(chunk: Chunk, shingles: U64) -> _Places:
    counts = np.maximum(0, chunk.sizes - SHINGLE + 1)
    used, text = ranges(chunk.begin[:-1], counts), np.repeat(np.arange(len(counts)), counts)
    return _Places(text, marked(shingles[used]), used - chunk.begin[text], len(counts))


def _of_notes(marks: Marks, documents: Ints) -> _Places:
    """The fingerprints of some documents, numbered as they come here."""
    begin = marks.begin[documents]
    counts = marks.begin[documents + 1] - begin
    used, document = ranges(begin, counts), np.repeat(np.arange(len(documents)), counts)
    return _Places(document, marks.at(used), used - begin[document], len(documents))


class _Side(NamedTuple):
    """The texts or the documents of a chunk, and which of them stands in each pair."""

    places: _Places
    of: Ints


def _found(pairs: Pairs, texts: _Places) -> _Rows:
    """The fingerprints of the documents that stand in the texts: those of the smaller one looked up in the other."""
    documents, there = np.unique(pairs.there, return_inverse=True)
    here, away = _Side(texts, pairs.here), _Side(_of_notes(pairs.marks, documents), there)
    shorter = texts.sizes[here.of] < away.places.sizes[away.of]
    pairs_a, words_a, numbers_a = _looked_up(np.flatnonzero(shorter), here, away)
    pairs_b, numbers_b, words_b = _looked_up(np.flatnonzero(~shorter), away, here)
    pair, number, word = (
        np.concatenate(both) for both in ((pairs_a, pairs_b), (numbers_a, numbers_b), (words_a, words_b))
    )
    order = np.lexsort((number, pair))
    return _Rows(pair[order], number[order], word[order])


def _looked_up(pairs: Ints, one: _Side, other: _Side) -> tuple[Ints, Ints, Ints]:
    """Of some pairs the shingles of one side that the other has too: pair, and the places on both sides."""
    documents = one.of[pairs]
    sizes = one.places.sizes[documents]
    pair = np.repeat(pairs, sizes)
    marks, places = one.places.at(ranges(one.places.begin[documents], sizes))
    found = other.places.of(other.of[pair], marks)
    hit = np.flatnonzero(found >= 0)
    return pair[hit], places[hit], found[hit]


def _runs(pairs: Pairs, found: _Rows) -> _Runs:
    """Fingerprints that follow one another, at about the same distance on both sides."""
    pair, number, word = found
    here, there = np.diff(word), np.diff(number) * pairs.step[pair[1:]]
    goes_on = (pair[1:] == pair[:-1]) & (here > 0) & (np.maximum(here, there) <= APART + WINDOWS * pairs.width)
    goes_on &= np.abs(here - there) <= SKEW + pairs.width + DRIFT * there
    first = np.flatnonzero(np.concatenate((np.ones(min(1, len(pair)), dtype=bool), ~goes_on)))
    last = np.append(first[1:], len(pair))[: len(first)] - 1
    return _Runs(pair[first], word[first], word[last], number[first], number[last])


def _own(pairs: Pairs, shingles: U64, texts: _Places) -> Ints:
    """The fingerprints of the texts in windows as wide as those of the documents: text above word, ascending."""
    count = len(pairs.chunk.sizes)
    values, counts = winnowed(shingles, pairs.chunk.begin, np.full(count, pairs.kind))
    text = np.repeat(np.arange(count), counts)
    return np.sort(text << 32 | texts.of(text, marked(values)))


def _windows(pairs: Pairs, own: Ints, found: _Rows, runs: _Runs, facts: Ints) -> _Windows:
    """Compare the fingerprints of the texts that stand inside of passages with those that were found."""
    text = pairs.here[runs.pair] << 32
    first = np.searchsorted(own, text | runs.first)
    counts = np.searchsorted(own, text | runs.last, side="right") - first
    pair, word = np.repeat(runs.pair, counts), own[ranges(first, counts)] & _LOW
    known, wanted = np.sort(found.pair << 32 | found.word), pair << 32 | word
    missing = ~_among(known, wanted, np.searchsorted(known, wanted))
    at = pairs.chunk.begin[pairs.here[pair]] + word
    held = facts[at + SHINGLE] - facts[at]

    def count(chosen: Flags) -> Ints:
        return np.bincount(pair[chosen], minlength=len(pairs))

    sums = np.bincount(pair, weights=held, minlength=len(pairs)).astype(np.int64)
    telling = held > 0
    return _Windows(count(~telling), count(~telling & missing), count(telling), count(telling & missing), sums)


def _facts(chunk: Chunk) -> Ints:
    """How many numbers and names stand before each word of a chunk."""
    return offsets((chunk.kinds > 0).astype(np.int64))


def _differing(found: _Windows, margin: float) -> Floats:
    """The share of the facts of each text that differ, so many standard errors below what was counted.

    A shingle is missing where one of its words is; the share of words that are is the same for facts in a copy, and
    much greater in the filling of a template. Before anything was counted one in ten others is taken to be missing,
    which counts as one, and one in two with facts, which counts as two.
    """
    missing = (found.plain_missing + 0.1) / (found.plain + 1)
    with_facts = (found.telling_missing + 1) / (found.telling + 2)
    error = missing * (1 - missing) / (found.plain + 1) + with_facts * (1 - with_facts) / (found.telling + 2)
    with_facts = np.clip(with_facts - margin * np.sqrt(error), 0, 0.999)
    others = 1 - (1 - missing) ** (1 / SHINGLE)
    each = np.maximum(1, found.facts / np.maximum(1, found.telling))
    left = np.minimum(1, (1 - with_facts) / (1 - others) ** (SHINGLE - each))
    more: Floats = 1 - left ** (1 / each) - others
    return np.where(more >= LIFT * others, more, 0)


def _passages(pairs: Pairs, runs: _Runs, agreeing: Floats) -> Passages:
    """The words of both sides; a passage of several fingerprints goes on for half a window beyond either end, about."""
    pair = runs.pair
    edge = np.where(runs.first_number < runs.last_number, pairs.width // 2, 0)
    step, words_a, words_b = pairs.step[pair], pairs.chunk.sizes[pairs.here[pair]], pairs.words[pair]
    a0, a1 = np.maximum(0, runs.first - edge), np.minimum(words_a, runs.last + SHINGLE + edge)
    first, last = (((number + 0.5) * step).astype(np.int64) for number in (runs.first_number, runs.last_number))
    b0, b1 = np.maximum(0, first - edge), np.minimum(words_b, last + SHINGLE + edge)
    equal, none = ((a1 - a0) * agreeing[pair]).astype(np.int64), np.zeros_like(a0)
    return Passages(pair, a0, a1, b0, b1, equal, none, none, none, none, none, none)


def _overlaps(pairs: Pairs, found: Passages, agreeing: Floats, windows: _Windows, facts: Ints) -> Overlaps:
    """The sums of passages."""
    count, words = len(pairs), pairs.chunk.sizes[pairs.here]
    begin = pairs.chunk.begin[pairs.here[found.pair]]
    told = np.bincount(found.pair, weights=facts[begin + found.a1] - facts[begin + found.a0], minlength=count)
    differ = np.rint(told * _differing(windows, MARGIN))
    doubtful = _differing(windows, 0) >= DIFFERING
    differ = np.maximum(differ, np.ceil(told * DOUBTFUL) * doubtful).astype(np.int64)
    agree, none = told.astype(np.int64) - differ, np.zeros(count, dtype=np.int64)
    longest = none.copy()
    np.maximum.at(longest, found.pair, found.equal)
    here = covered(found.pair, found.a0, found.a1, count)
    there = covered(found.pair, found.b0, found.b1, count)
    shares = here / np.maximum(1, words), there / np.maximum(1, pairs.words)
    equal = (here * agreeing).astype(np.int64)
    return Overlaps(words, pairs.words, *shares, longest, equal, agree, none, differ, none, differ, none)
