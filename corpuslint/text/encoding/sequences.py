"""Sequences of a codec in a text: what UTF-8 leaves there, and how unlikely that is as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from corpuslint.text.encoding.badness import bad_window
from corpuslint.text.encoding.high import high, stretches
from corpuslint.text.encoding.plausible import fitness, script, unusual
from corpuslint.text.encoding.tables import Table

CONVICTING = 3
"""How unlikely a sequence is that convicts a codec by itself."""
_MUCH = 1.0
"""Gain in fitness that makes one sequence convict a codec."""


class Found(NamedTuple):
    """A sequence in a text: its place, the character it stands for, how unlikely it is as it stands."""

    start: int
    end: int
    char: str
    bad: int


class Reading:
    """A text as one codec would explain it."""

    def __init__(self, text: str, codec: Table) -> None:
        """Find all sequences of the codec in a text."""
        self.text = text
        self.codec = codec
        self.found = tuple(_sequences(text, codec))
        self.bad = sum([found.bad for found in self.found])
        """How unlikely its sequences are as they stand; 1 for each pair that is rare."""

    @cached_property
    def blanked(self) -> tuple[Found, ...]:
        """Sequences of letters whose no-break space became a blank, which are not among those found."""
        return tuple(Found(start, end, char, 0) for start, end, char in self.codec.blanked(self.text))

    @cached_property
    def unexplained(self) -> int:
        """Characters above ASCII outside all sequences, among them those of which a no-break space was lost."""
        inside = sum(f.end - f.start for f in self.found)
        blanks = 0
        if self.codec.name == "cp1252" and ("Ã" in self.text or "Â" in self.text):
            blanks = len(_LOST_BLANK.findall(self.text))
        others = (self.text[f.start : f.end] for f in self.blanked)
        blanks += sum(len(high(part)) for part in others if self.codec.name != "cp1252" or part[0] not in "ÃÂ")
        return len(high(self.text)) - inside - blanks

    @cached_property
    def after(self) -> str:
        """The text with all sequences replaced."""
        return replaced(self.text, self.found)

    def undone(self, chosen: Sequence[Found] | None = None) -> str:
        """The text with the chosen sequences (or all) replaced."""
        return self.after if chosen is None else replaced(self.text, chosen)


def replaced(text: str, found: Iterable[Found]) -> str:
    """A text with disjoint sequences, in order of place, replaced by what they stand for."""
    parts: list[str] = []
    at = 0
    for f in found:
        parts += (text[at : f.start], f.char)
        at = f.end
    return "".join([*parts, text[at:]])


_LOST_BLANK = re.compile("[ÃÂ](?=[ \n]|$)")


def _sequences(text: str, codec: Table) -> Iterator[Found]:
    for first, last in stretches(text):
        for match in codec.pattern.finditer(text, first, last):
            char = codec.decode(match[0])
            if char is not None:
                start, end = match.span()
                yield Found(start, end, char, unlikely(text[max(0, start - 1) : end + 1], match[0], char))


@lru_cache(maxsize=1 << 15)
def unlikely(window: str, sequence: str, char: str) -> int:
    """How much more likely a sequence, seen with its neighbours, is the character it stands for.

    Its own characters hardly ever stand together (1), and do not fit where they stand as the character
    does (3); or it begins or ends with a letter of another script than the letter beside it, where the
    character would be of the same (3).
    """
    if _clashes(window, sequence) and not _clashes(window, sequence, char):
        return CONVICTING
    if unusual(char) or not bad_window(window):
        return 0
    return CONVICTING if _gain(window, sequence, char) >= _MUCH else 1


def _gain(window: str, sequence: str, char: str) -> float:
    """How much better the character fits between the neighbours than the sequence does."""
    at = window.index(sequence)
    before, after = window[:at], window[at + len(sequence) :]
    inner = before + sequence + after
    fits = [fitness(inner[max(0, i - 1) : i], inner[i], inner[i + 1 : i + 2]) for i in range(at, at + len(sequence))]
    return fitness(before, char, after) - sum(fits) / len(fits)


def _clashes(window: str, sequence: str, char: str = "") -> bool:
    """Whether letters of two scripts meet at an edge of the sequence, or of what replaces it."""
    at = window.index(sequence)
    inner = char or sequence
    pairs = ((window[:at], inner[0]), (inner[-1], window[at + len(sequence) :]))
    return any(a.isalpha() and b.isalpha() and script(a) != script(b) for a, b in pairs)
