"""What spares work when a codec is told changes nothing that comes out."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest

from corpuslint.text.encoding import plausible
from corpuslint.text.encoding import resolve as resolving
from corpuslint.text.encoding.candidates import guesses
from corpuslint.text.encoding.evidence import Evidence, Reading
from tests.encoding.test_language import TEXTS

CODECS = ("cp1252", "cp1250", "cp1254", "koi8-r", "mac-roman", "cp932")
TOLD = "éßÐŷșƏﬀªʼжЖσςךםาी字한\u0301\u0308\u0942“”„‚«»‹›’‘–—…•£€¥†‡‰¢°½¹²¿¡§¶±×÷®™©№\xa0\xad\x81\ue000♥¨⁂"
"""Characters of every sort that fitness tells apart."""
NEIGHBOURS = [*map(chr, [*range(0x250), *range(0x250, 0x3100, 17), *range(0x3100, sys.maxunicode, 1999)])]


@pytest.mark.parametrize("char", TOLD)
def test_neighbours_that_are_alike_count_the_same(char: str) -> None:
    fitness = plausible.fitness.__wrapped__
    for neighbour in NEIGHBOURS:
        same = plausible.alike(neighbour)
        for other in (" ", "a"):
            assert fitness(neighbour, char, other) == fitness(same, char, other), neighbour
            assert fitness(other, char, neighbour) == fitness(other, char, same), neighbour


def test_characters_that_a_typical_one_stands_for_count_the_same() -> None:
    fitness = plausible.fitness.__wrapped__
    for char in map(chr, [*range(0x2F00, 0x3200), *range(0xAC00, sys.maxunicode, 211), *range(0xF900, 0x10000)]):
        for before, after in (
            (" ", "a"),
            ("a", "字"),
            ("字", "の"),
            ("1", " "),
            ("か", "."),
            ("Ａ", "ａ"),
            ("ａ", "Ａ"),
        ):
            assert fitness(before, char, after) == fitness(before, plausible.typical(char), after), char


def test_few_neighbours_stand_for_all() -> None:
    assert len(set(map(plausible.alike, NEIGHBOURS))) < len(NEIGHBOURS) / 8


def samples() -> list[bytes]:
    """Texts of one language or of several, whole or cut, in every codec that has most of their characters."""
    known = [*TEXTS.values()]
    texts = known + [f"“{text}” – {other}" for text, other in pairwise(known)]
    texts += [text[: 10 + 4 * at].upper() for at, text in enumerate(known)]
    encoded = {text.encode(codec, "ignore") for text in texts for codec in CODECS}
    return sorted(raw for raw in encoded if not raw.isascii())


def test_claims_that_are_not_looked_into_would_not_have_come_near(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [resolving.resolve(raw) for raw in samples()]
    monkeypatch.setattr(resolving, "SHOWN", 99)
    for raw, found in zip(samples(), quick, strict=True):
        whole = resolving.resolve(raw)
        assert found.margin == whole.margin
        assert found.candidates == whole.candidates[:3]


def test_most_claims_are_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_into: list[Reading] = []
    known = resolving._worth

    def worth(reading: Reading) -> float:
        looked_into.append(reading)
        return known(reading)

    monkeypatch.setattr(resolving, "_worth", worth)
    raw = "\n".join([TEXTS["tr"]] * 3).encode("cp1254")
    assert resolving.resolve(raw).candidates[0].codec == "cp1254"
    assert resolving.SHOWN <= len(looked_into) < len(resolving._claims(Evidence(raw), guesses(raw)))
