"""C1 controls that are the marks and letters of cp1252, read as ISO-8859-1."""

from __future__ import annotations

import re

from corpuslint.text.encoding.high import high
from corpuslint.text.encoding.tables import table

SHARED = frozenset("\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97")
"""Controls that are the same mark in all of cp1250 to cp1258."""

_WITHIN = "\u2019\u2013\u2014\u2026"
"""Marks that stand between letters, too."""
_C1 = re.compile("[\x80-\x9f]")


def as_marks(text: str) -> str:
    """The text with each C1 control as the character that cp1252 has in its place.

    The five controls that cp1252 does not define stay.
    """
    return _C1.sub(_mark, text) if _C1.search(high(text)) else text


def fit(text: str) -> bool:
    """Whether no C1 control of a text, as the mark of cp1252, stands within a word where only a letter can stand.

    Where one does, they may all be of another codec: in mac-roman they are letters.
    """
    padded = f" {as_marks(text)} "
    return not any(
        padded[m.start() + 1] not in _WITHIN and padded[m.start()].isalpha() and padded[m.start() + 2].isalpha()
        for m in _C1.finditer(text)
    )


def as_control(char: str) -> str:
    """The C1 control that a mark of cp1252 is when its byte is read as ISO-8859-1; "" for others."""
    return _CONTROLS.get(char, "")


def _mark(match: re.Match[str]) -> str:
    return _MARKS[match[0]]


_MARKS = {chr(byte): char for char, byte in table("cp1252").byte.items() if 0x80 <= byte < 0xA0}
_CONTROLS = {mark: control for control, mark in _MARKS.items() if mark != control}
