"""What a rule can do to the process that it runs in, one word for each."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Iterator

from corpuslint.api import Document, Finding, Rule, Span


class Deadly(Rule):
    """Finds the word "harbour", and does what other words say."""

    def check(self, doc: Document) -> Iterator[Finding]:
        """One finding, if it comes to that."""
        text = doc.text
        if "KILLED" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "ENDED" in text:
            os._exit(3)
        if "STUCK" in text:
            time.sleep(600)
        if "SEIZED" in text:  # no other thread of this process runs meanwhile
            re.match("(a+)+$", "a" * 60 + "b")
        if "HUNGRY" in text:
            print(len(b"x" * sys.maxsize))
        if (at := text.find("harbour")) >= 0:
            yield self.finding(doc, Span(at, at + 7), "a harbour")
