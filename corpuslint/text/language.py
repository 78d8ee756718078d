"""Which language a text is in, guessed from its script and its commonest words.

Made for gates of rules: cheap, pure, and silent when unsure. Short function words make up a third to a
half of any running text in the languages listed here; a word that several of them share counts for
each of them with its part only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import filterfalse
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOKED_AT = 4_000
"""Code points at the beginning of a text that are looked at."""

_WORD = r"[^\W\d_]+"
_SPACED = bytes(byte if byte >= 0x80 or chr(byte).isalpha() else 0x20 for byte in range(256))
_FEWEST = 2.0
"""Least weight of function words found, so that one word never decides, except in a few words of no other language."""
_LIKELY = 1.0
"""The same where a likely language will do."""
_SHORT = 30
"""Words of a text that has no room for more."""
_SHARE = 0.12
"""Least share of function words among all words."""
_LEAD = 1.3
"""How many times the runner-up the winner must reach."""

_LATIN = {
    "en": "the of and to in that is was for it with as his her on be at by had not are but from or have "
    "an they which you were she all there been their has would will who more said he we i this about after so",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an "
    "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur",
    "fr": "le la les de des du et un une en que qui dans pour est pas sur au par plus avec ce il ne se son "
    "elle aux cette sont mais ont été nous vous leur sa ses ou comme fait être deux après entre",
    "es": "el la los las de del y en que un una se por con no para su es al lo como más pero sus le ha me "
    "sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde",
    "pt": "o a os as de do da dos das e em que um uma no na nos nas por com não para se é ao mais como mas "
    "foi ele ela seu sua ou ser quando muito já também só pelo pela até isso entre depois sem mesmo aos são",
    "it": "il lo la i gli le di del della dei delle e in che un una è per non con si da al sono come più ma "
    "alla anche nel nella suo sua ha dal ai questo ci se stato era hanno dalla tra due loro essere",
    "nl": "de het een en van in is dat op te zijn met voor niet die aan er om ook als maar bij door naar uit "
    "dan nog wordt over hij ze was heeft hebben werd worden deze wel tot kan meer geen je ik zo wat",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så "
    "kan när år ska hade eller skulle vid mot också efter bara sin blir över nu där hon",
    "da": "og i at det er en til af som på de med den for ikke der var han et har men om vi fra kan hun sig "
    "efter jeg blev ved være skal også ud nu over været så eller hvor vil havde",
    "nb": "og i å det er en til av som på de med den for ikke var han et har men om vi fra kan hun seg etter "
    "jeg ble ved være skal også ut nå over vært så eller hvor vil hadde sier mot",
    "fi": "ja on ei se että oli hän mutta ovat kun myös niin tai jos ole olisi joka mukaan vain sen kuin "
    "jo nyt mitä sitä ollut hänen tämä siitä jotka sekä vielä",
    "pl": "i w na z się nie do że to jest o jak po od za co przez dla są tym być jego ale czy tego oraz już "
    "był był jako tylko który która które może przed także było pod bardzo",
    "cs": "a v na se je že s z do o i to za ve pro jako by k po není jsou ale od jeho už nebo také která který "
    "které při podle byl bylo byla před jen tak co být může",
    "sk": "a v na sa je že s z do o aj za vo pre ako by k po nie sú ale od jeho už alebo tiež ktorá ktorý "
    "ktoré pri podľa bol bolo bola pred len tak si sme čo",
    "lt": "ir kad į iš su yra tai kaip bet ar per dėl nuo jis ne apie buvo po už prie bus tik jau dar kurie "
    "kuris taip pat jo nėra iki jie",
    "lv": "un ir ar no par kas uz ka tas bet lai arī kā to pie vai pēc nav bija viņš līdz tika gan tiek savu "
    "kuri vēl būs gada",
    "ro": "și în de la a cu pe nu că o un din care este pentru mai să sau prin fost sunt lui ale după au "
    "acest această între dar până fi își iar ca se",
    "hu": "a az és hogy nem is egy ez volt csak meg de mint már még azt ki el vagy kell ha van után szerint "
    "lehet volna ezt aki ami amely pedig nagyon",
    "tr": "ve bir bu da de için ile olarak çok daha olan ne gibi var ise kadar en sonra o ama göre ya her "
    "değil mi olduğu oldu ki diye etti dedi",
    "hr": "i u je na se da su za od s o a kako što nije koji koja koje iz po ne bi sam će ali kao do više "
    "samo već biti bio bila prema oko ili te nakon",
    "vi": "và của là có cho được không trong với một các những này người đã để khi đến từ cũng về ra như năm",
    "id": "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke karena oleh ada mereka sudah",
}
_LETTERS = {
    "uk": "іїєґ",
    "be": "ў",
    "ru": "ыэё",
    "sr": "ђјљњћџ",
    "fa": "پچژگیک",
    "ur": "ٹڈےھ",
}
_OWN = {"tr": "ığ", "cs": "řůě", "hu": "őű", "sk": "ľĺŕ"}
"""Letters of one language in Latin letters whose function words are few; Azerbaijani has those of Turkish, and ə."""
_FEWEST_OWN = 10
_SHARE_OWN = 0.015
_CYRILLIC = {
    "ru": "и в не на что с он как это по но из у за от же для его так был было к мы я они который году",
    "uk": "і в не на що з він як це та до за від його так був було у ми я вони який року й про",
    "bg": "и в не на че с той като това по но от за се да са е му ще си след или до са през",
    "sr": "и у не на да са он као то по али из од за се је су ће би или до који што након",
}
FUNCTION_WORDS = {
    language: frozenset(words.split()) for table in (_LATIN, _CYRILLIC) for language, words in table.items()
}
"""The commonest short words of each language, lower case."""
_DOTTED = "i\u0307"
"""The capital of the Turkish i in lower case, as Unicode has it: a letter, and a dot that is none."""
_ASCII = r"[\x00-\x7f]+"
_LATIN_LETTER = "[A-Za-zÀ-ɏḀ-ỿ]"
_OTHERS = (
    ("cyrillic", "[Ѐ-ӿ]"),
    ("el", "[Ͱ-Ͽἀ-῿]"),
    ("he", "[֐-׿]"),
    ("arabic", "[؀-ۿ]"),
    ("hi", "[ऀ-ॿ]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("ja", "[\u3040-\u30ff]"),
    ("ko", "[\uac00-\ud7af]"),
    ("zh", "[\u4e00-\u9fff]"),
    ("hy", "[\u0530-\u058f]"),
    ("ka", "[\u10a0-\u10ff]"),
)

_BEYOND_LATIN = "|".join(letters for _, letters in _OTHERS)


def detect(text: str) -> str:
    """The primary subtag of the language ("en", "de", ...) of the first few thousand characters, or ""."""
    return _of_sample(text[:LOOKED_AT])


def likely(text: str) -> str:
    """The language that a text of Latin letters is most likely in, where `detect` is not sure; or ""."""
    best, score, second = _best(words_of(text[:LOOKED_AT]), "latin")
    return best if score >= _LIKELY and score >= _LEAD * second else ""


@lru_cache(maxsize=8)
def _of_sample(sample: str) -> str:
    """The language of a text that is looked at as a whole; several rules ask for the same one in turn."""
    script = _script(sample)
    if script == "latin":
        return _by_words(sample, "latin")
    if script == "cyrillic":
        return _by_letters(sample, ("uk", "be", "ru", "sr")) or _by_words(sample, "cyrillic")
    if script == "arabic":
        return _by_letters(sample, ("ur", "fa")) or "ar"
    return script


def _script(sample: str) -> str:
    """The script, or the one language of it, that most letters belong to."""
    if sample.isascii():
        return "latin"
    beyond = "".join(re.split(_ASCII, sample))
    if not re.search(_BEYOND_LATIN, beyond):
        return "latin" if re.search(_LATIN_LETTER, sample) else ""
    counts = {name: len(re.findall(letters, beyond)) for name, letters in _OTHERS}
    counts = {"latin": len(re.findall(_LATIN_LETTER, sample)), **counts}
    if counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts.pop("zh")
    return max(counts, key=lambda name: counts[name])


def _by_letters(sample: str, languages: tuple[str, ...]) -> str:
    """The first language whose own letters are more frequent than one letter in a hundred."""
    letters = Counter(sample.lower())
    for language in languages:
        if sum(letters[c] for c in _LETTERS[language]) * 100 > len(sample):
            return language
    return ""


class _Weights(NamedTuple):
    """What function words count: for each word the languages that have it, and its part for each in `unit`s of one."""

    words: Mapping[str, tuple[tuple[str, int], ...]]
    unit: int


@lru_cache(maxsize=2)
def _weights(script: str) -> _Weights:
    languages: dict[str, list[str]] = {}
    for language, words in (_LATIN if script == "latin" else _CYRILLIC).items():
        for word in set(words.split()):
            languages.setdefault(word, []).append(language)
    unit = lcm(*map(len, languages.values()))
    parts = {word: tuple((name, unit // len(own)) for name in own) for word, own in languages.items()}
    return _Weights(parts, unit)


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case and in no particular order.

    Blanks are put in place of all ASCII but letters, and only what is left beside others is looked at by `re`, which
    takes ten times as long.
    """
    parts = (
        text.lower()
        .replace(_DOTTED, "i")
        .encode("utf-8", "surrogatepass")
        .translate(_SPACED)
        .decode("utf-8", "surrogatepass")
        .split()
    )
    whole = list(filter(str.isalpha, parts))
    return whole if len(whole) == len(parts) else whole + re.findall(_WORD, " ".join(filterfalse(str.isalpha, parts)))


def _by_words(sample: str, script: str) -> str:
    words = words_of(sample)
    best, score, second = _best(words, script)
    fewest = 1.0 if not second and len(words) <= _SHORT else _FEWEST
    sure = score >= fewest and score >= _SHARE * len(words) and score >= _LEAD * second
    return best if sure else _by_own_letters(sample)


def _by_own_letters(sample: str) -> str:
    """The language of a text in Latin letters of which some are its own; languages that glue endings have few words."""
    if sample.isascii():
        return ""
    low = sample.lower()
    counts = {language: sum(map(low.count, letters)) for language, letters in _OWN.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= _FEWEST_OWN and counts[best] > _SHARE_OWN * len(low) and "ə" not in low else ""


def _best(words: Sequence[str], script: str) -> tuple[str, float, float]:
    """The language of most function words among some words, what they count for it, and for the runner-up."""
    weights = _weights(script)
    counts: defaultdict[str, int] = defaultdict(int)
    for word, number in Counter(filter(weights.words.__contains__, words)).items():
        for language, part in weights.words[word]:
            counts[language] += number * part
    if not counts:
        return "", 0.0, 0.0
    best = max(counts, key=counts.__getitem__)
    score = counts.pop(best) / weights.unit
    return best, score, max(counts.values(), default=0) / weights.unit
