"""Rules that end the process they run in: once, or whenever they see a certain word."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

from corpuslint.api import Document, Finding, Rule


class Once(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        marker = str(self.options["marker"])
        if marker:
            with suppress(FileExistsError):
                os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
                os.kill(os.getpid(), signal.SIGKILL)
        yield from ()


class Always(Rule):
    def check(self, doc: Document) -> Iterator[Finding]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()
