"""Texts for the figures of the ENC, CHR and MUP rules: raw corpora as they are, and damage put into clean texts."""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

_BODY = re.compile(r'NEWID="(\d+)".*?<BODY>(.*?)</BODY>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a corpus; `id` finds it again there."""

    corpus: str
    id: str
    text: str


def corpora(data: Path) -> Iterator[Text]:
    """The texts of all raw corpora, each once; an archive that is missing is named and left out."""
    seen: set[bytes] = set()
    for path, reader in READERS.items():
        if not (data / path).is_file():
            print(f"{data / path} is missing and left out", file=sys.stderr)
            continue
        for identity, text in reader(data / path):
            digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
            if text.strip() and digest not in seen:
                seen.add(digest)
                yield Text(Path(path).name.split(".")[0], identity, text)


def _members(path: Path, ending: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(ending) else None
            if stream is not None:
                yield member.name, stream.read()


def _reuters(path: Path) -> Iterator[tuple[str, str]]:
    for _, raw in _members(path, ".sgm"):
        for found in _BODY.finditer(raw.decode("latin-1")):
            yield found[1], html.unescape(found[2])


def _feeds(path: Path) -> Iterator[tuple[str, str]]:
    for name, raw in _members(path, ".json"):
        for number, entry in enumerate(json.loads(raw)):
            for field in ("title", "description"):
                yield f"{name}#{number}.{field}", entry.get(field) or ""


def _extractions(path: Path) -> Iterator[tuple[str, str]]:
    for name, raw in _members(path, ".json"):
        for key, page in json.loads(raw).items():
            yield f"{name}#{key}", page.get("articleBody") or "" if isinstance(page, dict) else ""


def _files(codec: str) -> Callable[[Path], Iterator[tuple[str, str]]]:
    def read(path: Path) -> Iterator[tuple[str, str]]:
        for name, raw in _members(path, ".txt"):
            if "README" not in name:
                yield name, raw.decode(codec, "replace")

    return read


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            yield str(row.get("id", number)), row["text"]


READERS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    "corpora/reuters21578.tar.gz": _reuters,
    "corpora/rss2022h1.tar.gz": _feeds,
    "corpora/article_extraction_benchmark.tar.gz": _extractions,
    "corpora/horne.tar.gz": _files("cp1252"),
    "corpora/haber1150_tr.tar.gz": _files("cp1254"),
    "names/rss2023_50k.jsonl.gz": _lines,
    "names/intl.jsonl.gz": _lines,
    "names/textset.jsonl.gz": _lines,
}


def finding_digest(text: Text, rule: str, start: int) -> str:
    """What a verdict is kept under."""
    name = f"{text.corpus}\0{text.id}\0{rule}\0{start}"
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def verdicts() -> dict[str, tuple[str, str]]:
    """Rule and verdict by digest: right, wrong, or half (a defect, but its fix is not the right one)."""
    lines = Path(__file__).with_name("characters_verdicts.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {digest: (rule, verdict) for rule, digest, verdict in rows}
