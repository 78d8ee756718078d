"""How bytes become text: each kind of file, and that no bytes whatever raise."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import Decoding, Reading, Span
from corpuslint.text.encoding import decide, utf8
from corpuslint.text.encoding.resolve import resolve

ENGLISH = (
    "The minister said it was “a matter of trust” – and that the £300 fee wouldn’t rise. “We’ll see,” "
    "she added. The café’s owner, José Núñez, paid €45 for it.\n"
)
RUSSIAN = (
    "Президент заявил, что переговоры начнутся на следующей неделе. Министр финансов не согласился, "
    "сообщает агентство. Жители города ждали ответа до вечера.\n"
)
GERMAN = (
    "Die Bürgermeisterin sagte, die Straße müsse für zwölf Tage gesperrt bleiben. „Schön ist das nicht“, hieß es.\n"
)
TURKISH = "Başbakan, görüşmelerin İstanbul’da sürdüğünü söyledi. Şirket yetkilileri ise açıklama yapmadı.\n"
JAPANESE = "首相は記者会見で、来年度の予算について説明した。新しい制度は四月から始まる予定だという。\n"
CHINESE = "总统周二在记者会上表示，新的贸易协议将于明年春天生效。经济学家认为这会带来变化。\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac-roman"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "iso8859-5"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
    ],
)
def test_legacy_codec_is_recognised(text: str, codec: str) -> None:
    raw = text.encode(codec)
    assert raw.decode(resolve(raw).candidates[0].codec) == text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "mac-roman"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp866"),
        (TURKISH, "cp1254"),
        (JAPANESE, "cp932"),
    ],
)
def test_sure_codec_is_trusted(text: str, codec: str) -> None:
    found = decide(text.encode(codec) * 3)
    assert (found.reading, found.trusted, found.text, found.bijective) == (
        Reading.LEGACY,
        True,
        text * 3,
        True,
    )


CZECH = (
    "Ministr řekl, že jednání začnou příští týden. Obyvatelé města čekali na odpověď až do večera, ale nikdo z nich "
    "ji neslyšel. Žádná škoda, napsaly noviny, že most zůstane zavřený.\n"
)


VARIANTS = [
    (
        "cp860",
        "O prefeito disse que não haverá mais eleições na região. À tarde, as famílias já estavam em São João.\n",
    ),
    (
        "cp863",
        "Le maire a déclaré que la séance était levée. À la fin, les élèves ont été reçus à l'hôtel de la cité.\n",
    ),
    ("cp861", "Forsætisráðherra sagði að það væri ekki rétt. Þetta er í fyrsta sinn sem hún kom til Þingvalla.\n"),
    ("cp865", "Ordføreren sa at det ikke er riktig. Hun ble født på Tromsø, og hun har bodd der siden i år.\n"),
]


@pytest.mark.parametrize(("codec", "text"), VARIANTS)
def test_variants_of_code_page_437_for_one_language(codec: str, text: str) -> None:
    raw = text.encode(codec)
    assert raw.decode(resolve(raw).candidates[0].codec) == text


FRAMES = [tuple("┌─┐│└┘"), tuple("╔═╗║╚╝")]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize(
    ("codec", "lines"),
    [
        ("cp437", ["Die Bürgermeisterin fährt heute zurück", "Für die Straße gibt es noch keinen Plan"]),
        ("cp850", ["El señor alcalde volvió después de la sesión", "La votación será también el próximo año"]),
        ("cp852", ["Starosta řekl, že úřad ještě nerozhodl", "Příští týden se sejdou také poslanci"]),
        ("cp866", ["Президент заявил об этом вчера вечером", "Жители города ждали ответа весь день"]),
        ("cp737", ["Ο υπουργός δήλωσε ότι δεν θα παραιτηθεί", "Οι κάτοικοι περίμεναν την απάντησή του"]),
    ],
)
def test_a_frame_around_a_text_does_not_hide_its_codec(codec: str, lines: list[str], frame: tuple[str, ...]) -> None:
    left, line, right, side, end, corner = frame
    rows = [f"{side} {row:46} {side}" for row in lines]
    text = "\n".join([f"{left}{line * 48}{right}", *rows, f"{end}{line * 48}{corner}", ""])

    raw = text.encode(codec)
    assert raw.decode(resolve(raw).candidates[0].codec) == text


@pytest.mark.parametrize("codec", ["iso8859-2", "cp1250"])
def test_letters_of_the_language_decide_between_codecs_of_one_region(codec: str) -> None:
    found = decide(CZECH.encode(codec))
    assert (found.trusted, found.text) == (True, CZECH)


HEADLINES = [
    ("cp1251", "МИНИСТР ОБЕЩАЕТ НОВЫЕ ДОРОГИ НА СЕВЕРЕ СТРАНЫ, ЖИТЕЛИ НЕ ВЕРЯТ И ТРЕБУЮТ ОТВЕТА"),
    ("cp1251", "ВЛАДА ОБЕЋАВА НОВЕ ПУТЕВЕ НА СЕВЕРУ ЗЕМЉЕ, АЛИ СЕ НИЈЕДАН НЕ ГРАДИ"),
    ("koi8-r", "ПРАВИТЕЛСТВОТО ОБЕЩА НОВИ ПЪТИЩА В СЕВЕРНАТА ЧАСТ НА СТРАНАТА, НО СЪДЪТ ГИ СПРЯ"),
    ("iso8859-5", "КМЕТЪТ НА ГРАДА ДАДЕ ОСТАВКА СЛЕД СПОРА ЗА НОВИЯ МОСТ"),
    ("cp1251", "ЧИСЛОТО Е ПРЕКАЛЕНО ГОЛЯМО"),
    ("mac-cyrillic", "РОЗМІЩЕННЯ ФІЗИЧНОГО ОБЛАДНАННЯ ІНШИМИ ВЛАСНИКАМИ"),
    ("cp1253", "ΤΟ ΜΟΝΤΈΛΟ ΓΙΑ ΠΡΟΒΟΛΉ ΚΕΛΙΟΎ"),
    ("iso8859-7", "Η ΚΥΒΈΡΝΗΣΗ ΑΛΛΆΖΕΙ ΤΟΝ ΝΌΜΟ ΓΙΑ ΤΑ ΛΙΜΆΝΙΑ ΚΑΙ ΤΙΣ ΑΓΟΡΈΣ ΤΗΣ ΧΏΡΑΣ"),
    ("cp1250", "VLÁDA ZVÝŠÍ DANĚ – ŘIDIČI PŘIJDOU O SLEVU, DŮCHODCI ČEKAJÍ NA VÝPLATU"),
    ("mac-roman", "LE MAIRE EST DÉÇU : L’ÎLE RESTE ISOLÉE APRÈS LA TEMPÊTE"),
    ("cp1252", "GOVERNO PROMETE ESTRADAS “EM TRÊS MESES”, MAS NÃO DIZ COM QUE DINHEIRO AS VAI PAGAR"),
]


@pytest.mark.parametrize(("codec", "text"), HEADLINES)
def test_a_headline_in_capitals_is_never_read_as_another_text(codec: str, text: str) -> None:
    found = decide(text.encode(codec))

    assert found.text == text or (not found.trusted and codec in {c.codec for c in found.candidates})


@pytest.mark.parametrize(
    ("text", "codec", "sure"),
    [
        ("El capítol primer del llibre d'història local", "mac-roman", False),
        ("DER ER IKKE PLADS TIL INDLÆSNING AF MERE", "cp437", False),
        ("DATO OG STED KAN IKKE BEGGE VÆRE DEFINERT", "cp437", False),
        ("The mayor of Harnsey says it’s over", "cp1252", True),
        ("The mayor says they’ve sold the old mill", "cp1252", True),
        ("Mrs O’Brien of Harnsey has sold the mill", "cp1252", True),
    ],
)
def test_an_apostrophe_within_a_word_may_be_a_letter(text: str, codec: str, *, sure: bool) -> None:
    found = decide(text.encode(codec))

    assert (found.trusted, found.text == text) == (sure, sure)


FURTHER = {
    "Albanian": (
        "cp1252",
        (
            "Ministri tha se bisedimet do të fillojnë javën që vjen dhe se nuk ka asgjë për të shtuar. Banorët e "
            "qytetit pritën përgjigjen deri në mbrëmje, por ajo nuk erdhi.\n"
        ),
    ),
    "Estonian": (
        "cp1257",
        (
            "Minister ütles, et läbirääkimised algavad järgmisel nädalal ja midagi muud tal öelda ei ole. Linna "
            "elanikud ootasid vastust õhtuni, aga see ei tulnud.\n"
        ),
    ),
    "Icelandic": (
        "cp1252",
        (
            "Ráðherrann sagði að viðræðurnar hæfust í næstu viku og að engu væri við það að bæta. Íbúar bæjarins "
            "biðu eftir svari fram á kvöld en það kom ekki.\n"
        ),
    ),
    "Slovenian": (
        "cp1250",
        (
            "Minister je rekel, da se bodo pogajanja začela prihodnji teden in da nima kaj dodati. Prebivalci "
            "mesta so na odgovor čakali do večera, pa ga še ni bilo.\n"
        ),
    ),
    "Turkish": (
        "cp1254",
        ("Yaşlı çınarın gölgesinde satranç oynayan emekliler, yağmurdan kaçışan çocukları ağırladı.\n"),
    ),
}


@pytest.mark.parametrize("language", FURTHER)
def test_an_article_is_read_in_its_own_letters(language: str) -> None:
    codec, text = FURTHER[language]
    found = decide(text.encode(codec))

    assert (found.trusted, found.text) == (True, text)


@pytest.mark.parametrize(
    "raw",
    [
        "Sejm przyjął ustawę, że się nie da, i był to jeden z głosów, który jest ważny.\n".encode("cp1257"),
        "“We can’t,” she said, “and we won’t,” and “no” is what they said.\n".encode("iso8859-13"),
    ],
    ids=["letters of other languages", "marks that became letters"],
)
def test_text_in_a_codec_that_nobody_would_use_for_it_is_not_taken_for_another(raw: bytes) -> None:
    found = decide(raw)
    assert not found.trusted


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE])
def test_utf16_and_utf32(mark: bytes, codec: str, text: str) -> None:
    marked = decide(mark + text.encode(codec))
    assert marked == Decoding(Reading.UTF16, codec, text, mark)
    bare = decide(text.encode(codec))
    assert (bare.reading, bare.codec, bare.text, bare.mark) == (Reading.UTF16, codec, text, b"")
    assert bare.margin == 0.5


def test_utf8_mark_stays_in_the_text() -> None:
    assert decide(b"\xef\xbb\xbfOne.\n") == Decoding(Reading.UTF8, "utf-8", "\ufeffOne.\n")


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_cut_last_character_is_kept_escaped(cut: int) -> None:
    raw = "Die Tür ist offen 🙂".encode()[:-cut]
    found = decide(raw)
    assert (found.reading, found.trusted) == (Reading.TRUNCATED, True)
    assert found.text.encode("utf-8", "surrogateescape") == raw
    assert found.islands == (Span(18, 18 + 4 - cut),)


def test_lone_lead_byte_after_ascii_is_a_letter_of_another_codec() -> None:
    assert decide(b"We met in the caf\xe9").reading is Reading.LEGACY


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_a_heading_in_capitals_is_not_taken_for_small_letters_of_another_codec(codec: str) -> None:
    raw = "ПРЕЗИДЕНТ: ПЕРЕГОВОРЫ НАЧНУТСЯ\n".encode(codec) + RUSSIAN.encode() * 2
    found = decide(raw)
    assert found.text.startswith("ПРЕЗИДЕНТ") or not found.trusted


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("“BİRLEŞİK ŞİRKETLER GENİŞLETİLDİ”", "mac-turkish"),
        ("KAKO SE PRIKAŽEJO NA ZASLONU IN KJE SE", "cp852"),
        ("PREȚUL SĂ APARĂ ESTE O COMPLICAȚIE PENTRU TOȚI".replace("Ț", "Ţ"), "cp852"),
        ("LES ÉCOLIERS DE LA VILLE REQUIÈRENT UNE SALLE", "cp850"),
    ],
)
def test_capitals_that_another_codec_reads_as_well_are_never_written_wrongly(text: str, codec: str) -> None:
    found = decide(text.encode(codec))
    assert not found.trusted or found.text == text


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG image"),
        (b"PK\x03\x04" + bytes(range(256)) * 4, "ZIP archive or office document"),
        (bytes(range(256)) * 8, "binary data"),
        (bytes(100), "binary data"),
    ],
)
def test_binary(raw: bytes, note: str) -> None:
    found = decide(raw)
    assert (found.reading, found.trusted, found.note) == (Reading.BINARY, False, note)
    assert found.text.encode("utf-8", "surrogateescape") == raw


@pytest.mark.parametrize("start", ["BMW", "MZ", "ID3 tags", "OTTO", "GIF89a", "%PDF-"])
def test_text_that_begins_like_a_magic_number_is_a_text(start: str) -> None:
    found = decide((start + " " + GERMAN * 3).encode("cp1252"))
    assert (found.reading, found.text) == (Reading.LEGACY, start + " " + GERMAN * 3)


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        ("The pier was closed.".encode("utf-16")[:-1], "UTF-16 that ends inside a character"),
        ("Oh 🙂".encode("utf-16")[:-2], "UTF-16 that ends inside a character"),
        ("Oh 🙂".encode("utf-32")[:-1], "UTF-32 that ends inside a character"),
        ("The pier.\n".encode("utf-16") + b"was closed by the mayor.", "UTF-16 with text in single bytes behind it"),
        (b"\xff\xfeThe pier was closed.", "UTF-16 with text in single bytes behind it"),
    ],
)
def test_what_a_mark_promises_and_the_bytes_do_not_keep(raw: bytes, note: str) -> None:
    found = decide(raw)
    assert (found.reading, found.note, found.text.encode("utf-8", "surrogateescape")) == (Reading.BINARY, note, raw)


NOTICE = (
    "The harbour\xa0authority sent divers\xa0below the old pier, officials\xa0confirmed. Its members\xa0examined every "
    "beam; reporters\xa0watched from afar.\n\xa9 2016 Coast Weekly. \xa9 2017 Coast Weekly.\n"
)
BLANKS = "The\xa0pier\xa0was closed on Monday.\xa0 And the\xa0ferry stayed in port.\n"


def test_no_break_spaces_are_no_letters_between_words() -> None:
    assert decide(BLANKS.encode("cp1252") * 3).candidates[0].codec == "cp1252"
    assert resolve("El\xa0presidente dijo que los 300\xa0euros no.".encode("cp1252")).candidates[0].codec == "cp1252"


def test_no_break_spaces_beside_other_signs_are_no_letters_either() -> None:
    found = decide(NOTICE.encode("cp1252"))
    assert found.candidates[0].codec == "cp1252"
    assert found.text == NOTICE or not found.trusted


@pytest.mark.parametrize("raw", [BLANKS.encode("latin-1"), b"A line.\n" + b"\xff" * 40, b"\xa0" * 9, b"\xff" * 50])
def test_one_byte_all_the_time_proves_no_codec(raw: bytes) -> None:
    assert not decide(raw).trusted


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("ΠΡΩΘΥΠΟΥΡΓΟΣ: ΑΡΧΙΖΟΥΝ ΟΙ ΣΥΝΟΜΙΛΙΕΣ", "cp737"),
        ("ПРЕЗИДЕНТ: ПЕРЕГОВОРЫ НАЧНУТСЯ", "cp866"),
        ("ДЕФЕКТЫ", "koi8-r"),
        ("สวัสดี", "cp874"),
        ("ÜBEL, ÄRGER, ÖL", "mac-roman"),
        ("┏━━━━┓", "euc_kr"),
    ],
)
def test_a_few_words_are_not_taken_for_words_of_another_script(text: str, codec: str) -> None:
    found = decide(text.encode(codec))
    assert found.text == text or not found.trusted


def test_of_codecs_that_read_the_same_the_usual_one_is_named() -> None:
    assert decide("“Hello,” she said. “It’s £5.”".encode("cp1252")).codec == "cp1252"
    found = decide("「ガソリン１㍑あたり１７０円～」と㈱ＡＢＣは述べた－首相も言った。\n".encode("cp932") * 3)
    assert (found.codec, found.trusted) == ("cp932", True)


def test_nul_in_a_text_leaves_it_a_text() -> None:
    raw = b"A line of text with one NUL\0 in it, and then the rest of it.\n"
    assert decide(raw) == Decoding(Reading.UTF8, "utf-8", raw.decode())


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        (b"a\0", Reading.UTF8),
        (b"ab\0c", Reading.UTF8),
        (b"The\0 pier", Reading.UTF8),
        (b"Hi\0\0there", Reading.UTF8),
        ("é\0a".encode(), Reading.UTF8),
        (b"\0", Reading.BINARY),
        (b"a\0\0\0", Reading.BINARY),
        (b"\x01\x02\x03ab\0", Reading.BINARY),
        ("Hi".encode("utf-16-le"), Reading.UTF16),
        ("Да, но.".encode("utf-16-be"), Reading.UTF16),
        ("总统周二在记者会上表示，".encode("utf-16-le") + b"5\0", Reading.UTF16),
    ],
)
def test_nuls_in_few_bytes(raw: bytes, reading: Reading) -> None:
    assert decide(raw).reading is reading


@given(st.text(max_size=30))
def test_cesu8_is_read_as_it_was_written(text: str) -> None:
    raw = utf8.apart(text + "🙂é")
    assert utf8.joined(raw) == text + "🙂é"
    assert decide(b"Plain text. " + raw).text.encode("utf-8", "surrogateescape") == b"Plain text. " + raw


@pytest.mark.parametrize(
    "raw", [b"\xed\xa0\xbd", b"\xed\xb8\x8d\xed\xa0\xbd", b"caf\xe9 \xed\xa0\xbd\xed\xb8\x8d", "한국".encode()]
)
def test_what_is_no_cesu8(raw: bytes) -> None:
    assert utf8.joined(raw) is None


def test_iso2022_is_ascii_bytes_and_no_ascii_text() -> None:
    found = decide(JAPANESE.encode("iso2022_jp"))
    assert (found.reading, found.text) == (Reading.LEGACY, JAPANESE)


def test_uncertain_codec_leaves_the_bytes_alone_and_names_three() -> None:
    raw = b"Dial \xa4 now\n"
    found = decide(raw)
    assert (found.reading, found.trusted, found.codec) == (Reading.LEGACY, False, "utf-8")
    assert found.text.encode("utf-8", "surrogateescape") == raw
    assert len(found.candidates) == 3
    assert all(c.sample.startswith("Dial ") for c in found.candidates)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_decoding_that_gives_them_back(raw: bytes) -> None:
    check(raw)


PIECES = st.sampled_from(
    [
        ENGLISH.encode(),
        ENGLISH.encode("cp1252"),
        RUSSIAN.encode("koi8-r"),
        CHINESE.encode("gb18030")[:21],
        *(
            b"\0",
            b"\xff\xfe",
            b"\xed\xa0\x80",
            codecs.BOM_UTF8,
            b"\x1b$B",
            b"\x1b(B",
            b"\xe2\x80",
            b"BM",
            b"\xc2\x85",
        ),
    ]
)


@given(st.lists(PIECES, max_size=6))
def test_any_pieces_give_a_decoding_that_gives_them_back(pieces: list[bytes]) -> None:
    check(b"".join(pieces))


def check(raw: bytes) -> None:
    found = decide(raw)
    if found.bijective and found.reading is not Reading.MIXED:
        assert found.mark + found.text.encode(found.codec, "surrogateescape") == raw
    assert all(0 <= s.start < s.end <= len(found.text) for s in found.islands)


@pytest.mark.parametrize(
    "raw",
    [
        RUSSIAN.encode("cp1251") * 20_000,
        RUSSIAN.replace("\n", " ").encode("cp1251") * 20_000,
        ("総理は" * 300_000).encode("euc_jp"),
        b"\xc3\xa9\xff\x81" * 500_000,
        GERMAN.encode() * 10_000 + b"\x93 ",
        bytes(range(256)) * 8_000,
    ],
    ids=["lines", "one line", "no blanks", "neither", "one stray byte", "binary"],
)
def test_large_files_are_decided_by_a_sample(raw: bytes) -> None:
    check(raw)


def test_few_differing_letters_are_enough_in_a_long_text() -> None:
    found = decide(RUSSIAN.encode("cp1251") * 4)
    assert (found.codec, found.trusted) == ("cp1251", True)


@pytest.mark.parametrize("codec", ["cp1251", "mac-cyrillic"])
@pytest.mark.parametrize(
    "text",
    [
        "Машината, която свързва файловете. Недостатъчно памет за заглавната част.",
        "Време за кое стрелката престанува да трепка. Програмата не можеше да се поврзе.",
        "Влада је рекла да ће путеви бити готови. Ђорђе није дошао.",
    ],
)
def test_codecs_with_the_same_small_letters_are_told_by_more_than_a_few_capitals(codec: str, text: str) -> None:
    found = decide(text.encode(codec))

    assert found.text == text or not found.trusted


PORTUGUESE = (
    "Os pedidos não estão em ordem de versão da mais nova. A informação é para os jornais da cidade e uma decisão.\n"
)


def test_letters_that_the_language_does_not_have_make_a_rare_codec_a_guess() -> None:
    found = decide(PORTUGUESE.encode("cp860"))

    assert found.text == PORTUGUESE or not found.trusted
