"""A rule across documents that takes its time, and says when it begins."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

from corpuslint.api import Corpus, CorpusRule, Document, Facts, Finding


class Slow(CorpusRule[int]):
    """Finds nothing in ten minutes."""

    def map(self, doc: Document) -> bytes:
        """One byte for each document."""
        return b"1" if doc.text else b""

    def collect(self, facts: Iterable[Facts]) -> int:
        """How many there are."""
        return sum(1 for _ in facts)

    def merge(self, a: int, b: int) -> int:
        """How many there are in both."""
        return a + b

    def report(self, total: int, corpus: Corpus) -> Iterator[Finding]:
        """Nothing, but later."""
        print(f"comparing {total}", file=sys.stderr, flush=True)
        time.sleep(600)
        yield from ()
