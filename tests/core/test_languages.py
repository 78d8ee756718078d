"""What a record calls its language, and what a few words tell."""

import pytest

from corpuslint.model import DocKey, Document
from corpuslint.text import language


@pytest.mark.parametrize(
    ("declared", "subtag"),
    [
        ("en", "en"),
        ("EN_gb", "en"),
        ("English", "en"),
        (" eng ", "en"),
        ("Français", "fr"),
        ("no", "nb"),
        ("tlh", "tlh"),
        ("", ""),
    ],
)
def test_declared(declared: str, subtag: str) -> None:
    assert Document(DocKey("a"), "", {"language": declared}).language == subtag


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The mayor , however, left.", "en"),
        ("Le Monde", ""),
        ("Hello , world", ""),
        ("Die Hard at 30", ""),
        ("", ""),
    ],
)
def test_a_few_words(text: str, found: str) -> None:
    assert language.detect(text) == found
