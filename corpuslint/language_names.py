"""Languages as records name them: in English, in their own words, or by three letters (ISO 639-2)."""

from __future__ import annotations

_NAMES = {
    "en": "english eng",
    "de": "german deutsch ger deu",
    "fr": "french francais français fre fra",
    "es": "spanish espanol español castellano spa",
    "pt": "portuguese portugues português por",
    "it": "italian italiano ita",
    "nl": "dutch nederlands dut nld",
    "sv": "swedish svenska swe",
    "da": "danish dansk dan",
    "nb": "norwegian norsk nor nob no",
    "fi": "finnish suomi fin",
    "pl": "polish polski pol",
    "cs": "czech cestina čeština cze ces",
    "sk": "slovak slovencina slovenčina slo slk",
    "lt": "lithuanian lit",
    "lv": "latvian lav",
    "ro": "romanian romana română rum ron",
    "hu": "hungarian magyar hun",
    "tr": "turkish turkce türkçe tur",
    "hr": "croatian hrvatski hrv",
    "sr": "serbian srpski srp",
    "vi": "vietnamese vie",
    "id": "indonesian ind",
    "ru": "russian русский rus",
    "uk": "ukrainian українська ukr",
    "bg": "bulgarian български bul",
    "el": "greek ελληνικά gre ell",
    "he": "hebrew heb iw",
    "ar": "arabic ara",
    "fa": "persian farsi per fas",
    "hi": "hindi hin",
    "th": "thai tha",
    "ja": "japanese jpn",
    "ko": "korean kor",
    "zh": "chinese chi zho",
}
_SUBTAGS = {name: subtag for subtag, names in _NAMES.items() for name in names.split()}


def subtag(name: str) -> str:
    """The primary subtag ("en") of a language in lower case; what is not known here as it is."""
    return _SUBTAGS.get(name, name)
