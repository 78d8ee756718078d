"""Where a rule runs."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule


class Where(Rule):
    """Says where it runs, and finds nothing."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """Nothing."""
        if "lighthouse" in doc.text:
            here = multiprocessing.parent_process() is None
            os.write(2, b"here\n" if here else b"in a worker\n")  # at once, for others write there too
        yield from ()
