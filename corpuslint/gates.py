"""A pattern as the gate searches it: in many documents at once, each between two U+001E, and no longer than it must be.

A gate may match more than its pattern, never less. The edges of a document are written as the character between
documents, counted repeats lose their upper end, a general category stands for all characters above ASCII (to compile
its hundreds of ranges takes longer than all of a small run), and a match ends before it would pass over text of no
particular kind ("sign up ... newsletter"): patterns with such a gap stay half matched for long, and an automaton of
many of them has a state for every combination of half matches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from corpuslint.dialect import category, for_re, tokens

SMALL_COUNT = 3
"""Repeats up to this often are counted."""

_REPEATS = ("*", "+", "{", "?")
_CATEGORY = re.compile(r"\\[pP](?:\{\^?\w+\}|\w)")
_ABOVE_ASCII = r"\x{80}-\x{10ffff}"
_ANY = frozenset((".", r"\S", r"\D", r"\W"))


def gate(pattern: str) -> str:
    """What is searched in a batch for a pattern of the dialect."""
    out = []
    for piece in _atoms(_before_gaps(pattern)):
        if piece in {r"\A", r"\z"}:
            out.append(r"\x1e")
        elif piece in {"^", "$"}:
            out.append(rf"(?:{piece}|\x1e)")
        elif len(piece) > 2 and piece[0] == "{":
            out.append(_uncounted(piece))
        else:
            out.append(_broad(piece))
    return "".join(out)


def _broad(piece: str) -> str:
    """A token whose general categories hold all characters above ASCII, or none of them where they are excluded."""
    if piece.startswith("[^"):
        narrow = _CATEGORY.sub(lambda found: _ascii(found[0]), piece)
        return narrow if narrow != "[^]" else r"[\x00-\x{10ffff}]"
    if piece.startswith("["):
        return _CATEGORY.sub(lambda found: _ascii(found[0]) + _ABOVE_ASCII, piece)
    return _CATEGORY.sub(lambda found: f"[{_ascii(found[0])}{_ABOVE_ASCII}]", piece)


def _ascii(token: str) -> str:
    """The ASCII characters of a general category, as the inside of a bracketed class."""
    name, negated = category(token)
    codes = (code for code in range(0x80) if unicodedata.category(chr(code)).startswith(name) != negated)
    return "".join(f"\\x{code:02x}" for code in codes)


def has_gap(pattern: str) -> bool:
    """Whether a match may pass over text of no particular kind."""
    atoms = list(_atoms(pattern))
    return any(_opens_gap(atoms, at) for at in range(len(atoms)))


def _before_gaps(pattern: str) -> str:
    """The pattern with every branch cut off before its first gap; as it is where nothing would be left of a branch."""
    if not has_gap(pattern):
        return pattern
    short = "".join(_cut(list(_atoms(pattern))))
    try:
        says_nothing = re.search(for_re(_CATEGORY.sub("a", short)), "\n") is not None
    except re.error:  # the engine will say what is wrong with it
        return pattern
    return pattern if says_nothing else short


def _cut(atoms: list[str]) -> Iterator[str]:
    """What is left of a pattern: what follows a cut, or a group with a cut in it, is no longer asked for."""
    over = [False]  # for the pattern and every open group: whether the rest of this branch is left out
    cut = [False]  # and whether any branch was cut
    repeated = False  # whether a group with a cut in it has just been closed, so that its repeat belongs to it
    for at, atom in enumerate(atoms):
        if repeated and atom[0] in _REPEATS:
            yield atom
            continue
        over[-1] |= repeated
        cut[-1] |= repeated
        repeated = False
        if _opens_gap(atoms, at):
            over[-1] = cut[-1] = True
        if atom[0] == "(":
            if not over[-1]:
                yield atom
            over.append(over[-1])
            cut.append(False)
        elif atom == ")" and len(over) > 1:
            over.pop()
            was_cut = cut.pop()
            if not over[-1]:
                yield atom
                repeated = was_cut
        elif atom == "|" and not (len(over) > 1 and over[-2]):
            over[-1] = False
            yield atom
        elif not over[-1]:
            yield atom


def _opens_gap(atoms: list[str], at: int) -> bool:
    wide = atoms[at] in _ANY or atoms[at].startswith("[^")
    return wide and at + 1 < len(atoms) and atoms[at + 1][0] in "*+{"


def _atoms(pattern: str) -> Iterator[str]:
    """The tokens of a pattern, those of a bracketed class as one."""
    group: list[str] = []
    for piece, inside in tokens(pattern):
        if inside or (piece.startswith("[") and not group):
            group.append(piece)
        elif group:
            yield "".join(group) + piece
            group = []
        else:
            yield piece
    if group:
        yield "".join(group)


def _uncounted(repeat: str) -> str:
    """A counted repeat without its upper end: an automaton that counts to 80 has 80 states for one."""
    least, _, most = repeat[1:-1].partition(",")
    if max(int(least), int(most or 0)) <= SMALL_COUNT:
        return repeat
    return "*" if int(least) == 0 else "+"
