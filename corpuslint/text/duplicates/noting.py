"""Notes of documents: in plain Python while there is little text, with numpy from then on.

Both give the same bytes. Loading numpy costs as much as 300 KB of text in plain Python, so a run on a
few files never loads it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from corpuslint.model import Document
from corpuslint.text.duplicates import plain
from corpuslint.text.duplicates.layout import LARGEST, beginning, first_line, with_rest

LITTLE = 300_000
"""Code points noted in plain Python before numpy is loaded."""
BATCH = 150_000
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

    found: list[bytes] = []
    texts: list[bytes] = []
    lines: list[tuple[int, int]] = []
    size = 0
    for doc in docs:
        texts.append(beginning(doc.data))
        lines.append(first_line(doc.text))
        size += len(texts[-1])
        if size > BATCH:
            found += fingerprints.notes(texts, lines)
            texts, lines, size = [], [], 0
    if texts:
        found += fingerprints.notes(texts, lines)
    for at, doc in enumerate(docs):
        if len(doc.data) > LARGEST:
            found[at] = with_rest(found[at], doc.data[len(beginning(doc.data)) :])
    return found
