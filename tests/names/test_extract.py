from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.text.names.extract import lower_words, mentions
from corpuslint.text.names.runs import ARTICLE, ARTICLES, INITIAL, LINKED, PART
from corpuslint.text.names.spelling import APOSTROPHES, HYPHENS

SHAPES = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))


def article_bits(before: str) -> int:
    return ARTICLES.index(before) << ARTICLE


def found(text: str) -> list[tuple[str, int, int]]:
    got = mentions(text)
    table = list(got.table)
    return [(table[t], s, f) for t, s, f in zip(got.tokens, got.starts, got.flags, strict=True)]


def tokens(text: str) -> list[str]:
    return [token for token, _, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he met Anna Holm today", [("Anna", 7, 0), ("Holm", 12, LINKED)]),
        ("Anna left. Holm stayed.", [("Anna", 0, INITIAL), ("Holm", 11, INITIAL)]),
        ("said “Holm is late”", [("Holm", 6, INITIAL)]),
        ("a plan of Holm's friends", [("Holm", 10, 0)]),
        ("the Davies’ house", [("Davies", 4, 0)]),
        ("in the Holm-backed plan", [("Holm", 7, 0)]),
        ("an Ardenia-Borvia pact", [("Ardenia-Borvia", 3, 0), ("Ardenia", 3, PART), ("Borvia", 11, PART)]),
        ("with Bashar al-Assad", [("Bashar", 5, 0), ("Assad", 15, LINKED | article_bits("al-"))]),
        ("with al-Assad", [("Assad", 8, article_bits("al-"))]),
        ("of al Qaeda", [("Qaeda", 6, article_bits("al "))]),
        ("of pal Anna and x-Anna", [("Anna", 7, 0), ("Anna", 18, 0)]),
        ("in Cote d'Ivoire", [("Cote", 3, 0), ("Ivoire", 10, LINKED | article_bits("d'"))]),
        ("by Juan de Borja", [("Juan", 3, 0), ("de", 8, LINKED), ("Borja", 11, LINKED)]),
        ("by J. R. Holm", [("J.", 3, 0), ("R.", 6, LINKED), ("Holm", 9, LINKED)]),
        ("the U.S. embassy", [("U.S.", 4, 0)]),
        ("for President Holm", [("Holm", 14, 0)]),
        ("on Monday Holm", [("Holm", 10, 0)]),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/Anna-Holm/x",
        "see www.example.org/Holm",
        "write to Holm@example.org",
        "by @Holm and #Holm",
        "open Holm.pdf",
        "on Holm.com",
        "in \\\\server\\Holm",
        "the eBay site",
        "a G20 meeting with Covid-19",
        "the The And But Monday President",
    ],
)
def test_no_mention(text: str) -> None:
    assert tokens(text) == []


def test_a_headline_says_nothing_of_capitals() -> None:
    line = "Harbour Lights Dim As Anna Holm Leaves\nin town Anna Holm slept"
    flags = {start: flag for _, start, flag in found(line)}
    assert flags[line.index("Anna")] == INITIAL
    assert flags[line.rindex("Anna")] == 0
    assert flags[line.rindex("Holm")] == LINKED


def test_a_possessive_ends_a_name() -> None:
    assert [flag for _, _, flag in found("so Holm's Ardenia fell")] == [0, 0]


def test_decomposed_letters_stay_in_one_token() -> None:
    text = "by Jose\u0301 Holm"
    assert tokens(text) == ["Jose\u0301", "Holm"]


def test_lower_words_are_whole_words() -> None:
    assert lower_words("the cat, the 9 dog's Cat cat a") == ["the", "cat"]


@given(st.text(alphabet="ABab Éé.'’-‐\n\u00a0@/:09\u0301”", max_size=60))
def test_every_mention_stands_where_it_says(text: str) -> None:
    before = 0
    for token, start, flags in found(text):
        assert text[start : start + len(token)].translate(SHAPES) == token
        assert start >= before
        assert 0 <= flags < 256
        before = start


@pytest.mark.parametrize(
    "text",
    [
        "A" * 300_000,
        "A-" * 150_000,
        "A. " * 100_000,
        "Aa " * 100_000,
        " " * 300_000 + "A",
        "A\u0301" * 150_000,
        "’A" * 100_000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    got = mentions(text)
    assert len(got.tokens) <= len(text)
