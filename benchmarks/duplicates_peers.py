"""Other tools for near-duplicates, as their documentation says to use them, on word 5-grams."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

Texts = Sequence[str]
Pairs = Iterable[tuple[int, int]]
_WORD = re.compile(r"\w+")


def five_grams(text: str) -> set[str]:
    """Runs of five words in lower case; all words of a shorter text."""
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))}


def datasketch(threshold: float) -> Callable[[Texts], Pairs]:
    """MinHashLSH with 250 permutations; candidates checked with the estimated Jaccard similarity."""

    def run(texts: Texts) -> Pairs:
        tool = import_module("datasketch")
        index = tool.MinHashLSH(threshold=threshold, num_perm=250)
        sketches: list[Any] = []
        found: list[tuple[int, int]] = []
        for number, text in enumerate(texts):
            sketch = tool.MinHash(num_perm=250)
            sketch.update_batch([gram.encode() for gram in five_grams(text)])
            found += [(other, number) for other in index.query(sketch) if sketches[other].jaccard(sketch) >= threshold]
            index.insert(number, sketch)
            sketches.append(sketch)
        return found

    return run


def rensa(threshold: float, bands: int) -> Callable[[Texts], Pairs]:
    """RMinHash with 128 permutations and LSH; candidates checked with the estimated similarity."""

    def run(texts: Texts) -> Pairs:
        tool = import_module("rensa")
        index = tool.RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands)
        sketches: list[Any] = []
        found: list[tuple[int, int]] = []
        for number, text in enumerate(texts):
            sketch = tool.RMinHash(num_perm=128, seed=42)
            sketch.update(list(five_grams(text)))
            found += [(other, number) for other in index.query(sketch) if sketches[other].jaccard(sketch) >= threshold]
            index.insert(number, sketch)
            sketches.append(sketch)
        return found

    return run


def text_dedup(python: str, threshold: float) -> Callable[[Texts], Pairs]:
    """The command line of text-dedup 0.4, run by an interpreter that has it; its clusters as pairs."""

    def run(texts: Texts) -> Pairs:
        with tempfile.TemporaryDirectory() as folder:
            source, output = Path(folder, "in.jsonl"), Path(folder, "out")
            source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
            command = [python, "-m", "text_dedup.minhash", "--path", "json", "--data_files", str(source)]
            command += ["--split", "train", "--cache_dir", str(Path(folder, "cache")), "--output", str(output)]
            command += ["--column", "text", "--ngram", "5", "--num_perm", "250", "--threshold", str(threshold)]
            command += ["--num_proc", "1", "--debug"]
            subprocess.run(command, check=True, capture_output=True)
            reader = (
                "import json, pickle, sys; found = pickle.load(open(sys.argv[1], 'rb')); "
                "print(json.dumps([[int(k), int(found.find(k))] for k in list(found.parent)]))"
            )
            listed = subprocess.run(
                [python, "-c", reader, str(output / "uf.pkl")], check=True, capture_output=True, text=True
            )
            clusters = defaultdict(list)
            for document, cluster in json.loads(listed.stdout):
                clusters[cluster].append(document)
            return [(first, other) for first, *others in clusters.values() for other in others]

    return run
