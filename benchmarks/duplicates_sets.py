"""The sets that near-duplicates are measured on, and the scores."""

from __future__ import annotations

import gzip
import html
import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

from corpuslint.model import DocKey, Document

Pair = frozenset[str]
"""The ids of two documents."""
FAR = ("L5-embed", "L3-heavy")
"""Edits after which a copy is not expected to be in the cluster of its original."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set of documents: the pairs that are related and how, and pairs that are not counted either way.

    `families` names the story and the edit of each document where that is known for every one.
    """

    name: str
    documents: Sequence[Document]
    related: Mapping[Pair, str]
    unrelated: frozenset[Pair]
    ignored: frozenset[Pair]
    families: Mapping[str, tuple[str, str]]


def synthetic(data: Path, name: str) -> Labelled:
    """A set made by editing real articles; every pair not listed is unrelated."""
    folder = data / "neardup" / name
    with gzip.open(folder / "docs.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    related, ignored = {}, set()
    for line in (folder / "pairs.tsv").read_text("utf-8").splitlines():
        first, second, kind = line.split("\t")
        related[frozenset((first, second))] = kind
    for line in (folder / "indirect.tsv").read_text("utf-8").splitlines():
        ignored.add(frozenset(line.split("\t")[:2]))
    documents = [Document(DocKey(row["id"]), row["text"]) for row in rows]
    families = {row["id"]: (row["fam"], row["level"]) for row in rows}
    return Labelled(name, documents, related, frozenset(), frozenset(ignored), families)


def reuters(data: Path) -> Labelled:
    """Reuters-21578 with pairs labelled by hand; all other pairs are not counted."""
    documents: list[Document] = []
    with tarfile.open(data / "corpora" / "reuters21578.tar.gz") as archive:
        members = [member for member in archive.getmembers() if member.name.endswith(".sgm")]
        for member in sorted(members, key=lambda member: member.name):
            stream = archive.extractfile(member)
            assert stream is not None
            documents += _items(stream.read().decode("latin-1"))
    related, unrelated = {}, set()
    for line in (data / "neardup" / "reuters21578_pairs.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        first, second, label = line.split("\t")[:3]
        if label == "N":
            related[frozenset((first, second))] = "same story"
        elif label in "TD":
            unrelated.add(frozenset((first, second)))
    return Labelled("reuters", documents, related, frozenset(unrelated), frozenset(), {})


def _items(text: str) -> Iterable[Document]:
    for number, item in re.findall(r'<REUTERS[^>]*NEWID="(\d+)"[^>]*>(.*?)</REUTERS>', text, re.DOTALL):
        body = re.search(r"<BODY>(.*?)</BODY>", item, re.DOTALL)
        title = re.search(r"<TITLE>(.*?)</TITLE>", item, re.DOTALL)
        if body:
            head = f"{html.unescape(title[1])}\n\n" if title else ""
            yield Document(DocKey(f"reut/{number}"), head + html.unescape(body[1]))


def halves(labelled: Labelled) -> set[str]:
    """The ids of about half of the documents: one of each related pair, as far as no other pair forbids it."""
    first: dict[str, bool] = {}
    turn = False
    for one, other in sorted(map(sorted, labelled.related)):
        if one not in first:
            first[one] = not first[other] if other in first else turn
            turn = not turn
        first.setdefault(other, not first[one])
    for number, document in enumerate(labelled.documents):
        first.setdefault(document.key.path, bool(number % 2))
    return {name for name, is_first in first.items() if is_first}


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of pairs; agreement of clusters; recall by kind of pair."""

    precision: float
    recall: float
    f1: float
    ari: float | None
    kinds: Mapping[str, float]


def score(labelled: Labelled, predicted: Iterable[Pair]) -> Score:
    """How well predicted pairs of documents agree with the labels."""
    predicted = set(predicted)
    hits = predicted & labelled.related.keys()
    wrong = predicted - labelled.related.keys() - labelled.ignored
    if labelled.families:
        wrong = {pair for pair in wrong if len({labelled.families[name][0] for name in pair}) > 1}
    else:
        wrong &= labelled.unrelated
    precision = len(hits) / max(1, len(hits) + len(wrong))
    recall = len(hits) / len(labelled.related)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    all_kinds, hit_kinds = Counter(labelled.related.values()), Counter(labelled.related[pair] for pair in hits)
    kinds = {kind: hit_kinds[kind] / count for kind, count in sorted(all_kinds.items())}
    return Score(precision, recall, f1, _agreement(labelled, predicted), kinds)


def _agreement(labelled: Labelled, predicted: Iterable[Pair]) -> float | None:
    """Adjusted Rand index (Hubert and Arabie 1985) of the closure of pairs, without the far edits."""
    if not labelled.families:
        return None
    names = [name for name, (_, edit) in labelled.families.items() if edit not in FAR]
    cluster = closure(names, predicted)
    truth = [labelled.families[name][0] for name in names]
    found = [cluster[name] for name in names]
    both = sum(comb(count, 2) for count in Counter(zip(truth, found, strict=True)).values())
    of_truth = sum(comb(count, 2) for count in Counter(truth).values())
    of_found = sum(comb(count, 2) for count in Counter(found).values())
    expected = of_truth * of_found / comb(len(names), 2)
    return (both - expected) / ((of_truth + of_found) / 2 - expected)


def closure(names: Iterable[str], pairs: Iterable[Pair]) -> dict[str, str]:
    """The cluster of each document when every pair joins two clusters."""
    above = {name: name for name in names}

    def top(name: str) -> str:
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    for pair in pairs:
        if len(pair) == 2 and pair <= above.keys():
            first, second = sorted(top(name) for name in pair)
            above[second] = first
    return {name: top(name) for name in above}


def data_folder(path: str) -> Path:
    """The data folder, or an end with a message that says what is missing."""
    folder = Path(path)
    if not (folder / "neardup").is_dir():
        sys.exit(f"{path}: no folder `neardup` there; this benchmark needs the labelled sets, see its first lines")
    return folder
