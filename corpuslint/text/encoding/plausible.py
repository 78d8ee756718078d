"""How plausible a character above ASCII is between its two neighbours.

A wrong codec turns a quotation mark into a letter and a letter into a symbol. Neither fits where it
stands: a letter of another script inside a word, a capital after a small letter, a currency sign
without a number. The scores are those of a hand-made table, roughly between -4 (impossible in a text)
and 2 (where exactly this character is expected).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter, mul
from typing import NamedTuple

from corpuslint.text.encoding.high import runs

_OPENING = "“‘„‚«‹"
_CLOSING = "”»›"
_FLAT = {
    "\xa0": 0.3,
    "\xad": -0.5,
    "®": 0.6,
    "™": 0.6,
    "©": 0.6,
    "·": 0.2,
    "´": -1.0,
    "`": -1.0,
    "¨": -1.0,
    "ˆ": -1.0,
    "ˇ": -1.0,
    "№": 1.0,
}
_MARKS = "®™©"
_WITHIN = -0.5
"""The fitness of signs that hardly ever stand between letters."""
_FOREIGN = 1.5
"""What a single letter of another script costs in a text that is otherwise Latin."""
_ODD = -2.5
"""The fitness of symbols, which hardly any text has."""
_FORMATS = "\xad\u200b\u200c\u200d\u200e\u200f"
_LIVING = "ȘșȚțƏəƠơƯư"
"""The only letters of Latin Extended-B and of the phonetic alphabet that news is written with."""
_FEW = frozenset("ĈĉĊċĔĕĜĝĠġĤĥĨĩĬĭĴĵĸŊŋŎŏŖŗŜŝŦŧŨũŬŭŴŵŶŷ")
"""Letters of Esperanto, Maltese, Welsh and the like: of two readings the one without them is right."""
_CROWD = 0.8
"""What an accented letter between two others costs: text of another script reads so in a Latin codec."""
_FINALS = "ךםןףץς"
"""Hebrew and Greek letters that stand at the end of words only."""
_RARE_LETTERS = "ƒŒœßÿþðÞÐ"
_BEFORE_OPENING = "([-—–“‘\"'/"
_BEHIND_OPENING = ".…([¿¡‘“$£€'"
_SCALES = ("C", "F")
_LINES = "─═"
_FRAME = frozenset(_LINES + "│║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫")
"""The pieces that frames of tables are made of in the codecs of DOS."""
_FRAMED = 0.6
"""The fitness of a piece of a frame in its place: less than that of a letter in a word."""
_TOLD_APART = frozenset(_BEFORE_OPENING + _BEHIND_OPENING).union(_SCALES)
"""Neighbours that count as what they are; the full stop behind a currency sign is among them."""


def kind(char: str) -> str:
    """The kind of a neighbour: s(pace, or the edge of the text), l(etter or its mark), d(igit) or p(unctuation)."""
    if not char or char.isspace():
        return "s"
    if char.isalpha() or is_mark(char):
        return "l"
    return "d" if char.isdigit() else "p"


def is_mark(char: str) -> bool:
    """Whether this is a mark that belongs to the letter before it: an accent, a vowel sign."""
    return char > "\u02ff" and unicodedata.category(char)[0] == "M"


@lru_cache(maxsize=4096)
def script(char: str) -> str:
    """The first word of a letter's Unicode name ("LATIN", "CYRILLIC", "CJK"), or "" for what is no letter."""
    if unicodedata.category(char)[0] != "L":
        return ""
    return unicodedata.name(char, "").split(" ")[0]


def scripts(text: str) -> frozenset[str]:
    """The scripts of the letters of a text."""
    return frozenset(filter(None, map(script, set(text))))


@lru_cache(maxsize=1 << 16)
def impossible(char: str) -> bool:
    """Whether no text has this character: a control, private, unassigned or unpaired one."""
    category = unicodedata.category(char)
    return category in ("Cc", "Co", "Cn", "Cs") or (category == "Cf" and char not in _FORMATS)


@lru_cache(maxsize=1 << 16)
def fitness(before: str, char: str, after: str) -> float:
    """How well `char` fits between two characters; either of them is "" at the edge of the text."""
    if char in _FLAT:
        return _WITHIN if char in _MARKS and before.isalpha() and after.isalpha() else _FLAT[char]
    if impossible(char):
        return -4.0
    category = unicodedata.category(char)
    if category[0] == "L":
        return _letter(before, char, after, category)
    left, right = kind(before), kind(after)
    if category[0] == "M":
        return 0.5 if left == "l" else -1.0
    if char in "£€¥" and (left == "d" or (left == "s" and right == "s")) and right != "d" and after != ".":
        return 1.0
    known = _piece(before, char, after) if char in _FRAME else _quote(before, char, after, left, right)
    if known is None:
        known = _sign(char, after, left, right)
    return _other(char, category) if known is None else known


@lru_cache(maxsize=1 << 16)
def alike(neighbour: str) -> str:
    """The same neighbour for all that are one to `fitness`, which needs to be found out once for them."""
    if neighbour in _TOLD_APART:
        return neighbour
    case = neighbour.isupper(), neighbour.islower()
    letter = neighbour.isalpha() and (script(neighbour), neighbour > "\x7f")
    frame = neighbour in _FRAME, neighbour in _LINES
    return _ALIKE.setdefault((kind(neighbour), case, letter, frame), neighbour)


@lru_cache(maxsize=1 << 16)
def typical(char: str) -> str:
    """The same character for all ideographs and others of East Asia that are one to `fitness`, wherever they stand."""
    return char if char < "\u3000" else _ALIKE.setdefault((unicodedata.category(char), script(char)), char)


_ALIKE: dict[object, str] = {}
"""The first character of each sort that was met; there are a few hundred sorts."""


def unusual(char: str) -> bool:
    """Whether this is a letter of Latin script that hardly any language is written with."""
    return "\u0180" <= char <= "\u02af" and char not in _LIVING


def _letter(before: str, char: str, after: str, category: str) -> float:
    """Letters want neighbours of their own script and a case that runs through the word."""
    neighbours = [c for c in (before, after) if c.isalpha()]
    marks = [c for c in (before, after) if is_mark(c)]
    if not neighbours and not marks:
        return -0.3
    own = script(char)
    score = 0.5 * len(marks) + sum(0.5 if script(c) == own else -1.5 for c in neighbours)
    if category == "Lo" and own == "LATIN":
        score -= 0.5
    if char in _RARE_LETTERS:
        score -= 0.3
    elif unusual(char):
        score -= 1.5
    elif char in _FEW:
        score -= 0.6
    if char.islower() or category == "Lo":
        score += 0.3
    if char in _FINALS and (after.isalpha() or not before.isalpha()):
        score -= 3.0
    if char == "σ" and before.isalpha() and not after.isalpha():
        score -= 1.0
    if own == "LATIN" and len(neighbours) == 2 and min(neighbours) > "\x7f":
        score -= _CROWD
    return score + _case(before, char, after)


def _case(before: str, char: str, after: str) -> float:
    if char.isupper():
        score = 0.0
        if before.isalpha() and before.islower():
            score -= 2.0
        if before.isalpha() and after.isalpha() and after.islower():
            score -= 1.0
        if before.isupper() and (not after.isalpha() or after.isupper()):
            score += 0.4
        return score
    if not (char.islower() and after.isupper()):
        return 0.0
    return -1.0 if not before.isalpha() else -1.5 if before.isupper() else 0.0


def _piece(before: str, char: str, after: str) -> float:
    """Pieces of a frame stand beside its lines or blanks, and its lines beside any piece."""
    beside = _FRAME if char in _LINES else _LINES
    return _FRAMED if all(not c.strip() or c in beside for c in (before, after)) else _ODD


def _quote(before: str, char: str, after: str, left: str, right: str) -> float | None:
    """Quotation marks and apostrophes stand at the edge of words, on the side they belong to."""
    if char == "’":
        return _apostrophe(left, right)
    if char in _OPENING:
        return _opening(before, char, after, left, right)
    if char not in _CLOSING:
        return None
    if left in "lpd" and right in "sp":
        return 1.6
    # German, Danish and Croatian open with the mark that French closes with.
    turned = char in "»›" and left == "s"
    return (1.0 if right in "ld" else 0.6) if turned else -1.2


def _apostrophe(left: str, right: str) -> float:
    if left == "l" and right == "l":
        return 2.0
    if left in "lpd" and right in "sp":
        return 1.2
    return 0.3 if left == "s" and right in "ld" else -1.5


def _opening(before: str, char: str, after: str, left: str, right: str) -> float:
    if left == "s" or before in _BEFORE_OPENING:
        if right in "ld" or after in _BEHIND_OPENING:
            return 1.6
        return 0.6 if right == "s" and char in "«‹" else -1.0
    if left in "lp" and right in "sp":
        # German and Czech close with the mark that English opens with.
        return 1.0 if char in "«‹" else 0.3 if char in "“‘" else -1.5
    return -1.5


def _sign(char: str, after: str, left: str, right: str) -> float | None:
    """Dashes, currency, degrees, ordinals: each is expected in its own company."""
    for chars, company, expected, odd in _COMPANY:
        if char in chars:
            return expected if company(left, right, after) else odd
    return None


_COMPANY: tuple[tuple[str, Callable[[str, str, str], bool], float, float], ...] = (
    ("–—", lambda left, right, _: left == right or (left in "sldp" and right in "sldp"), 1.0, 0.2),
    ("…", lambda left, right, _: left in "lpd" or right == "l", 1.0, 0.0),
    ("•", lambda left, right, _: right == "s" or left == "s", 0.8, -0.5),
    ("£€¥", lambda left, right, after: right == "d" or (after == "." and left != "l"), 2.0, -1.2),
    ("†‡", lambda left, right, _: left != "l" or right != "l", 0.2, -1.5),
    ("‰", lambda left, _, __: left in "ds", 0.8, -1.5),
    ("¢", lambda left, _, __: left == "d", 0.6, -0.5),
    ("°", lambda left, _, after: left == "d" or after in _SCALES, 1.0, -1.0),
    ("½¼¾¹", lambda left, _, __: left in "ds", 0.8, -1.2),
    ("²³", lambda left, right, _: left in "dl" or (left == "s" and right != "s"), 0.8, -1.2),
    ("¿¡", lambda left, right, _: left in "sp" and right == "l", 1.5, -2.0),
    ("§", lambda _, right, __: right in "sd", 0.8, -1.5),
    ("¶", lambda _, right, __: right in "sd", 0.2, -1.5),
    ("±×÷", lambda left, right, _: left in "ds" and right in "ds", 0.2, -1.5),
)
"""Signs, what company they keep (kinds left and right, and the next character), and both scores."""


def _other(char: str, category: str) -> float:
    if category in ("So", "Sm", "Sk"):
        return _ODD
    if category[0] == "P":
        return -0.3 if char < "\u3000" else 0.4
    return -1.0


Place = tuple[str, str, str]
"""A character above ASCII between its two neighbours; a blank stands for the edge of the text."""


def contexts(text: str) -> Counter[Place]:
    """Every character above ASCII with its two neighbours, counted, in order of first appearance."""
    padded = f" {text} "
    spans = runs(text)
    before = "".join([padded[start:end] for start, end in spans])
    inner = "".join([text[start:end] for start, end in spans])
    after = "".join([padded[start + 2 : end + 2] for start, end in spans])
    return Counter(zip(before, inner, after, strict=True))


class Places(NamedTuple):
    """Different characters above ASCII with neighbours that count as theirs do, and how often each is there."""

    before: Sequence[str]
    chars: Sequence[str]
    after: Sequence[str]
    counts: Collection[int]


def places(found: Mapping[Place, int]) -> Places:
    """Characters in their contexts, as fitness sees them."""
    before, chars, after = (map(itemgetter(column), found) for column in range(3))
    return Places(tuple(map(alike, before)), tuple(map(typical, chars)), tuple(map(alike, after)), found.values())


def plausibility(text: str) -> float:
    """Mean fitness of all characters above ASCII in a text; 0.0 where there are none."""
    return mean_fitness(places(contexts(text)))


def mean_fitness(found: Places, *, latin: bool = False) -> float:
    """The same for characters that are counted already.

    One impossible character says more than its share in the mean. `latin` says that the text is in
    Latin script but for these characters: then a single letter of another script is out of place.
    """
    total = sum(found.counts)
    if not total:
        return 0.0
    mean: float = sum(map(mul, map(fitness, found.before, found.chars, found.after), found.counts)) / total
    chars = set(found.chars)
    if latin and (foreign := {char for char in chars if script(char) not in ("", "LATIN")}):
        mean -= _FOREIGN * _alone(found, foreign) / total
    return mean - any(map(impossible, chars))


def _alone(found: Places, letters: Container[str]) -> int:
    """How often some letters stand with no letter beside them."""
    return sum(n for a, char, b, n in zip(*found, strict=True) if char in letters and not (a.isalpha() or b.isalpha()))
