"""What cases of rule files cannot say: records with surrogates, hostile texts, and laws of all the rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import testing
from corpuslint.catalog import Folder
from corpuslint.check import Checker
from corpuslint.cli import main
from corpuslint.model import DocKey, Document, Safety
from tests.encoding.rules import FAMILIES, FOLDER, entries, findings


@pytest.mark.parametrize("family", FAMILIES)
def test_cases_of_the_rule_files(family: str) -> None:
    results = list(testing.run(Folder(str(FOLDER / family), python=True)))
    assert [r for r in results if not r.good] == []
    assert len(results) > 30


@pytest.mark.parametrize(
    ("text", "span", "fix"),
    [
        ("Oh \ud83d.", (3, 4), None),
        ("Oh \ude42\ud83d.", (3, 5), None),
        ("Oh \ud83d\ude42.", (3, 5), "🙂"),
        ("\udc80", (0, 1), None),
    ],
)
def test_lone_surrogates_of_a_record(text: str, span: tuple[int, int], fix: str | None) -> None:
    (found,) = [f for f in findings(text) if f.rule == "ENC017"]
    assert (found.span.start, found.span.end) == span
    assert (found.fix.edits[0].text if found.fix else None) == fix
    assert found.fix is None or found.fix.safety is Safety.SAFE


HOSTILE = {
    "letters of two scripts": "aж",
    "one long word": "ж",
    "tags that never end": "<a ",
    "comments that never end": "<!--",
    "ampersands": "&amp;",
    "styles that never end": ".a,",
    "functions that never begin": "function   ",
    "escapes of escapes": "\\n",
    "percent signs": "a%20",
    "quoted-printable": "=C3=A9",
    "accents on accents": "e\u0301\u0323",
    "invisible characters": "a\u200b\xad",
    "embeddings": "א\u202a",
    "controls": "\x93\x81",
    "mojibake in one line": "Ã©",
    "mojibake without end": "Ã",
    "right and damaged": "Ã©é",
    "lost blanks": "Ã ",
    "replaced": "\ufffda",
    "terminal sequences": "\x1b]",
    "boxes": "│─",
    "apostrophes": "a?s ",
    "lone halves": "\ud83d",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    text = HOSTILE[name] * (150_000 // len(HOSTILE[name]))
    outcome = Checker(entries()).check(Document(DocKey("a.txt"), text))
    assert not outcome.troubles


PIECES = st.sampled_from(
    [*HOSTILE.values(), "plain ", "\n", "“", "é", "&eacute;", "<b>", "MÃ¼ller", "Gonzαlez", "likе", "\ufeff", "\u2028"]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join))
def test_every_finding_lies_in_the_text_and_every_fix_changes_it(text: str) -> None:
    for found in findings(text):
        assert 0 <= found.span.start <= found.span.end <= len(text)
        for edit in found.fix.edits if found.fix else ():
            assert text[edit.span.start : edit.span.end] != edit.text


def test_every_rule_names_itself_and_its_place() -> None:
    codes = [entry.meta.code for entry in entries()]
    assert len(codes) == len(set(codes)) == 30
    assert {code[:3] for code in codes} == {"ENC", "CHR", "MUP"}


def test_record_of_json_lines_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "The cafÃ© isnâ\x80\x99t open."}) + "\n")
    assert main(["--fix", "--select", "ENC", str(path)]) == 0
    assert json.loads(path.read_text())["text"] == "The café isn’t open."
