"""Quotations that go on in the next paragraph, or beyond the end of a text that was cut off, told without a search.

The automaton of `regular` with quotations that are reopened; what that cannot know of them is asked afterwards.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuslint import regex
from corpuslint.text.punctuation import plainly
from corpuslint.text.punctuation.alternation import MOST_OF_CUT
from corpuslint.text.punctuation.paragraphs import are_merged, hard_wrapped, joined
from corpuslint.text.punctuation.plainly import BLANK, DOUBLE, OPEN, SMALL
from corpuslint.text.punctuation.singles import quotes_with_singles
from corpuslint.text.punctuation.speech import ATTRIBUTION, narration
from corpuslint.text.punctuation.turns import FARTHEST

_ENDED = r"[.!?]['\x{2019}]?\)?(?:[ \x{a0}]{1,2}| {5,}|[ \t\r]*\n[\n \t\r]*)"
_REOPENED = f"(?:{plainly.unclosed(_ENDED)})*"
_CUT = plainly.unclosed(rf"(?:\.\.\.|\x{{2026}})[\n{BLANK}]*\x1e")

_OPENING = rf"{OPEN}[A-Z{SMALL}]"
_NEXT = rf"[^{DOUBLE}]*{_OPENING}"
"""Another opening mark, and none between that closes."""
_BLANK_BEHIND = r"[\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_REFUSED = (
    rf"{_OPENING}[^{DOUBLE}]*(?:{ATTRIBUTION}){_NEXT}",  # somebody spoke, so it has ended
    rf"{OPEN}[{SMALL}]{_NEXT}",  # it began as a part of a sentence
    rf"[^\s\x1e:.!?\x{{2026}},;{DOUBLE}][{BLANK}]*{OPEN}[A-Z]{_NEXT}",
    rf"[^\n.!?:\x1e\"][ \t\r]*\n[ \t]*{_OPENING}{_NEXT}",  # the line before may be a part of its paragraph
)
_SPEECH = rf"[,.!?\x{{2026}}]['\x{{2019}}](?:{_BLANK_BEHIND}|\x1e)"
"""A single mark that may close speech."""
_INSIDE = rf"{_OPENING}[^{DOUBLE}\n]*[^{DOUBLE}\s][ \x{{a0}}]{{1,2}}{_OPENING}"
"""A quotation that is reopened in the middle of a paragraph."""
_signs = lru_cache(1)(regex.compile_framed)
_LAST_MARK = re.compile('["\u201c\u201d][^"\u201c\u201d]*$')


@lru_cache(1)
def _automaton() -> plainly.Automaton | None:
    return plainly.automaton(plainly.lines(speech=True, reopened=_REOPENED, instead=_CUT))


def continued(text: str) -> bool:
    """Whether all marks of a text open and close in turn, or are reopened where that is usual; false says nothing."""
    automaton = _automaton()
    if automaton is None or "\x1e" in text:
        return False
    wrapped = hard_wrapped(text)
    data = b"\x1e%b\x1e" % (joined(text) if wrapped else text).encode()
    return automaton(data, 1) == len(data) and _may_go_on(text, data, wrapped=wrapped)


def _may_go_on(text: str, data: bytes, *, wrapped: bool) -> bool:
    """What the automaton does not know of the quotations that it took for reopened, or for cut off."""
    signs = _signs((*_REFUSED, _SPEECH, _INSIDE))(data)
    if signs and signs[0] < len(_REFUSED):
        return False
    if len(_REFUSED) in signs and quotes_with_singles(text):
        return False
    if len(_REFUSED) + 1 in signs and not are_merged(text, wrapped=wrapped):
        return False
    if text.rstrip().endswith(("...", "\u2026")):
        stretch = _LAST_MARK.search(text)
        if stretch and narration(stretch[0][1:]) > MOST_OF_CUT:
            return False
    return data.count(b'\n"') + data.count("\n\u201c".encode()) < FARTHEST
