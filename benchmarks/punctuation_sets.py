"""Texts for the figures of the PUN rules: the open labelled set, the raw corpora, and damage put into quiet texts."""

from __future__ import annotations

import gzip
import html
import io
import json
import random
import re
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OPEN = "encoding/punctuation.jsonl.gz"
MOST_MARKS = re.compile('["\u201c\u201d]')
_BODY = re.compile(r'NEWID="(\d+)".*?<BODY>(.*?)</BODY>', re.DOTALL)
_PAIR = re.compile(
    '(?:(?<=^)|(?<=[\\s(]))(["\u201c])[^"\u201c\u201d\n]{3,600}?(["\u201d])(?=[\\s.,;:)]|$)', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a corpus; `id` finds it again in the archive."""

    corpus: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A text with one defect put in, at the code points `start` to `end`, and the text as it was.

    `alone` is the mark that was left without its partner, where one was taken away; else -1.
    """

    kind: str
    text: str
    start: int
    end: int
    whole: str
    alone: int = -1


def labelled(data: Path) -> list[dict[str, Any]]:
    """The items of the open set. Exits where it is missing."""
    path = data / OPEN
    if not path.is_file():
        sys.exit(f"{path} is missing: DATA is the folder that holds {OPEN} and corpora/*.tar.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def corpora(data: Path) -> Iterator[Text]:
    """The texts of all raw corpora, read from their archives; one that is missing is named and left out."""
    for name, reader in READERS.items():
        path = data / "corpora" / f"{name}.tar.gz"
        if not path.is_file():
            print(f"{path} is missing and left out", file=sys.stderr)
            continue
        with tarfile.open(path) as archive:
            seen: set[str] = set()
            for identity, text in reader(archive):
                if text.strip() and text not in seen:
                    seen.add(text)
                    yield Text(name, identity, text)


def verdicts(name: str = "punctuation_verdicts.tsv") -> Iterator[list[str]]:
    """The rows of a file of findings that were read: corpus, id, rule, start, end, verdict."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    yield from rows[1:]


def _files(archive: tarfile.TarFile, *endings: str) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        if member.isfile() and member.name.endswith(endings):
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def _reuters(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for _, raw in _files(archive, ".sgm"):
        for found in _BODY.finditer(raw.decode("latin-1")):
            yield found[1], html.unescape(found[2]).replace("\x03", "").rstrip()


def _feeds(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for name, raw in _files(archive, ".json"):
        for number, entry in enumerate(json.loads(raw)):
            yield f"{name}#{number}", entry.get("description") or ""


def _extractions(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for name, raw in _files(archive, "ground-truth.json"):
        for key, page in json.loads(raw).items():
            yield f"{name}#{key}", page["articleBody"]


def _horne(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for name, raw in _files(archive, ".txt"):
        if "_titles" not in name and "README" not in name:
            yield name, raw.decode("cp1252", "replace")


def _turkish(archive: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for name, raw in _files(archive, ".txt"):
        yield name, io.TextIOWrapper(io.BytesIO(raw), "cp1254", "replace").read()


READERS: dict[str, Callable[[tarfile.TarFile], Iterator[tuple[str, str]]]] = {
    "reuters21578": _reuters,
    "rss2022h1": _feeds,
    "article_extraction_benchmark": _extractions,
    "horne": _horne,
    "haber1150_tr": _turkish,
}


def damaged(text: Text) -> Iterator[Damage]:
    """One damage of each kind put into a text with at least two plain quotations; always the same ones."""
    pairs = [found for found in _PAIR.finditer(text.text) if (found[1] == '"') == (found[2] == '"')]
    if len(pairs) < 2:
        return
    chance = random.Random(zlib.crc32(text.id.encode()))
    for kind, maker in MAKERS.items():
        pair = chance.choice(pairs)
        made = maker(text.text, pair, chance)
        if made is not None:
            start, end, damage = made
            alone = {"opening mark missing": pair.start(2) - 1, "closing mark missing": pair.start(1)}
            yield Damage(kind, damage, start, end, text.text, alone.get(kind, -1))


Made = tuple[int, int, str] | None
Pair = re.Match[str]


def _insert(text: str, at: int, piece: str, back: int = 0) -> Made:
    return at - back, at + len(piece), text[:at] + piece + text[at:]


def _drop(text: str, at: int) -> Made:
    return at, at, text[:at] + text[at + 1 :]


def _turn(text: str, at: int, mark: str) -> Made:
    return (at, at + 1, text[:at] + mark + text[at + 1 :]) if text[at] != '"' else None


def _stray(text: str, start: int, end: int, mark: str, chance: random.Random) -> Made:
    places = [start + found.end() for found in re.finditer(r"[a-z]{2,}(?= [a-z])", text[start:end])]
    return _insert(text, chance.choice(places), mark) if places else None


def _stray_outside(text: str, pair: Pair, chance: random.Random) -> Made:
    quoted = [found.span() for found in _PAIR.finditer(text)]
    places = [
        found.end()
        for found in re.finditer(r"[a-z]{2,}(?= [a-z])", text)
        if not any(start < found.end() < end for start, end in quoted)
    ]
    return _insert(text, chance.choice(places), pair[2]) if places else None


MAKERS: dict[str, Callable[[str, Pair, random.Random], Made]] = {
    "doubled, with a blank": lambda text, pair, _: _insert(text, pair.end(2), " " + pair[2]),
    "doubled": lambda text, pair, _: _insert(text, pair.end(2), pair[2], back=1),
    "doubled opening": lambda text, pair, _: _insert(text, pair.start(1) + 1, pair[1], back=1),
    "stray inside": lambda text, pair, chance: _stray(text, pair.start(1), pair.start(2), pair[2], chance),
    "stray outside": _stray_outside,
    "opening mark missing": lambda text, pair, _: _drop(text, pair.start(1)),
    "closing mark missing": lambda text, pair, _: _drop(text, pair.start(2)),
    "reversed opening": lambda text, pair, _: _turn(text, pair.start(1), "\u201d"),
    "reversed closing": lambda text, pair, _: _turn(text, pair.start(2), "\u201c"),
}
