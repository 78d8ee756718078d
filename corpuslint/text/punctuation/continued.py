"""Quotations that go on in the next paragraph, or beyond the end of a text that was cut off, told without a search.

The automaton of `regular` with quotations that are reopened; what that cannot know of them is asked afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from corpuslint import regex
from corpuslint.text.punctuation import plainly
from corpuslint.text.punctuation.alternation import MOST_OF_CUT, MOST_OF_PART
from corpuslint.text.punctuation.paragraphs import WIDE, are_merged, hard_wrapped, joined
from corpuslint.text.punctuation.plainly import BLANK, DOUBLE, OPEN, SMALL
from corpuslint.text.punctuation.singles import quotes_with_singles
from corpuslint.text.punctuation.speech import ATTRIBUTION, narration
from corpuslint.text.punctuation.turns import FARTHEST

_ENDED = r"[.!?]['\x{2019}]?\)?(?:[ \x{a0}]{1,4}| {5,}|[ \t\r]*\n[\n \t\r]*)"
_REOPENED = f"(?:{plainly.unclosed(_ENDED)})*"
_CUT = plainly.unclosed(rf"(?:\.\.\.|\x{{2026}})[\n{BLANK}]*\x1e")

_OPENING = rf"{OPEN}[A-Z{SMALL}]"
_NEXT = rf"[^{DOUBLE}]*{_OPENING}"
"""Another opening mark, and none between that closes."""
_BLANK_BEHIND = r"[\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_PART = (
    rf"{OPEN}([{SMALL}][^{DOUBLE}]*){_OPENING}",
    rf"[^\s\x1e:.!?\x{{2026}},;{DOUBLE}][{BLANK}]*{OPEN}([A-Z][^{DOUBLE}]*){_OPENING}",
)
"""A reopened quotation that began as a part of a sentence."""
_REFUSED = (
    rf"{_OPENING}[^{DOUBLE}]*(?:{ATTRIBUTION}){_NEXT}",  # somebody spoke, so it has ended
    rf"[^\n.!?:\x1e\"][ \t\r]*\n[ \t]*{_OPENING}{_NEXT}",  # the line before may be a part of its paragraph
)
_SPEECH = rf"[,.!?\x{{2026}}]['\x{{2019}}](?:{_BLANK_BEHIND}|\x1e)"
"""A single mark that may close speech."""
_INSIDE = rf"{_OPENING}[^{DOUBLE}\n]*[^{DOUBLE}\s][ \x{{a0}}]{{1,4}}{_OPENING}"
"""A quotation that is reopened in the middle of a paragraph."""
_signs = lru_cache(1)(regex.compile_framed)
_DOTS = ("...", "\u2026")


@lru_cache(1)
def _automaton() -> plainly.Automaton | None:
    return plainly.automaton(plainly.lines(speech=True, reopened=_REOPENED, instead=_CUT))


def continued(text: str) -> bool:
    """Whether all marks of a text open and close in turn, or are reopened where that is usual; false says nothing."""
    automaton = _automaton()
    if automaton is None or "\x1e" in text:
        return False
    wrapped = hard_wrapped(text)
    lines = joined(text) if wrapped else text
    data = b"\x1e%b\x1e" % lines.encode()
    return automaton(data, 1) == len(data) and _may_go_on(lines, data, lambda: are_merged(text, wrapped=wrapped))


def _may_go_on(lines: str, data: bytes, merged: Callable[[], bool]) -> bool:
    """What the automaton does not know of the quotations that it took for reopened, or for cut off."""
    signs = set(_signs((*_REFUSED, _SPEECH, _INSIDE, *_PART))(data))
    told, broken, speech, inside, small, capital = (number in signs for number in range(6))
    return not (
        told
        or broken
        or (speech and quotes_with_singles(lines))
        or (inside and not merged())
        or ((small or capital) and not all(map(_may_be_reopened, _parts(lines))))
        or (lines.rstrip().endswith(_DOTS) and narration(_last_stretch(lines)) > MOST_OF_CUT)
        or data.count(b'\n"') + data.count("\n\u201c".encode()) >= FARTHEST
    )


def _parts(lines: str) -> Iterator[str]:
    """What is quoted as a part of a sentence before another mark opens."""
    return (found[1] for pattern in _PART for found in regex.compile(pattern).finditer(lines))


def _may_be_reopened(part: str) -> bool:
    return "\n" not in part and WIDE not in part and narration(part) <= MOST_OF_PART


def _last_stretch(lines: str) -> str:
    """What stands behind the last mark."""
    return lines[max(map(lines.rfind, '"\u201c\u201d')) + 1 :]
