"""The rules of this family over one text."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.fixes import apply, choose, edits_of
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.registry import Choice, Registry

RULES = Path(__file__).parents[2] / "rules" / "punctuation"
REGISTRY = Registry(catalog.entries([catalog.Folder(str(RULES), "corpuslint.rules.punctuation", python=True)]))
QUOTES = ("PUN101", "PUN102", "PUN103", "PUN104", "PUN105", "PUN106", "PUN108")

_MARKS = [
    '"',
    "“",
    "”",
    '""',
    "''",
    "’",
    "‘",
    "'",
    "´",
    "″",
    "„",
    "«",
    " ",
    "  ",
    "     ",
    "\t",
    "\n",
    "\n\n",
    "\x1e",
    "\u00a0",
]
_SIGNS = [
    ".",
    ",",
    "!",
    "…",
    "...",
    ":",
    "-",
    "—",
    "(",
    ")",
    "[",
    "<",
    ">",
    "<b",
    "</b>",
    "<br>",
    "5",
    "6'2",
    "é",
    "本",
    "\u2028",
]
_WORDS = ["a", "word", "Word", "She said", ", he said.", "I think so", "the", "of", "says the council", "We"]
PIECES = st.sampled_from([*_MARKS, *_SIGNS, *_WORDS])
TEXTS = st.lists(PIECES, max_size=24).map("".join)
"""Texts of nothing but what stands beside quotation marks."""


def document(text: str, language: str = "en") -> Document:
    return Document(DocKey("a.txt"), text, {"language": language} if language else {})


def check(text: str, *codes: str, language: str = "en") -> list[Finding]:
    """The findings of these rules, or of all that are on."""
    checker = Checker(REGISTRY.select(Choice(select=codes, preview=True)))
    outcome = checker.check(document(text, language))
    assert not outcome.troubles
    return outcome.findings


def fixed(text: str, *codes: str, least: Safety = Safety.SAFE) -> str:
    """The text after the fixes of these rules, pass after pass."""
    for _ in range(40):
        acting = choose(check(text, *codes), least)
        if not acting:
            return text
        text = apply(text, edits_of(acting))
    raise AssertionError(f"never settles: {text!r}")
