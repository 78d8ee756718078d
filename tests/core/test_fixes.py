"""Which fixes act together, what they make of a text, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import fixes
from corpuslint.errors import FixError
from corpuslint.model import DocKey, Edit, Finding, Fix, Safety, Span


def finding(
    start: int, end: int, text: str, safety: Safety = Safety.SAFE, basis: tuple[int, int] | None = None
) -> Finding:
    span = Span(start, end)
    fix = Fix((Edit(span, text),), safety, "t", Span(*basis) if basis else span)
    return Finding("X001", DocKey("a"), span, "m", fix=fix)


TEXT = "0123456789"


def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=8, unique=True)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [Edit(Span(a, b), draw(st.text("xy", max_size=3))) for a, b in pairs]


@st.composite
def text_and_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text("abc \n", max_size=30))
    return text, edits(draw, len(text))


def test_a_safe_fix_goes_before_an_unsafe_one_on_the_same_basis() -> None:
    unsafe = finding(0, 1, "", Safety.UNSAFE, (0, 10))
    safe = finding(5, 6, "", Safety.SAFE)
    assert fixes.choose([unsafe, safe], Safety.UNSAFE) == [safe]
    assert fixes.choose([safe, unsafe], Safety.UNSAFE) == [safe]


def test_fixes_with_bases_apart_act_together() -> None:
    chosen = [finding(0, 1, ""), finding(1, 3, "z"), finding(8, 8, "end")]
    assert fixes.choose(reversed(chosen), Safety.SAFE) == chosen
    assert fixes.apply(TEXT, fixes.edits_of(chosen)) == "z34567end89"


def test_two_insertions_at_one_place_do_not_act_together() -> None:
    assert len(fixes.choose([finding(3, 3, "a"), finding(3, 3, "b")], Safety.SAFE)) == 1


def test_edits_far_from_their_basis_are_taken_too() -> None:
    wide = Finding(
        "X001", DocKey("a"), Span(0, 1), "m",
        fix=Fix((Edit(Span(0, 1), ""), Edit(Span(8, 9), "")), Safety.SAFE, "t", Span(0, 1)),
    )  # fmt: skip
    between, on_it = finding(4, 5, "", Safety.UNSAFE), finding(8, 10, "", Safety.UNSAFE)
    assert fixes.choose([between, on_it, wide], Safety.UNSAFE) == [wide, between]


def test_a_fix_below_the_wanted_class_stays_out() -> None:
    assert fixes.choose([finding(0, 1, "", Safety.UNSAFE)], Safety.SAFE) == []


@pytest.mark.parametrize("bad", [[Edit(Span(0, 3), ""), Edit(Span(2, 4), "")], [Edit(Span(9, 11), "")]])
def test_edits_that_overlap_or_lie_outside_are_refused(bad: list[Edit]) -> None:
    with pytest.raises(FixError):
        fixes.apply(TEXT, bad)


@pytest.mark.parametrize(
    ("edit", "keeps"),
    [
        (Edit(Span(0, 1), "0"), True),
        (Edit(Span(0, 1), ""), False),
        (Edit(Span(0, 0), ","), True),
        (Edit(Span(0, 1), "O"), False),
    ],
)
def test_letters_and_digits_are_watched(edit: Edit, keeps: bool) -> None:
    assert fixes.keeps_letters(TEXT, [edit]) is keeps


@given(text_and_edits())
def test_what_lies_outside_repairs_leads_back_to_itself(case: tuple[str, list[Edit]]) -> None:
    text, made = case
    repaired = fixes.Repaired.of(text, made)
    assert repaired.text == fixes.apply(text, made)
    for offset in range(len(repaired.text)):
        span = Span(offset, offset + 1)
        back = repaired.back(span)
        assert 0 <= back.start <= back.end <= len(text)
        if not repaired.touched(span):
            assert text[back.start : back.end] == repaired.text[offset]


@given(text_and_edits())
def test_a_repaired_stretch_leads_back_to_what_was_replaced(case: tuple[str, list[Edit]]) -> None:
    text, made = case
    repaired = fixes.Repaired.of(text, made)
    at = shift = 0
    for edit in made:
        at = edit.span.start + shift
        if edit.text:
            span = Span(at, at + len(edit.text))
            back = repaired.back(span)
            assert back.start <= edit.span.start
            assert edit.span.end <= back.end
            assert repaired.touched(span)
        shift += len(edit.text) - (edit.span.end - edit.span.start)
