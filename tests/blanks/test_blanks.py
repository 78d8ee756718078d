"""Blank lines and line ends: the gate misses nothing, fixes take white space alone, and stay small."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import catalog
from corpuslint.check import Checker
from corpuslint.fixes import apply, choose, edits_of
from corpuslint.model import DocKey, Document, Finding, Safety
from corpuslint.registry import Choice, Registry

RULES = Path(__file__).parents[2] / "rules" / "blanks"
CODES = ["BLK001", "BLK002", "BLK003", "BLK004", "BLK005", "BLK006"]
TEXTS = st.builds(str.__add__, st.sampled_from(["", "\ufeff"]), st.text("a \t\n\r\u00a0\u3000", max_size=14))


def registry() -> Registry:
    return Registry(catalog.entries([catalog.Folder(str(RULES), "corpuslint.rules.blanks", python=True)]))


REGISTRY = registry()


def checker(*codes: str, **options: int) -> Checker:
    table = dict.fromkeys(codes, options) if options else {}
    return Checker(REGISTRY.select(Choice(select=codes or tuple(CODES), options=table)))


def document(text: str, record: int = 0) -> Document:
    return Document(DocKey("a.txt", record), text)


def check(text: str, *codes: str, **options: int) -> list[Finding]:
    outcome = checker(*codes, **options).check(document(text))
    assert not outcome.troubles
    return outcome.findings


def settled(text: str, *codes: str) -> str:
    use = checker(*codes)
    for _ in range(10):
        acting = choose(use.check(document(text)).findings, Safety.SAFE)
        if not acting:
            return text
        text = apply(text, edits_of(acting))
    raise AssertionError(f"never settles: {text!r}")


@pytest.mark.parametrize("code", CODES)
@given(text=TEXTS)
def test_the_gate_misses_nothing(code: str, text: str) -> None:
    use = checker(code, **({"minimum": 2} if code == "BLK003" else {}))
    (entry,) = use.entries
    said = list(entry.rule.check(document(text)))
    assert use.check(document(text)).findings == said


@given(TEXTS)
def test_fixes_settle_and_take_nothing_but_white_space(text: str) -> None:
    fixed = settled(text)
    assert "".join(fixed.split()) == "".join(text.split())
    if fixed.strip("\ufeff \t\n\r\u00a0\u3000"):
        lines = fixed.removeprefix("\ufeff").replace("\r\n", "\n")
        assert "\r" not in lines
        assert not lines.startswith("\n")
        assert lines.endswith("\n")
        assert not lines.endswith("\n\n")
        assert "\n\n\n\n" not in lines
        assert lines == "\n".join(line.rstrip() for line in lines.split("\n"))
    else:
        assert fixed == text


@given(TEXTS)
def test_lines_of_text_stay_lines_of_text(text: str) -> None:
    def filled(s: str) -> list[str]:
        lines = s.removeprefix("\ufeff").replace("\r", "\n").split("\n")
        return [line.rstrip() for line in lines if line.strip()]

    assert filled(settled(text)) == filled(text)


def test_a_record_needs_no_final_line_end() -> None:
    assert checker("BLK006").check(document("One.", 3)).findings == []
    assert [f.rule for f in checker("BLK006").check(document("One.")).findings] == ["BLK006"]


def test_a_batch_is_cleared_only_where_every_document_is() -> None:
    use = checker("BLK005")
    assert not use.gate.hits(b"\x1eOne.\nTwo.\n\x1eThree.\n\x1e")
    assert not use.gate.hits(b"\x1eOne.\r\nTwo.\r\n\x1eThree.\r\n\x1e")
    assert use.gate.hits(b"\x1eOne.\r\nTwo.\n\x1eThree.\r\n\x1e")
    assert use.gate.hits(b"\x1eOne.\rTwo.\x1e")


@pytest.mark.parametrize(
    ("code", "text", "fixed"),
    [
        ("BLK004", "a \n" * 30_000, "a\n" * 30_000),
        ("BLK003", "a\n\n\n\n" * 30_000 + "b", "a\n\n" * 30_000 + "b"),
        ("BLK005", "a\r\n" * 30_000 + "b\n" * 20_000, "a\r\n" * 30_000 + "b\r\n" * 20_000),
    ],
)
def test_thousands_of_places_are_one_finding_with_one_edit(code: str, text: str, fixed: str) -> None:
    (finding,) = check(text, code)
    assert finding.fix is not None
    assert len(finding.fix.edits) == 1
    assert finding.fix.safety is Safety.SAFE
    assert apply(text, finding.fix.edits) == fixed


@pytest.mark.parametrize("unit", [" ", "\n", "\r", "\r\n", " \n", "\n\r", "\t \r", "\u3000\n"])
def test_long_runs_are_judged_in_one_go(unit: str) -> None:
    """Would not come to an end if any of the rules looked back from every place of a run."""
    run = unit * 100_000
    for text in (run, f"a{run}b", f"{run}a", f"a{run}", f"a{run}b" * 2):
        check(text)
