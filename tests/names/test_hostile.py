"""Texts that are made to make trouble: every step stays linear, within its bounds, and says nothing wrong."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import DocKey, Span
from corpuslint.text import names
from corpuslint.text.names.blocking import PER_NAME, blocked_pairs, neighbour_pairs
from corpuslint.text.names.extract import MOST, mentions
from corpuslint.text.names.record import unpack
from tests.names.conftest import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator

SYLLABLES = ["".join(pair) for pair in product("bdfgklmnprst", "aeiou")]
CAPITALS = "THE MAYOR OF HARNSEY SAID ON MONDAY THAT ANDRIY HAVRYLYUK MET ANDRIY HAVRYLIUK.\n" * 200
TITLES = "The Mayor Of Harnsey Said On Monday That Andriy Havrylyuk Met Andriy Havryliuk\n" * 200


def words(count: int) -> Iterator[str]:
    """Distinct made-up names, each like the ones before it."""
    return ("".join(parts).capitalize() for parts in islice(product(SYLLABLES, repeat=4), count))


def everything(corpus: names.Names) -> list[names.Deviation]:
    """What all the searches of a corpus come to."""
    scored = names.score(corpus.index, names.Vocabulary(corpus.index), 0.5)
    ways = [
        *names.spelled_ways(corpus, scored),
        *names.joiner_ways(corpus),
        *names.fold_ways(corpus, frozenset(names.KINDS)),
        *names.abbreviation_ways(corpus),
    ]
    list(names.glued_names(corpus))
    return [found for one in ways for found in names.deviations_of(corpus, one, lambda _doc: True)]


@pytest.mark.parametrize("text", [CAPITALS, TITLES])
def test_capitals_throughout_say_nothing(corpus: Corpus, text: str) -> None:
    assert everything(corpus({"a": text, "b": text.replace("Havryliuk", "Havriliuk")})) == []


def test_one_document_of_too_many_names_is_noted_in_part() -> None:
    text = "So " + " said ".join(words(2 * MOST))
    found = mentions(text)
    assert len(found.table) == MOST
    assert max(found.tokens) == MOST - 1
    assert len(found.tokens) == len(found.starts) == len(found.flags)
    record = unpack(names.note(text, "en"))
    assert record.table == list(found.table)


@pytest.mark.parametrize("joint", [" and ", " "])
def test_the_pairs_of_names_that_crowd_are_bounded(corpus: Corpus, joint: str) -> None:
    made = list(words(12_000))
    found = corpus({str(at): "so " + joint.join(made[at : at + 40]) for at in range(0, len(made), 40)})
    vocabulary = names.Vocabulary(found.index)
    most = PER_NAME * (len(found.index.names) + 1_000) + 80 * 80
    assert len(blocked_pairs(found.index, vocabulary.names)) <= most
    assert len(neighbour_pairs(found.index, vocabulary)) <= most


def test_one_given_name_with_thousands_of_surnames(corpus: Corpus) -> None:
    found = corpus({str(at): f"so Tony {name} sang" for at, name in enumerate(words(800))})
    assert len(everything(found)) < 800


@pytest.mark.parametrize(
    "text",
    [
        "so " + "A\u0301" * 50_000,
        "so B" + "\u0301" * 200_000 + " sang",
        "so " + "Anna-" * 50_000,
        "so " + "O'" * 50_000,
        "so " + "A." * 50_000,
        "so " + "al-" * 50_000 + "Assad",
        "so " + "Anna " * 50_000,
        "so Anna" + "\u00a0de la" * 50_000 + " Borja",
        "Зеленский Zelensky Ζελένσκι 泽连斯基 זלנסקי Zе1ensky " * 5_000,
        "\u202eynnA\u202c Anna \u200bHolm \ufeffHolm \U0001f600Holm " * 5_000,
        "\ud800Anna \udfff Holm\n" * 5_000,
    ],
    ids=range(11),
)
def test_odd_letters(corpus: Corpus, text: str) -> None:
    assert everything(corpus({"a": text, "b": text[: len(text) // 2]})) == []
    record = unpack(names.note(text, "en"))
    for token, start in zip(record.tokens, record.starts, strict=True):
        assert text[start : start + 1] == record.table[token][:1]


@given(st.lists(st.text(max_size=60), max_size=5), st.sampled_from(["", "en", "pl"]))
def test_no_text_makes_a_search_fail(texts: list[str], language: str) -> None:
    noted = {DocKey(str(n)): names.Noted(names.note(text, language), {}) for n, text in enumerate(texts)}
    for found in everything(names.Part(noted).names()):
        text = texts[int(found.doc)]
        assert all(0 <= span.start < span.end <= len(text) for span in found.spans)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Kiev,", False),
        ("<q>Kiev", False),
        ("<q>Kiev</q>", True),
        ("`Kiev` ", True),
        ("“Kiev", True),
        ("Kiev@x ", True),
    ],
)
def test_every_mention_of_a_crowd_is_asked_for(text: str, bound: bool) -> None:
    """Each is looked up in what was found once for the text, however long the stretches without a blank are."""
    crowd = text * 100_000
    at = text.index("Kiev")
    assert {names.is_bound(crowd, Span(place, place + 4)) for place in range(at, len(crowd), len(text))} == {bound}
