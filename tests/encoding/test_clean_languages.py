"""Nothing is found in clean text of any language, however rich its marks and letters."""

from __future__ import annotations

import unicodedata

import pytest

from corpuslint.text.encoding import decide
from corpuslint.text.encoding.mojibake import undone
from tests.encoding.rules import findings

CLEAN = {
    "Arabic": "قال الوزير إنّ المحادثات ستبدأ «الأسبوع المقبل»، وأضاف: «لن نتراجع»! هل يكفي ذلك؟ نعم؛ بنسبة ٥٠٪.",
    "Bulgarian": "Министърът заяви, че преговорите ще започнат „следващата седмица“. Ще видим – каза той. № 5, 20 °C.",
    "Chinese": "总统周二表示：“新的协议将于明年生效。”《人民日报》称，增长率达到５％……他说：「不。」——新华社",
    "Croatian": "Ministar je rekao da će pregovori početi »sljedeći tjedan«. "
    "Šećer, žaba, ćup, đak, ČĆŽŠĐ – i to je sve…",
    "Czech": "Ministr řekl, že jednání začnou „příští týden“. Příliš žluťoučký kůň úpěl ďábelské ódy. ŘEŘICHA, ŤUK!",
    "Danish": "Ministeren sagde, at »forhandlingerne« begynder på Ærø. Øl, å og ær: ÆØÅ. Blåbærgrød koster 30 kr.",
    "Dutch": "De minister zei: ‘Onderhandelingen beginnen ’s morgens.’ "
    "Coördinatie, ideeën, één, zeeën – ĳs en IJsland.",
    "Emoji": "Great 🙂👍🏽 – I ❤️ it! 👩‍👩‍👧‍👦 "
    "🏴‍☠️ 🇫🇷 1️⃣ ☕️ ★☆ → ✓ 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "English": "“It’s £5 – or €6,” she said… ‘Don’t!’ The café’s "
    "naïve façade: 20° outside, ½ cup, 5′ 11″, §4, ©2020 Acme™.",
    "Finnish": "Ministeri sanoi, että ”neuvottelut” alkavat ensi viikolla. Äiti, öljy, Åbo – ÄÄNI ja yö. Hääyöaie!",
    "French": "« À l’été, dit-elle, où étiez-vous ? » Œuvre, cœur, ça, déjà : « Noël ! » ÉCOLE ; n° 5, 10 000 €, 1er.",
    "German": "„Größe“, sagte er, »Über Öl« und ‚Ärger‘. Straße, GROẞ, daß: 10 €, 20 %, § 5 – Ä, Ö, Ü! Hohe‑Luft.",
    "Greek": "Ο υπουργός δήλωσε: «Οι συνομιλίες θα αρχίσουν αύριο». Τι λέτε; Ναι· 5 €, ΆΈΉΊΌΎΏ, ϊϋΐΰ – η Αθήνα’.",
    "Hebrew": 'השר אמר: "השיחות יחלו בשבוע הבא". צה״ל, ג׳ירפה – שָׁלוֹם! ₪50, 20%.',
    "Hindi": 'मंत्री ने कहा कि "बातचीत अगले हफ़्ते शुरू होगी"। ₹500, क्ष, ज्ञ, र्‍य – हिन्दी।',
    "Hungarian": "A miniszter azt mondta: „a tárgyalások jövő héten kezdődnek”. Árvíztűrő tükörfúrógép, ŐŰ – és »így«.",
    "Icelandic": "Ráðherrann sagði: „Viðræður hefjast í næstu viku.“ Þjóð, ætt, ÞÓRÐUR, ýmis – ðæöáéíóú.",
    "Indonesian": "Menteri mengatakan “pembicaraan” akan dimulai minggu depan "
    "– Rp5.000, kata dia. Anak-anak & orang tua.",
    "Italian": "«Perché no?», disse il ministro. È così: città, già, più, né – l’Italia è bella… 5 €, 3ª, 2º.",
    "Japanese": "首相は「来年度の予算」について説明した。ＮＨＫによると、１０％増という…。『本当？』――はい！",
    "Korean": "대통령은 “협상이 다음 주에 시작된다”고 밝혔다. ‘아니요’ … 5％, ㈜삼성·LG. 「책」",
    "Latvian": "Ministrs teica: “Sarunas sāksies nākamnedēļ.” Āčēģīķļņšūž – ĀČĒĢĪĶĻŅŠŪŽ, €5.",
    "Lithuanian": "Ministras sakė: „Derybos prasidės kitą savaitę.“ Ąčęėįšųūž – ĄČĘĖĮŠŲŪŽ, 5 €.",
    "Norwegian": "Statsråden sa: «Forhandlingene begynner i neste uke.» Å være på øya – ÆØÅ, blåbær, en kafé.",
    "Persian": "وزیر گفت: «مذاکرات هفتهٔ آینده آغاز می‌شود». کتاب‌ها، خانهٔ او، ۵۰٪ – پژوهش‌گران گ چ ژ.",
    "Polish": "Minister powiedział: „Zażółć gęślą jaźń”. ŻÓŁĆ, ŁÓDŹ, świętość – »cytat« i ‚inny’, 5 zł, ąęćńóśźż.",
    "Portuguese": "“Não é ação”, disse o ministro. À tarde, São Paulo, "
    "irmã, 3.ª edição, nº 5 – JÁ É MANHÃ! Avô, coração.",
    "Romanian": "Ministrul a spus: „Negocierile încep săptămâna viitoare”. Ășț, ÎN ROMÂNIA, țară – ĂÂÎȘȚ, şţ.",
    "Russian": "«Переговоры начнутся на следующей неделе», – заявил "
    "министр. №5, „Объект“, ЁЖ, съезд… 20 °C, С.-Петербург.",
    "Serbian": "Министар је рекао: „Преговори почињу”. Ђак, љубав, њива, ћуп, џеп – ЂЉЊЋЏ. Београд, 5 €.",
    "Slovak": "Minister povedal: „Rokovania sa začnú budúci týždeň.“ Ľúbezné ďatle, ŔAZ, ĺ, ôsmy, päť – »áno«.",
    "Spanish": "—¿Qué pasó? —¡Nada!, dijo el ministro: «Así es». El niño, pingüino, 1.º, 3.ª, AÑO, acción… “sí”.",
    "Swedish": "”Förhandlingarna börjar nästa vecka”, sade ministern. Å, Ä, Ö – Åsa, ÄRENDE, idé, 20 °C, à 5 kr.",
    "Thai": "รัฐมนตรีกล่าวว่า “การเจรจาจะเริ่มสัปดาห์หน้า” ราคา ฿50 ๕๐% ท่า\u200bเรือ ๆ ฯลฯ",
    "Turkish": "Bakan, “görüşmeler gelecek hafta başlıyor” dedi. Şirket, ığdır, İSTANBUL, Çağrı, öğüt – hâlâ, kâr, ₺5.",
    "Ukrainian": "«Переговори почнуться наступного тижня», – заявив "
    "міністр. П’ять, з’їзд, ґанок, ЇЖАК, Євген, В’ЯЗЕНЬ.",
    "Vietnamese": "Bộ trưởng nói: “Đàm phán sẽ bắt đầu tuần tới.” "
    "Người dân, đường phố, ĐƯỜNG – Nguyễn Ái Quốc, quà, ổ.",
}


@pytest.mark.parametrize("language", CLEAN)
@pytest.mark.parametrize("lines", [1, 5])
def test_clean_text_is_left_alone(language: str, lines: int) -> None:
    text = (CLEAN[language] + "\n") * lines
    assert findings(text) == []
    assert undone(text) == text


@pytest.mark.parametrize("language", CLEAN)
def test_capitals_are_left_alone(language: str) -> None:
    text = unicodedata.normalize("NFC", CLEAN[language].replace("ΐ", "Ϊ").replace("ΰ", "Ϋ").upper()) + "\n"
    assert [f for f in findings(text) if f.fix is not None] == []


def test_all_languages_in_one_text() -> None:
    assert findings("\n".join(CLEAN.values())) == []


@pytest.mark.parametrize("language", CLEAN)
def test_utf8_is_read_as_utf8(language: str) -> None:
    assert decide(CLEAN[language].encode()).text == CLEAN[language]
