"""Quotations that go on in the next line or paragraph, told without a search.

One automaton allows the broken lines of a hard-wrapped text, another one quotations that are reopened, where no sign
says that they may not be; what these leave open is asked afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from corpuslint import regex
from corpuslint.text.punctuation import plainly
from corpuslint.text.punctuation.paragraphs import FARTHEST, are_merged, hard_wrapped, joined
from corpuslint.text.punctuation.plainly import BLANK, DOUBLE, OPEN, SMALL
from corpuslint.text.punctuation.singles import quotes_with_singles
from corpuslint.text.punctuation.speech import WHO_SPOKE

_ENDED = r"[.!?]['\x{2019}]?\)?(?:[ \x{a0}]{1,4}| {5,}|[ \t\r]*\n[\n \t\r]*)"
_REOPENED = f"(?:{plainly.unclosed(_ENDED)})*"

_OPENING = rf"{OPEN}[A-Z{SMALL}]"
_NEXT = rf"[^{DOUBLE}]*{_OPENING}"
"""Another opening mark, and none between that closes."""
_SPACE = r"[\t-\r\x{1c}-\x{20}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
_INSIDE = rf"{_OPENING}[^{DOUBLE}\n]*[^{DOUBLE}\s][ \x{{a0}}]{{1,4}}{_OPENING}"
"""A quotation that is reopened in the middle of a paragraph."""
_SPEECH = rf"[,.!?\x{{2026}}]['\x{{2019}}](?:{_SPACE}|\x1e)"
"""A single mark that may close speech."""
_PARTED = rf"<|[\x{{2028}}\x{{2029}}]|{_SPACE}{{5}}"
"""What may part two paragraphs of one line."""
_REFUSED = (
    rf"[^\s.!?:\x1e\"][ \t\r]*\n[ \t]*{_OPENING}",  # the line before may be a part of its paragraph
    rf"{OPEN}[{SMALL}]",  # it began as a part of a sentence
    rf"[^\s\x1e:.!?\x{{2026}},;{DOUBLE}][{BLANK}]*{OPEN}[A-Z]",  # so did this
    rf"{_OPENING}[^{DOUBLE}]*(?:{'|'.join(WHO_SPOKE)})",  # somebody spoke, so it has ended
)
"""A quotation that may not be reopened."""


@lru_cache(1)
def _signs() -> Callable[[bytes], Sequence[int]]:
    return regex.compile_framed((_INSIDE, _SPEECH, _PARTED, rf"(?:{'|'.join(_REFUSED)}){_NEXT}"))


@lru_cache(1)
def _reopened() -> plainly.Automaton | None:
    """Not one of the signs: an automaton of both would have a state for every pair of theirs."""
    return plainly.automaton(plainly.lines(speech=True, reopened=_REOPENED))


@lru_cache(1)
def _wrapped() -> plainly.Automaton | None:
    return plainly.automaton(plainly.lines(wrapped=True))


def continued(text: str, data: bytes) -> bool:
    """Whether all marks of a text open and close in turn, or are reopened where that is usual; false says nothing.

    `data` is the text as UTF-8.
    """
    if b"\x1e" in data:
        return False
    framed = b"\x1e%b\x1e" % data
    wrapped = hard_wrapped(text)
    if wrapped:
        if _accepts(_wrapped(), framed):
            return True
        text = joined(text)
        framed = b"\x1e%b\x1e" % text.encode()
    return _accepts(_reopened(), framed) and _is_reopened(text, framed, wrapped=wrapped)


def _accepts(automaton: plainly.Automaton | None, framed: bytes) -> bool:
    return automaton is not None and automaton(framed, 1) == len(framed)


def _is_reopened(text: str, framed: bytes, *, wrapped: bool) -> bool:
    """Whether no sign forbids marks to be reopened that are; a text that is `wrapped` has been joined."""
    signs = _signs()(framed)
    inside, speech, parted, refused = (number in signs for number in range(4))
    return (
        not refused
        and framed.count(b"\n") < FARTHEST
        and not (speech and quotes_with_singles(text))
        and not (inside and (wrapped or not are_merged(text, parted=parted)))
    )
