"""Where documents come from, and how many of each source have quotation marks: what a habit is measured by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpuslint.model import Finding

FOLDER = "folder "
_MARKS = "\u201c\u201d\u201e\xab\xbb\u300c"
_ENCODED = tuple(mark.encode() for mark in _MARKS)


def house(path: str, meta: Mapping[str, str]) -> str:
    """Where a document comes from: the source that its record names, else the folder of its file."""
    named = meta.get("source", "")
    return f"source {named}" if named else folder(path)


def folder(path: str) -> str:
    """Where a document comes from that names no source."""
    return FOLDER + (path.rpartition("/")[0] or ".")


def at_home(finding: Finding, path: str, meta: Mapping[str, str]) -> Finding:
    """The finding; one that may be a habit with the name of the house whose habit it is."""
    if "habit" not in finding.data:
        return finding
    return finding._replace(data={**finding.data, "house": house(path, meta)})


class Houses(dict[str, int]):
    """Documents with quotation marks by where they come from."""

    def count(self, path: str, meta: Mapping[str, str], text: str | bytes) -> None:
        """Take in one document; bytes are UTF-8."""
        if _marked(text):
            name = house(path, meta)
            self[name] = self.get(name, 0) + 1

    def count_files(self, files: Iterable[tuple[str, Mapping[str, str], bytes]]) -> None:
        """Take in files that are one document each: paths, what is said of them, and what is in them as UTF-8."""
        self.add(Counter(house(path, meta) for path, meta, text in files if _marked(text)))

    def add(self, other: Mapping[str, int]) -> None:
        """Take in other documents."""
        for name, number in other.items():
            self[name] = self.get(name, 0) + number


def _marked(text: str | bytes) -> bool:
    """Whether a text has quotation marks; most have the straight one, and it is found at once."""
    if isinstance(text, bytes):
        return b'"' in text or (not text.isascii() and any(mark in text for mark in _ENCODED))
    return '"' in text or any(mark in text for mark in _MARKS)
