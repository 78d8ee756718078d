"""The documents that are aligned together, taken apart into words: hashes of word triples, facts, offsets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from corpuslint.text.duplicates.alphabet import CASED, DIGITS, code_points, lowered
from corpuslint.text.duplicates.fingerprints import Polynomials, offsets
from corpuslint.text.duplicates.limits import TRIPLE
from corpuslint.text.duplicates.words import U8, U64, Flags, Ints, u64, words

BATCH = 300_000
"""Bytes of text hashed together, so that the arrays stay in the cache of the processor."""
NUMBER, NAME = 1, 2
EDGE = 8
_MARGIN = np.zeros(EDGE, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of several documents, one after the other.

    `begin` gives each document's first word (one entry more). `triples` hashes each word with the
    two after it, 0 at the end of a document; `hashes` each word. `kinds` is NUMBER, NAME (a capital
    that does not open a sentence) or 0. `starts` and `ends` are offsets in `raw`, all texts in one buffer,
    where the documents begin at `bytes_begin`; `folded` holds them folded, between two margins of EDGE bytes.
    """

    triples: U64
    hashes: U64
    kinds: U8
    starts: Ints
    ends: Ints
    begin: Ints
    folded: U8
    raw: U8
    bytes_begin: Ints

    def eights(self, at: Ints) -> U64:
        """The eight bytes of the folded texts from each place on, which may lie up to EDGE bytes outside."""
        every = np.ndarray((len(self.folded) - 7,), dtype="V8", buffer=self.folded, strides=(1,))
        found: U64 = every[at + EDGE].view(np.uint64)
        return found

    @property
    def sizes(self) -> Ints:
        """Words of each document."""
        return np.diff(self.begin)


def chunk_of(texts: Sequence[bytes]) -> Chunk:
    """The chunk of these documents (UTF-8)."""
    parts, held = [], 0
    for first, last in _batches(texts):
        parts.append(_part(texts[first:last], held))
        held += len(parts[-1][-1])
    *columns, folds = zip(*parts, strict=True)
    triples, hashes, kinds, starts, ends, sizes, at, raw = map(np.concatenate, columns)
    folded = np.concatenate((_MARGIN, *folds, _MARGIN))
    return Chunk(triples, hashes, kinds, starts, ends, offsets(sizes), folded, raw, at)


def _batches(texts: Sequence[bytes]) -> list[tuple[int, int]]:
    cuts, held = [0], 0
    for index, text in enumerate(texts):
        if held > BATCH:
            cuts.append(index)
            held = 0
        held += len(text)
    return list(zip(cuts, [*cuts[1:], len(texts)], strict=True))


_Part = tuple[U64, U64, U8, Ints, Ints, Ints, Ints, U8, U8]


def _part(texts: Sequence[bytes], held: int) -> _Part:
    data = b"\n".join(texts) + b"\n"
    raw = np.frombuffer(data, dtype=np.uint8)
    at = offsets([len(text) + 1 for text in texts])
    found = words(data)
    begin = np.searchsorted(found.starts, at)
    triples = np.zeros(len(found.starts), dtype=np.uint64)
    hashed = Polynomials(found.hashes).shingles(TRIPLE)
    triples[: len(hashed)] = hashed | u64(1)
    for back in range(1, TRIPLE):
        last = begin[1:] - back
        triples[last[last >= begin[:-1]]] = 0
    kinds, starts, ends = _facts(raw, found.starts), found.starts + held, found.ends + held
    folded = found.folded[: len(data)]
    return triples, found.hashes, kinds, starts, ends, np.diff(begin), at[:-1] + held, raw, folded


@cache
def _kinds() -> U8:
    """NUMBER, NAME (a capital) or 0 for every code point below U+10000."""
    kinds = np.zeros(0x10000, dtype=np.uint8)
    kinds[ord("0") : ord("9") + 1] = NUMBER
    kinds[ord("A") : ord("Z") + 1] = NAME
    kinds[list(code_points(DIGITS))] = NUMBER
    kinds[[p for p in code_points(CASED) if lowered(p) != p]] = NAME
    return kinds


def _facts(data: U8, starts: Ints) -> U8:
    """Which words are numbers, or names: capitals that do not follow a break or a quotation mark."""
    first = data.take(starts)
    kind = _kinds().take(first)
    above = np.flatnonzero(first >= 0x80)
    if len(above):
        kind[above] = _kinds()[_points(data, starts[above])]
    names = np.flatnonzero(kind == NAME)
    at = starts[names]
    opens = _OPENS_AT_ONCE.take(data.take(at - 1)) | _OPENS.take(data.take(at - 2))
    kind[names[opens]] = 0
    return kind


def _points(data: U8, at: Ints) -> Ints:
    """The code points of two or three bytes that begin there; 0 for those of four."""
    lead, second, third = (data[np.minimum(at + byte, len(data) - 1)].astype(np.int64) for byte in range(3))
    two, three = (lead & 31) << 6 | (second & 63), (lead & 15) << 12 | (second & 63) << 6 | (third & 63)
    return np.where(lead < 0xE0, two, np.where(lead < 0xF0, three, 0))


def _table(characters: bytes) -> Flags:
    table = np.zeros(256, dtype=bool)
    table[list(characters)] = True
    return table


_OPENS_AT_ONCE = _table(b'\n"' + bytes(range(0x80, 0x100)))
"""Bytes after which a word opens a sentence or a quotation: a break, a straight or curly mark."""
_OPENS = _table(b'\n.!?:"')
"""Bytes after which the word after the next byte does."""
