"""All rules of the family together: nothing escapes, fixes settle, safe ones keep every letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import catalog, testing
from corpuslint.model import Safety
from corpuslint.testing import CaseResult

from .checking import QUOTES, REGISTRY, RULES, TEXTS, check, fixed

ALL = tuple(REGISTRY.entries)
HOSTILE = [
    '"a ' * 20_000,
    '"' * 50_000,
    '"a b c\n' * 5_000,
    'a"' * 20_000,
    "“a " * 20_000,
    "word " * 200_000 + '"',
    "( [" * 20_000,
    "a.B " * 20_000,
    "the the " * 20_000,
    "<a " * 20_000 + '"',
    "'' " * 20_000,
    "e\u0301\u0301\u0301" * 20_000 + '"',
    '"\ud800 a" ' * 100,
    ("Aa. " * 450 + 'I go," ') * 300,
]


def cases() -> list[CaseResult]:
    return list(testing.run(catalog.Folder(str(RULES), "corpuslint.rules.punctuation", python=True)))


@pytest.mark.parametrize("result", cases(), ids=lambda result: f"{result.code}-{result.case}")
def test_cases(result: CaseResult) -> None:
    assert result.good, result.detail


@given(TEXTS, st.sampled_from(["", "en", "de", "fr", "ja", "ar"]))
def test_findings_have_places_and_fixes_have_bases(text: str, language: str) -> None:
    for finding in check(text, *ALL, language=language):
        assert 0 <= finding.span.start < finding.span.end <= len(text)
        if finding.fix is not None:
            assert finding.fix.edits
            for edit in finding.fix.edits:
                assert finding.fix.basis.start <= edit.span.start <= edit.span.end <= finding.fix.basis.end
                assert edit.text or edit.span.start < edit.span.end


@given(TEXTS)
def test_the_gate_misses_nothing(text: str) -> None:
    for entry in REGISTRY.entries.values():
        if entry.rule.clears(text.encode()):
            from .checking import document

            assert not list(entry.rule.check(document(text)))


@given(TEXTS)
def test_safe_fixes_settle_and_keep_letters_and_digits(text: str) -> None:
    after = fixed(text, *ALL)
    assert [char for char in after if char.isalnum()] == [char for char in text if char.isalnum()]
    assert fixed(after, *ALL) == after


@given(TEXTS)
def test_all_fixes_settle(text: str) -> None:
    fixed(text, *QUOTES, least=Safety.UNSAFE)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_are_read_to_their_end(text: str) -> None:
    found = check(text, *ALL)
    assert all(sum(f.rule == code for f in found) <= 1_000 for code in ALL)


def test_a_document_of_too_many_defects_says_so() -> None:
    found = check('a" b. ' * 5_000, "PUN102")
    assert len(found) == 1_000
    assert found[-1].message.endswith("(the rest of the document, with 4,000 more marks, was not judged)")


@pytest.mark.parametrize(("words", "fixes"), [(5, 1), (1_000, 0)])
def test_the_other_end_of_a_quotation_is_looked_for_nearby(words: int, fixes: int) -> None:
    single, named = (check(f"{mark}{'pier ' * words}closes,” he said.", "PUN102") for mark in "‘T")

    assert [len([finding for finding in found if finding.fix]) for found in (single, named)] == [fixes, fixes]


def test_the_doubled_mark_is_reported_once_and_first() -> None:
    text = 'He spoke of "common interests, equality and gain" and called him his "dear friend" ".\nThe end.'
    (finding,) = check(text)
    assert (finding.rule, finding.span.start, finding.span.end) == ("PUN101", 82, 84)
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE
    assert fixed(text) == text[:82] + text[84:]


def test_only_the_last_quotation_of_a_text_may_be_a_habit() -> None:
    text = '"We stay, said the clerk.\nThe pier is shut.\nHe left.\n"We go, said the master.\nThe end.'
    assert ["habit" in finding.data for finding in check(text, "PUN102")] == [False, True]


def test_a_text_of_marks_alone_is_searched_for_a_while_and_says_so() -> None:
    (finding,) = [finding for finding in check('"a' * 150_000, "PUN102") if "not judged" in finding.message]
    assert finding.message.startswith("Far more quotation marks than in any news (the rest of the document, with 9")
