"""What a repair left over: sequences that the same codec explains, or what became of them.

A line of which a part is still damaged is no repaired line, and its rest has lost the evidence of the other part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from corpuslint.text.encoding.alignment import Piece
from corpuslint.text.encoding.high import high
from corpuslint.text.encoding.plausible import kind, script, scripts, unusual
from corpuslint.text.encoding.sequences import Found, Reading, replaced
from corpuslint.text.encoding.tables import LATIN1, Table, table
from corpuslint.text.encoding.words import alphabets, is_of

_MARK = "\0"
"""What stands for the repaired pieces of a line."""
_HIDDEN = frozenset("\xa0\xad") | set(map(chr, range(0x80, 0xA0)))
"""What has no glyph, and what stands behind a letter in no word."""
_NINTH = frozenset("ŠšŽžŒœŸ€")
"""What ISO-8859-15 has in places where windows-1252 has signs; windows-1252 has them in place of C1 controls."""
_JAPANESE = frozenset({"CJK", "HIRAGANA", "KATAKANA"})
"""Scripts that are written together."""
_UNDEFINED = frozenset("\x81\x8d\x8f\x90\x9d")
"""C1 controls that stay in windows-1252."""


def is_left(before: str, after: str, pieces: Sequence[Piece]) -> bool:
    """Whether a line, repaired by these pieces, still has damage of their codecs in it.

    C1 controls, by which ISO-8859-1 is known, are the same in ISO-8859-2.
    """
    names = {name for piece in pieces for name in piece.chain}
    codecs = [table(name) for name in (names | {"iso8859-2"} if LATIN1 in names else names)]
    rest = replaced(before, [Found(piece.start, piece.end, _MARK, 0) for piece in pieces])
    edges = _edges(before, pieces)
    return any(
        _sequences_left(after, codec)
        or _parts_left(rest, codec, after)
        or any(_is_part(*edge, codec) for edge in edges)
        for codec in codecs
    )


def may_be_ninth(damaged: Sequence[str], repaired: Callable[[], str]) -> bool:
    """Whether what was undone as windows-1252 may be ISO-8859-15.

    It has characters that stand elsewhere there; and C1 controls, which windows-1252 has signs for, or letters that the
    language of the repaired text has none of, but would have them then.
    """
    chars = {char for part in damaged for char in part}
    if _NINTH.isdisjoint(chars):
        return False
    if any("\x80" <= char <= "\x9f" for char in chars - _UNDEFINED):
        return True
    both = [pair for part in set(damaged) if not _NINTH.isdisjoint(part) and (pair := _readings(part))]
    usual, ninth = ("".join(pair[side] for pair in both) for side in (0, 1))
    if not any(map(str.isalpha, ninth)):  # curly marks, the commonest damage there is: no language is asked for
        return False
    known = "".join(alphabets(repaired()))
    return bool(known) and sum(is_of(c, known) for c in ninth) > sum(is_of(c, known) for c in usual)


@lru_cache(maxsize=1 << 10)
def _readings(part: str) -> tuple[str, str] | None:
    """What is damaged as it would be in windows-1252 and in ISO-8859-15; None where that does not explain all of it."""
    ninth = Reading(part, table("iso8859-15"))
    return None if ninth.unexplained else (Reading(part, table("cp1252")).after, ninth.after)


def _sequences_left(text: str, codec: Table) -> bool:
    """Whether a sequence is less at home in the text, in its own scripts, than the character that it would be."""
    found = Reading(text, codec).found
    if not found:
        return False
    own = _scripts(text)
    rest = replaced(text, [Found(f.start, f.end, "", 0) for f in found])
    others = scripts(high(rest))
    return any(
        script(f.char) in {"", *own} and not unusual(f.char) and (f.bad or _is_odd(text, f, others)) for f in found
    )


def _is_odd(text: str, found: Found, others: frozenset[str]) -> bool:
    """Whether no right text has this sequence: long, of its own script, with what has no glyph, or within a word."""
    start, end = found.start, found.end
    before, inner, after = text[max(0, start - 1) : start], text[start:end], text[end : end + 1]
    if len(inner) > 2 or not _HIDDEN.isdisjoint(inner) or (before.islower() and inner[0].isupper()):
        return True
    own = scripts(inner)
    if found.char.isalnum() and own and others and own.isdisjoint(others):
        return True
    return own == {"LATIN"} and script(found.char) in own and before.isalpha() and after.isalpha()


def _parts_left(text: str, codec: Table, after: str) -> bool:
    """Whether the beginning of a sequence stands before a replacement character, or a blank that was one of its own.

    A question mark right before a letter is a replacement character, too.
    """
    if _begun(codec).search(text):
        return True
    blanked = {char for _, _, char in codec.blanked(text) if not unusual(char)}
    return bool(blanked) and not _scripts(after).isdisjoint(map(script, blanked))


@lru_cache
def _begun(codec: Table) -> re.Pattern[str]:
    """A sequence of which the last character was lost."""
    leads, tails = ("".join(map(re.escape, sorted(chars))) for chars in (codec.leads, codec.tails))
    return re.compile(rf"[{leads}][{tails}]{{0,2}}(?:\ufffd|\?(?=\w|[{tails}]?{_MARK}))")


def _edges(before: str, pieces: Sequence[Piece]) -> list[tuple[str, str]]:
    """The characters above ASCII beside repaired pieces, each with the first or last one of the repair."""
    repaired = {at for piece in pieces for at in (piece.start, piece.end - 1)}
    left = ((p.start - 1, p.text[:1]) for p in pieces)
    right = ((p.end, p.text[-1:]) for p in pieces)
    places = [(at, char) for at, char in (*left, *right) if 0 <= at < len(before) and at not in repaired]
    return [(before[at], char) for at, char in places if before[at] > "\x7f"]


def _is_part(beside: str, repaired: str, codec: Table) -> bool:
    """Whether a character beside a repaired letter is rather a part of a sequence that lost the rest of it.

    A capital that begins sequences is, and what the codec reads in another script than that of the letter.
    """
    if kind(repaired) != "l":
        return False
    own = script(beside)
    if own == script(repaired):
        return own == "LATIN" and beside.isupper() and beside in codec.leads
    return beside in codec.leads or (own != "" and beside in codec.tails)


def _scripts(text: str) -> frozenset[str]:
    """The scripts of a text, and those that are written together with them."""
    own = scripts(text)
    return own if own.isdisjoint(_JAPANESE) else own | _JAPANESE
