"""Bytes that are nearly UTF-8: cut inside the last character, or with islands of another codec."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpuslint.model import Span
from corpuslint.text.encoding.plausible import fitness

MARK = b"\xef\xbb\xbf"
"""The UTF-8 byte order mark."""
ISLANDS = ("cp1252", "cp1250", "cp1251", "cp1254", "cp1253", "iso8859-2", "mac-roman")
"""What islands may be in, the likeliest first."""

_ESCAPED = re.compile("[\udc80-\udcff]+")
_HIGH = re.compile("[\x80-\U0010ffff]")
_MOST_FOREIGN = 3
"""Mixed bytes have at most this many foreign bytes for each well-formed longer character. With more of
them, the well-formed ones may be mojibake in a text of one other codec."""
_FITTING = 1.0
"""Longer characters that fit this well on average are meant, however few they are."""
_BETTER = 0.3
"""How much better than the first codec another one must fit to be preferred."""


def strict(raw: bytes) -> str | None:
    """The bytes as UTF-8, or None where they are not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def cut(raw: bytes) -> int:
    """How many bytes (1 to 3) at the end begin a character that is not finished; 0 where that is not so.

    One lone lead byte after nothing but ASCII is no evidence: it may be the last letter of a text in
    another codec.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(raw)
    except UnicodeDecodeError:
        return 0
    rest = len(decoder.getstate()[0])
    return 0 if rest == 1 and text.isascii() else rest


@dataclass(frozen=True, slots=True)
class Mixture:
    """Text of bytes in two codecs, and where the second one stands.

    `worth` is the mean fitness of the characters of the islands. A mixture is `likely` where the
    islands are not much more frequent than the longer characters.
    """

    text: str
    islands: tuple[Span, ...]
    codec: str
    worth: float
    likely: bool


def mixture(raw: bytes) -> Mixture | None:
    """The bytes as UTF-8 with islands of one single-byte codec; None where they are not that.

    All well-formed sequences are kept, all other bytes are read in the codec that suits them best.
    """
    text = raw.decode("utf-8", "surrogateescape")
    foreign = sum(len(run) for run in _ESCAPED.findall(text))
    known = len(_HIGH.findall(text)) - foreign
    if not known:
        return None
    likely = foreign <= _MOST_FOREIGN * known
    readings = [m for codec in ISLANDS if (m := _read(text, codec, likely)) is not None]
    best = max(readings, key=lambda m: m.worth - _BETTER * (m.codec != ISLANDS[0]), default=None)
    if best is None or likely:
        return best
    return best if _mean(_fits(best.text, _between(best))) >= _FITTING else None


def _read(text: str, codec: str, likely: bool) -> Mixture | None:
    parts: list[str] = []
    islands: list[Span] = []
    at = done = 0
    for match in _ESCAPED.finditer(text):
        try:
            island = match.group().encode("utf-8", "surrogateescape").decode(codec)
        except UnicodeDecodeError:
            return None
        parts += (text[done : match.start()], island)
        at += match.start() - done
        islands.append(Span(at, at + len(island)))
        at += len(island)
        done = match.end()
    whole = "".join([*parts, text[done:]])
    return Mixture(whole, tuple(islands), codec, _mean(_fits(whole, islands)), likely)


def _between(found: Mixture) -> Iterator[Span]:
    """What of a mixture is UTF-8."""
    done = 0
    for span in found.islands:
        yield Span(done, span.start)
        done = span.end
    yield Span(done, len(found.text))


def _fits(text: str, spans: Iterable[Span]) -> Iterator[float]:
    for span in spans:
        for i in range(span.start, span.end):
            if text[i] > "\x7f":
                yield fitness(text[max(i - 1, 0) : i], text[i], text[i + 1 : i + 2])


def _mean(values: Iterator[float]) -> float:
    total = count = 0.0
    for value in values:
        total += value
        count += 1
    return total / count if count else 0.0


def unmix(text: str, islands: tuple[Span, ...], codec: str) -> bytes:
    """The bytes of a mixture: UTF-8, and the islands in their own codec."""
    parts: list[bytes] = []
    done = 0
    for span in islands:
        parts += (text[done : span.start].encode("utf-8"), text[span.start : span.end].encode(codec))
        done = span.end
    return b"".join([*parts, text[done:].encode("utf-8")])
