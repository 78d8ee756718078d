"""UTF-8 with islands of another codec: text pasted together from two sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from corpuslint.model import Span
from corpuslint.text.encoding.plausible import fitness

ISLANDS = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "iso8859-2", "mac-roman")
"""What islands may be in, the likeliest first. All are single-byte codecs: a byte is a character."""

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
_BETTER = 0.3
"""How much better than the first codec another one must fit to be preferred."""
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
    likely = foreign <= _MOST_FOREIGN * known
    if not known or not foreign or not (likely or _meant(text)):
        return None
    readings = [(worth - _BETTER * bool(i), worth, c) for i, c in enumerate(ISLANDS) for worth in _worth(text, c)]
    if not readings:
        return None
    _, worth, codec = max(readings, key=lambda reading: reading[0])
    islands = tuple(Span(*match.span()) for match in _ESCAPED.finditer(text))
    return Mixture(text.translate(_table(codec)), islands, codec, worth, likely, certain=_HARDLY_ANY * foreign <= known)


def _meant(text: str) -> bool:
    """Whether the longer characters fit so well that they can be no coincidence."""
    return _mean(_fits(text, (m.start() for m in islice(_KNOWN.finditer(text), _JUDGED)))) >= _FITTING


def _worth(text: str, codec: str) -> Iterator[float]:
    """Mean fitness of the characters of the first islands in a codec; nothing where it lacks one of the bytes."""
    table = _table(codec)
    if all(ord(char) in table for char in set(text) if "\udc80" <= char <= "\udcff"):
        runs = islice(_ESCAPED.finditer(text), _JUDGED)
        yield _mean(value for run in runs for value in _run_fits(text, run, table))


def _run_fits(text: str, run: re.Match[str], table: dict[int, str]) -> Iterator[float]:
    """The fitness of the characters of one island between its neighbours."""
    start, end = run.span()
    around = f"{text[max(0, start - 1) : start] or ' '}{run[0]}{text[end : end + 1] or ' '}".translate(table)
    return _fits(around, range(1, len(around) - 1))


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
