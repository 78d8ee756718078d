"""Clean news-like articles, as many as wanted, made of sentences written for this purpose."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

PLACES = ["Marlow Bay", "Kestrel Hill", "Dunmere", "Oldcastle", "Port Ellery", "Saint Brannock", "Wexcombe"]
PEOPLE = ["Ada Linfield", "Tomas Berger", "Irene Okafor", "Paul Whitmore", "Nadia Rahman", "Jens Holm", "Clara Voss"]
BODIES = ["the harbour board", "the county council", "the fire service", "the school trust", "the water company"]
THINGS = [
    "a new flood wall",
    "the ferry timetable",
    "repairs to the old bridge",
    "a tax on empty shops",
    "the reservoir",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
SENTENCES = [
    "On {day} {body} of {place} voted {n} to {m} for {thing}.",
    '"We looked at every figure twice," said {person}, who has led the talks since {year}.',
    "The work is expected to cost {n}{m} million and to take about {m} months.",
    "Residents of {place} had asked for an answer before the winter.",
    "{person} called the decision a compromise that nobody loves and everybody can live with.",
    "A report of {year} counted {n}{m} complaints, most of them about {thing}.",
    "In {place} some {n}00 people signed a letter against the plan; {m} of them spoke at the meeting.",
    "The figures were checked by {body}, which publishes its accounts each spring.",
    "It is not clear who will pay if the grant of {year} runs out early.",
    '{person} said the vote was "a beginning" and promised a second hearing on {day}.',
    "Two earlier attempts, in {year} and a year later, failed because the ground was too wet.",
    "The next session is open to the public and starts at {m} in the evening.",
]
CURLY = str.maketrans({"'": "’"})


def article(number: int, *, curly: bool = False, sentences: Sequence[str] = SENTENCES) -> str:
    """One article of about 2,300 bytes; the same number gives the same text."""
    chance = random.Random(number)
    paragraphs = [" ".join(_sentence(chance, sentences) for _ in range(chance.randint(2, 4))) for _ in range(9)]
    text = "\n".join(paragraphs) + "\n"
    return _with_curly_quotes(text) if curly else text


def _sentence(chance: random.Random, sentences: Sequence[str]) -> str:
    return chance.choice(sentences).format(
        day=chance.choice(DAYS), body=chance.choice(BODIES), place=chance.choice(PLACES),
        person=chance.choice(PEOPLE), thing=chance.choice(THINGS),
        n=chance.randint(2, 9), m=chance.randint(3, 9), year=chance.randint(1994, 2024),
    )  # fmt: skip


def _with_curly_quotes(text: str) -> str:
    parts = text.split('"')
    return "".join(part + ("" if last else "“” "[index % 2]) for index, (part, last) in enumerate(
        (part, at == len(parts) - 1) for at, part in enumerate(parts)
    )).translate(CURLY)  # fmt: skip


FAULTS = {
    "’": "â€™",
    "“": "â€œ",
    "—": "â€”",
    ", ": " , ",
    ". ": "., ",
    " the ": " the\u200b ",
    " and ": " &amp; ",
    " said": " said\ufffd",
}
"""What stands in clean text, and what scraping and conversion make of it."""


def damaged(text: str, number: int) -> str:
    """The article with about one fault in 400 bytes; the same number gives the same faults."""
    chance = random.Random(number)
    for _ in range(len(text) // 400):
        right, wrong = chance.choice([pair for pair in FAULTS.items() if pair[0] in text])
        places = text.count(right)
        head = right.join(text.split(right)[: chance.randint(1, places)])
        text = head + wrong + text[len(head) + len(right) :]
    return text


def unrelated(count: int) -> list[str]:
    """At most twelve articles of which no two share a sentence."""
    return [article(number, sentences=SENTENCES[number::count]) for number in range(count)]


def vocabulary(chance: random.Random) -> list[str]:
    """As many words as a corpus has, of letters by chance."""
    return ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(30_000)]


def unlike(chance: random.Random, words: Sequence[str]) -> str:
    """About 1,300 bytes that have nothing to do with any other article."""
    lines = [" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(17)]
    return "\n".join(lines) + "\n"


def strangers(count: int) -> Iterator[str]:
    """This many articles of which no two share a sentence."""
    chance = random.Random(1)
    words = vocabulary(chance)
    return (unlike(chance, words) for _ in range(count))


def corpus(count: int, kind: str = "plain") -> Iterator[str]:
    """This many articles: "plain" ASCII, "curly" with typographic marks, or "damaged"."""
    for number in range(count):
        text = article(number, curly=kind != "plain")
        yield damaged(text, number) if kind == "damaged" else text


def write(folder: Path, texts: Iterable[str], *, shape: str = "files") -> tuple[int, int]:
    """Write texts as "files", a hundred to a folder, or into one "jsonl" or "parquet" file.

    Returns how many there are and the size of the texts in bytes.
    """
    if shape == "files":
        sizes = [_file(folder / f"{number // 100:04}" / f"{number:06}.txt", text) for number, text in enumerate(texts)]
        return len(sizes), sum(sizes)
    rows = [{"id": f"a{number}", "text": text} for number, text in enumerate(texts)]
    if shape == "jsonl":
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "articles.jsonl").write_text("".join(lines), "utf-8")
    else:
        import pyarrow as pa
        import pyarrow.parquet as pq

        pq.write_table(pa.Table.from_pylist(rows), folder / "articles.parquet", row_group_size=10_000)
    return len(rows), sum(len(row["text"].encode()) for row in rows)


def _file(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(text.encode())
