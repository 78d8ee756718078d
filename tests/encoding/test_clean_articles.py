"""Nothing is found in whole articles of the languages that news is mostly written in, with all that stands in one.

Head-lines in capitals, quotations within quotations, numbers and units, tables, loan words, links, comments.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from corpuslint.text.encoding import decide
from tests.encoding.rules import findings

ARTICLES = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).with_name("clean").glob("*.txt")}


def test_the_articles_are_there() -> None:
    assert len(ARTICLES) == 18


@pytest.mark.parametrize("language", ARTICLES)
def test_a_clean_article_is_left_alone(language: str) -> None:
    text = ARTICLES[language]
    assert decide(text.encode()).text == text
    for shape in (text, text * 2, text.replace("\n", " ")):
        assert findings(shape) == []


@pytest.mark.parametrize("language", ARTICLES)
@pytest.mark.parametrize("change", [str.upper, str.title])
def test_other_case_is_left_alone(language: str, change: Callable[[str], str]) -> None:
    text = unicodedata.normalize("NFC", change(ARTICLES[language]))
    assert findings(text) == []


def test_all_of_them_together_are_left_alone() -> None:
    assert findings("\n".join(text for _, text in sorted(ARTICLES.items()))) == []
