"""Findings are followed while their files change: by law on spans, and against a fresh look on whole files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpuslint import fixes
from corpuslint.cli import command
from corpuslint.model import Edit, Span
from corpuslint.review.desk import Desk
from corpuslint.review.following import follow

CHARS = "ab ,"


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and sorted, disjoint edits of it."""
    text = draw(st.text(CHARS, min_size=1, max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        edits.append(Edit(Span(start, end), draw(st.text(CHARS, max_size=4))))
    return text, edits


@given(edited(), st.data())
def test_a_span_that_is_followed_has_the_same_text(given_: tuple[str, list[Edit]], data: st.DataObject) -> None:
    text, edits = given_
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    after = follow(Span(start, end), [edits])
    touched = any(edit.span.start < end and start < edit.span.end for edit in edits)

    if after is None:
        assert touched or Span(start, end) in [edit.span for edit in edits]
    else:
        assert fixes.apply(text, edits)[after.start : after.end] == text[start:end]


@pytest.mark.parametrize(
    ("span", "edit", "expected"),
    [
        ((3, 5), Edit(Span(0, 1), "xyz"), (5, 7)),
        ((3, 5), Edit(Span(3, 3), "x"), (4, 6)),
        ((3, 5), Edit(Span(5, 5), "x"), (3, 5)),
        ((3, 5), Edit(Span(4, 4), "x"), None),
        ((3, 5), Edit(Span(4, 9), ""), None),
        ((3, 3), Edit(Span(3, 3), "x"), None),
        ((3, 3), Edit(Span(0, 3), ""), (0, 0)),
        ((3, 3), Edit(Span(3, 5), ""), (3, 3)),
    ],
)
def test_edges(span: tuple[int, int], edit: Edit, expected: tuple[int, int] | None) -> None:
    assert follow(Span(*span), [[edit]]) == (Span(*expected) if expected else None)


WORDS = [
    "It was",
    " , ",
    " ,, ",
    "he said",
    ".\n",
    "\n\n\n\n",
    "  ",
    "caf\u00c3\u00a9",
    '"so" ".',
    " so on ",
    "\u200b",
    "&amp;",
]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("".join), min_size=1, max_size=3).flatmap(
        lambda texts: st.sampled_from([texts, texts * 6])
    ),
    st.lists(st.integers(0, 50), max_size=6),
    st.booleans(),
)
def test_after_any_decisions_the_desk_knows_what_a_fresh_look_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: list[str], decisions: list[int], lines: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    for old in [*tmp_path.glob("*.txt"), *tmp_path.glob("*.jsonl")]:
        old.unlink()
    if lines:
        (tmp_path / "a.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    else:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.txt").write_text(text)
    desk = Desk(command.read(["--select", "ENC,PUN,BLK,CHR,MUP", "--isolated", "--no-plugins", "--scope", "documents"]))
    desk.look()
    assert [matter.result for matter in desk.tray.matters()] == desk.response.results
    for number in decisions:
        matters = [matter for matter in desk.tray.matters() if matter.result.fix]
        if matters:
            desk.fix(matters[number % len(matters)].items)
    known = [matter.result for matter in desk.tray.matters()]
    desk.look()

    assert known == [matter.result for matter in desk.tray.matters()]
