"""How right the PUN rules are: on labelled texts, on damage put into quiet news, and by number on raw corpora.

python benchmarks/punctuation_accuracy.py DATA [--each N] [--sample N [--rules CODES]] [--misses KIND]

DATA holds `encoding/punctuation.jsonl.gz` and `corpora/*.tar.gz`; A defect is found if a finding stands in its
paragraph (or within 400 characters in a paragraph longer than 1,500), exact if it stands at its place (at the
mark that was left alone, where its partner is missing), mended if
the first fix gives the text back as it was. --each is the number of quiet texts that are damaged. --sample prints
as many findings of the quote rules (or of --rules) on corpora that nobody tuned on, for judging. --misses prints
what was missed.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import punctuation_sets as sets
from punctuation_sets import Damage, Text

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.registry import Choice, Registry

QUOTES = ("PUN101", "PUN102", "PUN103", "PUN104", "PUN105", "PUN106", "PUN108")
UNSEEN = ("reuters21578", "rss2022h1", "article_extraction_benchmark")
NEAR = 400
LONG = 1_500


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--each", type=int, default=600)
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--rules", default=",".join(QUOTES))
    parser.add_argument("--misses", default="")
    options = parser.parse_args()
    print(_labelled_table(sets.labelled(options.data), options.misses))
    texts = list(sets.corpora(options.data))
    found = {id(text): check(text.text) for text in texts}
    print(_raw_table(texts, found))
    print(_verdict_table(texts, found))
    print(_safe_table(texts, found))
    print(_damage_table(_quiet(texts, found, options.each), options.misses))
    for line in _sample(texts, found, options.sample, options.rules.split(",")):
        print(line)


@lru_cache(1)
def _checker() -> Checker:
    registry = Registry(catalog.entries(catalog.shipped()))
    return Checker(registry.select(Choice(select=("PUN",), preview=True)))


def check(text: str) -> list[Finding]:
    """The findings of all PUN rules."""
    return _checker().check(Document(DocKey("a.txt"), text)).findings


def _quotes(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.rule in QUOTES]


def _where(text: str, start: int, findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the paragraph of a place, or near it where the paragraph is long."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start) if "\n" in text[start:] else len(text)
    if last - first > LONG:
        first, last = start - NEAR, start + NEAR
    return [finding for finding in findings if first - 1 <= finding.span.start <= last + 1]


def _exact(start: int, end: int, findings: Iterable[Finding]) -> bool:
    return any(finding.span.start < max(end, start + 1) and start < finding.span.end for finding in findings)


def _mended(damage: str, whole: str, findings: Iterable[Finding]) -> bool:
    for finding in findings:
        if finding.fix is not None:
            text = damage
            for edit in reversed(finding.fix.edits):
                text = text[: edit.span.start] + edit.text + text[edit.span.end :]
            if text == whole:
                return True
    return False


def interval(right: int, number: int) -> str:
    """A share in per cent with its 95 % interval (Wilson)."""
    if not number:
        return "-"
    share, z = right / number, 1.96
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * math.sqrt(share * (1 - share) / number + z * z / (4 * number * number)) / (1 + z * z / number)
    return f"{100 * share:5.1f} % ({100 * max(0.0, middle - half):.1f}-{100 * min(1.0, middle + half):.1f})"


def _labelled_table(items: Sequence[dict[str, object]], misses: str) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        _label(item, counts, misses)
    lines = ["## The open set", f"{'kind':34}{'n':>5}{'found':>8}{'exact':>8}{'mended':>8}{'findings':>10}"]
    for kind, count in sorted(counts.items()):
        lines.append(
            f"{kind:34}{count['n']:5}{count['found']:8}{count['exact']:8}{count['mended']:8}{count['findings']:10}"
        )
    right = sum(c["found"] for k, c in counts.items() if k.startswith("judged right"))
    wrong = sum(c["found"] for k, c in counts.items() if k.startswith("judged wrong"))
    lines.append(f"precision on what the prototype reported: {interval(right, right + wrong)}, {right + wrong} judged")
    return "\n".join(lines) + "\n"


def _label(item: dict[str, object], counts: dict[str, Counter[str]], misses: str) -> None:
    text, whole = str(item["text"]), item["fix"]
    findings = check(text)
    for key, verdict in (("defects", "judged right"), ("not_defects", "judged wrong")):
        for place in item[key]:  # type: ignore[attr-defined]
            kind = f"{item['origin'] if item['origin'] == 'injected' else verdict}: {place['kind']}"
            near = _where(text, place["start"], findings)
            count = counts[kind]
            count["n"] += 1
            count["found"] += bool(near)
            count["exact"] += _exact(place["start"], place["end"], near)
            count["mended"] += isinstance(whole, str) and _mended(text, whole, near)
            if misses in {kind, "ALL"} and not near:
                print(f"{kind} {item['id']}: {_context(text, place['start'], place['end'])}")
    if not item["defects"] and not item["not_defects"]:
        counts["quiet"]["n"] += 1
        counts["quiet"]["findings"] += len(_quotes(findings))


def _raw_table(texts: Sequence[Text], found: dict[int, list[Finding]]) -> str:
    number = Counter(text.corpus for text in texts)
    marked = Counter(text.corpus for text in texts if sets.MOST_MARKS.search(text.text))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for finding in found[id(text)]:
            counts[finding.rule][text.corpus] += 1
    lines = ["## The raw corpora: findings per 1,000 documents", f"{'':10}" + "".join(f"{c[:14]:>16}" for c in number)]
    lines.append(f"{'documents':10}" + "".join(f"{number[c]:16,}" for c in number))
    lines.append(f"{'with marks':10}" + "".join(f"{marked[c]:16,}" for c in number))
    lines += (
        f"{rule:10}" + "".join(f"{1000 * counts[rule][c] / number[c]:16.1f}" for c in number) for rule in sorted(counts)
    )
    return "\n".join(lines) + "\n"


def _verdict_table(texts: Sequence[Text], found: dict[int, list[Finding]]) -> str:
    """The sample that was read: how many were right when it was drawn, and what became of them since."""
    now = {
        (text.corpus, text.id, finding.rule, finding.span.start + beside)
        for text in texts
        for finding in found[id(text)]
        for beside in range(-2, 3)
    }
    drawn: dict[str, Counter[str]] = defaultdict(Counter)
    for corpus, identity, rule, start, _, verdict in sets.verdicts():
        still = "still" if (corpus, identity, rule, int(start)) in now else "gone"
        for group in ("all", rule):
            drawn[group][verdict] += 1
            drawn[group][f"{verdict} {still}"] += 1
    lines = ["## Findings read one by one (corpora that nobody tuned on)"]
    for group, count in sorted(drawn.items()):
        share = interval(count["right"], count["right"] + count["wrong"])
        since = f"since then {count['right gone']} right and {count['wrong gone']} wrong ones are no longer reported"
        lines.append(f"{group:8}{count['right'] + count['wrong']:5} read, right {share}; {since}")
    return "\n".join(lines) + "\n"


def _safe_table(texts: Sequence[Text], found: dict[int, list[Finding]]) -> str:
    """The safe fixes on all raw corpora: how many of those made now were read, and how many of these were right."""
    read = {tuple(row[:4]): row[5] for row in sets.verdicts("punctuation_safe_verdicts.tsv")}
    made: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for finding in found[id(text)]:
            if finding.fix is not None and finding.fix.safety is Safety.SAFE:
                verdict = read.get((text.corpus, text.id, finding.rule, str(finding.span.start)), "not read")
                for group in ("all", finding.rule):
                    made[group][verdict] += 1
    lines = ["## Safe fixes on the raw corpora, read one by one"]
    lines += (
        f"{group:8}{count['right'] + count['wrong']:5} read, right "
        f"{interval(count['right'], count['right'] + count['wrong'])}; {count['not read']} not read"
        for group, count in sorted(made.items())
    )
    return "\n".join(lines) + "\n"


def _quiet(texts: Sequence[Text], found: dict[int, list[Finding]], number: int) -> Iterator[Text]:
    """Texts with at least four marks and no finding of a quote rule, of English corpora, in an order by chance."""
    fit = [
        text
        for text in texts
        if text.corpus != "haber1150_tr"
        and len(sets.MOST_MARKS.findall(text.text)) >= 4
        and not _quotes(found[id(text)])
    ]
    random.Random(1).shuffle(fit)
    return iter(fit[:number])


def _damage_table(quiet: Iterable[Text], misses: str) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in quiet:
        for damage in sets.damaged(text):
            _score(damage, counts[damage.kind], misses)
    lines = ["## Damage put into quiet news", f"{'kind':24}{'n':>6}  {'found':26}{'exact of found':26}{'mended':26}"]
    for kind, count in counts.items():
        shares = [
            interval(count["found"], count["n"]),
            interval(count["exact"], count["found"]),
            interval(count["mended"], count["n"]),
        ]
        lines.append(f"{kind:24}{count['n']:6}  " + "".join(f"{share:26}" for share in shares))
    right = sum(count["safe right"] for count in counts.values())
    lines.append(f"safe fixes that give the text back: {interval(right, sum(c['safe'] for c in counts.values()))}")
    return "\n".join(lines) + "\n"


def _score(damage: Damage, count: Counter[str], misses: str) -> None:
    findings = _quotes(check(damage.text))
    near = _where(damage.text, damage.start, findings)
    count["n"] += 1
    count["found"] += bool(near)
    start, end = (damage.start, damage.end) if damage.alone < 0 else (damage.alone, damage.alone + 1)
    count["exact"] += _exact(start, end, near)
    count["mended"] += _mended(damage.text, damage.whole, near)
    for finding in findings:
        if finding.fix is not None and finding.fix.safety is Safety.SAFE:
            count["safe"] += 1
            count["safe right"] += _mended(damage.text, damage.whole, [finding])
    if misses == damage.kind and not near:
        print(f"{damage.kind}: {_context(damage.text, damage.start, damage.end)}")


def _sample(texts: Sequence[Text], found: dict[int, list[Finding]], number: int, rules: Sequence[str]) -> Iterator[str]:
    """Findings of these rules by chance, one of a rule from a text, with their surroundings."""
    pool = [
        (text, finding)
        for text in texts
        if text.corpus in UNSEEN
        for finding in {f.rule: f for f in reversed(found[id(text)]) if f.rule in rules}.values()
    ]
    random.Random(11).shuffle(pool)
    for text, finding in pool[:number]:
        place = f"{text.corpus}\t{text.id}\t{finding.rule}\t{finding.span.start}\t{finding.span.end}"
        yield f"{place}\t{_context(text.text, finding.span.start, finding.span.end)}"


def _context(text: str, start: int, end: int) -> str:
    around = f"{text[max(0, start - 300) : start]}\u27e6{text[start:end]}\u27e7{text[end : end + 220]}"
    return re.sub(r"\n", "\u00b6", around)


if __name__ == "__main__":
    main()
