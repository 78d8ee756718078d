"""Sign-offs: the gate misses none that the rule finds, and hostile texts are read to their end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.blanks.boilerplate import One

SIGN_OFFS = One("BPL007")
PIECES = st.sampled_from(
    [
        *("Reporting by ", "Additional reporting by ", "Editing by ", "Edited by ", "with files from ", "Source: "),
        *(" contributed to this report", " contributed", " and ", "This story has been updated."),
        *("Con información de ", "Mit Material von ", "Kaynak:", "© ", "2019 ", "All rights reserved.", "ENDS"),
        *("aho/", "jre", "PAP - ", "dpa", "AFP", "Reuters", "REUTER", "Agência Brasil", "ТАСС", "新华社", "liman.com"),
        *("Ada Holm", "J.", "(", ")", "（完）", "\nAdvertisement", "\nMost read", "Follow us on X"),
        *("/", " — ", "\n", ". ", ".", ", ", " ", "* ", "\xa0", "The ferry stays in port."),
    ]
)
STORY = "The ferry stays in port."


@given(st.lists(PIECES, max_size=9).map(lambda pieces: STORY + "".join(pieces)))
def test_the_gate_misses_no_sign_off(text: str) -> None:
    SIGN_OFFS.found(text)


@pytest.mark.parametrize("agency", SIGN_OFFS.agencies)
def test_the_gate_knows_every_agency(agency: str) -> None:
    for name in {agency, agency.upper(), agency.title()}:
        for sign in (f"({name})", f"— {name}", f"/{name}/", f"({name}/aho)", f"Source: {name}", f"{name}, AFP."):
            assert SIGN_OFFS.found(f"{STORY} {sign}") == {sign}
            assert SIGN_OFFS.found(f"{STORY}\n\n{sign}\n") == {sign}


@pytest.mark.parametrize(
    "label",
    ["Quelle", "Fuente", "Fonte", "Źródło", "Kaynak", "Bron", "Källa", "Источник", "Πηγή", "المصدر", "来源", "출처"],
)
def test_the_gate_knows_every_label(label: str) -> None:
    assert SIGN_OFFS.found(f"{STORY}\n{label}: Reuters") == {f"{label}: Reuters"}
    SIGN_OFFS.found(f"{STORY}\n{label}: mercury.com\n")


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
    said = list(SIGN_OFFS.findings(f"{STORY}{text}\n{STORY}\n(Reporting by Ada)\n"))
    assert [finding.span.end for finding in said] == [len(text) + 2 * len(STORY) + 20]
    SIGN_OFFS.found(STORY + text)
