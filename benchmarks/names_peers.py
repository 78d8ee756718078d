"""What others would report on the same names: the clusterings of OpenRefine, and similarity by rapidfuzz.

OpenRefine's methods are written anew after its documentation and source: fingerprint, n-gram fingerprint, and nearest
neighbours by Levenshtein distance within blocks of six letters. They work on a column of values: once on the tokens
of the vocabulary, once on full names, where two names that differ in one token are a pair of that token.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from corpuslint.text.names.index import NameIndex
from corpuslint.text.names.record import note, unpack
from corpuslint.text.names.runs import LINKED, PART

Pair = frozenset[str]
_BLOCK = 6


def plain(name: str) -> str:
    """Lower case without accents and punctuation."""
    folded = unicodedata.normalize("NFKD", name.strip().lower())
    return "".join(c for c in folded if c.isalnum() or c == " ")


def fingerprint(name: str) -> str:
    """The words of a value, each once, in order."""
    return " ".join(sorted(set(plain(name).split())))


def ngrams(name: str, size: int = 2) -> str:
    """The letter pairs of a value, each once, in order."""
    text = plain(name).replace(" ", "")
    return "".join(sorted({text[at : at + size] for at in range(len(text) - size + 1)}))


def keyed(names: Iterable[str], key: Callable[[str], str]) -> set[Pair]:
    """Values that collide under a key."""
    under: dict[str, list[str]] = {}
    for name in names:
        under.setdefault(key(name), []).append(name)
    return {frozenset(pair) for group in under.values() for pair in combinations(group, 2)}


def neighbours(names: Iterable[str], radius: int) -> set[Pair]:
    """Values within a Levenshtein radius that share six letters in a row."""
    blocks: dict[str, list[str]] = {}
    for name in names:
        text = plain(name)
        for gram in {text[at : at + _BLOCK] for at in range(max(1, len(text) - _BLOCK + 1))}:
            blocks.setdefault(gram, []).append(name)
    found = set()
    for group in blocks.values():
        for a, b in combinations(group, 2):
            if Levenshtein.distance(plain(a), plain(b), score_cutoff=radius) <= radius:
                found.add(frozenset((a, b)))
    return found


def similar(names: list[str], least: float) -> set[Pair]:
    """Values that rapidfuzz holds at least so similar, in percent."""
    found = set()
    for start in range(0, len(names), 500):
        rows = names[start : start + 500]
        scores = process.cdist(rows, names, scorer=fuzz.ratio, score_cutoff=least)
        for row, column in zip(*scores.nonzero(), strict=True):
            if rows[row] != names[column]:
                found.add(frozenset((rows[row], names[column])))
    return found


def full_names(texts: Iterable[str]) -> list[str]:
    """The distinct names of two or three tokens of a corpus."""
    found: dict[str, None] = {}
    for text in texts:
        record = unpack(note(text, "en"))
        words: list[str] = []
        for token, flags in zip(record.tokens, record.flags, strict=True):
            if flags & PART:
                continue
            if not flags & LINKED:
                if 2 <= len(words) <= 3:
                    found[" ".join(words)] = None
                words = []
            words.append(record.table[token])
        if 2 <= len(words) <= 3:
            found[" ".join(words)] = None
    return list(found)


def by_token(pairs: Iterable[Pair]) -> set[Pair]:
    """Pairs of full names as the one token in which they differ."""
    found = set()
    for pair in pairs:
        a, b = (name.split() for name in pair)
        if len(a) == len(b):
            other = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
            if len(other) == 1:
                found.add(frozenset(other[0]))
    return found


def peers(index: NameIndex, vocabulary: Iterable[int], texts: Iterable[str]) -> Iterator[tuple[str, set[Pair]]]:
    """The pairs of each method, by its name."""
    tokens = sorted(index.names[token] for token in vocabulary if len(index.names[token]) >= 5)
    whole = full_names(texts)
    yield "OpenRefine fingerprint, tokens", keyed(tokens, fingerprint)
    yield "OpenRefine 2-gram fingerprint, tokens", keyed(tokens, ngrams)
    yield "OpenRefine nearest neighbours r=1, tokens", neighbours(tokens, 1)
    yield "OpenRefine nearest neighbours r=1, full names", by_token(neighbours(whole, 1))
    yield "OpenRefine 2-gram fingerprint, full names", by_token(keyed(whole, ngrams))
    yield "rapidfuzz ratio >= 92, tokens", similar(tokens, 92)
    yield "rapidfuzz ratio >= 92, full names", by_token(similar(whole, 92))
