"""How a text marks its quotations: which marks open and which close."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from corpuslint.text.punctuation.neighbours import NEVER

REVERSED = 6.5
"""Cost of reading a directed mark against its direction: a curly mark that was turned round."""
WRONG = 1.0
"""Cost of reading two single marks, or a double prime, as a quotation mark."""
Readings = tuple[float, float]
"""What it costs to open and to close with a mark, its neighbours aside."""
OPENS, CLOSES, EITHER = (0.0, REVERSED), (REVERSED, 0.0), (0.0, 0.0)
ONLY_OPENS, ONLY_CLOSES = (0.0, NEVER), (NEVER, 0.0)
RATHER_CLOSES = (2.0, 0.0)
"""A mark that closes, and opens where somebody mixes in the marks of English: „Skandal“ and “Titanic”."""

STRAIGHT = '"'
GUILLEMETS, SINGLES = "\xab", "1"
"""The families of both guillemets and of all single marks."""
TWICE = STRAIGHT * 2
"""Two straight marks, where a whole paragraph writes each mark twice."""
WRONG_MARKS: dict[str, Readings] = {
    "''": (WRONG, WRONG),
    "\u2019\u2019": (NEVER, WRONG),
    "\u2018\u2018": (WRONG, NEVER),
    "``": (WRONG, NEVER),
    "\u2033": (WRONG, WRONG),
}
"""What stands in for a double quotation mark."""
OTHER_MARKS = "\u201e\u201f\xab\xbb\u300c\u300d\u300e\u300f"
"""Marks that no English text uses."""
TAG = r"</?[a-zA-Z][^<>\n]{0,500}>"
"""The values of markup are quoted by other rules."""
_NOT_TWO = r"(?<!['\u2018\u2019`]){}(?!['\u2018\u2019`])"

_FAMILIES = {
    STRAIGHT: STRAIGHT,
    TWICE: "2",
    **dict.fromkeys("'\u2018\u2019", SINGLES),
    **dict.fromkeys("\u201c\u201d\u201e\u201f", "\u201c"),
    **dict.fromkeys("\xab\xbb", GUILLEMETS),
    **dict.fromkeys("\u300c\u300d", "\u300c"),
    **dict.fromkeys("\u300e\u300f", "\u300e"),
}


class Style:
    """The readings of each mark, and how much its neighbours count.

    `marks` are all that can be found in a text without wrong marks, of one character each. `pair` are the
    curly marks that open and close. `english` says that the manners of English news may be used as evidence,
    `shared` that one guillemet may close two quotations, as in Russian, `single` that single marks quote, `wrong`
    holds what stands in for a mark.
    """

    def __init__(
        self,
        readings: dict[str, Readings],
        weights: dict[str, float],
        pair: tuple[str, str],
        *,
        english: bool,
        shared: bool,
    ) -> None:
        self.marks = "".join(readings)
        self.single = "'" in readings
        self.wrong = {mark: reading for mark, reading in WRONG_MARKS.items() if mark[0] not in readings}
        self.readings = readings | self.wrong | {TWICE: EITHER}
        self.weights = weights
        self.pair = pair
        self.english = english
        self.shared = shared

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds a mark, a run of marks, or a tag of markup."""
        wrong = "|".join(_NOT_TWO.format(mark) if len(mark) == 2 else mark for mark in self.wrong)
        return re.compile(f"[{self.marks}]+|{wrong}|{TAG}")

    @cached_property
    def places(self) -> dict[str, tuple[bool, bool]]:
        """What is known of marks between two characters (see `turns`); whoever adds to it keeps it small."""
        return {}

    @cached_property
    def openers(self) -> frozenset[str]:
        """The marks of one character that may open at no cost."""
        return frozenset(mark for mark, (opening, _) in self.readings.items() if opening == 0 and len(mark) == 1)

    @cached_property
    def closers(self) -> frozenset[str]:
        """The marks of one character that may close at no cost."""
        return frozenset(mark for mark, (_, closing) in self.readings.items() if closing == 0 and len(mark) == 1)

    @cached_property
    def directed(self) -> frozenset[str]:
        """The marks whose neighbours do not count."""
        return frozenset(mark for mark in self.readings if len(mark) == 1 and self.weight(mark) == 0)

    def reading(self, token: str) -> Readings:
        """What it costs to open and to close with this mark, its neighbours aside."""
        return self.readings[token]

    def weight(self, token: str) -> float:
        """How much the neighbours of this mark count."""
        return self.weights.get(token, 1.0)

    def has_wrong_marks(self, text: str) -> bool:
        """Whether a text may have what stands in for a quotation mark."""
        return any(mark[0] in text and mark in text for mark in self.wrong)  # one character is found at no cost

    @staticmethod
    def family(token: str) -> str:
        """The name that marks share with their usual partners; `'` for what stands in for a mark."""
        return _FAMILIES.get(token, "'")


@lru_cache(maxsize=32)
def style(  # noqa: PLR0913 - what a style is made of, all but two by name
    curly: str,
    guillemets: str,
    *,
    corners: bool,
    english: bool,
    single: bool = False,
    shared: bool = False,
) -> Style:
    """The style with these marks.

    `curly` is "“”", "„“", "„”" or "””"; `guillemets` "«»", "»«", "»»" or ""; `corners` adds those of East
    Asia, where no blank stands beside any mark and the straight mark does not quote; `single` says whether single
    marks do, `shared` whether one guillemet may close two quotations.
    """
    readings = _curly(curly)
    if not corners:
        readings['"'] = EITHER
    if guillemets == "\xbb\xbb":
        readings["\xbb"] = EITHER
    elif guillemets:
        readings |= {guillemets[0]: ONLY_OPENS, guillemets[1]: ONLY_CLOSES}
    if single:
        readings |= {"'": EITHER, "\u2018": OPENS, "\u2019": CLOSES}
    if corners:
        readings |= dict.fromkeys("\u300c\u300e", ONLY_OPENS) | dict.fromkeys("\u300d\u300f", ONLY_CLOSES)
    weights = {mark: 0.5 for mark, reading in readings.items() if reading != EITHER}
    weights |= {mark: 0.0 for mark in readings if corners or (mark in "\xab\xbb" and readings[mark] != EITHER)}
    return Style(readings, weights, (curly[0], curly[1]), english=english, shared=shared)


NAMED: dict[str, tuple[str, str, bool, bool]] = {
    "english": ("\u201c\u201d", "", False, True),
    "british": ("\u201c\u201d", "", False, True),
    "german": ("\u201e\u201c", "\xbb\xab", False, False),
    "danish": ("\u201d\u201d", "\xbb\xab", False, False),
    "french": ("\u201c\u201d", "\xab\xbb", False, False),
    "spanish": ("\u201c\u201d", "\xab\xbb", False, False),
    "polish": ("\u201e\u201d", "\xab\xbb", False, False),
    "swedish": ("\u201d\u201d", "", False, False),
    "russian": ("\u201e\u201c", "\xab\xbb", False, False),
    "japanese": ("\u201c\u201d", "", True, False),
}
"""The styles that can be asked for by name: curly marks, guillemets, corners, English (see `style`).

British papers quote with single marks, and with double ones inside.
"""


def named(name: str) -> Style:
    """The style of a name in `NAMED`. Raises KeyError for any other."""
    curly, guillemets, corners, english = NAMED[name]
    single, shared = name == "british", name == "russian"
    return style(curly, guillemets, corners=corners, english=english, single=single, shared=shared)


def _curly(pair: str) -> dict[str, Readings]:
    """The readings of the curly marks."""
    if pair[0] == pair[1]:
        return {pair[0]: EITHER}
    if pair[0] == "\u201e":
        return {"\u201e": ONLY_OPENS, "\u201c": RATHER_CLOSES, "\u201d": ONLY_CLOSES}
    return {"\u201c": OPENS, "\u201d": CLOSES}
