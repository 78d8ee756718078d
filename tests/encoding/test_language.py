"""The language of a text: right, or silent."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslint.text.language import LOOKED_AT, detect, words_of

TEXTS = {
    "en": "The minister said on Monday that the talks would begin next week, and that he was not worried.",
    "de": "Der Minister sagte am Montag, dass die Gespräche in der nächsten Woche beginnen und er nicht besorgt sei.",
    "fr": "Le ministre a dit lundi que les discussions vont commencer dans une semaine et qu'il est confiant.",
    "es": "El ministro dijo el lunes que las conversaciones van a comenzar en una semana y que está tranquilo.",
    "pt": "O ministro disse na segunda-feira que as conversas vão começar em uma semana e que não está preocupado.",
    "it": "Il ministro ha detto che i colloqui cominceranno la settimana prossima e che non è preoccupato per questo.",
    "nl": "De minister zei maandag dat de gesprekken over een week beginnen en dat hij er niet bang voor is.",
    "sv": "Ministern sade att samtalen ska börja om en vecka och att han inte är orolig för det som har hänt.",
    "pl": "Minister powiedział, że rozmowy zaczną się za tydzień i że nie jest to dla niego problem, ale już czeka.",
    "tr": "Bakan, görüşmelerin bir hafta sonra başlayacağını ve bunun için çok hazır olduğunu söyledi, ama bekliyor.",
    "ru": "Министр сказал, что переговоры начнутся через неделю, и он не видит в этом ничего плохого, но ждёт.",
    "uk": "Міністр сказав, що переговори почнуться за тиждень, і він не бачить у цьому нічого поганого.",
    "el": "Ο υπουργός είπε ότι οι συνομιλίες θα αρχίσουν σε μία εβδομάδα.",
    "ar": "قال الوزير إن المحادثات ستبدأ بعد أسبوع.",
    "fa": "وزیر گفت گفتگوها یک هفتهٔ دیگر آغاز می‌شود و این کار را می‌کنیم.",
    "he": "השר אמר שהשיחות יתחילו בעוד שבוע.",
    "ja": "首相は会談が来週始まると述べた。",
    "zh": "总理说会谈将于下周开始。",
    "ko": "총리는 회담이 다음 주에 시작된다고 말했다.",
    "th": "นายกรัฐมนตรีกล่าวว่าการเจรจาจะเริ่มสัปดาห์หน้า",
}


@pytest.mark.parametrize("language", TEXTS)
def test_language_is_told(language: str) -> None:
    assert detect(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12:30", "Reuters", "Xyzzy plugh foo bar.", "John Smith, Paris, 1994", "“…”"])
def test_silent_when_unsure(text: str) -> None:
    assert detect(text) == ""


def test_only_the_beginning_counts() -> None:
    assert detect(TEXTS["de"] * 40 + TEXTS["en"] * 1_000) == "de"
    assert len(TEXTS["de"] * 40) > LOOKED_AT


@given(st.text(max_size=200))
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert detect(text) == "" or detect(text).isalpha()


@given(st.text(st.one_of(st.sampled_from("aZé’ –\n_3٣½\x1c\x85\xa0İ\u3000"), st.characters()), max_size=30))
def test_words_are_runs_of_letters(text: str) -> None:
    assert Counter(words_of(text)) == Counter(re.findall(r"[^\W\d_]+", text.lower().replace("i\u0307", "i")))


def test_a_dotted_capital_is_part_of_its_word() -> None:
    assert sorted(words_of("İÇİN BİR")) == ["bir", "için"]
    assert detect("SEÇİM İÇİN BİR GÜN DAHA VE ÇOK") == "tr"
