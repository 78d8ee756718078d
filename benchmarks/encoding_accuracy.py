"""How right the ENC rules are, per kind of damage, beside chardet, charset-normalizer, ftfy and plsfix.

python benchmarks/encoding_accuracy.py DATA [--misses]

DATA holds `encoding/encoding.jsonl.gz` and `encoding/mojibake.jsonl.gz`. Peers that are not installed are
left out. A codec is right if the bytes read in it are the true text, a repair if it is the right text
exactly. --misses lists the items that came out wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import encoding_peers as peers
import encoding_sets as sets
from encoding_sets import Item

from corpuslint.model import Reading, Safety
from corpuslint.text.encoding import decide

MARK = "\ufeff"
Counts = Mapping[str, Counter[str]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    misses: list[str] = []
    items = list(sets.encoded(options.data))
    print(_codec_table(_codecs(items, misses), list(peers.codec_guessers())))
    print(_file_table(_files(items, misses)))
    print(_repair_table(_repairs(sets.damaged(options.data), misses), list(peers.repairers())))
    if options.misses:
        print(*misses, sep="\n")


def _equal(found: str | None, right: str | None) -> bool:
    return found is not None and right is not None and found.removeprefix(MARK) == right.removeprefix(MARK)


def _group(item: Item) -> str:
    return "chardet's own suite" if "chardet" in item.source and item.origin == "real" else item.origin


def _codecs(items: Iterable[Item], misses: list[str]) -> Counts:
    """Files in another codec: the best candidate, what is transcoded safely, and the peers."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    guessers = peers.codec_guessers()
    for item in items:
        if item.kind != "legacy":
            continue
        count = counts[_group(item)]
        count["n"] += 1
        count["first"] += _equal(_first(item.raw), item.text)
        after = sets.fixed(item.raw, Safety.SAFE, "ENC001", "ENC003", "ENC004")
        if after != item.raw:
            count["safe"] += 1
            right = _equal(after.decode(), item.text)
            count["safe right"] += right
            if not right:
                misses.append(f"{item.id} {item.codec} {_group(item)}: safely transcoded to another text")
        for name, guess in guessers.items():
            count[name] += _equal(guess(item.raw), item.text)
    return counts


def _first(raw: bytes) -> str | None:
    found = decide(raw)
    if found.trusted or not found.candidates:
        return found.text
    return raw.decode(found.candidates[0].codec)


def _codec_table(counts: Counts, names: list[str]) -> str:
    lines = [f"{'legacy files':22}{'n':>5}{'first':>8}{'covered':>9}{'right':>8}" + "".join(f"{n:>20}" for n in names)]
    for group, c in sorted(counts.items()):
        lines.append(
            f"{group:22}{c['n']:5}{_share(c['first'], c['n']):>8}{_share(c['safe'], c['n']):>9}"
            f"{_share(c['safe right'], c['safe']):>8}" + "".join(f"{_share(c[n], c['n']):>20}" for n in names)
        )
    note = "first: best candidate; covered: written as UTF-8 by --fix; right: of these, the true text"
    return "\n".join([*lines, note, ""])


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _files(items: Iterable[Item], misses: list[str]) -> Counts:
    """Files that are not in another codec: what safe fixes of the ENC rules for bytes do to them."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    codes = ("ENC001", "ENC003", "ENC004", "ENC005", "ENC006")
    for item in items:
        if item.kind == "legacy":
            continue
        kind = f"{item.kind} {item.codec}".strip() if item.kind == "utf" else item.kind
        found = decide(item.raw)
        after = sets.fixed(item.raw, Safety.UNSAFE, *codes)
        count = counts[kind]
        count["n"] += 1
        whole = item.text is not None and found.reading is not Reading.TRUNCATED
        good = _equal(after.decode(), item.text) if whole else after == item.raw
        count["right"] += good
        if not good:
            misses.append(f"{item.id} {kind}: read as {found.reading}")
    return counts


def _file_table(counts: Counts) -> str:
    lines = [f"{'other files':22}{'n':>5}{'right or left alone':>22}"]
    lines += [f"{kind:22}{c['n']:5}{_share(c['right'], c['n']):>22}" for kind, c in sorted(counts.items())]
    return "\n".join([*lines, ""])


def _repairs(items: Iterable[Item], misses: list[str]) -> Counts:
    """Texts: exact with safe fixes, exact with all, and the peers."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    codes = ("ENC010", "ENC011", "ENC012")
    tools: dict[str, Callable[[str], str]] = peers.repairers()
    for item in items:
        damaged, right = item.raw.decode("utf-8", "surrogatepass"), item.text or ""
        count = counts[_kind(item)]
        count["n"] += 1
        safe = sets.fixed_text(damaged, Safety.SAFE, *codes)
        count["safe"] += safe == right
        count["harm"] += _harmed(damaged, safe, right)
        after = sets.fixed_text(damaged, Safety.UNSAFE, *codes)
        count["all"] += after == right
        if after != right:
            misses.append(f"{item.id} {_kind(item)}: {item.source}")
        for name, repair in tools.items():
            own = name == "plsfix" and damaged != right
            count[name] += repair(damaged) == (repair(right) if own else right)
    return counts


def _harmed(damaged: str, fixed: str, right: str) -> bool:
    """Whether a line was changed to something that is not right."""
    old, new, true = damaged.split("\n"), fixed.split("\n"), right.split("\n")
    if not len(old) == len(new) == len(true):
        return fixed not in (damaged, right)
    return any(b not in (a, c) for a, b, c in zip(old, new, true, strict=True))


def _kind(item: Item) -> str:
    suite = " (ftfy's tests)" if "ftfy" in item.source else ""
    kind = item.kind.rstrip("?")
    return f"{item.origin} {kind}{suite}"


def _repair_table(counts: Counts, names: list[str]) -> str:
    lines = [f"{'texts':42}{'n':>5}{'safe':>9}{'wrong':>7}{'all fixes':>11}" + "".join(f"{n:>14}" for n in names)]
    for kind, c in sorted(counts.items()):
        lines.append(
            f"{kind:42}{c['n']:5}{_share(c['safe'], c['n']):>9}{c['harm']:7}{_share(c['all'], c['n']):>11}"
            + "".join(f"{_share(c[n], c['n']):>14}" for n in names)
        )
    note = (
        "wrong: a line that --fix changed to something else than the right text\n"
        "plsfix always uncurls quotes and more: damaged texts are compared with what it makes of the right text"
    )
    return "\n".join([*lines, note, ""])


if __name__ == "__main__":
    main()
