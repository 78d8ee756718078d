"""Mojibake: undone exactly, by the evidence there is, and never guessed at as safe."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint import fixes
from corpuslint.text.encoding import repair
from corpuslint.text.encoding.alignment import Kind, pieces
from corpuslint.text.encoding.c1 import as_marks
from corpuslint.text.encoding.damage import damaged_by, damaged_text, restored
from corpuslint.text.encoding.deeper import deeper
from corpuslint.text.encoding.mojibake import undone
from corpuslint.text.encoding.repair import Change, changes
from corpuslint.text.encoding.tables import CODECS, table

ARTICLES = {
    "German": "Die Bürgermeisterin sagte, die Straße müsse gesperrt bleiben.\n„Schön ist das nicht“, hieß es.\n"
    "Während der Sperrung fährt kein Bus.\nHeute öffnet die Bücherei früher.\n",
    "French": "L’été s’achève à Besançon.\n« Où êtes-vous ? » demanda-t-elle.\nLe garçon a mangé des pâtes.\n"
    "Élise préfère la forêt.\n",
    "Polish": "Wójt gminy ogłosił przetarg.\nWygrała go spółka z Łodzi.\nMieszkańcy są źli i żądają wyjaśnień.\n"
    "Święta już się zaczęły.\n",
    "Russian": "Президент заявил об этом вчера.\nЖители ждали ответа.\nМинистр «не согласился».\nГазеты молчали.\n",
    "Greek": "Ο υπουργός δήλωσε χθες.\nΟι κάτοικοι περίμεναν απάντηση.\nΗ απόφαση θα ληφθεί αύριο.\nΤέλος.\n",
    "Arabic": "قال الوزير إن المحادثات ستبدأ.\nوأضاف أن القرار قريب.\nانتظر السكان الجواب.\nانتهى الخبر.\n",
    "Chinese": "总统周二表示，协议将生效。\n经济学家认为会有变化。\n居民等待答复。\n消息到此结束。\n",
}


RIGHT = [
    "“CORREIO DA MANHÃ” e “A IRMÃ”\n",
    "Ông nói: “CẢ XÃ”, rồi “ĐÃ”; hết.\n",
    "„CASĂ” și «ȚARĂ»\n",
    "JÁ NÃO HÁ AMANHÃ… A IRMÃ–IRMÃO, MAÇÃ®.\n",
    "A irmã já não vem.\nA ALEMÃ–FRANCESA\n",
    "« C’est «déjà»¹ la città¹ », “perché”“no”, «Bogotá»¹ e “rosé”¹ x\n",
    "«GYŰRŰ»¹, „LIBERTÉ”¹, MENÜ² x\n",
]
"""The last letter of a word and the marks after it, which are other characters in some codec."""


@pytest.mark.parametrize("text", RIGHT)
@pytest.mark.parametrize("times", [1, 3])
def test_marks_behind_a_letter_are_no_damage(text: str, times: int) -> None:
    assert changes(text * times) == ()


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("IL PALAZZO PERÃ’ Ãˆ CHIUSO\n", "IL PALAZZO PERÒ È CHIUSO\n"),
        ("IFK MALMÃ––AIK\n", "IFK MALMÖ–AIK\n"),
        ("The HawaiÊ»i and OÊ»ahu islands\n", "The Hawaiʻi and Oʻahu islands\n"),
        ("“COMEÇA NA PRÃ“XIMA SEMANA”, já não há maçã\n", "“COMEÇA NA PRÓXIMA SEMANA”, já não há maçã\n"),
        ("DRÃ”LE DE GUERRE, MAÃŽTRE\n", "DRÔLE DE GUERRE, MAÎTRE\n"),
        ("“Viá»‡t Nam”, Má»¹ và cá»§a.\n" * 3, "“Việt Nam”, Mỹ và của.\n" * 3),
    ],
)
def test_marks_that_are_damage_are_undone(damaged: str, right: str) -> None:
    assert fixes.apply(damaged, [change.edit for change in changes(damaged)]) == right


DISTINCT = [codec for codec in CODECS if codec != "iso8859-15"]
"""All but the one that windows-1252 reads nearly alike."""


@pytest.mark.parametrize("codec", DISTINCT)
@pytest.mark.parametrize("language", ARTICLES)
def test_whole_file_damage_is_undone(language: str, codec: str) -> None:
    text = ARTICLES[language]
    assert undone(damaged_text(text, codec)) == text


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "cp1250", "mac-roman"])
@pytest.mark.parametrize("language", ARTICLES)
def test_partial_damage_is_undone(language: str, codec: str) -> None:
    lines = ARTICLES[language].split("\n")
    mixed = [damaged_text(line, codec) if i % 2 else line for i, line in enumerate(lines * 2)]
    assert undone("\n".join(mixed)) == "\n".join(lines * 2)


@pytest.mark.parametrize("codec", ["cp866", "cp1251", "koi8-r"])
def test_right_words_that_are_sequences_stay(codec: str) -> None:
    right = "Памятник, яблоко и листопад.\nУ нас «Wi‑Fi», экспорт.\n" * 4
    lines = [damaged_text(line, codec) if i % 2 else line for i, line in enumerate(right.split("\n"))]
    text = "\n".join(lines)
    after = fixes.apply(text, [change.edit for change in changes(text)]).split("\n")
    assert [line for i, line in enumerate(after) if not i % 2] == lines[::2]


@pytest.mark.parametrize("codec", ["cp1252", "cp437", "cp1254"])
@pytest.mark.parametrize("language", ARTICLES)
def test_single_damaged_words_are_undone_whole(language: str, codec: str) -> None:
    words = (ARTICLES[language].replace("\n", " ") * 4).split(" ")
    mixed = [damaged_text(word, codec) if i % 3 else word for i, word in enumerate(words)]
    assert undone(" ".join(mixed)) == " ".join(words)


OWN = {
    "cp1256": "قال الوزير إن المحادثات ستبدأ غدا.\n",
    "cp1255": "השר אמר שהשיחות יחלו בשבוע הבא.\n",
    "cp874": "รัฐมนตรีกล่าวว่าการเจรจาจะเริ่มสัปดาห์หน้า\n",
}


@pytest.mark.parametrize("codec", OWN)
def test_text_read_in_the_codec_of_its_own_script(codec: str) -> None:
    damaged = damaged_text(OWN[codec], codec)
    assert undone(damaged) == OWN[codec]
    assert undone(OWN[codec] * 3 + damaged * 2) == OWN[codec] * 5


def test_right_thai_beside_damaged_thai_stays() -> None:
    right = "ได้รับการประกาศให้เป็นเขตสงวน เคน เซฟ\n"
    assert undone(right + damaged_text(OWN["cp874"], "cp874") * 3) == right + OWN["cp874"] * 3


def test_word_that_two_codecs_explain_is_no_safe_repair() -> None:
    damaged = "Vláda řekla: " + damaged_text("održana", "cp850") + " a nic.\n"
    assert [c.clean for c in changes(damaged)] in ([], [False])


@pytest.mark.parametrize("language", ARTICLES)
def test_two_layers_are_undone(language: str) -> None:
    text = ARTICLES[language]
    assert undone(damaged_text(damaged_text(text, "cp1252"), "cp1252")) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        ("cafÃ©", "café"),
        ("Sejm przyjął, a posłĂłw nie.", "Sejm przyjął, a posłów nie."),
        ("She played BenoГ®t Paire.", "She played Benoît Paire."),
        ("РџСЂРµР·РёРґРµРЅС‚ Р·Р°СЏРІРёР».", "Президент заявил."),
        ("voilÃ\xa0 tout", "voilà tout"),
        ("He said â€œyesâ€\x9d.", "He said “yes”."),
        ("donâ\x80\x99t", "don’t"),
    ],
)
def test_one_line_is_undone(damaged: str, right: str) -> None:
    assert undone(damaged) == right
    assert all(change.kind is Kind.EXACT and change.clean for change in changes(damaged))


@pytest.mark.parametrize(
    "text",
    [
        "├┤a┼┐a┼┐a┼┐a┼┐a",
        "ÃÃÃÃ ©©©© ƒƒƒ",
        "»Áno«, povedal. »Éva«, »Ísť«, »Úľ«.\n" * 5,
        "(°‿°) √(x²) ≠ ±3 µm",
        "PŘÍLIŠ ŽLUŤOUČKÝ",
    ],
)
def test_oddities_are_no_mojibake(text: str) -> None:
    assert undone(text) == text


def test_rival_codec_makes_a_repair_unsafe() -> None:
    short = damaged_text("Ela é necessária.", "iso8859-2")
    assert [c.clean for c in changes(short)] == [False] * len(changes(short))


BLANKED = [
    ("cp1252", "Škoda vyrobila víc aut než loni, řekl šéf závodu.\n"),
    ("cp1252", "Рыбаки вернулись. Роман и Раиса не пришли.\n"),
    ("cp1251", "Škola je zatvorena, kaže župan. Šteta od oluje još se ne zna.\n"),
    ("cp1252", "נציגי התושבים ביקשו תשובה, אך איש לא ענה להם.\n"),
    ("cp1252", "국회는 예산안을 처리했다. 주민들은 정부의 답을 기다린다.\n"),
]


@pytest.mark.parametrize(("codec", "right"), BLANKED)
def test_a_no_break_space_that_became_a_blank_is_part_of_a_letter(codec: str, right: str) -> None:
    whole = damaged_text(right, codec)
    damaged = whole.replace("\xa0", " ")

    assert (damaged != whole, undone(damaged)) == (True, right)
    assert Kind.LOSSY in {change.kind for change in changes(damaged)}


@pytest.mark.parametrize(
    "damaged",
    [
        "La sindaca ГЁ a ForlГ¬, il prefetto non ГЁ piГ№ qui: «c’è tempo», dice.\n",
        "Il ne reste qu’une page du cahier d’Ã‰lise\ufffd et de l’Ã� tÃ©.\n",
        "Ваш дом Ğ· повістю в руках.\nВин Ğ¿Ñ€Ğ¾Ñ‡Ğ¸Ñ‚Ğ°Ğ² Ğ· ранку.\n",
        damaged_text("Vyriausybė pažadėjo naujų kelių, žmonės netiki. Šį žodį jis ištarė.\n", "iso8859-15"),
    ],
)
def test_a_line_with_a_rest_of_the_damage_is_not_safe(damaged: str) -> None:
    assert [change.edit.text for change in changes(damaged) if change.clean] == []


@pytest.mark.parametrize("instead", ["", "?", "\ufffd"])
@pytest.mark.parametrize(
    ("codec", "right"),
    [
        ("cp1252", "Starosta Čermák řekl, že řeku včas vyčistí.\n"),
        ("cp1252", "ראש העירייה אמר אתמול כי אין שינוי.\n"),
        ("latin-1", "Starosta se správně ptá: opravdu ještě?\n"),
        ("cp1250", "Opţiunea afişează şi dimensiunea totală, dacă este cerută.\nOrașul așteaptă; știrea circulă.\n"),
        ("cp1250", "Nový daňový zákon začne platiť v máji.\n"),
        ("cp1250", "وقال رئيس البلدية إن فكرة الطرق الكبرى مفيدة.\n"),
        ("cp1251", "市长昨天表示，协议将在下周生效。\n"),
        ("cp1253", "นายกเทศมนตรีกล่าวเมื่อวานนี้\n"),
        ("cp1257", "Belediye başkanı dün açıklama yaptı, çalışmalar sürüyor.\n"),
        ("latin-1", "Ông nói rằng đường Đà Nẵng đã đông người.\n"),
    ],
)
def test_a_line_of_which_some_bytes_were_lost_is_not_safe(codec: str, right: str, instead: str) -> None:
    read = right.encode().decode("latin-1") if codec == "latin-1" else damaged_text(right, codec)
    found = changes(re.sub("[\x80-\x9f]", instead, read))

    assert Kind.LOSSY in {change.kind for change in found} or not any(change.clean for change in found)


def test_half_peeled_text_is_not_safe() -> None:
    arabic = damaged_text(ARTICLES["Arabic"].split("\n")[0], "cp850")
    for change in changes(arabic[: len(arabic) // 2]):
        assert change.edit.text in ARTICLES["Arabic"] or not change.clean


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("aÃ©b", "aéb", [("Ã©", "é", Kind.EXACT)]),
        ("łĂłw", "łów", [("Ăł", "ó", Kind.EXACT)]),
        ("Â£ £", "£ £", [("Â£", "£", Kind.EXACT)]),
        ("voilÃ tout", "voilà tout", [("Ã", "à", Kind.LOSSY)]),
        ("\x93a\x94", "“a”", [("\x93", "“", Kind.CONTROL), ("\x94", "”", Kind.CONTROL)]),
        ("â€?", "”", [("â€?", "”", Kind.LOSSY)]),
        ("same", "same", []),
        ("abc", "xyz", [("abc", "xyz", Kind.LOSSY)]),
    ],
)
def test_pieces_are_small_and_known(before: str, after: str, expected: list[tuple[str, str, Kind]]) -> None:
    found = [(before[p.start : p.end], p.text, p.kind) for p in pieces(before, after)]
    assert found == expected


@pytest.mark.parametrize("codec", CODECS)
def test_damage_done_again_gives_the_damaged_text(codec: str) -> None:
    damaged = table(codec).damage("é“ж")
    (found,) = damaged_by("é“ж", damaged)
    assert damaged_text("é“ж", found) == damaged


WORDS = st.sampled_from(["café", "“no”", "naïve", "Łódź", "да", "plain", "€5", "\x93x\x94", "Ã", "Â ", "â€?", "\ufffd"])
MIXED = st.lists(st.tuples(WORDS, st.sampled_from(["", *CODECS])), max_size=12)


def everything(text: str) -> tuple[Change, ...]:
    """All changes that make the text what it is taken for, with those of places that are right as they are."""
    with patch.object(repair, "is_intact", return_value=False):
        return changes.__wrapped__(text)


@given(MIXED, st.sampled_from([" ", "\n", ""]))
def test_changes_are_disjoint_and_proven(words: list[tuple[str, str]], glue: str) -> None:
    text = glue.join(damaged_text(word, codec) if codec else word for word, codec in words)
    found = everything(text)
    assert [c.edit for c in found] == sorted(c.edit for c in found)
    assert fixes.apply(text, [c.edit for c in found]) == as_marks(undone(restored(text)))
    assert set(changes(text)) <= set(found)
    for change in found:
        if change.kind is Kind.EXACT and "latin-1" not in change.chain:
            again = change.edit.text
            for codec in change.chain:
                again = damaged_text(again, codec)
            assert again == text[change.edit.span.start : change.edit.span.end]


@given(st.text(max_size=60))
def test_any_text_is_repaired_without_an_exception(text: str) -> None:
    found = everything(text)
    assert fixes.apply(text, [c.edit for c in found]) == as_marks(undone(restored(text)))
    assert set(changes(text)) <= set(found)


def test_a_way_through_two_codecs_is_not_certain() -> None:
    (change,) = changes("The cafÃƒÂ©â‚¬â„¢s owner.")
    assert (change.chain, change.clean) == (("mac-roman", "cp1252"), False)


DEEPER = [
    ("Teknikken til det sociale netværk er ny.", ["netværk"], "mac-roman", 2),
    ("Številke: celo število, ne večje od 5.", ["število,", "večje"], "cp1252", 2),
    ("Ní mór tábla a dhéanamh sa seomra mór.", ["tábla"], "iso8859-2", 2),
    ("Các đối tượng trong chế độ hệ thống và người dùng", ["độ", "hệ"], "cp437", 1),
    ("NO DEBERÍAN ESTAR AHÍ. La función está en la línea", ["DEBERÍAN", "función", "línea"], "cp1250", 2),
]
"""A text, the words of it that were damaged, in what codec, and how many times."""


@pytest.mark.parametrize(("text", "words", "codec", "times"), DEEPER)
def test_single_words_are_undone_to_the_last_layer(text: str, words: list[str], codec: str, times: int) -> None:
    damaged = " ".join(again(word, codec, times) if word in words else word for word in text.split(" "))
    assert damaged != text
    assert undone(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "right"),
    [
        (
            "Ar Đ“Ň‘l ei lunio, a ddylid lliwio’r llun yn ôl y stad",
            "Ar ôl ei lunio, a ddylid lliwio’r llun yn ôl y stad",
        ),
        ("Un robinet care sâ”€Ã¢ poată opri apa.", "Un robinet care să poată opri apa."),
    ],
)
def test_the_last_layer_may_be_of_another_codec(damaged: str, right: str) -> None:
    assert undone(damaged) == right


def again(word: str, codec: str, times: int) -> str:
    """A word that was read in a codec so many times."""
    for _ in range(times):
        word = damaged_text(word, codec)
    return word


@pytest.mark.parametrize(
    "damaged",
    [
        "Ξ•Β IS PARAMETRAS SUTEIKIA DAUGIAU VALDYMO.",
        "FuncciГі necessР“В ria «caixa» o «root» de la cel·la",
        "“Œ®” is a sign, and Œ® is too, said Œ®.\n" * 5,
        "Â«msgstrÂ» ã\x81®é …ã\x81Œã\x81‚ã‚Šã\x81¾ã\x81›ã‚“",
    ],
)
def test_what_leaves_letters_of_another_script_is_not_certain(damaged: str) -> None:
    found = changes(damaged)
    assert found
    assert not any(change.clean and change.kind is Kind.EXACT for change in found)


def test_the_word_of_a_short_text_that_says_least_is_undone_with_the_others() -> None:
    damaged = "Može pročitati sve poruke, a može i " + damaged_text("češće škole", "cp437")
    assert undone(damaged) == "Može pročitati sve poruke, a može i češće škole"


@pytest.mark.parametrize(("before", "after"), [("", ""), ("Ã©", ""), ("A mill.", "A mill.")])
def test_there_is_no_further_layer_where_nothing_stands(before: str, after: str) -> None:
    assert deeper(before, after) == after
