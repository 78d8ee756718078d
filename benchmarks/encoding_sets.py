"""The labelled encoding and mojibake items, and corpuslint's answer to one of them."""

from __future__ import annotations

import base64
import gzip
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpuslint import catalog, fixes
from corpuslint.check import Checker
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.errors import FixError
from corpuslint.model import DocKey, Document, Safety
from corpuslint.registry import Entry
from corpuslint.settle import settle
from corpuslint.source import Source, reread

RULES = Path(__file__).parents[1] / "rules"
FAMILIES = ("encoding", "characters", "markup")


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled item: where it comes from, its kind, what it is and what is right."""

    id: str
    source: str
    origin: str
    kind: str
    codec: str
    raw: bytes
    text: str | None


def read(data: Path, name: str) -> list[Mapping[str, Any]]:
    """The rows of one file of the data folder; ends the program where it is missing."""
    path = data / "encoding" / name
    if not path.is_file():
        sys.exit(f"{path} is missing: the first argument is the data folder, which holds encoding/{name}")
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def encoded(data: Path) -> Iterator[Item]:
    """Byte strings with their true codec and text."""
    for row in read(data, "encoding.jsonl.gz"):
        raw = base64.b64decode(row["bytes_b64"])
        yield Item(row["id"], row["source"], row["origin"], row["kind"], row["codec"] or "", raw, row["text"])


def damaged(data: Path) -> Iterator[Item]:
    """Damaged texts with the right text, and texts that must stay as they are."""
    for row in read(data, "mojibake.jsonl.gz"):
        raw = row["damaged"].encode("utf-8", "surrogatepass")
        yield Item(row["id"], row["source"], row["origin"], row["kind"], "", raw, row["fixed"])


@lru_cache
def entries(families: tuple[str, ...] = FAMILIES) -> tuple[Entry, ...]:
    """The shipped rules of these families."""
    return tuple(catalog.entries([catalog.Folder(str(RULES / name), python=True) for name in families]))


@lru_cache
def checker(codes: tuple[str, ...]) -> Checker:
    """A checker with these rules, or with all of the families that are on by default."""
    chosen = [e for e in entries() if (e.meta.code in codes if codes else e.meta.default == "on")]
    return Checker(chosen)


def fixed(raw: bytes, least: Safety, *codes: str) -> bytes:
    """A file after all fixes of at least this class, by the rules with these codes (none: all)."""
    source = Source("a.txt", "a.txt", Plain(), Fields(), batched=True)
    record = next(reread(source, raw))
    if not isinstance(record, Record):
        raise FixError("not a record")
    return settle(source, record, checker(codes).check, least).record.raw


def fixed_text(text: str, least: Safety, *codes: str) -> str:
    """The same for a text that is no file."""
    for _ in range(fixes.MAX_PASSES):
        acting = fixes.choose(checker(codes).check(Document(DocKey("a.txt"), text)).findings, least)
        if not acting:
            break
        text = fixes.apply(text, fixes.edits_of(acting))
    return text
