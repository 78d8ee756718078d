from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpuslint.text.names.blocking import LARGEST, blocked_pairs, neighbour_pairs
from corpuslint.text.names.letters import FEWEST, NEUTRAL, Letters
from corpuslint.text.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.text.names import Names

    Corpus = Callable[..., Names]


def test_counts_are_of_documents(corpus: Corpus) -> None:
    index = corpus({"a": "We met Holm. Holm spoke to Holm.", "b": "It was Holm, said Anna Holm.", "c": "the sea"}).index
    holm, anna = index.ids["Holm"], index.ids["Anna"]
    assert index.documents == 3
    assert list(index.postings[holm]) == [0, 1]
    assert index.inside[holm] == 4
    assert list(index.together(anna, holm)) == [1]
    assert list(index.together(holm, anna)) == []
    assert index.lower["met"] == 1


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("by George W. Bush now", {("George", "W."), ("W.", "Bush"), ("George", "Bush")}),
        ("by Juan de Borja now", {("Juan", "Borja")}),
        ("the Ardenia-Borvia Pact of Anna Holm", {("Ardenia-Borvia", "Pact"), ("Anna", "Holm")}),
        ("to Anna, Holm and Berg", set()),
    ],
)
def test_neighbours(corpus: Corpus, text: str, pairs: set[tuple[str, str]]) -> None:
    index = corpus({"a": text}).index
    names = index.names
    assert {(names[a], names[b]) for a in index.tokens() for b in index.after[a]} == pairs
    assert {(names[a], names[b]) for b in index.tokens() for a in index.before[b]} == pairs


def test_what_is_a_name(corpus: Corpus) -> None:
    texts = {str(n): "In Ardenia the harvest of Holm failed, and the ferry sank." for n in range(4)}
    texts["x"] = (
        "Harvest was late, and HOLM spoke of it. The Ferry of Britaniâ sank late with Level-II and with BergenHolm."
    )
    index = corpus(texts).index
    vocabulary = Vocabulary(index)
    assert {index.names[token] for token in vocabulary.names} == {"Ardenia", "Holm", "BergenHolm", "Level"}


def test_glued_names_are_kept_apart(corpus: Corpus) -> None:
    texts = {str(n): "For Okonjo it was late, he said so." for n in range(6)}
    index = corpus(texts | {"x": "When Okonjosaid no."}).index
    vocabulary = Vocabulary(index)
    glued = {index.names[token]: index.names[head] for token, head in vocabulary.glued.items()}
    assert glued == {"Okonjosaid": "Okonjo"}
    assert index.ids["Okonjosaid"] not in vocabulary.names


def test_blocks_hold_romanisations_and_slips(corpus: Corpus) -> None:
    forms = ["Zelensky", "Zelenskiy", "Katherine", "Katharine", "Ireland", "Irelsnd", "Okonjo"]
    index = corpus({"a": "to " + " and to ".join(forms)}).index
    pairs = {frozenset((index.names[a], index.names[b])) for a, b in blocked_pairs(index, range(len(index.names)))}
    assert pairs == {frozenset(forms[at : at + 2]) for at in (0, 2, 4)}


def test_a_full_block_says_nothing(corpus: Corpus) -> None:
    same = ["Zelensk" + "y" * n for n in range(1, LARGEST + 3)]
    index = corpus({"a": "to " + " and to ".join(same)}).index
    joined = blocked_pairs(index, range(len(index.names)))
    assert len(joined) < len(same) ** 2 / 4


def test_neighbours_bring_unlike_names_together(corpus: Corpus) -> None:
    texts = {"a": "with Tony Gonzales and Tony Okonjo", "b": "with Tony Gonzalez"}
    index = corpus(texts).index
    pairs = neighbour_pairs(index, Vocabulary(index))
    assert frozenset(("Gonzales", "Gonzalez")) in {frozenset((index.names[a], index.names[b])) for a, b in pairs}


def test_few_words_say_nothing_of_letters(corpus: Corpus) -> None:
    assert Letters(corpus({"a": "to Holm"}).index).rarest("Hqlm", "Holm") == NEUTRAL


def test_a_slip_makes_letters_that_no_word_has(corpus: Corpus) -> None:
    words = " ".join(
        f"{a}{b}{c}an" for a in "bcdfghklmnprst" for b in "aeiou" for c in "bcdfghklmnprstvxz" for _ in "12"
    )
    more = " ".join(f"{a}{b}{c}on" for a in "bcdfghklmnprst" for b in "aeiou" for c in "bcdfghklmnprstvxz")
    index = corpus({"a": f"{words} {more}"}).index
    assert len(index.lower) >= FEWEST
    letters = Letters(index)
    assert letters.rarest("Hadqan", "Hadban") == 0
    assert letters.rarest("Hadban", "Hadqan") < letters.rarest("Badan", "Batan")
