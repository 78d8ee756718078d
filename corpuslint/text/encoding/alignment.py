"""What differs between a text and its repair, as small changes each with the damage that explains it.

Repairs change characters above ASCII and, at most, a blank beside them: the ASCII between is the frame
that both texts share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from corpuslint.text.encoding.c1 import as_marks
from corpuslint.text.encoding.damage import Chain, damaged_by, variants, worn

_RUNS = re.compile(r"([^\x00-\x7f]+)")
_WALKED = 50_000
"""Longest line walked character by character: a walk keeps every step."""
_LONGEST = 2_000
"""Characters compared one by one; a longer difference that no damage explains is one change."""


class Kind(StrEnum):
    """How a change is known."""

    EXACT = "exact"
    """UTF-8 read in one or more codecs, proven by doing it again."""
    LOSSY = "lossy"
    """A byte was lost or changed on the way, or nothing known explains it: the repair is a choice."""
    CONTROL = "control"
    """C1 controls that stand for marks of cp1252."""


class Piece(NamedTuple):
    """A damaged stretch of a text (half-open, code points), what it was, and how that is known."""

    start: int
    end: int
    text: str
    kind: Kind
    chain: Chain = ()


def pieces(before: str, after: str) -> Iterator[Piece]:
    """What was changed between a line and its repair: run by run where the frame is the same."""
    old, new = _RUNS.split(before), _RUNS.split(after)
    if old[::2] != new[::2]:
        yield from _walked(before, after, 0)
        return
    at = 0
    for a, b in zip(old, new, strict=True):
        if a != b:
            yield from _run(a, b, at)
        at += len(a)


def _run(before: str, after: str, at: int) -> Iterator[Piece]:
    if as_marks(before) == after:
        yield Piece(at, at + len(before), after, Kind.CONTROL, ("cp1252",))
        return
    chain = damaged_by(after, before)
    if chain:
        yield Piece(at, at + len(before), after, Kind.EXACT, chain)
    else:
        yield from _walked(before, after, at)


class _Step(NamedTuple):
    """How the walk came to a place of the damaged text: from where, at what cost, by which damage."""

    cost: int
    start: int
    kind: Kind | None
    chain: Chain = ()


def _walked(before: str, after: str, at: int) -> Iterator[Piece]:
    """Character by character: each is the same in both texts, or damaged in a known way."""
    walk = _walk(before, after) if len(before) <= _WALKED else None
    if walk is None:
        yield from _compared(before, after, at)
        return
    end = len(before)
    found: list[Piece] = []
    for j in range(len(after), 0, -1):
        step = walk[j][end]
        if step.kind is not None:
            found.append(Piece(at + step.start, at + end, after[j - 1], step.kind, step.chain))
        end = step.start
    yield from _joined(reversed(found))


def _joined(single: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours that are known in the same way, as one."""
    last: Piece | None = None
    for piece in single:
        if last is not None and last.end == piece.start and _alike(last, piece):
            last = last._replace(end=piece.end, text=last.text + piece.text)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last


def _alike(a: Piece, b: Piece) -> bool:
    return a.kind is b.kind and a.chain == b.chain


def _walk(before: str, after: str) -> list[dict[int, _Step]] | None:
    """The cheapest steps to every reachable place, one layer a character of `after`.

    None where no way leads to the end.
    """
    layers: list[dict[int, _Step]] = [{0: _Step(0, 0, None)}]
    for char in after:
        layer: dict[int, _Step] = {}
        for start, so_far in layers[-1].items():
            for length, cost, kind, chain in _moves(before, start, char):
                step = _Step(so_far.cost + cost, start, kind, chain)
                if start + length not in layer or step.cost < layer[start + length].cost:
                    layer[start + length] = step
        if not layer:
            return None
        layers.append(layer)
    return layers if len(before) in layers[-1] else None


def _moves(before: str, start: int, char: str) -> Iterator[tuple[int, int, Kind | None, Chain]]:
    """Length, cost, kind and damage of what may stand for a character at a place of the damaged text."""
    if before.startswith(char, start):
        yield 1, 0, None, ()
    if char <= "\x7f":
        return
    if as_marks(before[start : start + 1]) == char:
        yield 1, 1, Kind.CONTROL, ("cp1252",)
    if char == "\ufffd":
        for length in _lost(before, start):
            yield length, 6, Kind.LOSSY, ()
        return
    for damaged, chain in variants(char):
        if before.startswith(damaged, start):
            yield len(damaged), len(chain), Kind.EXACT, chain
        for less in worn(damaged):
            if before.startswith(less, start):
                yield len(less), 4, Kind.LOSSY, chain


_LOST = re.compile("[^\x00-\x7f][^\x00-\x7f]{0,2}[?\ufffd][\x80-\U0010ffff]?")


def _lost(before: str, start: int) -> Iterator[int]:
    """Lengths of what may have been one character before a part of it was lost."""
    match = _LOST.match(before, start)
    if match:
        yield from range(2, match.end() - start + 1)


def _compared(before: str, after: str, at: int) -> Iterator[Piece]:
    """Differences that no damage explains."""
    start, end = _shared(before, after)
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    at += start
    if max(len(old), len(new)) > _LONGEST:
        yield Piece(at, at + len(old), new, Kind.LOSSY)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Piece(at + a, at + b, new[c:d], Kind.LOSSY)


def _shared(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and of the rest at their end."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    most -= start
    end = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return start, end
