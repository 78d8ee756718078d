"""Text of one single-byte codec read in another, where both are of Latin script: the letters of the language tell."""

from __future__ import annotations

import pytest

from corpuslint.text.encoding.single_byte import misread

ARTICLES = {
    "Polish": (
        "Minister powiedział, że negocjacje zaczną się w przyszłym tygodniu. Mieszkańcy miasta "
        "czekali na odpowiedź do późnego wieczora, ale nikt jej nie usłyszał.\n"
    ),
    "Czech": (
        "Ministr řekl, že jednání začnou příští týden. Obyvatelé města čekali na odpověď až do "
        "večera, ale nikdo z nich ji neslyšel.\n"
    ),
    "Hungarian": (
        "A miniszter azt mondta, hogy a tárgyalások jövő héten kezdődnek. A város lakói estig "
        "vártak a válaszra, de nem kaptak semmit, és ez így van jól. Az őszi idő szűk.\n"
    ),
    "Romanian": (
        "Ministrul a spus că negocierile vor începe săptămâna viitoare şi că nu este nimic de "
        "adăugat. Locuitorii din oraş au aşteptat până seara, dar fără răspuns, în faţa primăriei.\n"
    ),
    "Turkish": (
        "Bakan, görüşmelerin gelecek hafta başlayacağını söyledi ve bir açıklama yapmadı. Şehir "
        "halkı akşama kadar bekledi ama bu konuda çok az bilgi var.\n"
    ),
    "Lithuanian": (
        "Ministras sakė, kad derybos prasidės kitą savaitę ir bus ilgos. Miesto gyventojai iki "
        "vakaro laukė atsakymo, bet jo nebuvo, nes tai yra sudėtinga, o žmonės šį kartą nesitikėjo.\n"
    ),
    "French": (
        "Le ministre a déclaré que les négociations débuteront la semaine prochaine. Les habitants "
        "de la ville ont attendu la réponse jusqu’à la nuit, mais elle n’est pas arrivée à temps, "
        "même après.\n"
    ),
    "Swedish": (
        "Ministern sade att förhandlingarna börjar nästa vecka. Invånarna i staden väntade på "
        "svaret till kvällen, men det kom inte från någon av dem på hela året.\n"
    ),
    "Spanish": (
        "El ministro dijo que las negociaciones comenzarán la próxima semana. Los vecinos de la "
        "ciudad esperaron la respuesta hasta la noche, pero no llegó el año pasado, mañana y señor.\n"
    ),
    "Portuguese": (
        "O ministro disse que as negociações começam na próxima semana. Os moradores da cidade "
        "esperaram a resposta até à noite, mas não chegou, são questões de organização.\n"
    ),
    "Danish": (
        "Ministeren sagde, at forhandlingerne begynder i næste uge. Byens beboere ventede på svaret "
        "til sent om aftenen, men det kom ikke før dagen efter, og så var det for sent.\n"
    ),
}
PAIRS = [
    ("Polish", "cp1250", "cp1252"),
    ("Polish", "iso8859-2", "latin-1"),
    ("Czech", "cp1250", "cp1252"),
    ("Czech", "iso8859-2", "latin-1"),
    ("Hungarian", "cp1250", "cp1252"),
    ("Romanian", "cp1250", "cp1252"),
    ("Turkish", "cp1254", "cp1252"),
    ("Turkish", "cp1254", "cp1250"),
    ("Lithuanian", "cp1257", "cp1252"),
    ("French", "cp1252", "cp1250"),
    ("Swedish", "cp1252", "cp1250"),
    ("Spanish", "cp1252", "cp1250"),
    ("Portuguese", "cp1252", "cp1250"),
    ("Danish", "cp1252", "cp1250"),
]


@pytest.mark.parametrize(("language", "true", "read"), PAIRS)
def test_words_become_those_of_the_language(language: str, true: str, read: str) -> None:
    text = ARTICLES[language]
    damaged = text.encode(true, "ignore").decode(read)
    found = misread(damaged)
    parts: list[str] = []
    at = 0
    for word in found:
        parts += (damaged[at : word.span.start], word.right)
        at = word.span.end
    assert "".join([*parts, damaged[at:]]) == text.encode(true, "ignore").decode(true)
    assert {(word.read, word.true) for word in found} == {(read if read != "latin-1" else found[0].read, true)}


@pytest.mark.parametrize("language", ARTICLES)
def test_right_text_stays(language: str) -> None:
    assert misread(ARTICLES[language]) == ()


def test_foreign_names_are_no_misread_text() -> None:
    names = " Þór, Guðrún, Ýmir, Søren, Lìdia, Gonçalo, João."
    for text in ARTICLES.values():
        assert misread(text.strip() + names * 2) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Na cesti po mestu, za mostom in do turške meje: tabela, šola, škoda, raziskava na tleh, to je do dna.\n",
        "Na poti do turške meje: šola, škoda, za dva, po tri, od in do, za, na, o, to je, po, do, z, za, na, od.\n",
    ],
)
def test_letters_of_a_likelier_language_stay(text: str) -> None:
    assert misread(text) == ()
