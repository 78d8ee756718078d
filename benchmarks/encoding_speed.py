"""How fast the ENC, CHR and MUP rules are, beside ftfy and plsfix on the same texts in the same process.

python benchmarks/encoding_speed.py [--articles N] [--data DATA]

Clean: many articles of this project's own sentences, with curly marks, and in other languages; the rules
look at them in batches, as a run does, ftfy and plsfix at one article at a time. Damaged: the same articles
as UTF-8 read in other codecs; the rules find every place and say what it was, ftfy repairs and explains.
Times are processor time, the best of several rounds. With DATA, the folder of the labelled sets: the ENC and PUN rules
on a folder of clean real news beside typos, as whole commands.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import articles
import clean_news
import encoding_sets as sets
import timing

from corpuslint.model import DocKey, Document
from corpuslint.screening import between_edges
from corpuslint.text.encoding.damage import damaged_text
from corpuslint.text.encoding.mojibake import undone
from corpuslint.text.encoding.repair import changes

ROUNDS = 5
FILES = 2_225
"""Of the folder of small files."""
BATCH = 64
"""Articles in one batch."""
Tool = Callable[[Sequence[str]], Callable[[], object]]
"""Prepares its work on some texts, and returns it as a function to be timed."""
LANGUAGES = {
    "Russian": "Министр заявил, что переговоры начнутся «на следующей неделе». Жители города ждали ответа до вечера. ",
    "German": "Die Bürgermeisterin sagte: „Schön ist das nicht.“ Während der Sperrung fährt kein Bus über die Brücke. ",
    "Polish": "Burmistrz powiedział: „Zażółcić trudno”. Mieszkańcy czekali na odpowiedź do późnego wieczora. ",
    "Chinese": "总统周二表示：“新的贸易协议将于明年春天生效。”经济学家认为，这会带来许多变化。",
}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--data", type=Path, metavar="DATA", help="folder of the labelled sets")
    options = parser.parse_args()
    number = options.articles
    clean = {"curly English": [articles.article(i, curly=True) for i in range(number)]}
    clean |= {name: [sentence * 22 + "\n"] * number for name, sentence in LANGUAGES.items()}
    print(_table("clean articles", clean, {"corpuslint": _gate, **_fixers()}))
    english = [text for text in clean["curly English"][: number // 5] if not text.isascii()]
    german = clean["German"][: number // 5]
    damaged = {
        "curly, cp1252": [damaged_text(text, "cp1252") for text in english],
        "German, cp1252 twice": [damaged_text(damaged_text(text, "cp1252"), "cp1252") for text in german],
        "Russian, cp1252": [damaged_text(text, "cp1252") for text in clean["Russian"][: number // 5]],
    }
    print(_table("damaged articles", damaged, {"corpuslint": _check, **_explainers()}))
    if options.data:
        print(_folder(options.data))


def _folder(data: Path) -> str:
    """The ENC and PUN rules on a folder of small clean files beside typos, on one core."""
    with tempfile.TemporaryDirectory() as name:
        files, size = clean_news.write(Path(name), data, FILES)
        ours = [sys.executable, "-m", "corpuslint", "-j1", "--select", "ENC,PUN", "--scope", "documents", name]
        commands: dict[str, Sequence[str]] = {"corpuslint": ours}
        if shutil.which("typos"):
            commands["typos"] = ["typos", "-j1", "--format", "silent", name]
        found = timing.costs(commands)
    head = f"{files:,} files, {size / 1e6:.1f} MB of real clean news: processor time of --select ENC,PUN -j1"
    least = found["corpuslint"].cpu
    lines = [f"{tool:12}{cost.cpu:8.3f} s" for tool, cost in found.items()]
    if "typos" in found:
        lines.append(f"corpuslint takes {least / found['typos'].cpu:.2f} of the time of typos -j1")
    return "\n".join([head, *lines])


def _table(title: str, texts: dict[str, list[str]], tools: dict[str, Tool]) -> str:
    lines = [f"{title:22}{'MB':>6}" + "".join(f"{name + ' MB/s':>26}" for name in tools)]
    sizes = {name: sum(len(text.encode()) for text in batch) / 1e6 for name, batch in texts.items()}
    spent = {name: [_best(run, batch) for run in tools.values()] for name, batch in texts.items()}
    lines += [_row(name, sizes[name], spent[name]) for name in texts]
    lines.append(
        _row("all of them", sum(sizes.values()), [sum(column) for column in zip(*spent.values(), strict=True)])
    )
    return "\n".join([*lines, "in brackets: how many times as fast corpuslint is", ""])


def _row(name: str, size: float, seconds: Sequence[float]) -> str:
    ours, *others = (size / spent for spent in seconds)
    cells = [f"{ours:.1f}", *(f"{speed:.1f} ({ours / speed:.1f} ×)" for speed in others)]
    return f"{name:22}{size:6.2f}" + "".join(f"{cell:>26}" for cell in cells)


def _best(tool: Tool, texts: Sequence[str]) -> float:
    """The least processor time of several rounds, after one that warms up."""
    tool(texts[:2])()
    work = tool(texts)
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return max(min(found), 1e-9)


def _gate(texts: Sequence[str]) -> Callable[[], None]:
    """What a run does with the bytes of clean files: the gate over a batch of them."""
    gate = sets.checker(()).gate
    data = [text.encode() for text in texts]

    def work() -> None:
        for i in range(0, len(data), BATCH):
            assert not gate.hits(between_edges(data[i : i + BATCH]))

    return work


def _check(texts: Sequence[str]) -> Callable[[], None]:
    checker = sets.checker(())

    def work() -> None:
        changes.cache_clear()
        undone.cache_clear()
        for text in texts:
            assert checker.check(Document(DocKey("a.txt"), text)).findings

    return work


def _fixers() -> dict[str, Tool]:
    import ftfy

    found: dict[str, Tool] = {"ftfy.fix_text": _each(ftfy.fix_text)}
    if find_spec("plsfix"):
        import plsfix

        found["plsfix.fix_text"] = _each(plsfix.fix_text)
    return found


def _explainers() -> dict[str, Tool]:
    import ftfy

    return {"ftfy.fix_and_explain": _each(ftfy.fix_and_explain), "ftfy.fix_text": _each(ftfy.fix_text)}


def _each(function: Callable[[str], object]) -> Tool:
    def prepare(texts: Sequence[str]) -> Callable[[], None]:
        def work() -> None:
            for text in texts:
                function(text)

        return work

    return prepare


if __name__ == "__main__":
    main()
