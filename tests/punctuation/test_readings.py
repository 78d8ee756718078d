"""What is found in texts of several defects and paragraphs, with exact places."""

from __future__ import annotations

import pytest

from corpuslint.text.punctuation import Kind, quotation_defects

CALM = "The harbour stays closed until Thursday, when the council meets again.\n"


def seen(text: str, language: str = "en") -> list[tuple[str, int]]:
    return [(defect.kind.name, defect.start) for defect in quotation_defects(text, language).defects]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('He said "yes".', [], id="one quotation"),
        pytest.param('His "friend" ".', [("DOUBLED_CLOSING", 12)], id="doubled"),
        pytest.param('"One." "Two," she said.', [], id="one after another"),
        pytest.param('A “b" c “d” e.', [], id="two families in one quotation"),
        pytest.param('"A." said X" and Y.', [("STRAY", 11)], id="stray after a quotation"),
        pytest.param('"We stay" in the old harbour," he said.', [("INSIDE", 8)], id="the culprit is the first"),
        pytest.param('"We stay in the" old harbour," he said.', [("INSIDE", 15)], id="no end behind an article"),
        pytest.param("“We stay,“ he said.", [("REVERSED", 9)], id="reversed"),
        pytest.param("“ We stay,” he said.", [("SPACED", 0)], id="spaced"),
        pytest.param("“We stay,'' he said.", [("WRONG", 9)], id="wrong"),
        pytest.param('The bank"s money.', [("WRONG", 8)], id="apostrophe"),
        pytest.param('The bank " money.', [("DETACHED", 9)], id="detached"),
        pytest.param("The bank “…could have known, it says.", [("UNCLOSED", 9)], id="before dots it opens"),
        pytest.param('""Yes,"" he said.', [("TWICE", 0)], id="every mark doubled"),
        pytest.param('""""""""""""', [], id="ornament"),
    ],
)
def test_one_paragraph(text: str, expected: list[tuple[str, int]]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('"We stay.\n"We wait," he said.', [], id="the speech goes on"),
        pytest.param('"We stay, he said.\n"We wait," she said.', [("UNCLOSED", 0)], id="somebody spoke, so it ended"),
        pytest.param('"We stay.\nThe pier on Monday\n"We wait," he said.', [], id="a caption between"),
        pytest.param('He wrote: "We stay.\nWe wait.\nWe leave."\n' + CALM, [], id="a block quotation"),
        pytest.param('"We stay.\n' + CALM, [("UNCLOSED", 0)], id="never closed"),
        pytest.param(CALM + 'We stay," he said.\n' + CALM, [("UNOPENED", 79)], id="never opened"),
        pytest.param('"We\nstay," he said.\n' + CALM, [], id="a line broken in mid-sentence"),
        pytest.param('"We stay,      then wait," he said.', [], id="wide blanks in a quotation"),
    ],
)
def test_paragraphs(text: str, expected: list[tuple[str, int]]) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Er sagte: „Ja.“ Sie sagte: „Nein.“", []),
        ("de", "Er sagte: „Ja.““ Sie sagte: „Nein.“", [("DOUBLED_CLOSING", 15)]),
        ("da", "Han sagde: »Ja.« Hun sagde: »Nej.«", []),
        ("fr", "Il dit : « Oui. » Elle dit : « Non. »", []),
        ("fr", "Il dit : « Oui. » Elle dit : Non. »\nLe port est fermé.", [("UNOPENED", 34)]),
        ("sv", "Han sade ”ja” och hon ”nej”.", []),
        ("pl", "Powiedział „tak”, a ona „nie”.", []),
        ("ru", "Он сказал: «Да». Она сказала: «Нет».", []),
        ("es", "Dijo “sí” y ella “no”.", []),
        ("ja", "彼は「はい」と言い、彼女は『いいえ』と言った。", []),
        ("ja", "彼は「はいと言った。\n彼女は行った。", [("UNCLOSED", 2)]),
        ("ja", "彼は「はい」」と言った。", [("DOUBLED_CLOSING", 6)]),
        ("fr", "Il dit : «« Oui », puis « non ».", [("DOUBLED_OPENING", 10)]),
        ("fr", "Il dit : « « Oui », puis « non ».", [("DOUBLED_OPENING", 9)]),
        ("fr", "Il dit : Oui », puis « non », puis « si ».", [("UNOPENED", 13)]),
        ("de", "Er sagte: Ja«, dann »nein« und »doch«.", [("UNOPENED", 12)]),
        ("", "Powiedział „tak”, a ona „nie", [("UNCLOSED", 24)]),
        ("ar", 'قال "نعم', []),
        ("en", 'He said « oui » and "no.', []),
    ],
)
def test_languages(language: str, text: str, expected: list[tuple[str, int]]) -> None:
    assert seen(text, language) == expected


def test_the_basis_holds_the_culprit_and_the_repair() -> None:
    (defect,) = quotation_defects('"We stay" in the old harbour," he said.').defects
    assert defect.kind is Kind.INSIDE
    assert defect.basis == (0, 30)
    assert [(repair.start, repair.end, repair.text) for repair in defect.repairs] == [(8, 9, "")]
    assert defect.partner == (0, 1)


def test_many_defects_are_cut_and_the_place_is_told() -> None:
    text = 'a" b. ' * 5_000
    analysis = quotation_defects(text)
    assert len(analysis.defects) == 1_000
    assert analysis.judged == analysis.defects[-1].end < len(text)


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ('His "friend" ".', [("DOUBLED_CLOSING", 12)]),
        ('"We stay" in the old harbour," he said.', [("INSIDE", 8)]),
        ("The “old“ pier.", [("REVERSED", 8)]),
        ('The "old" pier.', []),
    ],
)
def test_a_long_paragraph_is_searched_only_where_it_must_be(tail: str, expected: list[tuple[str, int]]) -> None:
    head = 'She said "yes" and (twice) "no". ' * 500
    assert seen(head + tail + " " + head) == [(kind, len(head) + start) for kind, start in expected]
