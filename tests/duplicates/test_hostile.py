"""No corpus makes the cost grow with the square of its size, and no text is too odd."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import DocKey, Document
from corpuslint.text import duplicates
from corpuslint.text.duplicates import comparison, inverted, search
from corpuslint.text.duplicates.paragraphs import none_repeated, repeats
from tests.conftest import Process

Judge = Callable[..., duplicates.Judgement]
Make = Callable[..., str]


def test_equal_documents_are_compared_by_digest(judge: Judge, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "compare", None)
    judgement = judge({f"{at:05}": make(1, 40) for at in range(100_000)})
    assert len(judgement.identical) == 99_999
    assert set(judgement.identical.values()) == {DocKey("00000")}


def test_a_template_is_aligned_with_a_few_neighbours(
    judge: Judge, make: Make, dice: Callable[[int], random.Random], monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = []
    whole = comparison.compare

    def counting(*arguments: object) -> object:
        pairs.append(len(arguments[0]))  # type: ignore[arg-type]
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "compare", counting)
    chance = dice(1)
    form = make(1, 120).split()
    texts = {}
    for at in range(2_000):
        filled = form.copy()
        for place in range(5, 120, 9):
            filled[place] = str(chance.randint(10, 99_999))
        texts[f"{at:05}"] = " ".join(filled)
    judgement = judge(texts)
    assert not judgement.near
    assert len(judgement.templates) > 1_000
    assert sum(pairs) <= 4 * inverted.NEIGHBOURS * 2_000


def test_one_long_document_with_many_partners(judge: Judge, make: Make) -> None:
    parts = {f"{at:04}": make(at, 60) for at in range(300)}
    judgement = judge({"whole": "\n".join(parts.values()), **parts})
    assert {(relation.doc.path, relation.other.path) for relation in judgement.partial} == {
        (name, "whole") for name in parts
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "word",
        "—",
        "\ud800",
        "a" * 3_000_000,
        "a " * 300_000,
        "\n" * 300_000,
        "漢" * 300_000,
        "e\u0301" * 200_000,
    ],
)
def test_odd_texts(judge: Judge, text: str) -> None:
    judgement = judge({"a": text, "b": text, "c": text + " x y z"})
    assert set(judgement.identical) <= {DocKey("b")}


@given(st.lists(st.text(st.sampled_from("ab .\n漢é\ud800"), max_size=200), max_size=6))
def test_any_texts_can_be_judged(judge: Judge, found: list[str]) -> None:
    judge({str(at): text for at, text in enumerate(found)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x" * 60 + "\n" + "x" * 60, [("x" * 60, 1)]),
        (f"{'x' * 60}\n\n{'y' * 70}\n{'z' * 80}\n{'y' * 70}\n\n{'z' * 80}", [("y" * 70, 1), ("z" * 80, 1)]),
        (f"{'x' * 60}\n{'y' * 70}\n\n{'x' * 60}\r\n{'y' * 70}", [("x" * 60 + "\r\n" + "y" * 70, 2)]),
        ("x" * 59 + "\n" + "x" * 59, []),
        ("-" * 99 + "\n" + "-" * 99, []),
    ],
)
def test_repeats(text: str, expected: list[tuple[str, int]]) -> None:
    found = [(text[repeat.again.start : repeat.again.end], repeat.lines) for repeat in repeats(text, 60)]
    assert found == expected


@given(st.lists(st.text(st.sampled_from("ab漢 \t\r-"), max_size=12), max_size=30), st.integers(1, 8))
def test_what_the_gate_clears_repeats_nothing(lines: list[str], shortest: int) -> None:
    text = "\n".join(lines)
    found = list(repeats(text, shortest))
    if none_repeated(text.encode(), shortest):
        assert not found
    for repeat in found:
        again = text[repeat.again.start : repeat.again.end].split("\n")
        first = text[repeat.first.start : repeat.first.end].split("\n")
        assert {line.strip() for line in again if len(line.strip()) >= shortest} <= {line.strip() for line in first}


def test_documents_joined_for_the_gate_are_kept_apart() -> None:
    line = "x" * 60
    assert none_repeated(f"{line}\x1ey".encode(), 60)
    assert not none_repeated(f"{line}\x1e{line}".encode(), 60)
    assert not none_repeated(f"a\n{line}\n{line}\x1eb".encode(), 60)


def test_a_line_a_hundred_thousand_times_is_one_finding() -> None:
    (found,) = repeats("\n".join(["x" * 60] * 100_000), 60)
    assert (found.again.start, found.first.start, found.lines, found.times) == (61, 0, 1, 100_000)


def test_nothing_of_nothing(judge: Judge) -> None:
    assert judge({}) == duplicates.Judgement()
    assert duplicates.notes([]) == []
    assert duplicates.note(Document(DocKey("a"), "")) == b""


def test_copies_in_a_crowd_are_compared_with_a_few_and_that_is_said(
    process: Process, make: Make, dice: Callable[[int], random.Random]
) -> None:
    chance, parts = dice(1), [make(at, 60) for at in range(6)]
    texts = {tuple(chance.sample(parts, 6)) for _ in range(200)}
    process.write({f"{at}.txt": "\n\n".join(text) + "\n" for at, text in enumerate(sorted(texts))})

    done = process("--select", "DUP008", "--output-format", "json", "--fail-on", "info")

    (found,) = json.loads(done.out)["findings"]
    assert found["data"]["limit"] == "crowd"
    assert found["data"]["documents"] > 150


def test_what_lies_beyond_the_limit_is_told(process: Process, make: Make) -> None:
    long = make(1, 2_000) * 700
    assert len(long) > 9 << 20
    process.write({"a.txt": long + "end\n", "b.txt": long + "other end\n", "c.txt": make(1) + "\n"})

    done = process("--select", "DUP008", "--output-format", "concise", "-q")

    assert [line.split(":")[0] for line in done.out.splitlines()] == ["a.txt", "b.txt"]
    assert done.out.count("only the first 8 MiB of the text are compared") == 2


def test_nothing_is_said_of_texts_without_words(process: Process) -> None:
    texts = {f"empty/{at}.txt": "\n" * (at % 2) for at in range(300)}
    texts |= {f"word/{at}.txt": "Photo\n" for at in range(300)}
    process.write(texts)

    done = process("--select", "DUP", "--preview", "-q")

    assert (done.code, done.out, done.err) == (0, "", "")


SCRIPTS = {
    "Chinese": (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面",
        "",
    ),
    "Japanese": ("のにはをたがでてとしれさある年月日本中大人国会学生出時行見分今長前後ひらがなカタカナ", ""),
    "Thai": ("กขคงจชซญดตถทธนบปผพฟภมยรลวศสหอ", "ะาิีุูเแโไ่้"),
    "Khmer": ("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", "ាិីុូេែៃោៅ"),
    "Korean": ("가나다라마바사아자차카타파하고노도로모보소오조초코토포호", ""),
}


def script(seed: random.Random, name: str, size: int) -> str:
    """Running text in a script, most of them without blanks between words."""
    letters, marks = SCRIPTS[name]
    text = "".join(
        seed.choice(letters) + (seed.choice(marks) if marks and seed.random() < 0.6 else "") for _ in range(size)
    )
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if name == "Korean" else text


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_without_blanks(judge: Judge, dice: Callable[[int], random.Random], name: str) -> None:
    chance = dice(len(name))
    story, brief = script(chance, name, 400), script(chance, name, 60)
    cut, lead = len(story) * 3 // 4, script(chance, name, 20)
    judgement = judge(
        {
            "story": f"{story[:200]}。\n{story[200:]}",
            "copy": f"{lead}\n{story[:cut]}",
            "round-up": f"{brief}\n{script(chance, name, 500)}",
            "brief": brief,
            "other": script(chance, name, 400),
        }
    )
    (near,) = judgement.near
    assert (near.doc.path, near.other.path) == ("copy", "story")
    assert near.covered > 0.9
    assert near.covered_other == pytest.approx(0.75, abs=0.06)
    (part,) = judgement.partial
    assert (part.doc.path, part.other.path) == ("brief", "round-up")


def test_a_long_chain_of_pairs_is_followed_at_once() -> None:
    """Fillings of a template hang together from neighbour to neighbour; step by step this took minutes."""
    size = 100_000
    first = np.concatenate((np.arange(size - 1), [size]))
    second = np.append(np.arange(1, size), size + 1)
    none = np.zeros(len(first), dtype=np.int64)
    pairs = inverted.Candidates(first, second, none, none, np.zeros(size + 2, dtype=np.int64), np.zeros(1), np.zeros(1))
    wanted = np.zeros(size + 2, dtype=bool)
    wanted[size // 2] = True

    assert len(search.concerning(pairs, wanted).a) == size - 1


def test_texts_made_up_to_have_one_digest_are_not_the_same(process: Process) -> None:
    """Thue-Morse sequences have one polynomial modulo 2**64, whatever the base; so have their shingles in any order."""
    first = [0]
    for _ in range(11):
        first += [1 - bit for bit in first]
    second = [1 - bit for bit in first]
    texts = [
        " ".join(("peace", "war")[bit] for part in order for bit in part)
        for order in ((first, second, first, first), (first, first, second, first))
    ]
    notes = duplicates.notes([Document(DocKey(str(at)), text) for at, text in enumerate(texts)])
    assert notes[0][:12] == notes[1][:12]

    process.write({"a.txt": texts[0], "b.txt": texts[1], "c.txt": texts[0].upper()})
    done = process("--select", "DUP001", "--output-format", "concise")

    assert [line.partition(" warning ")[0] for line in done.out.splitlines()[:-1]] == ["c.txt:1:1:"]
