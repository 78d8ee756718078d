"""The judged names that the benchmarks of the NAM family measure on: corpora, labels, and slips made here.

DATA is a folder with, in `names` or itself, `intl.jsonl.gz`, `rss2023_50k.jsonl.gz`, `textset.jsonl.gz` (documents
with id and text), `labels_intl.tsv`, `labels_rss2023.tsv`, `pairs.tsv`, `textset.natural_pairs.tsv` (a, b, label) and
`textset.key.tsv` (injected mentions). Verdicts of our own are beside this file, keyed by a digest of the pair.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from corpuslint.text.names.index import NameIndex, build
from corpuslint.text.names.record import lower_of, note, unpack
from corpuslint.text.names.vocabulary import Vocabulary

VERDICTS = os.path.join(os.path.dirname(__file__), "names_verdicts.tsv")
ONE = {"variant", "contextual"}
"""Labels of pairs that are one name, everywhere or beside a shared neighbour."""

Pair = frozenset[str]


def indexed(texts: Iterable[str]) -> NameIndex:
    """The index of some texts, all of them taken for English."""
    values = [note(text, "en") for text in texts]
    return build(map(unpack, values), Counter(chain.from_iterable(map(lower_of, values))))


@dataclass
class NameSet:
    """A corpus of documents, and what readers said of pairs of names in it."""

    name: str
    ids: list[str]
    texts: list[str]
    labels: dict[Pair, str] = field(default_factory=dict)
    injected: dict[Pair, str] = field(default_factory=dict)
    """Pairs of a made-up form and the right one, with the kind of the change."""
    made_up: set[str] = field(default_factory=set)
    """The made-up forms."""

    def index(self) -> tuple[NameIndex, Vocabulary]:
        """The corpus as the rules see it."""
        index = indexed(self.texts)
        return index, Vocabulary(index)


def part_of(data: str, name: str) -> str:
    """The folder of a kind of data: within the folder of all data, or that folder itself."""
    inner = os.path.join(data, name)
    return inner if os.path.isdir(inner) else data


def read(folder: str) -> dict[str, NameSet]:
    """The three corpora by name: intl, feeds, and mixed (the documents of the text set that are not in intl)."""
    try:
        intl = _set(folder, "intl", "intl.jsonl.gz", ("labels_intl.tsv",), ("read:intl",))
        feeds = _set(folder, "feeds", "rss2023_50k.jsonl.gz", ("labels_rss2023.tsv",), ("read:rss2023.open",))
        mixed = _set(folder, "mixed", "textset.jsonl.gz", ("textset.natural_pairs.tsv",), ("read:bbc",))
        keep = [place for place, name in enumerate(mixed.ids) if not name.startswith("intl:")]
        mixed.ids = [mixed.ids[place] for place in keep]
        mixed.texts = [mixed.texts[place] for place in keep]
        for _, _, form, right, kind in _rows(folder, "textset.key.tsv", 5):
            mixed.injected[frozenset((form, right))] = kind
            mixed.made_up.add(form)
    except FileNotFoundError as error:
        raise SystemExit(f"{error.filename} is missing: DATA must be the folder of the judged names") from None
    return {found.name: found for found in (intl, feeds, mixed)}


def _set(folder: str, name: str, file: str, labels: Iterable[str], sources: Iterable[str]) -> NameSet:
    found = NameSet(name, [], [])
    with gzip.open(os.path.join(part_of(folder, "names"), file), "rt", encoding="utf-8") as stream:
        for line in stream:
            document = json.loads(line)
            found.ids.append(document["id"])
            found.texts.append(document["text"])
    for table in labels:
        for a, b, label in _rows(folder, table, 3):
            found.labels[frozenset((a, b))] = label
    words = {"variant": "variant", "variant-in-context": "contextual", "not-variant": "not"}
    for a, b, label, source in _rows(folder, "pairs.tsv", 4):
        if source in sources and label in words:
            found.labels.setdefault(frozenset((a, b)), words[label])
    return found


def _rows(folder: str, file: str, width: int) -> Iterator[list[str]]:
    with open(os.path.join(part_of(folder, "names"), file), encoding="utf-8") as stream:
        for line in stream:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= width:
                yield cells[:width]


def read_all(folder: str) -> tuple[list[str], list[str]]:
    """Ids and texts of the whole text set."""
    found = _set(folder, "text set", "textset.jsonl.gz", (), ())
    return found.ids, found.texts


def mentions_key(folder: str) -> Iterator[tuple[str, int, str, str]]:
    """The injected mentions of the text set: document, offset, form, and pack or slip."""
    for doc, offset, form, _, kind in _rows(folder, "textset.key.tsv", 5):
        if offset.isdigit():
            yield doc, int(offset), form, kind.split(":")[0]


def digest(corpus: str, pair: Pair) -> str:
    """What a verdict is kept under: it names no text."""
    return hashlib.blake2b("\t".join((corpus, *sorted(pair))).encode(), digest_size=8).hexdigest()


def verdicts() -> dict[str, str]:
    """Our own verdicts by digest."""
    with open(VERDICTS, encoding="utf-8") as stream:
        rows = [line.split("\t") for line in stream.read().splitlines() if not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def label(found: NameSet, pair: Pair, own: dict[str, str]) -> str:
    """What is known of a pair: variant, contextual, not, unknown, injected, or unread."""
    if pair in found.injected:
        return "injected"
    if not pair.isdisjoint(found.made_up) and pair not in found.labels:
        return "unknown"
    return own.get(digest(found.name, pair)) or found.labels.get(pair, "unread")


LETTERS = "etaoinshrdlucmfwypvbgk"
KEYS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum", "k": "jlio",
    "l": "kop", "z": "axs", "x": "zcd", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "nj",
}  # fmt: skip


def slip(chance: random.Random, word: str) -> str | None:  # noqa: PLR0911 - one return for each kind of slip
    """A word as a hurried hand may type it; None where the drawn kind of slip does not fit it."""
    at = chance.randrange(1, len(word))
    kind = chance.choice(("swap", "drop", "add", "replace", "neighbour", "double", "single"))
    if kind == "swap":
        at = chance.randrange(1, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "add":
        return word[:at] + chance.choice(LETTERS) + word[at:]
    if kind == "replace":
        return word[:at] + chance.choice(LETTERS) + word[at + 1 :]
    if kind == "neighbour":
        near = KEYS.get(word[at].lower())
        return word[:at] + chance.choice(near) + word[at + 1 :] if near else None
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1 :] if word[at] == word[at - 1] else None


def with_slips(found: NameSet, seed: int, count: int) -> NameSet:
    """The same corpus with slips in `count` of its names, in one or two documents each."""
    chance = random.Random(seed)
    index, vocabulary = found.index()
    names = sorted(index.names[token] for token in vocabulary.names if _can_slip(index, token))
    chance.shuffle(names)
    made = NameSet(f"{found.name}+slips", list(found.ids), list(found.texts), found.labels)
    for name in names:
        if len(made.injected) == count:
            break
        wrong = slip(chance, name)
        if wrong and wrong != name and wrong not in index.ids and wrong.lower() not in index.lower:
            _inject(chance, made, index, name, wrong)
    return made


def _can_slip(index: NameIndex, token: int) -> bool:
    name = index.names[token]
    return (
        len(name) >= 5
        and name.isascii()
        and name.isalpha()
        and index.frequency(token) >= 3
        and not index.lower[name.lower()]
    )


def _inject(chance: random.Random, made: NameSet, index: NameIndex, name: str, wrong: str) -> None:
    whole = re.compile(rf"(?<!\w){name}(?!\w)")
    docs = [doc for doc in index.postings[index.ids[name]] if whole.search(made.texts[doc])]
    if len(docs) < 3:
        return
    for doc in chance.sample(docs, chance.choice((1, 1, 1, 2)) if len(docs) > 4 else 1):
        made.texts[doc] = whole.sub(wrong, made.texts[doc], count=chance.choice((0, 1)))
    made.injected[frozenset((wrong, name))] = "slip"
    made.made_up.add(wrong)
