from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from corpuslint.text.names import Ways, abbreviation_ways, deviations_of, fold_ways, glued_names, joiner_ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpuslint.text.names import Names

    Corpus = Callable[..., Names]

KINDS = frozenset({"accent", "case", "apostrophe"})


def told(names: Names, ways: Callable[[Names], Iterator[Ways]], texts: list[str]) -> list[tuple[int, str, str]]:
    found = []
    for one in ways(names):
        for deviation in deviations_of(names, one, lambda _doc: True):
            text, span = texts[deviation.doc], deviation.spans[0]
            found.append((deviation.doc, text[span.start : span.end], deviation.other))
    return found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["in Rees Mogg", "in Rees-Mogg", "to Rees-Mogg"], [(0, "Rees Mogg", "Rees-Mogg")]),
        (["in Kim Jong Un", "by Kim Jong-un", "to Kim Jong-un"], [(0, "Jong Un", "Jong-un")]),
        (["to Rio de Janeiro", "to Rio-de-Janeiro", "in Rio de Janeiro"], [(1, "Rio-de-Janeiro", "Rio de Janeiro")]),
        (["of Exxon Mobil", "of ExxonMobil", "to ExxonMobil"], [(0, "Exxon Mobil", "ExxonMobil")]),
        (["by Anna Holm-Berg", "by Eva Holm Berg", "by Eva Holm Berg"], []),
        (["of Lilian", "of Li-Lian", "to Li-Lian"], []),
        (["by Anna Lilian", "by Anna Li-Lian", "by Anna Li-Lian"], [(0, "Lilian", "Li-Lian")]),
        (["in the White-Hall", "in the White Hall, all white, a hall", "a white hall"], []),
        (["of DonaldHolm", *["of Donald Holm"] * 6], []),
        (["in Rees-Mogg", "in Rees-Mogg"], []),
    ],
)
def test_joiners(corpus: Corpus, texts: list[str], expected: list[tuple[int, str, str]]) -> None:
    assert told(corpus({str(n): text for n, text in enumerate(texts)}), joiner_ways, texts) == expected


@pytest.mark.parametrize(
    ("kinds", "texts", "expected"),
    [
        ({"accent"}, ["by Lefevre", "by Lefèvre", "to Lefèvre"], [(0, "Lefevre", "Lefèvre")]),
        ({"case"}, ["by Lefevre", "by Lefèvre", "to Lefèvre"], []),
        ({"case"}, ["by Desantis", "by DeSantis", "to DeSantis"], [(0, "Desantis", "DeSantis")]),
        ({"apostrophe"}, ["by Sana'ani", "by Sanaani", "to Sanaani"], [(0, "Sana'ani", "Sanaani")]),
        ({"apostrophe"}, ["by Sana’ani", "by Sana'ani"], []),
        (KINDS, ["by HOLM", "by Holm"], []),
    ],
)
def test_folds(corpus: Corpus, kinds: set[str], texts: list[str], expected: list[tuple[int, str, str]]) -> None:
    names = corpus({str(n): text for n, text in enumerate(texts)})
    assert told(names, lambda some: fold_ways(some, frozenset(kinds)), texts) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["the US spoke", "the U.S. spoke", "a U.S. envoy"], [(0, "US", "U.S.")]),
        (["by J. Holm of the JA", "the JA"], []),
        (["the UNESCO", "the U.N.E.S.C.O. spoke"], []),
    ],
)
def test_abbreviations(corpus: Corpus, texts: list[str], expected: list[tuple[int, str, str]]) -> None:
    assert told(corpus({str(n): text for n, text in enumerate(texts)}), abbreviation_ways, texts) == expected


def test_glued_names_have_a_place_each(corpus: Corpus) -> None:
    texts = {str(n): "For Okonjo it was late, he said so." for n in range(6)} | {
        "x": "When Okonjosaid no, Okonjosaid it."
    }
    found = list(glued_names(corpus(texts)))
    assert [(one.name, one.rest, one.span.start, one.frequency) for one in found] == [
        ("Okonjo", "said", 5, 6),
        ("Okonjo", "said", 20, 6),
    ]
