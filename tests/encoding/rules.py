"""The rules of the ENC, CHR and MUP families, as they are shipped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.model import DocKey, Document, Finding
from corpuslint.registry import Entry

FOLDER = Path(__file__).parents[2] / "rules"
FAMILIES = ("encoding", "characters", "markup")


@lru_cache
def entries(families: tuple[str, ...] = FAMILIES) -> tuple[Entry, ...]:
    """The rules of these families, those in preview too."""
    folders = [catalog.Folder(str(FOLDER / family), python=True) for family in families]
    return tuple(catalog.entries(folders))


def findings(text: str) -> list[Finding]:
    """What all the rules say of a text; a rule that fails is an error."""
    outcome = Checker(entries()).check(Document(DocKey("a.txt"), text))
    assert not outcome.troubles, outcome.troubles
    return outcome.findings
