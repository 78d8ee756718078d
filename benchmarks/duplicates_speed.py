"""What finding near-duplicates costs, alignment of every candidate included, beside other tools on the same texts.

python benchmarks/duplicates_speed.py DATA [--documents N] [--peers] [--text-dedup PYTHON] [--scaling] [--files N]
    [--hostile] [--rounds N]

DATA holds `neardup/dev` and, in `corpora`, reuters21578.tar.gz and rss2022h1.tar.gz. Texts are real ones in random
order, first articles, then items of feeds; where more are wanted than there are, the words of real ones are shuffled.
Every tool runs in a process of its own, in turns, from texts in memory to pairs; processor seconds are the median of
the rounds. The figure of text-dedup is that of its command, less the same command on ten texts. With `--files` the
whole command runs on so many small files. `--hostile` needs no DATA worth the name: equal documents, fillings of one
template, and one document of 100 MB. Linux only.
"""

from __future__ import annotations

import argparse
import gc
import html
import json
import math
import random
import resource
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from typing import Any

import duplicates_peers as peers
import duplicates_sets as sets
import timing

from corpuslint.mapping import TOGETHER, TOGETHER_SIZE, noted
from corpuslint.model import DocKey, Document
from corpuslint.starting import collect_late
from corpuslint.text import duplicates

SIZES = (10_000, 20_000, 50_000, 100_000, 200_000)
ROUNDS = 3


def texts_of(data: Path, count: int) -> list[str]:
    """Real texts in random order, articles before items of feeds; the same count gives the same texts."""
    dev = sets.synthetic(data, "dev")
    articles = [d.text for d in dev.documents if d.key.path.startswith(("main/", "bbc/")) and "~" not in d.key.path]
    articles += [document.text for document in sets.reuters(data).documents]
    feeds = _feeds(data / "corpora" / "rss2022h1.tar.gz")
    chance = random.Random(count)
    chance.shuffle(articles)
    chance.shuffle(feeds)
    real = articles + feeds
    found = real[:count]
    while len(found) < count:
        words = chance.choice(real).split()
        chance.shuffle(words)
        found.append(" ".join(words))
    return found


def _feeds(path: Path) -> list[str]:
    found = {}
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".json") else None
            if stream is not None:
                for entry in json.load(stream):
                    text = f"{entry['title']}\n\n{html.unescape(entry['description'])}"
                    if len(text) > 200:
                        found[entry["link"]] = text
    return [found[link] for link in sorted(found)]


class Memory:
    """Documents in memory as a corpus, all wanted."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Take the documents in."""
        self._documents = {document.key: document for document in documents}
        self.wanted: Container[DocKey] = self._documents

    def document(self, key: DocKey) -> Document:
        """One document."""
        return self._documents[key]


def as_documents(texts: Sequence[str]) -> Sequence[Document]:
    """What the engine hands to rules."""
    return [Document(DocKey(f"{at}.txt"), text) for at, text in enumerate(texts)]


def corpuslint(documents: Sequence[Document]) -> int:
    """The whole way of the rules that are on, as many documents at a time as the engine takes; how many it reports."""
    part = duplicates.collect([])
    for some in together(documents):
        part = duplicates.merge(part, duplicates.collect(noted(some, duplicates.notes(some))))
    judgement = part.judgement(Memory(documents))
    return len(judgement.identical) + len(judgement.near) + len(judgement.partial)


def together(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Documents as the engine hands them to rules, see `mapping.Mapper`."""
    some: list[Document] = []
    size = 0
    for document in documents:
        some.append(document)
        size += len(document.text)
        if len(some) >= TOGETHER or size >= TOGETHER_SIZE:
            yield some
            some, size = [], 0
    yield some


def of_peer(run: Callable[[peers.Texts], peers.Pairs]) -> tuple[Callable[[Any], Any], Callable[[Any], int]]:
    """A peer, which takes texts as they are, as a function that counts."""
    return list, lambda texts: len(list(run(texts)))


TOOLS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], int]]] = {
    "corpuslint": (as_documents, corpuslint),
    "datasketch 250 permutations": of_peer(peers.datasketch(0.7)),
    "rensa 128 permutations": of_peer(peers.rensa(0.7, 16)),
}


def work(tool: str, path: str) -> None:
    """Run one tool on the texts of a file and print what it took (in a process of its own)."""
    collect_late()
    texts = json.loads(Path(path).read_text("utf-8"))
    prepare, run = TOOLS[tool]
    run(prepare(texts[:300] * 4))  # modules are loaded and tables made before the clock starts, for every tool alike
    given = prepare(texts)
    gc.collect()
    gc.freeze()
    before, start = _resident("VmRSS"), time.process_time()
    found = run(given)
    taken = time.process_time() - start
    print(json.dumps({"seconds": taken, "megabytes": _resident("VmHWM") - before, "found": found}))


def _resident(field: str) -> float:
    """Resident memory of this process in megabytes: VmRSS now (and from now on), VmHWM at most. Linux only."""
    if field == "VmRSS":
        Path("/proc/self/clear_refs").write_text("5")
    (line,) = (line for line in Path("/proc/self/status").read_text("utf-8").splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def measured(tool: str, path: Path) -> tuple[float, float, int]:
    """Processor seconds, megabytes added, and how much was found."""
    command = [sys.executable, __file__, "--work", tool, str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found["seconds"], found["megabytes"], found["found"]


def of_command(python: str, texts: Sequence[str]) -> float:
    """Processor seconds of the command of text-dedup, less those on ten texts."""
    taken = []
    for some in (texts, texts[:10]):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        peers.text_dedup(python, 0.7)(some)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return taken[0] - taken[1]


def compared(path: Path, texts: Sequence[str], arguments: argparse.Namespace) -> None:
    """Print the table of tools."""
    tools = list(TOOLS) if arguments.peers else ["corpuslint"]
    rows: dict[str, list[tuple[float, float, int]]] = {tool: [] for tool in tools}
    if arguments.text_dedup:
        rows["text-dedup 0.4 command"] = []
    for _ in range(arguments.rounds):
        for tool in tools:
            rows[tool].append(measured(tool, path))
        if arguments.text_dedup:
            rows["text-dedup 0.4 command"].append((of_command(arguments.text_dedup, texts), math.nan, 0))
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts)} documents, {size:.1f} MB")
    own = statistics.median(seconds for seconds, _, _ in rows["corpuslint"])
    for tool, found in rows.items():
        seconds = statistics.median(seconds for seconds, _, _ in found)
        print(
            f"  {tool:30} {seconds:8.3f} CPU s {len(texts) / seconds:10.0f} docs/s {size / seconds:7.1f} MB/s"
            f" {seconds / own:6.1f} x  +{found[0][1]:.0f} MB, {found[0][2]} found"
        )


def from_disk(texts: Sequence[str], folder: Path) -> None:
    """Print what the whole command costs on small files, and the most memory it has at once."""
    for at, text in enumerate(texts):
        path = folder / f"{at // 1000:04}" / f"{at:07}.txt"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text + "\n", "utf-8")
    command = [sys.executable, "-m", "corpuslint", "--isolated", "--select", "DUP", "-j1", "-s", str(folder)]
    timing.once(command)
    cpu, _ = timing.once(command)
    print(f"  {len(texts)} files from disk: {cpu:.2f} CPU s, {timing.peak(command):.0f} MiB at most")


def hostile(folder: Path) -> None:
    """Print what corpora cost that are made to be costly."""
    chance = random.Random(1)
    words = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(5_000)]
    form = [chance.choice(words) for _ in range(150)]
    corpora = {
        "100,000 equal documents": [" ".join(form)] * 100_000,
        "100,000 fillings of one template": [
            " ".join(str(chance.randint(10, 99_999)) if at % 9 == 5 else word for at, word in enumerate(form))
            for _ in range(100_000)
        ],
        "20,000 documents of the same paragraphs": [
            "\n".join(chance.sample([" ".join(words[at : at + 30]) for at in range(0, 300, 30)], 6))
            for _ in range(20_000)
        ],
        "one document of 100 MB": [" ".join(chance.choices(words, k=14_300_000))],
        "100,000 empty and one-word documents": ["", "word"] * 50_000,
    }
    for name, texts in corpora.items():
        path = folder / "hostile.json"
        path.write_text(json.dumps(texts), "utf-8")
        seconds, megabytes, found = measured("corpuslint", path)
        print(f"  {name:42} {seconds:7.2f} CPU s  +{megabytes:.0f} MB, {found} found", flush=True)


def scaled(data: Path, folder: Path) -> None:
    """Print what more documents cost, and the slope."""
    points = []
    for size in SIZES:
        path = folder / f"{size}.json"
        path.write_text(json.dumps(texts_of(data, size)), "utf-8")
        found = [measured("corpuslint", path) for _ in range(ROUNDS)]
        seconds = statistics.median(seconds for seconds, _, _ in found)
        points.append((math.log(size), math.log(seconds)))
        print(f"  {size:8} documents {seconds:8.3f} CPU s  +{found[0][1]:.0f} MB, {found[0][2]} found", flush=True)
    slope = statistics.linear_regression(*zip(*points, strict=True)).slope
    print(f"  slope {slope:.2f} (1 is linear)")


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--work"]:
        work(*sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", metavar="DATA")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--text-dedup", metavar="PYTHON")
    parser.add_argument("--scaling", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    data = sets.data_folder(arguments.data)
    with tempfile.TemporaryDirectory() as folder:
        texts = texts_of(data, arguments.documents)
        path = Path(folder, "texts.json")
        path.write_text(json.dumps(texts), "utf-8")
        if arguments.hostile:
            hostile(Path(folder))
            return
        if arguments.files:
            from_disk(texts_of(data, arguments.files), Path(folder, "files"))
            return
        compared(path, texts, arguments)
        if arguments.scaling:
            scaled(data, Path(folder))


if __name__ == "__main__":
    main()
