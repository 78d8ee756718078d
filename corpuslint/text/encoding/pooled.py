"""Mojibake undone one layer at a time, with the evidence of all lines of a text together.

Damage is a property of a file: the codec that one line convicts is the codec of the lines that have
too little evidence of their own. A layer is undone throughout where one codec explains every
character above ASCII; otherwise line by line, and within a line sequence by sequence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter, itemgetter

from corpuslint.text.encoding.badness import is_bad
from corpuslint.text.encoding.high import high, runs
from corpuslint.text.encoding.plausible import plausibility, script, scripts, unusual
from corpuslint.text.encoding.sequences import CONVICTING, Found, Reading, replaced
from corpuslint.text.encoding.tables import CODECS, Table, table
from corpuslint.text.encoding.words import alphabet, alphabets, is_of, native

LAYERS = 4
"""How many times a text may have been damaged."""

_BLANKS = " \t\r\n"
_TOKEN = re.compile(f"[^{_BLANKS}]+")
_MUTE = 4
"""Sequences without one unlikely pair among them are believed from this number on."""
_DIFFERENT = 3
"""How many different ones there must be: ornaments repeat themselves."""
_CONVICTED = 3
"""Unlikely sequences that convict a codec for lines without any."""
_HABITUAL = 5
"""Unlikely sequences from which on their lead characters convict longer sequences."""
_TIGHT = ("cp866", "cp874")
"""Codecs in which right words have sequences, too, so that only whole words are undone that gain by it."""
_RANK = 0.02
"""What each rank of a codec costs against the one before it."""
PLAUSIBLE = 0.5
"""Mean plausibility that text has when it is right; most has more."""
_CLOSE = 0.5
"""Plausibility by which one reading may be behind another and still be the right one."""
_NATIVE = 0.6
"""What letters count that the language is written with, if they are all such."""
_CLEARLY = 0.5
"""Gain in mean plausibility that counts as evidence."""


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
        explaining = _readings(after, explaining=True)
        found = _explained(explaining) or _sure(_readings(after, known=explaining))
        if found is None:
            break
        after = found
    if after == text or is_bad(after):
        return text
    score = plausibility(after)
    return after if score >= max(PLAUSIBLE, plausibility(text) + _CLEARLY) else text


def _explained(readings: Iterable[Reading]) -> str | None:
    """One layer undone by the codec that explains all of the text, the most plausible of several."""
    heard = [r for r in readings if (r.bad or _speaks(r)) and r.unexplained == 0]
    return _with_lost_blanks(_likeliest(heard)) if heard else None


def _sure(found: Iterable[Reading]) -> str | None:
    """Those sequences undone that convict a codec each by itself, in the codec with most of them."""
    sure = [(sum(f.bad >= CONVICTING for f in reading.found), reading) for reading in found]
    count, reading = max(sure, key=itemgetter(0), default=(0, None))
    return reading.undone(_by_word(reading, lambda f: f.bad >= CONVICTING)) if reading and count else None


def _one_layer(text: str) -> str | None:
    """One layer undone; codecs that explain every character are tried before the others are looked at."""
    explaining = _readings(text, explaining=True)
    whole = [r for r in explaining if r.bad and r.unexplained == 0]
    return _throughout(text, whole) or _any_layer(text, explaining)


def _any_layer(text: str, explaining: Sequence[Reading]) -> str | None:
    """One layer undone, by any codec; those that have all characters of the text have been read already."""
    readings = [r for r in _readings(text, known=explaining) if r.found]
    bad = any(r.bad for r in readings)
    mute = not bad and _stands_alone(text)
    heard = [r for r in readings if r.bad or (not mute and _speaks(r))]
    whole = _throughout(text, [r for r in heard if r.unexplained == 0])
    if whole is not None:
        return whole
    return (_piecemeal(readings) if bad else None) or _consistent_lines(readings)


def _readings(text: str, *, explaining: bool = False, known: Iterable[Reading] = ()) -> list[Reading]:
    """The text in every codec that may have a sequence in it, or only in those that have all of its characters."""
    codecs = _explaining(frozenset(high(text)), whole=explaining)
    there = {reading.codec: reading for reading in known}
    return [there.get(codec) or Reading(text, codec) for codec in codecs]


@lru_cache(maxsize=1 << 10)
def _explaining(chars: frozenset[str], *, whole: bool) -> tuple[Table, ...]:
    return tuple(codec for codec in map(table, CODECS) if codec.may_explain(chars, whole=whole))


def _stands_alone(text: str) -> bool:
    """Whether some character above ASCII has none beside it: a letter that is right as it is."""
    return any(end - start == 1 and text[start] not in "ÃÂ" for start, end in runs(text))


def _speaks(reading: Reading) -> bool:
    text = reading.text
    return len(reading.found) >= _MUTE and len({text[f.start : f.end] for f in reading.found}) >= _DIFFERENT


def _throughout(text: str, readings: Sequence[Reading]) -> str | None:
    """All sequences undone, if one codec explains everything; the most plausible of several."""
    if not readings:
        return None

    best = _likeliest(readings)
    if not best.bad and _worth(best) <= plausibility(text) + _CLEARLY:
        return None
    return _with_lost_blanks(best)


def _likeliest(readings: Sequence[Reading]) -> Reading:
    """The reading that is worth most; of several that are close, the letters of the language decide."""
    different = {reading.after: reading for reading in reversed(readings)}
    if len(different) == 1:
        return readings[0]
    worths = [(_worth(reading), reading) for reading in different.values()]
    most, best = max(worths, key=lambda pair: pair[0])
    text = best.undone()
    close = [
        (worth, other, after) for worth, other in worths if worth > most - _CLOSE and (after := other.undone()) != text
    ]
    if not close:
        return best
    close.append((most, best, text))
    return max(close, key=lambda row: row[0] + _NATIVE * native(Counter(high(row[2])), alphabet(row[2])))[1]


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
    lines = best.text.split("\n")
    for i in _numbers(lines, best.found):
        lines[i] = _line(lines[i], judged)
    after = "\n".join(lines)
    return None if after == best.text else after


def _numbers(lines: Sequence[str], found: Sequence[Found]) -> list[int]:
    """Which lines have one of these sequences, which are in order of place."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    return list(dict.fromkeys(bisect_right(ends, f.start) for f in found))


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
        if line.isascii() or not reading.codec.may_explain(set(high(line)), whole=True):
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
    reading = Reading(line, judged.codec)
    if not reading.unexplained and (reading.bad or judged.bad >= _CONVICTED):
        return _with_lost_blanks(reading)
    return reading.undone(_by_word(reading, lambda f: _convicted(f, line, judged), gaining=judged.bad >= _CONVICTED))


def _by_word(reading: Reading, guilt: Callable[[Found], bool], *, gaining: bool = False) -> Sequence[Found]:
    """The convicted sequences, and all those of words that consist of nothing but sequences above ASCII.

    Half a word is never damaged in that way, so that one sequence convicts the others; and where the codec is
    convicted by other words (`gaining`), a word that becomes clearly more plausible is its doing, too.
    """
    chosen: list[Found] = []
    for match, inside in _by_token(reading):
        guilty = [f for f in inside if guilt(f)]
        whole = sum(f.end - f.start for f in inside) == len(high(match[0]))
        gains = whole and inside and gaining and _gains(match, inside)
        if reading.codec.name in _TIGHT:
            guilty = []
        chosen += inside if gains or (whole and guilty) else guilty
    return chosen


def _by_token(reading: Reading) -> Iterator[tuple[re.Match[str], Sequence[Found]]]:
    """The words that have sequences, each with its sequences; these hold no blank and lie in one word."""
    text, found, at, end = reading.text, reading.found, 0, 0
    while at < len(found):
        beginning = max(text.rfind(blank, end, found[at].start) for blank in _BLANKS) + 1
        word = next(_TOKEN.finditer(text, beginning))
        end = word.end()
        following = bisect_left(found, end, at, key=attrgetter("start"))
        yield word, found[at:following]
        at = following


def _gains(word: re.Match[str], inside: Sequence[Found]) -> bool:
    """Whether a word becomes clearly more plausible with all of its sequences undone."""
    start = word.start()
    own = [Found(f.start - start, f.end - start, f.char, f.bad) for f in inside]
    return plausibility(replaced(word[0], own)) > plausibility(word[0]) + _CLEARLY


def _convicted(found: Found, line: str, judged: Verdict) -> bool:
    sequence = line[found.start : found.end]
    habitual = judged.bad >= _HABITUAL and len(sequence) >= 3 and sequence[0] in judged.leads
    return found.bad > 0 or sequence in judged.sequences or habitual


def _with_lost_blanks(reading: Reading) -> str:
    """All sequences undone, with no-break spaces that became blanks: only called where the codec is convicted."""
    after = reading.undone()
    usual = reading.codec.name == "cp1252"
    if reading.blanked:
        own, there = alphabets(after), scripts(after)
        missed = [f for f in reading.blanked if _is_missed(f.char, own, there) and not (usual and f.char == "à")]
        after = replaced(reading.text, sorted([*reading.found, *missed], key=lambda f: f.start))
    if usual:
        after = re.sub(r"Ã (?= |quele|quela|quilo|s\b)", "à", after)
        after = re.sub(r"Ã (?=\S)", "à ", after)
        after = re.sub(r"Ã$", "à", after)
        after = re.sub(r"Â (?=[^\n])", "\xa0", after)
    return after


def _is_missed(char: str, own: Sequence[str], there: frozenset[str]) -> bool:
    """Whether a letter is of the language of a text, or of a script that is there where the language is not known."""
    if script(char) == "LATIN" and own:
        return any(is_of(char, letters) for letters in own)
    return script(char) in there and not unusual(char)
