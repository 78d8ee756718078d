"""What makes the best of several readings a guess: thin evidence, a text that does not convince, a rival.

Each of these holds however far the scores are apart.
"""

from __future__ import annotations

from corpuslint.text.encoding.candidates import SHIFTING, rarity
from corpuslint.text.encoding.evidence import Reading
from corpuslint.text.encoding.plausible import fitness
from corpuslint.text.encoding.words import LAST_LATIN, elides, is_of, mostly_foreign, native

FEW = 2
"""Different characters in context that are thin evidence."""
_SHORT, _BRIEF = 30, 8
"""Different characters in context of which a text has fewer if it is short: in a script of its own, and in Latin."""
_LONG = 80
"""The same in a codec that news is hardly ever in."""
_TELLING = 1.25
"""Plausibility that letters never have, but marks in their places."""
_FIT = 0.25
"""The plausibility that every text of single bytes has; texts in Japanese, of two scripts, may have less."""
_MISFIT = -1.0
"""The fitness up to which a character cannot be meant."""
_FAMILIAR = 0.7
"""Share of its letters above ASCII that a text of a known language has at least from its alphabet."""
_BOXES = frozenset(map(chr, range(0x2500, 0x25A0)))
_STRANGE = 0.1
"""Share of characters above ASCII that are letters of foreign names at most."""
_SUNKEN = 0.04
"""Share of characters above ASCII that are small letters between capitals in no text."""
_ONE, _TWO = 1.7, 1.0
"""Plausibility from which one character, or two, are enough."""
_RARE = 2.0
"""The rarest codec that so few characters can speak for."""
_MORE = 0.1
"""Share of them, from which on another codec makes a more coherent text; and plausibility that it may lack."""
_SPACE = b"\xa0"
"""The no-break space of most codecs."""

InCodec = tuple[Reading, str]
"""A reading and the codec it is in."""


def disputed(best: InCodec, *others: InCodec) -> bool:
    """Whether something speaks for another usual codec, whatever chardet's confidence is."""
    usual = [other for other, name in others if rarity(name) <= 1]
    if _shouted(best[0]) and _exchanged(best[0], [other for other, name in others if rarity(name) <= _RARE]):
        return True
    return _hangs_by_letters(best[0], usual) or _less_coherent(best[0], usual)


def _less_coherent(best: Reading, rivals: list[Reading]) -> bool:
    """Whether the letters are more of one language in another usual codec that makes as plausible a text."""
    least, fit = best.coherence + _MORE, best.plausibility - _MORE
    return least <= 1 and any(other.coherence >= least and other.plausibility >= fit for other in rivals)


def _hangs_by_letters(best: Reading, rivals: list[Reading]) -> bool:
    """Whether one or two letters are all that tells the best reading from one in another usual codec.

    The marks that both have, however many, do not help then; only a known language does.
    """
    if best.alphabets:
        return False
    places = [best.differences(other) for other in rivals]
    return any(0 < len(found) <= FEW and all(p[1].isalpha() and p[4].isalpha() for p in found) for found in places)


def _exchanged(best: Reading, rivals: list[Reading]) -> bool:
    """Whether one or two letters, wherever they stand, are other ones in a rival that the language may have as well."""
    known = "".join(best.alphabets)
    pairs = [{(p[1], p[4]) for p in best.differences(other)} for other in rivals]
    return any(
        0 < len(found) <= FEW and all(a.isalpha() and b.isalpha() and (not known or is_of(b, known)) for a, b in found)
        for found in pairs
    )


def _shouted(reading: Reading) -> bool:
    """Whether a text has Latin letters in capitals only, so that nothing speaks against a capital in a wrong place."""
    letters = list(filter(str.isalpha, reading.high))
    return bool(letters) and max(letters) <= LAST_LATIN and reading.text.isupper()


def doubtful(reading: Reading, codec: str) -> bool:
    """Whether the best reading is no more than that: there is little to judge by, or it does not convince."""
    incoherent = _shouted(reading) and reading.coherence < 1
    strange = rarity(codec) >= _RARE and _strangers(reading)
    return incoherent or strange or _thin(reading, codec) or _mute(reading, codec) or _odd(reading)


def _mute(reading: Reading, codec: str) -> bool:
    """Whether a short text has no common word of its language, and nothing else, that speaks for the codec.

    A heading in capitals is small letters in another codec, and short words of one script are such of another.
    """
    found = reading.contexts
    letters = [char for _, char, _ in found if char.isalpha()]
    least = 1 + mostly_foreign(letters)  # all words of such a text are above ASCII, and some are short ones by chance
    if rarity(codec) == 0 or codec.startswith(SHIFTING) or reading.small_words >= least:
        return False
    if rarity(codec) > _RARE and len(found) < _LONG:
        return True
    if mostly_foreign(letters):
        return len(found) < _SHORT
    return len(found) < _BRIEF and reading.plausibility < _TELLING


def _thin(reading: Reading, codec: str) -> bool:
    """Whether one or two characters are all there is to judge by, and do not speak for themselves.

    An apostrophe between letters does, and a pound sign before a number; a letter among letters, or
    anything in a codec that news is hardly ever in, does not.
    """
    different = len(reading.contexts)
    if different > FEW:
        return len(reading.high) == 1 and _says_nothing(reading, codec)
    letters = [char for _, char, _ in reading.contexts if char.isalpha()]
    if letters and any(all(is_of(char, own) for char in letters) for own in reading.alphabets):
        return rarity(codec) > (0 if _shouted(reading) else 1)
    foreign = (bool(letters) and not reading.alphabets) or not elides(reading.text)
    return foreign or rarity(codec) > _RARE or reading.plausibility < (_ONE if different == 1 else _TWO)


def _says_nothing(reading: Reading, codec: str) -> bool:
    """Whether the only character above ASCII is a filling, or a no-break space in places where none is usual."""
    (char,) = reading.high
    if char == "\xa0" and reading.spaced() < 1:
        return True
    return (char, char, char) in reading.contexts or lettered_blanks(reading, codec)


def lettered_blanks(reading: Reading, codec: str) -> bool:
    """Whether the only letter above ASCII is none of the language, and its byte a no-break space in other codecs."""
    blank = _SPACE.decode(codec, "ignore")
    if not blank.isalpha() or blank not in reading.high or is_of(blank, reading.alphabet):
        return False
    return all(char == blank for char in reading.high if char.isalpha())


def _odd(reading: Reading) -> bool:
    """Whether even the best reading makes no good text of single bytes.

    Its characters hardly fit where they stand, one of them stands several times and fits nowhere, small letters stand
    between capitals, pieces of boxes in words, or many are letters of another language.
    """
    if not reading.whole:
        return False
    return _misfit(reading) or reading.plausibility < _FIT or _sunken(reading) or _boxed(reading) or _foreign(reading)


def _boxed(reading: Reading) -> bool:
    """Whether pieces of boxes stand between letters."""
    return any(char in _BOXES and a.isalpha() and b.isalpha() for a, char, b in reading.contexts)


def _sunken(reading: Reading) -> bool:
    """Whether small letters stand between capitals, in more places than names of newspapers and programs have them."""
    sunken = [n for (a, char, b), n in reading.contexts.items() if char.islower() and a.isupper() and b.isupper()]
    return len(sunken) >= FEW and sum(sunken) >= _SUNKEN * sum(reading.high.values())


def _misfit(reading: Reading) -> bool:
    """Whether a character stands several times and fits nowhere."""
    best: dict[str, float] = {}
    places = reading.places
    fits = map(fitness, places.before, places.chars, places.after)
    for (_, char, _), fit in zip(reading.contexts, fits, strict=True):
        best[char] = max(best.get(char, _MISFIT), fit)
    return any(fit <= _MISFIT and reading.high[char] > 1 for char, fit in best.items())


def _foreign(reading: Reading) -> bool:
    """Whether several of the letters are none of the language that the rest of the text is in."""
    own = reading.alphabet
    foreign = {c.lower() for c in reading.high if c.isalpha() and not is_of(c, own)} if own else ()
    return len(foreign) >= FEW and native(reading.high, own) < _FAMILIAR


def _strangers(reading: Reading) -> bool:
    """Whether letters that none of the languages of a text has stand too often to be those of names."""
    own = "".join(reading.alphabets)
    strange = sum(n for char, n in reading.high.items() if own and char.isalpha() and not is_of(char, own))
    return strange > FEW and strange >= _STRANGE * sum(reading.high.values())
