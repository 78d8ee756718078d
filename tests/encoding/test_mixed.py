"""Files of two encodings: what is UTF-8 stays, and the islands in it are read."""

from __future__ import annotations

import pytest

from corpuslint.model import Reading
from corpuslint.text.encoding import decide
from tests.encoding.test_decoding import GERMAN


def test_mixed_file_keeps_utf8_and_reads_the_islands() -> None:
    raw = "She said “no”.\n".encode() + "He said “yes” – twice.\n".encode("cp1252")
    found = decide(raw)
    assert (found.reading, found.trusted, found.bijective) == (Reading.MIXED, True, True)
    assert found.text == "She said “no”.\nHe said “yes” – twice.\n"
    assert found.island_codec == "cp1252"
    assert [found.text[s.start : s.end] for s in found.islands] == ["“", "”", "–"]


def test_mixed_file_with_islands_of_central_europe() -> None:
    polish = "Wójt gminy ogłosił przetarg, który wygrała spółka z Łodzi.\n"
    found = decide(polish.encode() + polish.encode("cp1250"))
    assert (found.reading, found.text, found.island_codec) == (Reading.MIXED, polish * 2, "cp1250")


ISLANDS = {
    "cp1250": "Ministr řekl, že jednání začnou příští týden, až budou všichni zpátky. Žádná škoda.\n",
    "cp1251": "Министърът заяви, че преговорите ще започнат утре. Жителите чакаха отговор до вечерта.\n",
    "koi8-r": "Министр заявил, что переговоры начнутся позже. Жители города ждали ответа до вечера.\n",
    "cp1253": "Ο υπουργός δήλωσε ότι οι συνομιλίες θα αρχίσουν αύριο. Οι κάτοικοι περίμεναν.\n",
    "cp1254": "Bakan, görüşmelerin gelecek hafta başlayacağını söyledi. Şehir halkı akşama kadar bekledi.\n",
    "cp1255": "השר אמר שהשיחות יחלו בשבוע הבא. תושבי העיר חיכו לתשובה עד הערב.\n",
    "cp1256": "قال الوزير إن المحادثات ستبدأ غدا. انتظر سكان المدينة الجواب حتى المساء.\n",
    "cp1257": "Ministras sakė, kad derybos prasidės kitą savaitę. Žmonės laukė iki vakaro.\n",
}


@pytest.mark.parametrize("codec", ISLANDS)
def test_islands_in_the_codec_of_the_language(codec: str) -> None:
    text = ISLANDS[codec]
    found = decide(text.encode() * 2 + text.encode(codec))
    assert (found.reading, found.text, found.island_codec) == (Reading.MIXED, text * 3, codec)


PASTED = {
    "cp1252": ("A reunião começou às nove; não houve decisão.", "O município não respondeu à questão."),
    "cp1250": (
        "Az őszi szünet után a tanítás kezdődik.",
        "Több ezren tüntettek a fővárosban, közölte a rendőrség.",
    ),
    "cp1256": ("قال الرئيس يوم الثلاثاء إن المحادثات ستبدأ غدا", "وأضاف الوزير أن الحكومة لن تتراجع عن موقفها"),
}
"""A line that is in UTF-8, and one that is in the codec, many times."""


@pytest.mark.parametrize("codec", PASTED)
def test_lines_of_utf8_in_a_file_of_another_codec_are_read_as_such(codec: str) -> None:
    own, other = PASTED[codec]
    raw = b"\n".join([*[other.encode(codec)] * 9, own.encode(), *[other.encode(codec)] * 3])
    found = decide(raw)
    assert (found.reading, found.trusted, found.bijective) == (Reading.MIXED, True, True)
    assert found.text == "\n".join([*[other] * 9, own, *[other] * 3])
    first = found.islands[0]
    assert other.startswith(found.text[first.start : first.end], first.start)


def test_lines_of_two_codecs_within_one_are_not_taken_for_one_codec() -> None:
    raw = "“Já não há pão”, disse ele.\n".encode() * 4 + "não há ".encode() + "pão nem café à noite\n".encode("cp1252")
    found = decide(raw)
    assert found.text == "“Já não há pão”, disse ele.\n" * 4 + "não há pão nem café à noite\n"


def test_a_letter_of_another_script_is_no_utf8_in_a_heading() -> None:
    found = decide("“ELS DARRERS DIES D'AQUELLA PASSIÓ”".encode("cp1252"))
    assert not found.trusted


def test_island_letters_that_happen_to_be_well_formed_are_not_trusted() -> None:
    text = "Міністр сказав, що перемовини почнуться пізніше. Рівне чекає.\n"
    found = decide(text.encode() * 2 + text.encode("cp1251"))
    assert found.text == text * 3 or not found.trusted


def test_rare_well_formed_sequence_in_a_legacy_file_is_not_trusted() -> None:
    raw = "“One”, “two”, “three”, he’d say. ".encode("cp1252") + "“".encode()
    assert not decide(raw).trusted


def test_one_stray_byte_makes_no_legacy_file_of_utf8() -> None:
    found = decide(GERMAN.encode() * 3 + b"x\x81y")
    assert (found.reading, found.trusted) == (Reading.MIXED, False)


@pytest.mark.parametrize("codec", ["cp1252", "mac-roman", "cp850"])
def test_a_legacy_file_with_lines_of_utf8_is_never_written_as_mojibake(codec: str) -> None:
    lines = ["A eleição é amanhã", "Não há água", "O avô não está", "Só a irmã vê"]
    raw = b"\n".join(line.encode("utf-8" if i == 3 else codec) for i, line in enumerate(lines * 3))

    found = decide(raw)

    assert found.text == "\n".join(lines * 3) or not found.trusted


def test_the_last_letter_of_a_word_and_a_closing_mark_are_no_utf8() -> None:
    found = decide("“TIETOJA EI OLE REKISTERISTÄ”".encode("cp1252"))

    assert "Ĕ" not in found.text or not found.trusted
