"""Credits of pictures: the gate misses none that the rule finds, and hostile texts are read to their end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document
from corpuslint.registry import Choice, Registry

FOLDER = catalog.Folder(
    str(Path(__file__).parents[2] / "rules" / "boilerplate"), "corpuslint.rules.boilerplate", python=True
)
REGISTRY = Registry(catalog.entries([FOLDER]))
CREDITS = Checker(REGISTRY.select(Choice(select=("BPL006",), preview=True)))
PIECES = st.sampled_from(
    [
        *(
            "Photo",
            "Photos",
            "Image",
            "Foto",
            "Fot. A",
            "Фото",
            "Bild",
            "Credit",
            "credit",
            "Image source",
            "Image caption",
        ),
        *(
            ": ",
            " by ",
            "/",
            " / ",
            " via ",
            "(",
            ")",
            "[",
            "]",
            "\n",
            ". ",
            ", ",
            " ",
            "©",
            "(file photo)",
            " Photo: ",
        ),
        *(
            "Ada",
            "Holm",
            "J.",
            "Getty Images",
            "AP",
            "AP Photo",
            "AFP",
            "Reuters",
            "dpa",
            "Ada Holm/Reuters",
            "The ferry",
        ),
    ]
)


@given(st.lists(PIECES, max_size=9).map("".join))
def test_the_gate_misses_no_credit(text: str) -> None:
    document = Document(DocKey("a.txt"), text)
    outcome = CREDITS.check(document)
    assert not outcome.troubles
    said = {finding.span for finding in CREDITS.entries[0].rule.check(document)}
    assert {finding.span for finding in outcome.findings} == said


@pytest.mark.parametrize(
    "text",
    [
        "(Photo by " * 20_000,
        "A/AP " * 20_000,
        ". A/AP B" * 20_000,
        "photo\n" * 50_000,
        "(" * 50_000 + "Getty",
        ". Photo: A" * 9_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    said = CREDITS.entries[0].rule.check(Document(DocKey("a.txt"), text + "\nAda Holm/Getty Images\n"))
    assert list(said)[-1].span.end == len(text) + 23
