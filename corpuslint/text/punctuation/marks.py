"""The quotation marks of a paragraph, each with the cost of reading it as this or that."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from corpuslint.text.punctuation.neighbours import (
    CLOSE_LEFT,
    CLOSE_RIGHT,
    CONTRARY,
    LETTERS,
    NEVER,
    OPEN_LEFT,
    OPEN_RIGHT,
    STRAY,
    STRAY_ELSEWHERE,
    beginning,
    neighbour,
    strong_place,
)
from corpuslint.text.punctuation.paragraphs import Paragraph
from corpuslint.text.punctuation.singles import IGNORED, SINGLE, apostrophe, elision, inside_word
from corpuslint.text.punctuation.speech import unending
from corpuslint.text.punctuation.styles import STRAIGHT, TAG, TWICE, Readings, Style

Token = tuple[int, str]
"""A run of marks: its first code point and its characters."""

_FEET = r"\d\s?['\u2019\u2032]\s?\d{1,2}(?:\.\d+)?$"
_FRACTION = r"[1-9]\d?/(?:[2-48]|16|32|64)"
_NUMBER = rf"(?:^|[\s(x\u00d7-])(?:\d{{1,3}}(?:\.\d+|[\s-]?{_FRACTION}|[\u00bc-\u00be])?|{_FRACTION})$"
_BY = r"\s?[x\u00d7]\s?\d"
"""Inches by inches: 2"x4"."""
_GUILLEMETS = frozenset("\xab\xbb")
_KINDS = (_GUILLEMETS, SINGLE)
"""Marks of which none is another one once more."""
MOJIBAKE = "\xe2\u20ac"
"""What stands before the last byte of a dash or a mark that was read in the wrong codec."""
_SEVERAL = frozenset((TWICE, TWICE + STRAIGHT))
ORNAMENT = 4
"""A run of this many marks or more quotes nothing."""
_LONGEST_WORD = 60
_STOPS = frozenset(".?!\u2026")
_IGNORED_IN_PLACE = 5.0
"""Cost of taking two marks as something else where nothing but a quotation begins or ends."""
_TURNED = 8.0
"""Cost of reading a mark that only opens or only closes against its direction, where its neighbours ask for it."""
_TURNED_ALONE = 9.5
"""The same between two blanks, as in French."""
DOUBLED = 5.0
"""Cost of a mark that stands twice, its neighbours aside."""
DETACHED = 1.8
"""How much more it costs to be doubled with a blank between where the first one opens."""


class Mark(NamedTuple):
    """One mark and what each reading of it costs.

    `at` is its code point in the text, `token` its characters. `family` names possible partners.
    `opening` and `closing` are the two usual readings; `inch` is a measure, `apostrophe` a mistyped
    one, `ignored` no mark at all, `doubled` the mark before once more.
    `begins` and `ends` say how a quotation would begin or end here (see `neighbours`), `sides` which
    classes of characters stand beside it.
    `leads` says that it is the first thing of its paragraph, `resumes` that a sentence ended before it, `shared` that
    it may close two quotations.
    """

    at: int
    token: str
    family: str
    opening: float
    closing: float
    stray: float
    doubled: float
    inch: float
    apostrophe: float
    ignored: float
    begins: str
    ends: str
    sides: str
    leads: bool
    resumes: bool
    shared: bool

    @property
    def end(self) -> int:
        """The code point behind it."""
        return self.at + len(self.token)

    @property
    def opens_rather(self) -> bool:
        """Whether its place is more that of an opening mark than of a closing one."""
        return self.opening < self.closing


def places(text: str, found: Sequence[Token], style: Style) -> Iterator[tuple[str, int]]:
    """The marks of the runs of one paragraph that may quote, in order, and their code points.

    Two that stand twice around the same words are marks of a CSV file; any other is two marks.
    """
    twice = _twice(text, found) if len(found) > 1 else ()
    for at, token in found:
        if token in style.wrong:
            yield token, at
            continue
        skipped = -1
        for index, char in enumerate(token, at):
            if index in twice:
                yield TWICE, index
                skipped = index + 1
            elif index != skipped:
                yield char, index


def _twice(text: str, found: Sequence[Token]) -> set[int]:
    """Where marks that stand twice open and close one quotation; three in a row are one of them beside a third mark."""
    places: set[int] = set()
    for (at, token), (then, following) in pairwise(found):
        if token in _SEVERAL and following in _SEVERAL:
            opening, closing = at + len(token) - len(TWICE), then
            behind = then + len(following)
            inside, around = text[at + len(token) : then], text[max(0, at - 1) : at] + text[behind : behind + 1]
            fits = inside and not (inside[0].isspace() or inside[-1].isspace() or any(map(str.isalnum, around)))
            if fits and opening not in places:
                places |= {opening, closing}
    return places


def mark_at(text: str, place: tuple[str, int], paragraph: Paragraph, style: Style, previous: Mark | None) -> Mark:
    """The mark at a place; `previous` is the mark before it in its paragraph."""
    token, at = place
    end = at + len(token)
    left = text[at - 1] if at > paragraph.start else ""
    right = text[end] if end < paragraph.end else ""
    before, after = neighbour(left), neighbour(right)
    elided = right == "\u2026" or text.startswith("..", end)
    weight = style.weight(token)
    opens, closes = _in_place(style.reading(token), weight, before + after, elided)
    head = text[max(paragraph.start, at - 30) : at]
    if style.english and before in LETTERS:
        closes += unending(head, text[end : end + 20])
    told = head.rstrip()
    wrong = token in style.wrong
    return Mark(
        at=at,
        token=token,
        family=style.family(token),
        opening=opens,
        closing=closes,
        stray=STRAY.get(before + after, STRAY_ELSEWHERE),
        doubled=NEVER if wrong or previous is None else _doubled(text, place, after if weight else "", previous),
        inch=NEVER if wrong else inch(text, at, before, after),
        apostrophe=apostrophe(_opened(text, at, previous), text[end : end + 3])
        if before in LETTERS and after == "a"
        else NEVER,
        ignored=_ignored(token, before + after) if wrong else elision(token, head, text[end : end + 8]),
        begins=beginning(told[-1:], _first(text, end), leads=at == paragraph.start),
        ends=("w" if before not in {".", ","} else before) if style.english else "*",
        sides=before + after,
        leads=at == paragraph.start,
        resumes=told.rstrip("'\u2019)")[-1:] in _STOPS,
        shared=style.shared and token in _GUILLEMETS and bool(previous is None or text[previous.end : at].strip()),
    )


def _ignored(token: str, sides: str) -> float:
    """What it costs that something only looks like a mark."""
    if sides[0] == "d":
        return 0.0
    in_place = len(token) == 2 and (strong_place(sides, opens=True) or strong_place(sides, opens=False))
    return _IGNORED_IN_PLACE if in_place else IGNORED


def _opened(text: str, at: int, previous: Mark | None) -> str:
    """What stands between an opening mark and a place near behind it; "" if there is none."""
    if previous is None or not previous.opens_rather or at - previous.end > _LONGEST_WORD:
        return ""
    return text[previous.end : at]


@lru_cache(2_048)
def _in_place(reading: Readings, weight: float, sides: str, elided: bool) -> Readings:
    """What it costs to open and to close with a mark between two neighbours; `elided`: dots follow."""
    before, after = sides[0], sides[1]
    opens = reading[0] + weight * (OPEN_LEFT[before] + (0.0 if elided else OPEN_RIGHT[after]))
    closes = reading[1] + weight * (CLOSE_LEFT[before] + CLOSE_RIGHT[after])
    if weight and min(OPEN_LEFT[before], OPEN_RIGHT[after]) >= CONTRARY and not elided:
        opens = NEVER
    if weight and min(CLOSE_LEFT[before], CLOSE_RIGHT[after]) >= CONTRARY:
        closes = NEVER
    if reading[0] == NEVER:
        opens = _turned(sides, opens=True)
    if reading[1] == NEVER:
        closes = _turned(sides, opens=False)
    return min(opens, NEVER), min(closes, NEVER)


def _turned(sides: str, *, opens: bool) -> float:
    """What it costs to read a mark of one direction against it."""
    if sides == "ss":
        return _TURNED_ALONE
    return _TURNED if strong_place(sides, opens=opens) else NEVER


def runs(text: str, style: Style) -> list[Token]:
    """The runs of marks of a text: no ornaments, nothing inside tags of markup, nothing of mojibake."""
    found = _spelled(text, style) if style.has_wrong_marks(text) else _joined(text, spots(text, style))
    if MOJIBAKE[1] in text and MOJIBAKE in text:
        found = [(at, token) for at, token in found if text[max(0, at - 2) : at] != MOJIBAKE]
    if style.single:
        found = [run for run in found if not inside_word(text, *run)]
    return [run for run in found if len(run[1]) < ORNAMENT]


def _spelled(text: str, style: Style) -> list[Token]:
    """The runs in a text that has wrong marks."""
    return [(match.start(), match[0]) for match in style.pattern.finditer(text) if text[match.start()] != "<"]


def spots(text: str, style: Style) -> list[int]:
    """The marks of a text without wrong ones; to look for one after the other is faster than a pattern of all."""
    spots: list[int] = []
    for mark in style.marks:
        at = text.find(mark)
        while at >= 0:
            spots.append(at)
            at = text.find(mark, at + 1)
    spots.sort()
    return _outside_tags(text, spots) if "<" in text else spots


def _outside_tags(text: str, spots: Sequence[int]) -> list[int]:
    """The marks that stand in no tag of markup."""
    left: list[int] = []
    first = 0
    for tag in re.finditer(TAG, text):
        while first < len(spots) and spots[first] < tag.start():
            left.append(spots[first])
            first += 1
        first = bisect_left(spots, tag.end(), first)
    return left + list(spots[first:])


def _joined(text: str, spots: Sequence[int]) -> list[Token]:
    """Marks as runs."""
    found: list[Token] = []
    first = end = -1
    for at in spots:
        if at != end:
            if end > 0:
                found.append((first, text[first:end]))
            first = at
        end = at + 1
    if end > 0:
        found.append((first, text[first:end]))
    return found


def _first(text: str, start: int) -> str:
    """The first character that a mark quotes; a doubled mark quotes no mark."""
    following = text[start : start + 2]
    return following[1:] if following[:1] in {'"', "\u201c"} else following[:1]


def _doubled(text: str, place: tuple[str, int], after: str, previous: Mark) -> float:
    """What it costs that the mark is the one before it once more; two kinds of marks in a row end two quotations.

    `after` is "" where its neighbours do not count.
    """
    token, at = place
    gap = at - previous.end
    if TWICE in {token, previous.token} or any((token in kind) != (previous.token in kind) for kind in _KINDS):
        return NEVER
    if gap > 2 or text[previous.end : at].strip(" \t\xa0"):
        return NEVER
    if previous.opens_rather:
        return DOUBLED + OPEN_RIGHT.get(after, 0.0) + (DETACHED if gap else 0.0)
    return DOUBLED + CLOSE_RIGHT.get(after, 0.0) + (DETACHED if gap and after == '"' else 0.0)


def inch(text: str, at: int, before: str, after: str) -> float:
    """What it costs to read the mark as inches or seconds."""
    if before not in {"d", "$"}:
        return NEVER
    head = text[max(0, at - 12) : at]
    if re.search(_FEET, head):
        return 0.1
    measured = after in {"s", ".", ",", ":", ")", "-", "$"} or re.compile(_BY).match(text, at + 1) is not None
    return 3.0 if measured and re.search(_NUMBER, head) else NEVER
