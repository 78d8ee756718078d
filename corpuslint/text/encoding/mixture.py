"""UTF-8 with islands of another codec: text pasted together from two sources."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from corpuslint.model import Span
from corpuslint.text.encoding.plausible import fitness, is_mark, plausibility
from corpuslint.text.encoding.words import alphabet, mostly_foreign

USUAL = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "iso8859-2", "mac-roman")
ISLANDS = (*USUAL, "cp1257", "cp1255", "cp1256", "cp1258", "cp874", "koi8-r")
"""What islands may be in, the likeliest first; beyond the usual ones only in a text with the same letters.

All are single-byte codecs: a byte is a character.
"""

_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_KNOWN = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_HIGH = bytes(range(0x80, 0x100))
_MOST_FOREIGN = 3
"""Mixed bytes have at most this many foreign bytes for each well-formed longer character. With more of
them, the well-formed ones may be mojibake in a text of one other codec."""
_HARDLY_ANY = 10
"""With this many longer characters for each foreign byte the text is UTF-8, whatever the islands are."""
_FITTING = 1.0
"""Longer characters that fit this well on average are meant, however few they are."""
_MISFIT = -0.5
"""Those that fit as badly as this are bytes of another codec that happen to be well-formed together."""
_BETTER = 0.3
"""How much better than the first codec another one must fit to be preferred."""
_SHARED = 0.6
"""What letters of islands count that the rest of the text or its language has, too, if they are all such."""
_ALPHABET = 5
"""Different letters above ASCII in the rest, from which on those of the islands must be among them."""
_FAMILIAR = 0.5
"""Share of them that are, at least."""
_LONGEST = 100
"""Characters of a run that can be a word."""
_SAMPLED = 20_000
"""Characters of which capitals are counted."""
_LINE = re.compile(r"[^\n]*\n?")
_HANDFUL = 3
"""Longer characters that may be two of the other codec, the last letter of a word and a closing mark, by chance."""
_JUDGED = 1_000
"""Islands, and longer characters, that are looked at."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Text of bytes in two codecs, and where the second one stands.

    `worth` is the mean fitness of the characters of the islands. A mixture is `likely` where the
    islands are not much more frequent than the longer characters, and `certain` where they are much rarer.
    """

    text: str
    islands: tuple[Span, ...]
    codec: str
    worth: float
    likely: bool
    certain: bool


def mixture(raw: bytes) -> Mixture | None:
    """The bytes as UTF-8 with islands of one single-byte codec; None where they are not that.

    All well-formed sequences are kept, all other bytes are read in the codec that suits them best.
    """
    text = raw.decode("utf-8", "surrogateescape")
    foreign = len(raw) - len(text.encode("utf-8", "ignore"))
    known = len(text) - foreign - len(raw.translate(None, _HIGH))
    if not known or not foreign:
        return None
    fit = _mean(_fits(text, (m.start() for m in islice(_KNOWN.finditer(text), _JUDGED))))
    likely = foreign <= _MOST_FOREIGN * known and fit > _MISFIT
    if not likely and fit < _FITTING:
        return None
    letters = {char.lower() for char in set(text) if char.isalpha() and char > "\x7f"} | set(alphabet(text))
    foreign_chars = {char for char in set(text) if "\udc80" <= char <= "\udcff"}
    codecs = [codec for codec in ISLANDS if all(ord(char) in _table(codec) for char in foreign_chars)]
    capitals = _capitals([char for char in text[:_SAMPLED] if char > "\x7f" and char.isalpha()])
    readings = [_reading(_beginning(text), codec, letters) for codec in codecs]
    best = _best([r for r in readings if r.codec in USUAL or r.shared >= _FAMILIAR], capitals)
    if best is None:
        return None
    table = _table(best.codec)
    escaped = _RUN.sub(lambda run: _regrouped(run, table), text)
    islands = tuple(Span(*match.span()) for match in _ESCAPED.finditer(escaped))
    after = escaped.translate(table)
    if known <= _HANDFUL and plausibility(_whole(raw, best.codec)) >= plausibility(after):
        return None
    unfamiliar = best.shared < _FAMILIAR and (len(letters) >= _ALPHABET or best.alone)
    odd = unfamiliar or _turned(best, readings) or (best.foreign and _strange(after, islands))
    return Mixture(
        after,
        islands,
        best.codec,
        best.worth,
        likely and not odd,
        certain=_HARDLY_ANY * foreign <= known,
    )


def _whole(raw: bytes, codec: str) -> str:
    """All of the bytes in the codec of the islands; those it does not have as what it never has."""
    return raw.decode("latin-1").translate({code & 0xFF: char for code, char in _table(codec).items()})


def _beginning(text: str) -> str:
    """As much of a text as has the islands that are judged."""
    last = next(islice(_ESCAPED.finditer(text), _JUDGED - 1, None), None)
    return text if last is None else text[: last.end()]


class _Reading(NamedTuple):
    """The islands in one codec: how well they fit, how many letters they share with the rest, and how many capitals.

    `foreign` says that most of their letters are of no Latin script, `alone` that it is one letter all the time.
    """

    codec: str
    worth: float
    shared: float
    capitals: float
    foreign: bool
    alone: bool


def _best(readings: list[_Reading], capitals: float) -> _Reading | None:
    """The likeliest; another one than the first must be better, or have more letters in common with the rest.

    Two codecs may differ in which letters are capitals: of these the rest of the text has a certain share.
    """
    if not readings:
        return None
    first = readings[0]

    def score(reading: _Reading) -> float:
        penalty = _BETTER if reading is not first and reading.shared <= first.shared else 0.0
        return reading.worth + _SHARED * reading.shared - penalty - abs(reading.capitals - capitals)

    return max(readings, key=score)


def _turned(best: _Reading, readings: list[_Reading]) -> bool:
    """Whether the islands are all small letters, or all capitals, and just the reverse in another codec.

    A heading in capitals in windows-1251 is one of small letters in KOI8-R.
    """
    if best.capitals not in {0.0, 1.0}:
        return False
    return any(r.capitals == 1.0 - best.capitals and r.worth > best.worth - _BETTER and r.foreign for r in readings)


def _reading(text: str, codec: str, letters: set[str]) -> _Reading:
    table = _table(codec)
    escaped = _RUN.sub(lambda run: _regrouped(run, table), text)
    runs = list(_ESCAPED.finditer(escaped))
    worth = _mean(value for run in runs for value in _run_fits(escaped, run, table))
    own = [char for run in runs for char in run[0].translate(table) if char.isalpha() or is_mark(char)]
    shared = sum(char.lower() in letters for char in own) / len(own) if own else 1.0
    return _Reading(codec, worth, shared, _capitals(own), mostly_foreign(own), len(set(own)) == 1)


def _capitals(letters: Sequence[str]) -> float:
    return sum(char.isupper() for char in letters) / len(letters) if letters else 0.0


def _strange(text: str, islands: Sequence[Span]) -> bool:
    """Whether a line with islands has a well-formed character that no line without them has.

    In scripts whose every letter is a foreign byte, some of them happen to be well-formed together.
    """
    lines = [(m.start(), m[0]) for m in _LINE.finditer(text)]
    starts = [start for start, _ in lines]
    touched = {bisect_right(starts, span.start) - 1 for span in islands}
    usual = {char for i, (_, line) in enumerate(lines) if i not in touched for char in line}
    own = {char for span in islands for char in text[span.start : span.end]}
    return any(c > "\x7f" and c not in usual and c not in own for i in touched for c in lines[i][1])


def _regrouped(run: re.Match[str], table: dict[int, str]) -> str:
    """A run of characters above ASCII; all of it escaped where a well-formed one is clearly part of the island.

    Two bytes of another codec may happen to be well-formed, but then they stand in the middle of other foreign bytes.
    """
    if len(run[0]) > _LONGEST or not (_ESCAPED.search(run[0]) and _KNOWN.search(run[0])):
        return run[0]
    whole = "".join(chr(0xDC00 + byte) for byte in run[0].encode("utf-8", "surrogateescape"))
    if not all(ord(char) in table for char in whole):
        return run[0]
    before, after = run.string[run.start() - 1 : run.start()] or " ", run.string[run.end() : run.end() + 1] or " "
    kept, undone = (f"{before}{part.translate(table)}{after}" for part in (run[0], whole))
    fit, better = (_mean(_fits(part, range(1, len(part) - 1))) for part in (kept, undone))
    return whole if better > fit + _BETTER else run[0]


def _run_fits(text: str, run: re.Match[str], table: dict[int, str]) -> Iterator[float]:
    """The fitness of the characters of one island between its neighbours."""
    start, end = run.span()
    around = f"{text[max(0, start - 1) : start] or ' '}{run[0]}{text[end : end + 1] or ' '}".translate(table)
    return _fits(around, range(1, len(around) - 1))


@cache
def _table(codec: str) -> dict[int, str]:
    """Surrogate escapes to what their bytes are in a codec."""
    found = {}
    for byte in _HIGH:
        try:
            found[0xDC00 + byte] = bytes([byte]).decode(codec)
        except UnicodeDecodeError:
            continue
    return found


def _fits(text: str, places: Iterable[int]) -> Iterator[float]:
    """The fitness of the characters above ASCII at some places."""
    for i in places:
        if text[i] > "\x7f":
            yield fitness(text[max(i - 1, 0) : i], text[i], text[i + 1 : i + 2])


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def unmix(text: str, islands: tuple[Span, ...], codec: str) -> bytes:
    """The bytes of a mixture: UTF-8, and the islands in their own codec."""
    parts: list[bytes] = []
    done = 0
    for span in islands:
        parts += (text[done : span.start].encode("utf-8"), text[span.start : span.end].encode(codec))
        done = span.end
    return b"".join([*parts, text[done:].encode("utf-8")])
