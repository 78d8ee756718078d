"""Bytes that are not UTF-8: which codec makes the best text of them, and by how much.

Every candidate is judged by the plausibility of every character above ASCII over the whole file,
plus twice its share of chardet's confidence. The margin to the next candidate *whose text differs*
tells how sure the answer is: on real legacy files a margin of 0.5 has never been wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpuslint.model import Candidate
from corpuslint.text.encoding.candidates import Guess, guesses, rarity, related
from corpuslint.text.encoding.plausible import contexts, fitness, plausibility
from corpuslint.text.encoding.words import (
    alphabet,
    alphabets,
    coherent,
    elides,
    is_of,
    native,
    odd_letters,
    small_words,
    spaced,
)

SURE = 0.5
"""The margin from which a codec is taken for granted."""
ALONE = 9.0
"""The margin of a codec that no other candidate contradicts."""
_ENOUGH = 1 << 16
"""How many bytes of lines with non-ASCII bytes are judged; a file of more is sampled evenly."""
_LONGEST = 1 << 12
"""Bytes judged of what stands without white space."""
_UNSURE = 0.4
"""The most that the margin can be on thin evidence."""
_FEW = 2
"""Different characters in context that are thin evidence."""
_SHORT, _BRIEF = 30, 8
"""Different characters in context of which a text has fewer if it is short: in a script of its own, and in Latin."""
_LONG = 80
"""The same in a codec that news is hardly ever in."""
_TELLING = 1.25
"""Plausibility that letters never have, but marks in their places."""
_LATIN = "\u024f"
"""The last letter of Latin script."""
_FIT = 0.25
"""The plausibility that every text of single bytes has; texts in Japanese, of two scripts, may have less."""
_MISFIT = -1.0
"""The fitness up to which a character cannot be meant."""
_FAMILIAR = 0.7
"""Share of its letters above ASCII that a text of a known language has at least from its alphabet."""
_UNUSUAL = 0.5
"""What each degree of rarity costs a codec where there is no more evidence."""
_ONE, _TWO = 1.7, 1.0
"""Plausibility from which one character, or two, are enough."""
_PLACES, _GAIN = 3, 6.0
"""Different places, and the fitness gained there, from which a codec is better than one much like it."""
_RARE = 2.0
"""The rarest codec that so few characters can speak for."""
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
_MORE = 0.1
"""Share of them, from which on another codec makes a more coherent text; and plausibility that it may lack."""
_OWN = 1.5
"""What a letter of the language's own gains on one that it is not written with, where two codecs differ."""
_CONFIDENCE = 2.0
"""What chardet's confidence counts beside plausibility."""
_HIGH = re.compile(rb"[\x80-\xff]")
_SPACE = b"\xa0"
"""The no-break space of most codecs."""
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_OUTNUMBERED = 4
_SHIFTING = ("iso2022", "hz")
"""Codecs that say in ASCII bytes what ASCII cannot."""
_SAMPLE = 30
"""Characters shown on either side of the first character above ASCII."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The candidates, best first, and the distance between the first two."""

    candidates: tuple[Candidate, ...]
    margin: float


def resolve(raw: bytes) -> Resolution:
    """Rank the codecs that can read all of `raw` strictly; no candidates where none can."""
    part = evidence(raw)
    latin = _is_latin(raw)
    best: dict[str, Candidate] = {}
    for guess in guesses(raw):
        if raw.isascii() and not guess.codec.startswith(_SHIFTING):
            continue
        text = _read(raw, part, guess)
        if text in best and rarity(guess.codec) < rarity(best[text].codec):
            best[text] = best[text]._replace(codec=guess.codec)
        if text is not None and text not in best:
            score = plausibility(text, latin=latin) + _SMALL_WORD * small_words(text)
            score -= _ODD_LETTERS * odd_letters(text)
            score += _COHERENT * coherent(text) ** _WHOLLY + _SPACED * spaced(text)
            score -= _BLANK * _lettered_blanks(text, guess.codec)
            best[text] = Candidate(guess.codec, score + _CONFIDENCE * guess.weight, sample(text))
    ranked = sorted(best.items(), key=_rank)
    margin = _margin([candidate for _, candidate in ranked])
    if 0 < margin < SURE and _apart(ranked):
        margin = SURE
    if ranked and (_doubtful(ranked[0][0], ranked[0][1].codec, raw) or _disputed(ranked)):
        margin = min(margin, _UNSURE)
    return Resolution(tuple(candidate for _, candidate in ranked), margin)


def _disputed(ranked: Sequence[tuple[str, Candidate]]) -> bool:
    """Whether something speaks for another usual codec, whatever chardet's confidence is."""
    return _hangs_by_letters(ranked) or _less_coherent(ranked)


def _less_coherent(ranked: Sequence[tuple[str, Candidate]]) -> bool:
    """Whether the letters are more of one language in another usual codec that makes as plausible a text."""
    text = ranked[0][0]
    least, fit = coherent(text) + _MORE, plausibility(text) - _MORE
    return least <= 1 and any(
        coherent(other) >= least and plausibility(other) >= fit for other, c in ranked[1:] if rarity(c.codec) <= 1
    )


def _hangs_by_letters(ranked: Sequence[tuple[str, Candidate]]) -> bool:
    """Whether one or two letters are all that tells the best reading from one in another usual codec.

    The marks that both have, however many, do not help then; only a known language does.
    """
    text = ranked[0][0]
    if alphabets(text):
        return False
    rivals = [other for other, c in ranked[1:] if rarity(c.codec) <= 1 and len(other) == len(text)]
    return any(0 < len(found := _differences(text, other)) <= _FEW and all(map(_lettered, found)) for other in rivals)


def _differences(text: str, other: str) -> set[tuple[str, ...]]:
    """The characters of two readings where they differ, each with its neighbours, before and after."""
    a, b = f" {text} ", f" {other} "
    return {place for place in zip(a, a[1:], a[2:], b, b[1:], b[2:], strict=False) if place[1] != place[4]}


def _lettered(place: Sequence[str]) -> bool:
    return place[1].isalpha() and place[4].isalpha()


def _apart(ranked: Sequence[tuple[str, Candidate]]) -> bool:
    """Whether the best text fits clearly better than each close one, wherever the two differ.

    Two codecs may differ in a few letters of many: the mean over all characters hardly shows that.
    """
    text, best = ranked[0]
    close = [(other, c.codec) for other, c in ranked[1:] if best.score - c.score < SURE]
    return all(not related(best.codec, codec) and _better(text, other) for other, codec in close)


def _better(text: str, other: str) -> bool:
    if len(text) != len(other):
        return False
    own = alphabet(text)
    gains = [
        fitness(p, c, n) - fitness(q, d, m) + _OWN * (is_of(c, own) - is_of(d, own))
        for p, c, n, q, d, m in _differences(text, other)
    ]
    return len(gains) >= _PLACES and sum(gains) >= _GAIN


def _doubtful(text: str, codec: str, raw: bytes) -> bool:
    """Whether the best reading is no more than that: there is little to judge by, or it does not convince."""
    return _thin(text, codec) or _mute(text, codec) or _odd(text, raw)


def _mute(text: str, codec: str) -> bool:
    """Whether a short text has no common word of its language, and nothing else, that speaks for the codec.

    A heading in capitals is small letters in another codec, and short words of one script are such of another.
    """
    if rarity(codec) == 0 or codec.startswith(_SHIFTING) or small_words(text):
        return False
    found = contexts(text)
    letters = [char for _, char, _ in found if char.isalpha()]
    if rarity(codec) > _RARE and len(found) < _LONG:
        return True
    if 2 * sum(char > _LATIN for char in letters) > len(letters):
        return len(found) < _SHORT
    return len(found) < _BRIEF and plausibility(text) < _TELLING


def _thin(text: str, codec: str) -> bool:
    """Whether one or two characters are all there is to judge by, and do not speak for themselves.

    An apostrophe between letters does, and a pound sign before a number; a letter among letters, or
    anything in a codec that news is hardly ever in, does not.
    """
    found = contexts(text)
    different = len(found)
    if different > _FEW:
        chars = {char for _, char, _ in found}
        return len(chars) == 1 and _says_nothing(text, chars.pop(), codec)
    letters = [char for _, char, _ in found if char.isalpha()]
    if letters and any(all(is_of(char, own) for char in letters) for own in alphabets(text)):
        return rarity(codec) > 1
    foreign = (bool(letters) and not alphabets(text)) or not elides(text)
    return foreign or rarity(codec) > _RARE or plausibility(text) < (_ONE if different == 1 else _TWO)


def _says_nothing(text: str, char: str, codec: str) -> bool:
    """Whether the only character above ASCII is a filling, or a no-break space in places where none is usual."""
    if char == "\xa0" and spaced(text) < 1:
        return True
    return (char, char, char) in contexts(text) or _lettered_blanks(text, codec)


def _lettered_blanks(text: str, codec: str) -> bool:
    """Whether the only letter above ASCII is none of the language, and its byte a no-break space in other codecs."""
    blank = _SPACE.decode(codec, "ignore")
    if not blank.isalpha() or blank not in text or is_of(blank, alphabet(text)):
        return False
    return {char for _, char, _ in contexts(text) if char.isalpha()} == {blank}


def _odd(text: str, raw: bytes) -> bool:
    """Whether even the best reading makes no good text of single bytes.

    Its characters hardly fit where they stand, one of them stands several times and fits nowhere, or many are letters
    of another language.
    """
    if len(text) != len(raw):
        return False
    best: dict[str, float] = {}
    for before, char, after in (found := contexts(text)):
        best[char] = max(best.get(char, _MISFIT), fitness(before, char, after))
    often = Counter(char for (_, char, _), n in found.items() for _ in range(min(n, 2)))
    misfits = any(fits <= _MISFIT and often[char] > 1 for char, fits in best.items())
    return misfits or plausibility(text) < _FIT or _foreign(text)


def _foreign(text: str) -> bool:
    """Whether several of the letters are none of the language that the rest of the text is in."""
    own = alphabet(text)
    foreign = {c.lower() for c in text if c > "\x7f" and c.isalpha() and not is_of(c, own)} if own else ()
    return len(foreign) >= _FEW and native(text, own) < _FAMILIAR


def _is_latin(raw: bytes) -> bool:
    """Whether ASCII letters so outnumber the bytes above ASCII that the text must be in Latin script."""
    return len(_ASCII_LETTER.findall(raw)) > _OUTNUMBERED * len(_HIGH.findall(raw))


def _rank(reading: tuple[str, Candidate]) -> float:
    """The place of a reading, the best first; where there is little evidence, an unusual codec is less likely."""
    text, candidate = reading
    thin = len(contexts(text)) <= _FEW
    return (_UNUSUAL * rarity(candidate.codec) if thin else 0.0) - candidate.score


def _margin(ranked: Sequence[Candidate]) -> float:
    if len(ranked) < 2:
        return ALONE if ranked else 0.0
    return max(0.0, ranked[0].score - max(candidate.score for candidate in ranked[1:]))


def _read(raw: bytes, part: bytes, guess: Guess) -> str | None:
    """The evidence as the codec reads it, if it can read the whole file."""
    try:
        whole = raw.decode(guess.codec)
        return whole if part is raw else part.decode(guess.codec, "ignore")
    except (UnicodeError, LookupError):
        return None


def evidence(raw: bytes) -> bytes:
    """What of a long file is judged: words with bytes above ASCII, evenly spread over the file.

    White space is never part of a longer character in any codec that extends ASCII, so that words can
    be read alone; what has no white space for thousands of bytes is cut.
    """
    if len(raw) <= _ENOUGH or raw.isascii():
        return raw
    words = [word[:_LONGEST] for word in raw.split() if not word.isascii()]
    step = max(1, -(-sum(map(len, words)) // _ENOUGH))
    return b" ".join(words[::step])


def sample(text: str) -> str:
    """The surroundings of the first character above ASCII within its line."""
    for match in re.finditer(r"[^\x00-\x7f]", text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _SAMPLE)
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end
        return text[start : min(end, match.end() + _SAMPLE)].strip("\r\n")
    return ""
