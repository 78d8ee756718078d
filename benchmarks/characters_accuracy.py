"""How right the CHR and MUP rules are, and the ENC rules on text: findings that were read, and damage that was put in.

python benchmarks/characters_accuracy.py DATA [--read N] [--texts N]

DATA holds `corpora/*.tar.gz` and `names/*.jsonl.gz`. Precision: of the findings on these texts a sample was read;
the verdicts are kept by digest. Recall: damage of each kind is put into clean texts of the same corpora, always the
same ones; mended is the share of which the fixes of the rule give the clean text back. In brackets: 95 % intervals
(Wilson). Letters lost by rule in one document of five are restored from the words of the others. --read prints N
findings of each rule that nobody has judged, for reading.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import characters_sets as sets
import encoding_sets as rules
from characters_damage import LONG_WORD, Damage, FileDamage, damages, file_damages
from characters_sets import Text
from punctuation_accuracy import interval

from corpuslint.check import Checker
from corpuslint.containers.base import Fields, Record
from corpuslint.containers.plain import Plain
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.source import Source, document, reread
from corpuslint.text.encoding import Words, note, torn

SEED = 20_26
LEAST, MOST = 400, 20_000
"""Characters of texts that damage is put into."""
MOJIBAKE = "ENC010"
"""Mends what stands around damage that other rules mend."""
SICK = 5
"""Every so many-th document loses its letters."""
_LOST = re.compile(r"(?<=[a-z])[^\x00-\x7f](?=[a-z])")
Found = Mapping[str, Sequence[tuple[Text, Finding]]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--texts", type=int, default=300)
    options = parser.parse_args()
    texts = list(sets.corpora(options.data))
    checker = Checker([entry for entry in rules.entries() if not entry.meta.corpus])
    found, clean = _found(texts, checker)
    if options.read:
        print(*_unread(found, options.read), sep="\n")
        return
    print(_read_table(found, len(texts)))
    chance = random.Random(SEED)
    kept = chance.sample(clean, min(options.texts, len(clean)))
    print(_damage_table((d for text in kept for d in damages(text.text, chance)), checker))
    print(_file_table((d for text in kept for d in file_damages(text.text, chance)), checker))
    print(_restored_table(clean, chance))


def _check(checker: Checker, text: str) -> list[Finding]:
    return checker.check(Document(DocKey("a.txt"), text)).findings


def _found(texts: Iterable[Text], checker: Checker) -> tuple[Found, list[Text]]:
    """All findings by rule, and the texts of a fair length in which nothing was found and some marks are curly."""
    found: defaultdict[str, list[tuple[Text, Finding]]] = defaultdict(list)
    clean = []
    for text in texts:
        findings = _check(checker, text.text)
        for finding in findings:
            found[finding.rule].append((text, finding))
        if not findings and LEAST <= len(text.text) <= MOST and not text.text.isascii():
            clean.append(text)
    return found, clean


def _read_table(found: Found, number: int) -> str:
    """Verdicts by rule; those of findings that are no longer made are counted apart."""
    known = sets.verdicts()
    now = {sets.finding_digest(text, rule, f.span.start) for rule, rows in found.items() for text, f in rows}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for digest, (rule, verdict) in known.items():
        counts[rule][verdict if digest in now else f"{verdict} gone"] += 1
    lines = [f"findings in {number:,} texts, and those of them that were read"]
    for entry in sorted(rules.entries(), key=lambda entry: entry.meta.code):
        rule, count = entry.meta.code, counts[entry.meta.code]
        read = count["right"] + count["half"] + count["wrong"]
        gone = sum(n for verdict, n in count.items() if verdict.endswith(" gone"))
        right = interval(count["right"] + count["half"], read)
        since = f"; {gone} read before are no longer found" if gone else ""
        fixes = f", the fix of {count['half']} is not right" if count["half"] else ""
        lines.append(f"{rule:8}{len(found.get(rule, ())):7,} found {read:4} read, defects {right}{fixes}{since}")
    return "\n".join([*lines, ""])


def _damage_table(items: Iterable[Damage], checker: Checker) -> str:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        _score(item, counts[item.rule], checker)
    lines = ["damage put into clean texts"]
    for rule, count in sorted(counts.items()):
        lines.append(
            f"{rule:8}{count['n']:6} found {interval(count['found'], count['n'])}, "
            f"nothing else found {interval(count['alone'], count['n'])}, "
            f"exactly mended by safe fixes {interval(count['safe'], count['n'])}, "
            f"by all {interval(count['all'], count['n'])}"
        )
    return "\n".join([*lines, ""])


def _score(item: Damage, count: Counter[str], checker: Checker) -> None:
    findings = _check(checker, item.text)
    touching = [f for f in findings if f.span.start <= item.end and item.start <= f.span.end]
    count["n"] += 1
    count["found"] += any(f.rule == item.rule for f in touching)
    count["alone"] += len(touching) == len(findings)
    codes = dict.fromkeys((item.rule, MOJIBAKE))
    count["safe"] += rules.fixed_text(item.text, Safety.SAFE, *codes) == item.whole
    count["all"] += rules.fixed_text(item.text, Safety.UNSAFE, *codes) == item.whole


def _file_table(items: Iterable[FileDamage], checker: Checker) -> str:
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in items:
        count = counts[item.rule]
        source = Source("a.txt", "a.txt", Plain(), Fields(), batched=True)
        record = next(reread(source, item.raw))
        findings = checker.check(document(source, record)).findings if isinstance(record, Record) else []
        count["n"] += 1
        count["found"] += any(f.rule == item.rule for f in findings)
        for name, least in (("safe", Safety.SAFE), ("all", Safety.UNSAFE)):
            after = rules.fixed(item.raw, least, item.rule)
            count[name] += after == (item.raw if item.right is None else item.right)
            count[f"wrong {name}"] += after not in (item.raw, item.right)
    lines = ["clean texts as files that are no plain UTF-8"]
    for rule, count in sorted(counts.items()):
        lines.append(
            f"{rule:8}{count['n']:6} found {interval(count['found'], count['n'])}, "
            f"mended or rightly left by safe fixes {interval(count['safe'], count['n'])}, "
            f"by all {interval(count['all'], count['n'])}, "
            f"written wrongly by safe fixes {count['wrong safe']}, by all {count['wrong all']}"
        )
    return "\n".join([*lines, ""])


def _restored_table(clean: Sequence[Text], chance: random.Random) -> str:
    """CHR011 and CHR012: every fifth document lost letters and got a soft hyphen, and the others have the words."""
    count: Counter[str] = Counter()
    healthy = {DocKey(t.corpus + t.id): note(t.text) for i, t in enumerate(clean) if i % SICK}
    words = Words({key: value for key, value in healthy.items() if value})
    lost = [(text.text, word) for text in clean[::SICK] for word in torn(_LOST.sub("\ufffd", text.text))]
    forms = words.forms({word.word for _, word in lost})
    for text, word in lost:
        found = forms.get(word.word, [])
        count["n"] += 1
        if len({form.lost for form in found}) == 1:
            count["known"] += 1
            count["right"] += _filled(word.word, found[0].lost) == text[word.span.start : word.span.end]
    share = interval(count["right"], count["known"])
    known = interval(count["known"], count["n"])
    places = [list(LONG_WORD.finditer(text.text)) for text in clean[::SICK]]
    words_with = [chance.choice(found)[0] for found in places if found]
    held = words.holders(words_with)
    safe = interval(sum(word in held for word in words_with), len(words_with))
    return (
        f"CHR011  {count['n']:6} words lost letters, the corpus has one form of {known}, the right one {share}\n"
        f"CHR012  {len(words_with):6} words with a soft hyphen, another document has the word without {safe}"
    )


def _filled(word: str, lost: Iterable[str]) -> str:
    left = iter(lost)
    return re.sub("\ufffd+", lambda _: next(left), word)


def _unread(found: Found, number: int) -> Iterator[str]:
    """Findings that nobody has judged: digest, rule, and what stands there."""
    known, chance = sets.verdicts(), random.Random(SEED)
    for rule, rows in sorted(found.items()):
        left = [(sets.finding_digest(t, rule, f.span.start), t, f) for t, f in rows]
        left = [row for row in left if row[0] not in known]
        for digest, text, finding in chance.sample(left, min(number, len(left))):
            start, end = finding.span
            shown = f"{text.text[max(0, start - 40) : start]}[[{text.text[start:end][:90]}]]{text.text[end : end + 40]}"
            yield f"{digest}\t{rule}\t{text.corpus}\t{shown!a}"


if __name__ == "__main__":
    main()
