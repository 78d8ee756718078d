"""A corpus that nobody wrote, with everything in it that rules across files find, and what the command says of it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Process

Answer = tuple[int, bytes]

FOOTER = (
    "Sign up here for our morning letter and have the news of the day on your desk before breakfast, with the "
    "weather, the markets and what the papers say; you may leave the list again at any time by one click."
)
FRAME = (
    "The market in {place} closed at {a}.{b} on {day}, and traders said that the price of {good} had gone {way} by "
    "{c} per cent since the morning, after a long week in which little was sold and the harbour stayed quiet; the "
    "exchange will open again on the next day at nine, and the bank of {place} will say more about its rates then."
)


def story(seed: int, sentences: int = 14) -> list[str]:
    """Sentences of a language that does not exist; the same seed gives the same ones."""
    chance = random.Random(seed)  # noqa: S311 - texts that are the same in every run
    words = ["".join(chance.choice("bdfgklmnprst") + chance.choice("aeiou") for _ in range(3)) for _ in range(400)]
    return [" ".join(chance.choices(words, k=12)).capitalize() + "." for _ in range(sentences)]


def corpus() -> dict[str, bytes]:
    """Stories, trimmed and identical copies, a template of many fillings, a footer, records, and odd encodings."""
    files: dict[str, bytes] = {}
    for n in range(24):
        person = "Volodymyr Zelenskyy" if n % 6 else "Volodymyr Zelensky"
        said = f"The visit of {person} to Harnsey was short, said an aide of {person} in the evening."
        footer = FOOTER if n % 2 else ""
        files[f"paper/s{n:02}.txt"] = "\n".join([said, *story(n), footer]).encode() + b"\n"
    for n in range(6):
        files[f"wire/copy{n}.txt"] = "\n".join([f"From our desk {n}.", *story(n)[2:]]).encode() + b"\n"
    files["wire/same.txt"] = files["paper/s07.txt"].replace(b".", b" .").upper()
    files["wire/again.txt"] = files["paper/s07.txt"] + b"\n"
    for n in range(45):
        values = {
            "place": f"Town{n}",
            "a": n,
            "b": n * 7 % 90,
            "day": "Friday",
            "good": "corn",
            "way": "up",
            "c": n % 9,
        }
        files[f"market/m{n:02}.txt"] = FRAME.format(**values).encode() + b"\n"
    rows = [{"id": str(n % 9), "title": f"Title {n}", "text": "\n".join(story(100 + n))} for n in range(12)]
    rows.append({"id": "x", "title": "Title 3", "text": "\n".join(story(3))})
    files["records.jsonl"] = "".join(json.dumps(row) + "\n" for row in rows).encode()
    files["other.jsonl"] = "".join(json.dumps(row) + "\n" for row in rows[2:4]).encode()
    files["old/cp1252.txt"] = (
        "\n".join(story(3)) + " \u201cna\u00efve\u201d caf\u00e9 \u2013 d\u00e9j\u00e0 vu"
    ).encode("cp1252")
    files["old/mojibake.txt"] = (
        ("\n".join(story(4)) + " caf\u00e9 d\u00e9j\u00e0 vu").encode().decode("cp1252").encode()
    )
    files["old/empty.txt"] = b""
    files["old/one.txt"] = b"word\n"
    files["old/utf16.txt"] = "\n".join(story(5)).encode("utf-16")
    files["corpuslint.toml"] = b'[lint]\nextend-select = ["DUP", "NAM"]\n'
    return files


WANTED = (
    ("paper/s03.txt",),
    ("wire/copy2.txt", "wire/same.txt"),
    ("market/m44.txt", "paper/s07.txt"),
    ("records.jsonl", "old/one.txt"),
    ("old/cp1252.txt", "other.jsonl", "paper/s06.txt"),
)


def asked(process: Process, *arguments: str) -> Answer:
    """Exit code and report of a check across the corpus, without document rules unless they are asked for."""
    done = process("check", "--scope", "corpus", "--output-format", "json", *arguments)
    assert "error" not in done.err, done.err
    return done.code, done.raw


def changed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What somebody does to such a corpus: files edited, one of the same size; some new."""
    swapped = files["paper/s03.txt"].replace(b"Harnsey", b"Yesnrah")
    return {
        "paper/s03.txt": swapped,
        "paper/s04.txt": "\n".join(story(9)).encode(),
        "records.jsonl": files["records.jsonl"] + json.dumps({"id": "7", "text": "\n".join(story(8))}).encode() + b"\n",
        "new/a.txt": "\n".join(story(11)[3:]).encode(),
        "new/b.txt": FRAME.format(place="Ende", a=1, b=2, day="Monday", good="oats", way="down", c=4).encode(),
    }


@pytest.fixture
def peopled(process: Process) -> Process:
    """The command in a folder that holds the corpus."""
    process.write(corpus())
    return process
