"""How the bytes of a file became text: the order in which the possibilities are tried.

Byte order marks, NUL patterns, strict UTF-8, no text at all, UTF-8 cut at its end, UTF-8 with islands
of another codec, and last the guess among all other codecs. Nothing is ever replaced or dropped.
"""

from __future__ import annotations

import codecs
import re
import warnings
from itertools import islice

from corpuslint.model import Candidate, Decoding, Reading, Span
from corpuslint.text.encoding import utf8, wide
from corpuslint.text.encoding.binary import binary_kind
from corpuslint.text.encoding.mixture import Mixture, mixture, unmix
from corpuslint.text.encoding.pasted import Pasted, pasted
from corpuslint.text.encoding.plausible import plausibility
from corpuslint.text.encoding.resolve import ALONE, SURE, UNSURE, resolve, sample

PRESCRIBED = "prescribed by the configuration"
"""The note of a decoding that was not a guess."""
REFUSED = "not valid"
"""How the note of a decoding begins where the bytes are not in the codec that the configuration prescribes."""
CESU = "cesu-8"
"""The note of bytes in CESU-8; `utf8.joined` reads them."""
UNSAFE = 0.1
"""The least margin at which transcoding may be proposed at all."""

_SHIFTS = re.compile(rb"\x1b\$[@B)AC]")
"""ISO-2022 announces its characters with these; such bytes are ASCII and yet no ASCII text."""
_SEQUENCES = re.compile(
    rb"(?<![\x80-\xff])(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})+(?![\x80-\xff])"
)
_LOOKED_AT = 1_000
"""Such places that are looked at."""
_CLEARLY = 0.5
"""The gain in plausibility of UTF-8 that is meant as such."""
_WORTH = 1.0
"""From this mean fitness of their characters on, islands are what they seem."""


def decide(raw: bytes, codec: str = "", fallback: str = "") -> Decoding:
    """Read bytes as text. Total: any bytes whatever give a decoding and never an exception.

    `codec` is the codec that the configuration prescribes; bytes that it cannot read are decided as if
    it had not been given, and the decoding says so and is not trusted. `fallback` is one that it prescribes for bytes
    that would be a guess otherwise.
    """
    if not codec:
        return _undirected(raw, fallback)
    forced = _forced(raw, codec)
    if forced is not None:
        return forced
    found = _undirected(raw)
    note = f"{REFUSED} {codec}, which the configuration asks for"
    if found.reading in {Reading.UTF8, Reading.UTF16}:
        return _closed(raw, Reading.LEGACY, best=(Candidate(found.codec, 0.0, sample(found.text)),), note=note)
    return found._replace(trusted=False, note=note)


def _undirected(raw: bytes, fallback: str = "") -> Decoding:
    found = _wide(raw) or _plain(raw)
    if found is not None:
        return found
    kind = wide.spoiled(raw) or binary_kind(raw)
    if kind:
        return _closed(raw, Reading.BINARY, note=kind)
    pairs = utf8.joined(raw)
    if pairs is not None:
        return _paired(raw, pairs)
    rest = utf8.cut(raw)
    if rest:
        return _truncated(raw, rest)
    return (None if fallback else _pasted(raw)) or _mixed(raw) or _named(raw, fallback) or _legacy(raw)


def _wide(raw: bytes) -> Decoding | None:
    marked = wide.marked(raw)
    if marked:
        mark, codec, text = marked
        exact = mark + text.encode(codec) == raw
        return Decoding(Reading.UTF16, codec, text, mark, bijective=exact)
    bare = wide.unmarked(raw)
    if bare:
        codec, text = bare
        return Decoding(Reading.UTF16, codec, text, margin=SURE, bijective=text.encode(codec) == raw)
    return None


def _plain(raw: bytes) -> Decoding | None:
    """Strictly valid UTF-8 that is a text; ASCII with ISO-2022 escapes is not."""
    text = utf8.strict(raw)
    if text is None or (raw.isascii() and _SHIFTS.search(raw)) or (b"\0" in raw and binary_kind(raw)):
        return None
    return Decoding(Reading.UTF8, "utf-8", text)


def _truncated(raw: bytes, rest: int) -> Decoding:
    text = raw.decode("utf-8", "surrogateescape")
    end = Span(len(text) - rest, len(text))
    return Decoding(Reading.TRUNCATED, "utf-8", text, islands=(end,), note=f"{rest} bytes at the end")


def _paired(raw: bytes, text: str) -> Decoding:
    """CESU-8, which Python has no codec for: the bytes stay escaped, and the candidate holds what they say."""
    sure = ALONE if utf8.apart(text) == raw else 0.0
    return _closed(raw, Reading.LEGACY, sure, (Candidate(CESU, sure, sample(text)),), CESU)


def _pasted(raw: bytes) -> Decoding | None:
    found = pasted(raw)
    if found is None:
        return None
    return _of_two(raw, found, min(1.0, found.margin), sure=True)


def _mixed(raw: bytes) -> Decoding | None:
    found = mixture(raw)
    if found is None or (found.worth < 0 and not found.certain):
        return None
    margin = max(0.0, min(1.0, found.worth * SURE / _WORTH)) if found.likely else UNSAFE
    return _of_two(raw, found, margin, sure=found.likely and found.worth >= _WORTH)


def _of_two(raw: bytes, found: Mixture | Pasted, margin: float, *, sure: bool) -> Decoding:
    """UTF-8 with islands of another codec; trusted where that is sure and gives the bytes back exactly."""
    exact = unmix(found.text, found.islands, found.codec) == raw
    return Decoding(
        Reading.MIXED,
        "utf-8",
        found.text,
        margin=margin,
        trusted=exact and sure,
        bijective=exact,
        islands=found.islands,
        island_codec=found.codec,
    )


def _named(raw: bytes, codec: str) -> Decoding | None:
    """The bytes in the codec that they are said to be in if they are no UTF-8; None where they are not valid in it."""
    found = _forced(raw, codec) if codec else None
    if found is None:
        return None
    best = (Candidate(found.codec, ALONE, sample(found.text)),)
    return found._replace(reading=Reading.LEGACY, margin=ALONE, candidates=best, note="", prescribed=False)


def _legacy(raw: bytes) -> Decoding:
    found = resolve(raw)
    best = found.candidates
    if found.margin < SURE or not best or _has_utf8(raw, best[0].codec):
        return _closed(raw, Reading.LEGACY, min(found.margin, UNSURE), best)
    codec = best[0].codec
    text = raw.decode(codec)
    return Decoding(
        Reading.LEGACY, codec, text, margin=found.margin, bijective=_gives(text, codec, raw), candidates=best
    )


def _has_utf8(raw: bytes, codec: str) -> bool:
    """Whether some characters of bytes in a single-byte codec are better ones in UTF-8: those came from elsewhere."""
    places = (match.span() for match in islice(_SEQUENCES.finditer(raw), _LOOKED_AT))
    parts = b"\n".join(raw[max(0, start - 1) : end + 1] for start, end in places)
    own, other = utf8.strict(parts), parts.decode(codec, "ignore")
    if not parts or own is None or len(other) < len(parts):
        return False
    return plausibility(own) >= plausibility(other) + _CLEARLY


def _closed(
    raw: bytes, reading: Reading, margin: float = 0.0, best: tuple[Candidate, ...] = (), note: str = ""
) -> Decoding:
    """Bytes that other rules must not judge: everything above ASCII that is no UTF-8 stays escaped."""
    text = raw.decode("utf-8", "surrogateescape")
    return Decoding(reading, "utf-8", text, margin=margin, trusted=False, candidates=best, note=note)


def _forced(raw: bytes, codec: str) -> Decoding | None:
    """The bytes in a prescribed codec; None where they are not valid in it."""
    name = codecs.lookup(codec).name
    mark, named = _mark(raw, name)
    try:
        with warnings.catch_warnings():
            # unicode_escape warns of escapes that it leaves alone
            warnings.simplefilter("ignore", DeprecationWarning)
            text = raw[len(mark) :].decode(named)
    except (UnicodeError, LookupError, ValueError):
        return None
    if not isinstance(text, str):
        return None
    reading = _reading(named)
    exact = _gives(text, named, raw[len(mark) :])
    return Decoding(reading, named, text, mark, bijective=exact, note=PRESCRIBED, prescribed=True)


def _mark(raw: bytes, codec: str) -> tuple[bytes, str]:
    """The byte order mark to set aside, and the codec of what follows it."""
    if codec == "utf-8-sig":
        return b"", "utf-8"
    for mark, named in wide.MARKS:
        if raw.startswith(mark) and named.startswith(codec):
            return mark, named
    return b"", codec


def _reading(codec: str) -> Reading:
    if codec == "utf-8":
        return Reading.UTF8
    return Reading.UTF16 if codec.startswith(("utf-16", "utf-32")) else Reading.LEGACY


def _gives(text: str, codec: str, raw: bytes) -> bool:
    """Whether encoding the text gives the bytes back exactly."""
    try:
        return text.encode(codec) == raw
    except (UnicodeError, LookupError, ValueError):
        return False
