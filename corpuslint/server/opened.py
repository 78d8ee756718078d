"""A document that is open in an editor, and what was found in it."""

from __future__ import annotations

import os
from asyncio import TimerHandle
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lsprotocol import types
from pygls import uris

from corpuslint.result import Result
from corpuslint.server.judging import Judged
from corpuslint.server.project import Project
from corpuslint.server.text import Text

NAMES = {
    "csv": ".csv", "html": ".html", "json": ".json", "jsonl": ".jsonl", "markdown": ".md", "plaintext": ".txt",
    "text": ".txt", "tsv": ".tsv", "xml": ".xml",
}  # fmt: skip
"""How the file of a new document would end, by the language that the editor says it is in."""


class Seen(NamedTuple):
    """A text of a document, and what the rules for one document found in it."""

    text: Text
    version: int
    judged: Judged
    project: Project
    """What held for it."""


@dataclass(eq=False)
class Opened:
    """One document as it is written, and as it was seen last, which may be an older text."""

    uri: str
    path: str
    """Of its file, absolute; "" where it has none yet."""
    name: str
    """The path as findings have it, which may be made up; "" where nothing is to be checked."""
    version: int
    text: Text
    seen: Seen | None = None
    across: dict[bool, tuple[Text, list[Result]]] = field(default_factory=dict)
    """What rules across files said, the fast and the slow ones, and of which text."""
    shown: list[tuple[types.Range, Result]] = field(default_factory=list)
    timer: TimerHandle | None = None
    waiting: float = 0.0
    """Since when something in it is not judged; 0: all is."""

    @property
    def fresh(self) -> bool:
        """Whether what was found is of the text as it is now."""
        return self.seen is not None and self.seen.text is self.text

    def results(self, seen: Seen) -> Iterator[Result]:
        """What was found: by rules across files in an older text only what stands there still."""
        yield from seen.judged.results
        for text, results in self.across.values():
            for result in results:
                if text is seen.text or _found(text, result) == _found(seen.text, result):
                    yield result


def _found(text: Text, result: Result) -> str:
    """What stands at the place of a finding."""
    where = result.location
    return text.text[text.at(where.line, where.column) : text.at(where.end_line, where.end_column)]


def opened(item: types.TextDocumentItem, units: types.PositionEncodingKind) -> Opened:
    """A document as an editor opens it."""
    path = uris.to_fs_path(item.uri) if item.uri.startswith("file:") else None
    if path:
        name = path
    else:
        ending = NAMES.get(item.language_id, "")
        name = f"untitled{ending}" if ending else ""
    return Opened(item.uri, path or "", shown(name), item.version, Text(item.text, units))


def shown(path: str) -> str:
    """A path as findings have it: relative where it lies below the working folder, with slashes."""
    here = os.getcwd()
    inside = path == here or path.startswith(here.rstrip(os.sep) + os.sep)
    return (os.path.relpath(path, here) if inside else path).replace(os.sep, "/")
