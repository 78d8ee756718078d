"""Which containers there are, by name; only the one that a file needs is imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple, cast

from corpuslint.containers.base import Container

BUILT_IN: dict[str, str] = {
    "arrow": "corpuslint.containers.arrow:Arrow",
    "conllu": "corpuslint.containers.conllu:Conllu",
    "csv": "corpuslint.containers.csv:Csv",
    "html": "corpuslint.containers.html:Html",
    "json": "corpuslint.containers.json:Json",
    "jsonl": "corpuslint.containers.jsonl:Jsonl",
    "parquet": "corpuslint.containers.parquet:Parquet",
    "plain": "corpuslint.containers.plain:Plain",
    "sgml": "corpuslint.containers.sgml:Sgml",
    "tsv": "corpuslint.containers.csv:Tsv",
    "warc": "corpuslint.containers.warc:Warc",
    "xml": "corpuslint.containers.xml:Xml",
}
"""Name of a container -> module and class."""

SUFFIXES: dict[str, str] = {
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".atom": "xml",
    ".conllu": "conllu",
    ".csv": "csv",
    ".feather": "arrow",
    ".htm": "html",
    ".html": "html",
    ".ipc": "arrow",
    ".json": "json",
    ".jsonl": "jsonl",
    ".markdown": "plain",
    ".md": "plain",
    ".ndjson": "jsonl",
    ".nitf": "xml",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".rss": "xml",
    ".sgm": "sgml",
    ".sgml": "sgml",
    ".tab": "tsv",
    ".tei": "xml",
    ".text": "plain",
    ".tsv": "tsv",
    ".txt": "plain",
    ".warc": "warc",
    ".wet": "warc",
    ".xhtml": "html",
    ".xml": "xml",
}
"""File name ending (lower case, the dot included) -> name of the container that reads it."""
PLAIN = "plain"
"""The container of files that are one text."""
TABLED = frozenset({"html", PLAIN})
"""Containers whose files are one document each, of which a table beside them may tell."""
CODED = frozenset({"csv", "plain", "tsv"})
"""Containers for whose files the configuration may name a codec."""
PACKED: dict[str, str] = {
    ".bgz": "gzip",
    ".bz2": "bzip2",
    ".gz": "gzip",
    ".xz": "xz",
    ".zst": "zstandard",
}
"""Endings behind those of a format -> how the file is compressed."""
SIGNS: dict[str, bytes] = {".bz2": b"BZh", ".gz": b"\x1f\x8b\x08", ".xz": b"\xfd7zXZ\0", ".zst": b"\x28\xb5\x2f\xfd"}
"""Some of them -> what such a file begins with, and no file of a format does."""
ARCHIVES: dict[str, str] = {
    ".tar": "tar",
    ".zip": "zip",
}
"""Endings of archives, whose members are files for themselves; -> their kind."""
SHORT: dict[str, str] = {".tbz2": ".tar.bz2", ".tgz": ".tar.gz", ".txz": ".tar.xz", ".tzst": ".tar.zst"}
"""Endings that stand for two."""


class Format(NamedTuple):
    """What the name of a file says of how it is read; "" where it says nothing."""

    kind: str = ""
    """The name of a container."""
    packing: str = ""
    archive: str = ""
    """The kind of an archive; its members have formats of their own."""


@cache
def known_endings() -> frozenset[str]:
    """All endings of names that say how a file is read, in lower case with their dot."""
    single = {*SUFFIXES, *ARCHIVES}
    return frozenset({*single, *SHORT, *(ending + packed for ending in single for packed in PACKED)})


def format_of(path: str) -> Format:
    """How a file is read by the end of its name."""
    name = path[path.rfind("/") + 1 :].lower()
    for short, ending in SHORT.items():
        if name.endswith(short):
            name = name.removesuffix(short) + ending
    name, packing = _cut(name, PACKED)
    archive = _cut(name, ARCHIVES)[1]
    return Format("", packing, archive) if archive else Format(_cut(name, SUFFIXES)[1], packing)


def _cut(name: str, endings: Mapping[str, str]) -> tuple[str, str]:
    """A name without its ending, and what that stands for; "" where it is none of these."""
    dot = name.rfind(".")
    found = endings.get(name[dot:], "") if dot >= 0 else ""
    return (name[:dot], found) if found else (name, "")


def load(name: str) -> Callable[..., Container]:
    """The class of a built-in container; calling it without arguments gives one with default settings.

    Raises KeyError where there is no container of that name.
    """
    module, _, attribute = BUILT_IN[name].partition(":")
    return cast("Callable[..., Container]", getattr(import_module(module), attribute))
