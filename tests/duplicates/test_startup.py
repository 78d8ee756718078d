"""A run on a few unrelated files is over before numpy would have loaded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.text import duplicates
from corpuslint.text.duplicates.bounds import may_be_related

PROGRAM = """
import json, sys
from corpuslint.model import DocKey, Document
from corpuslint.facts import Facts
from corpuslint.text import duplicates

class Memory:
    def __init__(self, docs):
        self.docs = self.wanted = {doc.key: doc for doc in docs}
    def document(self, key):
        return self.docs[key]

docs = [Document(DocKey(f"{at}.txt"), text) for at, text in enumerate(json.load(sys.stdin))]
part = duplicates.collect(Facts(doc.key, note) for doc, note in zip(docs, duplicates.notes(docs)) if note)
judgement = part.judgement(Memory(docs))
passages = list(part.shared_passages(Memory(docs), 10, 20))
found = [len(judgement.identical), len(judgement.near), len(judgement.partial), len(passages)]
print(json.dumps({"numpy": "numpy" in sys.modules, "masked": "numpy.ma" in sys.modules, "found": found}))
"""


def run(texts: list[str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], input=json.dumps(texts), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    assert result.pop("masked") is False  # it takes 15 to 25 ms to load
    return result


def test_four_unrelated_articles(make: Callable[..., str]) -> None:
    quotation = make(99, 26)
    texts = [f"{make(seed, 300)} {quotation} {make(seed + 10, 300)}" for seed in range(4)]
    assert run(texts) == {"numpy": False, "found": [0, 0, 0, 0]}


def test_identical_articles_need_no_numpy(make: Callable[..., str]) -> None:
    assert run([make(1, 300), make(2, 300), make(1, 300).upper()]) == {"numpy": False, "found": [1, 0, 0, 0]}


def test_related_articles_load_it(make: Callable[..., str]) -> None:
    assert run([make(1, 300), make(1, 280), make(2, 300)]) == {"numpy": True, "found": [0, 1, 0, 0]}


def test_copies_of_what_many_have(make: Callable[..., str]) -> None:
    common = make(9, 60)
    texts = [f"{make(seed, 200)} {common}" for seed in range(40)]
    copies = [f"{texts[0]} {word}" for word in ("one", "two", "three", "four")]
    assert run([*texts, *copies])["numpy"] is True


def test_much_text_loads_it(make: Callable[..., str]) -> None:
    assert run([make(seed, 2_000) for seed in range(40)]) == {"numpy": True, "found": [0, 0, 0, 0]}


@pytest.mark.parametrize(("shared", "related"), [(20, False), (28, False), (42, True), (120, True)])
def test_the_bound(make: Callable[..., str], shared: int, related: bool) -> None:
    common = make(1, shared)
    assert may_be_related(f"{make(2, 300)} {common}", f"{common} {make(3, 400)}") is related


def test_a_short_text_in_a_long_one_may_be_related(make: Callable[..., str]) -> None:
    assert may_be_related(make(1, 25), f"{make(2, 300)} {make(1, 25)}")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(2, 60)), min_size=1, max_size=12), st.integers(0, 9))
def test_alignment_never_exceeds_the_bound(
    judge: Callable[..., duplicates.Judgement], make: Callable[..., str], pieces: list[tuple[int, int]], seed: int
) -> None:
    one = " ".join(make(1, 500)[at * 700 :][: size * 7] for at, size in pieces)
    two = " ".join(make(1 if size % 3 else seed + 5, 500)[at * 700 :][: size * 7] for at, size in pieces[::-1])
    if not may_be_related(one, two):
        judgement = judge({"a": one, "b": two})
        assert judgement.near + judgement.partial + judgement.templates == ()
