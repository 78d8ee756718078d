"""How right DUP001, DUP002 and DUP003 are, on labelled sets, beside other tools in the same run.

python benchmarks/duplicates_accuracy.py DATA [--peers] [--text-dedup PYTHON] [--against]

DATA holds `neardup/dev`, `neardup/wire` (docs.jsonl.gz, pairs.tsv, indirect.tsv), the labelled pairs
`neardup/reuters21578_pairs.tsv` and `corpora/reuters21578.tar.gz`. `--peers` needs datasketch and rensa;
PYTHON is an interpreter in whose environment text-dedup 0.4 is installed. `--against` asks what is found where
one document of each labelled pair lies in an archive of which only the facts are here, as in `check --against`; each
half is the archive once, and pairs within a half count nowhere, in the whole check neither.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import duplicates_peers as peers
import duplicates_sets as sets
from duplicates_sets import Labelled, Pair

from corpuslint.errors import TextElsewhere
from corpuslint.facts import Facts
from corpuslint.model import DocKey, Document
from corpuslint.text import duplicates
from corpuslint.text.duplicates.clusters import members
from corpuslint.text.duplicates.decision import MUTUAL, Verdict, mutual
from corpuslint.text.duplicates.keeping import Keeping
from corpuslint.text.duplicates.part import by_words
from corpuslint.text.duplicates.search import related

BANDS = ((0.8, "J >= .8"), (0.5, "J .5-.8"), (0.0, "J < .5"))


class Memory:
    """Documents in memory as a corpus, all wanted but those in `away`, whose texts cannot be read."""

    def __init__(self, documents: Iterable[Document], away: Collection[str] = ()) -> None:
        """Take the documents in."""
        self._documents = {document.key: document for document in documents if document.key.path not in away}
        self.wanted: Container[DocKey] = self._documents

    def document(self, key: DocKey) -> Document:
        """One document. Raises TextElsewhere for one that is away."""
        if key not in self._documents:
            raise TextElsewhere(f"{key}: not here")
        return self._documents[key]


def corpuslint(documents: Sequence[Document], away: Collection[str] = ()) -> Iterator[Pair]:
    """Every pair that is identical, in one group of copies, or of which one lies in the other."""
    notes = duplicates.notes(documents)
    part = duplicates.collect(Facts(d.key, note) for d, note in zip(documents, notes, strict=True) if note)
    corpus = Memory(documents, away)
    kept, identical = by_words(part, Keeping(part.dates, corpus))
    known = part.table(kept)
    copies = {key: [key.path] for key in known.keys}
    for copy, keep in identical.items():
        copies[keep].append(copy.path)
    found = related(known, corpus)
    for names in copies.values():
        yield from map(frozenset, combinations(names, 2))
    if found is None:
        return
    for group in members(found.groups):
        names = [name for member in group for name in copies[known.keys[member]]]
        yield from map(frozenset, combinations(names, 2))
    one_sided = (found.verdicts == Verdict.NEAR) & (mutual(found.compared.overlaps) < MUTUAL)
    for a, b in zip(found.pairs.a[one_sided].tolist(), found.pairs.b[one_sided].tolist(), strict=True):
        for first in copies[known.keys[a]]:
            yield from (frozenset((first, second)) for second in copies[known.keys[b]])


def of_peer(run: Callable[[peers.Texts], peers.Pairs]) -> Callable[[Sequence[Document]], Iterable[Pair]]:
    """A peer as a function from documents to pairs of their ids."""

    def predict(documents: Sequence[Document]) -> Iterable[Pair]:
        pairs = run([document.text for document in documents])
        return [frozenset((documents[a].key.path, documents[b].key.path)) for a, b in pairs]

    return predict


def bands(labelled: Labelled) -> Mapping[Pair, str]:
    """The related pairs by the exact Jaccard similarity of their sets of word 5-grams."""
    texts = {document.key.path: document.text for document in labelled.documents}
    grams = {name: peers.five_grams(texts[name]) for pair in labelled.related for name in pair}
    found = {}
    for pair in labelled.related:
        first, second = (grams[name] for name in pair)
        similarity = len(first & second) / len(first | second)
        found[pair] = next(name for least, name in BANDS if similarity >= least)
    return found


def row(name: str, labelled: Labelled, predicted: set[Pair], band: Mapping[Pair, str]) -> str:
    """One line of the table."""
    found = sets.score(labelled, predicted)
    total, hit = Counter(band.values()), Counter(band[pair] for pair in predicted & band.keys())
    recalls = "  ".join(f"{label} {hit[label] / total[label]:.3f}" for _, label in BANDS if total[label])
    ari = "    -" if found.ari is None else f"{found.ari:.4f}"
    return f"{name:24} P {found.precision:.4f}  R {found.recall:.4f}  F1 {found.f1:.4f}  ARI {ari}   {recalls}"


def against(labelled: Labelled, whole: set[Pair], band: Mapping[Pair, str]) -> None:
    """Print what is found between two halves of a set with all texts at hand, and with those of one half away."""
    halves = sets.halves(labelled)
    names = {document.key.path for document in labelled.documents}
    found = {"whole": whole}
    for number, away in enumerate((halves, names - halves), 1):
        found[f"half {number} away"] = set(corpuslint(labelled.documents, away))
    for name, predicted in found.items():
        between = {pair for pair in predicted if len(pair & halves) == 1}
        print("  " + row(f"corpuslint, {name}", labelled, between, band), flush=True)
        print(f"    recall: {recall(labelled, between)}")


def recall(labelled: Labelled, predicted: set[Pair]) -> str:
    """The share of the pairs of each kind that was found."""
    return "  ".join(f"{kind} {value:.3f}" for kind, value in sets.score(labelled, predicted).kinds.items())


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", metavar="DATA")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--text-dedup", metavar="PYTHON")
    parser.add_argument("--against", action="store_true")
    parser.add_argument("--set", action="append", choices=("dev", "wire", "reuters"))
    arguments = parser.parse_args()
    data = sets.data_folder(arguments.data)
    tools: dict[str, Callable[[Sequence[Document]], Iterable[Pair]]] = {"corpuslint": corpuslint}
    if arguments.peers:
        tools["datasketch 250, t=.7"] = of_peer(peers.datasketch(0.7))
        tools["datasketch 250, t=.5"] = of_peer(peers.datasketch(0.5))
        tools["rensa 128, 32 bands, .5"] = of_peer(peers.rensa(0.5, 32))
    if arguments.text_dedup:
        tools["text-dedup 250, t=.7"] = of_peer(peers.text_dedup(arguments.text_dedup, 0.7))
    for name in arguments.set or ("dev", "wire", "reuters"):
        labelled = sets.reuters(data) if name == "reuters" else sets.synthetic(data, name)
        band = bands(labelled)
        print(f"{name}: {len(labelled.documents)} documents, {len(labelled.related)} related pairs")
        for tool, predict in tools.items():
            predicted = set(predict(labelled.documents))
            print("  " + row(tool, labelled, predicted, band), flush=True)
            if tool == "corpuslint":
                print(f"    recall: {recall(labelled, predicted)}")
                if arguments.against:
                    against(labelled, predicted, band)


if __name__ == "__main__":
    main()
