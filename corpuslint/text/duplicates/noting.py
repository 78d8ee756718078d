"""Notes of documents: in plain Python while there is little text, with numpy from then on.

Both give the same bytes. Loading numpy costs as much as 300 KB of text in plain Python, so a run on a
few files never loads it.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from corpuslint.model import Document
from corpuslint.text.duplicates import plain
from corpuslint.text.duplicates.layout import LARGEST, beginning, with_rest

LITTLE = 300_000
"""Code points noted in plain Python before numpy is loaded."""
BATCH = 300_000
"""Bytes of text hashed together, so that the arrays stay in the cache of the processor."""


class _Noted:
    """How many code points were noted in plain Python so far."""

    plain = 0


def note(doc: Document) -> bytes:
    """What is noted of a document; b"" of one without words."""
    return notes([doc])[0]


def notes(docs: Sequence[Document]) -> list[bytes]:
    """What is noted of each of these documents."""
    if "numpy" not in sys.modules:
        size = sum(len(doc.text) for doc in docs)
        if _Noted.plain + size <= LITTLE:
            _Noted.plain += size
            return [plain.note(doc.text) for doc in docs]
    return _vectorised(docs)


def _vectorised(docs: Sequence[Document]) -> list[bytes]:
    from corpuslint.text.duplicates import fingerprints

    every, found = [doc.text for doc in docs], [b""] * len(docs)
    for batch in _batches(every):
        texts = [every[at] for at in batch]
        if texts[-1].isascii() and len(texts[-1]) <= LARGEST:
            values = fingerprints.notes("\n".join(texts).encode("ascii"), list(map(len, texts)))
        else:
            data = [text.encode("utf-8", "surrogatepass") for text in texts]
            begun = data if max(map(len, data)) <= LARGEST else list(map(beginning, data))
            values = fingerprints.notes(b"\n".join(begun), list(map(len, begun)))
            if begun is not data:
                rests = (text[len(begin) :] for text, begin in zip(data, begun, strict=True))
                values = list(map(with_rest, values, rests))
        for at, value in zip(batch, values, strict=True):
            found[at] = value
    return found


def _batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Texts in batches of about BATCH bytes, as equal as can be: those in ASCII before the others, each by size."""
    sizes, is_ascii = list(map(len, texts)), list(map(str.isascii, texts))
    order = sorted(range(len(texts)), key=sizes.__getitem__)
    for wanted in True, False:
        chosen = [at for at in order if is_ascii[at] is wanted]
        ends = list(accumulate([sizes[at] for at in chosen]))
        size = ends[-1] // max(1, round(ends[-1] / BATCH)) + 1 if chosen else 0
        first = 0
        while first < len(chosen):
            last = bisect_left(ends, size + (ends[first - 1] if first else 0)) + 1
            yield chosen[first:last]
            first = last
