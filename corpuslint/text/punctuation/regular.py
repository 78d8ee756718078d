"""The cheap test that lets most texts pass: marks that open and close in turn, each in a plain place.

One regular language, matched by RE2 as a finite automaton in one pass over the bytes, at the speed
of memory rather than of Python. It is narrower than what `Mark.plainly_opens` and
`Mark.plainly_closes` allow in `regions`, so true is a promise that the search has nothing to do;
false says nothing. Without RE2 only a text without any mark passes here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from itertools import accumulate
from typing import Protocol

from corpuslint import regex

_SEPARATOR = b"\x1e"
_SINGLE = "'\u2018\u2019`"
_DOUBLE = '"\u201c\u201d'
_OTHER = "\u2033\u201e\u201f\xab\xbb\u2039\u203a\u300c\u300d\u300e\u300f"
"""Marks that only a search, or a text in another style, knows how to read."""
_LETTER = r"A-Za-z0-9\x{c0}-\x{24f}\x{370}-\x{52f}"
_SIGN = r"#$%&+=>@\\^"
_BLANK = r"\t\v\f\r \x{a0}\x{202f}"
_BEFORE = rf"[{_BLANK}(\[{{]"
_AFTER = rf"[{_BLANK}!?,)\]}}]"
_FIRST = rf"[{_LETTER}{_SIGN}(\[{{]"
_LAST = rf"[{_LETTER}{_SIGN}.!?,)\]}}\x{{2026}}]"
_MARK = f"[{_SINGLE}]"

_UNENDED = rf"<(?:{_MARK}?[^<>\n\x1e{_DOUBLE}{_SINGLE}{_OTHER}])*"
_TAG = rf"{_UNENDED}>"
_STOP = r",.!?\x{2026}"
_OUTSIDE = rf"(?:[^\n\x1e<{_STOP}{_DOUBLE}{_SINGLE}{_OTHER}]|{_TAG})"
_SOLID = rf"[^\n\x1e<{_BLANK}{_STOP}{_DOUBLE}{_SINGLE}{_OTHER}]"
_TEXT = rf"(?:{_MARK}?{_OUTSIDE}|{_MARK}?[{_STOP}]+(?:{_OUTSIDE}|{_MARK}{_SOLID}))*(?:{_MARK}?[{_STOP}]+|{_MARK})?"
"""Text without double marks, and without a single one that closes speech: behind a stop, before a blank or the end."""
_INSIDE = rf"(?:[^\n\x1e\t \x{{a0}}\x{{2028}}\x{{2029}}<{_STOP}{_DOUBLE}{_SINGLE}{_OTHER}]|[a-z,]\n[a-z])"
_BLANKS = rf"[ \x{{a0}}]{{1,2}}{_MARK}?"
_GAP = rf"(?:{_BLANKS}|{_MARK}(?:{_BLANKS})?)?"
"""What may stand between two letters of a quotation: no two single marks, no wide blanks."""
_PAUSE = rf"[{_STOP}](?:(?:{_BLANKS}|{_MARK})?[{_STOP}])*(?:{_BLANKS}|{_MARK})?"
"""Stops and what may stand behind them: no single mark before a blank, as in text outside."""


def _quotation() -> str:
    """A quotation with its marks, in which no paragraph can end."""
    several = rf"(?:{_MARK}{_INSIDE}|{_FIRST})(?:{_GAP}(?:{_PAUSE})?{_INSIDE})*{_GAP}(?:{_PAUSE})?{_LAST}{_MARK}?"
    single = rf"(?:{_MARK}{_LAST}|[{_LETTER}{_SIGN}]){_MARK}?"
    return rf'["\x{{201c}}](?:{several}|{single})["\x{{201d}}]'


def _line() -> str:
    """A line: text, and quotations in places where nothing else can be meant."""
    quotation = _quotation()
    led = f"(?:{_TEXT}{_BEFORE})?"
    stopped = rf"\.{_MARK}?[^.\n\x1e<{_DOUBLE}{_SINGLE}{_OTHER}]{_TEXT}"
    between = rf"(?:[{_BLANK}]|{_AFTER}{_TEXT}{_BEFORE}|\.{_BEFORE}|{stopped}{_BEFORE})"
    ended = rf"(?:{_AFTER}{_TEXT}|\.|{stopped})?"
    return rf"(?:{led}{quotation}(?:{between}{quotation})*{ended}|{_TEXT})(?:{_UNENDED})?"


class _Match(Protocol):
    """The part of a match object that is used here."""

    def end(self) -> int: ...


class _Automaton(Protocol):
    """The part of a pattern of RE2 that is used here."""

    def fullmatch(self, data: bytes) -> _Match | None: ...

    def match(self, data: bytes, pos: int) -> _Match | None: ...


@lru_cache(1)
def _automaton() -> _Automaton | None:
    """One automaton for texts of the language between U+001E, as many as there are; None where RE2 is not in use."""
    if regex.backend() != "re2":
        return None
    re2 = import_module("re2")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = regex.MAX_MEMORY
    options.longest_match = True
    options.never_capture = True
    line = _line()
    built: _Automaton = re2.compile(rf"\x1e(?:(?:{line}\n)*{line}\x1e)*", options)
    return built


_UNMARKED = re.compile(
    f"``|''|\u2019\u2019|\u2018\u2018|(?<![A-Za-z])['\u2018\u2019]|['\u2018\u2019](?![A-Za-z])|[{_DOUBLE}{_OTHER}]"
)
"""What no text has that passes without RE2: any mark but those between two letters."""


def plain(data: bytes) -> bool:
    """Whether no quotation mark of this UTF-8 text, or of several joined by U+001E, can be a defect.

    What the automaton refuses is looked at again where it is one text: that is slower, but it understands
    broken lines and quotations that go on in the next paragraph.
    """
    return _matches(data) or (data.find(_SEPARATOR, 1, max(len(data) - 1, 1)) < 0 and _in_turn(data))


def _matches(data: bytes) -> bool:
    """Whether the automaton accepts these bytes."""
    automaton = _automaton()
    if automaton is None:
        return _UNMARKED.search(data.decode("utf-8", "replace")) is None
    return automaton.fullmatch(_SEPARATOR + data.strip(_SEPARATOR) + _SEPARATOR) is not None


def _in_turn(data: bytes) -> bool:
    """Whether the marks of one text of English manners open and close in turn, as `turns` reads them."""
    from corpuslint.text.punctuation import quick  # most texts do without

    return quick.in_turn(data.strip(_SEPARATOR), _matches)


def not_plain(texts: Sequence[bytes], data: bytes) -> list[int]:
    """Which of these texts, by index, are not `plain`; `data` is all of them between U+001E.

    The automaton goes over them as far as it can: where it stops is a text that it refuses.
    """
    automaton = _automaton()
    if automaton is None:
        return [at for at, text in enumerate(texts) if not plain(text)]
    edges = [0, *accumulate(len(text) + 1 for text in texts)]
    found: list[int] = []
    at = 0
    while at < len(texts):
        match = automaton.match(data, edges[at])
        at = bisect_right(edges, match.end() - 1) - 1 if match else at
        if at < len(texts) and not _in_turn(texts[at]):
            found.append(at)
        at += 1
    return found


class _Memory:
    """The last text that was asked about, and the answer."""

    data: bytes | None = None
    verdict = False


def plain_once(data: bytes) -> bool:
    """`plain`, remembering the last answer: several rules ask about the same bytes in turn."""
    if data is not _Memory.data:
        _Memory.verdict = plain(data)
        _Memory.data = data
    return _Memory.verdict
