"""Passages that many documents share: footers, sign-up lines, disclaimers, standing background.

Found by their fingerprints, counted over documents with different words; copies of one story count
once. Only documents that hold such a passage are read again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from corpuslint.errors import ReadError
from corpuslint.model import DocKey, Span
from corpuslint.rule import Corpus
from corpuslint.text.duplicates.fingerprints import Polynomials, marked
from corpuslint.text.duplicates.hashing import SHINGLE
from corpuslint.text.duplicates.judgement import Judgement
from corpuslint.text.duplicates.layout import beginning
from corpuslint.text.duplicates.table import Table
from corpuslint.text.duplicates.words import U64, Ints, words

APART = 20
"""Words between fingerprints of one passage: what a window of shingles can hide."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a document that many share: where, how many words, and in how many documents at least."""

    doc: DocKey
    span: Span
    words: int
    documents: int


def shared_passages(
    known: Table, judgement: Judgement, corpus: Corpus, documents: int, shortest: int
) -> Iterator[Passage]:
    """Passages of at least `shortest` words that stand in at least `documents` documents."""
    number = {key: at for at, key in enumerate(known.keys)}
    group = np.arange(len(known.keys))
    for keep, members in judgement.groups.items():
        group[[number[key] for key in members if key in number]] = number[keep]
    found = known.marks.frequent(group, documents)
    begin = np.searchsorted(found.owners, np.arange(len(known.keys) + 1))
    for owner in np.flatnonzero(np.diff(begin) > 1).tolist():
        key, own = known.keys[owner], slice(begin[owner], begin[owner + 1])
        if key in corpus.wanted:
            yield from _passages(key, corpus, found.values[own], found.counts[own], shortest)


def _passages(key: DocKey, corpus: Corpus, marks: U64, counts: Ints, shortest: int) -> Iterator[Passage]:
    try:
        data = beginning(corpus.document(key).data)
    except ReadError:  # it is gone or has changed since its facts were taken: nothing can be said of it
        return
    found = words(data)
    order = np.argsort(marks)
    marks, counts = marks[order], counts[order]
    hashed = marked(Polynomials(found.hashes).shingles(SHINGLE))
    at = np.minimum(np.searchsorted(marks, hashed), len(marks) - 1)
    places = np.flatnonzero(marks[at] == hashed)
    breaks = np.flatnonzero(np.diff(places) > APART) + 1
    for run in np.split(places, breaks):
        if not len(run) or run[-1] - run[0] + SHINGLE < shortest:
            continue
        start, end = int(found.starts[run[0]]), int(found.ends[run[-1] + SHINGLE - 1])
        first = len(data[:start].decode("utf-8", "surrogatepass"))
        span = Span(first, first + len(data[start:end].decode("utf-8", "surrogatepass")))
        yield Passage(key, span, int(run[-1] - run[0]) + SHINGLE, int(counts[at[run]].min()))
