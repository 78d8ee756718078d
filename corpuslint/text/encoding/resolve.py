"""Bytes that are not UTF-8: which codec makes the best text of them, and by how much.

Every candidate is judged by the plausibility of every character above ASCII over the whole file,
plus twice its share of chardet's confidence. The margin to the next candidate *whose text differs*
tells how sure the answer is: on real legacy files a margin of 0.5 has never been wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappushpop
from math import inf

from corpuslint.model import Candidate
from corpuslint.text.encoding.candidates import SHIFTING, Guess, guesses, national, rarity, related
from corpuslint.text.encoding.doubts import FEW, InCodec, disputed, doubtful, lettered_blanks
from corpuslint.text.encoding.evidence import Evidence, Reading
from corpuslint.text.encoding.plausible import fitness
from corpuslint.text.encoding.words import MOST, is_of

SHOWN = 3
"""How many candidates are named."""
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
_PARENTS = ("cp437", "cp850")
"""Codecs that have variants for single languages, and read most of their letters as these do."""
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
_ROUNDING = 1e-6
"""By how much sums of the same numbers in another order may differ."""
_HIGH = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 30
"""Characters shown on either side of the first character above ASCII."""

Ranked = Sequence[tuple[Reading, Candidate]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The first few candidates, best first, and the distance between the first two."""

    candidates: tuple[Candidate, ...]
    margin: float


def resolve(raw: bytes) -> Resolution:
    """Rank the codecs that can read all of `raw` strictly; no candidates where none can."""
    evidence = Evidence(raw)
    claims = _claims(evidence, guesses(evidence.lettered))
    ranked, beaten = _ranked(claims)
    if ranked and (further := _variants(evidence, claims, ranked[0])):
        ranked, beaten = _ranked([*claims, *further])
    margin = _margin([candidate for _, candidate in ranked])
    if 0 < margin < SURE and _apart(ranked):
        margin = SURE
    every = [(reading, candidate.codec) for reading, candidate in ranked]
    every += [(claim.reading, claim.codec) for claim in beaten]
    if every and (doubtful(*every[0]) or disputed(*every) or _hangs_by_capitals(*every)):
        margin = min(margin, UNSURE)
    return Resolution(tuple(candidate for _, candidate in ranked[:SHOWN]), margin)


@dataclass(slots=True)
class _Claim:
    """A text that codecs make of the bytes: what was said for the first of them, and the least rare one."""

    reading: Reading
    guess: Guess
    codec: str

    def most(self) -> float:
        """The highest score that it can have, found with little work."""
        if self.reading.different <= FEW:
            return inf
        small, spaces = _SMALL_WORD * MOST, _SPACED * ("\xa0" in self.reading.text)
        sure = self.reading.fitness + _CONFIDENCE * self.guess.weight
        return sure - _ODD_LETTERS * self.reading.odd_letters + (small + _COHERENT + spaces) + _ROUNDING

    def candidate(self) -> Candidate:
        """What comes out of it."""
        reading = self.reading
        score = _worth(reading) - _BLANK * lettered_blanks(reading, self.guess.codec) + _CONFIDENCE * self.guess.weight
        return Candidate(self.codec, score, sample(reading.text))


def _variants(evidence: Evidence, claims: Sequence[_Claim], best: tuple[Reading, Candidate]) -> list[_Claim]:
    """Other texts than those claimed, in codecs for single languages: variants of the best one, if it has any."""
    reading, candidate = best
    if candidate.codec not in _PARENTS:
        return []
    weight = next(claim.guess.weight for claim in claims if claim.reading is reading)
    known = {claim.reading.text for claim in claims}
    found = _claims(evidence, national(weight, reading.languages))
    return [claim for claim in found if claim.reading.text not in known]


def _claims(evidence: Evidence, asked: Iterable[Guess]) -> Sequence[_Claim]:
    """The different texts that codecs make of the bytes."""
    found: dict[str, _Claim] = {}
    ascii_only = evidence.raw.isascii()
    for guess in asked:
        reading = None if ascii_only and not guess.codec.startswith(SHIFTING) else evidence.read(guess.codec)
        if reading is None:
            continue
        claim = found.setdefault(reading.text, _Claim(reading, guess, guess.codec))
        if rarity(guess.codec) < rarity(claim.codec):
            claim.codec = guess.codec
    return list(found.values())


def _ranked(claims: Sequence[_Claim]) -> tuple[Ranked, Sequence[_Claim]]:
    """The candidates, best first, and the claims that can be neither among the first few nor close to the best.

    Half of all claims are such, and most of the work is to tell exactly how bad a claim is.
    """
    most = [claim.most() for claim in claims]
    found: dict[int, tuple[Reading, Candidate]] = {}
    best, leading = -inf, [-inf] * SHOWN
    for at in sorted(range(len(claims)), key=most.__getitem__, reverse=True):
        if most[at] < min(leading[0], best - SURE):
            break
        found[at] = claims[at].reading, claims[at].candidate()
        place = -_rank(found[at])
        best = max(best, place)
        heappushpop(leading, place)
    beaten = [claim for at, claim in enumerate(claims) if at not in found]
    return sorted((found[at] for at in sorted(found)), key=_rank), beaten


def _worth(reading: Reading) -> float:
    """How good a text this is, whatever chardet says of its codec."""
    worth = reading.fitness + _SMALL_WORD * reading.small_words
    worth -= _ODD_LETTERS * reading.odd_letters
    return worth + (_COHERENT * reading.coherence**_WHOLLY + _SPACED * reading.spaced())


def _apart(ranked: Ranked) -> bool:
    """Whether the best text fits clearly better than each close one, wherever the two differ.

    Two codecs may differ in a few letters of many: the mean over all characters hardly shows that.
    """
    reading, best = ranked[0]
    close = [(other, c.codec) for other, c in ranked[1:] if best.score - c.score < SURE]
    return all(not related(best.codec, codec) and _better(reading, other) for other, codec in close)


def _hangs_by_capitals(best: InCodec, *others: InCodec) -> bool:
    """Whether another codec has the same small letters, and nothing that only the best has speaks for it."""
    kin = [other for other, codec in others if {best[1], codec} == _SAME_LETTERS]
    return any(not _better(best[0], other) for other in kin)


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
    thin = text.different <= FEW
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
