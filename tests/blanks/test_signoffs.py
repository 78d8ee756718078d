"""Sign-offs: the gate misses none that the rule finds, and hostile texts are read to their end."""

from __future__ import annotations

import sys
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
SIGN_OFFS = Checker(REGISTRY.select(Choice(select=("BPL007",), preview=True)))
AGENCIES: tuple[str, ...] = sys.modules[type(SIGN_OFFS.entries[0].rule).__module__].AGENCIES
PIECES = st.sampled_from(
    [
        *("Reporting by ", "Additional reporting by ", "Editing by ", "Edited by ", "with files from ", "Source: "),
        *(
            " contributed to this report",
            " contributed",
            " and ",
            "This story has been updated.",
            "Con información de ",
        ),
        *(
            "Mit Material von ",
            "Kaynak:",
            "© ",
            "2019 ",
            "All rights reserved.",
            "ENDS",
            "（完）",
            "aho/",
            "jre",
            "PAP - ",
        ),
        *(
            "dpa",
            "AFP",
            "Reuters",
            "REUTER",
            "Agência Brasil",
            "ТАСС",
            "新华社",
            "liman.com",
            "Ada Holm",
            "J.",
            "(",
            ")",
        ),
        *("/", " — ", "\n", ". ", ".", ", ", " ", "* ", "\xa0", "The ferry stays in port."),
    ]
)
STORY = "The ferry stays in port."


def found(text: str) -> set[str]:
    """What the rule finds in a text behind its gate; it must be what it finds without."""
    document = Document(DocKey("a.txt"), text)
    outcome = SIGN_OFFS.check(document)
    assert not outcome.troubles
    said = {finding.span for finding in SIGN_OFFS.entries[0].rule.check(document)}
    assert {finding.span for finding in outcome.findings} == said
    return {text[span.start : span.end] for span in said}


@given(st.lists(PIECES, max_size=9).map(lambda pieces: STORY + "".join(pieces)))
def test_the_gate_misses_no_sign_off(text: str) -> None:
    found(text)


@pytest.mark.parametrize("agency", AGENCIES)
def test_the_gate_knows_every_agency(agency: str) -> None:
    for name in {agency, agency.upper(), agency.title()}:
        for sign in (f"({name})", f"— {name}", f"/{name}/", f"({name}/aho)", f"Source: {name}", f"{name}, AFP."):
            assert found(f"{STORY} {sign}") == {sign}
            assert found(f"{STORY}\n\n{sign}\n") == {sign}


@pytest.mark.parametrize(
    "label",
    ["Quelle", "Fuente", "Fonte", "Źródło", "Kaynak", "Bron", "Källa", "Источник", "Πηγή", "المصدر", "来源", "출처"],
)
def test_the_gate_knows_every_label(label: str) -> None:
    assert found(f"{STORY}\n{label}: Reuters") == {f"{label}: Reuters"}
    found(f"{STORY}\n{label}: mercury.com\n")


@pytest.mark.parametrize(
    "text",
    [
        "(Reporting by " * 20_000,
        "Ada contributed to " * 20_000,
        "dpa/" * 50_000,
        "(" * 50_000 + "AFP",
        ". AFP" * 40_000,
        " " * 200_000,
        "This story has been updated. " * 9_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    said = list(
        SIGN_OFFS.entries[0].rule.check(Document(DocKey("a.txt"), f"{STORY}{text}\n{STORY}\n(Reporting by Ada)\n"))
    )
    assert [finding.span.end for finding in said] == [len(text) + 2 * len(STORY) + 20]
    found(STORY + text)
