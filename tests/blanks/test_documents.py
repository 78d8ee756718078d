"""Empty documents and contact lines: what they clear, what they miss, and that they stay fast on hostile text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document, Finding
from corpuslint.registry import Choice, Registry

RULES = Path(__file__).parents[2] / "rules"
UNSEEN = "\x00 \t\n\x1e\x1f\x85\xa0\xad\u1680\u2003\u200b\u200f\u2028\u202e\u202f\u205f\u2060\u2064\u3000\ufeff"


def checker(family: str, code: str) -> Checker:
    folder = catalog.Folder(str(RULES / family), f"corpuslint.rules.{family}", python=True)
    return Checker(Registry(catalog.entries([folder])).select(Choice(select=(code,))))


EMPTY = checker("documents", "DOC001")
CONTACT = checker("boilerplate", "BPL003")


def document(text: str) -> Document:
    return Document(DocKey("a.txt"), text)


def check(use: Checker, text: str) -> list[Finding]:
    outcome = use.check(document(text))
    assert not outcome.troubles
    return outcome.findings


@given(st.text(UNSEEN + "a詩—\ud800", max_size=6))
def test_no_empty_document_is_cleared(text: str) -> None:
    said = list(EMPTY.entries[0].rule.check(document(text)))
    assert check(EMPTY, text) == said
    assert bool(said) == (not set(text) & set("a詩—\ud800"))


@given(st.lists(st.text("a \n\u3000", max_size=3), min_size=1, max_size=5))
def test_a_batch_is_cleared_only_where_no_document_is_empty(texts: list[str]) -> None:
    data = b"\x1e" + b"\x1e".join(text.encode() for text in texts) + b"\x1e"
    assert (not EMPTY.gate.hits(data)) == all("a" in text for text in texts)


@given(st.text("@.aB \n\u2022follow", max_size=30))
def test_the_gate_misses_no_contact_line(text: str) -> None:
    text += "\nA. Tarrow can be reached at a@b.example\n"
    assert check(CONTACT, text) == sorted(
        CONTACT.entries[0].rule.check(document(text)), key=lambda finding: finding.span
    )


@pytest.mark.parametrize(
    "text",
    ["a@b " * 100_000, "@a\n" * 100_000, "Follow her on " * 50_000, ("Aa Bb " * 60 + "@x\n") * 1_000, "@" * 300_000],
)
def test_a_hostile_text_is_judged_in_one_go(text: str) -> None:
    """Would not come to an end if a line were looked at once for every sign in it."""
    assert check(CONTACT, text) == []
