"""Precision of NAM on text that nothing was fitted on: `python benchmarks/names_unseen.py DATA`.

DATA holds, in `corpora` or itself, `reuters21578.tar.gz` (SGML of 1987), `rss2022h1.tar.gz` (crawled feeds as JSON),
`horne.tar.gz` (political articles of 2016) and `article_extraction_benchmark.tar.gz` (pages of all kinds of 2019). The
verdicts of one reader on the reported pairs (of Reuters a sample) lie beside this file, keyed by digest, without text.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import os
import re
import tarfile
from collections import Counter
from collections.abc import Iterator

from names_accuracy import DEFAULT, SUGGEST, pack
from names_sets import ONE, digest, indexed, part_of, verdicts

from corpuslint.text import language, names

_SHORTEST = 60


def reuters(path: str) -> Iterator[str]:
    """The bodies of all items."""
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".sgm") else None
            if stream is not None:
                text = stream.read().decode("latin-1")
                yield from map(html.unescape, re.findall(r"<BODY>(.*?)</BODY>", text, re.DOTALL))


def feeds(path: str) -> Iterator[str]:
    """Title and description of the English items that are no videos, each once."""
    seen: set[str] = set()
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() and "youtube" not in member.name else None
            for item in _items(stream.read() if stream else b"[]"):
                text = html.unescape(re.sub(r"<[^>]+>", " ", f"{item.get('title')}\n{item.get('description')}")).strip()
                if len(text) >= _SHORTEST and text not in seen and language.detect(text[:600]) == "en":
                    seen.add(text)
                    yield text


def politics(path: str) -> Iterator[str]:
    """The bodies of all articles, in order of their names."""
    with tarfile.open(path) as archive:
        for member in sorted(archive, key=lambda member: member.name):
            stream = archive.extractfile(member) if re.search(r"/(?:Fake|Real|Satire)/.*txt$", member.name) else None
            if stream is not None:
                yield stream.read().decode("cp1252", "replace")


def pages(path: str) -> Iterator[str]:
    """The articles that people took out of English pages."""
    with tarfile.open(path) as archive:
        stream = archive.extractfile("article_extraction_benchmark/ground-truth.json")
        for page in json.load(stream).values() if stream else ():
            if language.detect(page["articleBody"][:600]) == "en":
                yield page["articleBody"]


CORPORA = (
    ("reuters", "reuters21578.tar.gz", reuters),
    ("feeds2022", "rss2022h1.tar.gz", feeds),
    ("politics2016", "horne.tar.gz", politics),
    ("pages2019", "article_extraction_benchmark.tar.gz", pages),
)


def _items(data: bytes) -> list[dict[str, str]]:
    try:
        found: list[dict[str, str]] = json.loads(data)
    except ValueError:  # a feed that was cut while it was crawled
        return []
    return found


def reported(corpus: str, texts: list[str], own: dict[str, str]) -> dict[str, Counter[str]]:
    """What was said of the pairs reported at each level; "" of those that nobody read."""
    index = indexed(texts)
    scored = names.score(index, names.Vocabulary(index), SUGGEST, distinct=pack().is_distinct)
    print(f"{corpus}: {len(texts):,} documents")
    said = {}
    for title, least, most in (("NAM001", DEFAULT, 1.1), ("NAM007", SUGGEST, DEFAULT)):
        pairs = [p.evidence for p in scored if least <= p.probability < most]
        said[title] = Counter(
            own.get(digest(corpus, frozenset((index.names[e.a], index.names[e.b]))), "") for e in pairs
        )
    return said


def show(title: str, said: Counter[str]) -> None:
    """One line: how many are right of those read, and the interval of Wilson (1927) at 95 %."""
    right = sum(said[one] for one in ONE)
    read = right + said["not"]
    share, z = right / max(1, read), 1.96
    middle = (share + z * z / (2 * read)) / (1 + z * z / read) if read else 0.5
    half = z * math.sqrt(share * (1 - share) / read + z * z / (4 * read * read)) / (1 + z * z / read) if read else 0.5
    print(
        f"  {title}: {said.total()} pairs, {read} read, precision {share:.3f} "
        f"({middle - half:.3f} to {middle + half:.3f}), {said['unknown']} nobody can tell"
    )


def main() -> None:
    """Print the figures of each corpus and of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    total: dict[str, Counter[str]] = {}
    folder, own = part_of(parser.parse_args().data, "corpora"), verdicts()
    for corpus, file, read in CORPORA:
        path = os.path.join(folder, file)
        if not os.path.exists(path):
            raise SystemExit(f"{path} is missing: DATA must be the folder of the raw corpora")
        for title, said in reported(corpus, list(read(path)), own).items():
            show(title, said)
            total[title] = total.get(title, Counter()) + said
    print("all:")
    for title, said in total.items():
        show(title, said)
    show("NAM001 and NAM007", sum(total.values(), Counter()))


if __name__ == "__main__":
    main()
