"""The language of texts whose double marks open and close in turn, each in a plain place, as patterns of RE2.

It is regular, so that RE2 goes over bytes at the speed of memory. It is narrower than what `alternation` allows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from corpuslint import regex

SINGLE = "'\u2018\u2019`"
DOUBLE = '"\u201c\u201d'
OTHER = "\u2033\u201e\u201f\xab\xbb\u2039\u203a\u300c\u300d\u300e\u300f"
"""Marks that only a search, or a text in another style, knows how to read."""
BLANK = r"\t\v\f\r \x{a0}\x{202f}"
SMALL = rf"a-z0-9\x{{c0}}-\x{{24f}}\x{{370}}-\x{{52f}}#$%&+=>@\\^(\[{{{SINGLE}"
OPEN = r'["\x{201c}]'

_WORD = r"A-Za-z0-9\x{c0}-\x{24f}\x{370}-\x{52f}#$%&+=>@\\^"
_MARK = f"[{SINGLE}]"
_STOP = r",.!?\x{2026}"
_NO_TEXT = rf"\n\x1e<{DOUBLE}{SINGLE}{OTHER}"
_LAST = rf"[{_WORD}.!?,)\]}}\x{{2026}}]"
_BESIDE = r":;/|*_~\x{2010}\x{2011}\x{2013}-\x{2015}-"
_BEFORE = rf"[{BLANK}(\[{{{_BESIDE}]"
_AFTER = rf"[{BLANK}!?,)\]}}{_BESIDE}]"
_BLANKS = rf"[ \x{{a0}}]{{1,4}}{_MARK}?"
_GAP = rf"{_MARK}?(?:{_BLANKS})?"
"""What may stand between two letters of a quotation: no two single marks, no wide blanks."""
_BROKEN, _WRAPPED = r"[a-z,]\n[a-z]", rf"\n{_MARK}?[^{BLANK}\x{{2028}}\x{{2029}}{_NO_TEXT}]"
"""Where lines may be broken in a quotation: in mid-sentence, and in a hard-wrapped text."""
_UNENDED = rf"<(?:{_MARK}?[^>{_NO_TEXT}])*"

Automaton = Callable[[bytes, int], int]
"""Goes over bytes from a place on as far as it can, and says how far."""


def automaton(pattern: str) -> Automaton | None:
    """The automaton of a pattern that matches the empty text; None where RE2 is not in use."""
    if regex.backend() != "re2":
        return None
    re2 = import_module("re2")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = regex.MAX_MEMORY
    options.longest_match = True
    options.never_capture = True
    match = re2.compile(pattern, options).match
    return lambda data, at: int(match(data, at).end())


def lines(*, wrapped: bool = False, speech: bool = False, reopened: str = "") -> str:
    """Lines, each with what ends it, and at the end the part of one up to the first blank behind a quotation.

    A quotation may begin where a line does, and behind a blank or an opening bracket, and go on in the next line where
    that goes on in mid-sentence, or where the text is hard-wrapped (`wrapped`). `speech` allows single marks that may
    close speech of their own, behind a stop and before a blank. `reopened` is what may stand before a quotation.
    """
    text, word = (_text(blanks=blanks, speech=speech) for blanks in (True, False))
    stopped = rf"\.{_MARK}?[^.{_NO_TEXT}]"
    ended = rf"(?:{_UNENDED})?[\n\x1e]"
    behind = rf"(?:(?:{_AFTER}|{stopped}){word}|\.)?(?:[{BLANK}]|{ended})"
    quotation = rf"{_quotation(speech=speech, broken=_WRAPPED if wrapped else _BROKEN)}{behind}"
    return rf"(?:(?:{text}{_BEFORE})?{reopened}{quotation}|{text}{ended})*"


def unclosed(end: str) -> str:
    """A mark and what it quotes, up to `end`."""
    return rf"{OPEN}{_quoted(speech=True)}{end}"


def _text(*, blanks: bool, speech: bool) -> str:
    """Text without double marks; single ones do not close speech, unless `speech` says so."""
    solid = rf"[^{_NO_TEXT}{BLANK}{_STOP}]"
    char = rf"[^{_NO_TEXT}{_STOP}]" if blanks else solid
    char = rf"(?:{char}|{_UNENDED}>)"
    if speech:
        return rf"(?:{_MARK}?(?:{char}|[{_STOP}]))*{_MARK}?"
    return rf"(?:{_MARK}?(?:[{_STOP}]*{char}|[{_STOP}]+{_MARK}{solid}))*{_MARK}?[{_STOP}]*"


def _quotation(*, speech: bool, broken: str) -> str:
    """A quotation with its marks, in which no paragraph can end."""
    quoted = rf"{_quoted(speech=speech, broken=broken)}{_LAST}|{_MARK}{_LAST}|[{_WORD}]"
    return rf'{OPEN}(?:{quoted}){_MARK}?["\x{{201d}}]'


def _quoted(*, speech: bool, broken: str = "") -> str:
    """What a quotation begins with; `broken` is where a line may be broken in it."""
    solid = rf"[^\t \x{{a0}}\x{{2028}}\x{{2029}}{_STOP}{_NO_TEXT}]"
    inside = rf"(?:{solid}|{broken})" if broken else solid
    behind = rf"(?:{f'{_MARK}?' if speech else ''}{_BLANKS}|{_MARK})?"
    between = rf"{_GAP}(?:[{_STOP}]{behind})*"
    return rf"(?:{_MARK}{inside}|[{_WORD}(\[{{])(?:{between}{inside})*{between}"
