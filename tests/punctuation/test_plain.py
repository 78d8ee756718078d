"""The cheap test promises that the search finds nothing; it holds for several texts at once."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpuslint import regex
from corpuslint.check import Checker
from corpuslint.registry import Choice
from corpuslint.text.punctuation import not_plain, plain, plain_language, plainly, quotation_defects
from corpuslint.text.punctuation.continued import continued
from corpuslint.text.punctuation.paragraphs import FARTHEST, WIDEST, hard_wrapped
from corpuslint.text.punctuation.styles import NAMED

from .checking import PIECES, QUOTES, REGISTRY, TEXTS, check, document


@given(TEXTS)
@example('"a\nb"')
@example('He said <b "yes> x" y.')
@example('"A     b" c')
@example('"Word\u2028word"')
@example('"5"" long')
def test_a_plain_text_has_no_defect(text: str) -> None:
    if plain(text.encode()):
        assert not quotation_defects(text, "en").defects
        assert not quotation_defects(text, "").defects
        assert not check(text, *QUOTES, language="")


WRAPPED = st.lists(st.lists(PIECES, max_size=4).map("".join), min_size=5, max_size=9)
"""What is put into the lines of a text that was broken at a column."""


@given(WRAPPED)
@example(['"A', "", "", 'b"', ""])
def test_a_plain_text_of_broken_lines_has_no_defect(pieces: list[str]) -> None:
    padding = "the harbour stays closed until the council meets again on"
    text = "\n".join(f"{padding[:30]} {piece} {padding[30:]}" for piece in pieces)
    if plain(text.encode()):
        assert not quotation_defects(text, "en").defects


LINE = "The harbour stays closed until the council meets again on"


@pytest.mark.parametrize("before", [0, 1, 3, 9])
@pytest.mark.parametrize("behind", [0, 1, 9])
def test_a_text_with_one_wide_line_is_not_taken_for_hard_wrapped(before: int, behind: int) -> None:
    lines = [LINE] * 9
    assert hard_wrapped("\n".join([*lines[:before], "a" * WIDEST, *lines[:behind], *lines]))
    assert not hard_wrapped("\n".join([*lines[:before], "a" * (WIDEST + 1), *lines[:behind], *lines]))


def test_broken_lines_are_joined() -> None:
    lines = [
        'The master of the harbour said on Monday that "nobody in',
        "Greater Harbour knew of it, and that the pier is 200",
    ]
    text = "\n".join(
        [
            *lines,
            'metres long, "which is too long for a storm of the',
            'Atlantic," and that it is closed until further notice',
        ]
    )
    assert plain(text.replace("knew of it,", 'knew of it,"').encode())
    assert not plain(text.replace("knew of it,", 'knew of it,"').replace("storm of the", "storm.\n").encode())
    assert not plain(text.replace("knew of it,", 'knew" of it,"').encode())


@given(TEXTS, st.sampled_from(sorted(NAMED)))
@example("“a” b", "german")
def test_what_a_rule_of_a_set_style_clears_has_no_defect(text: str, style: str) -> None:
    options = {"PUN102": {"style": style}}
    (entry,) = REGISTRY.select(Choice(select=("PUN102",), options=options))
    if entry.rule.clears(text.encode()):
        assert not quotation_defects(text, "", style).defects


def test_rules_of_other_styles_are_asked_apart() -> None:
    options = {"PUN102": {"style": "swedish"}}
    entries = REGISTRY.select(Choice(select=("PUN101", "PUN102", "PUN103"), options=options))
    text = "Er sagte: “Ja” und ging."
    assert entries[0].rule.clears(text.encode())
    assert not entries[1].rule.clears(text.encode())
    assert {finding.rule for finding in Checker(entries).check(document(text)).findings} == {"PUN102"}


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_texts_together_are_plain_only_if_each_is(texts: list[str]) -> None:
    if plain(b"\x1e" + "\x1e".join(texts).encode() + b"\x1e"):
        assert all(plain(text.encode()) for text in texts)


@given(st.lists(TEXTS, max_size=5))
@example(["", '"a', 'a "b" c', "", 'a" b', ""])
def test_texts_that_are_not_plain_are_told_as_if_each_was_asked(texts: list[str]) -> None:
    parts = [text.replace("\x1e", "").encode() for text in texts]
    found = not_plain(parts, b"\x1e" + b"\x1e".join(parts) + b"\x1e")
    assert found == [at for at, part in enumerate(parts) if not plain(b"\x1e" + part + b"\x1e")]


@pytest.mark.skipif(regex.backend() != "re2", reason="the automaton is RE2's")
@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(['"a" b', "", "c"])
@example(['"a', 'b" c'])
def test_the_language_in_the_pass_of_the_triggers_holds_what_the_automaton_accepts(texts: list[str]) -> None:
    data = b"\x1e" + "\x1e".join(texts).encode() + b"\x1e"
    told = regex.compile_set([], None, [plain_language()]).match(data)
    assert bool(told) == (plainly.automaton(plainly.lines())(data, 1) == len(data))  # type: ignore[misc]  # with RE2


@pytest.mark.skipif(regex.backend() != "re2", reason="the automaton is RE2's")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "No mark at all.",
        '"We stay," he said. The "old" harbour (the "new" one) is closed.\n"Yes!"',
        "“We stay,” he said. The “old” harbour’s pier — “ruin”.",
        "“We\nstay,” said the Harbour <HRB> master's “'friend'”.",
        "Der Hafen ist zu. Il porto è chiuso.",
        'Été: "Été", "Ä".',
    ],
)
def test_clean_texts_pass(text: str) -> None:
    assert plain(text.encode())


@pytest.mark.parametrize("text", ['a" b', '"a\n\nb"', "''a''", '"a" ".', "„a“", '"A. "B."', "”a“"])
def test_others_do_not(text: str) -> None:
    assert not plain(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        '"We stay.\n\n"We wait," he said.',
        '"We stay. "We wait," he said. ' + "The harbour stays closed until Thursday. " * 30,
        'One "mark" and\x1e',
    ],
)
def test_one_text_is_looked_at_again(text: str) -> None:
    assert plain(text.encode())
    assert not plain(f'{text}\x1ea" b'.encode())


CLOSED = "The harbour stays closed until Thursday, when the council meets again. "
MERGED = CLOSED * 9
"""A paragraph of a text whose paragraphs were put together."""
REOPENED = '"We stay. "We wait," he said.'
BROKEN = (
    f"The clerk was asked\n{CLOSED}And\n{CLOSED}And\n{CLOSED}And\n"
    "the pier is closed, and the master of the harbour told the council"
)
"""The beginning of a hard-wrapped text."""


@pytest.mark.skipif(regex.backend() != "re2", reason="the automata are RE2's")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay.\n\n"We wait," he said.', True),
        ('"We stay.\n\n' * (FARTHEST // 2) + '"We wait," he said.', False),
        (MERGED + REOPENED, True),
        (f"{CLOSED}\n" * 9 + REOPENED, False),
        (f"{CLOSED}<br>" * 9 + CLOSED + REOPENED, False),
        (f"{CLOSED}\u2028" * 9 + CLOSED + REOPENED, False),
        (MERGED + REOPENED.replace("stay.", "stay, he said."), False),
        (MERGED + REOPENED.replace("We stay", "a ruin"), False),
        (f"{MERGED}He saw {REOPENED}", False),
        (f"{MERGED}\nHe said\n{REOPENED}", False),
        (f"{MERGED}\n'No,' she said, 'we stay,' and then, 'we wait.' {CLOSED}{REOPENED}", False),
        (BROKEN + ' that "the old\nMaster is gone."', True),
        (BROKEN + ' that "the old\n\nMaster is gone."', False),
        (BROKEN + ':\n\n"We stay.\n\n"We wait," he said.', True),
        (BROKEN + ': "We stay.\n"We wait," he said.', False),
    ],
)
def test_what_goes_on_is_told_by_signs(text: str, *, expected: bool) -> None:
    assert continued(text, text.encode()) is expected


def test_without_re2_texts_together_pass_only_without_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpuslint.text.punctuation import plain as module_function
    from corpuslint.text.punctuation.regular import _automaton

    monkeypatch.setenv("CORPUSLINT_BACKEND", "re")
    _automaton.cache_clear()
    try:
        assert module_function(b"No mark here: it's so.\x1eNor here.")
        assert not module_function(b'One "mark" here.\x1eNone here.')
        assert module_function(b'One "mark" here.')
        assert not module_function(b'One mark" here.')
    finally:
        monkeypatch.delenv("CORPUSLINT_BACKEND")
        _automaton.cache_clear()
