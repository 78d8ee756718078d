"""What would mend a quotation: the mark to take away, to turn round, or to put in, and where."""

import re
from itertools import islice, pairwise
from typing import NamedTuple

from corpuslint.text.punctuation.marks import Mark
from corpuslint.text.punctuation.neighbours import LETTERS, NEVER, strong_place
from corpuslint.text.punctuation.speech import LEADING, attribution, narration
from corpuslint.text.punctuation.styles import Style

_SENTENCE_END = r"[.!?\u2026]['\u2019)]*(?=\s|$)"
_SENTENCE_ENDED = r"(?<!\b[A-Z])[.!?\u2026]['\u2019)]*(?=\s+[A-Z])"
"""The same before another sentence, and not behind an abbreviation."""
WIDE = 3
"""More blanks than this are the rest of a layout: what stands beyond them belongs elsewhere."""
DASHES = ("-", "\u2013", "\u2014")
_AROUND = 300
"""Code points before a mark that tell whether its text may be English."""
_BEHIND = 60
"""Code points behind a mark in which a speaker is named."""
_FARTHEST = 2_000
"""Code points beside a mark in which the other end of its quotation is looked for."""
_MOST_SENTENCES = 20
"""Sentences that are asked how they sound."""
_SINGLE_OPENS = r"(?:^|(?<=[\s(]))['\u2018](?=[^\W\d_])"
_SINGLE_CLOSES = r"(?<=[^\s(])['\u2019](?![^\W_])"


class Repair(NamedTuple):
    """Put `text` in place of the code points `start` to `end`."""

    start: int
    end: int
    text: str


def without(text: str, mark: Mark) -> Repair:
    """The text without a mark, and without the blank that would stand twice then."""
    start, end = mark.at, mark.end
    if mark.sides[0] == "s" and mark.sides[1] != "A" and start and text[start - 1] in " \t\xa0":
        following = text[end : end + 1]
        if not following or following in " \t\xa0\n\r.,;:!?)":
            start -= 1
    return Repair(start, end, "")


def may_end_speech(text: str, mark: Mark) -> bool:
    """Whether a mark behind a word and before a small letter or a dash may close speech in another language.

    It may where letters that English does not have stand before it.
    """
    following = text[mark.end + 1 : mark.end + 2]
    if mark.sides[0] not in LETTERS or mark.sides[1] != "s" or not (following.islower() or following in DASHES):
        return False
    before = text[max(0, mark.at - _AROUND) : mark.at]
    return not before.isascii() and any(char.isalpha() and not char.isascii() for char in before)


def may_open(text: str, mark: Mark) -> bool:
    """Whether a mark between blanks stands between two sentences: it may open one or close the other."""
    before = text[max(0, mark.at - WIDE) : mark.at].rstrip(" \xa0")[-1:]
    between, following = text[mark.end : mark.end + 1], text[mark.end + 1 : mark.end + 2]
    return before in {".", "!", "?", "\u2026", ",", ":"} and between != "\n" and following.isalnum()


def turned(style: Style, mark: Mark) -> Repair | None:
    """The right mark for one that never opens (or closes), but stands where nothing else can; None for any other."""
    if style.english:
        return None
    for opens in (True, False):
        if style.reading(mark.token)[0 if opens else 1] == NEVER and strong_place(mark.sides, opens=opens):
            return Repair(mark.at, mark.end, right_mark(style, mark.token, opens=opens))
    return None


def right_mark(style: Style, partner: str, *, opens: bool) -> str:
    """The mark that should stand there, in the manner of the mark at the other end."""
    if partner in {"\u201c", "\u201d", "\u201e", "\u2018\u2018", "\u2019\u2019"}:
        return style.pair[0 if opens else 1]
    if style.single and partner in {"\u2018", "\u2019"}:
        return "\u2018" if opens else "\u2019"
    if style.single and partner == "'":
        return partner
    guillemets = [mark for mark in "\xab\xbb" if partner in {"\xab", "\xbb"} and mark in style.readings]
    wanted = [mark for mark in guillemets if style.reading(mark)[0 if opens else 1] == 0]
    return wanted[0] if wanted else '"'


def blank_inside(text: str, mark: Mark, *, opens: bool) -> Repair | None:
    """The blanks between a mark and what it quotes; None if there are none on the same line, or a wide gap."""
    start = end = mark.end if opens else mark.at
    if opens:
        while text[end : end + 1] in {" ", "\t", "\xa0"}:
            end += 1
        between = text[end : end + 1] in {"'", "\u2018", "\u2026", "\u2014", "\u2013"} or text.startswith("..", end)
    else:
        while start and text[start - 1] in " \t\xa0":
            start -= 1
        between = text[max(0, start - 1) : start] in {"'", "\u2019", "\u2014", "\u2013"}
    if between:  # the thin space of some papers between two kinds of marks, or beside what was left out
        return None
    return Repair(start, end, "") if 0 < end - start <= WIDE else None


def closing(text: str, opener: Mark, limit: int, style: Style) -> Repair | None:
    """Where the quotation that opens at a mark ends, at or before `limit`; None if that is not plain.

    It is plain where somebody is named as the speaker, or where all of it may be speech.
    """
    if opener.begins in {"a", ","}:
        return None
    stretch = text[opener.end : min(limit, opener.end + _FARTHEST)]
    at = attribution(stretch) if style.english else None
    if at is None:
        at = 0 if opener.begins == "A" or opener.end + _FARTHEST < limit else _spoken(stretch)
    if not at:
        return None
    end = opener.end + at
    start = end - 1 if text[end - 1] in "'\u2019" and not re.search(_SINGLE_OPENS, stretch) else end
    return Repair(start, end, right_mark(style, opener.token, opens=False))


def _spoken(stretch: str) -> int:
    """Where the last sentence ends if all of it may be speech, and if there are several, sounds like it; else 0."""
    ends = [0, *(found.end() for found in re.finditer(_SENTENCE_END, stretch))]
    sounds = narration(stretch)
    if stretch[ends[-1] :].strip() or sounds > 0 or len(ends) > _MOST_SENTENCES:
        return 0
    several = len(ends) > 2
    narrated = several and (sounds == 0 or any(narration(stretch[begin:end]) > 0 for begin, end in pairwise(ends)))
    return 0 if narrated else ends[-1]


def single(text: str, start: int, closer: Mark) -> Repair | None:
    """The single mark that should close what a single one opened behind `start`; None if none did."""
    near = max(start, closer.at - _FARTHEST)
    openers = list(islice(re.compile(_SINGLE_OPENS).finditer(text, near, closer.at), 2))
    if not openers or re.compile(_SINGLE_CLOSES).search(text, openers[0].end(), closer.at):
        return None
    return Repair(closer.at, closer.end, "\u2019" if openers[-1][0] == "\u2018" else "'")


def opening(text: str, start: int, closer: Mark, style: Style) -> Repair | None:
    """Where the quotation that closes at a mark begins, at or after `start`; None if that is not plain.

    It is plain where a colon or a verb of saying leads to it, where it follows a sentence of narration, or where all
    that stands before the mark is one sentence of speech.
    """
    if closer.ends == "w" or not style.english or closer.at - start > _FARTHEST:
        return None
    stretch = text[start : closer.at]
    *_, after = 0, *(found.end() for found in re.finditer(LEADING, stretch))
    least = 1.0 if after or _is_told(text, closer) else 0.0
    after = after or _narrated(stretch)
    speech = stretch[after:]
    if (not after and re.search(_SENTENCE_END, speech[:-1])) or narration(speech) >= least:
        return None
    at = start + after + len(speech) - len(speech.lstrip())
    return Repair(at, at, right_mark(style, closer.token, opens=True))


def _narrated(stretch: str) -> int:
    """Where the last sentence of narration ends before what may be speech; 0 if there is none."""
    ends = [0, *(found.end() for found in re.finditer(_SENTENCE_ENDED, stretch))]
    last = [*pairwise(ends)][-_MOST_SENTENCES:]
    return next((end for begin, end in reversed(last) if narration(stretch[begin:end]) > 0), 0)


def _is_told(text: str, closer: Mark) -> bool:
    """Whether somebody is named as the speaker right behind a mark."""
    before = text[closer.at - 1 : closer.at]
    return before in {",", "?", "!"} and attribution(before + text[closer.end : closer.end + _BEHIND]) == 1
