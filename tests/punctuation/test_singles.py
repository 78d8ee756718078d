"""Single marks: when they quote, and which of them are apostrophes."""

from __future__ import annotations

import pytest

from corpuslint.text.punctuation.neighbours import NEVER
from corpuslint.text.punctuation.singles import AT_WORD, DROPPED, elision, inside_word, quotes_with_singles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘We go,’ she said. ‘We stay.’", True),
        ("'We go,' she said. 'We stay.'", True),
        ("‘We go,’’ she said. ‘We stay.’", True),
        ("‘He said “go” and we went,’ she said. ‘So what.’", True),
        ("“He said ‘go.’ And we went,” she said. “So what.”", False),
        ("The ‘old’ pier and the ‘new’ one.", False),
        ("The Browns' boat isn't back. The Joneses' is.", False),
        ("It's the boys'.", False),
        ("", False),
    ],
)
def test_which_texts_quote_with_single_marks(text: str, expected: bool) -> None:
    assert quotes_with_singles(text) is expected


@pytest.mark.parametrize(
    ("head", "following", "at_most"),
    [
        ("the boys", " own", DROPPED),
        ("Shultz", " visit", DROPPED),
        ("goin", " home", DROPPED),
        ("rock ’n", " roll", DROPPED),
        ("6", " tall", DROPPED),
        ("the ", "90s", DROPPED),
        ("all of ", "em", DROPPED),
        ("the pier", " is", AT_WORD),
        ("the ", "embers", AT_WORD),
        ("said.", " He", NEVER),
    ],
)
def test_what_it_costs_to_be_an_apostrophe(head: str, following: str, at_most: float) -> None:
    cost = elision("’", head, following)
    assert cost <= at_most
    assert cost > DROPPED or at_most == DROPPED
    assert elision('"', head, following) == NEVER


@pytest.mark.parametrize(("text", "expected"), [("isn't", True), ("isn' t", False), ("'t", False), ("6'2", True)])
def test_apostrophes_inside_words_are_no_marks(text: str, expected: bool) -> None:
    assert inside_word(text, text.index("'"), "'") is expected
