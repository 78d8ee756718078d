"""How right the BPL rules are: findings on real news and web pages that were read.

python benchmarks/boilerplate_accuracy.py DATA [--read N]

DATA holds `corpora/*.tar.gz` and `names/*.jsonl.gz`. The same words in several documents count once. The verdicts are
kept by digest; wrong is what belongs to the article, or is doubtful. In brackets: 95 % intervals (Wilson). --read
prints N findings of each rule that nobody has judged, for reading, with their digests.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import characters_sets as sets
from characters_sets import Text
from punctuation_accuracy import interval

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document, Finding
from corpuslint.registry import Choice, Registry

SEED = 20_26
SHOWN = 60
"""Code points before and behind a finding that are printed."""
VERDICTS = Path(__file__).with_name("boilerplate_verdicts.tsv")
Found = Mapping[str, Sequence[tuple[Text, Finding]]]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--read", type=int, default=0)
    options = parser.parse_args()
    found = _found(sets.corpora(options.data))
    print(*(_unread(found, options.read) if options.read else _table(found)), sep="\n")


def _found(texts: Iterator[Text]) -> Found:
    """Findings by rule, in an order by chance, of those with the same words one."""
    registry = Registry(catalog.entries(catalog.shipped()))
    checker = Checker(registry.select(Choice(select=("BPL",), preview=True)))
    found: dict[tuple[str, str], tuple[Text, Finding]] = {}
    for text in texts:
        for finding in checker.check(Document(DocKey("a.txt"), text.text)).findings:
            words = " ".join(text.text[finding.span.start : finding.span.end].split())
            found.setdefault((finding.rule, words), (text, finding))
    rows = list(found.items())
    random.Random(SEED).shuffle(rows)
    by_rule: defaultdict[str, list[tuple[Text, Finding]]] = defaultdict(list)
    for (rule, _), row in rows:
        by_rule[rule].append(row)
    return by_rule


def _verdicts() -> dict[str, str]:
    lines = VERDICTS.read_text("utf-8").splitlines()
    return {digest: verdict for _, digest, verdict in (line.split("\t") for line in lines if not line.startswith("#"))}


def _table(found: Found) -> Iterator[str]:
    known = _verdicts()
    for rule, rows in sorted(found.items()):
        count = Counter(known.get(sets.finding_digest(text, rule, f.span.start), "not read") for text, f in rows)
        read = count["right"] + count["wrong"]
        yield f"{rule:8}{len(rows):6,} different {read:4} read, right {interval(count['right'], read)}"


def _unread(found: Found, number: int) -> Iterator[str]:
    known = _verdicts()
    for rule, rows in sorted(found.items()):
        digests = {sets.finding_digest(text, rule, f.span.start): (text, f) for text, f in rows}
        for digest, (text, finding) in [row for row in digests.items() if row[0] not in known][:number]:
            start, end = finding.span.start, finding.span.end
            before, after = text.text[max(0, start - SHOWN) : start], text.text[end : end + SHOWN]
            yield f"{rule}\t{digest}\t{before!r} >{text.text[start:end]!r}< {after!r}"


if __name__ == "__main__":
    main()
