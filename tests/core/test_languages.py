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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Rıhtımda fırın işleten Clara Kurt şaşırmadı. Meclis toplanacağını, çatlağı araştıracağını açıkladı.",
            "tr",
        ),
        ("Kapitán řekl, že přívoz zůstane u břehu. Dělníci měli přístav přesně včera opět otevřít.", "cs"),
        ("Erdoğan, Kılıçdaroğlu, Akşener", ""),
        ("Çavuşoğlu: Erdoğan, Yılmaz meet Kılıç", ""),
        ("Limanın rəisi bazar ertəsi bərənin cümə gününə qədər limanda qalacağını, sınığın tapıldığını bildirdi.", ""),
    ],
)
def test_letters_of_one_language(text: str, found: str) -> None:
    """They tell a language with few function words, but names of it in another text do not."""
    assert language.detect(text) == found
