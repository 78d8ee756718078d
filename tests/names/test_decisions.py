from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from corpuslint.model import DocKey
from corpuslint.text.names import Deviation, Names, Noted, Part, Vocabulary, deviations_of, note, score, spelled_ways
from corpuslint.text.names.evidence import Weigher
from corpuslint.text.names.majority import choices
from corpuslint.text.names.pairs import ScoredPair
from corpuslint.text.names.stars import stars

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpuslint.text.names import Names

    Corpus = Callable[..., Names]


def found(names: Names, least: float = 0.5) -> list[Deviation]:
    scored = score(names.index, Vocabulary(names.index), least)
    return [one for ways in spelled_ways(names, scored) for one in deviations_of(names, ways, lambda _doc: True)]


def told(names: Names, least: float = 0.5) -> list[tuple[str, str, str, bool]]:
    return [(names.keys[one.doc].path, one.form, one.other, one.tie) for one in found(names, least)]


THREE = {
    "a": "So Andriy Havrylyuk opened the line.",
    "b": "Why Andriy Havryliuk kept it, nobody knows.",
    "c": "They thanked Andriy Havrylyuk.",
}


def test_the_rarer_form_deviates(corpus: Corpus) -> None:
    (one,) = found(corpus(THREE))
    assert (one.doc, one.form, one.other, one.tie, one.by, one.counts) == (
        1,
        "Havryliuk",
        "Havrylyuk",
        False,
        "corpus",
        (1, 2),
    )
    assert [(doc, THREE["abc"[doc]][span.start : span.end]) for doc, span in one.places] == [
        (0, "Havrylyuk"),
        (2, "Havrylyuk"),
    ]
    assert one.ground.reason == "same given name Andriy in all"


def test_a_tie_is_one_finding_at_the_first_document(corpus: Corpus) -> None:
    assert told(corpus({"a": THREE["b"], "b": THREE["a"]})) == [("a", "Havryliuk", "Havrylyuk", True)]


def test_a_tie_goes_to_the_first_wanted_document(corpus: Corpus) -> None:
    names = corpus({"a": THREE["b"], "b": THREE["a"]})
    scored = score(names.index, Vocabulary(names.index), 0.5)
    (ways,) = spelled_ways(names, scored)
    (one,) = deviations_of(names, ways, lambda doc: doc == 1)
    assert (one.form, one.other, one.tie) == ("Havrylyuk", "Havryliuk", True)


def test_a_tie_is_told_at_the_form_that_is_found_nowhere_else(corpus: Corpus) -> None:
    texts = {"a": THREE["a"], "b": THREE["b"]}
    texts |= {f"m{n}": f"On day {n} Marek Havrylyuk fell." for n in range(3)}
    assert told(corpus(texts)) == [("b", "Havryliuk", "Havrylyuk", True)]


def test_evidence_comes_from_all_and_findings_from_wanted(corpus: Corpus) -> None:
    names = corpus(THREE)
    scored = score(names.index, Vocabulary(names.index), 0.5)
    (ways,) = spelled_ways(names, scored)
    assert list(deviations_of(names, ways, lambda doc: doc != 1)) == []


def test_a_source_keeps_its_own_style(corpus: Corpus) -> None:
    texts = {f"g{n}": f"On day {n} Andriy Havryliuk spoke." for n in range(5)}
    texts |= {f"n{n}": f"On day {n} Andriy Havrylyuk spoke." for n in range(9)}
    texts["g9"] = "Then Andriy Havrylyuk left."
    sources = {name: {"g": "Gazette", "n": "News"}[name[0]] for name in texts}
    names = corpus(texts, sources)
    (one,) = found(names)
    assert (names.keys[one.doc].path, one.form, one.other, one.by, one.counts) == (
        "g9",
        "Havrylyuk",
        "Havryliuk",
        "source",
        (1, 5),
    )


def test_what_its_source_has_settled_is_no_tie(corpus: Corpus) -> None:
    texts = {f"g{n}": f"On day {n} Andriy Havryliuk spoke." for n in range(5)}
    texts |= {f"n{n}": f"On day {n} Andriy Havrylyuk spoke." for n in range(5)}
    sources = {name: {"g": "Gazette", "n": "News"}[name[0]] for name in texts}
    assert found(corpus(texts, sources)) == []

    names = corpus(
        texts | {"g8": "So Andriy Havrylyuk left.", "x": "So Andriy Havryliuk left."}, sources | {"g8": "Gazette"}
    )
    assert [(names.keys[one.doc].path, one.form, one.tie) for one in found(names)] == [
        ("x", "Havryliuk", True),
        ("g8", "Havrylyuk", False),
    ]


def test_copies_count_once(corpus: Corpus) -> None:
    report = (
        "Then Andriy Havryliuk met Anna Holm, Eva Berg, Tom Dahl, Ole Lund and Pia Moe of Ardenia. {} "
        "They spoke of Borvia with Ida Falk and Jan Rask."
    )
    texts = {f"a{n}": report.format(f"Part {n} of it came late.") for n in range(3)}
    texts |= {"b": "So Andriy Havrylyuk opened the line.", "c": "They thanked Andriy Havrylyuk."}
    names = corpus(texts)
    assert names.first == [0, 0, 0, 3, 4]
    told_of = [(names.keys[one.doc].path, one.form, one.counts) for one in found(names)]
    assert told_of == [(path, "Havryliuk", (1, 2)) for path in ("a0", "a1", "a2")]


def test_another_report_of_one_event_is_no_copy(corpus: Corpus) -> None:
    texts = {
        "a": "by Anna Holm, Eva Berg, Tom Dahl, Ole Lund and Pia Moe of Ardenia",
        "b": "by Anna Holm, Eva Berg, Tom Dahl, Kim Vik, Liv Sand and Per Strand of Borvia",
    }
    assert corpus(texts).first == [0, 1]


@pytest.mark.parametrize(
    ("docs", "source", "form", "by"),
    [
        ({"A": [0, 1, 2], "B": [3]}, "", "A", "corpus"),
        ({"A": [0], "B": [3]}, "", None, "corpus"),
        ({"A": [0, 1], "B": [2, 3], "C": [4]}, "", None, "corpus"),
        ({"A": [0, 1, 2, 3, 4], "B": list(range(10, 20))}, "low", "A", "source"),
        ({"A": [0, 1, 2, 3], "B": list(range(10, 20))}, "low", "B", "corpus"),
        ({"A": [0, 1, 2, 3, 4], "B": [5, 6, *range(10, 20)]}, "low", "B", "corpus"),
    ],
)
def test_who_decides(docs: dict[str, list[int]], source: str, form: str | None, by: str) -> None:
    choice = choices(docs, lambda doc: "low" if doc < 10 else "high")(source)
    assert (choice.form, choice.by) == (form, by)


def test_strangers_are_left_alone(corpus: Corpus) -> None:
    texts = dict(THREE)
    texts["d"] = "A goal by Marek Havryliuk. Then Havryliuk fell."
    assert told(corpus(texts)) == [("b", "Havryliuk", "Havrylyuk", False)]


def test_a_surname_tells_of_somebody_else(corpus: Corpus) -> None:
    """The spellings share a given name, so each is a surname; where another surname follows, it is a given name."""
    texts = {f"a{n}": "They met Suraya Mohamed." for n in range(6)}
    surnames = ("Attara", "Bellour", "Chadli", "Driss", "Fassi", "Gharbi", "Jebali", "Kettani")
    texts |= {f"b{n}": f"They met Mohamed {name}." for n, name in enumerate(surnames)}
    texts |= {"c": "They met Suraya Mohamad.", "d": "They met Mohamad Hamadi."}
    assert told(corpus(texts)) == [("c", "Mohamad", "Mohamed", False)]


def test_stars_never_chain(corpus: Corpus) -> None:
    texts = {f"a{n}": "They met Anna Okhtyrkiv." for n in range(4)}
    texts |= {f"b{n}": "They met Anna Okhtyrkyv." for n in range(2)} | {"c": "They met Anna Ohtyrkyv."}
    names = corpus(texts)
    scored = score(names.index, Vocabulary(names.index), 0.3)
    (star,) = stars(names.index, scored, {token: names.index.postings[token] for token in names.index.tokens()})
    assert names.index.names[star.hub] == "Okhtyrkiv"
    assert {pair.evidence.a for pair in star.rays.values()} == {star.hub}


def test_two_people_beside_other_given_names(corpus: Corpus) -> None:
    texts = {"a": "by Marta Petterson", "b": "by Kyle Patterson", "c": "by Kyle Patterson and others"}
    assert told(corpus(texts)) == []


def test_only_the_shared_neighbour_decides(corpus: Corpus) -> None:
    texts = {f"d{n}": f"In {place} of Durban rain fell." for n, place in enumerate(("parts", "all", "most"))}
    texts |= {f"s{n}": "The senator Dick Durbin spoke." for n in range(4)} | {"x": "The senator Dick Durban spoke."}
    names = corpus(texts)
    index = names.index
    pair = Weigher(index, Vocabulary(index)).restricted(index.ids["Durbin"], index.ids["Durban"])
    assert pair is not None
    (ways,) = spelled_ways(names, [ScoredPair(0.9, pair)])
    (one,) = deviations_of(names, ways, lambda _doc: True)
    assert (names.keys[one.doc].path, one.form, one.other, one.counts) == ("x", "Durban", "Durbin", (1, 4))


def test_order_and_grouping_do_not_matter() -> None:
    texts = THREE | {
        "d": "Rosalind Achterberg won.",
        "e": "So Rosalind Achtrberg won.",
        "f": "For Rosalind Achterberg.",
    }
    noted = [(DocKey(name), Noted(note(text, "en"), {})) for name, text in texts.items()]

    def made(order: list[tuple[DocKey, Noted]], cut: int) -> list[Deviation]:
        return found(Part(dict(order[:cut])).merge(Part(dict(order[cut:]))).names())

    expected = made(noted, 6)
    assert len(expected) == 2
    for seed in range(5):
        shuffled = random.Random(seed).sample(noted, len(noted))  # noqa: S311 - an order for a test
        assert made(shuffled, seed) == expected
