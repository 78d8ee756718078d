"""Knows by its first bytes what a run wrote: reports and lists of known findings are no texts of a corpus."""

from __future__ import annotations

import re

ENDINGS = (".json", ".jsonl", ".ndjson")
"""Endings of names, in lower case, that files of a corpus have too; other reports are in no format that is read."""
_HEAD = 200
_WRITTEN = re.compile(
    rb"""
    \{"version":\ [0-9]+,\ "tool":\ \{"name":\ "corpuslint"                               # json
    | \{"kind":\ "summary",\ "version":\ [0-9]+,\ "tool":\ \{"name":\ "corpuslint"        # json-lines
    | \{"kind":\ "finding",\ "code":\ "[A-Z]{3}[0-9]{3}",\ "name":
    | \{\s+"\$schema":\ "https://docs\.oasis-open\.org/sarif/                             # sarif
    | \[\s+\{\s+"code":\ "[A-Z]{3}[0-9]{3}",\s+"name":\ "[a-z0-9-]+",\s+"severity":      # --statistics
    | \{"fingerprint":\ "[0-9a-f]{8,64}",\ "(?:code":\ "[A-Z]{3}[0-9]{3}"|reason":)       # baseline, accepted
    """,
    re.VERBOSE,
)


def is_output(path: str) -> bool:
    """Whether a file is a report or a list of known findings; False for one that cannot be read."""
    if not path.lower().endswith(ENDINGS):
        return False
    try:
        with open(path, "rb", buffering=0) as stream:
            return _WRITTEN.match(stream.read(_HEAD)) is not None
    except OSError:
        return False
