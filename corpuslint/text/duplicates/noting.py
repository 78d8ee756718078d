"""Notes of documents: in plain Python while there is little text, with numpy from then on.

Both give the same bytes. Loading numpy costs as much as 300 KB of text in plain Python, so a run on a
few files never loads it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

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
    size = sum(len(doc.text) for doc in docs)
    if "numpy" not in sys.modules and _Noted.plain + size <= LITTLE:
        _Noted.plain += size
        return [plain.note(doc.text) for doc in docs]
    return _vectorised(docs)


def _vectorised(docs: Sequence[Document]) -> list[bytes]:
    from corpuslint.text.duplicates import fingerprints

    found = [b""] * len(docs)
    data = [doc.text.encode("utf-8", "surrogatepass") for doc in docs]
    for batch in _batches([len(text) for text in data]):
        texts = [data[at] if len(data[at]) <= LARGEST else beginning(data[at]) for at in batch]
        for at, text, value in zip(batch, texts, fingerprints.notes(texts), strict=True):
            found[at] = with_rest(value, data[at][len(text) :]) if len(text) < len(data[at]) else value
    return found


def _batches(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Documents by size, so many in a batch that it has about BATCH bytes."""
    batch: list[int] = []
    held = 0
    for at in sorted(range(len(sizes)), key=sizes.__getitem__):
        batch.append(at)
        held += sizes[at]
        if held > BATCH:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
