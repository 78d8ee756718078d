"""Knows by its first bytes what a run wrote: reports and lists of known findings are no texts of a corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import FileIO

ENDINGS = (".csv", ".htm", ".html", ".json", ".jsonl", ".markdown", ".md", ".ndjson", ".parquet", ".xml")
"""Endings of names, in lower case, that files of a corpus have too; other reports are in no format that is read."""
_HEAD = 200
_FOOT = 1 << 20
"""Bytes at the end of a Parquet file in which its metadata are looked for."""
_WRITTEN = rb"""
    \{"version":\ [0-9]+,\ "tool":\ \{"name":\ "corpuslint"                               # json
    | \{"kind":\ "summary",\ "version":\ [0-9]+,\ "tool":\ \{"name":\ "corpuslint"        # json-lines
    | \{"kind":\ "finding",\ "code":\ "[A-Z]{3}[0-9]{3}",\ "name":
    | \{\s+"\$schema":\ "https://docs\.oasis-open\.org/sarif/                             # sarif
    | \[\s+\{\s+"code":\ "[A-Z]{3}[0-9]{3}",\s+"name":\ "[a-z0-9-]+",\s+"severity":      # --statistics
    | \#\#\ corpuslint(?::\ (?:no|[0-9,]+)\ findings?|\ was\ interrupted)\n                        # markdown
    | \{"fingerprint":\ "[0-9a-f]{8,64}",\ "(?:code":\ "[A-Z]{3}[0-9]{3}"|reason":)       # baseline, accepted
    | \[\s+\{"check_name":\ "                                                            # gitlab
    | \{"source":\ \{"name":\ "corpuslint"\},                                             # rdjson, rdjsonl
    | <\?xml[^>]+>\s+<(?:testsuites\ name="corpuslint"|checkstyle\ version=)              # junit, checkstyle
    | code,name,severity,(?:message,path,record,id,field,|fix,findings,(?:documents,)?files,fixable\n)    # csv
    | <!doctype\ html>\s+[^\0]{,80}<meta\ name="generator"\ content="corpuslint">         # html
    """


def outputs(paths: Iterable[str]) -> frozenset[str]:
    """Which of some files are reports or lists of known findings; none that cannot be read."""
    others = (path for path in paths if not path.endswith(".txt"))  # most files of most corpora: one look is enough
    return frozenset(path for path in others if is_output(path))


def is_output(path: str) -> bool:
    """Whether a file is a report or a list of known findings; False for one that cannot be read."""
    return path.lower().endswith(ENDINGS) and begins_as_output(path)


def begins_as_output(path: str) -> bool:
    """The same of a file of any name."""
    try:
        with open(path, "rb", buffering=0) as stream:
            head = stream.read(_HEAD)
            if head.startswith(b"PAR1"):
                return _is_table(stream)
            return re.match(_WRITTEN, head, re.VERBOSE) is not None
    except OSError:
        return False


def _is_table(stream: FileIO) -> bool:
    """Whether the metadata of a Parquet file, which stand at its end after the data, are those of a report."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _FOOT))
    return b"\x0acorpuslint\x18" in stream.read()
