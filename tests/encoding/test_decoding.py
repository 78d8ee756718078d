"""How bytes become text: each kind of file, and that no bytes whatever raise."""

from __future__ import annotations

import codecs
import encodings.aliases
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.model import Decoding, Reading, Span
from corpuslint.text.encoding import REFUSED, decide, utf8
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


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_a_heading_in_capitals_is_not_taken_for_small_letters_of_another_codec(codec: str) -> None:
    raw = "ПРЕЗИДЕНТ: ПЕРЕГОВОРЫ НАЧНУТСЯ\n".encode(codec) + RUSSIAN.encode() * 2
    found = decide(raw)
    assert found.text.startswith("ПРЕЗИДЕНТ") or not found.trusted


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


def test_island_letters_that_happen_to_be_well_formed_are_not_trusted() -> None:
    text = "Міністр сказав, що перемовини почнуться пізніше. Рівне чекає.\n"
    found = decide(text.encode() * 2 + text.encode("cp1251"))
    assert found.text == text * 3 or not found.trusted


def test_rare_well_formed_sequence_in_a_legacy_file_is_not_trusted() -> None:
    raw = "“One”, “two”, “three”, he’d say. ".encode("cp1252") + "“".encode()
    assert not decide(raw).trusted


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


@pytest.mark.parametrize(
    ("raw", "codec", "text"),
    [
        (b"caf\x8e", "mac-roman", "café"),
        (b"\xff\xfea\x00", "utf-16", "a"),
        (b"\xef\xbb\xbfa", "utf-8-sig", "\ufeffa"),
    ],
)
def test_prescribed_codec_is_obeyed(raw: bytes, codec: str, text: str) -> None:
    found = decide(raw, codec)
    assert (found.text, found.trusted, found.bijective) == (text, True, True)


@pytest.mark.parametrize(
    ("raw", "reading", "text", "trusted"),
    [
        ("café".encode(), Reading.UTF8, "café", True),
        (b"caf\xe9", Reading.LEGACY, "café", True),
        (b"\xef\xbb\xbfcaf\xc3\xa9", Reading.UTF8, "café", True),
        ("café".encode("utf-16"), Reading.UTF16, "café", True),
        (b"caf\xe9 \x81", Reading.LEGACY, "caf\udce9 \udc81", False),
    ],
)
def test_codec_of_what_is_not_utf8(raw: bytes, reading: Reading, text: str, trusted: bool) -> None:
    found = decide(raw, fallback="cp1252")
    assert (found.reading, found.text.removeprefix("\ufeff"), found.trusted) == (reading, text, trusted)
    assert found.prescribed is False


def test_prescribed_codec_that_cannot_read_the_bytes_is_named() -> None:
    found = decide(b"caf\x81", "cp1252")
    assert not found.trusted
    assert "cp1252" in found.note


@pytest.mark.parametrize(
    ("raw", "codec", "read"),
    [("naïve".encode(), "ascii", "utf-8"), ("naïve".encode("utf-16"), "cp1255", "utf-16-le")],
)
def test_text_that_is_not_in_the_prescribed_codec_is_named_with_the_codec_it_is_in(
    raw: bytes, codec: str, read: str
) -> None:
    found = decide(raw, codec)
    assert (found.reading, found.trusted, found.candidates[0].codec) == (Reading.LEGACY, False, read)
    assert found.note.startswith(f"{REFUSED} {codec}")


def test_unknown_codec_is_the_configurations_business() -> None:
    with pytest.raises(LookupError):
        decide(b"a", "no-such-codec")


CODECS = sorted(set(encodings.aliases.aliases.values()) | {m.name for m in pkgutil.iter_modules(encodings.__path__)})


def known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


@pytest.mark.parametrize("codec", [c for c in CODECS if known(c)])
def test_every_codec_python_knows_can_be_prescribed(codec: str) -> None:
    for raw in (b"", b"plain", ENGLISH.encode("cp1252"), bytes(range(256)), b"\xff\xfe\x00"):
        assert isinstance(decide(raw, codec).text, str)


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


def test_one_stray_byte_makes_no_legacy_file_of_utf8() -> None:
    found = decide(GERMAN.encode() * 3 + b"x\x81y")
    assert (found.reading, found.trusted) == (Reading.MIXED, False)


def test_few_differing_letters_are_enough_in_a_long_text() -> None:
    found = decide(RUSSIAN.encode("cp1251") * 4)
    assert (found.codec, found.trusted) == ("cp1251", True)


@pytest.mark.parametrize("codec", ["cp1252", "mac-roman", "cp850"])
def test_a_legacy_file_with_lines_of_utf8_is_never_written_as_mojibake(codec: str) -> None:
    lines = ["A eleição é amanhã", "Não há água", "O avô não está", "Só a irmã vê"]
    raw = b"\n".join(line.encode("utf-8" if i == 3 else codec) for i, line in enumerate(lines * 3))

    found = decide(raw)

    assert found.text == "\n".join(lines * 3) or not found.trusted


def test_the_last_letter_of_a_word_and_a_closing_mark_are_no_utf8() -> None:
    found = decide("“TIETOJA EI OLE REKISTERISTÄ”".encode("cp1252"))

    assert "Ĕ" not in found.text or not found.trusted


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
