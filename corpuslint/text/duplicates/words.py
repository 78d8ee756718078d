"""The words of a buffer of text, found and hashed with numpy: no Python loop over words.

Source of the method: whole-array passes over bytes; a word's first eight bytes are fetched by one
unaligned gather, and longer words take further rounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from corpuslint.text.duplicates.alphabet import (
    BLANKLESS,
    CASED,
    OPENERS,
    SEPARATORS,
    SINGLES,
    SPACE,
    code_points,
    lowered,
)
from corpuslint.text.duplicates.hashing import LENGTH, LONG_WORD, PIECE, SCRAMBLE, WORD, rest_of

U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

u8, u64 = np.uint8, np.uint64
PAD = 16
"""Blanks after the text, so that gathers never leave the buffer."""
_LOWER = u8(ord("a") ^ ord("A"))
"""The bit that an ASCII letter has in lower case only, and a digit has."""
_FIRST_BYTES = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
_PLAIN, _SEPARATOR, _SINGLE, _BLANKLESS, _OPENER, _CASED = range(6)


def _keep_freed_blocks() -> None:
    """Make glibc reuse blocks below 31 MiB instead of handing them back after every array.

    Fetching them again costs more than the arithmetic here (three times less speed, measured).
    Freeing one block that large is how its limit is raised; elsewhere this does nothing.
    """
    np.empty(31 << 20, dtype=np.uint8)


_keep_freed_blocks()


@dataclass(frozen=True, slots=True)
class Words:
    """Hash, first byte and end of every word of a buffer, in order, and the buffer with its words folded."""

    hashes: U64
    starts: Ints
    ends: Ints
    folded: U8


def words(data: bytes) -> Words:
    """The words of UTF-8 text (lone surrogates allowed); offsets are bytes."""
    raw = np.frombuffer(data, dtype=np.uint8)
    folded, inside = np.empty(len(raw) + PAD, dtype=np.uint8), np.empty(len(raw) + 2, dtype=bool)
    folded[len(raw) :], inside[:1], inside[-1:] = SPACE, False, False
    text, in_ascii = folded[: len(raw)], data.isascii()
    np.bitwise_or(raw, _LOWER if in_ascii else ~raw >> u8(2) & _LOWER, out=text)
    begins = None if in_ascii else _fold_above_ascii(folded)
    np.logical_or(text - u8(ord("a")) < u8(26), raw - u8(ord("0")) < u8(10), out=inside[1:-1])
    if not in_ascii:
        inside[1:-1] |= text >= u8(0x80)
    starts, ends = _boundaries(inside, begins)
    return Words(_hashes(folded, starts, ends - starts), starts, ends, folded)


def _boundaries(inside: Flags, begins: Ints | None) -> tuple[Ints, Ints]:
    """Starts and ends of the words, from the flags of the bytes inside of them, with one before and one after those.

    Words begin at `begins` too.
    """
    edges = (inside[1:] != inside[:-1]).nonzero()[0]
    starts, ends = edges[0::2].copy(), edges[1::2]
    if begins is None or not len(begins):
        return starts, ends
    inside = inside[1:]
    opened = np.zeros(len(inside), dtype=bool)
    opened[starts] = True
    opened[begins[inside[begins]]] = True
    starts = np.flatnonzero(opened)
    run_end = ends[np.searchsorted(ends, starts, side="right")]
    return starts, np.minimum(np.append(starts[1:], len(inside)), run_end)


def _hashes(text: U8, starts: Ints, lengths: Ints) -> U64:
    eights = np.ndarray((len(text) - 7,), dtype="V8", buffer=text, strides=(1,))
    value: U64 = eights.take(starts).view(np.uint64)
    value &= _FIRST_BYTES.take(lengths, mode="clip")
    value *= u64(WORD)
    longer = _longer(lengths)
    if len(longer):
        starts, lengths = starts.take(longer), lengths.take(longer)
        part = value.take(longer)
        part += lengths.view(np.uint64) * u64(LENGTH)
        part = _continued(part, eights[starts + (lengths - 8)].view(np.uint64))
        _middles(text, eights, starts, lengths, part)
        value[longer] = part
    return scramble(value)


def _longer(lengths: Ints) -> Ints:
    """Which words have more than eight bytes.

    Those are about one in ten. Up to one in ten numpy looks from flag to flag, which costs four times as much as a
    look at all of them, for no processor foresees where the next one is; so a few are set at the end to be more.
    """
    more = len(lengths) // 8
    flags = np.ones(len(lengths) + more, dtype=bool)
    np.greater(lengths, 8, out=flags[: len(lengths)])
    return flags.nonzero()[0][: -more or None]


def _middles(text: U8, eights: npt.NDArray[np.void], starts: Ints, lengths: Ints, value: U64) -> None:
    """Take into the hashes, in place, what stands between the first and the last eight bytes of each word."""
    at, longer = 8, (lengths > 16).nonzero()[0]
    longest = longer[lengths[longer] > LONG_WORD]
    if len(longest):
        longer = longer[lengths[longer] <= LONG_WORD]
    while len(longer):
        value[longer] = _continued(value[longer], eights[starts[longer] + at].view(np.uint64))
        at += 8
        longer = longer[lengths[longer] > at + 8]
    if len(longest):
        ends = zip(starts[longest].tolist(), lengths[longest].tolist(), strict=True)
        middles = b"".join(rest_of(text[first + 8 : first + size - 8].tobytes()) for first, size in ends)
        value[longest] = _continued(value[longest], np.frombuffer(middles, dtype=np.uint64))


def _continued(value: U64, piece: U64) -> U64:
    value ^= value >> u64(29)
    value ^= piece
    value *= u64(PIECE)
    return value


def scramble(value: U64) -> U64:
    """`hashing.scrambled` of every number, in place."""
    value ^= value >> u64(32)
    value *= u64(SCRAMBLE)
    value ^= value >> u64(29)
    return value


@cache
def _two_bytes() -> U8:
    """What each code point below U+0800 becomes: two bytes of the folded character, or two blanks."""
    points = np.arange(0x800)
    for point in code_points(CASED):
        if point < 0x800:
            points[point] = lowered(point)
    table = np.stack((0xC0 | (points >> 6), 0x80 | (points & 63)), axis=1).astype(np.uint8)
    table[[p for p in code_points(SEPARATORS) if p < 0x800]] = SPACE
    return table


@cache
def _three_bytes() -> tuple[U8, npt.NDArray[np.uint16]]:
    """Kind of each code point below U+10000, and its lower case."""
    kinds, lower = np.zeros(0x10000, dtype=np.uint8), np.arange(0x10000, dtype=np.uint16)
    for kind, ranges in ((_SINGLE, SINGLES), (_BLANKLESS, BLANKLESS), (_OPENER, OPENERS), (_SEPARATOR, SEPARATORS)):
        for first, last in ranges:
            kinds[first : last + 1] = kind
    for point in code_points(CASED):
        if lowered(point) != point:
            kinds[point], lower[point] = _CASED, lowered(point)
    return kinds, lower


def _fold_above_ascii(text: U8) -> Ints:
    """Fold characters above ASCII in place; returns where words begin inside of runs."""
    leads = np.flatnonzero(text >= 0xC2)
    lead = text.take(leads)
    two = leads[lead < 0xE0]
    if len(two):
        points = (text.take(two).astype(np.int64) & 31) << 6 | (text.take(two + 1) & 63)
        folded = _two_bytes().take(points, axis=0)
        text[two], text[two + 1] = folded[:, 0], folded[:, 1]
    begins = [_fold_three(text, leads[(lead >= 0xE0) & (lead < 0xF0)])]
    four = leads[lead >= 0xF0]
    if len(four):
        begins.append(_fold_four(text, four))
    return np.concatenate(begins)


def _fold_three(text: U8, at: Ints) -> Ints:
    points = (text.take(at).astype(np.int64) & 15) << 12
    points |= (text.take(at + 1).astype(np.int64) & 63) << 6
    points |= text.take(at + 2) & 63
    kinds, lower = _three_bytes()
    kind = kinds.take(points)
    _blank(text, at[kind == _SEPARATOR], 3)
    cased = kind == _CASED
    if cased.any():
        where, folded = at[cased], lower[points[cased]]
        text[where + 1], text[where + 2] = 0x80 | (folded >> 6 & 63), 0x80 | (folded & 63)
    single, blankless = at[kind == _SINGLE], at[(kind == _OPENER) | (kind == _BLANKLESS)]
    if not len(blankless):
        return np.concatenate((single, single + 3))
    behind = blankless + 3
    return np.concatenate((single, single + 3, at[kind == _OPENER], behind[text.take(behind) < 0x80]))


def _fold_four(text: U8, at: Ints) -> Ints:
    points = (text[at].astype(np.int64) & 7) << 18
    for byte in (1, 2, 3):
        points |= (text[at + byte].astype(np.int64) & 63) << (18 - 6 * byte)
    separator, single = (
        np.any([(points >= first) & (points <= last) for first, last in ranges if last > 0xFFFF], axis=0)
        for ranges in (SEPARATORS, SINGLES)
    )
    _blank(text, at[separator], 4)
    return np.concatenate((at[single], at[single] + 4))


def _blank(text: U8, at: Ints, size: int) -> None:
    for byte in range(size):
        text[at + byte] = SPACE
