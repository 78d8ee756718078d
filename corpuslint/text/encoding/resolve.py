"""Bytes that are not UTF-8: which codec makes the best text of them, and by how much.

Every candidate is judged by the plausibility of every character above ASCII over the whole file,
plus twice its share of chardet's confidence. The margin to the next candidate *whose text differs*
tells how sure the answer is: on real legacy files a margin of 0.5 has never been wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpuslint.model import Candidate
from corpuslint.text.encoding.candidates import SHIFTING, guesses, rarity, related
from corpuslint.text.encoding.doubts import FEW, disputed, doubtful, lettered_blanks
from corpuslint.text.encoding.evidence import Evidence, Reading
from corpuslint.text.encoding.plausible import fitness
from corpuslint.text.encoding.words import is_of

SURE = 0.5
"""The margin from which a codec is taken for granted."""
ALONE = 9.0
"""The margin of a codec that no other candidate contradicts."""
UNSURE = 0.4
"""The most that the margin can be on thin evidence."""
_UNUSUAL = 0.5
"""What each degree of rarity costs a codec where there is no more evidence."""
_PLACES, _GAIN = 3, 6.0
"""Different places, and the fitness gained there, from which a codec is better than one much like it."""
_SAME_LETTERS = {"cp1251", "mac-cyrillic"}
"""Codecs with other capitals, but with nearly the same small letters, of which most of a text consists."""
_SMALL_WORD = 0.2
"""What each small word of the language counts."""
_ODD_LETTERS = 8.0
"""What it counts that the letters of a text are none of the usual ones."""
_SPACED = 1.3
"""What no-break spaces count that stand where they are usual, if nothing else is above ASCII."""
_BLANK = 1.0
"""What it costs that the only letter above ASCII is none of the language, and may be a no-break space."""
_COHERENT, _WHOLLY = 0.8, 4
"""What letters count that one language is written with, if they are all such, and how much less if they are not."""
_OWN = 1.5
"""What a letter of the language's own gains on one that it is not written with, where two codecs differ."""
_CONFIDENCE = 2.0
"""What chardet's confidence counts beside plausibility."""
_HIGH = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 30
"""Characters shown on either side of the first character above ASCII."""

Ranked = Sequence[tuple[Reading, Candidate]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The candidates, best first, and the distance between the first two."""

    candidates: tuple[Candidate, ...]
    margin: float


def resolve(raw: bytes) -> Resolution:
    """Rank the codecs that can read all of `raw` strictly; no candidates where none can."""
    ranked = sorted(_readings(Evidence(raw)), key=_rank)
    margin = _margin([candidate for _, candidate in ranked])
    if 0 < margin < SURE and _apart(ranked):
        margin = SURE
    others = [(reading, candidate.codec) for reading, candidate in ranked]
    if ranked and (doubtful(*others[0]) or disputed(*others) or _hangs_by_capitals(ranked)):
        margin = min(margin, UNSURE)
    return Resolution(tuple(candidate for _, candidate in ranked), margin)


def _readings(evidence: Evidence) -> Ranked:
    """The different texts that codecs make of the bytes, each as a candidate in the least rare codec that makes it."""
    found: dict[str, tuple[Reading, Candidate]] = {}
    ascii_only = evidence.raw.isascii()
    for guess in guesses(evidence.raw):
        reading = None if ascii_only and not guess.codec.startswith(SHIFTING) else evidence.read(guess.codec)
        if reading is None:
            continue
        text = reading.text
        if text not in found:
            score = _worth(reading) - _BLANK * lettered_blanks(reading, guess.codec) + _CONFIDENCE * guess.weight
            found[text] = reading, Candidate(guess.codec, score, sample(text))
        elif rarity(guess.codec) < rarity(found[text][1].codec):
            reading, candidate = found[text]
            found[text] = reading, candidate._replace(codec=guess.codec)
    return list(found.values())


def _worth(reading: Reading) -> float:
    """How good a text this is, whatever chardet says of its codec."""
    worth = reading.fitness() + _SMALL_WORD * reading.small_words
    worth -= _ODD_LETTERS * reading.odd_letters()
    return worth + (_COHERENT * reading.coherence**_WHOLLY + _SPACED * reading.spaced())


def _apart(ranked: Ranked) -> bool:
    """Whether the best text fits clearly better than each close one, wherever the two differ.

    Two codecs may differ in a few letters of many: the mean over all characters hardly shows that.
    """
    reading, best = ranked[0]
    close = [(other, c.codec) for other, c in ranked[1:] if best.score - c.score < SURE]
    return all(not related(best.codec, codec) and _better(reading, other) for other, codec in close)


def _hangs_by_capitals(ranked: Ranked) -> bool:
    """Whether another codec has the same small letters, and nothing that only the best has speaks for it."""
    reading, best = ranked[0]
    kin = [other for other, candidate in ranked[1:] if {best.codec, candidate.codec} == _SAME_LETTERS]
    return any(not _better(reading, other) for other in kin)


def _better(reading: Reading, other: Reading) -> bool:
    own = reading.alphabet
    gains = [
        fitness(p, c, n) - fitness(q, d, m) + _OWN * (is_of(c, own) - is_of(d, own))
        for p, c, n, q, d, m in reading.differences(other)
    ]
    return len(gains) >= _PLACES and sum(gains) >= _GAIN


def _rank(reading: tuple[Reading, Candidate]) -> float:
    """The place of a reading, the best first; where there is little evidence, an unusual codec is less likely."""
    text, candidate = reading
    thin = len(text.contexts) <= FEW
    return (_UNUSUAL * rarity(candidate.codec) if thin else 0.0) - candidate.score


def _margin(ranked: Sequence[Candidate]) -> float:
    if len(ranked) < 2:
        return ALONE if ranked else 0.0
    return max(0.0, ranked[0].score - max(candidate.score for candidate in ranked[1:]))


def sample(text: str) -> str:
    """The surroundings of the first character above ASCII within its line."""
    match = _HIGH.search(text)
    if match is None:
        return ""
    start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _SAMPLE)
    end = text.find("\n", match.end())
    end = len(text) if end < 0 else end
    return text[start : min(end, match.end() + _SAMPLE)].strip("\r\n")
