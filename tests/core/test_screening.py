"""Many texts at once are told apart as if each was asked alone, whatever the one pass tells before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import regex
from corpuslint.rule import Rule
from corpuslint.screening import CLEAR, FIRST_WAIT, LAST, PROOF, Gate, _Turns, between_edges

from .test_check import WORD, Scripted

needs_re2 = pytest.mark.skipif(regex.backend() != "re2", reason="only RE2 tells languages in the pass of the triggers")


class Even(Rule):
    """Clears texts with an even number of marks, and counts how often it was asked."""

    clear_language = r"\A\x1e(?:[^|\x1e]*(?:\|[^|\x1e]*\|[^|\x1e]*)*\x1e)*\z"

    def __init__(self) -> None:
        self.asked = 0

    def clears(self, data: bytes) -> bool:
        self.asked += 1
        return all(part.count(b"|") % 2 == 0 for part in data.split(b"\x1e"))


class Unreadable(Even):
    clear_language = "(a"


class Counted(_Turns):
    """Counts the batches in which the languages were looked for."""

    tried = 0

    def learn(self, *, gained: bool) -> None:
        self.tried += 1
        super().learn(gained=gained)


def told(gate: Gate, texts: Sequence[str]) -> list[frozenset[str]]:
    parts = [text.encode() for text in texts]
    return gate.hits_of_each(parts, between_edges(parts))


class Ending(Rule):
    """Has nothing but an ending."""


def test_endings_are_looked_for_at_the_ends_of_documents_alone() -> None:
    """One of two documents side by side ends that way; what stands further before the end opens nothing."""
    one = Gate([WORD, Scripted("X008", Ending(), endings=[r"\(AFP\)\s*\z", "Reporting by"])])
    far = "Reporting by " + "a" * LAST

    assert told(one, ["a (AFP)\n", "(AFP) a", "two, (AFP)", far, "Reporting by a", "ä" * LAST]) == [
        *({"X008"}, CLEAR, {"X002", "X008"}, CLEAR, {"X008"}, CLEAR)
    ]
    assert one.hits(between_edges([b"(AFP)"])) == {"X008"}
    assert one.hits(between_edges([b"(AFP) a", far.encode()])) == CLEAR


def gate(rule: Rule) -> Gate:
    return Gate([WORD, Scripted("X007", rule)])


@needs_re2
def test_after_a_while_one_pass_clears_what_the_rule_was_asked_before() -> None:
    rule = Even()
    one = gate(rule)
    for _ in range(FIRST_WAIT + 50):
        assert told(one, ["a|b|c", "d"]) == [CLEAR, CLEAR]
    assert rule.asked == FIRST_WAIT + PROOF


@needs_re2
def test_what_is_seldom_clear_is_never_compiled() -> None:
    one = gate(Even())
    for _ in range(20):
        for _ in range(2 * FIRST_WAIT):
            told(one, ["a|b"])
        for _ in range(PROOF - 1):
            told(one, ["a|b|c"])
    assert "_with_languages" not in vars(one)


@needs_re2
def test_where_that_is_in_vain_it_is_tried_ever_more_seldom() -> None:
    rule = Even()
    one = gate(rule)
    one._turns = turns = Counted()
    for _ in range(15 * FIRST_WAIT + 4):
        assert told(one, ["a|b"]) == [{"X007"}]
    assert turns.tried == 4


@given(st.lists(st.lists(st.text("a|\n, two", max_size=9), min_size=1, max_size=4), max_size=80))
def test_findings_are_the_same_before_and_after(batches: list[list[str]]) -> None:
    one = gate(Even())
    one._turns._left = 0
    for texts in batches:
        alone = [gate(Even()).hits(between_edges([text.encode()])) for text in texts]
        assert told(one, texts) == alone


def test_a_language_that_is_no_pattern_is_never_told() -> None:
    rule = Unreadable()
    one = gate(rule)
    for _ in range(FIRST_WAIT + PROOF + 5):
        assert told(one, ["a|b|c"]) == [CLEAR]
    assert rule.asked == FIRST_WAIT + PROOF + 5
