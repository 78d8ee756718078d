"""Wrong rewrites, missed damage and coverage of ENC on texts that nothing was fitted on.

python benchmarks/encoding_unseen.py CATALOGUES [--seed N] [--texts N] [--by language|codec] [--wrong]

CATALOGUES is a folder of message catalogues (LANGUAGE/LC_MESSAGES/*.mo), as /usr/share/locale. Their sentences are
put together to headings, paragraphs and articles, which are written in legacy codecs, damaged in several ways, or
left as they are; another seed makes others. A safe rewrite is wrong if a word comes out as neither what it was nor what
is right. --wrong lists these.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path

import encoding_catalogs as catalogs
import encoding_sets as sets

from corpuslint.model import DocKey, Document, Safety
from corpuslint.text.encoding import decide

BYTES = ("ENC001", "ENC003", "ENC004")
TEXTS = ("ENC010", "ENC011", "ENC012")
SHOWN = 100
"""Characters of a wrong rewrite that are shown."""
Counts = Mapping[str, Counter[str]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("catalogues", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=int, default=500, help="of each of the three kinds")
    parser.add_argument("--by", choices=("kind", "language", "codec"), default="kind")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    known = catalogs.sentences(options.catalogues)
    print(f"{sum(map(len, known.values())):,} sentences in {len(known)} languages, seed {options.seed}\n")
    wrong: list[str] = []
    chance = random.Random(options.seed)
    encoded = islice(catalogs.legacy(known, chance), options.texts)
    print(_table("legacy codecs", _legacy(encoded, options.by, wrong), ("first", "safe")))
    damaged = islice(catalogs.mojibake(known, chance), options.texts)
    print(_table("mojibake", _mojibake(damaged, options.by, wrong), ("safe", "all fixes")))
    clean = islice(catalogs.clean(known, chance), options.texts)
    print(_table("clean", _clean(clean, wrong), ("found",)))
    print("first: the best candidate is right; safe: right after --fix; wrong: --fix wrote something else")
    if options.wrong:
        print(*wrong, sep="\n")


def _legacy(items: Iterable[catalogs.Legacy], by: str, wrong: list[str]) -> Counts:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        after = sets.fixed(item.raw, Safety.SAFE, *BYTES)
        right = after == item.text.encode()
        wrongly = after != item.raw and not right
        count = counts[{"kind": item.shape, "language": item.language, "codec": item.codec}[by]]
        count.update(n=1, first=_first(item.raw) == item.text, safe=right, wrong=wrongly)
        if wrongly:
            wrong.append(_shown(f"{item.language} {item.codec} {item.shape}", item.text, after.decode()))
    return counts


def _first(raw: bytes) -> str:
    found = decide(raw)
    return found.text if found.trusted or not found.candidates else raw.decode(found.candidates[0].codec)


def _mojibake(items: Iterable[catalogs.Damaged], by: str, wrong: list[str]) -> Counts:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        after = sets.fixed_text(item.damaged, Safety.SAFE, *TEXTS)
        whole = after if after == item.text else sets.fixed_text(item.damaged, Safety.UNSAFE, *TEXTS)
        harm = _harm(item.damaged, after, item.text)
        count = counts[{"kind": item.kind, "language": item.language, "codec": item.chain}[by]]
        count.update({"n": 1, "safe": after == item.text, "all fixes": whole == item.text, "wrong": bool(harm)})
        if harm:
            wrong.append(f"{item.language} {item.chain} {item.kind}: {harm[:SHOWN]!r} of {item.damaged[:SHOWN]!r}")
    return counts


def _harm(damaged: str, fixed: str, right: str) -> str:
    """The first word that was written and is neither what it was nor what is right; "" where there is none."""
    known = {*damaged.split(), *right.split()}
    return next((word for word in fixed.split() if word not in known), "")


def _clean(texts: Iterable[str], wrong: list[str]) -> Counts:
    count = Counter[str]()
    for text in texts:
        found = sets.checker((*BYTES, *TEXTS, "ENC014")).check(Document(DocKey("a.txt"), text)).findings
        after = sets.fixed_text(text, Safety.SAFE, *BYTES, *TEXTS, "ENC014") if found else text
        count.update(n=1, found=bool(found), wrong=after != text)
        if after != text:
            wrong.append(_shown("clean", text, after))
    return {"all": count}


def _shown(what: str, right: str, after: str) -> str:
    """Where a text and its rewrite begin to differ."""
    pairs = zip(right, after, strict=False)
    at = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(right), len(after)))
    start = max(0, at - SHOWN // 4)
    return f"{what}: {right[start : start + SHOWN]!r} became {after[start : start + SHOWN]!r}"


def _table(title: str, counts: Counts, shares: tuple[str, ...]) -> str:
    lines = [f"{title:24}{'n':>6}{'wrong':>7}" + "".join(f"{name:>11}" for name in shares)]
    total = sum(counts.values(), Counter[str]())
    rows = sorted(counts.items()) if len(counts) > 1 else []
    for name, count in (*rows, ("all", total)):
        lines.append(
            f"{name:24}{count['n']:6}{count['wrong']:7}"
            + "".join(f"{100 * count[share] / max(1, count['n']):9.1f} %" for share in shares)
        )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
