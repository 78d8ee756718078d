"""Mojibake undone one layer at a time, with the evidence of all lines of a text together.

Damage is a property of a file: the codec that one line convicts is the codec of the lines that have
too little evidence of their own. A layer is undone throughout where one codec explains every
character above ASCII; otherwise line by line, and within a line sequence by sequence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpuslint.text.encoding.badness import bad_window, is_bad
from corpuslint.text.encoding.plausible import fitness, plausibility, script, unusual
from corpuslint.text.encoding.tables import CODECS, Table, table

LAYERS = 4
"""How many times a text may have been damaged."""

_HIGH = re.compile(r"[^\x00-\x7f]")
_MUTE = 4
"""Sequences without one unlikely pair among them are believed from this number on."""
_DIFFERENT = 3
"""How many different ones there must be: ornaments repeat themselves."""
_CONVICTED = 3
"""Unlikely sequences that convict a codec for lines without any."""
_HABITUAL = 5
"""Unlikely sequences from which on their lead characters convict longer sequences."""
_RANK = 0.02
"""What each rank of a codec costs against the one before it."""
_MUCH = 1.0
"""Gain in fitness that makes one sequence convict a codec."""
PLAUSIBLE = 0.5
"""Mean plausibility that text has when it is right; most has more."""
_CLEARLY = 0.5
"""Gain in mean plausibility that counts as evidence."""


@dataclass(frozen=True, slots=True)
class Found:
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

    @cached_property
    def bad(self) -> int:
        """How unlikely its sequences are as they stand; 1 for each pair that is rare."""
        return sum(f.bad for f in self.found)

    @cached_property
    def unexplained(self) -> int:
        """Characters above ASCII outside all sequences; a lead before a blank is a lost no-break space."""
        inside = sum(f.end - f.start for f in self.found)
        blanks = len(_LOST_BLANK.findall(self.text)) if self.codec.name == "cp1252" else 0
        return len(_HIGH.findall(self.text)) - inside - blanks

    def undone(self, chosen: Sequence[Found] | None = None) -> str:
        """The text with the chosen sequences (or all) replaced."""
        parts: list[str] = []
        at = 0
        for f in self.found if chosen is None else chosen:
            parts += (self.text[at : f.start], f.char)
            at = f.end
        return "".join([*parts, self.text[at:]])


_LOST_BLANK = re.compile("[ÃÂ](?=[ \n]|$)")


def _sequences(text: str, codec: Table) -> Iterator[Found]:
    for match in codec.pattern.finditer(text):
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
        return _CONVICTED
    if unusual(char) or not bad_window(window):
        return 0
    return _CONVICTED if _gain(window, sequence, char) >= _MUCH else 1


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


def undo_pooled(text: str) -> str:
    """The text with up to four layers of mojibake undone; unchanged where the evidence is too thin."""
    for _ in range(LAYERS):
        found = _one_layer(text)
        if found is None:
            break
        text = found
    return text


def undo_single(text: str) -> str:
    """A text of few lines with its mojibake undone; unchanged where the evidence is too thin.

    With so little to go by, the repair must explain everything: nothing unlikely may be left, and the
    text must have become much more plausible.
    """
    after = text
    for _ in range(LAYERS):
        found = _explained(after) or _sure(after)
        if found is None:
            break
        after = found
    if after == text or is_bad(after):
        return text
    score = plausibility(after)
    return after if score >= max(PLAUSIBLE, plausibility(text) + _CLEARLY) else text


def _explained(text: str) -> str | None:
    """One layer undone by the codec that explains all of the text, the most plausible of several."""
    readings = _readings(text, explaining=True)
    heard = [r for r in readings if r.unexplained == 0 and (r.bad or _speaks(r))]
    return max(heard, key=_worth).undone() if heard else None


def _sure(text: str) -> str | None:
    """Those sequences undone that convict a codec each by itself."""
    sure = [(r, [f for f in r.found if f.bad >= _CONVICTED]) for r in _readings(text)]
    reading, found = max(sure, key=lambda pair: len(pair[1]), default=(None, []))
    return reading.undone(found) if reading and found else None


def _one_layer(text: str) -> str | None:
    """One layer undone; codecs that explain every character are tried before the others are looked at."""
    whole = [r for r in _readings(text, explaining=True) if r.bad and r.unexplained == 0]
    return _throughout(text, whole) or _any_layer(text)


def _any_layer(text: str) -> str | None:
    readings = _readings(text)
    bad = any(r.bad for r in readings)
    mute = not bad and _stands_alone(text)
    heard = [r for r in readings if r.bad or (not mute and _speaks(r))]
    whole = _throughout(text, [r for r in heard if r.unexplained == 0])
    if whole is not None:
        return whole
    return (_piecemeal(readings) if bad else None) or _consistent_lines(readings)


def _readings(text: str, *, explaining: bool = False) -> list[Reading]:
    """The text in every codec that finds a sequence in it, or only in those that have all of its characters."""
    chars = set(_HIGH.findall(text))
    codecs = [codec for name in CODECS if (codec := table(name)).may_explain(chars, whole=explaining)]
    return [reading for codec in codecs if (reading := Reading(text, codec)).found]


def _stands_alone(text: str) -> bool:
    """Whether some character above ASCII has none beside it: a letter that is right as it is."""
    return any(m.end() - m.start() == 1 and m[0] not in "ÃÂ" for m in _RUN.finditer(text))


_RUN = re.compile(r"[^\x00-\x7f]+")


def _speaks(reading: Reading) -> bool:
    text = reading.text
    return len(reading.found) >= _MUTE and len({text[f.start : f.end] for f in reading.found}) >= _DIFFERENT


def _throughout(text: str, readings: Sequence[Reading]) -> str | None:
    """All sequences undone, if one codec explains everything; the most plausible of several."""
    if not readings:
        return None

    best = max(readings, key=_worth)
    if not best.bad and _worth(best) <= plausibility(text) + _CLEARLY:
        return None
    return _with_lost_blanks(best.undone(), best.codec)


def _worth(reading: Reading) -> float:
    """How plausible the text is in this reading; of equal ones the likelier codec is worth more."""
    return plausibility(reading.undone()) - _RANK * CODECS.index(reading.codec.name)


def _piecemeal(readings: Sequence[Reading]) -> str | None:
    """Lines and sequences undone in the codec with the most evidence; None if nothing is."""
    best = max(readings, key=lambda r: r.bad * 2 + len(r.found) - r.unexplained / 4, default=None)
    if best is None or not best.bad:
        return None
    if best.codec.name != "cp1252" and best.bad < _CONVICTED and best.unexplained > 4 * best.bad:
        return None
    judged = Verdict.of(best)
    after = "\n".join(_line(line, judged) for line in best.text.split("\n"))
    return None if after == best.text else after


def _consistent_lines(readings: Sequence[Reading]) -> str | None:
    """Lines that one codec explains wholly and makes more plausible, undone; None if they are too few."""
    best: tuple[int, str] | None = None
    for reading in readings:
        after, count = _gaining(reading)
        if count >= _MUTE and (best is None or count > best[0]):
            best = count, after
    return best[1] if best else None


def _gaining(reading: Reading) -> tuple[str, int]:
    """The text with such lines undone, and how many sequences these have."""
    lines = reading.text.split("\n")
    count = 0
    for i, line in enumerate(lines):
        if line.isascii() or not reading.codec.may_explain(set(_HIGH.findall(line)), whole=True):
            continue
        own = Reading(line, reading.codec)
        after = own.undone()
        if not own.unexplained and plausibility(after) > plausibility(line) + _CLEARLY:
            lines[i] = after
            count += len({line[f.start : f.end] for f in own.found})
    return "\n".join(lines), count


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the whole text says of a codec: the sequences and the leads that are unlikely somewhere."""

    codec: Table
    bad: int
    sequences: frozenset[str]
    leads: frozenset[str]

    @staticmethod
    def of(reading: Reading) -> Verdict:
        """What the sequences of a whole text come to."""
        hot = Counter(reading.text[f.start : f.end] for f in reading.found if f.bad)
        return Verdict(reading.codec, reading.bad, frozenset(hot), frozenset(s[0] for s in hot))


def _line(line: str, judged: Verdict) -> str:
    if line.isascii():
        return line
    reading = Reading(line, judged.codec)
    if not reading.found:
        return line
    if not reading.unexplained and (reading.bad or judged.bad >= _CONVICTED):
        return _with_lost_blanks(reading.undone(), judged.codec)
    return reading.undone([f for f in reading.found if _convicted(f, line, judged)])


def _convicted(found: Found, line: str, judged: Verdict) -> bool:
    sequence = line[found.start : found.end]
    habitual = judged.bad >= _HABITUAL and len(sequence) >= 3 and sequence[0] in judged.leads
    return found.bad > 0 or sequence in judged.sequences or habitual


def _with_lost_blanks(text: str, codec: Table) -> str:
    """No-break spaces that became blanks on the way, restored: only called where the codec is convicted."""
    if codec.name != "cp1252":
        return text
    text = re.sub(r"Ã (?= |quele|quela|quilo|s\b)", "à", text)
    text = re.sub(r"Ã (?=\S)", "à ", text)
    text = re.sub(r"Ã$", "à", text)
    return re.sub(r"Â (?=[^\n])", "\xa0", text)
