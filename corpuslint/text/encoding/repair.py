"""The repair of a text as single changes, and whether all is well after each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from corpuslint.model import Edit, Span
from corpuslint.text.encoding.alignment import Kind, pieces
from corpuslint.text.encoding.badness import is_bad
from corpuslint.text.encoding.c1 import as_marks
from corpuslint.text.encoding.damage import Chain, restored
from corpuslint.text.encoding.high import high, runs
from corpuslint.text.encoding.intact import is_intact
from corpuslint.text.encoding.mojibake import undone
from corpuslint.text.encoding.plausible import plausibility, script, scripts, unusual
from corpuslint.text.encoding.residue import is_left, may_be_ninth
from corpuslint.text.encoding.rivals import CERTAIN, disputed
from corpuslint.text.encoding.words import LAST_LATIN

_LETTERS = [chr(code) for code in range(0xC0, 0x460)]
_CAPITALS, _SMALL = "".join(filter(str.isupper, _LETTERS)), "".join(filter(str.islower, _LETTERS))
_TURNED = re.compile(
    f"[^\\W\\d_A-Z](?<![A-Z{_CAPITALS}])[{_CAPITALS}](?=[a-z{_SMALL}?\\ufffd])|(?<=[a-z{_SMALL}])[ÂÃÄÅ](?![^\\W\\d_])"
)
"""A capital above ASCII within small letters, or half of a sequence after them: not all is undone, or in a codec that
is only nearly the right one."""
_MET = re.compile(
    "[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]|{0}{1}|{1}{0}".format("[^\\W\\d_A-Za-z]", "[¬√≈≠≤≥∂∆∏∑∞∫◊─-▓]")
)
"""A Greek or Cyrillic letter in a Latin word, or a sign of mathematics or a box beside a letter above ASCII: the same
where the text was not read in the most usual codecs."""
_FEW = 2
"""Different letters that hardly make a word."""
FITTING = 0.0
"""Mean plausibility that a line must have to be taken for right; most have much more."""


class Change(NamedTuple):
    """One edit, how it is known, the codecs the text was read in, and whether there is no doubt about it."""

    edit: Edit
    kind: Kind
    chain: Chain
    clean: bool


class Damaged:
    """The places of a text that are mojibake; other rules leave them to its repair."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Take disjoint spans in order."""
        self._spans = tuple(spans)
        self._ends = [span.end for span in self._spans]

    def __contains__(self, span: Span) -> bool:
        """Whether a span shares a character with mojibake."""
        at = bisect_right(self._ends, span.start)
        return at < len(self._spans) and self._spans[at].overlaps(span)


def damaged(text: str) -> Damaged:
    """Where a text is mojibake; C1 controls on their own are not."""
    return Damaged(c.edit.span for c in changes(text) if c.kind is not Kind.CONTROL)


@lru_cache(maxsize=4)
def changes(text: str) -> tuple[Change, ...]:
    """All repairs of mojibake and C1 controls in a text, in order of place."""
    after = as_marks(undone(restored(text)))
    if after == text:
        return ()
    lines = list(_lines(text, after))
    doubtful = _doubtful(lines) | _ninth(text, lines)
    return tuple(
        change._replace(clean=False) if i in doubtful else change
        for i, line in enumerate(lines)
        for change in line.changes
    )


class _Line(NamedTuple):
    """A line of the damaged text with its repair."""

    before: str
    after: str
    changes: tuple[Change, ...]


def _lines(text: str, after: str) -> Iterator[_Line]:
    """The lines that are changed, in order; the whole text is one where their number differs."""
    old, new = text.split("\n"), after.split("\n")
    if len(old) != len(new):
        old, new = [text], [after]
    at, rare = 0, _rare(after)
    for before, right in zip(old, new, strict=True):
        if before != right:
            yield _Line(before, right, tuple(_changes(text, before, right, at, rare)))
        at += len(before) + 1


def _changes(text: str, before: str, after: str, at: int, rare: frozenset[str]) -> Iterator[Change]:
    parts = tuple(pieces(before, after))
    all_certain = all(CERTAIN.issuperset(piece.chain) for piece in parts)
    plausible = all_certain or after.isascii() or plausibility(after) >= FITTING
    half = _half_undone(after, _TURNED) or (not all_certain and _half_undone(after, _MET))
    clean = not (half or is_bad(after) or is_left(before, after, parts))
    for piece in parts:
        edit = Edit(Span(at + piece.start, at + piece.end), piece.text)
        if is_intact(text, *edit.span, piece.text):
            continue
        one_codec = len(set(piece.chain)) == 1  # a way through several explains nearly anything
        at_home = plausible and not any(map(unusual, piece.text)) and rare.isdisjoint(scripts(piece.text))
        certain = CERTAIN.issuperset(piece.chain) or (one_codec and at_home)
        yield Change(edit, piece.kind, piece.chain, clean and certain)


def _rare(text: str) -> frozenset[str]:
    """Scripts of which a text has one or two letters above U+024F: these may be what is left of one in another."""
    counts = Counter(script(char) for char in set(high(text)) if char > LAST_LATIN)
    return frozenset(name for name, n in counts.items() if name and n <= _FEW)


def _half_undone(text: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(text, max(0, start - 1), end + 1) for start, end in runs(text))


def _doubtful(lines: Sequence[_Line]) -> frozenset[int]:
    """Which lines have a word that another codec would repair to another word that is about as plausible."""
    by_codec: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        for chain in {change.chain for change in line.changes if change.kind is Kind.EXACT}:
            if len(chain) == 1 and chain[0] not in CERTAIN:
                by_codec[chain[0]].append(i)
    found: set[int] = set()
    for codec, places in by_codec.items():
        words = [(i, word) for i in places for word in _words(lines[i])]
        found.update(words[k][0] for k in disputed([word for _, word in words], codec))
    return frozenset(found)


def _ninth(text: str, lines: Sequence[_Line]) -> frozenset[int]:
    """Which lines were undone as windows-1252 in a text that may as well have been read in ISO-8859-15."""
    exact = [(i, c) for i, line in enumerate(lines) for c in line.changes if c.kind is Kind.EXACT]
    if not all(CERTAIN.issuperset(c.chain) for _, c in exact):
        return frozenset()  # the text was read in another codec, with which windows-1252 has much in common
    parts = [text[c.edit.span.start : c.edit.span.end] for _, c in exact]
    doubted = may_be_ninth(parts, lambda: "\n".join(line.after for line in lines))
    return frozenset(i for i, c in exact if "cp1252" in c.chain) if doubted else frozenset()


def _words(line: _Line) -> list[tuple[str, str]]:
    """The words that are repaired, before and after; the whole line where it is not the same number of words."""
    old, new = line.before.split(" "), line.after.split(" ")
    if len(old) != len(new):
        return [(line.before, line.after)]
    return [(before, after) for before, after in zip(old, new, strict=True) if before != after]
