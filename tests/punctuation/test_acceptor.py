"""What the cheap tests let pass, and what the walk over plain paragraphs leaves out, changes no finding.

News of simple sentences is made, in several manners of marking speech, whole and with one mark damaged. Its findings
are compared with those of a search that reads every mark of every paragraph.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from hypothesis import assume, example, given
from hypothesis import strategies as st

from corpuslint.text.punctuation import plain
from corpuslint.text.punctuation.analysis import Analysis, _analysis
from corpuslint.text.punctuation.turns import Turns, turns_of

SENTENCES = (
    "The harbour stays closed until Thursday, when the council meets again.",
    "O{We have waited for the bridge since March},C she said.",
    "O{Nobody told us why it was shut. We asked in May, and again in June.}C",
    "He called the pier O{a ruin}C and the bridge O{a wreck}C.",
    "The master told the paper: O{It's the boys' own harbour, and we mean to keep it.}C",
    "O{The I{old} pier is gone},C said the clerk, O{and the I{new} one is too short.}C",
    "A pipe of 9 inches was laid – O{for the last time},C as the mayor put it.",
    "He asked O{Who pays?}C and left (O{in a hurry}C, said one witness).",
)
MANNERS = {
    "straight": ('"', '"', "'", "'"),
    "curly": ("“", "”", "‘", "’"),
    "american": ("“", "”", "'", "'"),
}
BREAKS = st.sampled_from(["\n", "\n\n", " ", "\n\n\n"])


@st.composite
def news(draw: st.DrawFn) -> str:
    """Sentences with breaks between them, in one manner."""
    opening, closing, inner, last = MANNERS[draw(st.sampled_from(sorted(MANNERS)))]
    text = ""
    for sentence in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12)):
        text += sentence.replace("O{", opening).replace("},C", "," + closing).replace("}C", closing)
        text = text.replace("I{", inner).replace("}", last) + draw(BREAKS)
    return text


def broken(text: str) -> str:
    """A text whose lines were broken at a column, with a blank line between its paragraphs."""
    return "\n\n".join(textwrap.fill(paragraph, 64) for paragraph in text.split("\n") if paragraph)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[str]) -> str:
    """A text with one mark taken away, doubled, or put behind a word."""
    text = draw(whole)
    marks = [at for at, char in enumerate(text) if char in '"“”']
    assume(marks)
    at = draw(st.sampled_from(marks))
    blank = text.find(" ", at)
    return draw(
        st.sampled_from(
            [text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:], text[:blank] + text[at] + text[blank:]]
        )
    )


@contextmanager
def reading_all() -> Iterator[None]:
    """A search that takes no paragraph and no quotation for plain."""

    def trouble(self: Turns, first: int) -> int:
        return next((at for at in range(first, len(self.blocks)) if self.tokens(at)), len(self.blocks))

    turns_of.cache_clear()
    with mock.patch.object(Turns, "trouble", trouble), mock.patch.object(Turns, "jumps", return_value={}):
        yield
    turns_of.cache_clear()


def found(analysis: Analysis) -> list[tuple[str, int, int]]:
    return [(defect.kind.name, defect.start, defect.end) for defect in analysis.defects]


def both(text: str) -> tuple[list[tuple[str, int, int]], list[tuple[str, int, int]]]:
    """The defects as they are found, and those of a search of everything."""
    quick = found(_analysis.__wrapped__(text, "en", "auto"))
    with reading_all():
        return quick, found(_analysis.__wrapped__(text, "en", "auto"))


@given(news())
@example(" ".join(SENTENCES).replace("O{", '"').replace("}C", '"').replace("},C", ',"').replace("I{", "'"))
def test_whole_news_has_no_defect_either_way(text: str) -> None:
    assert both(text) == ([], [])


@given(news().map(broken))
def test_whole_news_of_broken_lines_has_no_defect_either_way(text: str) -> None:
    assert both(text) == ([], [])


@given(damaged(news() | news().map(broken)))
def test_damage_is_found_alike(text: str) -> None:
    quick, slow = both(text)
    assert quick == slow
    assert not (plain(text.encode()) and slow)
